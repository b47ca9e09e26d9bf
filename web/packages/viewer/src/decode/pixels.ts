// From raw samples to what is shown: modality values for grey images, 8-bit RGB for colour (PS3.3 C.7.6.3, C.11.1).
import { ViewerError } from '../errors';
import type {
  DecodedFrame,
  LookupTable,
  Palette,
  PixelArray,
  PixelDescription,
  PixelType,
  RawFrame,
} from './types';

const constructors = { Uint8Array, Int16Array, Uint16Array, Float32Array };

// The smallest array that holds every value the description allows, the same for all images of a series,
// so that scrolling does not rebuild textures.
export function greyType(image: PixelDescription): PixelType {
  if (image.modalityTable) return 'Float32Array';
  const stored = image.signed
    ? [-(2 ** (image.bitsStored - 1)), 2 ** (image.bitsStored - 1) - 1]
    : [0, 2 ** image.bitsStored - 1];
  const ends = stored.map((value) => value * image.slope + image.intercept);
  const lowest = Math.min(...ends);
  const highest = Math.max(...ends);
  if (!Number.isInteger(image.slope) || !Number.isInteger(image.intercept)) return 'Float32Array';
  if (lowest >= 0 && highest <= 255) return 'Uint8Array';
  if (lowest >= -32768 && highest <= 32767) return 'Int16Array';
  return lowest >= 0 && highest <= 65535 ? 'Uint16Array' : 'Float32Array';
}

function lookUp(table: LookupTable, value: number): number {
  const at = Math.min(Math.max(value - table.firstMapped, 0), table.entries.length - 1);
  return table.entries[at] ?? 0;
}

// Bits outside Bits Stored may hold overlays or rubbish; signed values are extended from their own sign bit.
function storedValue(image: PixelDescription): (sample: number) => number {
  if (image.bitsStored >= 32 || image.bitsStored <= 0) return (sample) => sample;
  const down = Math.max(0, image.highBit + 1 - image.bitsStored);
  const left = 32 - image.bitsStored;
  if (image.signed) return (sample) => ((sample >> down) << left) >> left;
  return (sample) => ((sample >>> down) << left) >>> left;
}

function shownGrey(raw: RawFrame, image: PixelDescription): DecodedFrame {
  const count = raw.rows * raw.columns;
  const pixels: PixelArray = new constructors[greyType(image)](count);
  const stored = storedValue(image);
  const { slope, intercept, modalityTable } = image;
  let min = Infinity;
  let max = -Infinity;
  for (let pixel = 0; pixel < count; pixel++) {
    const value = stored(raw.samples[pixel] ?? 0);
    const shown = modalityTable ? lookUp(modalityTable, value) : value * slope + intercept;
    pixels[pixel] = shown;
    if (shown < min) min = shown;
    if (shown > max) max = shown;
  }
  return { pixels, components: 1, rows: raw.rows, columns: raw.columns, min, max };
}

function shownPalette(raw: RawFrame, image: PixelDescription, palette: Palette): DecodedFrame {
  const count = raw.rows * raw.columns;
  const pixels = new Uint8Array(count * 3);
  const stored = storedValue(image);
  const tables = [palette.red, palette.green, palette.blue];
  tables.forEach((table, channel) => {
    const shift = tableShift(table);
    for (let pixel = 0; pixel < count; pixel++)
      pixels[pixel * 3 + channel] = lookUp(table, stored(raw.samples[pixel] ?? 0)) >> shift;
  });
  return { pixels, components: 3, rows: raw.rows, columns: raw.columns, min: 0, max: 255 };
}

// 16-bit entries are reduced to 8; some writers say 16 and store 8 (PS3.3 C.7.6.3.1.6 allows it).
function tableShift(table: LookupTable): number {
  return table.bits > 8 && table.entries.some((entry) => entry > 255) ? table.bits - 8 : 0;
}

function isYbr(photometric: string): boolean {
  return photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422';
}

function shownColour(raw: RawFrame, image: PixelDescription): DecodedFrame {
  const count = raw.rows * raw.columns;
  const pixels = new Uint8ClampedArray(count * 3);
  const [step, plane] = raw.planar ? [1, count] : [raw.components, 1];
  // Shifts do not reach 32-bit samples; a division does.
  const divisor = 2 ** Math.max(0, image.bitsStored - 8);
  const sample = (pixel: number, channel: number): number =>
    Math.floor((raw.samples[pixel * step + channel * plane] ?? 0) / divisor);
  const ybr = !raw.rgb && isYbr(image.photometric);
  for (let pixel = 0; pixel < count; pixel++) {
    const [a, b, c] = [sample(pixel, 0), sample(pixel, 1), sample(pixel, 2)];
    const at = pixel * 3;
    if (ybr) {
      pixels[at] = a + 1.402 * (c - 128);
      pixels[at + 1] = a - 0.344136 * (b - 128) - 0.714136 * (c - 128);
      pixels[at + 2] = a + 1.772 * (b - 128);
    } else {
      pixels[at] = a;
      pixels[at + 1] = b;
      pixels[at + 2] = c;
    }
  }
  const shown = new Uint8Array(pixels.buffer);
  return { pixels: shown, components: 3, rows: raw.rows, columns: raw.columns, min: 0, max: 255 };
}

export function toShown(raw: RawFrame, image: PixelDescription): DecodedFrame {
  if (raw.rows !== image.rows || raw.columns !== image.columns || raw.rows * raw.columns === 0)
    throw new ViewerError('damaged', `${raw.columns}×${raw.rows} instead of ${image.columns}×${image.rows}`);
  if (image.palette) return shownPalette(raw, image, image.palette);
  return raw.components >= 3 ? shownColour(raw, image) : shownGrey(raw, image);
}
