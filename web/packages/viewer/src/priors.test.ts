import { describe, expect, it } from 'vitest';
import { newestFirst, priorFor, type PriorStudy, stackBeside } from './priors';

const prior = (id: string, date: string | null, ...modalities: string[]): PriorStudy => ({
  id,
  date,
  modalities,
  description: '',
});
const all = [
  prior('old-ct', '2020-01-01', 'CT'),
  prior('new-mr', '2024-06-01', 'MR'),
  prior('ct', '2023-03-01', 'CT', 'SR'),
  prior('later-ct', '2026-01-01', 'CT'),
  prior('undated', null, 'US'),
];

describe('priors', () => {
  // STU-42
  it('are listed newest first', () => {
    expect(newestFirst(all).map(({ id }) => id)).toEqual(['later-ct', 'new-mr', 'ct', 'old-ct', 'undated']);
  });

  it('to compare with: the newest earlier one of the same modality', () => {
    expect(priorFor(all, 'CT', '2025-01-01')?.id).toBe('ct');
    expect(priorFor(all, 'MG', '2025-01-01')?.id).toBe('new-mr');
    expect(priorFor(all, 'CT', '2019-01-01')?.id).toBe('later-ct');
    expect(priorFor([], 'CT', null)).toBeUndefined();
  });

  it('show the series that is most alike', () => {
    const stack = (modality: string, description: string, frames = 1) => ({
      modality,
      description,
      frames: Array.from({ length: frames }),
    });
    const stacks = [stack('SR', 'Head thin', 0), stack('CT', 'Scout'), stack('CT', 'Head 2.5 mm')];
    expect(stackBeside(stack('CT', 'Head thin'), stacks)?.description).toBe('Head 2.5 mm');
    expect(stackBeside(undefined, stacks)?.description).toBe('Scout');
    expect(stackBeside(stack('MR', ''), [])).toBeUndefined();
  });
});
