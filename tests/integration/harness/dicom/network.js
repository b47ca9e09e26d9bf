// DICOM nodes: DCMTK's programs against a server's DIMSE listener.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { connects, freePort } from '../ports.js';
import { run } from '../process.js';

// {code, output}; code 0 means that all went well.
async function dcmtk(program, server, { called, calling, tls }, more = []) {
  const port = tls ? server.ready.dicomTls : server.dicom;
  const options = [...(tls ?? []), '-aet', calling, '-aec', called];
  // Files come behind the address, options before it.
  const files = more.filter((one) => one.endsWith('.dcm'));
  const rest = more.filter((one) => !one.endsWith('.dcm'));
  const done = await run(program, ['-v', ...options, ...rest, '127.0.0.1', String(port), ...files]);
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

const keyOptions = (keys) => Object.entries(keys).flatMap(([name, value]) => ['-k', `${name}=${value}`]);

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-nodes-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// C-FIND: {code, output, answers}, the answers as dcm2json reads them. `model`: '-S' (Study Root) or '-P' (Patient).
export function find(server, titles, keys, { model = '-S', more = [] } = {}) {
  return inFolder(async (folder) => {
    const options = [model, '-X', '-od', folder, ...more, ...keyOptions(keys)];
    const done = await dcmtk('findscu', server, titles, options);
    const names = (await readdir(folder)).sort();
    const answers = [];
    for (const name of names) answers.push(JSON.parse((await run('dcm2json', [join(folder, name)])).stdout));
    return { ...done, answers };
  });
}

// C-MOVE to the node of that title.
export const move = (server, titles, destination, keys, { model = '-S' } = {}) =>
  dcmtk('movescu', server, titles, [model, '-aem', destination, ...keyOptions(keys)]);

// C-GET: {code, output, files}, the files' bytes by SOP Instance UID.
export function get(server, titles, keys, { model = '-S' } = {}) {
  return inFolder(async (folder) => {
    const done = await dcmtk('getscu', server, titles, [model, '+B', '-od', folder, ...keyOptions(keys)]);
    return { ...done, files: await filesIn(folder) };
  });
}

async function filesIn(folder) {
  const files = new Map();
  for (const name of await readdir(folder))
    files.set(name.replace(/^[A-Za-z]*\./, ''), await readFile(join(folder, name)));
  return files;
}

// The data set of a DICOM file: what follows its meta information.
export const dataSetOf = (bytes) => bytes.subarray(144 + bytes.readUInt32LE(140));

// A node that takes objects (storescp): {port, received(): Map of bytes by SOP Instance UID, stop()}. `at`: a port to use.
export async function storageNode(title, options = [], at = undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-scp-'));
  const port = at ?? (await freePort());
  const child = spawn('storescp', ['+B', '-aet', title, '-od', folder, ...options, String(port)], { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  await eventually('storescp listens', () => connects(port));
  return {
    port,
    received: () => filesIn(folder),
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// A self-signed certificate with its key: {certificate, key, fingerprint}.
export async function makeCertificate(folder, name) {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const made = await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  if (made.code !== 0) throw new Error(`openssl: ${made.stderr}`);
  const shown = await run('openssl', ['x509', '-in', certificate, '-noout', '-fingerprint', '-sha256']);
  return { certificate, key, fingerprint: shown.stdout.trim().split('=')[1] };
}

// Sends files as they are stored, each in its own transfer syntax; goes on after one that cannot be sent.
export function sendFiles(server, { called, calling }, files) {
  const titles = ['-aet', calling, '-aec', called, '127.0.0.1', String(server.dicom)];
  return run('dcmsend', ['-nh', '-nuc', '-dn', ...titles, ...files], { seconds: 300 });
}
