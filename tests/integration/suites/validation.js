// The validation queue: why a study waits, and the ways out of it.
import assert from 'node:assert/strict';
import { newInstance, newSeries, newStudy } from '../harness/dicom/part10.js';
import { readDicom, valueOf } from '../harness/dicom/reading.js';
import { asDicom, asFrames, asJson, framePath, instancePath, parts, storeAll } from '../harness/dicom/web.js';
import { changeSettings, findStudy, inState, makeStaff, makeTenant, readyStudy } from '../harness/world.js';

const allChecks = ['patient_id', 'patient_name', 'birth_date', 'sex', 'accession_number', 'patient_record'];
const queue = '/api/v1/tenant/validation-queue';

export default async function validation(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;

  // A study that came in and waits: {row, instances, case}.
  async function queued(header, count = 1) {
    const study = newStudy(header);
    const instances = newSeries(study, count);
    await storeAll(admin, slug, instances);
    const row = await inState(admin, study.studyUid, 'queued');
    const one = (await admin.get(`${queue}/${row.id}`)).expect(200);
    return { ...study, id: row.id, row, instances, case: one };
  }
  const codesOf = (one) => one.reasons.map((reason) => reason.code).sort();
  const correct = (study, body) =>
    admin.post(`${queue}/${study.id}/corrections`, { version: study.case.version, ...body });

  await correcting();
  await deciding();

  async function correcting() {
    await test('STU-10 STU-11 a complete study becomes ready by itself', async () => {
      const study = await readyStudy(tenant);
      assert.ok(study.row.releasedAt);
      assert.equal((await admin.get(`${queue}?q=${study.patientId}`)).expect(200).items.length, 0);
    });

    await test('STU-11 a study with missing data is queued with all its reasons', async () => {
      const study = await queued({ birthDate: '', accessionNumber: '', sex: '' });
      assert.deepEqual(codesOf(study.case), ['accession_number_missing', 'birth_date_missing', 'sex_missing']);
      const { items } = (await admin.get(`${queue}?limit=200`)).expect(200);
      assert.deepEqual(codesOf(items.find((one) => one.id === study.id)), codesOf(study.case));
      assert.equal(study.case.header.patientId, study.patientId);
      assert.equal(study.case.series[0].instanceCount, 1);
    });

    await test('STU-12 a correction is checked, and one of an outdated case is refused', async () => {
      const study = await queued({ birthDate: '' });
      (await correct(study, { fields: { birthDate: 'yesterday' } })).refused(422, 'invalid_input');
      (await correct(study, { version: study.case.version + 7, fields: { birthDate: '1970-02-03' } })).refused(
        412,
        'case_changed',
      );
      assert.deepEqual(codesOf((await admin.get(`${queue}/${study.id}`)).expect(200)), ['birth_date_missing']);
    });

    await test('STU-12 STU-32 a completed study is ready, and what leaves carries the corrected values and their origin', async () => {
      const study = await queued({ birthDate: '', accessionNumber: '' }, 2);
      const after = (await correct(study, { fields: { birthDate: '1961-05-04' } })).expect(200);
      assert.equal(after.state, 'queued');
      assert.deepEqual(codesOf(after), ['accession_number_missing']);
      assert.ok(after.corrections.length >= 1);
      (await correct({ ...study, case: after }, { fields: { accessionNumber: 'ACC4711' } })).expect(200);
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.patient.birthDate, '1961-05-04');
      assert.equal(row.accessionNumber, 'ACC4711');
      for (const instance of study.instances) await isCorrected(instance);
    });

    async function isCorrected(instance) {
      const [part] = parts(await admin.get(instancePath(slug, instance), asDicom));
      const data = await readDicom(part.body);
      assert.equal(valueOf(data, '00100030'), '19610504');
      assert.equal(valueOf(data, '00080050'), 'ACC4711');
      assert.equal(valueOf(data, '00080018'), instance.sopUid);
      // PS3.3 C.12.1.1.9: Original Attributes Sequence with the values as they came.
      const originals = data['04000561'].Value.flatMap((item) => item['04000550'].Value);
      assert.ok(originals.some((item) => '00100030' in item && valueOf(item, '00100030') === undefined));
      const [frame] = parts(await admin.get(framePath(slug, instance), asFrames));
      assert.ok(frame.body.equals(instance.pixels));
      const [metadata] = (await admin.get(`${instancePath(slug, instance)}/metadata`, asJson)).expect(200);
      assert.equal(valueOf(metadata, '00100030'), '19610504');
    }

    await test('STU-10 the checks that apply are a setting', async () => {
      await changeSettings(tenant, { checks: ['patient_id'] });
      const study = await readyStudy(tenant, { birthDate: '', accessionNumber: '' });
      assert.equal(study.row.accessionNumber, '');
      await changeSettings(tenant, { checks: allChecks });
    });

    await test('STU-10 data that differ from the record of the same patient are told side by side', async () => {
      const known = await readyStudy(tenant);
      const study = await queued({ patientId: known.patientId, patientName: 'Wouterloot^An' });
      assert.deepEqual(codesOf(study.case), ['patient_data_differ']);
      assert.equal(study.case.record.name, 'Wouterlood, An');
      assert.equal(study.case.header.name, 'Wouterloot, An');
    });

    await test('STU-12 an existing patient can be chosen, and the record holds', async () => {
      const known = await readyStudy(tenant, { patientName: 'Claes^Mia' });
      const study = await queued({ patientId: '', patientName: 'Claes^Mia' });
      const candidates = (await admin.get(`/api/v1/tenant/patients?q=Claes`)).expect(200).items;
      const record = candidates.find((one) => one.patientId === known.patientId);
      (await correct(study, { patientRecordId: record.id })).expect(200);
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.patient.id, known.row.patient.id);
      const [part] = parts(await admin.get(instancePath(slug, study.instances[0]), asDicom));
      assert.equal(valueOf(await readDicom(part.body), '00100020'), known.patientId);
    });

    await test('STU-12 a new patient can be made', async () => {
      const study = await queued({ patientId: '' });
      const patient = {
        patientId: `NEW${study.accessionNumber}`,
        issuer: '',
        name: 'Nieuw, Nel',
        birthDate: '1999-09-09',
        sex: 'F',
      };
      (await correct(study, { newPatient: patient })).expect(200);
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.patient.patientId, patient.patientId);
      assert.equal(row.patient.name, 'Nieuw, Nel');
    });
  }

  async function deciding() {
    await test('STU-12 a study is released as it is with a reason, and not without', async () => {
      const study = await queued({ accessionNumber: '' });
      (await admin.post(`${queue}/${study.id}/release`, { reason: '' })).refused(422, 'invalid_input');
      assert.ok(await findStudy(admin, study.studyUid, '&state=queued'));
      (await admin.post(`${queue}/${study.id}/release`, { reason: 'seen by phone' })).expect(200);
      await inState(admin, study.studyUid, 'ready');
      (await admin.post(`${queue}/${study.id}/release`, { reason: 'again' })).refused(409, 'study_not_queued');
    });

    await test('STU-12 a rejected study leaves the lists and takes nothing more', async () => {
      const study = await queued({ accessionNumber: '' });
      (await admin.post(`${queue}/${study.id}/reject`, { reason: 'a test exposure' })).expect(200);
      assert.equal(await findStudy(admin, study.studyUid), undefined);
      assert.ok(await findStudy(admin, study.studyUid, '&state=rejected'));
      const reader = await makeStaff(tenant, ['view_studies']);
      (await reader.get(`/api/v1/studies/${study.id}`)).refused(404, 'not_found');
      (await reader.get(framePath(slug, study.instances[0]), asFrames)).refused(404, 'not_found');
      await assert.rejects(storeAll(admin, slug, [newInstance(study)]), /409/);
    });

    await test('STU-12 several are decided at once, each by itself', async () => {
      const some = [await queued({ sex: '' }), await queued({ sex: '' })];
      const gone = await queued({ sex: '' });
      (await admin.post(`${queue}/${gone.id}/reject`, { reason: 'twice' })).expect(200);
      const studyIds = [...some, gone].map((study) => study.id);
      const result = (await admin.post(`${queue}/bulk`, { studyIds, action: 'release', reason: 'checked' })).expect(
        200,
      );
      assert.deepEqual(result.done.sort(), some.map((study) => study.id).sort());
      assert.deepEqual(
        result.failed.map((one) => [one.studyId, one.code]),
        [[gone.id, 'study_not_queued']],
      );
    });

    await test('STU-11 late instances of a ready study are served once they are validated; it stays visible', async () => {
      const study = await readyStudy(tenant, { count: 1 });
      const late = newInstance(study, { seriesUid: study.instances[0].seriesUid, number: 2 });
      await storeAll(admin, slug, [late]);
      assert.ok(await findStudy(admin, study.studyUid));
      (await admin.get(framePath(slug, study.instances[0]), asFrames)).expect(200);
      const row = await inState(admin, study.studyUid, 'ready');
      assert.equal(row.instanceCount, 2);
      const [frame] = parts(await admin.get(framePath(slug, late), asFrames));
      assert.ok(frame.body.equals(late.pixels));
    });

    await test('ACC-11 the queue is for those who may validate', async () => {
      const study = await queued({ sex: '' });
      const reader = await makeStaff(tenant, ['view_studies']);
      (await reader.get(queue)).refused(403, 'forbidden');
      (await reader.post(`${queue}/${study.id}/release`, { reason: 'x' })).refused(403, 'forbidden');
      const technologist = await makeStaff(tenant, ['validate_studies']);
      (await technologist.post(`${queue}/${study.id}/release`, { reason: 'checked' })).expect(200);
    });
  }
}
