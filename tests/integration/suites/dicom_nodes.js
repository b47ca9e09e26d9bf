// What DICOM nodes never get, and Orthanc as a node, in both directions and over TLS (STU-1, CLA-27, STU-11, STU-22).
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { find, get, move, sendFiles, storageNode } from '../harness/dicom/network.js';
import { newInstance, newSeries, newStudy } from '../harness/dicom/part10.js';
import { serveSecurely } from '../harness/dicom/secure.js';
import { storeAll } from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { missing, Orthanc } from '../harness/orthanc.js';
import { freePort } from '../harness/ports.js';
import { run } from '../harness/process.js';
import { findStudy, inState, makeTenant, readyStudy } from '../harness/world.js';

const has = async (name) => (await run(name, ['--version']).catch(() => ({ code: 1 }))).code === 0;

export default async function dicomNodes(bench) {
  const test = bench.test;
  if (!(await has('findscu'))) {
    bench.skip('STU-1 nodes', 'DCMTK is not installed');
    return;
  }
  const { server, folder, ours, theirs, clean } = await serveSecurely(bench);
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  const called = 'PORTICO_D';
  const reader = { called, calling: 'READER' };
  const register = async (node) => (await admin.post('/api/v1/tenant/ae-titles', { called, ...node })).expect(201);
  await register({ calling: 'READER', mayQuery: true, mayRetrieve: true });

  // What a node finds and gets of a study: {found, got}.
  const seen = async (study, level = 'STUDY', more = {}) => {
    const keys = { QueryRetrieveLevel: level, StudyInstanceUID: study.studyUid, ...more };
    const { answers } = await find(server, reader, keys);
    const { files } = await get(server, reader, keys);
    return { found: answers.length, got: files.size };
  };
  const settled = (study) =>
    eventually('the sending is settled', async () => {
      const [newest] = (await admin.get(`/api/v1/studies/${study.id}/sendings`)).expect(200).items;
      return ['done', 'incomplete', 'failed'].includes(newest.state) && newest;
    });
  const sendTo = async (study, node) => {
    (await admin.post(`/api/v1/studies/${study.id}/sendings`, { nodeId: node.id })).expect(202);
    return settled(study);
  };

  try {
    await withheld();
    if (missing) bench.skip('STU-1 CLA-27 Orthanc as a node', missing);
    else await orthancBothWays();
  } finally {
    await clean();
  }

  async function withheld() {
    const target = await storageNode('TARGET');
    const node = await register({ calling: 'TARGET', host: '127.0.0.1', port: target.port });
    try {
      await test('STU-22 GEN-5 a deleted study is neither found, fetched, moved nor sent, until it is taken back', async () => {
        const study = await readyStudy(tenant, { count: 2 });
        assert.deepEqual(await seen(study), { found: 1, got: 2 });
        (await admin.post(`/api/v1/studies/${study.id}/deletion`, { reason: 'wrong patient' })).expect(204);
        assert.deepEqual(await seen(study), { found: 0, got: 0 });
        const series = { SeriesInstanceUID: study.instances[0].seriesUid };
        assert.deepEqual(await seen(study, 'SERIES', series), { found: 0, got: 0 });
        const image = { ...series, SOPInstanceUID: study.instances[0].sopUid };
        assert.deepEqual(await seen(study, 'IMAGE', image), { found: 0, got: 0 });
        await move(server, reader, 'TARGET', { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyUid });
        const byPatient = { QueryRetrieveLevel: 'PATIENT', PatientID: study.patientId };
        await move(server, reader, 'TARGET', byPatient, { model: '-P' });
        assert.equal((await find(server, reader, byPatient, { model: '-P' })).answers.length, 0);
        (await admin.post(`/api/v1/studies/${study.id}/sendings`, { nodeId: node.id })).refused(404, 'not_found');
        assert.equal((await target.received()).size, 0);
        (await admin.post(`/api/v1/tenant/deleted-studies/${study.id}/restore`, { reason: 'right' })).expect(204);
        await inState(admin, study.studyUid, 'ready');
        assert.deepEqual(await seen(study), { found: 1, got: 2 });
      });

      await test('STU-11 a study that waits for validation is not there, nor what came late, until it is released', async () => {
        const waiting = newStudy({ accessionNumber: undefined });
        await storeAll(admin, slug, newSeries(waiting, 1));
        const row = await inState(admin, waiting.studyUid, 'queued');
        assert.deepEqual(await seen(waiting), { found: 0, got: 0 });
        (await admin.post(`/api/v1/studies/${row.id}/sendings`, { nodeId: node.id })).refused(404, 'not_found');
        assert.equal((await target.received()).size, 0);
      });

      await test('STU-20 R5 a damaged object is not given away: the others are, and its failure is told', async () => {
        const study = await readyStudy(tenant, { count: 3 });
        const [, broken] = study.instances;
        const where = `sop_instance_uid = '${broken.sopUid}'`;
        await server.database.exec(`UPDATE instance SET condition = 1 WHERE ${where}`);
        const keys = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyUid };
        const whole = study.instances.filter((one) => one !== broken).map((one) => one.sopUid);
        const got = await get(server, reader, keys);
        assert.deepEqual([...got.files.keys()].sort(), [...whole].sort());
        const moved = await move(server, reader, 'TARGET', keys);
        assert.match(moved.output, /B000|Sub-?Operations ?Complete/i);
        assert.deepEqual([...(await target.received()).keys()].sort(), [...whole].sort());
        const sending = await sendTo(study, node);
        assert.deepEqual(
          [sending.state, sending.total, sending.sent, sending.failed, sending.problem],
          ['incomplete', 3, 2, 1, 'content_damaged'],
        );
        await server.database.exec(`UPDATE instance SET condition = 0 WHERE ${where}`);
        assert.equal((await sendTo(study, node)).state, 'done');
      });
    } finally {
      await target.stop();
    }

    await test('CLA-27 a node that does not answer is tried again, and gets the study when it is back', async () => {
      const study = await readyStudy(tenant, { count: 1 });
      const port = await freePort();
      const node = await register({ calling: 'AWAY', host: '127.0.0.1', port });
      (await admin.post(`/api/v1/studies/${study.id}/sendings`, { nodeId: node.id })).expect(202);
      await eventually('the first try has failed', async () => {
        const [newest] = (await admin.get(`/api/v1/studies/${study.id}/sendings`)).expect(200).items;
        return newest.state === 'waiting' && newest.problem === 'peer_unreachable';
      });
      const back = await storageNode('AWAY', [], port);
      try {
        assert.equal((await settled(study)).state, 'done');
        assert.deepEqual([...(await back.received()).keys()], [study.instances[0].sopUid]);
      } finally {
        await back.stop();
      }
    });
  }

  async function orthancBothWays() {
    const peers = { peer: { title: called, port: server.dicom } };
    const archive = await Orthanc.start({ dicom: { title: 'ORTHANC', peers } });
    try {
      const node = await register({
        calling: 'ORTHANC',
        host: '127.0.0.1',
        port: archive.port,
        mayQuery: true,
        mayRetrieve: true,
      });
      await test('STU-1 Orthanc sends a study, and the commitment that it asks for is given', async () => {
        await fromOrthanc(archive);
      });
      await test('STU-1 Orthanc finds a study here and fetches it by C-MOVE', async () => {
        const study = await readyStudy(tenant, { count: 3 });
        const query = await archive.post('/modalities/peer/query', {
          Level: 'Study',
          Query: { StudyInstanceUID: study.studyUid, PatientName: '' },
        });
        const answers = await archive.get(`/queries/${query.ID}/answers?expand&simplify`);
        assert.deepEqual(
          answers.map((one) => [one.StudyInstanceUID, one.PatientName]),
          [[study.studyUid, study.patientName]],
        );
        await archive.post(`/queries/${query.ID}/answers/0/retrieve`, { TargetAet: 'ORTHANC', Synchronous: true });
        await assertArrived(archive, study);
      });
      await test('CLA-27 a study is sent to Orthanc and arrives as it is', async () => {
        const study = await readyStudy(tenant, { count: 3 });
        const sending = await sendTo(study, node);
        assert.deepEqual([sending.state, sending.sent], ['done', 3]);
        await assertArrived(archive, study);
      });
    } finally {
      await archive.stop();
    }

    await test('STU-1 CLA-27 SEC-2 the same over TLS with certificates of both sides', async () => {
      const secured = { peer: { title: called, port: server.ready.dicomTls } };
      const tls = { ...theirs, trusted: ours.certificate };
      const secure = await Orthanc.start({ dicom: { title: 'ORTHANC_TLS', peers: secured, tls } });
      try {
        const node = await register({
          calling: 'ORTHANC_TLS',
          host: '127.0.0.1',
          port: secure.port,
          requireTls: true,
          certificateSha256: theirs.fingerprint,
        });
        await fromOrthanc(secure);
        const study = await readyStudy(tenant, { count: 2 });
        const sending = await sendTo(study, node);
        assert.deepEqual([sending.state, sending.sent], ['done', 2]);
        await assertArrived(secure, study);
      } finally {
        await secure.stop();
      }
    });

    await test('STU-1 dcmsend brings many objects, each in its own transfer syntax', async () => {
      await register({ calling: 'BATCH' });
      const study = newStudy();
      const seriesUid = newInstance(study).seriesUid;
      const files = [];
      for (let n = 0; n < 20; n += 1) {
        const more = n % 2 === 0 ? {} : { transferSyntax: '1.2.840.10008.1.2.5', fragments: [Buffer.from([0, 0])] };
        const { bytes } = newInstance(study, { seriesUid, number: n + 1, ...more });
        files.push(join(folder, `${n}.dcm`));
        await writeFile(files[n], bytes);
      }
      const sent = await sendFiles(server, { called, calling: 'BATCH' }, files);
      assert.equal(sent.code, 0, sent.stdout + sent.stderr);
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.instanceCount, 20);
    });
  }

  // Objects that Orthanc has go to this server, and Orthanc asks whether they are safe.
  async function fromOrthanc(archive) {
    const study = newStudy();
    const instances = newSeries(study, 3);
    const Resources = await archive.take(instances);
    const sent = await archive.post('/modalities/peer/store', { Resources, Synchronous: true });
    assert.deepEqual([sent.InstancesCount, sent.FailedInstancesCount], [3, 0]);
    await inState(admin, study.studyUid, 'ready');
    assert.ok(await findStudy(admin, study.studyUid));
    const DicomInstances = instances.map((one) => ({ SOPClassUID: one.sopClass, SOPInstanceUID: one.sopUid }));
    const asked = await archive.post('/modalities/peer/storage-commitment', { DicomInstances });
    const report = await eventually('the commitment is answered', async () => {
      const state = await archive.get(`/storage-commitment/${asked.ID}`);
      return state.Status !== 'Pending' && state;
    });
    assert.equal(report.Status, 'Success', JSON.stringify(report));
    assert.equal(report.Success.length, 3);
  }

  async function assertArrived(archive, study) {
    const found = await archive.post('/tools/find', {
      Level: 'Instance',
      Query: { StudyInstanceUID: study.studyUid },
      Expand: true,
    });
    assert.deepEqual(
      found.map((one) => one.MainDicomTags.SOPInstanceUID).sort(),
      study.instances.map((one) => one.sopUid).sort(),
    );
    for (const one of found) {
      const { pixels } = study.instances.find(({ sopUid }) => sopUid === one.MainDicomTags.SOPInstanceUID);
      assert.ok((await archive.bytes(`/instances/${one.ID}/frames/0/raw`)).equals(pixels));
    }
  }
}
