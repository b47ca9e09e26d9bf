import { describe, expect, it } from 'vitest';
import type { DataSet } from '../dicomjson';
import type { Frame } from '../metadata';
import { fromStored, toPixels, toStored, toWorld, valuesOf } from './convert';
import type { StoredAnnotation } from './marks';

const instance: DataSet = {
  '00080018': { vr: 'UI', Value: ['1.3'] },
  '00200032': { vr: 'DS', Value: [-100, -50, 30] },
  '00200037': { vr: 'DS', Value: [0, 1, 0, 0, 0, -1] },
  '00280030': { vr: 'DS', Value: [2, 0.5] },
  '00200052': { vr: 'UI', Value: ['1.9'] },
};
const frameOf = (set: DataSet): Frame => ({
  imageId: 'portico:/x/frames/1',
  seriesUid: '1.2',
  instanceUid: '1.3',
  frameNumber: 1,
  instance: set,
});
const frame = frameOf(instance);

describe('places of drawings', () => {
  // STU-42, PS3.3 C.10.5.1
  it('are pixels of the image: the middle of the first one is at a half', () => {
    expect(toPixels(frame, [-100, -50, 30])).toEqual([0.5, 0.5]);
    expect(toPixels(frame, [-100, -49.5, 28])).toEqual([1.5, 1.5]);
    expect(toWorld(frame, [1.5, 1.5])).toEqual([-100, -49.5, 28]);
  });

  it('need no place in the body', () => {
    const plain = frameOf({ '00080018': { vr: 'UI', Value: ['1.3'] } });
    expect(toPixels(plain, toWorld(plain, [12.25, 7]))).toEqual([12.25, 7]);
  });
});

describe('drawings', () => {
  const stored: StoredAnnotation = {
    id: 'a1',
    tool: 'arrow',
    seriesInstanceUid: '1.2',
    sopInstanceUid: '1.3',
    frame: 1,
    points: [1, 2, 3.125, 4],
    text: 'Here',
    values: [],
  };

  it('come back as they went', () => {
    const drawing = fromStored(stored, frame);
    expect(drawing.metadata).toMatchObject({
      toolName: 'ArrowAnnotate',
      FrameOfReferenceUID: '1.9',
      referencedImageId: frame.imageId,
    });
    expect(drawing.isLocked).toBe(false);
    expect(toStored(drawing, frame)).toEqual(stored);
  });

  it('of others are locked and say whose they are', () => {
    const drawing = fromStored(stored, frame, 'Ann');
    expect([drawing.isLocked, drawing.data.label, drawing.data.author]).toEqual([true, 'Here (Ann)', 'Ann']);
  });

  it('are not kept before they are finished', () => {
    const drawing = fromStored(stored, frame);
    expect(toStored({ ...drawing, data: { ...drawing.data, label: '' } }, frame)).toBeUndefined();
    expect(toStored({ ...drawing, metadata: { toolName: 'Angle' } }, frame)).toBeUndefined();
    expect(toStored({ ...drawing, metadata: { toolName: 'Crosshairs' } }, frame)).toBeUndefined();
  });
});

describe('measured values', () => {
  it('keep their units, and say px where there is no calibration', () => {
    expect(valuesOf('length', { length: 12.34567, unit: 'mm' })).toEqual([
      { measure: 'length', value: 12.3457, unit: 'mm' },
    ]);
    expect(valuesOf('length', { length: 3, unit: 'px' })).toEqual([
      { measure: 'length', value: 3, unit: 'px' },
    ]);
    expect(valuesOf('length', { length: 3, unit: 'furlong' })).toEqual([]);
    expect(valuesOf('cobb', { angle: 12 })).toEqual([{ measure: 'angle', value: 12, unit: 'deg' }]);
    expect(
      valuesOf('ellipse', {
        area: 5,
        areaUnit: 'mm²',
        mean: -3,
        stdDev: 1,
        min: -9,
        max: 4,
        modalityUnit: 'HU',
      }),
    ).toEqual([
      { measure: 'area', value: 5, unit: 'mm2' },
      { measure: 'mean', value: -3, unit: 'HU' },
      { measure: 'deviation', value: 1, unit: 'HU' },
      { measure: 'minimum', value: -9, unit: 'HU' },
      { measure: 'maximum', value: 4, unit: 'HU' },
    ]);
    expect(valuesOf('probe', { value: [1, 2, 3] })).toEqual([]);
    expect(valuesOf('probe', { value: 7, modalityUnit: 'raw' })).toEqual([
      { measure: 'value', value: 7, unit: 'none' },
    ]);
  });
});
