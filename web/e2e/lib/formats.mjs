// Objects of many kinds in one study: some of Debian's python3-pydicom, some written here; and how they are stored.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { encapsulated, explicitLittleEndian, writePart10 } from './dicom.mjs';
import { run } from './server.mjs';

export const pydicom = '/usr/lib/python3/dist-packages/pydicom/data/test_files';
export const pydicomIsThere = existsSync(pydicom);

const root = `2.25.${Date.now()}${process.pid}`;
const patient = { name: 'Formats^Many', id: 'E2E-FORMATS', birthDate: '19700101', sex: 'O' };
export const study = { uid: `${root}.1`, accession: 'E2E-FMT-1', patient };

const common = (series, number, title, modality) => [
  ['0020000D', 'UI', study.uid],
  ['0020000E', 'UI', `${root}.1.${series}`],
  ['00200010', 'SH', '1'],
  ['00200011', 'IS', String(number)],
  ['00200013', 'IS', '1'],
  ['00100010', 'PN', patient.name],
  ['00100020', 'LO', patient.id],
  ['00100030', 'DA', patient.birthDate],
  ['00100040', 'CS', patient.sex],
  ['00080020', 'DA', '20260401'],
  ['00080030', 'TM', '120000'],
  ['00080050', 'SH', study.accession],
  ['00080060', 'CS', modality],
  ['00080090', 'PN', ''],
  ['0008103E', 'LO', title],
];

// A copy of a foreign file in this study, as a series of its own that is called as the file is.
export async function adopted(folder, name, number) {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name.replace(/[^\w.]/g, '_'));
  await copyFile(path.join(pydicom, name), file);
  const changes = common(number, number, name, '')
    .filter(([tag]) => tag !== '00080060')
    .flatMap(([tag, , value]) => ['-i', `(${tag.slice(0, 4)},${tag.slice(4)})=${value}`]);
  await run('dcmodify', ['-nb', '-ie', '-gin', ...changes, file]);
  return file;
}

async function written(folder, number, title, modality, classUid, more, syntax = explicitLittleEndian) {
  await mkdir(folder, { recursive: true });
  const uid = `${root}.1.${number}.1`;
  const data = [
    ...common(number, number, title, modality),
    ['00080016', 'UI', classUid],
    ['00080018', 'UI', uid],
    ...more,
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return writePart10(path.join(folder, `${number}.dcm`), classUid, uid, syntax, data);
}

const table = (...values) => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value * 257, index * 2));
  return bytes;
};
const three = (...values) => {
  const bytes = Buffer.alloc(6);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
};
const picture = (rows, columns) => [
  ['00280010', 'US', String(rows)],
  ['00280011', 'US', String(columns)],
  ['00280100', 'US', '8'],
  ['00280101', 'US', '8'],
  ['00280102', 'US', '7'],
  ['00280103', 'US', '0'],
];

// Left half red, right half blue, by lookup tables of three entries.
export const palette = (folder, number) =>
  written(folder, number, 'Palette', 'OT', '1.2.840.10008.5.1.4.1.1.7', [
    ...picture(64, 64),
    ['00280002', 'US', '1'],
    ['00280004', 'CS', 'PALETTE COLOR'],
    ['00281101', 'US', three(3, 0, 16)],
    ['00281102', 'US', three(3, 0, 16)],
    ['00281103', 'US', three(3, 0, 16)],
    ['00281201', 'OW', table(0, 255, 0)],
    ['00281202', 'OW', table(0, 0, 0)],
    ['00281203', 'OW', table(0, 0, 255)],
    ['7FE00010', 'OB', Buffer.from({ length: 64 * 64 }).map((_, at) => (at % 64 < 32 ? 1 : 2))],
  ]);

// Three frames of one colour each (red, green, blue) in YBR_FULL, 10 a second.
export const ybrFrames = (folder, number) => {
  const colours = [
    [76, 85, 255],
    [150, 44, 21],
    [29, 255, 107],
  ];
  const pixels = colours.flatMap((colour) => Array.from({ length: 32 * 32 }, () => colour).flat());
  return written(folder, number, 'YBR frames', 'US', '1.2.840.10008.5.1.4.1.1.3.1', [
    ...picture(32, 32),
    ['00280002', 'US', '3'],
    ['00280004', 'CS', 'YBR_FULL'],
    ['00280006', 'US', '0'],
    ['00280008', 'IS', '3'],
    ['00181063', 'DS', '100'],
    ['7FE00010', 'OB', Buffer.from(pixels)],
  ]);
};

// One page, filled with one colour (0.2 0.4 0.6).
function pdf() {
  const content = '0.2 0.4 0.6 rg 0 0 200 200 re f';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of places) text += `${String(at).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

export const document = (folder, number) =>
  written(folder, number, 'Letter', 'DOC', '1.2.840.10008.5.1.4.1.1.104.1', [
    ['00420010', 'ST', 'Letter of 1 April'],
    ['00420012', 'LO', 'application/pdf'],
    ['00420011', 'OB', pdf()],
    ['00280301', 'CS', 'NO'],
  ]);

// A video whose stream is an MPEG transport stream (of stuffing): browsers do not play it.
export const bareVideo = (folder, number) =>
  written(
    folder,
    number,
    'Bare video',
    'XC',
    '1.2.840.10008.5.1.4.1.1.77.1.4.1',
    [
      ...picture(64, 64),
      ['00280002', 'US', '3'],
      ['00280004', 'CS', 'YBR_PARTIAL_420'],
      ['00280006', 'US', '0'],
      ['00280008', 'IS', '10'],
      ['00181063', 'DS', '100'],
      ['7FE00010', null, encapsulated(Buffer.alloc(188 * 4, 'G'))],
    ],
    '1.2.840.10008.1.2.4.102',
  );

// Stores files by STOW-RS as the signed-in visitor.
export async function store(visitor, slug, files) {
  const boundary = 'portico-e2e-boundary';
  const parts = [];
  for (const file of files)
    parts.push(
      Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
      await readFile(file),
      Buffer.from('\r\n'),
    );
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  const session = await (await visitor.context.request.get('/api/v1/session')).json();
  const answer = await visitor.context.request.post(`/t/${slug}/dicomweb/studies`, {
    headers: {
      'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
      Accept: 'application/dicom+json',
      Origin: visitor.origin,
      'X-CSRF-Token': session.csrfToken,
    },
    data: Buffer.concat(parts),
  });
  return { status: answer.status(), body: await answer.json().catch(() => null) };
}

export async function setQuietTime(visitor, seconds) {
  const { request } = visitor.context;
  const session = await (await request.get('/api/v1/session')).json();
  const before = await request.get('/api/v1/tenant/settings');
  const settings = await before.json();
  const answer = await request.put('/api/v1/tenant/settings', {
    headers: {
      Origin: visitor.origin,
      'X-CSRF-Token': session.csrfToken,
      'If-Match': `"${settings.version}"`,
    },
    data: Object.fromEntries(
      Object.entries({ ...settings, quietSeconds: seconds }).filter(
        ([name]) => !['version', 'history'].includes(name),
      ),
    ),
  });
  return answer.status();
}
