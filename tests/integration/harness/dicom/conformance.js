// dciodvfy of dicom3tools holds an object against the information object definitions (PS3.3).
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process.js';
import { newInstance } from './part10.js';
import { syntaxes, syntaxOf } from './syntaxes.js';

const there = await run('dciodvfy', ['-version']).then(
  () => true,
  () => false,
);
export const missing = there ? undefined : 'needs dciodvfy of dicom3tools';

// The errors that it finds in a file's bytes, in any order. That it breaks down is one of them.
export async function errorsOf(bytes) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-iod-'));
  try {
    const file = join(folder, 'object.dcm');
    await writeFile(file, bytes);
    // It does not know how to inflate.
    if (syntaxOf(bytes) === syntaxes.deflated.uid) {
      const inflated = await run('dcmconv', ['+te', file, file]);
      if (inflated.code !== 0) return [`Error - dcmconv: ${inflated.stderr}`];
    }
    const done = await run('dciodvfy', ['-new', file]);
    if (done.code === null) return ['Error - dciodvfy was ended by a signal'];
    return `${done.stdout}\n${done.stderr}`.split('\n').filter((line) => line.startsWith('Error'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Those of `after` that are not in `before`, as often as they are more.
export function added(before, after) {
  const known = [...before];
  return after.filter((line) => {
    const at = known.indexOf(line);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

// A CT slice in which dciodvfy finds no error, whatever of the patient's data is empty.
export function flawlessCt(study, more = {}) {
  const elements = [
    ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    ['00080070', 'LO', 'Portico'],
    ['00180050', 'DS', '5'],
    ['00180060', 'DS', '120'],
    ['00185100', 'CS', 'HFS'],
    ['00200012', 'IS', '1'],
    ['00200032', 'DS', '-100\\-100\\0'],
    ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
    ['00200052', 'UI', '2.25.4711'],
    ['00200060', 'CS', ''],
    ['00201040', 'LO', ''],
    ['00280030', 'DS', '0.5\\0.5'],
    ['00281050', 'DS', '40'],
    ['00281051', 'DS', '400'],
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
  ];
  return newInstance(study, { ...more, elements });
}
