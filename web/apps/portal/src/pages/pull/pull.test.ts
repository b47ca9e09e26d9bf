import { describe, expect, it } from 'vitest';
import { pull } from '../../testing/pull-fixtures';
import { choices, frequency } from '../integrations/frequency';
import { isOpenLine, isSameOrigin, isServerUrl } from '../integrations/server-url';
import { noCriteria, toSearch, wrongIn } from './criteria';
import { byDate, isPullable, presenceOf } from './presence';

const study = (instances: number, hereInstances: number) => ({
  studyInstanceUid: '1.2.3',
  instances,
  hereInstances,
});

describe('how much of a remote study is here (STU-4)', () => {
  it.each([
    [40, 0, { kind: 'none' }],
    [40, 40, { kind: 'whole' }],
    [40, 41, { kind: 'whole' }],
    [40, 12, { kind: 'part', here: 12, of: 40 }],
    [0, 12, { kind: 'part', here: 12, of: null }],
    [0, 0, { kind: 'none' }],
  ])('%s there, %s here', (there, here, presence) => {
    expect(presenceOf(study(there, here), [])).toEqual(presence);
  });

  it('shows a pull that is under way, whoever asked for it', () => {
    const coming = pull({ id: 'A', studyInstanceUid: '1.2.3', state: 'pulling' });
    expect(presenceOf(study(40, 0), [coming])).toEqual({ kind: 'coming', pull: coming });
    expect(isPullable(presenceOf(study(40, 0), [coming]))).toBe(false);
  });

  it('believes the counts over what was pulled before they were told', () => {
    const before = pull({ id: 'A', studyInstanceUid: '1.2.3', state: 'done' });
    expect(presenceOf(study(40, 12), [before])).toEqual({ kind: 'part', here: 12, of: 40 });
  });

  it('believes the pull that was asked for since', () => {
    const own = (state: 'done' | 'failed' | 'incomplete' | 'cancelled') =>
      presenceOf(
        study(40, 0),
        [pull({ id: 'A', studyInstanceUid: '1.2.3', state, total: 40, received: 38 })],
        pull({ id: 'A', studyInstanceUid: '1.2.3' }),
      );
    expect(own('done').kind).toBe('whole');
    expect(own('failed').kind).toBe('failed');
    expect(own('incomplete')).toEqual({ kind: 'part', here: 38, of: 40 });
    expect(own('cancelled').kind).toBe('none');
    expect(isPullable(own('failed'))).toBe(true);
    const unlisted = pull({ id: 'B', studyInstanceUid: '1.2.3' });
    expect(presenceOf(study(40, 0), [], unlisted).kind).toBe('coming');
  });
});

describe('the order of what was found', () => {
  it('has the newest first, and what has no date last', () => {
    const dated = (studyDate: string | null, studyTime: string | null = null) => ({ studyDate, studyTime });
    const days = [
      dated('2024-01-02'),
      dated(null),
      dated('2025-01-02', '08:00:00'),
      dated('2025-01-02', '09:00:00'),
    ];
    expect(byDate(days).map((one) => days.indexOf(one))).toEqual([3, 2, 0, 1]);
  });
});

describe('what is asked of another archive', () => {
  it('sends what is filled in, without the spaces around it', () => {
    expect(toSearch({ ...noCriteria, patientId: ' 17 ', modality: 'CT' })).toEqual({
      patientId: '17',
      modality: 'CT',
    });
  });

  it('is refused when nothing is asked, or the days are reversed', () => {
    expect(wrongIn({ ...noCriteria, patientName: '  ' })).toBe('empty');
    expect(wrongIn({ ...noCriteria, studyDateFrom: '2026-02-01', studyDateTo: '2026-01-01' })).toBe('dates');
    expect(wrongIn({ ...noCriteria, studyDateFrom: '2026-02-01', studyDateTo: '2026-02-01' })).toBeNull();
  });
});

describe('integrations', () => {
  it.each([
    ['https://pacs.example/dicom-web', true],
    ['http://10.0.0.7:8042/dicom-web', true],
    ['pacs.example/dicom-web', false],
    ['ftp://pacs.example', false],
    ['https://user:word@pacs.example', false],
    ['https://', false],
    ['', false],
  ])('the address %j of a DICOMweb server: %s', (url, good) => {
    expect(isServerUrl(url)).toBe(good);
  });

  it('knows whether a password goes to where it went before', () => {
    expect(isSameOrigin('https://pacs.example/a', ' https://PACS.example:443/b')).toBe(true);
    expect(isSameOrigin('https://pacs.example/a', 'http://pacs.example/a')).toBe(false);
    expect(isSameOrigin('https://pacs.example/a', 'https://pacs.example.evil/a')).toBe(false);
  });

  it('knows a line that everybody on the way can read', () => {
    expect(isOpenLine(' HTTP://pacs.example')).toBe(true);
    expect(isOpenLine('https://pacs.example')).toBe(false);
  });

  it.each([
    [5, 'minutes', 5],
    [60, 'hours', 1],
    [90, 'minutes', 90],
    [720, 'hours', 12],
    [1440, 'days', 1],
    [10_080, 'days', 7],
  ])('every %s minutes is every %s: %s', (minutes, unit, count) => {
    expect(frequency(minutes)).toEqual({ unit, count });
  });

  it('offers the frequency that is set, even an unusual one', () => {
    expect(choices(45)).toContain(45);
    expect(choices(undefined)).not.toContain(45);
  });
});
