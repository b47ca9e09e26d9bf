import { describe, expect, it } from 'vitest';
import { nextIndex } from './cine';

const walk = (count: number, toAndFro: boolean, steps: number): number[] => {
  const seen = [0];
  let direction: 1 | -1 = 1;
  for (let step = 0; step < steps; step++) {
    const next = nextIndex(seen.at(-1) ?? 0, count, toAndFro, direction);
    direction = next.direction;
    seen.push(next.index);
  }
  return seen;
};

describe('a clip', () => {
  // STU-41
  it('runs round and round', () => {
    expect(walk(3, false, 5)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('or to and fro, without an image twice', () => {
    expect(walk(3, true, 6)).toEqual([0, 1, 2, 1, 0, 1, 2]);
  });

  it('of one image stays there', () => {
    expect(walk(1, true, 2)).toEqual([0, 0, 0]);
    expect(walk(0, false, 1)).toEqual([0, 0]);
  });
});
