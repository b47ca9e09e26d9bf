import { describe, expect, it } from 'vitest';
import type { DataSet } from './dicomjson';
import { crosses, cutOf, nearestTo, type Place, placeOfDataSet } from './geometry';

const slice = (z: number, more: DataSet = {}): DataSet => ({
  '00200052': { Value: ['1.2'] },
  '00200032': { Value: [0.5, 0.5, z] },
  '00200037': { Value: [1, 0, 0, 0, 1, 0] },
  '00280010': { Value: [100] },
  '00280011': { Value: [200] },
  '00280030': { Value: [1, 1] },
  ...more,
});
const axial = (z: number, more?: DataSet): Place => {
  const place = placeOfDataSet(slice(z, more));
  if (!place) throw new Error('no place');
  return place;
};
const sagittal = axial(0, {
  '00200032': { Value: [50, 0.5, 99.5] },
  '00200037': { Value: [0, 1, 0, 0, 0, -1] },
});

describe('the place of an image', () => {
  // STU-41
  it('is the rectangle of its pixels', () => {
    expect(axial(7)).toEqual({
      frameOfReference: '1.2',
      rectangle: { corner: [0, 0, 7], across: [200, 0, 0], down: [0, 100, 0] },
      normal: [0, 0, 1],
      position: 7,
    });
  });

  it('is unknown without geometry', () => {
    expect(placeOfDataSet({ '00200052': { Value: ['1.2'] } })).toBeUndefined();
    expect(placeOfDataSet(slice(0, { '00280030': {} }))).toBeUndefined();
  });
});

describe('linked scrolling', () => {
  const others = [axial(0), axial(5), undefined, axial(10)];
  it('finds the image that lies nearest', () => {
    expect(nearestTo(axial(6), others)).toBe(1);
    expect(nearestTo(axial(80), others)).toBe(3);
  });

  it('finds none in another body or another direction', () => {
    expect(nearestTo(axial(6, { '00200052': { Value: ['1.3'] } }), others)).toBeUndefined();
    expect(nearestTo(sagittal, others)).toBeUndefined();
  });
});

describe('a reference line', () => {
  it('is where one image cuts the other', () => {
    expect(crosses(sagittal, axial(20))).toBe(true);
    expect(crosses(axial(1), axial(20))).toBe(false);
    const line = cutOf(sagittal.rectangle, [0, 0, 20], [0, 0, 1]);
    expect(line?.map((end) => end.map(Math.round))).toEqual([
      [50, 200, 20],
      [50, 0, 20],
    ]);
  });

  it('is not there when the image does not reach the other', () => {
    expect(cutOf(sagittal.rectangle, [0, 0, 200], [0, 0, 1])).toBeUndefined();
  });
});
