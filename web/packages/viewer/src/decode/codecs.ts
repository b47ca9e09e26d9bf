// Compressed transfer syntaxes (PS3.5 10, A.4) through WebAssembly codecs, each loaded when first needed.
import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import charlsWasm from '@cornerstonejs/codec-charls/decodewasm?url';
import jpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import jpegTurboWasm from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjpegWasm from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import openjphWasm from '@cornerstonejs/codec-openjph/wasm?url';
import { Decoder as LosslessDecoder } from '@cornerstonejs/jpeg-lossless-decoder-js';
import { ViewerError } from '../errors';
import { decodeExtended } from './extended';
import { markedAsRgb } from './jpeg-markers';
import { decodeNative, decodeRle, swapBytes, toSamples } from './native';
import type { PixelDescription, RawFrame } from './types';

interface FrameInfo {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned?: boolean;
}
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array<ArrayBuffer>;
  getFrameInfo(): FrameInfo;
  getInterleaveMode?(): number;
  decode(): void;
  delete(): void;
}
type Factory = (options: { locateFile: () => string }) => Promise<Record<string, new () => WasmDecoder>>;

// One instance of each module a worker; a decoder a frame, freed after it, so that memory does not stay at its peak.
function wasmCodec(factory: Factory, url: string, className: string): () => Promise<WasmDecoder> {
  let loaded: ReturnType<Factory> | undefined;
  return async () => {
    loaded ??= factory({ locateFile: () => url });
    const Constructor = (await loaded)[className];
    if (!Constructor) throw new ViewerError('unsupported', className);
    return new Constructor();
  };
}

const codecs = {
  jpeg: wasmCodec(jpegTurbo as Factory, jpegTurboWasm, 'JPEGDecoder'),
  jpegLs: wasmCodec(charls as Factory, charlsWasm, 'JpegLSDecoder'),
  jpeg2000: wasmCodec(openjpeg as Factory, openjpegWasm, 'J2KDecoder'),
  htj2k: wasmCodec(openjph as Factory, openjphWasm, 'HTJ2KDecoder'),
};

async function decodeWasm(
  codec: keyof typeof codecs,
  bytes: Uint8Array,
  image: PixelDescription,
): Promise<RawFrame> {
  const decoder = await codecs[codec]();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const count = info.width * info.height * info.componentCount;
    const bits = info.bitsPerSample <= 8 ? 8 : 16;
    // The WebAssembly memory is reused by the next frame, hence the copy.
    const samples = toSamples(decoder.getDecodedBuffer().slice(), count, bits, info.isSigned ?? image.signed);
    const planar = codec === 'jpegLs' && info.componentCount > 1 && decoder.getInterleaveMode?.() === 0;
    const rgb =
      codec === 'jpeg' || image.photometric.startsWith('YBR_RCT') || image.photometric.startsWith('YBR_ICT');
    return { samples, components: info.componentCount, planar, rgb, rows: info.height, columns: info.width };
  } finally {
    decoder.delete();
  }
}

function decodeLossless(bytes: Uint8Array<ArrayBuffer>, image: PixelDescription): RawFrame {
  const width = image.bitsAllocated <= 8 ? 1 : 2;
  const decoded = new LosslessDecoder().decode(bytes.buffer, bytes.byteOffset, bytes.length, width);
  const raw = new Uint8Array(decoded.buffer as ArrayBuffer, decoded.byteOffset, decoded.byteLength);
  const samples = toSamples(raw, image.rows * image.columns * image.samplesPerPixel, width * 8, image.signed);
  return {
    samples,
    components: image.samplesPerPixel,
    planar: false,
    rgb: false,
    rows: image.rows,
    columns: image.columns,
  };
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// 8-bit JPEG goes to the fast codec; 12-bit, which it lacks, to the one here.
function decodeJpeg(bytes: Uint8Array<ArrayBuffer>, image: PixelDescription): Promise<RawFrame> | RawFrame {
  if (image.bitsAllocated > 8) return decodeExtended(bytes);
  return decodeWasm('jpeg', image.photometric === 'RGB' ? markedAsRgb(bytes) : bytes, image);
}

export async function decodeFrame(
  syntax: string,
  bytes: Uint8Array<ArrayBuffer>,
  image: PixelDescription,
): Promise<RawFrame> {
  switch (syntax.replace('1.2.840.10008.1.2', '')) {
    case '':
    case '.1':
    case '.1.98':
    case '.1.99':
      return decodeNative(bytes, image);
    case '.2':
      return decodeNative(swapBytes(bytes, Math.max(1, image.bitsAllocated / 8)), image);
    case '.8.1':
      return decodeNative(await inflate(bytes), image);
    case '.5':
      return decodeRle(bytes, image);
    case '.4.50':
    case '.4.51':
      return decodeJpeg(bytes, image);
    case '.4.57':
    case '.4.70':
      return decodeLossless(bytes, image);
    case '.4.80':
    case '.4.81':
      return decodeWasm('jpegLs', bytes, image);
    case '.4.90':
    case '.4.91':
      return decodeWasm('jpeg2000', bytes, image);
    case '.4.201':
    case '.4.202':
    case '.4.203':
      return decodeWasm('htj2k', bytes, image);
    default:
      throw new ViewerError('unsupported', syntax);
  }
}
