// The clinician portal of a department: enabling it, its directory, requests and their answers.
import assert from 'node:assert/strict';
import { EventReader } from '../harness/events.js';
import {
  allow,
  changeLink,
  enablePortal,
  linkOf,
  makeClinician,
  makeClinicianRole,
  makeStaff,
  makeTenant,
  messagesTo,
  password,
  requestAccess,
  uploadPhoto,
} from '../harness/world.js';
import { greyPng } from '../harness/images.js';

const portalPath = '/api/v1/tenant/clinician-portal';

export default async function portal(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin } = tenant;
  const clinician = await makeClinician(server, { name: 'Jan Maes', numbers: [{ type: 'NPI', value: '1234567893' }] });
  const role = await makeClinicianRole(tenant, ['access_referred_studies', 'view_images']);
  const cards = async (client, query = '') =>
    (await client.get(`/api/v1/pacs-directory?limit=200${query}`)).expect(200).items;
  const card = async () => (await cards(clinician)).find((one) => one.tenantId === tenant.id);

  await enabling();
  await asking();
  await answering();

  async function enabling() {
    let photoId;
    const form = (more) => ({ password, photoId, displayName: 'North', description: 'Images', ...more });
    const isOff = async () => assert.equal((await admin.get(portalPath)).expect(200).enabled, false);

    await test('CLA-20 a department without a portal is not in the directory and cannot be asked', async () => {
      assert.deepEqual(await cards(clinician), []);
      (await clinician.post('/api/v1/access-requests', { tenantId: tenant.id, message: '' })).refused(404, 'not_found');
    });

    await test('CLA-1 SEC-5 a photo that is no picture is refused', async () => {
      (await uploadPhoto(tenant, Buffer.from('<svg onload="x"/>'))).refused(415, 'not_an_image');
      (await uploadPhoto(tenant, greyPng().subarray(0, 60))).refused(415, 'not_an_image');
      (await uploadPhoto(tenant, Buffer.alloc(0))).refused(415, 'not_an_image');
      (await uploadPhoto(tenant, Buffer.alloc(11 * 1024 * 1024), { Expect: '100-continue' })).refused(
        413,
        'body_too_large',
      );
    });

    await test('CLA-1 SEC-5 a picture is decoded and made anew, square', async () => {
      const uploaded = (await uploadPhoto(tenant, greyPng(120, 80))).expect(201);
      photoId = uploaded.photoId;
      const picture = await admin.get(uploaded.photoUrl);
      assert.equal(picture.headers['content-type'], 'image/jpeg');
      assert.equal(picture.body.readUInt16BE(0), 0xffd8);
    });

    await test('CLA-1 a wrong password, a missing photo or an empty name changes nothing', async () => {
      (await admin.post(`${portalPath}/enable`, form({ password: 'not the one' }))).refused(403, 'wrong_password');
      await isOff();
      const missing = (await admin.post(`${portalPath}/enable`, form({ photoId: tenant.id }))).refused(
        422,
        'photo_unknown',
      );
      assert.equal(missing.errors[0].path, 'photoId');
      (await admin.post(`${portalPath}/enable`, form({ displayName: '' }))).refused(422, 'invalid_input');
      (await admin.post(`${portalPath}/enable`, form({ displayName: 'x'.repeat(101) }))).refused(422, 'invalid_input');
      await isOff();
      assert.deepEqual(await cards(clinician), []);
    });

    await test('CLA-1 the photo of another department cannot be used', async () => {
      const other = await makeTenant(server);
      const foreign = (await uploadPhoto(other)).expect(201).photoId;
      (await admin.post(`${portalPath}/enable`, form({ photoId: foreign }))).refused(422, 'photo_unknown');
      (await admin.get(`${portalPath}/photos/${foreign}`)).refused(404, 'not_found');
    });

    await test('CLA-1 CLA-20 an enabled portal stands in the directory', async () => {
      const made = (await admin.post(`${portalPath}/enable`, form())).expect(200);
      assert.equal(made.enabled, true);
      const shown = await card();
      assert.deepEqual([shown.displayName, shown.description, shown.state], ['North', 'Images', 'not_requested']);
      assert.equal((await clinician.get(shown.photoUrl)).headers['content-type'], 'image/jpeg');
      assert.equal((await cards(clinician, '&q=nor')).length, 1);
      assert.equal((await cards(clinician, '&q=elsewhere')).length, 0);
      (await admin.get('/api/v1/pacs-directory')).refused(403, 'forbidden');
    });

    await test('CLA-2 it cannot be disabled, nor enabled again', async () => {
      const { version, history: _, enabledAt: __, photoUrl: ___, ...now } = (await admin.get(portalPath)).expect(200);
      const save = (body) => admin.put(portalPath, body, { 'If-Match': `"${version}"` });
      (await save({ ...now, enabled: false })).refused(409, 'clinician_portal_cannot_be_disabled');
      (await admin.post(`${portalPath}/enable`, form())).refused(409, 'clinician_portal_already_enabled');
      assert.equal((await admin.get(portalPath)).expect(200).enabled, true);
    });

    await test('CLA-3 GEN-11 its settings can be changed and keep their history', async () => {
      const {
        version,
        history: _,
        enabledAt: __,
        photoUrl: ___,
        enabled: ____,
        ...now
      } = (await admin.get(portalPath)).expect(200);
      const save = (body, match) => admin.put(portalPath, { ...now, ...body }, { 'If-Match': `"${match}"` });
      const saved = (await save({ displayName: 'Radiology North', historyMonths: 24 }, version)).expect(200);
      assert.deepEqual([saved.displayName, saved.historyMonths], ['Radiology North', 24]);
      assert.equal(saved.history[0].by, admin.session.user.name);
      (await save({ displayName: 'Too late' }, version)).refused(412, 'precondition_failed');
      const all = await makeClinicianRole(tenant, ['access_all_studies', 'view_images']);
      (await save({ defaultRoleId: all.id }, saved.version)).refused(422, 'role_only_for_persons');
    });
  }

  async function asking() {
    await test('CLA-20 a request waits with its message, and can be withdrawn', async () => {
      const asked = await requestAccess(clinician, tenant, 'I refer to you');
      assert.equal(asked.state, 'requested');
      (await clinician.post('/api/v1/access-requests', { tenantId: tenant.id, message: '' })).refused(
        409,
        'access_already_requested',
      );
      (await clinician.del(`/api/v1/access-requests/${tenant.id}`)).expect(204);
      assert.equal((await card()).state, 'not_requested');
      assert.equal(await linkOf(tenant, clinician), undefined);
      (await clinician.del(`/api/v1/access-requests/${tenant.id}`)).refused(409, 'nothing_to_withdraw');
    });

    await test('CLA-20 a message of more than 500 characters is refused', async () => {
      (await clinician.post('/api/v1/access-requests', { tenantId: tenant.id, message: 'x'.repeat(501) })).refused(
        422,
        'invalid_input',
      );
    });

    await test('CLA-4 CLA-21 the department hears of a request at once and sees what is claimed', async () => {
      const events = await EventReader.open(admin);
      await requestAccess(clinician, tenant);
      await events.next('access_requests.changed', { seconds: 5 });
      events.close();
      const link = await linkOf(tenant, clinician);
      assert.deepEqual([link.state, link.message, link.account.kind], ['requested', 'I refer to you', 'individual']);
      assert.deepEqual(
        link.numbers.map((number) => [number.type, number.value, number.confirmed]),
        [['NPI', '1234567893', false]],
      );
      for (const [query, count] of [
        ['state=requested', 1],
        ['state=allowed', 0],
        ['kind=organisation', 0],
        ['q=maes', 1],
        ['q=nobody', 0],
      ])
        assert.equal(
          (await admin.get(`/api/v1/tenant/access-control?${query}`)).expect(200).items.length,
          count,
          query,
        );
    });

    await test('CLA-4 only those who manage the portal see requests', async () => {
      const staff = await makeStaff(tenant, ['view_studies', 'manage_clinician_roles']);
      const link = await linkOf(tenant, clinician);
      (await staff.get('/api/v1/tenant/access-control')).refused(403, 'forbidden');
      (await staff.get(`/api/v1/tenant/access-control/${link.id}`)).refused(403, 'forbidden');
    });
  }

  async function answering() {
    await test('CLA-4 access without a role is refused and changes nothing', async () => {
      (await changeLink(tenant, clinician, { allowAccess: true })).refused(422, 'role_required');
      assert.equal((await linkOf(tenant, clinician)).state, 'requested');
      const tenantRole = (
        await admin.post('/api/v1/tenant/roles', { name: 'No clinician role', description: '', permissions: [] })
      ).expect(201);
      (await changeLink(tenant, clinician, { allowAccess: true, roleId: tenantRole.id })).refused(422, 'role_unknown');
    });

    await test('CLA-4 CLA-20 a declined request tells its reason and can be asked again after a day', async () => {
      const { id } = await linkOf(tenant, clinician);
      (await admin.post(`/api/v1/tenant/access-control/${id}/decline`, { reason: 'Who are you?' })).expect(200);
      const shown = await card();
      assert.deepEqual([shown.state, shown.declineReason], ['declined', 'Who are you?']);
      assert.ok(new Date(shown.mayAskAgainAt) > new Date(Date.now() + 23 * 3600 * 1000));
      (await clinician.post('/api/v1/access-requests', { tenantId: tenant.id, message: '' })).refused(
        409,
        'ask_again_later',
      );
      (await admin.post(`/api/v1/tenant/access-control/${id}/decline`, { reason: '' })).refused(409, 'not_a_request');
      const mails = await messagesTo(server, clinician.session.user.email);
      assert.ok(mails.some((mail) => mail.text.includes('Who are you?')));
    });

    await test('CLA-4 GEN-11 access is allowed by role, and the link tells who decided', async () => {
      const other = await makeClinician(server, { name: 'Nel Nurse' });
      await allow(tenant, other, role);
      const link = (await admin.get(`/api/v1/tenant/access-control/${(await linkOf(tenant, other)).id}`)).expect(200);
      assert.deepEqual([link.state, link.role.id, link.decidedBy], ['allowed', role.id, admin.session.user.name]);
      assert.ok(link.history.length >= 2);
      assert.equal((await cards(other))[0].state, 'allowed');
      const found = (await admin.get('/api/v1/tenant/clinicians?q=nurse')).expect(200).items;
      assert.deepEqual(
        found.map((one) => one.membershipId),
        [other.session.membershipId],
      );
    });

    await test('CLA-6 a clinician role in use cannot be deleted', async () => {
      (await admin.del(`/api/v1/tenant/clinician-roles/${role.id}`)).refused(409, 'role_in_use');
    });

    await test('CLA-4 two people who edit one link do not overwrite each other', async () => {
      const link = await linkOf(tenant, clinician);
      (await changeLink(tenant, clinician, { notes: 'called back' })).expect(200);
      const stale = { roleId: role.id, allowAccess: true, confirmedNumberIds: [], notes: '' };
      const answer = await admin.put(`/api/v1/tenant/access-control/${link.id}`, stale, {
        'If-Match': `"${link.version}"`,
      });
      answer.refused(412, 'precondition_failed');
      (await admin.put(`/api/v1/tenant/access-control/${link.id}`, stale)).refused(428, 'precondition_required');
      assert.equal((await linkOf(tenant, clinician)).state, 'declined');
    });

    await test('CLA-1 nothing can be granted while the portal is off', async () => {
      const quiet = await makeTenant(server);
      const body = { studyIds: [quiet.id], membershipIds: [clinician.session.membershipId] };
      const answer = await quiet.admin.post('/api/v1/grants', body);
      assert.ok([404, 409].includes(answer.status), answer.text);
      await enablePortal(quiet);
    });
  }
}
