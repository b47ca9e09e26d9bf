import { describe, expect, it } from 'vitest';
import type { DataSet } from './dicomjson';
import type { Frame } from './metadata';
import { stepsFor, volumeOf, type VolumeShape } from './volume';

const frame = (z: number, more: DataSet = {}): Frame => ({
  imageId: `portico:${z}`,
  seriesUid: '1.5',
  instanceUid: `1.5.${z}`,
  frameNumber: 1,
  instance: {
    '00200052': { Value: ['1.2'] },
    '00200032': { Value: [0, 0, z] },
    '00200037': { Value: [1, 0, 0, 0, 1, 0] },
    '00280010': { Value: [512] },
    '00280011': { Value: [512] },
    '00280030': { Value: [0.5, 0.5] },
    ...more,
  },
});
const shape = (frames: Frame[]): VolumeShape => {
  const found = volumeOf(frames);
  if (typeof found === 'string') throw new Error(found);
  return found;
};

describe('a volume', () => {
  // STU-41
  it('is made of equidistant images, in the order of their places', () => {
    const found = shape([frame(10), frame(0), frame(5)]);
    expect(found.frames.map(({ imageId }) => imageId)).toEqual(['portico:0', 'portico:5', 'portico:10']);
    expect(found.spacing).toEqual([0.5, 0.5, 5]);
    expect(found.origin).toEqual([0, 0, 0]);
  });

  it('is refused with its reason', () => {
    expect(volumeOf([frame(0), frame(5)])).toBe('few');
    expect(volumeOf([frame(0), frame(5), frame(10, { '00280002': { Value: [3] } })])).toBe('colour');
    expect(volumeOf([frame(0), frame(5), frame(10, { '00200032': {} })])).toBe('geometry');
    expect(volumeOf([frame(0), frame(5), frame(10, { '00200037': { Value: [1, 0, 0, 0, 0, -1] } })])).toBe(
      'orientation',
    );
    expect(volumeOf([frame(0), frame(5), frame(10, { '00280010': { Value: [256] } })])).toBe('size');
    expect(volumeOf([frame(0), frame(5), frame(5)])).toBe('repeated');
    expect(volumeOf([frame(0), frame(5), frame(15)])).toBe('gaps');
    const tilted = [0, 5, 10].map((z) => frame(z, { '00200032': { Value: [0, z * 0.2, z] } }));
    expect(volumeOf(tilted)).toBe('tilt');
  });

  it('is thinned where it would not fit into memory, the finest direction first', () => {
    const small = shape([frame(0), frame(5), frame(10)]);
    expect(stepsFor(small, 2, 256 * 2 ** 20)).toEqual([1, 1, 1]);
    const large: VolumeShape = { ...small, frames: Array.from({ length: 2000 }, () => frame(0)) };
    const steps = stepsFor(large, 2, 256 * 2 ** 20);
    expect(steps).toEqual([2, 2, 1]);
    expect((512 / 2) * (512 / 2) * 2000 * 2).toBeLessThanOrEqual(256 * 2 ** 20);
    expect(stepsFor({ ...small, columns: 5000 }, 1, 2 ** 30)[0]).toBe(3);
  });
});
