// Writes DICOM files (PS3.10) in Explicit VR Little Endian, enough for tests to know every byte of what they send.
import { randomBytes } from 'node:crypto';

const longForm = new Set(['OB', 'OW', 'OD', 'OF', 'OL', 'SQ', 'UC', 'UN', 'UR', 'UT']);
const paddedWithZero = new Set(['UI', 'OB', 'UN']);

export const explicitLittleEndian = '1.2.840.10008.1.2.1';
export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
export const multiFrameGrayscale = '1.2.840.10008.5.1.4.1.1.7.2';

// A UID that nobody else has (PS3.5 B.2).
export function newUid() {
  return `2.25.${BigInt(`0x${randomBytes(15).toString('hex')}`)}`;
}

function bytesOf(vr, value) {
  if (Buffer.isBuffer(value)) return value;
  if (vr === 'SQ') return Buffer.concat(value.map(item));
  if (vr === 'US' || vr === 'SS') {
    const numbers = [value].flat();
    const bytes = Buffer.alloc(numbers.length * 2);
    numbers.forEach((number, i) =>
      vr === 'US' ? bytes.writeUInt16LE(number, i * 2) : bytes.writeInt16LE(number, i * 2),
    );
    return bytes;
  }
  if (vr === 'UL') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  }
  return Buffer.from(String(value), 'latin1');
}

function item(elements) {
  const content = dataSet(elements);
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(0xe000, 2);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

// One element: tag as eight hexadecimal digits, '00100020'.
function element([tag, vr, value]) {
  let bytes = bytesOf(vr, value);
  if (bytes.length % 2 === 1) bytes = Buffer.concat([bytes, Buffer.from(paddedWithZero.has(vr) ? [0] : [0x20])]);
  const head = Buffer.alloc(longForm.has(vr) ? 12 : 8);
  head.writeUInt16LE(parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (longForm.has(vr)) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

// Elements in any order; those without a value (undefined) are left out.
export function dataSet(elements) {
  const present = elements.filter(([, , value]) => value !== undefined);
  return Buffer.concat([...present].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(element));
}

export function part10(sopClass, sopInstance, elements, more = {}) {
  const { preamble = Buffer.alloc(128), transferSyntax = explicitLittleEndian, tail = Buffer.alloc(0) } = more;
  const meta = dataSet([
    ['00020001', 'OB', Buffer.from([0, 1])],
    ['00020002', 'UI', sopClass],
    ['00020003', 'UI', sopInstance],
    ['00020010', 'UI', transferSyntax],
    ['00020012', 'UI', '2.25.1'],
  ]);
  return Buffer.concat([
    preamble,
    Buffer.from('DICM'),
    dataSet([['00020000', 'UL', meta.length]]),
    meta,
    dataSet(elements),
    tail,
  ]);
}

// Encapsulated Pixel Data (PS3.5 A.4) with an empty Basic Offset Table.
function encapsulated(fragments) {
  const header = (group, number, length) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt16LE(group, 0);
    bytes.writeUInt16LE(number, 2);
    bytes.writeUInt32LE(length, 4);
    return bytes;
  };
  const start = Buffer.from('e07f10004f420000ffffffff', 'hex');
  const items = [Buffer.alloc(0), ...fragments].flatMap((one) => [header(0xfffe, 0xe000, one.length), one]);
  return Buffer.concat([start, ...items, header(0xfffe, 0xe0dd, 0)]);
}

// A patient and study as a department's modality would send them: complete, so that the study becomes ready.
export function newStudy(more = {}) {
  const number = BigInt(`0x${randomBytes(6).toString('hex')}`).toString();
  return {
    studyUid: newUid(),
    patientId: `P${number}`,
    patientName: 'Wouterlood^An',
    birthDate: '19700203',
    sex: 'F',
    accessionNumber: `A${number.slice(0, 12)}`,
    studyDate: '20250310',
    studyTime: '101500',
    description: 'CT of the head',
    referrer: 'Maes^Jan',
    ...more,
  };
}

// One slice of a study: {bytes, sopUid, seriesUid, studyUid, pixels}. `frames` > 1 makes a multi-frame object;
// `fragments` with a `transferSyntax` a compressed one.
export function newInstance(study, more = {}) {
  const options = {
    seriesUid: newUid(),
    sopUid: newUid(),
    number: 1,
    rows: 16,
    columns: 16,
    frames: 1,
    modality: 'CT',
    ...more,
  };
  const sopClass = options.frames > 1 ? multiFrameGrayscale : ctImageStorage;
  const pixels = options.pixels ?? randomBytes(options.rows * options.columns * 2 * options.frames);
  const elements = [
    ['00080005', 'CS', 'ISO_IR 100'],
    ['00080016', 'UI', sopClass],
    ['00080018', 'UI', options.sopUid],
    ['00080020', 'DA', study.studyDate],
    ['00080030', 'TM', study.studyTime],
    ['00080050', 'SH', study.accessionNumber],
    ['00080060', 'CS', options.modality],
    ['00080090', 'PN', study.referrer],
    [
      '00080096',
      'SQ',
      study.referrerNumber && [
        [
          [
            '00401101',
            'SQ',
            [
              [
                ['00080100', 'SH', study.referrerNumber],
                ['00080102', 'SH', study.referrerIssuer ?? 'NPI'],
                ['00080104', 'LO', 'referrer'],
              ],
            ],
          ],
        ],
      ],
    ],
    ['00081030', 'LO', study.description],
    ['0008103E', 'LO', options.seriesDescription ?? 'axial'],
    ['00100010', 'PN', study.patientName],
    ['00100020', 'LO', study.patientId],
    ['00100021', 'LO', study.issuer],
    ['00100030', 'DA', study.birthDate],
    ['00100040', 'CS', study.sex],
    ['0020000D', 'UI', study.studyUid],
    ['0020000E', 'UI', options.seriesUid],
    ['00200010', 'SH', '1'],
    ['00200011', 'IS', '1'],
    ['00200013', 'IS', String(options.number)],
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280008', 'IS', options.frames > 1 ? String(options.frames) : undefined],
    ['00280010', 'US', options.rows],
    ['00280011', 'US', options.columns],
    ['00280100', 'US', 16],
    ['00280101', 'US', 16],
    ['00280102', 'US', 15],
    ['00280103', 'US', 0],
    ...(options.elements ?? []),
    ['7FE00010', 'OW', options.fragments ? undefined : pixels],
  ];
  return {
    ...options,
    study,
    studyUid: study.studyUid,
    sopClass,
    pixels,
    bytes: part10(sopClass, options.sopUid, elements, {
      preamble: options.preamble,
      transferSyntax: options.transferSyntax,
      tail: options.fragments && encapsulated(options.fragments),
    }),
  };
}

export function newSeries(study, count, more = {}) {
  const seriesUid = newUid();
  return Array.from({ length: count }, (_, i) => newInstance(study, { seriesUid, number: i + 1, ...more }));
}
