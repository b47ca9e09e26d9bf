import { describe, expect, it } from 'vitest';
import { markedAsRgb } from './jpeg-markers';
import { decodeNative, decodeRle, swapBytes } from './native';
import { greyType, toShown } from './pixels';
import type { PixelDescription } from './types';

const grey: PixelDescription = {
  rows: 1,
  columns: 4,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  signed: true,
  planar: false,
  photometric: 'MONOCHROME2',
  slope: 1,
  intercept: -1024,
  modalityTable: null,
  palette: null,
};
const colour: PixelDescription = {
  ...grey,
  columns: 2,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  signed: false,
  intercept: 0,
  photometric: 'RGB',
};
const bytesOf = (values: Uint16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => new Uint8Array(values.buffer);

describe('grey pixels', () => {
  // STU-40
  it('become modality values, whatever lies in the unused bits', () => {
    const shown = toShown(decodeNative(bytesOf(Uint16Array.of(0x0000, 0xf001, 0x0fff, 0x5800)), grey), grey);
    expect([...shown.pixels]).toEqual([-1024, -1023, -1025, -3072]);
    expect([shown.min, shown.max, shown.pixels.constructor.name]).toEqual([-3072, -1023, 'Int16Array']);
  });

  it('have one array type for a whole series', () => {
    expect(greyType({ ...grey, signed: false, intercept: 0, bitsStored: 8 })).toBe('Uint8Array');
    expect(greyType({ ...grey, signed: false, intercept: 0, bitsStored: 16 })).toBe('Uint16Array');
    expect(greyType({ ...grey, slope: 0.5 })).toBe('Float32Array');
  });

  it('follow a modality lookup table outside of its ends too', () => {
    const table = { firstMapped: 1, bits: 16, entries: [10, 20] };
    const image = { ...grey, signed: false, modalityTable: table };
    expect([...toShown(decodeNative(bytesOf(Uint16Array.of(0, 1, 2, 3)), image), image).pixels]).toEqual([
      10, 10, 20, 20,
    ]);
  });

  it('that are fewer than described are damaged', () => {
    expect(() => decodeNative(new Uint8Array(7), grey)).toThrow(/damaged/);
    const raw = decodeNative(new Uint8Array(8), grey);
    expect(() => toShown({ ...raw, rows: 0 }, grey)).toThrow(/damaged/);
  });

  it('of big-endian objects are turned round', () => {
    expect([...swapBytes(Uint8Array.of(1, 2, 3, 4), 2)]).toEqual([2, 1, 4, 3]);
  });
});

describe('colour pixels', () => {
  it('by plane and by pixel give the same picture', () => {
    const byPixel = toShown(decodeNative(Uint8Array.of(1, 2, 3, 4, 5, 6), colour), colour);
    const planar = { ...colour, planar: true };
    const byPlane = toShown(decodeNative(Uint8Array.of(1, 4, 2, 5, 3, 6), planar), planar);
    expect([...byPlane.pixels]).toEqual([...byPixel.pixels]);
    expect(byPixel.components).toBe(3);
  });

  it('in YBR become RGB, full and 4:2:2', () => {
    const full = { ...colour, photometric: 'YBR_FULL' };
    expect([...toShown(decodeNative(Uint8Array.of(76, 85, 255, 255, 128, 128), full), full).pixels]).toEqual([
      254, 0, 0, 255, 255, 255,
    ]);
    const half = { ...colour, photometric: 'YBR_FULL_422' };
    expect([...toShown(decodeNative(Uint8Array.of(0, 255, 128, 128), half), half).pixels]).toEqual([
      0, 0, 0, 255, 255, 255,
    ]);
  });

  it('of more than eight bits are reduced', () => {
    const deep = { ...colour, columns: 1, bitsAllocated: 16, bitsStored: 16, highBit: 15 };
    expect([
      ...toShown(decodeNative(bytesOf(Uint16Array.of(0xffff, 0x8000, 0x00ff)), deep), deep).pixels,
    ]).toEqual([255, 128, 0]);
  });

  it('of a palette are looked up, 16-bit entries reduced', () => {
    const table = (entries: number[]) => ({ firstMapped: 0, bits: 16, entries });
    const palette = { red: table([0, 0xff00]), green: table([0, 0x8000]), blue: table([0xffff, 0]) };
    const image = { ...colour, samplesPerPixel: 1, photometric: 'PALETTE COLOR', palette };
    expect([...toShown(decodeNative(Uint8Array.of(0, 1), image), image).pixels]).toEqual([
      0, 0, 255, 255, 128, 0,
    ]);
  });

  it('in unmarked JPEG streams are marked as what the object says they are', () => {
    const unmarked = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 2);
    expect([...markedAsRgb(unmarked).subarray(0, 4)]).toEqual([0xff, 0xd8, 0xff, 0xee]);
    const jfif = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xc0);
    expect(markedAsRgb(jfif)).toBe(jfif);
  });
});

describe('RLE', () => {
  it('is unpacked by segments, the high byte first', () => {
    const header = new Uint8Array(64);
    new DataView(header.buffer).setUint32(0, 2, true);
    new DataView(header.buffer).setUint32(4, 64, true);
    new DataView(header.buffer).setUint32(8, 66, true);
    // High bytes: four times 1 as a run; low bytes: 2, 3, 4, 5 as literals.
    const bytes = Uint8Array.of(...header, 253, 1, 3, 2, 3, 4, 5);
    const unsigned = { ...grey, signed: false };
    expect([...decodeRle(bytes, unsigned).samples]).toEqual([0x102, 0x103, 0x104, 0x105]);
  });

  it('with a wrong header or short segments does not fail in other ways', () => {
    expect(() => decodeRle(new Uint8Array(64), grey)).toThrow(/damaged/);
    expect(() => decodeRle(new Uint8Array(10), grey)).toThrow(/damaged/);
  });
});
