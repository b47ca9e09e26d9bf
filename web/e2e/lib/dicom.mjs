// A head CT to send: the real one of PORTICO_SAMPLE_DATA, else one written here. Both lack birth date and accession number.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './server.mjs';
import { until } from './suite.mjs';

const sampleData = process.env.PORTICO_SAMPLE_DATA;

// What has to be written goes into a folder below the given one.
export async function headCt(place) {
  if (sampleData) {
    const folder = path.join(sampleData, 'ct-head');
    const names = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.dcm')) : [];
    if (names.length > 0) return describe(names.map((name) => path.join(folder, name)).sort(), 'the head CT');
  }
  return describe(await writtenCt(path.join(place, 'ct')), 'a generated CT');
}

// What the tests need to know of it, read by a program that is not ours.
async function describe(files, what) {
  const { stdout } = await run('dcmdump', [
    ...['0010,0010', '0010,0020', '0010,0030', '0010,0040', '0008,0050', '0020,000d'].flatMap((tag) => [
      '+P',
      tag,
    ]),
    files[0],
  ]);
  const value = (tag) => new RegExp(`\\(${tag}\\) \\w\\w \\[([^\\]]*)\\]`).exec(stdout)?.[1].trim() ?? '';
  return {
    what,
    files,
    patientName: value('0010,0010'),
    patientId: value('0010,0020'),
    birthDate: value('0010,0030'),
    sex: value('0010,0040'),
    accessionNumber: value('0008,0050'),
    studyUid: value('0020,000d'),
  };
}

export function cStore(files, { calling, called, port }) {
  return run('storescu', ['-aet', calling, '-aec', called, '127.0.0.1', String(port), ...files]);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const chosen = server.address().port;
      server.close(() => resolve(chosen));
    });
  });
}

// A node that takes objects (storescp): {port, received(): the names of its files, stop()}.
export async function storageScp(title) {
  const folder = await mkdtemp(path.join(tmpdir(), 'portico-e2e-scp-'));
  const port = await freePort();
  const child = spawn('storescp', ['-aet', title, '-od', folder, String(port)], { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  await until('storescp listens', () => answers(port));
  return {
    port,
    received: () => readdir(folder),
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

// ---- a small CT in explicit VR little endian (DICOM PS3.5, PS3.10) ----

const longLengths = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

export function element(tag, vr, value) {
  let bytes = Buffer.isBuffer(value) ? value : Buffer.from(value, 'latin1');
  if (vr === 'US' && !Buffer.isBuffer(value)) {
    bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(Number(value));
  }
  if (bytes.length % 2) bytes = Buffer.concat([bytes, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ')]);
  const long = longLengths.has(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

// Pixel Data whose one fragment is `content` (PS3.5 A.4): item tags, an empty offset table, the fragment, the end.
export function encapsulated(content) {
  const head = Buffer.from('e07f10004f420000fffffffffeff00e000000000feff00e000000000', 'hex');
  head.writeUInt32LE(content.length, head.length - 4);
  return Buffer.concat([head, content, Buffer.from('feffdde000000000', 'hex')]);
}

export const explicitLittleEndian = '1.2.840.10008.1.2.1';
const edge = 256;
const slices = 24;
let written = 0;

// Hounsfield units + 1024 of a head-like body: skin, skull, brain, and a ventricle that changes from slice to slice.
function picture(slice) {
  const pixels = Buffer.alloc(edge * edge * 2);
  const opening = 10 + 14 * Math.sin((Math.PI * slice) / slices);
  for (let y = 0; y < edge; y += 1) {
    for (let x = 0; x < edge; x += 1) {
      const [u, v] = [(x - 128) / 88, (y - 128) / 108];
      const radius = Math.hypot(u, v);
      const ventricle = Math.hypot((x - 128) / opening, (y - 120) / (opening * 1.6)) < 1;
      const grain = ((x * 7919 + y * 104729 + slice * 1299709) % 17) - 8;
      let value = -1000;
      if (radius < 1) value = 60;
      if (radius < 0.95) value = 1100;
      if (radius < 0.86) value = ventricle ? 8 : 34 + 10 * Math.cos(x / 9) * Math.sin(y / 11);
      pixels.writeUInt16LE(Math.round(Math.max(-1000, value + grain) + 1024), (y * edge + x) * 2);
    }
  }
  return pixels;
}

// A Part 10 file of elements [tag, VR, value] in the order of their tags.
export async function writePart10(file, classUid, uid, syntax, data) {
  const meta = Buffer.concat([
    element('00020001', 'OB', Buffer.from([0, 1])),
    element('00020002', 'UI', classUid),
    element('00020003', 'UI', uid),
    element('00020010', 'UI', syntax),
    element('00020012', 'UI', '2.25.1'),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(meta.length);
  const body = data.map(([tag, vr, value]) => (vr === null ? value : element(tag, vr, value)));
  const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
  await writeFile(file, Buffer.concat([preamble, element('00020000', 'UL', size), meta, ...body]));
  return file;
}

// `patient`: [name, id, birth date, accession number]; `day` is that of the study.
export async function writtenCt(
  folder,
  patient = ['Sample^Head', 'E2E-0001', '', ''],
  count = slices,
  { day = '20260302', description = 'HEAD' } = {},
) {
  await mkdir(folder, { recursive: true });
  const root = `2.25.${Date.now()}${process.pid}${(written += 1)}`;
  const classUid = '1.2.840.10008.5.1.4.1.1.2';
  const files = [];
  for (let slice = 1; slice <= count; slice += 1) {
    const uid = `${root}.1.${slice}`;
    const data = [
      ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
      ['00080016', 'UI', classUid],
      ['00080018', 'UI', uid],
      ['00080020', 'DA', day],
      ['00080030', 'TM', '101500'],
      ['00080050', 'SH', patient[3]],
      ['00080060', 'CS', 'CT'],
      ['00080070', 'LO', ''],
      ['00080090', 'PN', ''],
      ['00081030', 'LO', description],
      ['0008103E', 'LO', 'Head, 5 mm'],
      ['00100010', 'PN', patient[0]],
      ['00100020', 'LO', patient[1]],
      ['00100030', 'DA', patient[2]],
      ['00100040', 'CS', 'O'],
      ['00180050', 'DS', '5'],
      ['00180060', 'DS', ''],
      ['00185100', 'CS', 'HFS'],
      ['0020000D', 'UI', root],
      ['0020000E', 'UI', `${root}.1`],
      ['00200010', 'SH', '1'],
      ['00200011', 'IS', '1'],
      ['00200012', 'IS', ''],
      ['00200013', 'IS', String(slice)],
      ['00200032', 'DS', `-120\\-120\\${slice * 5}`],
      ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
      ['00200052', 'UI', `${root}.2`],
      ['00201040', 'LO', ''],
      ['00280002', 'US', '1'],
      ['00280004', 'CS', 'MONOCHROME2'],
      ['00280010', 'US', String(edge)],
      ['00280011', 'US', String(edge)],
      ['00280030', 'DS', '0.9375\\0.9375'],
      ['00280100', 'US', '16'],
      ['00280101', 'US', '12'],
      ['00280102', 'US', '11'],
      ['00280103', 'US', '0'],
      ['00281050', 'DS', '40'],
      ['00281051', 'DS', '100'],
      ['00281052', 'DS', '-1024'],
      ['00281053', 'DS', '1'],
      ['7FE00010', 'OW', picture(slice)],
    ];
    const file = path.join(folder, `${String(slice).padStart(2, '0')}.dcm`);
    await writePart10(file, classUid, uid, explicitLittleEndian, data);
    files.push(file);
  }
  return files;
}
