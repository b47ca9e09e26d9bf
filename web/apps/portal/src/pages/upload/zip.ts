// Reads ZIP archives out of a file, entry by entry, without trusting them (SEC-5): sizes are limits, names are for
// people only, and nothing is unpacked before it is asked for. Stored and deflated entries, ZIP64.

export class ZipError extends Error {
  constructor(readonly code: 'noZip' | 'broken' | 'encrypted' | 'method' | 'tooMany' | 'tooLarge') {
    super(code);
  }
}

export interface ZipEntry {
  name: string;
  size: number;
  // Unpacks it; fails when it is not what the directory says.
  open: () => Promise<Blob>;
  // Unpacks no more than its first bytes.
  head: (bytes: number) => Promise<Blob>;
}

export interface ZipLimits {
  entries: number;
  entryBytes: number;
  totalBytes: number;
}

export const zipLimits: ZipLimits = { entries: 100_000, entryBytes: 4 * 2 ** 30, totalBytes: 64 * 2 ** 30 };

const endSize = 22;
const longestComment = 0xffff;
const longestDirectory = 256 * 2 ** 20;

async function view(file: Blob, from: number, length: number): Promise<DataView> {
  if (from < 0 || length < 0 || from + length > file.size) throw new ZipError('broken');
  return new DataView(await file.slice(from, from + length).arrayBuffer());
}

function large(data: DataView, at: number): number {
  const value = data.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ZipError('broken');
  return Number(value);
}

interface Directory {
  offset: number;
  size: number;
  entries: number;
}

// APPNOTE.TXT 4.3.16, 4.3.14, 4.3.15.
async function findDirectory(file: Blob): Promise<Directory> {
  const from = Math.max(0, file.size - endSize - longestComment);
  const tail = await view(file, from, file.size - from);
  let at = tail.byteLength - endSize;
  while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at -= 1;
  if (at < 0) throw new ZipError('noZip');
  const short = {
    offset: tail.getUint32(at + 16, true),
    size: tail.getUint32(at + 12, true),
    entries: tail.getUint16(at + 10, true),
  };
  const locator = at - 20;
  if (locator < 0 || tail.getUint32(locator, true) !== 0x07064b50) return short;
  const record = await view(file, large(tail, locator + 8), 56);
  if (record.getUint32(0, true) !== 0x06064b50) throw new ZipError('broken');
  return { offset: large(record, 48), size: large(record, 40), entries: large(record, 32) };
}

interface Place {
  name: string;
  flags: number;
  method: number;
  packed: number;
  size: number;
  header: number;
}

// 4.5.3: the values that do not fit stand in an extra field, in this order.
function widen(place: Place, extra: DataView): Place {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === 1 && at + 4 + length <= extra.byteLength) {
      let next = at + 4;
      const take = (value: number) => {
        if (value !== 0xffffffff) return value;
        if (next + 8 > at + 4 + length) throw new ZipError('broken');
        next += 8;
        return large(extra, next - 8);
      };
      const size = take(place.size);
      const packed = take(place.packed);
      return { ...place, size, packed, header: take(place.header) };
    }
    at += 4 + length;
  }
  return place;
}

function readPlaces(data: DataView, count: number): Place[] {
  const places: Place[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > data.byteLength || data.getUint32(at, true) !== 0x02014b50) throw new ZipError('broken');
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const end = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
    if (end > data.byteLength) throw new ZipError('broken');
    const bytes = new Uint8Array(data.buffer, data.byteOffset + at + 46, nameLength);
    const place = {
      name: new TextDecoder().decode(bytes),
      flags: data.getUint16(at + 8, true),
      method: data.getUint16(at + 10, true),
      packed: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      header: data.getUint32(at + 42, true),
    };
    places.push(widen(place, new DataView(data.buffer, data.byteOffset + at + 46 + nameLength, extraLength)));
    at = end;
  }
  return places;
}

async function packedBytes(file: Blob, place: Place): Promise<Blob> {
  const header = await view(file, place.header, 30);
  if (header.getUint32(0, true) !== 0x04034b50) throw new ZipError('broken');
  const from = place.header + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (from + place.packed > file.size) throw new ZipError('broken');
  return file.slice(from, from + place.packed);
}

// At most `most` bytes of what comes out, or one more.
async function inflate(packed: Blob, most: number): Promise<Blob> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  while (total <= most) {
    const { done, value } = await reader.read().catch(() => {
      throw new ZipError('broken');
    });
    if (done) return new Blob(parts);
    total += value.byteLength;
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  await reader.cancel().catch(() => undefined);
  return new Blob(parts).slice(0, most + 1);
}

// The whole entry, or its first `most` bytes; never more than the directory said.
async function unpack(file: Blob, place: Place, most = place.size): Promise<Blob> {
  if (place.flags & 1) throw new ZipError('encrypted');
  const packed = await packedBytes(file, place);
  if (place.method === 0) {
    if (place.packed !== place.size) throw new ZipError('broken');
    return packed.slice(0, most);
  }
  if (place.method !== 8) throw new ZipError('method');
  const wanted = Math.min(most, place.size);
  const content = await inflate(packed, wanted);
  const isAll = wanted === place.size;
  if (isAll ? content.size !== wanted : content.size < wanted) throw new ZipError('broken');
  return content.slice(0, wanted);
}

// Entries that share bytes, or that would be packed better than deflate can (RFC 1951: 258 bytes for 2 bits), are a bomb.
const bestRatio = 1040;
const smallest = 30; // a local header

function checkPlaces(places: Place[], end: number): void {
  const inOrder = [...places].sort((a, b) => a.header - b.header);
  inOrder.forEach((place, i) => {
    const next = inOrder[i + 1]?.header ?? end;
    if (place.header + smallest + place.packed > next) throw new ZipError('broken');
    if (place.size > place.packed * bestRatio + smallest) throw new ZipError('broken');
  });
}

// The files of an archive; folders are left out. Throws ZipError.
export async function readZip(file: Blob, limits: ZipLimits = zipLimits): Promise<ZipEntry[]> {
  const directory = await findDirectory(file);
  if (directory.entries > limits.entries) throw new ZipError('tooMany');
  if (directory.size > longestDirectory) throw new ZipError('tooLarge');
  const places = readPlaces(await view(file, directory.offset, directory.size), directory.entries);
  const files = places.filter((place) => !place.name.endsWith('/'));
  if (files.some((place) => place.size > limits.entryBytes)) throw new ZipError('tooLarge');
  if (files.reduce((sum, place) => sum + place.size, 0) > limits.totalBytes) throw new ZipError('tooLarge');
  checkPlaces(places, directory.offset);
  return files.map((place) => ({
    name: place.name,
    size: place.size,
    open: () => unpack(file, place),
    head: (bytes: number) => unpack(file, place, bytes),
  }));
}
