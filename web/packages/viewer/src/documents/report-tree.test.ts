import { describe, expect, it } from 'vitest';
import type { DataSet } from '../dicomjson';
import { reportTree } from './report-tree';

const code = (meaning: string, value = 'x'): DataSet['x'] => ({
  Value: [{ '00080100': { Value: [value] }, '00080104': { Value: [meaning] } }],
});
const content = (kind: string, name: string, more: DataSet): DataSet => ({
  '0040A040': { Value: [kind] },
  '0040A043': code(name),
  ...more,
});

describe('a structured report', () => {
  // STU-40
  it('is a tree of names and values', () => {
    const report = content('CONTAINER', 'Imaging report', {
      '0040A730': {
        Value: [
          content('PNAME', 'Observer', { '0040A123': { Value: [{ Alphabetic: 'Maes^An' }] } }),
          content('CONTAINER', 'Findings', {
            '0040A730': {
              Value: [
                content('TEXT', 'Finding', { '0040A160': { Value: ['A nodule.'] } }),
                content('NUM', 'Diameter', {
                  '0040A300': {
                    Value: [{ '0040A30A': { Value: ['12.5'] }, '004008EA': code('millimetre', 'mm') }],
                  },
                }),
                content('NUM', 'Count', {
                  '0040A300': { Value: [{ '0040A30A': { Value: [3] }, '004008EA': code('no units', '1') }] },
                }),
                content('CODE', 'Side', { '0040A168': code('left') }),
                content('DATETIME', 'Observed', { '0040A120': { Value: ['20260102131415'] } }),
              ],
            },
          }),
        ],
      },
    });
    const tree = reportTree(report);
    expect(tree.name).toBe('Imaging report');
    const [observer, findings] = tree.children;
    expect(observer).toMatchObject({ name: 'Observer', value: 'Maes, An' });
    expect(findings?.isHeading).toBe(true);
    expect(findings?.children.map(({ value }) => value)).toEqual([
      'A nodule.',
      '12.5 mm',
      '3',
      'left',
      '2026-01-02 13:14:15',
    ]);
  });

  it('without content is empty, and one without end is cut', () => {
    expect(reportTree({}).children).toEqual([]);
    const endless = content('CONTAINER', 'Again', {});
    endless['0040A730'] = { Value: [endless] };
    expect(() => reportTree(endless)).not.toThrow();
  });
});
