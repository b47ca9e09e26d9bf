// How studies go: deleted, taken back, held, by rule, and when the space is used up (STU-22).
import assert from 'node:assert/strict';
import { newInstance, newStudy } from '../harness/dicom/part10.js';
import { asFrames, framePath, storeAll, storeBytes } from '../harness/dicom/web.js';
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
  makeTenant,
} from '../harness/world.js';

export default async function keeping(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  await enablePortal(tenant);
  const jan = await makeClinician(server);
  await allow(tenant, jan, await makeClinicianRole(tenant, ['view_images']));
  const header = newStudy();
  const instance = newInstance(header);
  await storeAll(admin, slug, [instance]);
  const study = await inState(admin, header.studyUid, 'ready');
  await grant(tenant, study, jan);
  const reason = { reason: 'wrong patient' };
  const deleted = async () => (await admin.get('/api/v1/tenant/deleted-studies')).expect(200).items;

  await test('STU-22 GEN-5 a deleted study is away for everybody at once, with its reason on record', async () => {
    assert.ok(await findStudy(jan, header.studyUid));
    const events = await EventReader.open(jan);
    (await admin.post(`/api/v1/studies/${study.id}/deletion`, reason)).expect(204);
    await events.next('access.changed', { seconds: 5 });
    events.close();
    assert.equal(await findStudy(jan, header.studyUid), undefined);
    assert.equal((await jan.get(framePath(slug, instance), asFrames)).status, 404);
    assert.equal(await findStudy(admin, header.studyUid), undefined);
    const [listed] = await deleted();
    assert.deepEqual([listed.id, listed.reason, listed.rejected], [study.id, 'wrong patient', false]);
    const audit = (await admin.get('/api/v1/tenant/audit?event=study.deletion_ordered')).expect(200);
    assert.equal(audit.items[0].reason, 'wrong patient');
    (await storeBytes(admin, slug, [instance.bytes])).expect(409);
  });

  await test('STU-22 it is taken back with its grants, validated anew', async () => {
    const path = `/api/v1/tenant/deleted-studies/${study.id}/restore`;
    (await admin.post(path, { reason: 'it was right' })).expect(204);
    await inState(admin, header.studyUid, 'ready');
    await eventually('the clinician sees it again', () => findStudy(jan, header.studyUid));
    assert.equal((await jan.get(framePath(slug, instance), asFrames)).status, 200);
    (await admin.post(path, { reason: 'again' })).refused(409, 'study_not_deleted');
    assert.deepEqual(await deleted(), []);
  });

  await test('STU-22 what is on legal hold cannot be deleted; a reason is needed', async () => {
    const hold = `/api/v1/studies/${study.id}/legal-hold`;
    (await admin.put(hold, { reason: '' })).refused(422, 'invalid_input');
    (await admin.put(hold, { reason: 'court case' })).expect(204);
    assert.equal((await admin.get(hold)).expect(200).reason, 'court case');
    (await admin.post(`/api/v1/studies/${study.id}/deletion`, reason)).refused(409, 'study_on_legal_hold');
    (await admin.post(`${hold}/end`, { reason: 'over' })).expect(204);
    assert.equal((await admin.get(hold)).expect(200).held, false);
  });

  await test('STU-22 GEN-7 retention rules are changed in the version seen, and bad ones name their field', async () => {
    const path = '/api/v1/tenant/retention';
    const before = (await admin.get(path)).expect(200);
    assert.deepEqual([before.rules, before.studies, before.instances], [[], 1, 1]);
    const match = (version) => ({ 'If-Match': `"${version}"` });
    const rules = [
      { modality: 'CT', days: 3650 },
      { modality: '', days: 7300 },
    ];
    (await admin.put(path, { rules })).refused(428, 'precondition_required');
    const after = (await admin.put(path, { rules }, match(before.version))).expect(200);
    assert.equal(after.rules.length, 2);
    (await admin.put(path, { rules }, match(before.version))).refused(412, 'precondition_failed');
    const bad = (
      await admin.put(path, { rules: [{ modality: 'ct', days: 1 }] }, match(after.version))
    ).refused(422, 'invalid_input');
    assert.equal(bad.errors[0].path, 'rules[0].modality');
  });

  await test('STU-22 a department whose space is used up is told so; the operator gives more', async () => {
    const other = () => storeBytes(admin, slug, [newInstance(newStudy()).bytes]);
    await server.command(['storage', 'quota', '--tenant', slug, '--gib', '0.001']);
    (await other()).expect(200);
    await server.database.exec('UPDATE retention SET quota_bytes = 1');
    const refused = await other();
    assert.ok([409, 507].includes(refused.status), String(refused.status));
    server.serverErrors = server.serverErrors.filter((one) => !one.startsWith('507'));
    await server.command(['storage', 'quota', '--tenant', slug, '--none']);
    (await other()).expect(200);
  });
}
