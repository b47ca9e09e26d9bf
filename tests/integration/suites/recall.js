// Recall: what was wrong is withdrawn, by staff and by rejection notes; who saw it is listed and told (STU-14).
import assert from 'node:assert/strict';
import { store } from '../harness/dicom/network.js';
import { newInstance, newSeries, newStudy } from '../harness/dicom/part10.js';
import { newRejection } from '../harness/dicom/rejection.js';
import {
  asDicom,
  asFrames,
  asJson,
  framePath,
  instancePath,
  storeAll,
  storeBytes,
} from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { EventReader } from '../harness/events.js';
import {
  allow,
  enablePortal,
  findStudy,
  grant,
  inState,
  makeClinician,
  makeClinicianRole,
  makeKey,
  makeTenant,
  messagesTo,
  readyStudy,
} from '../harness/world.js';

export default async function recall(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  await enablePortal(tenant);
  const mail = 'jan.maes@recall.test';
  const jan = await makeClinician(server, { email: mail });
  const els = await makeClinician(server, {
    name: 'Els Claes',
    email: 'els@recall.test',
  });
  const role = await makeClinicianRole(tenant, ['view_images', 'download_images']);
  await allow(tenant, jan, role);
  await allow(tenant, els, role);
  const titles = { called: 'RECALL', calling: 'SENDER' };
  (await admin.post('/api/v1/tenant/ae-titles', titles)).expect(201);

  const study = await readyStudy(tenant, { count: 2 });
  await grant(tenant, study, jan);
  await grant(tenant, study, els);
  const root = `/t/${slug}/dicomweb/studies/${study.studyUid}`;
  const recalls = `/api/v1/studies/${study.id}/recalls`;
  const because = {
    reason: 'patient_safety',
    note: `this is not ${study.patientName}`,
  };
  const notices = async (client) => (await client.get('/api/v1/recall-notices')).expect(200).items;
  const told = (id) =>
    eventually('all are told', async () => {
      const one = (await admin.get(recalls)).expect(200).items.find((found) => found.id === id);
      return one?.toldAt && one;
    });
  let id;

  await test('STU-14 GEN-5 a recalled study is away on every way out, and open viewers hear of it', async () => {
    (await jan.post(`/api/v1/studies/${study.id}/opened`)).expect(204);
    assert.equal((await jan.get(framePath(slug, study.instances[0]), asFrames)).status, 200);
    assert.equal((await jan.get(instancePath(slug, study.instances[0]), asDicom)).status, 200);
    const events = await EventReader.open(jan);
    const made = (await admin.post(recalls, because)).expect(201);
    id = made.id;
    assert.deepEqual([made.whole, made.reason, made.endedAt], [true, 'patient_safety', undefined]);
    await events.next('access.changed', { seconds: 1 });
    events.close();
    assert.equal(await findStudy(jan, study.studyUid), undefined);
    assert.equal(await findStudy(admin, study.studyUid), undefined);
    const gone = [
      `/api/v1/studies/${study.id}`,
      ...['', '/metadata', '/thumbnail', `/series/${study.instances[0].seriesUid}/metadata`].map(
        (end) => root + end,
      ),
      ...study.instances.flatMap((one) => [
        instancePath(slug, one),
        framePath(slug, one),
        `${instancePath(slug, one)}/rendered`,
      ]),
    ];
    for (const path of gone) assert.equal((await jan.get(path)).status, 404, path);
    assert.equal((await jan.post(`/api/v1/studies/${study.id}/opened`)).status, 404);
    for (const client of [jan, admin]) {
      const found = await client.get(
        `/t/${slug}/dicomweb/studies?StudyInstanceUID=${study.studyUid}`,
        asJson,
      );
      assert.ok(found.status === 204 || found.json.length === 0);
    }
    (await storeBytes(admin, slug, [newInstance(study).bytes])).expect(409);
    (await admin.post(recalls, because)).refused(409, 'nothing_to_recall');
    assert.deepEqual((await admin.get('/api/v1/tenant/deleted-studies')).expect(200).items, []);
  });

  await test('STU-14 who saw it before is listed and told once, without the patient; others are not', async () => {
    const one = await told(id);
    assert.equal(one.told, 1);
    const { items } = (await admin.get(`${recalls}/${id}/persons`)).expect(200);
    const person = items.find((found) => found.name === 'Jan Maes');
    assert.ok(person.views >= 1 && person.downloads === 1 && person.firstAt <= person.lastAt);
    assert.ok(person.toldAt);
    assert.ok(!items.some((found) => found.name === 'Els Claes'));
    const mails = (await messagesTo(server, mail)).filter((message) => message.subject.includes('withdrawn'));
    assert.equal(mails.length, 1);
    for (const secret of [study.patientName.split('^')[0], study.patientId, because.note])
      assert.ok(!`${mails[0].subject} ${mails[0].text}`.includes(secret));
    const entries = (await admin.get('/api/v1/tenant/audit?event=study.recall*')).expect(200).items;
    assert.deepEqual(entries.map((entry) => entry.event).sort(), ['study.recall_told', 'study.recalled']);
  });

  await test('STU-14 the person finds a notice in the place of the study, with nothing of the patient', async () => {
    const [notice] = await notices(jan);
    assert.deepEqual(Object.keys(notice).sort(), [
      ...['department', 'id', 'lastSeenAt', 'modalities', 'reason', 'recalledAt', 'studyDate', 'whole'],
    ]);
    assert.deepEqual([notice.reason, notice.department], ['patient_safety', tenant.name]);
    assert.deepEqual(await notices(els), []);
  });

  await test('STU-14 undone, it is validated anew and there as before, with its grants and without a notice', async () => {
    (await jan.post(`${recalls}/${id}/undo`, { reason: 'x' })).refused(403, 'forbidden');
    (await admin.post(`${recalls}/${id}/undo`, { reason: 'it was right' })).expect(204);
    await inState(admin, study.studyUid, 'ready');
    await eventually('the clinician sees it again', () => findStudy(jan, study.studyUid));
    assert.equal((await jan.get(framePath(slug, study.instances[0]), asFrames)).status, 200);
    assert.deepEqual(await notices(jan), []);
    (await admin.post(`${recalls}/${id}/undo`, { reason: 'again' })).refused(409, 'recall_over');
    const [one] = (await admin.get('/api/v1/tenant/recalls')).expect(200).items;
    assert.deepEqual([one.id, one.endedAs, one.endedReason], [id, 'undone', 'it was right']);
  });

  await test('STU-14 a single instance is recalled, and the rest stays', async () => {
    const [first, second] = study.instances;
    const part = {
      ...because,
      reason: 'quality',
      sopInstanceUids: [first.sopUid],
    };
    const made = (await admin.post(recalls, part)).expect(201);
    assert.deepEqual([made.whole, made.instances], [false, 1]);
    assert.equal((await jan.get(framePath(slug, first), asFrames)).status, 404);
    assert.equal((await admin.get(framePath(slug, first), asFrames)).status, 404);
    assert.equal((await jan.get(framePath(slug, second), asFrames)).status, 200);
    assert.equal((await jan.get(`/api/v1/studies/${study.id}`)).expect(200).instanceCount, 1);
    assert.equal((await jan.get(`${root}/metadata`, asJson)).expect(200).length, 1);
    const instances = await jan.get(`${root}/instances`, asJson);
    assert.deepEqual(
      instances.json.map((one) => one['00080018'].Value[0]),
      [second.sopUid],
    );
    (await storeBytes(admin, slug, [first.bytes])).expect(200);
    assert.equal((await jan.get(framePath(slug, first), asFrames)).status, 404);
    (await admin.post(recalls, { ...part, sopInstanceUids: ['2.25.404'] })).refused(409, 'nothing_to_recall');
    (await admin.post(`${recalls}/${made.id}/undo`, { reason: 'it was good' })).expect(204);
    await eventually('it is there again', async () => {
      return (await jan.get(framePath(slug, first), asFrames)).status === 200;
    });
  });

  await test('STU-14 STU-22 a recall is turned into a deletion, and that taken back', async () => {
    (await admin.post(recalls, because)).expect(201);
    (
      await admin.post(`/api/v1/studies/${study.id}/deletion`, {
        reason: 'for good',
      })
    ).expect(204);
    assert.equal((await admin.get('/api/v1/tenant/deleted-studies')).expect(200).items.length, 1);
    assert.equal((await admin.get(recalls)).expect(200).items[0].endedAs, 'deleted');
    (
      await admin.post(`/api/v1/tenant/deleted-studies/${study.id}/restore`, {
        reason: 'no',
      })
    ).expect(204);
    await inState(admin, study.studyUid, 'ready');
  });

  // A study with three slices, of which the note names the first two.
  async function examined() {
    const header = newStudy();
    const slices = newSeries(header, 3);
    return { header, slices, note: newRejection(header, slices.slice(0, 2)) };
  }
  const served = async (header) => (await findStudy(admin, header.studyUid))?.instanceCount;
  const ofStudy = async (header) => {
    const row = await findStudy(admin, header.studyUid);
    return (await admin.get(`/api/v1/studies/${row.id}/recalls`)).expect(200).items;
  };

  await test('STU-14 a rejection note by C-STORE recalls what it names and is shown to nobody', async () => {
    const { header, slices, note } = await examined();
    await storeAll(admin, slug, slices);
    await inState(admin, header.studyUid, 'ready');
    const sent = await store(server, titles, [note.bytes]);
    assert.equal(sent.code, 0, sent.output);
    assert.equal(await served(header), 1);
    assert.equal((await admin.get(framePath(slug, slices[0]), asFrames)).status, 404);
    assert.equal((await admin.get(framePath(slug, slices[2]), asFrames)).status, 200);
    assert.equal((await admin.get(instancePath(slug, note), asDicom)).status, 404);
    const found = await admin.get(
      `/t/${slug}/dicomweb/studies/${header.studyUid}/series?Modality=KO`,
      asJson,
    );
    assert.ok(found.status === 204 || found.json.length === 0);
    const [one] = await ofStudy(header);
    assert.deepEqual([one.reason, one.rejectionNoteUid, one.recalledBy], ['quality', note.sopUid, 'SENDER']);
    assert.equal((await store(server, titles, [note.bytes, slices[0].bytes])).code, 0);
    assert.equal(await served(header), 1);
    assert.equal((await ofStudy(header)).length, 1);
  });

  await test('STU-14 a rejection note by STOW-RS that comes before its instances holds too, and is undone', async () => {
    const { header, slices, note } = await examined();
    (await storeBytes(admin, slug, [note.bytes])).expect(200);
    await storeAll(admin, slug, slices);
    await inState(admin, header.studyUid, 'ready');
    await eventually('one is left', async () => (await served(header)) === 1);
    assert.equal((await admin.get(framePath(slug, slices[1]), asFrames)).status, 404);
    const [one] = await ofStudy(header);
    (await admin.post(`/api/v1/studies/${one.studyId}/recalls/${one.id}/undo`, { reason: 'right' })).expect(
      204,
    );
    await eventually('all are there', async () => (await served(header)) === 3);
    assert.equal((await admin.get(framePath(slug, slices[1]), asFrames)).status, 200);
  });

  await test('STU-14 GEN-2 notes of those who may not, or of another department, have no effect', async () => {
    const { header, slices, note } = await examined();
    await storeAll(admin, slug, slices);
    await inState(admin, header.studyUid, 'ready');
    const sender = await makeKey(tenant, ['upload_studies']);
    const refused = await storeBytes(sender, slug, [note.bytes]);
    assert.equal(refused.status, 409);
    assert.equal(refused.json['00081198'].Value[0]['00081197'].Value[0], 0x0124);
    const other = await makeTenant(server);
    (await storeBytes(other.admin, other.slug, [note.bytes])).expect(200);
    const elsewhere = newStudy();
    const strange = newRejection(elsewhere, slices, { of: header.studyUid });
    (await storeBytes(admin, slug, [strange.bytes])).expect(200);
    assert.equal(await served(header), 3);
    assert.deepEqual(await ofStudy(header), []);
  });
}
