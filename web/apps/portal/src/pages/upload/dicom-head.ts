// What a DICOM file says of itself, for a preview before it is sent. The server reads and checks it anew.

export interface DicomHead {
  patientName: string;
  patientId: string;
  birthDate: string;
  sex: string;
  studyUid: string;
  studyDate: string;
  description: string;
  accessionNumber: string;
  seriesUid: string;
  modality: string;
  sopUid: string;
}

const tags: Record<number, keyof DicomHead> = {
  0x00080018: 'sopUid',
  0x00080020: 'studyDate',
  0x00080050: 'accessionNumber',
  0x00080060: 'modality',
  0x00081030: 'description',
  0x00100010: 'patientName',
  0x00100020: 'patientId',
  0x00100030: 'birthDate',
  0x00100040: 'sex',
  0x0020000d: 'studyUid',
  0x0020000e: 'seriesUid',
};
const lastTag = 0x0020000e;
const charsetTag = 0x00080005;
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const undefinedLength = 0xffffffff;
export const headBytes = 256 * 1024;
const deepest = 32;

const charsets: Record<string, string> = {
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
};

interface Element {
  tag: number;
  vr: string;
  length: number;
  at: number;
}

class Reader {
  at: number;
  constructor(
    readonly data: DataView,
    start: number,
    readonly little: boolean,
    readonly explicit: boolean,
  ) {
    this.at = start;
  }

  next(): Element | undefined {
    if (this.at + 8 > this.data.byteLength) return undefined;
    const tag =
      this.data.getUint16(this.at, this.little) * 0x10000 + this.data.getUint16(this.at + 2, this.little);
    // Items and delimiters have no VR (PS3.5 7.5).
    if (!this.explicit || tag >= 0xfffe0000)
      return this.#element(tag, '', this.data.getUint32(this.at + 4, this.little), 8);
    const vr = String.fromCharCode(this.data.getUint8(this.at + 4), this.data.getUint8(this.at + 5));
    if (!longVrs.has(vr)) return this.#element(tag, vr, this.data.getUint16(this.at + 6, this.little), 8);
    if (this.at + 12 > this.data.byteLength) return undefined;
    return this.#element(tag, vr, this.data.getUint32(this.at + 8, this.little), 12);
  }

  #element(tag: number, vr: string, length: number, head: number): Element {
    this.at += head;
    return { tag, vr, length, at: this.at };
  }

  // Over what has no length of its own: to the delimiter of this level. False: the bytes end before.
  skipUndefined(depth = 0): boolean {
    if (depth > deepest) return false;
    for (let element = this.next(); element; element = this.next()) {
      if (element.tag === 0xfffee00d || element.tag === 0xfffee0dd) return true;
      if (element.length === undefinedLength) {
        if (!this.skipUndefined(depth + 1)) return false;
      } else {
        this.at += element.length;
      }
    }
    return false;
  }
}

const ascii = (data: DataView, at: number, length: number) =>
  String.fromCharCode(...new Uint8Array(data.buffer, data.byteOffset + at, length));

// Where the data set begins, and how it is written; undefined: not Part 10 (PS3.10 7.1), or compressed as a whole.
function dataSet(data: DataView): Reader | undefined {
  if (data.byteLength < 132 || ascii(data, 128, 4) !== 'DICM') return undefined;
  const meta = new Reader(data, 132, true, true);
  let syntax = '1.2.840.10008.1.2';
  for (;;) {
    const before = meta.at;
    const element = meta.next();
    if (!element || element.tag >= 0x00030000) {
      const little = syntax !== '1.2.840.10008.1.2.2';
      if (syntax === '1.2.840.10008.1.2.1.99') return undefined;
      return new Reader(data, before, little, syntax !== '1.2.840.10008.1.2');
    }
    if (element.length > data.byteLength - element.at) return undefined;
    if (element.tag === 0x00020010) syntax = ascii(data, element.at, element.length).replace(/[\0 ]+$/, '');
    meta.at = element.at + element.length;
  }
}

export const isDicom = (bytes: Uint8Array): boolean =>
  bytes.length >= 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';

// Undefined when the bytes do not tell which study they belong to; the server may still read the file.
export function readHead(bytes: ArrayBuffer): DicomHead | undefined {
  const data = new DataView(bytes);
  const reader = dataSet(data);
  if (!reader) return undefined;
  const head = Object.fromEntries(Object.values(tags).map((name) => [name, ''])) as unknown as DicomHead;
  let decoder = new TextDecoder('iso-8859-1');
  for (let element = reader.next(); element && element.tag <= lastTag; element = reader.next()) {
    if (element.length === undefinedLength) {
      if (!reader.skipUndefined()) break;
      continue;
    }
    if (element.length > data.byteLength - element.at) break;
    const value = new Uint8Array(bytes, element.at, element.length);
    const name = tags[element.tag];
    if (element.tag === charsetTag) {
      const first = ascii(data, element.at, element.length)
        .split('\\')
        .map((text) => text.trim())
        .find(Boolean);
      decoder = new TextDecoder(charsets[first?.replace('ISO 2022 IR', 'ISO_IR') ?? ''] ?? 'iso-8859-1');
    } else if (name) {
      head[name] = decoder
        .decode(value)
        .replace(/[\0 ]+$/, '')
        .trim();
    }
    reader.at = element.at + element.length;
  }
  return head.studyUid ? head : undefined;
}
