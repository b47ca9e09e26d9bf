// Registered DICOM nodes as they search, fetch, ask for commitment and are sent to; DICOM over TLS (STU-1, CLA-27).
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commit, commitmentNode } from '../harness/dicom/commitment.js';
import { newInstance, newSeries, newStudy, newUid } from '../harness/dicom/part10.js';
import { dataSetOf, echo, find, get, move, storageNode, store } from '../harness/dicom/network.js';
import { valueOf } from '../harness/dicom/reading.js';
import { serveSecurely } from '../harness/dicom/secure.js';
import { instancePath, storeAll } from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { run } from '../harness/process.js';
import { inState, makeStaff, makeTenant, readyStudy } from '../harness/world.js';

const uids = (answers, tag) => answers.map((one) => valueOf(one, tag)).sort();
const uidsOf = (items) => items.map((one) => one['00081155']).sort();
const noSuchObject = 0x0112;
const damaged = 0x0110;
const otherClass = 0x0119;

export default async function network(bench) {
  const test = bench.test;
  if ((await run('findscu', ['--version']).catch(() => ({ code: 1 }))).code !== 0) {
    bench.skip('STU-1 nodes', 'DCMTK is not installed');
    return;
  }
  const { server, ours, theirs, clean } = await serveSecurely(bench);
  const tenant = await makeTenant(server);
  const other = await makeTenant(server);
  const { admin } = tenant;
  const register = async (of, node) => (await of.admin.post('/api/v1/tenant/ae-titles', node)).expect(201);
  const reader = { called: 'PORTICO_N', calling: 'READER' };
  const modality = { called: 'PORTICO_N', calling: 'MODALITY' };
  const readerNode = await register(tenant, { ...reader, mayQuery: true, mayRetrieve: true, mayStore: false });
  await register(tenant, modality);
  const foreign = { called: 'PORTICO_F', calling: 'READER' };
  await register(other, { ...foreign, mayQuery: true, mayRetrieve: true });

  const jane = await readyStudy(tenant, { count: 3, patientName: 'Vandenbroeck^Jane', studyDate: '20240131' });
  const john = await readyStudy(tenant, { count: 1, patientName: 'Vermeulen^John', studyDate: '20250310' });
  const hidden = await readyStudy(other, { count: 1, patientName: 'Vandenbroeck^Jane' });
  server.secrets.add('Vandenbroeck').add('Vermeulen');
  const auditOf = (event) =>
    server.database.rows(`SELECT actor_name AS actor, details FROM audit_entry WHERE event = '${event}' ORDER BY id`);

  try {
    await searching();
    await fetching();
    await moving();
    await rights();
    await committing();
    await secure();
    await sending();
  } finally {
    await clean();
  }

  async function searching() {
    await test('STU-1 C-FIND finds studies by name, date and UID, and returns what is asked for', async () => {
      const named = await find(server, reader, {
        QueryRetrieveLevel: 'STUDY',
        PatientName: 'vanden*',
        StudyInstanceUID: '',
        StudyDate: '',
        ModalitiesInStudy: '',
        NumberOfStudyRelatedInstances: '',
      });
      assert.equal(named.code, 0, named.output);
      assert.equal(named.answers.length, 1);
      const [answer] = named.answers;
      assert.equal(valueOf(answer, '0020000D'), jane.studyUid);
      assert.equal(valueOf(answer, '00100010'), 'Vandenbroeck^Jane');
      assert.equal(valueOf(answer, '00080020'), '20240131');
      assert.equal(valueOf(answer, '00080061'), 'CT');
      assert.equal(String(valueOf(answer, '00201208')), '3');
      assert.equal(valueOf(answer, '00080052'), 'STUDY');
      assert.equal(valueOf(answer, '00080054'), reader.called);
      assert.equal(answer['00081030'], undefined);
      const studies = async (query) =>
        uids((await find(server, reader, { QueryRetrieveLevel: 'STUDY', ...query })).answers, '0020000D');
      assert.deepEqual(await studies({ StudyDate: '20250101-20251231' }), [john.studyUid]);
      assert.deepEqual(await studies({ StudyDate: '-20241231' }), [jane.studyUid]);
      assert.deepEqual(
        await studies({ StudyInstanceUID: `${jane.studyUid}\\${john.studyUid}` }),
        [jane.studyUid, john.studyUid].sort(),
      );
      assert.deepEqual(await studies({ PatientID: '*' }), [jane.studyUid, john.studyUid].sort());
      assert.deepEqual(await studies({ PatientID: jane.patientId }), [jane.studyUid]);
      assert.deepEqual(await studies({ PatientID: 'nobody' }), []);
    });

    await test('STU-1 C-FIND at series and image level lies within one study', async () => {
      const series = await find(server, reader, {
        QueryRetrieveLevel: 'SERIES',
        StudyInstanceUID: jane.studyUid,
        SeriesInstanceUID: '',
        Modality: 'CT',
      });
      assert.deepEqual(uids(series.answers, '0020000E'), [jane.instances[0].seriesUid]);
      const images = await find(server, reader, {
        QueryRetrieveLevel: 'IMAGE',
        StudyInstanceUID: jane.studyUid,
        SeriesInstanceUID: jane.instances[0].seriesUid,
        SOPInstanceUID: '',
        InstanceNumber: '2',
      });
      assert.deepEqual(uids(images.answers, '00080018'), [jane.instances[1].sopUid]);
    });

    await test('STU-1 C-FIND at patient level names each patient once', async () => {
      await readyStudy(tenant, {
        count: 1,
        patientId: jane.patientId,
        patientName: jane.patientName,
        studyDate: '20230101',
      });
      const patients = await find(
        server,
        reader,
        { QueryRetrieveLevel: 'PATIENT', PatientName: '', PatientID: '' },
        { model: '-P' },
      );
      assert.deepEqual(uids(patients.answers, '00100020'), [jane.patientId, john.patientId].sort());
      const studies = await find(
        server,
        reader,
        { QueryRetrieveLevel: 'STUDY', PatientID: jane.patientId, StudyInstanceUID: '' },
        { model: '-P' },
      );
      assert.equal(studies.answers.length, 2);
    });

    await test('STU-1 a query that does not keep to the hierarchy is refused with A900', async () => {
      const refused = async (query, options) => {
        const { output, answers } = await find(server, reader, query, options);
        assert.equal(answers.length, 0);
        assert.match(output, /A900|does ?not ?match/i);
      };
      await refused({ QueryRetrieveLevel: 'SERIES', SeriesInstanceUID: '' });
      await refused({ QueryRetrieveLevel: 'SERIES', StudyInstanceUID: '*' });
      await refused({ QueryRetrieveLevel: 'STUDY', Modality: 'CT' });
      await refused({ QueryRetrieveLevel: 'PATIENT', PatientID: '*' });
      await refused({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '' }, { model: '-P' });
      await refused({ PatientID: '*' });
    });

    await test('STU-1 what is not supported is said with FF01, and a value that is none with C000', async () => {
      const { output, answers } = await find(server, reader, {
        QueryRetrieveLevel: 'STUDY',
        StudyInstanceUID: jane.studyUid,
        PatientComments: '',
      });
      assert.equal(answers.length, 1);
      assert.match(output, /FF01|unsupported ?optional ?keys/i);
      const wrong = await find(server, reader, { QueryRetrieveLevel: 'STUDY', StudyDate: 'yesterday' });
      assert.match(wrong.output, /C000|Unable ?to ?Process/i);
    });

    await test('STU-1 names beyond ASCII come in the character set of the request, or in UTF-8', async () => {
      const study = newStudy({ patientName: 'M\xfcller^Zo\xeb' });
      await storeAll(admin, tenant.slug, newSeries(study, 1));
      await inState(admin, study.studyUid, 'ready');
      server.secrets.add('M\u00fcller');
      const query = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study.studyUid, PatientName: '' };
      const plain = await find(server, reader, query);
      assert.equal(valueOf(plain.answers[0], '00100010'), 'M\u00fcller^Zo\u00eb');
    });

    await test('GEN-2 STU-11 a node finds the released studies of its own tenant only', async () => {
      const waiting = newStudy({ accessionNumber: undefined, patientName: 'Vandenbroeck^Waiting' });
      await storeAll(admin, tenant.slug, newSeries(waiting, 1));
      await inState(admin, waiting.studyUid, 'queued');
      const query = { QueryRetrieveLevel: 'STUDY', PatientName: 'vandenbroeck*', StudyInstanceUID: '' };
      const mine = uids((await find(server, reader, query)).answers, '0020000D');
      assert.ok(mine.includes(jane.studyUid) && !mine.includes(hidden.studyUid) && !mine.includes(waiting.studyUid));
      assert.deepEqual(uids((await find(server, foreign, query)).answers, '0020000D'), [hidden.studyUid]);
      const got = await get(server, reader, { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: hidden.studyUid });
      assert.equal(got.files.size, 0);
      const held = await get(server, reader, { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: waiting.studyUid });
      assert.equal(held.files.size, 0);
    });

    await test('AUD-1 each query is in the audit trail', async () => {
      const entries = await auditOf('dicom.queried');
      assert.ok(entries.length > 10);
      assert.equal(entries[0].actor, reader.calling);
      assert.match(JSON.stringify(entries[0].details), /PatientName=vanden/);
    });
  }

  async function fetching() {
    await test('STU-1 C-GET brings each object with the data set as WADO-RS gives it', async () => {
      const got = await get(server, reader, { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: jane.studyUid });
      assert.equal(got.code, 0, got.output);
      assert.equal(got.files.size, 3);
      for (const instance of jane.instances) {
        const web = await admin.get(instancePath(tenant.slug, instance), { Accept: 'application/dicom' });
        assert.ok(dataSetOf(got.files.get(instance.sopUid)).equals(dataSetOf(web.body)));
        assert.ok(dataSetOf(got.files.get(instance.sopUid)).equals(dataSetOf(instance.bytes)));
      }
    });

    await test('STU-1 C-GET of one image brings that image', async () => {
      const [, second] = jane.instances;
      const got = await get(server, reader, {
        QueryRetrieveLevel: 'IMAGE',
        StudyInstanceUID: jane.studyUid,
        SeriesInstanceUID: second.seriesUid,
        SOPInstanceUID: second.sopUid,
      });
      assert.deepEqual([...got.files.keys()], [second.sopUid]);
    });
  }

  async function moving() {
    const target = await storageNode('ARCHIVE');
    try {
      await test('STU-1 C-MOVE to a node without address, or to none, is refused with A801', async () => {
        for (const name of ['MODALITY', 'NOBODY', 'ARCHIVE']) {
          const { code, output } = await move(server, reader, name, {
            QueryRetrieveLevel: 'STUDY',
            StudyInstanceUID: jane.studyUid,
          });
          assert.notEqual(code, 0);
          assert.match(output, /A801|move ?destination ?unknown/i);
        }
      });

      await register(tenant, { called: reader.called, calling: 'ARCHIVE', host: '127.0.0.1', port: target.port });
      await test('STU-1 C-MOVE sends a study to another node, byte for byte, and says so in the trail', async () => {
        const { code, output } = await move(server, reader, 'ARCHIVE', {
          QueryRetrieveLevel: 'STUDY',
          StudyInstanceUID: jane.studyUid,
        });
        assert.equal(code, 0, output);
        const files = await target.received();
        for (const instance of jane.instances)
          assert.ok(dataSetOf(files.get(instance.sopUid)).equals(dataSetOf(instance.bytes)));
        const sent = (await auditOf('study.sent')).at(-1);
        assert.match(JSON.stringify(sent.details), /ARCHIVE/);
        assert.match(JSON.stringify(sent.details), /C-MOVE/);
      });

      await test('STU-1 C-MOVE of a patient sends all studies of that patient', async () => {
        const before = (await target.received()).size;
        const { code, output } = await move(
          server,
          reader,
          'ARCHIVE',
          { QueryRetrieveLevel: 'PATIENT', PatientID: jane.patientId },
          { model: '-P' },
        );
        assert.equal(code, 0, output);
        assert.equal((await target.received()).size, before + 1);
      });
    } finally {
      await target.stop();
    }

    await test('STU-1 C-MOVE to a node that does not answer fails with A702', async () => {
      const { code, output } = await move(server, reader, 'ARCHIVE', {
        QueryRetrieveLevel: 'STUDY',
        StudyInstanceUID: john.studyUid,
      });
      assert.notEqual(code, 0);
      assert.match(output, /A702|Sub-?Operations/i);
    });
  }

  async function rights() {
    const study = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: jane.studyUid };
    await test('GEN-1 a node may do what is registered, and no more', async () => {
      const asModality = await find(server, modality, study);
      assert.equal(asModality.answers.length, 0);
      assert.match(asModality.output, /0124|0x124|not ?authorized/i);
      assert.equal((await get(server, modality, study)).files.size, 0);
      const refused = await store(server, reader, [newInstance(newStudy()).bytes]);
      assert.match(refused.output, /0124|0x124|not ?authorized/i);
    });

    await test('GEN-5 rights of a node can be changed, and a node that is turned off is rejected', async () => {
      const change = (more) => admin.put(`/api/v1/tenant/ae-titles/${readerNode.id}`, { ...reader, ...more });
      (await change({ mayQuery: false, mayRetrieve: true })).expect(200);
      assert.equal((await find(server, reader, study)).answers.length, 0);
      (await change({ enabled: false, mayQuery: true })).expect(200);
      assert.match((await echo(server, reader)).output, /Calling AE Title Not Recognized/i);
      const changed = (await change({ mayQuery: true, mayRetrieve: true })).expect(200);
      assert.equal(changed.enabled, true);
      assert.equal((await find(server, reader, study)).answers.length, 1);
      (await other.admin.put(`/api/v1/tenant/ae-titles/${readerNode.id}`, reader)).refused(404, 'not_found');
    });
  }

  async function committing() {
    const references = (instances) => instances.map(({ sopClass, sopUid }) => ({ sopClass, sopUid }));

    await test('STU-1 R6 a commitment is given for objects that are whole, over the same association', async () => {
      const transaction = newUid();
      const { status, report } = await commit(server, modality, transaction, references(jane.instances));
      assert.equal(status, 0);
      assert.equal(report.eventType, 1);
      assert.equal(report['00081195'], transaction);
      assert.deepEqual(uidsOf(report['00081199']), jane.instances.map((one) => one.sopUid).sort());
    });

    await test('STU-1 R6 of what is not there, of another class, or damaged, the reason is said', async () => {
      const study = newStudy();
      const instances = newSeries(study, 10);
      await storeAll(admin, tenant.slug, instances);
      await inState(admin, study.studyUid, 'ready');
      const changed = [instances[2], instances[7]];
      for (const instance of changed) await damage(instance);
      const wanted = references(instances);
      wanted[5].sopClass = '1.2.840.10008.5.1.4.1.1.4';
      wanted.push({ sopClass: wanted[0].sopClass, sopUid: newUid() });
      wanted.push(...references(hidden.instances)); // of another tenant
      const { report } = await commit(server, modality, newUid(), wanted);
      assert.equal(report.eventType, 2);
      const reasons = Object.fromEntries(report['00081198'].map((one) => [one['00081155'], one['00081197']]));
      assert.deepEqual(reasons, {
        [instances[2].sopUid]: damaged,
        [instances[7].sopUid]: damaged,
        [instances[5].sopUid]: otherClass,
        [wanted[10].sopUid]: noSuchObject,
        [hidden.instances[0].sopUid]: noSuchObject,
      });
      assert.equal(report['00081199'].length, 7);
    });

    await test('STU-1 a report whose association has gone is brought to the node', async () => {
      const node = await commitmentNode();
      const caller = { called: modality.called, calling: 'LEAVER' };
      await register(tenant, { ...caller, host: '127.0.0.1', port: node.port });
      try {
        const transaction = newUid();
        const { status } = await commit(server, caller, transaction, references(jane.instances), { stay: false });
        assert.equal(status, 0);
        const report = await eventually('the report comes', () => node.reports[0]);
        assert.equal(report.eventType, 1);
        assert.equal(report['00081195'], transaction);
        await eventually(
          'it is settled',
          async () => (await server.database.rows('SELECT id FROM storage_commitment')).length === 0,
        );
      } finally {
        node.close();
      }
      const entries = await auditOf('dicom.committed');
      assert.ok(entries.some((entry) => entry.actor === 'LEAVER'));
    });

    await test('STU-6 a commitment without references is refused', async () => {
      const { status } = await commit(server, modality, newUid(), [], { stay: false });
      assert.equal(status, 0x0115);
    });
  }

  // Changes one byte of the pixels of a kept object.
  async function damage(instance) {
    const root = join(server.folder, 'blobs');
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      if (path.includes('/staging/')) continue; // comes and goes
      const bytes = await readFile(path);
      const at = bytes.indexOf(instance.pixels);
      if (at < 0 || !bytes.includes(instance.sopUid)) continue;
      bytes[at] ^= 1;
      await run('chmod', ['u+w', path]);
      await writeFile(path, bytes);
      return;
    }
    throw new Error('the object is not among the blobs');
  }

  async function secure() {
    const node = { called: 'PORTICO_T', calling: 'SECURE' };
    const withCertificate = ['+tls', theirs.key, theirs.certificate, '+cf', ours.certificate];
    const anonymous = ['+tla', '+cf', ours.certificate];

    await test('STU-1 SEC-2 nodes may come by TLS, and a node that must does not get in without', async () => {
      await register(tenant, { ...node, requireTls: true });
      assert.equal((await echo(server, { ...node, tls: anonymous })).code, 0);
      assert.match((await echo(server, node)).output, /Calling AE Title Not Recognized/i);
      assert.equal((await echo(server, { ...reader, tls: anonymous })).code, 0);
    });

    await test('STU-1 SEC-2 a node with a registered certificate must show it', async () => {
      const strict = { ...node, calling: 'STRICT' };
      await register(tenant, { ...strict, certificateSha256: theirs.fingerprint });
      assert.match((await echo(server, strict)).output, /Calling AE Title Not Recognized/i);
      assert.match((await echo(server, { ...strict, tls: anonymous })).output, /Calling AE Title Not Recognized/i);
      assert.equal((await echo(server, { ...strict, tls: withCertificate })).code, 0);
      const study = newStudy();
      const sent = await store(server, { ...strict, tls: withCertificate }, [newInstance(study).bytes]);
      assert.equal(sent.code, 0, sent.output);
      await inState(admin, study.studyUid, 'ready');
      const wrong = { ...strict, calling: 'WRONG', certificateSha256: 'AB:CD' };
      const refused = (await admin.post('/api/v1/tenant/ae-titles', wrong)).refused(422, 'invalid_input');
      assert.equal(refused.errors[0].path, 'certificateSha256');
    });

    await test('SEC-2 TLS below 1.2 is refused', async () => {
      const old = await run('openssl', ['s_client', '-connect', `127.0.0.1:${server.ready.dicomTls}`, '-tls1_1']);
      assert.doesNotMatch(old.stdout, /Cipher is [A-Z]+-/);
    });
  }

  async function sending() {
    const target = await storageNode('OTHERPACS');
    const node = await register(tenant, {
      called: 'PORTICO_N',
      calling: 'OTHERPACS',
      host: '127.0.0.1',
      port: target.port,
      mayStore: false,
    });
    const path = `/api/v1/studies/${jane.id}/sendings`;
    const settled = (client) =>
      eventually('the sending is settled', async () => {
        const [newest] = (await client.get(path)).expect(200).items;
        return ['done', 'incomplete', 'failed'].includes(newest.state) && newest;
      });
    const staff = await makeStaff(tenant, ['view_studies']);
    try {
      await test('CLA-27 staff send a study to a node, with progress', async () => {
        const targets = (await staff.get('/api/v1/tenant/sending-targets')).expect(200).items;
        assert.ok(targets.some((one) => one.id === node.id && one.name === 'OTHERPACS'));
        assert.ok(!targets.some((one) => one.name === 'MODALITY'));
        (await staff.post(path, { nodeId: node.id })).expect(202);
        const done = await settled(staff);
        assert.deepEqual([done.state, done.total, done.sent, done.failed], ['done', 3, 3, 0]);
        const files = await target.received();
        for (const instance of jane.instances)
          assert.ok(dataSetOf(files.get(instance.sopUid)).equals(dataSetOf(instance.bytes)));
        assert.equal((await auditOf('study.send_requested')).length, 1);
      });

      await test('GEN-1 GEN-2 others can neither send nor see what was sent', async () => {
        const without = await makeStaff(tenant, ['manage_integrations']);
        (await without.post(path, { nodeId: node.id })).refused(403, 'forbidden');
        (await other.admin.post(path, { nodeId: node.id })).refused(404, 'not_found');
        (await other.admin.get(path)).refused(404, 'not_found');
        const theirStudy = `/api/v1/studies/${hidden.id}/sendings`;
        (await other.admin.post(theirStudy, { nodeId: node.id })).refused(404, 'not_found');
      });

      await test('CLA-27 a node without address, or turned off, is not sent to', async () => {
        (await staff.post(path, { nodeId: readerNode.id })).refused(409, 'node_not_callable');
        const off = { called: 'PORTICO_N', calling: 'OTHERPACS', host: '127.0.0.1', port: target.port, enabled: false };
        (await admin.put(`/api/v1/tenant/ae-titles/${node.id}`, off)).expect(200);
        (await staff.post(path, { nodeId: node.id })).refused(409, 'node_not_callable');
      });
    } finally {
      await target.stop();
    }
  }
}
