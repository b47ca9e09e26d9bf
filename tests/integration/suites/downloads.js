// Studies as ZIPs with DICOMDIR.
import assert from 'node:assert/strict';
import { access, chmod, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSeries, newStudy } from '../harness/dicom/part10.js';
import { storeAll } from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { run } from '../harness/process.js';
import {
  allow,
  enablePortal,
  grant,
  grantOf,
  inState,
  makeClinician,
  makeClinicianRole,
  makeTenant,
} from '../harness/world.js';

const python = '/usr/bin/python3'; // Debian's, which has Debian's pydicom
const readFileSet = `
import sys, zipfile, io
from pydicom.fileset import FileSet
found = FileSet(sys.argv[1] + '/DICOMDIR')
for one in found:
    stored = one.load()
    assert one.ReferencedSOPInstanceUIDInFile == stored.SOPInstanceUID
    assert one.StudyInstanceUID == stored.StudyInstanceUID and one.SeriesInstanceUID == stored.SeriesInstanceUID
    assert one.PatientID == stored.PatientID
    print(one.FileID, one.PatientName)
`;

async function inFolder(bytes, work) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-zip-'));
  try {
    const file = join(folder, 'study.zip');
    await writeFile(file, bytes);
    const unzipped = await run('unzip', ['-q', file, '-d', join(folder, 'files')]);
    assert.equal(unzipped.code, 0, unzipped.stderr);
    return await work(join(folder, 'files'), file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const queue = '/api/v1/tenant/validation-queue';

export default async function downloads(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  await enablePortal(tenant);
  const taking = await makeClinicianRole(tenant, ['access_referred_studies', 'view_images', 'download_images']);
  const looking = await makeClinicianRole(tenant, ['access_referred_studies', 'view_images']);
  const jan = await makeClinician(server, { name: 'Jan Maes' });
  const nel = await makeClinician(server, { name: 'Nel Nurse' });
  await allow(tenant, jan, taking);
  await allow(tenant, nel, looking);
  server.secrets.add('Müller');

  const head = newStudy({
    patientName: 'Müller^Jürgen',
    referrer: 'Nobody^Else',
  });
  const slices = newSeries(head, 3, {
    preamble: Buffer.alloc(128, 'MZ<script>'),
  });
  const scout = newSeries(head, 1, { rows: 64 });
  await storeAll(admin, slug, [...slices, ...scout]);
  const study = await inState(admin, head.studyUid, 'ready');
  const path = `/api/v1/studies/${study.id}/download`;
  const take = (client, headers, query = '') => client.get(path + query, headers);

  await whole();
  await parts();
  await rights();
  await gone();

  async function whole() {
    await test('CLA-24 SEC-5 a study comes as a ZIP of known size, with empty preambles and no name from outside', async () => {
      const answer = await take(admin);
      answer.expect(200);
      assert.equal(answer.headers['content-type'], 'application/zip');
      assert.equal(answer.headers['content-length'], String(answer.body.length));
      assert.equal(answer.headers['content-disposition'], 'attachment; filename="study-20250310.zip"');
      await inFolder(answer.body, async (folder, file) => {
        assert.equal((await run('unzip', ['-tq', file])).code, 0);
        const names = (await run('unzip', ['-Z1', file])).stdout.trim().split('\n').sort();
        assert.equal(names[0], 'DICOMDIR');
        assert.deepEqual(
          names.slice(1).map((name) => /^IMAGES\/S00[12]\/I00000[123]$/.test(name)),
          [true, true, true, true],
        );
        for (const name of names.slice(1)) assert.equal((await run('dcmdump', [join(folder, name)])).code, 0);
      });
    });

    await test('CLA-24 its DICOMDIR leads pydicom to every object, and dciodvfy and dcmdump accept it', async () => {
      await inFolder((await take(admin)).body, async (folder) => {
        const checked = await run('dciodvfy', [join(folder, 'DICOMDIR')]);
        assert.doesNotMatch(checked.stdout + checked.stderr, /^Error/m);
        assert.equal((await run('dcmdump', [join(folder, 'DICOMDIR')])).code, 0);
        // DCMTK's own maker of file-sets finds every object in its place, and takes it in once more without a word.
        const copy = join(folder, 'COPY');
        await copyFile(join(folder, 'DICOMDIR'), copy);
        const again = await run('dcmmkdir', ['+U', '+D', copy, '+id', folder, '+r', '-nb', 'IMAGES']);
        assert.equal(again.code, 0, again.stderr);
        assert.doesNotMatch(again.stderr, /^[EF]:/m);
        const known = await access(python).then(
          () => true,
          () => false,
        );
        if (!known || (await run(python, ['-c', 'import pydicom.fileset'])).code !== 0) return;
        await writeFile(join(folder, 'read.py'), readFileSet);
        const read = await run(python, [join(folder, 'read.py'), folder]);
        assert.equal(read.code, 0, read.stderr);
        const lines = read.stdout.trim().split('\n');
        assert.equal(lines.length, 4);
        assert.ok(lines.every((line) => line.endsWith('Müller^Jürgen')));
      });
    });

    await test('CLA-24 a single series comes alone; one of another study is not there', async () => {
      const detail = (await admin.get(`/api/v1/studies/${study.id}`)).expect(200);
      const one = detail.series.find((series) => series.instanceCount === 1);
      const answer = await take(admin, {}, `?series=${one.id}`);
      answer.expect(200);
      await inFolder(answer.body, async (_, file) => {
        const names = (await run('unzip', ['-Z1', file])).stdout.trim().split('\n');
        assert.deepEqual(names, ['DICOMDIR', 'IMAGES/S001/I000001']);
      });
      (await take(admin, {}, '?series=0123456789abcdefghjkmnpqrs')).refused(404, 'not_found');
      (await take(admin, {}, '?series=x')).refused(422, 'invalid_input');
    });

    await test('STU-12 what was corrected leaves corrected, and the entity tag is another', async () => {
      const wrong = newStudy({
        patientName: 'Wrong^Name',
        accessionNumber: '',
      });
      await storeAll(admin, slug, newSeries(wrong, 2));
      const queued = await inState(admin, wrong.studyUid, 'queued');
      const before = (await admin.send('HEAD', `/api/v1/studies/${queued.id}/download`)).headers;
      const one = (await admin.get(`${queue}/${queued.id}`)).expect(200);
      const fields = { name: 'Right^Name', accessionNumber: 'A77' };
      (
        await admin.post(`${queue}/${queued.id}/corrections`, {
          version: one.version,
          fields,
        })
      ).expect(200);
      await inState(admin, wrong.studyUid, 'ready');
      const answer = await admin.get(`/api/v1/studies/${queued.id}/download`);
      answer.expect(200);
      assert.notEqual(answer.headers.etag, before.etag);
      await inFolder(answer.body, async (folder, file) => {
        assert.equal((await run('unzip', ['-tq', file])).code, 0);
        const dump = (await run('dcmdump', [join(folder, 'DICOMDIR')])).stdout;
        assert.match(dump, /Right\^Name/);
        assert.doesNotMatch(dump, /Wrong\^Name/);
      });
    });
  }

  async function parts() {
    await test('CLA-24 HEAD tells size and tag; a part comes with Range; If-Range and If-None-Match hold', async () => {
      const all = await take(admin);
      const told = await admin.send('HEAD', path);
      assert.equal(told.headers['content-length'], String(all.body.length));
      assert.equal(told.headers.etag, all.headers.etag);
      assert.equal(told.headers['accept-ranges'], 'bytes');
      const { etag } = all.headers;
      for (const from of [0, 1, 29, 30, 38, 500, all.body.length - 1000, all.body.length - 1]) {
        const rest = await take(admin, {
          Range: `bytes=${from}-`,
          'If-Range': etag,
        });
        assert.equal(rest.status, 206);
        assert.ok(rest.body.equals(all.body.subarray(from)), `from ${from}`);
      }
      const middle = await take(admin, { Range: 'bytes=700-2099' });
      assert.ok(middle.body.equals(all.body.subarray(700, 2100)));
      assert.equal((await take(admin, { Range: 'bytes=0-9', 'If-Range': '"other"' })).status, 200);
      assert.equal((await take(admin, { Range: `bytes=${all.body.length}-` })).status, 416);
      assert.equal((await take(admin, { 'If-None-Match': etag })).status, 304);
    });

    await test('CLA-24 a download that went on after the study changed begins anew', async () => {
      const before = await take(admin);
      await storeAll(admin, slug, newSeries(head, 1));
      await inState(admin, head.studyUid, 'ready');
      const rest = await take(admin, {
        Range: 'bytes=10-',
        'If-Range': before.headers.etag,
      });
      assert.equal(rest.status, 200);
      assert.notEqual(rest.headers.etag, before.headers.etag);
      assert.ok(rest.body.length > before.body.length);
    });
  }

  async function rights() {
    await test('GEN-1 GEN-2 downloading needs its own right', async () => {
      (await take(jan)).refused(404, 'not_found');
      await grant(tenant, study, jan);
      await grant(tenant, study, nel);
      (await take(jan)).expect(200);
      (await take(nel)).refused(403, 'forbidden');
    });

    await test('AUD-1 a download stands in the trail once, with its format', async () => {
      await take(jan, { Range: 'bytes=0-9' });
      const found = (await admin.get('/api/v1/tenant/audit?limit=200&event=study.downloaded')).expect(200).items;
      const mine = found.filter((entry) => JSON.stringify(entry).includes('Jan Maes'));
      assert.equal(mine.length, 1);
      assert.match(JSON.stringify(mine[0]), /zip/);
    });

    await test('GEN-5 a download that is under way ends with the object it is sending', async () => {
      const big = newStudy({ referrer: 'Nobody^Else' });
      await storeAll(admin, slug, newSeries(big, 12, { rows: 1024, columns: 1024 }));
      const row = await inState(admin, big.studyUid, 'ready');
      await grant(tenant, row, jan);
      const response = await jan.open('GET', `/api/v1/studies/${row.id}/download`, { agent: new http.Agent() });
      assert.equal(response.statusCode, 200);
      const chunks = [await new Promise((resolve) => response.once('data', resolve))];
      response.pause();
      (await admin.del(`/api/v1/grants/${await grantOf(tenant, row, jan)}`)).expect(204);
      const withdrawn = performance.now();
      await eventually('a right that was looked at is looked at anew', () => performance.now() > withdrawn + 300);
      response.on('data', (chunk) => chunks.push(chunk));
      await new Promise((resolve) => {
        for (const end of ['end', 'error', 'close']) response.on(end, resolve);
        response.resume();
      });
      const received = Buffer.concat(chunks).length;
      assert.ok(!response.complete, 'the download did not end as if it were whole');
      assert.ok(received < Number(response.headers['content-length']));
    });
  }

  async function gone() {
    await test('STU-20 CLA-24 what is damaged is not in the ZIP, which says so, and a download begun before is not gone on with', async () => {
      const header = newStudy();
      const [good, bad] = newSeries(header, 2);
      await storeAll(admin, slug, [good, bad]);
      const { id } = await inState(admin, header.studyUid, 'ready');
      const address = `/api/v1/studies/${id}/download`;
      const before = (await admin.send('HEAD', address)).headers;
      await damage(bad);
      assert.equal((await server.command(['storage', 'verify'], { fails: true })).json.damaged, 1);
      const answer = await admin.get(address, { Range: 'bytes=10-', 'If-Range': before.etag });
      assert.equal(answer.status, 200);
      await inFolder(answer.body, async (folder, file) => {
        const names = (await run('unzip', ['-Z1', file])).stdout.trim().split('\n');
        assert.deepEqual(names, ['DICOMDIR', 'INCOMPLETE.TXT', 'IMAGES/S001/I000001']);
        const told = await readFile(join(folder, 'INCOMPLETE.TXT'), 'latin1');
        assert.ok(told.includes(bad.sopUid) && !told.includes(good.sopUid));
        const dump = (await run('dcmdump', [join(folder, 'DICOMDIR')])).stdout;
        assert.ok(dump.includes(good.sopUid) && !dump.includes(bad.sopUid));
      });
    });

    await test('STU-22 a deleted study is not downloaded, by nobody, until it is taken back', async () => {
      const reason = { reason: 'wrong patient' };
      (await admin.post(`/api/v1/studies/${study.id}/deletion`, reason)).expect(204);
      for (const client of [admin, jan]) (await take(client)).refused(404, 'not_found');
      (await admin.post(`/api/v1/tenant/deleted-studies/${study.id}/restore`, reason)).expect(204);
      await inState(admin, head.studyUid, 'ready');
      (await take(admin)).expect(200);
    });
  }

  async function damage(instance) {
    const [{ blob }] = await server.database.rows(
      `SELECT blob_id AS blob FROM instance WHERE sop_instance_uid = '${instance.sopUid}'`,
    );
    const blobs = join(server.folder, 'blobs');
    const path = join(
      blobs,
      (await readdir(blobs, { recursive: true })).find((name) => name.endsWith(blob)),
    );
    const bytes = await readFile(path);
    bytes[700] ^= 4;
    await chmod(path, 0o600);
    await writeFile(path, bytes);
  }
}
