// A server that also speaks DICOM over TLS, for suites about nodes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './network.js';

// {server, folder, ours, theirs, clean}: certificates of this server and of the other side, and a folder for more.
export async function serveSecurely(bench, env = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-nodes-'));
  const ours = await makeCertificate(folder, 'portico');
  const theirs = await makeCertificate(folder, 'peer');
  const server = await bench.serve({
    env: {
      PORTICO_STORAGE_SCRUB_MIB_PER_MINUTE: '0', // tests damage objects
      PORTICO_DICOM_TLS_PORT: '0',
      PORTICO_DICOM_TLS_CERTIFICATE: ours.certificate,
      PORTICO_DICOM_TLS_KEY: ours.key,
      ...env,
    },
  });
  return { server, folder, ours, theirs, clean: () => rm(folder, { recursive: true, force: true }) };
}
