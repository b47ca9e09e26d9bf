// Annotations and key images: each person's own, published ones, exports (STU-42).
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorsOf, flawlessCt, missing } from '../harness/dicom/conformance.js';
import { newInstance, newStudy, newUid } from '../harness/dicom/part10.js';
import { asDicom, asJson, instancePath, parts, storeAll } from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { run } from '../harness/process.js';
import {
  allow,
  changeLink,
  enablePortal,
  findStudy,
  grant,
  inState,
  makeClinician,
  makeClinicianRole,
  makeKey,
  makeStaff,
  makeTenant,
} from '../harness/world.js';

const nothing = { annotations: [], keyImages: [] };
// What DCMTK says of itself, whatever it reads.
const limits = /does not support this Specific Character Set|template constraints not yet supported/;
const ifMatch = (version) => ({ 'If-Match': `"${version}"` });

export default async function annotations(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  await enablePortal(tenant);
  const viewer = await makeStaff(tenant, ['view_studies'], { name: 'Vera Only' });
  const role = await makeClinicianRole(tenant, ['view_images']);
  const [jan, ann] = [
    await makeClinician(server, { name: 'Jan Maes' }),
    await makeClinician(server, { name: 'Ann Peeters' }),
  ];
  const header = newStudy();
  const image = flawlessCt(header, { seriesUid: newUid() });
  const film = newInstance(header, { frames: 3 });
  await storeAll(admin, slug, [image, film]);
  const study = await inState(admin, header.studyUid, 'ready');
  for (const clinician of [jan, ann]) {
    await allow(tenant, clinician, role);
    await grant(tenant, study, clinician);
  }
  const path = `/api/v1/studies/${study.id}/annotations`;
  const read = async (client) => (await client.get(path)).expect(200);
  const on = ({ seriesUid, sopUid }, frame = 1) => ({ seriesInstanceUid: seriesUid, sopInstanceUid: sopUid, frame });
  const length = (id, more = {}) => ({
    id,
    tool: 'length',
    ...on(image),
    points: [1.5, 2, 3.25, 2],
    text: '',
    values: [{ measure: 'length', value: 12.5, unit: 'mm' }],
    ...more,
  });
  const save = (client, version, marks) => client.put(path, { ...nothing, ...marks }, ifMatch(version));

  await test('STU-42 what a person draws and marks is kept for them alone', async () => {
    assert.deepEqual((await read(jan)).own, { ...nothing, version: 0 });
    const marks = { annotations: [length('a1')], keyImages: [on(film, 2)] };
    const saved = (await save(jan, 0, marks)).expect(200);
    assert.deepEqual(saved, { ...marks, version: 1 });
    assert.deepEqual((await read(await jan.again())).own, saved);
    for (const other of [ann, admin, viewer]) assert.deepEqual((await read(other)).others, []);
  });

  await test('STU-42 GEN-7 a change names the version that it was made from', async () => {
    (await jan.put(path, nothing)).refused(428, 'precondition_required');
    (await save(jan, 0, nothing)).refused(412, 'precondition_failed');
    const both = await Promise.all([length('b1'), length('b2')].map((one) => save(jan, 1, { annotations: [one] })));
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 412]);
    assert.equal((await read(jan)).own.version, 2);
  });

  await test('STU-42 SEC-7 a body has its limits', async () => {
    const wrong = [
      { annotations: [length('a', { points: [1, 2, 3] })] },
      { annotations: [length('a', { points: [1, 2, 3, 1e9] })] },
      { annotations: [length('a', { text: 'x'.repeat(201) })] },
      { annotations: [length('a', { tool: 'hammer' })] },
      { annotations: [length('a', { sopInstanceUid: "1' OR 1" })] },
      { annotations: [length('a'), length('a')] },
      { annotations: Array.from({ length: 501 }, (_, at) => length(`a${at}`)) },
      { keyImages: [on(image, 0)] },
      { keyImages: Array.from({ length: 501 }, () => on(image)) },
    ];
    for (const marks of wrong) (await save(jan, 2, marks)).refused(422, 'invalid_input');
    const large = { annotations: [length('a', { text: 'x'.repeat(2_000_000) })] };
    assert.equal((await save(jan, 2, large)).status, 413);
    assert.equal((await read(jan)).own.version, 2);
  });

  const published = { annotations: [length('p1', { text: 'Größe' })], keyImages: [on(image)] };
  await test('STU-42 published marks are seen by all with access, with the name, as they were then', async () => {
    const { version } = (await save(jan, 2, published)).expect(200);
    (await jan.post(`${path}/publication`, undefined, ifMatch(version - 1))).refused(412, 'precondition_failed');
    const now = (await jan.post(`${path}/publication`, undefined, ifMatch(version))).expect(200);
    assert.equal(now.publishedVersion, version);
    (await save(jan, version, nothing)).expect(200);
    for (const other of [ann, admin, viewer]) {
      const [one, ...more] = (await read(other)).others;
      assert.deepEqual(more, []);
      assert.deepEqual([one.author, one.annotations, one.keyImages], ['Jan Maes', ...Object.values(published)]);
    }
    assert.deepEqual((await read(jan)).others, []);
    const audit = (await admin.get('/api/v1/tenant/audit?event=annotations.published')).expect(200).items;
    assert.deepEqual([audit.length, audit[0].actor.name, audit[0].study.id], [1, 'Jan Maes', study.id]);
  });

  await test('STU-42 GEN-5 without access there is nothing, published or own', async () => {
    const stranger = await makeClinician(server, { name: 'No Access' });
    const key = await makeKey(tenant, ['upload_studies']);
    for (const client of [stranger, key]) (await client.get(path)).refused(404, 'not_found');
    (await changeLink(tenant, ann, { allowAccess: false })).expect(200);
    (await ann.get(path)).refused(404, 'not_found');
    (await save(ann, 0, nothing)).refused(404, 'not_found');
    (await ann.get(`${path}/file?kind=measurements`)).refused(404, 'not_found');
    (await changeLink(tenant, ann, { allowAccess: true })).expect(200);
    assert.equal((await read(ann)).others.length, 1);
  });

  await test('STU-42 an API key reads what is published and owns nothing', async () => {
    const key = await makeKey(tenant, ['view_studies', 'upload_studies']);
    const seen = await read(key);
    assert.deepEqual([seen.others.length, seen.maySave, seen.mayStore], [1, false, false]);
    (await save(key, 0, nothing)).refused(403, 'annotations_for_people_only');
    (await key.post(`${path}/export`, { kind: 'measurements' })).refused(409, 'nothing_to_export');
  });

  await test('STU-42 what is taken back is seen by nobody else', async () => {
    (await jan.del(`${path}/publication`)).expect(204);
    assert.deepEqual((await read(ann)).others, []);
    (await jan.del(`${path}/publication`)).refused(409, 'nothing_published');
    const { version } = (await read(jan)).own;
    (await jan.post(`${path}/publication`, undefined, ifMatch(version))).refused(409, 'nothing_to_publish');
  });

  await test('STU-42 deleted is deleted, and no old copy fits again', async () => {
    const { version } = (await read(jan)).own;
    const saved = (await save(jan, version, published)).expect(200);
    (await jan.post(`${path}/publication`, undefined, ifMatch(saved.version))).expect(200);
    (await jan.del(path)).expect(204);
    assert.deepEqual((await read(jan)).own, { ...nothing, version: saved.version + 1 });
    assert.deepEqual((await read(ann)).others, []);
    (await save(jan, saved.version, published)).refused(412, 'precondition_failed');
    const [row] = (await admin.get('/api/v1/tenant/audit?event=annotations.deleted')).expect(200).items;
    assert.equal(row.actor.name, 'Jan Maes');
  });

  const drawn = {
    annotations: [
      length('l', { text: 'Größe <1>' }),
      length('n', { values: [] }),
      { ...length('a'), tool: 'angle', points: [0, 0, 5, 5, 9, 0], values: [value('angle', 77.3, 'deg')] },
      { ...length('c'), tool: 'cobb', points: [0, 0, 5, 1, 0, 9, 5, 5], values: [value('angle', 12, 'deg')] },
      {
        ...length('e'),
        tool: 'ellipse',
        points: [5, 9, 5, 1, 1, 5, 9, 5],
        values: [
          value('area', 50, 'mm2'),
          value('mean', -12.5, 'HU'),
          value('deviation', 3, 'HU'),
          value('minimum', -20, 'HU'),
          value('maximum', 4, 'HU'),
        ],
      },
      {
        ...length('r', on(film, 2)),
        tool: 'rectangle',
        points: [0, 0, 3, 0, 0, 3, 3, 3],
        values: [value('area', 9, 'px'), value('mean', 7, 'none')],
      },
      { ...length('v'), tool: 'probe', points: [2, 2], values: [value('value', -3, 'HU')] },
      { ...length('t'), tool: 'arrow', text: 'Look here', values: [] },
      length('gone', { sopInstanceUid: newUid() }),
    ],
    keyImages: [on(image), on(film, 3), on(film, 3), { ...on(image), sopInstanceUid: newUid() }],
  };
  const kinds = {
    measurements: { modality: 'SR', says: [/Größe <1>/, /"Look here"/, /Vera Only|Olga/, /"12\.5"/, /ELLIPSE/i] },
    keyImages: { modality: 'KO', says: [/Of Interest/, /Vera Only|Olga/, /CT image/i] },
  };

  for (const [kind, { says }] of Object.entries(kinds))
    await test(`STU-42 ${kind} are a DICOM object that others can read: as a file`, async () => {
      (await viewer.get(`${path}/file?kind=${kind}`)).refused(409, 'nothing_to_export');
      const { version } = (await read(viewer)).own;
      (await save(viewer, version, drawn)).expect(200);
      const file = await viewer.get(`${path}/file?kind=${kind}`);
      assert.deepEqual([file.status, file.headers['content-type']], [200, 'application/dicom']);
      await sound(file.body, says);
      (await viewer.get(`${path}/file?kind=x`)).refused(422, 'invalid_input');
      (await viewer.post(`${path}/export`, { kind })).refused(403, 'forbidden');
      (await viewer.del(path)).expect(204);
    });

  for (const [kind, { modality, says }] of Object.entries(kinds))
    await test(`STU-42 ${kind} are stored in the study by those who may`, async () => {
      const { version } = (await read(admin)).own;
      (await save(admin, version, drawn)).expect(200);
      assert.equal((await read(admin)).mayStore, true);
      const stored = (await admin.post(`${path}/export`, { kind })).expect(200);
      const place = {
        studyUid: header.studyUid,
        seriesUid: stored.seriesInstanceUid,
        sopUid: stored.sopInstanceUid,
      };
      const bytes = await eventually('the object is served', async () => {
        const answer = await jan.get(`/t/${slug}/dicomweb/studies/${header.studyUid}/series`, asJson);
        return answer.json.some((one) => one['0020000E'].Value[0] === place.seriesUid) && answer;
      });
      const series = bytes.json.find((one) => one['0020000E'].Value[0] === place.seriesUid);
      assert.equal(series['00080060'].Value[0], modality);
      assert.equal((await findStudy(admin, header.studyUid)).state, 'ready');
      const [object] = parts(await admin.get(instancePath(slug, place), asDicom));
      await sound(object.body, says);
      assert.deepEqual(
        (await admin.get('/api/v1/tenant/audit?event=annotations.exported')).expect(200).items[0].actor.name,
        admin.session.user.name,
      );
    });

  await test('STU-42 STU-12 in a corrected study the objects carry the corrections', async () => {
    const wrong = newStudy({ accessionNumber: '' });
    const ct = flawlessCt(wrong);
    await storeAll(admin, slug, [ct]);
    const row = await inState(admin, wrong.studyUid, 'queued');
    const { version } = (await admin.get(`/api/v1/tenant/validation-queue/${row.id}`)).expect(200);
    const fields = { accessionNumber: 'RIGHT1', name: 'Right, Name' };
    (await admin.post(`/api/v1/tenant/validation-queue/${row.id}/corrections`, { version, fields })).expect(200);
    const corrected = await inState(admin, wrong.studyUid, 'ready');
    const there = `/api/v1/studies/${corrected.id}/annotations`;
    const marks = { annotations: [], keyImages: [on(ct)] };
    (await admin.put(there, marks, ifMatch(0))).expect(200);
    await sound((await admin.get(`${there}/file?kind=keyImages`)).body, [/RIGHT1/, /Right\^Name/]);
    const stored = (await admin.post(`${there}/export`, { kind: 'keyImages' })).expect(200);
    const place = { studyUid: wrong.studyUid, seriesUid: stored.seriesInstanceUid, sopUid: stored.sopInstanceUid };
    const answer = await eventually('it is served with its corrections', async () => {
      const found = await admin.get(instancePath(slug, place), asDicom);
      return (
        found.status === 200 && (await findStudy(admin, wrong.studyUid)).state === 'ready' && parts(found)[0].body
      );
    });
    await sound(answer, [/RIGHT1/, /Right\^Name/]);
  });

  await test('STU-42 STU-22 marks go with their study', async () => {
    (await admin.post(`/api/v1/studies/${study.id}/deletion`, { reason: 'over' })).expect(204);
    (await jan.get(path)).refused(404, 'not_found');
    (await save(jan, 0, nothing)).refused(404, 'not_found');
  });

  // dciodvfy finds no error, and DCMTK's reader reads it and finds what it should say.
  async function sound(bytes, says) {
    if (!missing) assert.deepEqual(await errorsOf(bytes), []);
    const folder = await mkdtemp(join(tmpdir(), 'portico-it-sr-'));
    try {
      const file = join(folder, 'object.dcm');
      await writeFile(file, bytes);
      const dump = await run('dsrdump', ['+U8', file]);
      assert.equal(dump.code, 0, dump.stderr);
      const told = dump.stderr.split('\n').filter((line) => line !== '' && !limits.test(line));
      assert.deepEqual(told, []);
      const tags = await run('dcmdump', ['+U8', file]);
      for (const pattern of says) assert.match(dump.stdout + tags.stdout, pattern);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function value(measure, amount, unit) {
  return { measure, value: amount, unit };
}
