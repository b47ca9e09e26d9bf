import { describe, expect, it } from 'vitest';
import {
  chosenColumns,
  chosenWidths,
  defaultColumns,
  gridTemplate,
  moveColumn,
  narrowest,
  setWidth,
  toggleColumn,
  toPreference,
  widest,
  withoutWidth,
} from './columns';
import { isTyping, listAct } from './list-keys';
import {
  filterCount,
  fromSavedQuery,
  parseStudySearch,
  rangeStart,
  sameSearch,
  toSavedQuery,
  toStudyQuery,
} from './search';

const key = (name: string, held = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('filters in the address (CLA-22)', () => {
  it('drop what they do not know', () => {
    expect(
      parseStudySearch({
        q: ' ',
        from: '21/11/2026',
        range: 'ever',
        state: 'gone',
        source: ['all', 'x'],
        as: 'staff',
      }),
    ).toEqual({ source: ['all'] });
  });

  it('take a single value, a number and text for what they mean', () => {
    expect(parseStudySearch({ q: 123, modality: 'CT', unread: 'true' })).toEqual({
      q: '123',
      modality: ['CT'],
      unread: true,
    });
  });

  it('survive being saved as a view', () => {
    const search = parseStudySearch({ q: 'peeters', modality: ['MR', 'CT'], range: '7d', unread: true });
    expect(fromSavedQuery(toSavedQuery(search))).toEqual(search);
    expect(sameSearch(search, { ...search, modality: ['CT', 'MR'] })).toBe(true);
    expect(sameSearch(search, { ...search, modality: ['CT'] })).toBe(false);
  });

  it('turn a relative range into a first day, over the ends of months', () => {
    expect(rangeStart('7d', new Date(2026, 2, 3))).toBe('2026-02-25');
    expect(toStudyQuery({ range: 'today' }, new Date(2026, 2, 3))).toMatchObject({
      from: '2026-03-03',
      to: undefined,
    });
  });

  it('count from and to as one, and the text field not at all', () => {
    expect(filterCount({ q: 'a', from: '2026-01-01', to: '2026-02-01', modality: ['CT', 'MR'] })).toBe(2);
  });
});

describe('columns', () => {
  it('are the usual ones until somebody chooses', () => {
    expect(chosenColumns(null, 'clinician')).toEqual(defaultColumns.clinician);
    expect(chosenColumns([], 'staff')).toEqual(defaultColumns.staff);
  });

  it('leave out unknown ones and keep the patient', () => {
    expect(chosenColumns(['modality', 'horoscope', 'modality'], 'staff')).toEqual(['patient', 'modality']);
    expect(toggleColumn(['patient', 'why'], 'patient')).toEqual(['patient', 'why']);
  });

  it('move within the list only', () => {
    expect(moveColumn(['patient', 'why', 'images'], 'images', -1)).toEqual(['patient', 'images', 'why']);
    expect(moveColumn(['patient', 'why'], 'why', 1)).toEqual(['patient', 'why']);
  });

  it('keep their widths with their order (CLA-22)', () => {
    const preference = toPreference(['patient', 'description', 'why'], { description: 240 });
    expect(preference).toEqual(['patient', 'description:240', 'why']);
    expect(chosenColumns(preference, 'staff')).toEqual(['patient', 'description', 'why']);
    expect(chosenWidths(preference)).toEqual({ description: 240 });
    expect(chosenWidths(['patient:wide', 'horoscope:90', 'why:'])).toEqual({});
  });

  it('are as wide as asked for, within reason', () => {
    expect(setWidth({}, 'why', 3)).toEqual({ why: narrowest });
    expect(setWidth({ why: 90 }, 'why', 99_999)).toEqual({ why: widest });
    expect(withoutWidth({ why: 90, images: 60 }, 'why')).toEqual({ images: 60 });
    expect(gridTemplate(['why'], { why: 200 }).split(' ')[1]).toBe('200px');
  });
});

describe('keys in the list', () => {
  it('move between the first and the last row', () => {
    expect(listAct(key('j'), -1, 3)).toEqual({ kind: 'move', to: 0 });
    expect(listAct(key('j'), 2, 3)).toEqual({ kind: 'move', to: 2 });
    expect(listAct(key('k'), 0, 3)).toEqual({ kind: 'move', to: 0 });
  });

  it('open and select the active row only', () => {
    expect(listAct(key('Enter'), -1, 3)).toBeNull();
    expect(listAct(key('Enter'), 1, 3)).toEqual({ kind: 'open', index: 1 });
    expect(listAct(key('x'), 1, 3)).toEqual({ kind: 'select', index: 1 });
  });

  it('leave the keys of browser and fields alone', () => {
    expect(listAct(key('k', { ctrlKey: true }), 0, 3)).toBeNull();
    expect(isTyping(document.createElement('input'))).toBe(true);
    expect(isTyping(document.createElement('div'))).toBe(false);
  });
});
