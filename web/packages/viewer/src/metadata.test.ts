import { describe, expect, it } from 'vitest';
import type { DataSet } from './dicomjson';
import { frameDataSet, framesPerSecond, playsToAndFro, stacksOf, unsupportedKind } from './metadata';
import { calibrationOf, moduleOf, pixelShape, planeOf, storedWindow } from './modules';

const image = (uid: string, number: number, more: DataSet = {}): DataSet => ({
  '0020000E': { Value: ['1.5'] },
  '00080018': { Value: [uid] },
  '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.2'] },
  '00080060': { Value: ['CT'] },
  '00200013': { Value: [number] },
  '00280010': { Value: [4] },
  '00280011': { Value: [6] },
  ...more,
});

describe('a series', () => {
  // STU-40
  it('of single images is one stack in the order of image numbers', () => {
    const [stack, ...others] = stacksOf(
      [image('1.3', 10), image('1.1', 2), image('1.2', 1)],
      '/t/demo/dicomweb/studies/1',
    );
    expect(others).toEqual([]);
    expect(stack?.frames.map((frame) => frame.instanceUid)).toEqual(['1.2', '1.1', '1.3']);
    expect(stack?.frames[0]?.imageId).toBe(
      'portico:/t/demo/dicomweb/studies/1/series/1.5/instances/1.2/frames/1',
    );
  });

  it('without image numbers is ordered by place', () => {
    const at = (uid: string, z: number): DataSet => ({
      ...image(uid, 0, { '00200032': { Value: [0, 0, z] }, '00200037': { Value: [1, 0, 0, 0, 1, 0] } }),
    });
    const [stack] = stacksOf([at('1.1', 5), at('1.2', -5), at('1.3', 0)], '');
    expect(stack?.frames.map((frame) => frame.instanceUid)).toEqual(['1.2', '1.3', '1.1']);
  });

  it('with a multi-frame image gives that a stack of its own, frame by frame', () => {
    const clip = image('1.9', 3, {
      '00280008': { Value: ['3'] },
      '00181063': { Value: [40] },
      '00080060': { Value: ['US'] },
    });
    const stacks = stacksOf([image('1.1', 1), clip], '/r');
    expect(stacks.map((stack) => [stack.frames.length, stack.isClip])).toEqual([
      [1, false],
      [3, true],
    ]);
    expect(stacks[1]?.frames.map((frame) => frame.imageId.split('/').pop())).toEqual(['1', '2', '3']);
    expect(framesPerSecond(clip)).toBe(25);
  });

  it('keeps objects without images as tiles with their title', () => {
    const pdf: DataSet = {
      '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.104.1'] },
      '00080018': { Value: ['1.7'] },
      '00420010': { Value: ['Report of 3 May'] },
    };
    const [tile] = stacksOf([pdf], '');
    expect([tile?.unsupported, tile?.description, tile?.frames.length]).toEqual([
      'pdf',
      'Report of 3 May',
      0,
    ]);
    expect(unsupportedKind({ '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.88.33'] } })).toBe('report');
    expect(unsupportedKind(image('1', 1, { '00083002': { Value: ['1.2.840.10008.1.2.4.102'] } }))).toBe(
      'video',
    );
    expect(unsupportedKind(image('1', 1))).toBeNull();
    const videoClass = { '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.77.1.4.1'] } };
    const playable = (more: DataSet) =>
      stacksOf([image('1', 1, { ...videoClass, ...more })], '')[0]?.playable;
    expect(playable({})).toBe(true);
    expect(playable({ '00083002': { Value: ['1.2.840.10008.1.2.4.102'] } })).toBe(true);
    expect(playable({ '00083002': { Value: ['1.2.840.10008.1.2.4.100'] } })).toBe(false);
    expect(playable({ '00083002': { Value: ['1.2.840.10008.1.2.4.107'] } })).toBe(false);
  });
});

describe('a frame of an enhanced image', () => {
  const enhanced = image('1.1', 1, {
    '00280008': { Value: [2] },
    '52009229': { Value: [{ '00289110': { Value: [{ '00280030': { Value: [0.5, 0.25] } }] } }] },
    '52009230': {
      Value: [0, 7].map((z) => ({
        '00209113': { Value: [{ '00200032': { Value: [0, 0, z] } }] },
        '00289132': { Value: [{ '00281050': { Value: [z + 40] }, '00281051': { Value: [80] } }] },
      })),
    },
  });

  it('has its own position and window and the shared spacing', () => {
    const second = frameDataSet({ instance: enhanced, frameNumber: 2 });
    expect(planeOf(second).position).toEqual([0, 0, 7]);
    expect(planeOf(second).spacing).toEqual({ row: 0.5, column: 0.25, projected: false });
    expect(storedWindow(second)).toEqual({ center: 47, width: 80 });
  });
});

describe('what is told to Cornerstone', () => {
  const frame = (instance: DataSet) => ({
    imageId: 'x',
    seriesUid: '1.5',
    instanceUid: '1.1',
    frameNumber: 1,
    instance,
  });

  // STU-41: without calibration lengths are in pixels
  it('says that spacing is missing', () => {
    expect(moduleOf('imagePlaneModule', frame(image('1.1', 1)))).toMatchObject({
      usingDefaultValues: true,
      rowPixelSpacing: 1,
    });
    const spaced = image('1.1', 1, { '00280030': { Value: ['0.7', '0.6'] } });
    expect(moduleOf('imagePlaneModule', frame(spaced))).toMatchObject({
      usingDefaultValues: false,
      columnPixelSpacing: 0.6,
    });
  });

  it('marks spacing at the detector as projected', () => {
    const projected = image('1.1', 1, { '00181164': { Value: [0.1, 0.1] } });
    expect(calibrationOf(projected)).toEqual({ type: 'Proj' });
    expect(planeOf(projected).spacing?.projected).toBe(true);
  });

  it('describes colour as the RGB that the decoder gives', () => {
    const palette = image('1.1', 1, { '00280004': { Value: ['PALETTE COLOR'] }, '00280002': { Value: [1] } });
    expect(moduleOf('imagePixelModule', frame(palette))).toMatchObject({
      samplesPerPixel: 3,
      photometricInterpretation: 'RGB',
    });
  });
});

describe('calibration', () => {
  // STU-41
  it('is missing without a spacing, and said so to the tools', () => {
    expect(calibrationOf({})).toEqual({ type: 'Uncalibrated' });
    expect(calibrationOf({ '00280030': { Value: [0.5, 0.5] } })).toBeUndefined();
    expect(calibrationOf({ '00181164': { Value: [0.2, 0.2] } })).toEqual({ type: 'Proj' });
  });

  it('keeps the shape of pixels that have no size', () => {
    expect(pixelShape({ '00280034': { Value: ['3', '2'] } })).toEqual({ row: 1.5, column: 1 });
    expect(pixelShape({})).toEqual({ row: 1, column: 1 });
  });
});

describe('the rate of a clip', () => {
  it('is the recommended one, else that of its frame times', () => {
    expect(framesPerSecond({ '00082144': { Value: [10] }, '00181063': { Value: [40] } })).toBe(10);
    expect(framesPerSecond({ '00181065': { Value: [0, 50, 50, 20] } })).toBe(25);
    expect(framesPerSecond({})).toBe(15);
    expect(playsToAndFro({ '00181244': { Value: [1] } })).toBe(true);
  });
});
