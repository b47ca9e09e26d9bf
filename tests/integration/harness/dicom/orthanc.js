// Orthanc as the other side: an archive of somebody else's, with its REST API.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { connects, freePort } from './network.js';

export const program = process.env.PORTICO_TEST_ORTHANC ?? 'Orthanc';

// Starts one on loopback that knows one other node, `peer` {title, port}. `tls` {certificate, key, trusted} makes it speak
// TLS alone, both ways. {port, get, post, stop}
export async function orthanc(title, peer, tls) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-orthanc-'));
  const [port, httpPort] = [await freePort(), await freePort()];
  const settings = {
    Name: title,
    StorageDirectory: join(folder, 'db'),
    IndexDirectory: join(folder, 'db'),
    HttpPort: httpPort,
    HttpBindAddresses: ['127.0.0.1'],
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAet: title,
    DicomPort: port,
    DicomCheckCalledAet: true,
    DicomAlwaysAllowStore: true,
    DicomScuTimeout: 20,
    DicomTlsEnabled: tls !== undefined,
    DicomTlsCertificate: tls?.certificate,
    DicomTlsPrivateKey: tls?.key,
    DicomTlsTrustedCertificates: tls?.trusted,
    DicomModalities: {
      peer: {
        AET: peer.title,
        Host: '127.0.0.1',
        Port: peer.port,
        AllowStorageCommitment: true,
        UseDicomTls: tls !== undefined,
      },
    },
    Plugins: [],
  };
  const file = join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify(settings));
  const child = spawn(program, [file, '--logfile=' + join(folder, 'log')], { stdio: 'ignore' });
  let ended = false;
  const exited = new Promise((resolve) => child.on('close', resolve).on('error', resolve)).then(() => (ended = true));
  const base = `http://127.0.0.1:${httpPort}`;
  const call = async (path, options) => {
    const answer = await fetch(base + path, { ...options, signal: AbortSignal.timeout(60_000) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`Orthanc ${path}: ${answer.status} ${body.toString().slice(0, 500)}`);
    return body;
  };
  const json = async (path, options) => JSON.parse((await call(path, options)).toString());
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually('Orthanc is ready', async () => {
      if (ended) throw new Error(`Orthanc ended: ${(await readFile(join(folder, 'log')).catch(() => '')).toString()}`);
      return (await connects(port)) && (await json('/system'));
    });
  } catch (problem) {
    await stop();
    throw problem;
  }
  return {
    port,
    bytes: (path) => call(path),
    get: (path) => json(path),
    post: (path, body) =>
      json(path, { method: 'POST', body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    log: async () => (await readFile(join(folder, 'log'))).toString(),
    stop,
  };
}
