// Uncompressed pixel data and RLE (PS3.5 8.1, Annex G).
import { ViewerError } from '../errors';
import type { PixelDescription, RawFrame } from './types';

type Samples = RawFrame['samples'];

export function swapBytes(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at + width <= bytes.length; at += width)
    for (let byte = 0; byte < width; byte++) swapped[at + byte] = bytes[at + width - 1 - byte] ?? 0;
  return swapped;
}

function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1);
}

// Little-endian bytes as samples of the described size; the bytes are copied where alignment asks for it.
export function toSamples(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  bitsAllocated: number,
  signed: boolean,
): Samples {
  const size = Math.max(1, bitsAllocated / 8);
  const needed = bitsAllocated === 1 ? Math.ceil(count / 8) : count * size;
  if (bytes.length < needed) throw new ViewerError('damaged', `${bytes.length} of ${needed} bytes`);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  switch (bitsAllocated) {
    case 1:
      return unpackBits(bytes, count);
    case 8:
      return signed ? new Int8Array(buffer, byteOffset, count) : aligned.subarray(0, count);
    case 16:
      return signed ? new Int16Array(buffer, byteOffset, count) : new Uint16Array(buffer, byteOffset, count);
    case 32:
      return signed ? new Int32Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count);
    default:
      throw new ViewerError('unsupported', `${bitsAllocated} bits allocated`);
  }
}

// YBR_FULL_422: two luminance samples share a pair of colours (PS3.3 C.7.6.3.1.2); here each pixel gets its own.
function expand422(bytes: Uint8Array<ArrayBuffer>, pixels: number): Uint8Array {
  if (bytes.length < pixels * 2) throw new ViewerError('damaged', 'short 4:2:2 frame');
  const full = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const pair = (pixel >> 1) * 4;
    full[pixel * 3] = bytes[pair + (pixel & 1)] ?? 0;
    full[pixel * 3 + 1] = bytes[pair + 2] ?? 0;
    full[pixel * 3 + 2] = bytes[pair + 3] ?? 0;
  }
  return full;
}

export function decodeNative(bytes: Uint8Array<ArrayBuffer>, image: PixelDescription): RawFrame {
  const pixels = image.rows * image.columns;
  const shape = { components: image.samplesPerPixel, rows: image.rows, columns: image.columns, rgb: false };
  if (image.photometric === 'YBR_FULL_422')
    return { ...shape, samples: expand422(bytes, pixels), planar: false };
  const samples = toSamples(bytes, pixels * image.samplesPerPixel, image.bitsAllocated, image.signed);
  return { ...shape, samples, planar: image.planar };
}

function unpackSegment(bytes: Uint8Array, start: number, end: number, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let from = start;
  let to = 0;
  while (from < end && to < size) {
    const control = bytes[from++] ?? 128;
    if (control < 128) {
      const literal = bytes.subarray(from, Math.min(from + control + 1, end));
      out.set(literal.subarray(0, size - to), to);
      from += control + 1;
      to += control + 1;
    } else if (control > 128) {
      out.fill(bytes[from++] ?? 0, to, Math.min(to + 257 - control, size));
      to += 257 - control;
    }
  }
  return out;
}

// RLE: one segment a byte of each sample, the highest byte first; the result is planar.
export function decodeRle(bytes: Uint8Array<ArrayBuffer>, image: PixelDescription): RawFrame {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Math.max(1, image.bitsAllocated / 8);
  const expected = size * image.samplesPerPixel;
  if (bytes.length < 64 || header.getUint32(0, true) !== expected)
    throw new ViewerError('damaged', 'RLE header');
  const pixels = image.rows * image.columns;
  const joined = new Uint8Array(pixels * expected);
  for (let segment = 0; segment < expected; segment++) {
    const start = header.getUint32(4 + segment * 4, true);
    const end = segment + 1 < expected ? header.getUint32(8 + segment * 4, true) : bytes.length;
    const plane = unpackSegment(bytes, start, Math.min(end, bytes.length), pixels);
    const sample = Math.floor(segment / size);
    const byte = size - 1 - (segment % size);
    for (let pixel = 0; pixel < pixels; pixel++)
      joined[(sample * pixels + pixel) * size + byte] = plane[pixel] ?? 0;
  }
  const samples = toSamples(joined, pixels * image.samplesPerPixel, image.bitsAllocated, image.signed);
  return {
    samples,
    components: image.samplesPerPixel,
    planar: true,
    rgb: false,
    rows: image.rows,
    columns: image.columns,
  };
}
