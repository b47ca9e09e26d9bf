// What the decoding worker is told about a frame and what it answers.

export type PixelArray =
  Uint8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
export type PixelType = 'Uint8Array' | 'Int16Array' | 'Uint16Array' | 'Float32Array';

export interface LookupTable {
  firstMapped: number;
  entries: number[];
  bits: number;
}

export interface Palette {
  red: LookupTable;
  green: LookupTable;
  blue: LookupTable;
}

export interface PixelDescription {
  rows: number;
  columns: number;
  samplesPerPixel: number;
  bitsAllocated: number;
  bitsStored: number;
  highBit: number;
  signed: boolean;
  planar: boolean;
  photometric: string;
  slope: number;
  intercept: number;
  modalityTable: LookupTable | null;
  palette: Palette | null;
}

// Grey pixels are modality values (HU …), colour ones are 8-bit RGB by pixel.
export interface DecodedFrame {
  pixels: PixelArray;
  components: 1 | 3;
  rows: number;
  columns: number;
  min: number;
  max: number;
}

// Samples as they come out of a codec, before photometric interpretation.
export interface RawFrame {
  samples:
    | Uint8Array
    | Int8Array
    | Uint16Array
    | Int16Array
    | Uint32Array
    | Int32Array
    | Float32Array
    | Float64Array;
  components: number;
  planar: boolean;
  // The codec has already turned the colours to RGB.
  rgb: boolean;
  rows: number;
  columns: number;
}
