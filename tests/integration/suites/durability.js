// Nothing acknowledged is lost (GEN-3, PERF-13): kill -9, damaged disks, full disks.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from '../harness/binary.js';
import { newInstance, newSeries, newStudy } from '../harness/dicom/part10.js';
import { store } from '../harness/dicom/network.js';
import {
  asDicom,
  asFrames,
  framePath,
  instancePath,
  parts,
  storeAll,
  storeBytes,
} from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { cleanEnvironment, run } from '../harness/process.js';
import { makeTenant } from '../harness/world.js';

// The nightly tier asks for more.
const kills = Number(process.env.PORTICO_TEST_KILLS ?? 25);

// What stands after the file meta information: the same, whoever sent it.
function dataSet(bytes) {
  return bytes.subarray(144 + bytes.readUInt32LE(140));
}

// What of the acknowledged instances is not there, or not as it was sent.
async function lostOf(client, slug, acknowledged) {
  const lost = [];
  for (const instance of acknowledged) {
    const answer = await client.get(instancePath(slug, instance), asDicom);
    const [part] = answer.status === 200 ? parts(answer) : [];
    if (!part || !dataSet(part.body).equals(dataSet(instance.bytes))) lost.push(instance.sopUid);
  }
  return lost;
}

// Senders that go on until the server is gone; what was acknowledged to them stands in `acknowledged`.
class Senders {
  acknowledged = [];
  #stopped = false;
  #children = new Set();

  constructor(server, tenant, modality, folder) {
    Object.assign(this, { server, tenant, modality, folder });
  }

  // Until so many more are acknowledged; then all of them are cut off.
  async untilKilled(count) {
    this.#stopped = false;
    const wanted = this.acknowledged.length + count;
    const work = [this.#byWeb(), this.#byNode(), this.#byImport()];
    await eventually('enough is acknowledged', () => this.acknowledged.length >= wanted, {
      seconds: 60,
      every: 2,
    });
    this.#stopped = true;
    const gone = this.server.stop('SIGKILL');
    for (const child of this.#children) child.kill('SIGKILL');
    await gone;
    await Promise.all(work);
  }

  async #byWeb() {
    while (!this.#stopped) {
      const sent = newSeries(newStudy(), 3, { rows: 128, columns: 128 });
      try {
        const answer = await storeBytes(
          this.tenant.admin,
          this.tenant.slug,
          sent.map((one) => one.bytes),
        );
        if (answer.status === 200) this.acknowledged.push(...sent);
      } catch {
        return; // the connection went with the server
      }
    }
  }

  // storescu says of each object in turn how it was answered.
  async #byNode() {
    for (let round = 0; !this.#stopped; round += 1) {
      const sent = newSeries(newStudy(), 4, { rows: 128, columns: 128 });
      const folder = await mkdtemp(join(this.folder, 'node-'));
      const files = sent.map((_, i) => join(folder, `${i}.dcm`));
      for (const [i, one] of sent.entries()) await writeFile(files[i], one.bytes);
      const { called, calling } = this.modality;
      await this.#child(
        'storescu',
        ['-v', '-aet', calling, '-aec', called, '127.0.0.1', String(this.server.dicom), ...files],
        (line, state) => {
          if (line.includes('Received Store Response (Success)'))
            this.acknowledged.push(sent[state.answered++]);
          else if (line.includes('Received Store Response')) state.answered += 1;
        },
      );
    }
  }

  // An import tells at its end.
  async #byImport() {
    for (let round = 0; !this.#stopped; round += 1) {
      const sent = newSeries(newStudy(), 4, { rows: 128, columns: 128 });
      const folder = await mkdtemp(join(this.folder, 'import-'));
      for (const [i, one] of sent.entries()) await writeFile(join(folder, `${i}.dcm`), one.bytes);
      const args = ['import', folder, '--tenant', this.tenant.slug, ...this.server.place, '--json'];
      const code = await this.#child(binary, args, () => {});
      if (code === 0) this.acknowledged.push(...sent);
    }
  }

  #child(program, args, onLine) {
    if (this.#stopped) return Promise.resolve(null);
    return new Promise((resolve) => {
      const child = spawn(program, args, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
      this.#children.add(child);
      const state = { answered: 0 };
      for (const stream of [child.stdout, child.stderr]) {
        let text = '';
        stream.on('data', (chunk) => {
          const lines = (text + chunk).split('\n');
          text = lines.pop();
          for (const line of lines) onLine(line, state);
        });
      }
      child.on('close', (code) => {
        this.#children.delete(child);
        resolve(code);
      });
    });
  }
}

