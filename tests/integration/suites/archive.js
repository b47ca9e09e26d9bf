// Ways in: C-STORE, STOW-RS, import. What is kept once, what is refused, what stays apart.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newInstance, newSeries, newStudy, newUid, part10 } from '../harness/dicom/part10.js';
import { echo, store } from '../harness/dicom/network.js';
import { asDicom, asJson, framePath, asFrames, parts, related, storeAll, storeBytes } from '../harness/dicom/web.js';
import { run } from '../harness/process.js';
import { changeSettings, findStudy, inState, makeKey, makeStaff, makeTenant } from '../harness/world.js';

const failedSequence = '00081198';
const failureReason = '00081197';
const duplicateRefused = 0x0111;

export default async function archive(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const other = await makeTenant(server);
  const { admin, slug } = tenant;
  const modality = { called: 'PORTICO_A', calling: 'CT_SCANNER' };
  await server.command(['ae', 'add', '--tenant', slug, '--called', modality.called, '--calling', modality.calling]);
  await server.command(['ae', 'add', '--tenant', other.slug, '--called', 'PORTICO_B', '--calling', modality.calling]);

  await network();
  await web();
  await twice();
  await refused();
  await importing();
  await apart();
  await surviving();

  async function network() {
    await test('STU-1 a registered node gets an echo', async () => {
      assert.equal((await echo(server, modality)).code, 0);
    });

    await test('STU-1 an unknown called title is rejected for that reason', async () => {
      const { code, output } = await echo(server, { ...modality, called: 'NOBODY' });
      assert.notEqual(code, 0);
      assert.match(output, /Called AE Title Not Recognized/i);
    });

    await test('STU-1 an unknown calling title, or one from another address, is rejected for that reason', async () => {
      const unknown = await echo(server, { ...modality, calling: 'STRANGER' });
      assert.match(unknown.output, /Calling AE Title Not Recognized/i);
      const elsewhere = { called: modality.called, calling: 'ELSEWHERE', host: '192.0.2.7' };
      (await admin.post('/api/v1/tenant/ae-titles', elsewhere)).expect(201);
      assert.match((await echo(server, elsewhere)).output, /Calling AE Title Not Recognized/i);
    });

    await test('STU-1 GEN-2 a called title belongs to one department', async () => {
      const taken = { called: modality.called, calling: 'OTHER' };
      (await other.admin.post('/api/v1/tenant/ae-titles', taken)).refused(409, 'ae_title_taken');
      (await admin.post('/api/v1/tenant/ae-titles', modality)).refused(409, 'ae_title_registered');
    });

    await test('STU-1 C-STORE puts a study into the department that the called title names', async () => {
      const study = newStudy();
      const sent = newSeries(study, 3);
      const { code, output } = await store(
        server,
        modality,
        sent.map((one) => one.bytes),
      );
      assert.equal(code, 0, output);
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.instanceCount, 3);
      assert.equal(row.patient.name, 'Wouterlood, An');
      assert.equal(await findStudy(other.admin, study.studyUid), undefined);
      const [frame] = parts(await admin.get(framePath(slug, sent[1]), asFrames));
      assert.ok(frame.body.equals(sent[1].pixels));
    });

    await test('STU-6 C-STORE of what is not DICOM inside gets a failure status and leaves nothing', async () => {
      const study = newStudy();
      const broken = newInstance(study);
      const cut = broken.bytes.subarray(0, broken.bytes.length - 100);
      await store(server, modality, [cut]);
      assert.equal(await findStudy(admin, study.studyUid), undefined);
      assert.equal((await echo(server, modality)).code, 0);
    });
  }

  async function web() {
    await test('STU-2 STOW-RS of good objects answers 200 with a reference to each', async () => {
      const study = newStudy();
      const sent = newSeries(study, 2);
      const answer = await storeBytes(
        admin,
        slug,
        sent.map((one) => one.bytes),
      );
      const stored = answer.expect(200)['00081199'].Value.map((item) => item['00081155'].Value[0]);
      assert.deepEqual(stored.sort(), sent.map((one) => one.sopUid).sort());
    });

    await test('STU-2 STOW-RS with some bad objects answers 202 with the failures', async () => {
      const good = newInstance(newStudy());
      const answer = await storeBytes(admin, slug, [good.bytes, Buffer.from('this is no DICOM object at all')]);
      const body = answer.expect(202);
      assert.equal(body['00081199'].Value.length, 1);
      assert.equal(body[failedSequence].Value.length, 1);
    });

    await test('STU-2 STU-6 STOW-RS of nothing but bad objects answers 409 and keeps nothing', async () => {
      const study = newStudy();
      const whole = newInstance(study);
      const withoutUid = part10(whole.sopClass, whole.sopUid, [
        ['00100020', 'LO', 'P1'],
        ['0020000D', 'UI', study.studyUid],
      ]);
      const truncated = whole.bytes.subarray(0, whole.bytes.length - 64);
      const answer = await storeBytes(admin, slug, [withoutUid, truncated, Buffer.alloc(2000)]);
      assert.equal(answer.expect(409)[failedSequence].Value.length, 3);
      assert.equal(await findStudy(admin, study.studyUid), undefined);
    });

    await test('STU-2 an object of another study than the one in the address is refused', async () => {
      const instance = newInstance(newStudy());
      const answer = await storeBytes(admin, slug, [instance.bytes], newUid());
      answer.expect(409);
      assert.equal(await findStudy(admin, instance.studyUid), undefined);
    });

    await test('STU-2 other media types get 415, broken multipart 400', async () => {
      const path = `/t/${slug}/dicomweb/studies`;
      const send = (type, body) => admin.send('POST', path, { body, headers: { 'Content-Type': type } });
      assert.equal((await send('application/json', '{}')).status, 415);
      const json = related([{ type: 'application/json', body: Buffer.from('{}') }]);
      assert.equal((await send(json.contentType, json.body)).status, 415);
      const { contentType, body } = related([{ type: 'application/dicom', body: newInstance(newStudy()).bytes }]);
      assert.equal((await send(contentType, body.subarray(0, body.length - 40))).status, 400);
      assert.equal((await send('multipart/related; type="application/dicom"', body)).status, 400);
    });

    // The DICOM JSON of one object whose pixels come apart.
    const described = (instance, more = {}) => ({
      '00080016': { vr: 'UI', Value: [instance.sopClass] },
      '00080018': { vr: 'UI', Value: [instance.sopUid] },
      '00080060': { vr: 'CS', Value: ['CT'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Möller^Ida' }] },
      '00100020': { vr: 'LO', Value: [instance.study.patientId] },
      '00100030': { vr: 'DA', Value: ['19700203'] },
      '00100040': { vr: 'CS', Value: ['F'] },
      '00080050': { vr: 'SH', Value: [instance.study.accessionNumber] },
      '0020000D': { vr: 'UI', Value: [instance.studyUid] },
      '0020000E': { vr: 'UI', Value: [instance.seriesUid] },
      '00280002': { vr: 'US', Value: [1] },
      '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
      '00280010': { vr: 'US', Value: [instance.rows] },
      '00280011': { vr: 'US', Value: [instance.columns] },
      '00280100': { vr: 'US', Value: [16] },
      '00280101': { vr: 'US', Value: [16] },
      '00280102': { vr: 'US', Value: [15] },
      '00280103': { vr: 'US', Value: [0] },
      '7FE00010': { vr: 'OW', BulkDataURI: `pixels/${instance.sopUid}` },
      ...more,
    });
    const json = 'application/dicom+json';
    const storeDescribed = (descriptions, bulks, studyUid = '') => {
      const { contentType, body } = related(
        [{ type: json, body: Buffer.from(JSON.stringify(descriptions)) }, ...bulks],
        json,
      );
      const path = `/t/${slug}/dicomweb/studies${studyUid && `/${studyUid}`}`;
      return admin.send('POST', path, { body, headers: { 'Content-Type': contentType, Accept: json } });
    };
    const pixelsOf = (instance, type = 'application/octet-stream') => ({
      type,
      body: instance.pixels,
      location: `pixels/${instance.sopUid}`,
    });

    await test('STU-2 STOW-RS takes metadata with the bulk data apart, and what it builds leaves whole', async () => {
      server.secrets.add('Möller');
      const study = newStudy();
      const sent = newSeries(study, 2);
      const answer = await storeDescribed(
        sent.map((one) => described(one)),
        sent.map((one) => pixelsOf(one)).reverse(),
      );
      const stored = answer.expect(200)['00081199'].Value.map((item) => item['00081155'].Value[0]);
      assert.deepEqual(stored.sort(), sent.map((one) => one.sopUid).sort());
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.patient.name, 'Möller, Ida');
      for (const one of sent) {
        const [part] = parts(await admin.get(framePath(slug, one), asFrames));
        assert.ok(part.body.equals(one.pixels));
      }
    });

    await test('STU-2 compressed pixels keep the transfer syntax that their part names, a part a frame', async () => {
      const one = newInstance(newStudy(), { rows: 2, columns: 2 });
      const rle = { type: 'image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5', location: `pixels/${one.sopUid}` };
      const frames = [Buffer.alloc(70, 1), Buffer.alloc(80, 2)];
      const description = described(one, { '00280008': { vr: 'IS', Value: [2] } });
      (
        await storeDescribed(
          [description],
          frames.map((body) => ({ ...rle, body })),
        )
      ).expect(200);
      await inState(admin, one.studyUid, 'ready');
      const [part] = parts(await admin.get(framePath(slug, one, 2), asFrames));
      assert.ok(part.body.equals(frames[1]));
    });

    await test('STU-2 metadata without its bulk data, of another study or without sense fail alone', async () => {
      const [good, alone] = newSeries(newStudy(), 2);
      const answer = await storeDescribed([described(good), described(alone), { '00080018': 7 }], [pixelsOf(good)]);
      const body = answer.expect(202);
      assert.equal(body['00081199'].Value[0]['00081155'].Value[0], good.sopUid);
      assert.equal(body[failedSequence].Value.length, 2);
      const other = newInstance(newStudy());
      (await storeDescribed([described(other)], [pixelsOf(other)], newUid())).expect(409);
      assert.equal(await findStudy(admin, other.studyUid), undefined);
    });

    await test('STU-2 metadata that are no JSON get 400, as do bulk data that nothing refers to', async () => {
      const one = newInstance(newStudy());
      assert.equal((await storeDescribed({}, [])).status, 400);
      const stray = { ...pixelsOf(one), location: 'elsewhere' };
      assert.equal((await storeDescribed([described(one)], [stray])).status, 400);
      const xml = related([{ type: 'application/dicom+xml', body: Buffer.from('<x/>') }], 'application/dicom+xml');
      const headers = { 'Content-Type': xml.contentType };
      assert.equal((await admin.send('POST', `/t/${slug}/dicomweb/studies`, { body: xml.body, headers })).status, 415);
      assert.equal(await findStudy(admin, one.studyUid), undefined);
    });

    await test('ACC-11 STOW-RS needs Upload Studies', async () => {
      const instance = newInstance(newStudy());
      const reader = await makeStaff(tenant, ['view_studies']);
      (await storeBytes(reader, slug, [instance.bytes])).refused(403, 'forbidden');
      (await storeBytes(server.client(), slug, [instance.bytes])).refused(401, 'sign_in_required');
      const key = await makeKey(tenant, ['upload_studies']);
      (await storeBytes(key, slug, [instance.bytes])).expect(200);
      (await storeBytes(key, other.slug, [newInstance(newStudy()).bytes])).refused(404, 'not_found');
    });
  }

  async function twice() {
    const study = newStudy();
    const first = newInstance(study);
    const different = newInstance(study, { seriesUid: first.seriesUid, sopUid: first.sopUid });

    await test('STU-5 identical bytes are acknowledged and change nothing', async () => {
      await storeAll(admin, slug, [first]);
      const before = await inState(admin, study.studyUid, 'ready');
      (await storeBytes(admin, slug, [first.bytes])).expect(200);
      assert.deepEqual(await findStudy(admin, study.studyUid), before);
    });

    await test('STU-5 the same object is the same, whichever way it comes', async () => {
      const before = await findStudy(admin, study.studyUid);
      const { code, output } = await store(server, modality, [first.bytes]);
      assert.equal(code, 0, output);
      assert.deepEqual(await findStudy(admin, study.studyUid), before);
    });

    await test('STU-5 keep first: different bytes under the same UID are refused with a status of their own', async () => {
      const body = (await storeBytes(admin, slug, [different.bytes])).expect(409);
      assert.equal(body[failedSequence].Value[0][failureReason].Value[0], duplicateRefused);
      const [frame] = parts(await admin.get(framePath(slug, first), asFrames));
      assert.ok(frame.body.equals(first.pixels));
    });

    await test('STU-5 keep last: the newer bytes are served once they are validated', async () => {
      await changeSettings(tenant, { duplicatePolicy: 'keep_last' });
      (await storeBytes(admin, slug, [different.bytes])).expect(200);
      await inState(admin, study.studyUid, 'ready');
      const [frame] = parts(await admin.get(framePath(slug, first), asFrames));
      assert.ok(frame.body.equals(different.pixels));
      assert.equal((await findStudy(admin, study.studyUid)).instanceCount, 1);
      await changeSettings(tenant, { duplicatePolicy: 'keep_first' });
    });
  }

  async function refused() {
    await test('STU-6 absurd, nested and random objects are refused; the server goes on', async () => {
      // Sequences of undefined length in items of undefined length, ten thousand deep.
      const level = Buffer.from('08009600' + '53510000ffffffff' + 'feff00e0ffffffff', 'hex');
      const nested = Buffer.concat(Array.from({ length: 10_000 }, () => level));
      const whole = newInstance(newStudy());
      const deep = part10(whole.sopClass, whole.sopUid, [['00080018', 'UI', whole.sopUid]]);
      const lied = Buffer.from(whole.bytes);
      lied.writeUInt32LE(0xfffffff0, lied.indexOf(Buffer.from('OW')) + 4);
      const answer = await storeBytes(admin, slug, [
        Buffer.concat([deep, nested]),
        lied,
        Buffer.from('DICM'.repeat(1000)),
      ]);
      assert.equal(answer.expect(409)[failedSequence].Value.length, 3);
      (await admin.get('/readyz')).expect(200);
    });
  }

  async function importing() {
    const folder = join(server.folder, 'to-import');
    const study = newStudy();
    const importIt = (more) => server.command(['import', '--tenant', slug, folder], more);

    await test('STU-4 import takes a folder in and passes over what is not DICOM', async () => {
      await mkdir(join(folder, 'deeper'), { recursive: true });
      for (const [i, instance] of newSeries(study, 4).entries())
        await writeFile(join(folder, i % 2 ? 'deeper' : '.', `slice${i}`), instance.bytes);
      await writeFile(join(folder, 'readme.txt'), 'not a picture');
      const { json } = await importIt();
      assert.deepEqual([json.found, json.stored, json.notDicom, json.refused], [5, 4, 1, 0]);
      assert.equal((await inState(admin, study.studyUid, 'ready')).instanceCount, 4);
    });

    await test('STU-4 import is safe to run again', async () => {
      const { json } = await importIt();
      assert.deepEqual([json.stored, json.alreadyThere], [0, 4]);
      const { studies } = (await server.command(['study', 'list', '--tenant', slug])).json;
      assert.equal(studies.find((one) => one.studyInstanceUid === study.studyUid).instanceCount, 4);
    });

    await test('STU-4 import tells what was refused', async () => {
      const whole = newInstance(newStudy());
      await writeFile(join(folder, 'cut.dcm'), whole.bytes.subarray(0, whole.bytes.length - 10));
      const done = await importIt({ fails: true });
      assert.equal(done.code, 1);
      assert.equal(done.json.refused, 1);
      assert.match(done.json.refusals[0].file, /cut\.dcm$/);
    });
  }

  async function surviving() {
    await test('GEN-3 what was acknowledged survives kill -9', async () => {
      const study = newStudy();
      const [byWeb, byNode] = newSeries(study, 2, { rows: 256, columns: 256 });
      await storeAll(admin, slug, [byWeb]);
      assert.equal((await store(server, modality, [byNode.bytes])).code, 0);
      assert.equal((await server.stop('SIGKILL')).signal, 'SIGKILL');
      await server.start();
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.instanceCount, 2);
      for (const instance of [byWeb, byNode]) {
        const [frame] = parts(await admin.get(framePath(slug, instance), asFrames));
        assert.ok(frame.body.equals(instance.pixels));
      }
    });
  }

  async function apart() {
    await test('GEN-2 the same UIDs in two departments are two studies of two patients', async () => {
      const header = newStudy();
      const uids = { seriesUid: newUid(), sopUid: newUid() };
      const mine = newInstance(header, uids);
      const theirs = newInstance({ ...header, patientName: 'Janssens^Bo' }, uids);
      await storeAll(admin, slug, [mine]);
      await storeAll(other.admin, other.slug, [theirs]);
      const [a, b] = [
        await inState(admin, header.studyUid, 'ready'),
        await inState(other.admin, header.studyUid, 'ready'),
      ];
      assert.notEqual(a.id, b.id);
      assert.notEqual(a.patient.id, b.patient.id);
      assert.deepEqual([a.patient.name, b.patient.name], ['Wouterlood, An', 'Janssens, Bo']);
      const frameOf = async (client, where) => parts(await client.get(framePath(where, mine), asFrames))[0].body;
      assert.ok((await frameOf(admin, slug)).equals(mine.pixels));
      assert.ok((await frameOf(other.admin, other.slug)).equals(theirs.pixels));
      (await admin.get(framePath(other.slug, mine), asFrames)).refused(404, 'not_found');
      (await admin.get(`/t/${other.slug}/dicomweb/studies/${header.studyUid}`, asDicom)).refused(404, 'not_found');
      const found = (await admin.get(`/dicomweb/studies?StudyInstanceUID=${header.studyUid}`, asJson)).json;
      assert.equal(found.length, 1);
    });

    await test('STU-5 objects of one study under two patients are queued, never mixed', async () => {
      const header = newStudy();
      await storeAll(admin, slug, [newInstance(header), newInstance({ ...header, patientId: `${header.patientId}X` })]);
      await inState(admin, header.studyUid, 'queued');
      const { items } = (await admin.get('/api/v1/tenant/validation-queue?limit=200')).expect(200);
      const queued = items.find((one) => one.studyInstanceUid === header.studyUid);
      assert.ok(queued.reasons.some((reason) => reason.code === 'study_under_two_patients'));
    });
  }
}
