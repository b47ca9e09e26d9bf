// Objects and bodies that are small to send and large to believe (STU-6, S18).
import { deflateRawSync, gzipSync, constants } from 'node:zlib';
import { ctImageStorage, dataSet, newUid, part10 } from './part10.js';
import { dataSetOf } from './reading.js';

export const deflated = '1.2.840.10008.1.2.1.99';
const jpeg2000 = '1.2.840.10008.1.2.4.90';
const mebibyte = 1024 * 1024;

const number32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const tag = (group, element) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(group, 0);
  bytes.writeUInt16LE(element, 2);
  return bytes;
};
const longHeader = (group, element, vr, length) =>
  Buffer.concat([tag(group, element), Buffer.from(`${vr}\0\0`, 'latin1'), number32(length)]);

// What every object has; `more` behind it, in the order of tags.
const named = (sopInstance, more = []) => [
  ['00080016', 'UI', ctImageStorage],
  ['00080018', 'UI', sopInstance],
  ['00100020', 'LO', 'BOMB'],
  ['0020000D', 'UI', newUid()],
  ['0020000E', 'UI', newUid()],
  ...more,
];
const image = (rows, columns, frames, bits) => [
  ['00280002', 'US', 1],
  ['00280004', 'CS', 'MONOCHROME2'],
  ['00280008', 'IS', String(frames)],
  ['00280010', 'US', rows],
  ['00280011', 'US', columns],
  ['00280100', 'US', bits],
  ['00280101', 'US', bits],
  ['00280102', 'US', bits - 1],
  ['00280103', 'US', 0],
];

// A raw deflate stream of `head` and then `piece` again and again: packed once, since a flushed block stands for itself.
function packed(head, piece, times) {
  const options = { finishFlush: constants.Z_FULL_FLUSH, level: 9 };
  const block = deflateRawSync(piece, options);
  return Buffer.concat([
    deflateRawSync(head, options),
    ...Array(times).fill(block),
    deflateRawSync(Buffer.alloc(0)),
  ]);
}

const nested = (depth) =>
  Buffer.concat(
    Array(depth).fill(
      Buffer.concat([
        longHeader(0x0040, 0xa730, 'SQ', 0xffffffff),
        tag(0xfffe, 0xe000),
        number32(0xffffffff),
      ]),
    ),
  );

const openItem = Buffer.concat([tag(0xfffe, 0xe000), number32(0xffffffff)]);

// Encapsulated Pixel Data of `count` fragments (PS3.5 A.4).
function fragments(count, content = Buffer.from('ff4fff51', 'hex')) {
  const one = Buffer.concat([tag(0xfffe, 0xe000), number32(content.length), content]);
  return Buffer.concat([
    longHeader(0x7fe0, 0x0010, 'OB', 0xffffffff),
    tag(0xfffe, 0xe000),
    number32(0),
    ...Array(count).fill(one),
    tag(0xfffe, 0xe0dd),
    number32(0),
  ]);
}

// A data set that is none of a data set's business to be: {name, transferSyntax, dataSet}.
function dataSets() {
  const uid = newUid();
  const begin = (more) => dataSet(named(uid, more));
  const zeros = Buffer.alloc(64 * mebibyte);
  const pixels = (length) => longHeader(0x7fe0, 0x0010, 'OW', length);
  const values = Buffer.concat(
    Array.from({ length: 1024 }, (_, i) =>
      Buffer.concat([
        longHeader(0x0029 + 2 * (i >> 8), 0x1000 + (i & 255), 'OB', 65_536),
        Buffer.alloc(65_536),
      ]),
    ),
  );
  const empties = Buffer.concat([
    longHeader(0x0040, 0xa730, 'SQ', 0xffffffff),
    Buffer.alloc(8 * 900_000, Buffer.concat([tag(0xfffe, 0xe000), number32(0)])),
    tag(0xfffe, 0xe0dd),
    number32(0),
  ]);
  return [
    {
      name: 'a deflated data set of 4 GiB',
      transferSyntax: deflated,
      dataSet: packed(Buffer.concat([begin(), pixels(0xfffffff0)]), zeros, 64),
    },
    {
      name: 'a deflated data set of 64 MiB of values',
      transferSyntax: deflated,
      dataSet: packed(begin(), values, 1),
    },
    {
      name: 'a deflated data set of 900,000 items',
      transferSyntax: deflated,
      dataSet: packed(begin(), empties, 1),
    },
    {
      name: 'a deflated data set of 1,000,000 nested sequences',
      transferSyntax: deflated,
      dataSet: packed(begin(), nested(10_000), 100),
    },
    { name: '10,000 nested sequences', dataSet: Buffer.concat([begin(), nested(10_000)]) },
    {
      name: '1,000,000 items in a sequence without an end',
      dataSet: Buffer.concat([
        begin(),
        longHeader(0x0040, 0xa730, 'SQ', 0xffffffff),
        ...Array(1_000_000).fill(openItem),
      ]),
    },
    {
      name: 'pixel data of 4 GiB in 37 bytes',
      dataSet: Buffer.concat([longHeader(0x7fe0, 0x0010, 'OW', 0xfffffffe), Buffer.alloc(25)]),
    },
    {
      name: 'a text of 4 GiB',
      dataSet: Buffer.concat([begin(), longHeader(0x0029, 0x1000, 'UT', 0xfffffffe), Buffer.alloc(10)]),
    },
    {
      name: 'a sequence of 4 GiB',
      dataSet: Buffer.concat([begin(), longHeader(0x0040, 0xa730, 'SQ', 0xfffffffe), openItem]),
    },
    {
      name: '65535 frames of 65535 x 65535 pixels, native',
      dataSet: Buffer.concat([begin(image(65_535, 65_535, 65_535, 16)), pixels(4), Buffer.alloc(4)]),
    },
    {
      name: '65535 frames of 65535 x 65535 pixels, compressed',
      transferSyntax: jpeg2000,
      dataSet: Buffer.concat([begin(image(65_535, 65_535, 65_535, 8)), fragments(65_535)]),
    },
    {
      name: '2147483647 frames of one pixel',
      transferSyntax: jpeg2000,
      dataSet: Buffer.concat([begin(image(1, 1, 2_147_483_647, 8)), fragments(1)]),
    },
  ].map((one) => ({
    sopInstance: uid,
    sopClass: ctImageStorage,
    transferSyntax: '1.2.840.10008.1.2.1',
    ...one,
  }));
}

