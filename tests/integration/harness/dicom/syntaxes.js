// Objects in other transfer syntaxes, made by DCMTK's programs of what newInstance() gave.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process.js';

// By the name under which tests know them: the UID, and the program that makes them (none for what there is already).
export const syntaxes = {
  explicit: { uid: '1.2.840.10008.1.2.1' },
  implicit: { uid: '1.2.840.10008.1.2', command: ['dcmconv', '+ti'] },
  deflated: { uid: '1.2.840.10008.1.2.1.99', command: ['dcmconv', '+td'] },
  bigEndian: { uid: '1.2.840.10008.1.2.2', command: ['dcmconv', '+tb'] },
  rle: { uid: '1.2.840.10008.1.2.5', command: ['dcmcrle'] },
  jpegLossless: { uid: '1.2.840.10008.1.2.4.70', command: ['dcmcjpeg', '+e1'] },
  jpegLs: { uid: '1.2.840.10008.1.2.4.80', command: ['dcmcjpls', '+el'] },
};

// The instance with other bytes; its UIDs stay, `pixels` are what its frames decode to (all of these are lossless).
export async function inSyntax(instance, name) {
  const { uid, command } = syntaxes[name];
  if (!command) return { ...instance, syntax: uid };
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-syntax-'));
  try {
    const [from, to] = [join(folder, 'from.dcm'), join(folder, 'to.dcm')];
    await writeFile(from, instance.bytes);
    const [program, ...options] = command;
    const done = await run(program, [...options, from, to]);
    if (done.code !== 0) throw new Error(`${program}: ${done.stderr}`);
    return { ...instance, syntax: uid, bytes: await readFile(to) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// The transfer syntax that a file names (0002,0010).
export function syntaxOf(file) {
  const bytes = Buffer.from(file);
  const at = bytes.indexOf(Buffer.from('020010005549', 'hex'));
  const length = bytes.readUInt16LE(at + 6);
  return bytes.toString('latin1', at + 8, at + 8 + length).replace(/\0+$/, '');
}
