// CT series as a scanner sends them: 512 × 512 of 16 bits, 512 KiB of pixels, some sixty elements of header.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newInstance, newStudy, newUid } from '../../../tests/integration/harness/dicom/part10.js';
import { must, request } from './http.js';

export const frameBytes = 512 * 512 * 2;
const pool = Array.from({ length: 16 }, () => randomBytes(frameBytes));

function scannerElements(number) {
  return [
    ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    ['00080021', 'DA', '20250310'],
    ['00080022', 'DA', '20250310'],
    ['00080023', 'DA', '20250310'],
    ['00080031', 'TM', '101502'],
    ['00080032', 'TM', '101503.120000'],
    ['00080070', 'LO', 'Scanner works'],
    ['00080080', 'LO', 'General hospital'],
    ['00081010', 'SH', 'CT1'],
    ['00081090', 'LO', 'Model 64'],
    ['00101010', 'AS', '055Y'],
    ['00101030', 'DS', '71.5'],
    ['00180015', 'CS', 'HEAD'],
    ['00180022', 'CS', 'HELICAL MODE'],
    ['00180050', 'DS', '0.625'],
    ['00180060', 'DS', '120'],
    ['00180090', 'DS', '250.0'],
    ['00181020', 'LO', '12.3.4'],
    ['00181030', 'LO', 'Head routine'],
    ['00181100', 'DS', '250.0'],
    ['00181120', 'DS', '0.0'],
    ['00181130', 'DS', '145.0'],
    ['00181150', 'IS', '1000'],
    ['00181151', 'IS', '230'],
    ['00181160', 'SH', 'BODY FILTER'],
    ['00181210', 'SH', 'STANDARD'],
    ['00185100', 'CS', 'HFS'],
    ['00200012', 'IS', '1'],
    ['00200032', 'DS', `-125.0\\-125.0\\${(number * 0.625).toFixed(3)}`],
    ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
    ['00200052', 'UI', '2.25.52'],
    ['00201041', 'DS', (number * 0.625).toFixed(3)],
    ['00280030', 'DS', '0.488281\\0.488281'],
    ['00281050', 'DS', '40'],
    ['00281051', 'DS', '80'],
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    ['00281054', 'LO', 'HU'],
  ];
}

// `head` is the file up to its pixels, which many instances share: {head, pixels, sopUid, seriesUid, studyUid}.
function slice(study, seriesUid, number) {
  const pixels = pool[number % pool.length];
  const one = newInstance(study, {
    seriesUid,
    number,
    rows: 512,
    columns: 512,
    pixels: Buffer.alloc(0),
    elements: scannerElements(number),
  });
  one.bytes.writeUInt32LE(pixels.length, one.bytes.length - 4);
  return { head: one.bytes, pixels, sopUid: one.sopUid, seriesUid, studyUid: study.studyUid };
}

// One study of one series: {…its header, seriesUid, instances}.
export function ctStudy(count) {
  const study = newStudy();
  const seriesUid = newUid();
  return { ...study, seriesUid, instances: Array.from({ length: count }, (_, i) => slice(study, seriesUid, i + 1)) };
}

// `count` instances in two studies, or in one when they are few.
export function ctStudies(count) {
  return count < 100 ? [ctStudy(count)] : [ctStudy(Math.ceil(count / 2)), ctStudy(Math.floor(count / 2))];
}

// A small study with the patient's number given.
export function tinyStudy(patientId) {
  const study = newStudy({ patientId });
  const one = newInstance(study);
  return { head: one.bytes, pixels: Buffer.alloc(0), ...study };
}

const boundary = 'portico-bench-boundary';

// Stores instances by STOW-RS, `perRequest` at a time, one after the other on one connection; insists on success.
export async function stow(subject, instances, perRequest) {
  const headers = {
    'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    Accept: 'application/dicom+json',
  };
  for (let at = 0; at < instances.length; at += perRequest) {
    const chunks = instances
      .slice(at, at + perRequest)
      .flatMap(({ head, pixels }) => [
        Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
        head,
        pixels,
        Buffer.from('\r\n'),
      ]);
    chunks.push(Buffer.from(`--${boundary}--\r\n`));
    await must(request(subject, 'POST', `${subject.root}/studies`, { headers, chunks }), `STOW-RS to ${subject.name}`);
  }
}

// The paths of the files.
export async function writeFiles(folder, instances) {
  const files = [];
  for (const [i, { head, pixels }] of instances.entries()) {
    files.push(join(folder, `${String(i).padStart(5, '0')}.dcm`));
    await writeFile(files[i], Buffer.concat([head, pixels]));
  }
  return files;
}
