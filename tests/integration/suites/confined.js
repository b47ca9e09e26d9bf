// The server under an account that owns nothing but its data, on a file system that is read-only beside it (SEC-8).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { asDicom, instancePath } from '../harness/dicom/web.js';
import { run } from '../harness/process.js';
import { makeTenant, readyStudy } from '../harness/world.js';

const unit = new URL('../../../packaging/systemd/portico.service', import.meta.url).pathname;
const nobody = 65534;

// A mount namespace of its own: all read-only, the data folder writable and the account's.
const confined = (folder) => [
  ...['unshare', '--mount', 'sh', '-ec'],
  `chown ${nobody}:${nobody} "$0"; mount --bind "$0" "$0"; mount -o remount,ro,bind /; cd /
   exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"`,
  folder,
];

const works = async (words) => (await run(words[0], words.slice(1)).catch(() => ({ code: 1 }))).code === 0;

export default async function suite(bench) {
  await unitFile(bench);
  const possible = ['unshare', '--mount', 'sh', '-c', 'mount -o remount,ro,bind / && setpriv --no-new-privs true'];
  if (!(await works(possible))) {
    bench.skip('SEC-8 the server on a read-only system', 'unshare or setpriv is not possible here');
    return;
  }
  const server = await bench.serve({ within: confined });
  await bench.test('SEC-8 it is another account, gains nothing, and writes nowhere but in its data', async () => {
    const status = await readFile(`/proc/${server.ready.pid}/status`, 'utf8');
    const line = (name) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)[1];
    assert.deepEqual(line('Uid').split(/\s+/), Array(4).fill(String(nobody)));
    assert.deepEqual([line('NoNewPrivs'), line('CapBnd'), line('CapEff')], ['1', '0'.repeat(16), '0'.repeat(16)]);
    const mounts = await readFile(`/proc/${server.ready.pid}/mounts`, 'utf8');
    const root = mounts.split('\n').find((each) => each.split(' ')[1] === '/');
    assert.ok(root.split(' ')[3].split(',').includes('ro'), root);
  });
  await bench.test('SEC-8 it takes studies, releases, decodes and gives them all the same', async () => {
    const tenant = await makeTenant(server);
    const study = await readyStudy(tenant, { count: 2 });
    const path = instancePath(tenant.slug, study.instances[0]);
    assert.equal((await tenant.admin.get(path, asDicom)).status, 200);
    assert.equal((await tenant.admin.get(`${path}/rendered`)).headers['content-type'], 'image/jpeg');
    assert.equal((await tenant.admin.get(`${path}/metadata`)).expect(200).length, 1);
  });
}

async function unitFile(bench) {
  if (!(await works(['systemd-analyze', '--version']))) {
    bench.skip('SEC-8 the systemd unit', 'systemd-analyze is not installed');
    return;
  }
  await bench.test('SEC-8 the systemd unit leaves the service little', async () => {
    const judged = await run('systemd-analyze', ['security', '--offline=yes', '--threshold=15', unit]);
    assert.equal(judged.code, 0, judged.stdout.split('\n').slice(-3).join('\n'));
    assert.match(await readFile(unit, 'utf8'), /^User=portico$/m);
  });
}
