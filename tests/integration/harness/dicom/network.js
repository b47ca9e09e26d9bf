// DICOM nodes: DCMTK's programs against a server's DIMSE listener.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process.js';

// {code, output}; code 0 means that all went well.
async function dcmtk(program, server, { called, calling }, more = []) {
  const done = await run(program, ['-v', '-aet', calling, '-aec', called, '127.0.0.1', String(server.dicom), ...more]);
  return { code: done.code, output: done.stdout + done.stderr };
}

export const echo = (server, titles) => dcmtk('echoscu', server, titles);

// Sends the bytes of objects by C-STORE.
export async function store(server, titles, objects) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-send-'));
  try {
    const files = [];
    for (const [i, bytes] of objects.entries()) {
      files.push(join(folder, `${i}.dcm`));
      await writeFile(files[i], bytes);
    }
    return await dcmtk('storescu', server, titles, files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Sends files as they are stored, each in its own transfer syntax; goes on after one that cannot be sent.
export function sendFiles(server, { called, calling }, files) {
  const titles = ['-aet', calling, '-aec', called, '127.0.0.1', String(server.dicom)];
  return run('dcmsend', ['-nh', '-nuc', '-dn', ...titles, ...files], { seconds: 300 });
}
