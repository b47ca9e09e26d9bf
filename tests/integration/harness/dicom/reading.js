// Reads delivered DICOM files with DCMTK, which knows nothing of Portico.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process.js';

// What dcm2json says: {"00100020": {vr, Value}} of a file's bytes; throws when DCMTK cannot read it.
export async function readDicom(bytes) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-dcm-'));
  try {
    const file = join(folder, 'object.dcm');
    await writeFile(file, bytes);
    const done = await run('dcm2json', [file]);
    if (done.code !== 0) throw new Error(`dcm2json: ${done.stderr}`);
    return JSON.parse(done.stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// The first value of an element, names as "Family^Given".
export function valueOf(data, tag) {
  const value = data[tag]?.Value?.[0];
  return value?.Alphabetic ?? value;
}

// What follows the file meta information (PS3.10 7.1), whose elements are in Explicit VR Little Endian.
export function dataSetOf(file) {
  let at = 132;
  while (at + 8 <= file.length && file.readUInt16LE(at) === 0x0002) {
    const long = ['OB', 'OW', 'SQ', 'UN', 'UT'].includes(file.toString('latin1', at + 4, at + 6));
    at += long ? 12 + file.readUInt32LE(at + 8) : 8 + file.readUInt16LE(at + 6);
  }
  return file.subarray(at);
}
