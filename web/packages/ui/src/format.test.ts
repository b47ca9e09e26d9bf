import { describe, expect, it } from 'vitest';
import {
  ageInYears,
  formatCountdown,
  formatDay,
  formatRelative,
  formatTimeOfDay,
  type FormatChoice,
} from './format';

const british: FormatChoice = { locale: 'en-GB', dateFormat: null, timeFormat: null };

describe('dates and times', () => {
  it('keep the day of a date without a time zone', () => {
    expect(formatDay('1957-03-28', british)).toBe('28 Mar 1957');
    expect(formatDay('19570328', british)).toBe('28 Mar 1957');
  });

  it.each([
    ['dd/MM/yyyy', '28/03/1957'],
    ['yyyy-MM-dd', '1957-03-28'],
    ['MM/dd/yyyy', '03/28/1957'],
    ['dd.MM.yyyy', '28.03.1957'],
  ])('follow the format %s that the user chose (CLA-22)', (dateFormat, wanted) => {
    expect(formatDay('1957-03-28', { ...british, dateFormat })).toBe(wanted);
  });

  it.each([[null], [''], ['unknown']])('show nothing for %j', (day) => {
    expect(formatDay(day, british)).toBe('');
  });

  it.each([
    ['140512.123', '14:05'],
    ['14:05:12', '14:05'],
    ['09', '09:00'],
  ])('read the DICOM time %s', (time, wanted) => {
    expect(formatTimeOfDay(time, british)).toBe(wanted);
  });

  it('use twelve hours when the user wants them', () => {
    expect(formatTimeOfDay('1405', { ...british, timeFormat: '12' })).toMatch(/^0?2:05\s?pm$/i);
  });

  it('are relative only within a day (ui.md)', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(formatRelative('2026-11-21T11:57:00Z', now, 'en')).toBe('3 minutes ago');
    expect(formatRelative('2026-11-21T09:00:00Z', now, 'en')).toBe('3 hours ago');
    expect(formatRelative('2026-11-20T11:59:00Z', now, 'en')).toBeNull();
  });
});

describe('ages', () => {
  it('count whole years on the day', () => {
    expect(ageInYears('1990-11-22', new Date(2026, 10, 21))).toBe(35);
    expect(ageInYears('1990-11-21', new Date(2026, 10, 21))).toBe(36);
  });

  it('are unknown without a birth date, or before it', () => {
    expect(ageInYears(null, new Date())).toBeNull();
    expect(ageInYears('2030-01-01', new Date(2026, 0, 1))).toBeNull();
  });
});

it('a countdown never goes below zero', () => {
  expect(formatCountdown(65_000)).toBe('1:05');
  expect(formatCountdown(-5)).toBe('0:00');
});