export default async function durability(bench) {
  const test = bench.test;
  const folder = await mkdtemp(join(tmpdir(), 'portico-durable-'));
  const quietStore = { env: { PORTICO_STORAGE_SCRUB_MIB_PER_MINUTE: '0' } };
  const server = await bench.serve(quietStore);
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  const modality = { called: 'DURABLE', calling: 'SENDER' };
  const ae = ['ae', 'add', '--tenant', slug, '--called', modality.called, '--calling', modality.calling];
  await server.command(ae);
  try {
    await killing();
    await damaging();
    await filling();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  async function killing() {
    const senders = new Senders(server, tenant, modality, folder);
    await test(`GEN-3 PERF-13 ${kills} times kill -9 under C-STORE, STOW-RS and import: nothing acknowledged is lost`, async () => {
      for (let kill = 0; kill < kills; kill += 1) {
        const before = senders.acknowledged.length;
        await senders.untilKilled(1 + Math.floor(Math.random() * 12));
        await server.start();
        assert.deepEqual(
          await lostOf(admin, slug, senders.acknowledged.slice(before)),
          [],
          `after kill ${kill + 1}`,
        );
      }
      assert.deepEqual(await lostOf(admin, slug, senders.acknowledged), []);
    });

    await test('GEN-3 nothing is half there: counts agree, contents are whole, the database is sound', async () => {
      const wrong = await server.database.rows(
        `SELECT s.study_instance_uid FROM study s WHERE s.visible = 0 AND s.instance_count <>
           (SELECT count(*) FROM instance i WHERE i.study_id = s.id AND i.superseded_at IS NULL)`,
      );
      assert.deepEqual(wrong, []);
      const { json } = await server.command(['storage', 'verify']);
      assert.deepEqual([json.missing, json.damaged], [0, 0]);
      assert.ok(json.objects >= senders.acknowledged.length);
      if (server.database.file)
        assert.deepEqual(await server.database.rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
      const audit = await server.command(['audit', 'verify']);
      assert.equal(audit.code, 0);
    });

    await test('GEN-3 the checker of this test sees a loss: one object is taken away', async () => {
      const [victim] = senders.acknowledged;
      const uid = `sop_instance_uid = '${victim.sopUid}'`;
      await server.database.exec(`DELETE FROM instance WHERE ${uid}`);
      assert.deepEqual(await lostOf(admin, slug, senders.acknowledged.slice(0, 3)), [victim.sopUid]);
    });
  }

  async function blobOf(instance) {
    const [{ blob }] = await server.database.rows(
      `SELECT blob_id AS blob FROM instance WHERE sop_instance_uid = '${instance.sopUid}'`,
    );
    const blobs = join(server.folder, 'blobs');
    const names = await readdir(blobs, { recursive: true });
    return join(
      blobs,
      names.find((name) => name.endsWith(blob)),
    );
  }

  async function damaging() {
    const study = newStudy();
    const [good, bad] = newSeries(study, 2);

    await test('STU-20 a flipped bit is found by storage verify, told in the audit trail, and never shown', async () => {
      await storeAll(admin, slug, [good, bad]);
      assert.equal((await server.command(['storage', 'verify'])).code, 0);
      const path = await blobOf(bad);
      await chmod(path, 0o600);
      const file = await open(path, 'r+');
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, 700);
      byte[0] ^= 4;
      await file.write(byte, 0, 1, 700);
      await file.close();
      const done = await server.command(['storage', 'verify'], { fails: true });
      assert.equal(done.code, 1);
      assert.equal(done.json.damaged, 1);
      const seen = server.serverErrors.length;
      (await admin.get(framePath(slug, bad), asFrames)).refused(500, 'content_damaged');
      server.serverErrors.splice(seen);
      assert.equal((await admin.get(framePath(slug, good), asFrames)).status, 200);
      const { items } = (await admin.get('/api/v1/tenant/audit?event=object.damaged')).expect(200);
      assert.equal(items.length, 1);
    });

    await test('STU-20 STU-5 the damaged object is whole again once it is sent again', async () => {
      (await storeBytes(admin, slug, [bad.bytes])).expect(200);
      const [frame] = parts(await admin.get(framePath(slug, bad), asFrames));
      assert.ok(frame.body.equals(bad.pixels));
      assert.equal((await server.command(['storage', 'verify'])).code, 0);
    });
  }

  // A file system that is full after a few objects; only root can make one.
  async function filling() {
    const small = join(folder, 'small');
    await mkdir(small);
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'none', small]);
    if (mounted.code !== 0) return bench.skip('GEN-3 a full disk', 'no file system can be mounted here');
    try {
      await full(small);
    } finally {
      await run('umount', ['-l', small]);
    }
  }

  async function full(small) {
    const cramped = await bench.serve({ ...quietStore, args: ['--storage', `file:${join(small, 'blobs')}`] });
    await fullDisk(cramped, small);
    await cramped.stop();
  }

  async function fullDisk(cramped, small) {
    const place = await makeTenant(cramped);
    const big = () => newInstance(newStudy(), { rows: 512, columns: 512 });
    const kept = [];

    await test('GEN-3 a full disk refuses what does not fit, says so, and keeps what it has', async () => {
      let answer;
      for (let i = 0; i < 12; i += 1) {
        const one = big();
        answer = await storeBytes(place.admin, place.slug, [one.bytes]);
        if (answer.status !== 200) break;
        kept.push(one);
      }
      assert.ok(kept.length >= 2);
      const seen = cramped.serverErrors.filter((error) => !String(JSON.stringify(error)).includes('507'));
      assert.ok([409, 507].includes(answer.status), String(answer.status));
      cramped.serverErrors = seen;
      await cramped.command([
        'ae',
        'add',
        '--tenant',
        place.slug,
        '--called',
        'CRAMPED',
        '--calling',
        'SENDER',
      ]);
      const refused = await store(cramped, { called: 'CRAMPED', calling: 'SENDER' }, [big().bytes]);
      assert.match(refused.output, /0xa700|OutOfResources|out of resources/i);
      assert.deepEqual(await lostOf(place.admin, place.slug, kept), []);
      (await place.admin.get('/api/v1/studies')).expect(200);
    });

    await test('GEN-3 when there is room again, it goes on by itself', async () => {
      assert.equal((await run('mount', ['-o', 'remount,size=16m', small])).code, 0);
      const one = big();
      (await storeBytes(place.admin, place.slug, [one.bytes])).expect(200);
      assert.deepEqual(await lostOf(place.admin, place.slug, [...kept, one]), []);
    });
  }
}