export const hostileDataSets = dataSets();

// As a Part 10 file.
export function asFile({ sopClass, sopInstance, transferSyntax, dataSet: bytes }) {
  return Buffer.concat([part10(sopClass, sopInstance, [], { transferSyntax }), bytes]);
}

// Files that say they are DICOM and are not, or hardly.
export function hostileFiles() {
  const start = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
  return [
    {
      name: '37 bytes',
      bytes: Buffer.concat([Buffer.from('DICM'), longHeader(2, 1, 'OB', 0xfffffffe), Buffer.alloc(21)]),
    },
    {
      name: 'file meta information of 4 GiB',
      bytes: Buffer.concat([start, longHeader(2, 1, 'OB', 0xfffffffe), Buffer.alloc(21)]),
    },
    {
      name: 'file meta information without an end',
      bytes: Buffer.concat([start, ...Array(200_000).fill(longHeader(2, 1, 'OB', 0))]),
    },
    { name: 'a ZIP archive in a ZIP archive', bytes: zipOf(zipOf(Buffer.alloc(10 * mebibyte))) },
  ];
}

// An archive with one deflated entry of a bad name (APPNOTE.TXT 4.3).
export function zipOf(content, name = '../../../../tmp/portico-escaped') {
  const body = deflateRawSync(content);
  const text = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(body.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(text.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, text]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    Buffer.alloc(14),
    text,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + body.length, 16);
  return Buffer.concat([local, body, central, end]);
}

// A gigabyte of zeros in a megabyte: members one behind the other are one text (RFC 1952 2.2).
export const gzipBomb = () => Buffer.concat(Array(16).fill(gzipSync(Buffer.alloc(64 * mebibyte))));

// A picture whose header says more than its bytes hold (PNG, clause 11.2.2).
export function pngOf(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const chunk = (type, body) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length, 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body, Buffer.alloc(4)]);
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(64)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// Images that are stored, and would be large if they were shown: {rows, columns, claimed} in pixels. The code stream
// ends behind its header (SOC and SIZ, ITU-T T.800 A.5.1), which claims a size of its own.
export function largeWhenShown(study, make) {
  const codeStream = (edge) => {
    const bytes = Buffer.alloc(46);
    bytes.write('ff4fff510029', 'hex');
    [edge, edge, 0, 0, edge, edge, 0, 0].forEach((value, i) => bytes.writeUInt32BE(value, 8 + 4 * i));
    bytes.writeUInt16BE(1, 40);
    bytes.set([15, 1, 1], 42);
    return bytes;
  };
  return [
    { edge: 20_000, claimed: 20_000 },
    { edge: 11_000, claimed: 11_000 },
    { edge: 512, claimed: 60_000 },
  ].map(({ edge, claimed }) =>
    make(study, {
      rows: edge,
      columns: edge,
      pixels: Buffer.alloc(0),
      transferSyntax: jpeg2000,
      fragments: [codeStream(claimed)],
    }),
  );
}

// The same object, deflated: of plain pixels it is a thousandth.
export const deflatedForm = (instance) => ({
  ...instance,
  bytes: Buffer.concat([
    part10(instance.sopClass, instance.sopUid, [], { transferSyntax: deflated }),
    deflateRawSync(dataSetOf(instance.bytes), { level: 9 }),
  ]),
});
