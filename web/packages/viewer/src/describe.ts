// The pixel description of a frame for the decoder, lookup tables included (PS3.3 C.7.6.3, C.7.9, C.11.1).
import { type DataSet, type Element, inlineBytes, item, number, numbers, text } from './dicomjson';
import type { LookupTable, Palette, PixelDescription } from './decode/types';
import { ViewerError } from './errors';
import { type Frame, frameDataSet } from './metadata';
import { rescaleOf } from './modules';

export type FetchBulk = (uri: string) => Promise<Uint8Array<ArrayBuffer>>;

async function tableBytes(
  element: Element | undefined,
  fetchBulk: FetchBulk,
): Promise<Uint8Array<ArrayBuffer> | number[]> {
  if (element?.Value) return element.Value.map(Number);
  const inline = inlineBytes(element);
  if (inline) return inline;
  if (element?.BulkDataURI !== undefined) return fetchBulk(element.BulkDataURI);
  throw new ViewerError('damaged', 'lookup table missing');
}

// Entries of 8 bits may be packed two a word, or stored one a word; the count tells which.
export function tableEntries(bytes: Uint8Array | number[], count: number): number[] {
  if (!(bytes instanceof Uint8Array)) return bytes.slice(0, count);
  if (bytes.length < count * 2) return Array.from(bytes.subarray(0, count));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, index) => view.getUint16(index * 2, true));
}

async function lookupTable(
  set: DataSet,
  descriptorTag: string,
  dataTag: string,
  fetchBulk: FetchBulk,
): Promise<LookupTable> {
  const [entries, first, bits] = numbers(set, descriptorTag, 3) ?? [];
  if (entries === undefined || first === undefined || bits === undefined)
    throw new ViewerError('damaged', 'lookup table descriptor');
  const signed = number(set, '00280103') === 1;
  const firstMapped = signed && first > 32767 ? first - 65536 : first;
  const bytes = await tableBytes(set[dataTag], fetchBulk);
  return { firstMapped, bits, entries: tableEntries(bytes, entries === 0 ? 65536 : entries) };
}

async function paletteOf(set: DataSet, fetchBulk: FetchBulk): Promise<Palette | null> {
  if (!(text(set, '00280004') ?? '').startsWith('PALETTE')) return null;
  const [red, green, blue] = await Promise.all([
    lookupTable(set, '00281101', '00281201', fetchBulk),
    lookupTable(set, '00281102', '00281202', fetchBulk),
    lookupTable(set, '00281103', '00281203', fetchBulk),
  ]);
  return { red, green, blue };
}

export async function describePixels(frame: Frame, fetchBulk: FetchBulk): Promise<PixelDescription> {
  const set = frameDataSet(frame);
  const bitsAllocated = number(set, '00280100') ?? 16;
  const bitsStored = number(set, '00280101') ?? bitsAllocated;
  const modalityItem = item(set, '00283000');
  return {
    rows: number(set, '00280010') ?? 0,
    columns: number(set, '00280011') ?? 0,
    samplesPerPixel: number(set, '00280002') ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: number(set, '00280102') ?? bitsStored - 1,
    signed: number(set, '00280103') === 1,
    planar: number(set, '00280006') === 1,
    photometric: text(set, '00280004') ?? 'MONOCHROME2',
    ...scaling(set),
    modalityTable: modalityItem ? await lookupTable(modalityItem, '00283002', '00283006', fetchBulk) : null,
    palette: await paletteOf(set, fetchBulk),
  };
}

// Doses are stored as integers times a factor of their own (PS3.3 C.8.8.3.2).
function scaling(set: DataSet): { slope: number; intercept: number } {
  const dose = text(set, '00080060') === 'RTDOSE' ? number(set, '3004000E') : undefined;
  return dose ? { slope: dose, intercept: 0 } : rescaleOf(set);
}
