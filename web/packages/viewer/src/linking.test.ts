import { describe, expect, it } from 'vitest';
import type { DataSet } from './dicomjson';
import { placeOf } from './geometry';
import { followIndex, linesOn } from './linking';
import type { Frame } from './metadata';

const frames = (places: number[], more: DataSet = {}): Frame[] =>
  places.map((z, index) => ({
    imageId: `portico:${z}`,
    seriesUid: '1.5',
    instanceUid: `1.5.${index}`,
    frameNumber: 1,
    instance: {
      '00200052': { Value: ['1.2'] },
      '00200032': { Value: [0, 0, z] },
      '00200037': { Value: [1, 0, 0, 0, 1, 0] },
      '00280010': { Value: [10] },
      '00280011': { Value: [10] },
      '00280030': { Value: [1, 1] },
      ...more,
    },
  }));
const thin = frames([0, 1, 2, 3, 4, 5, 6, 7, 8]);
const thick = frames([0, 4, 8]);

describe('linked scrolling', () => {
  // STU-41
  it('goes by place in one frame of reference, whatever the thickness', () => {
    expect(followIndex({ frames: thin, from: 2, to: 3 }, { frames: thick, index: 0 })).toBe(1);
    expect(followIndex({ frames: thick, from: 0, to: 2 }, { frames: thin, index: 1 })).toBe(8);
  });

  it('leaves an image of another direction alone', () => {
    const coronal = frames([0, 0], { '00200037': { Value: [1, 0, 0, 0, 0, -1] } });
    expect(followIndex({ frames: thin, from: 2, to: 3 }, { frames: coronal, index: 1 })).toBeUndefined();
  });

  it('goes by steps in another frame of reference, and not beyond the ends', () => {
    const prior = frames([0, 1, 2, 3], { '00200052': { Value: ['1.9'] } });
    expect(followIndex({ frames: thin, from: 2, to: 3 }, { frames: prior, index: 1 })).toBe(2);
    expect(followIndex({ frames: thin, from: 2, to: 8 }, { frames: prior, index: 1 })).toBe(3);
  });
});

describe('reference lines', () => {
  it('come from images that cross this one', () => {
    const [target] = frames([5], { '00200037': { Value: [1, 0, 0, 0, 0, -1] } }).map(placeOf);
    const [above, parallel] = [
      frames([1]).map(placeOf)[0],
      frames([5], { '00200037': { Value: [1, 0, 0, 0, 0, -1] } }).map(placeOf)[0],
    ];
    if (!target || !above || !parallel) throw new Error('no place');
    const lines = linesOn(
      target,
      new Map([
        [1, above],
        [2, parallel],
      ]),
      ([x, , z]) => [x * 10, z * 10],
    );
    expect(lines.map(({ pane }) => pane)).toEqual([1]);
    expect(lines[0]?.from[1]).toBe(10);
    expect(lines[0]?.to[1]).toBe(10);
  });
});
