// An authority of a test's own and a certificate that it signed for localhost.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process.js';

async function openssl(...args) {
  const done = await run('openssl', args);
  if (done.code !== 0) throw new Error(`openssl ${args[0]}: ${done.stderr}`);
}

// {ca, certificate, key, folder, clean}: paths of PEM files.
export async function makeAuthority() {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-ca-'));
  const at = (name) => join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '30',
    '-subj',
    '/CN=Test authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  );
  await openssl('req', ...newKey, '-subj', '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr'));
  await writeFile(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signed = [
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    at('names'),
  ];
  await openssl('x509', '-req', '-in', at('server.csr'), ...signed, '-out', at('server.pem'));
  return {
    folder,
    ca: at('ca.pem'),
    certificate: at('server.pem'),
    key: at('server.key'),
    clean: () => rm(folder, { recursive: true, force: true }),
  };
}
