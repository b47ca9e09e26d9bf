import { describe, expect, it } from 'vitest';
import { directory, validationCase } from '../testing/fixtures';
import { aeTitleError } from './integrations/ae-title';
import { keyState } from './admin/key-state';
import { copyName, groupPermissions } from './admin/permission-groups';
import { dayBounds } from './audit/day-bounds';
import { cropAround, dragged } from './clinician-portal/crop';
import { mayRequest } from './directory/may-request';
import { splitLinks } from './info/links';
import { slugFrom } from './start/slug';
import { endOfDay, isPast } from './study/grant-end';
import { changedFields, compare, effectiveFields } from './validation/compare';

describe('validation, side by side (STU-12)', () => {
  it('marks what differs from the record and what is missing', () => {
    const rows = compare(validationCase('S3'));
    const row = (field: string) => rows.find((one) => one.field === field);
    expect(row('name')).toMatchObject({ differs: true, header: 'Peters, Anna', record: 'Peeters, Anna' });
    expect(row('birthDate')).toMatchObject({ differs: true, blamed: true });
    expect(row('accessionNumber')).toMatchObject({ differs: false, blamed: true, record: null });
    expect(row('patientId')).toMatchObject({ differs: false, blamed: false });
  });

  it('compares names without case, carets and spaces', () => {
    const one = validationCase('S3');
    one.header.name = 'PEETERS^ANNA';
    expect(compare(one).find((row) => row.field === 'name')?.differs).toBe(false);
  });

  it('compares the corrected value where there is one', () => {
    const one = validationCase('S3');
    one.corrected = { name: 'Peeters, Anna' };
    expect(compare(one).find((row) => row.field === 'name')).toMatchObject({
      differs: false,
      corrected: 'Peeters, Anna',
    });
  });

  it('sends only what was changed, and an emptied date as none', () => {
    const before = effectiveFields(validationCase('S3'));
    expect(changedFields(before, { ...before, name: 'Peeters, Anna', studyDate: '' })).toEqual({
      name: 'Peeters, Anna',
      studyDate: null,
    });
    expect(changedFields(before, { ...before })).toEqual({});
  });
});

describe('the PACS Directory (CLA-20)', () => {
  const declined = directory.find((card) => card.state === 'declined');
  it('lets ask again only after the waiting time', () => {
    if (!declined?.mayAskAgainAt) throw new Error('no declined card');
    const end = new Date(declined.mayAskAgainAt);
    expect(mayRequest(declined, new Date(end.getTime() - 1))).toBe(false);
    expect(mayRequest(declined, end)).toBe(true);
  });
  it.each(['requested', 'allowed', 'suspended'] as const)('offers no request when %s', (state) => {
    const card = directory.find((one) => one.state === state);
    expect(card && mayRequest(card, new Date())).toBe(false);
  });
});

describe('the square of a photo (CLA-1)', () => {
  it('lies within the picture, however far it is dragged', () => {
    const picture = { width: 400, height: 200 };
    const start = cropAround(picture, { x: 200, y: 100 }, 1);
    expect(start).toEqual({ x: 100, y: 0, size: 200 });
    expect(dragged(picture, start, 1, { x: 9999, y: 9999 }, 220)).toEqual({ x: 0, y: 0, size: 200 });
    expect(dragged(picture, start, 1, { x: -9999, y: 0 }, 220)).toEqual({ x: 200, y: 0, size: 200 });
  });
  it('grows smaller around its centre', () => {
    expect(cropAround({ width: 400, height: 200 }, { x: 200, y: 100 }, 2)).toEqual({
      x: 150,
      y: 50,
      size: 100,
    });
  });
});

describe('small rules', () => {
  it.each([
    ['Radiology St. Anna', 'radiology-st-anna'],
    ['Hôpital  Érasme!', 'hopital-erasme'],
    ['---', ''],
  ])('the short name of %s is %s', (name, slug) => {
    expect(slugFrom(name)).toBe(slug);
  });

  it('finds addresses in a message and leaves the full stop outside', () => {
    expect(splitLinks('See http://localhost:8080/register/confirm#a1. Bye')).toEqual([
      { text: 'See ', href: null },
      {
        text: 'http://localhost:8080/register/confirm#a1',
        href: 'http://localhost:8080/register/confirm#a1',
      },
      { text: '. Bye', href: null },
    ]);
    expect(splitLinks('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', href: null }]);
  });

  it.each([
    ['CT1', null],
    ['', 'empty'],
    ['   ', 'empty'],
    ['SEVENTEEN_LETTERS', 'long'],
    ['A\\B', 'characters'],
    ['CTÉ', 'characters'],
  ])('the AE title %j: %s (STU-1)', (title, error) => {
    expect(aeTitleError(title)).toBe(error);
  });

  it('a grant lasts to the end of its last day', () => {
    expect(isPast('2026-11-21', new Date(2026, 10, 21, 23, 0))).toBe(false);
    expect(isPast('2026-11-20', new Date(2026, 10, 21, 0, 0, 1))).toBe(true);
    expect(endOfDay('')).toBeUndefined();
  });

  it('audit days are whole days of the reader', () => {
    const { from, to } = dayBounds('2026-11-21', '2026-11-21');
    expect(new Date(to ?? 0).getTime() - new Date(from ?? 0).getTime()).toBe(86_400_000 - 1);
    expect(dayBounds('', '')).toEqual({});
  });

  it('an API key is revoked before it is expired', () => {
    const now = new Date('2026-11-21T00:00:00Z');
    expect(keyState({ revokedAt: null, expiresAt: null }, now)).toBe('active');
    expect(keyState({ revokedAt: null, expiresAt: '2026-11-20T00:00:00Z' }, now)).toBe('expired');
    expect(keyState({ revokedAt: '2026-01-01T00:00:00Z', expiresAt: '2026-11-20T00:00:00Z' }, now)).toBe(
      'revoked',
    );
  });

  it('a copy of a role gets a name of its own', () => {
    expect(copyName('Nurse', ['Nurse'])).toBe('Nurse (2)');
    expect(copyName('Nurse (2)', ['Nurse', 'Nurse (2)'])).toBe('Nurse (3)');
  });

  it('permissions stand by category in the order of the server', () => {
    const one = (key: string, category: string) => ({
      key,
      category,
      name: key,
      explanation: '',
      warning: false,
    });
    expect(
      groupPermissions([one('a', 'x'), one('b', 'y'), one('c', 'x')]).map(
        (group) => group.permissions.length,
      ),
    ).toEqual([2, 1]);
  });
});
