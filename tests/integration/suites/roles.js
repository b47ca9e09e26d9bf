// Roles and users of a department: what stands in the way of mistakes.
import assert from 'node:assert/strict';
import { makeStaff, makeTenant, password } from '../harness/world.js';

export default async function roles(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin } = tenant;
  const role = (name, permissions) => ({ name, description: 'for tests', permissions });
  const change = (client, one, body, version = one.version) =>
    client.put(`/api/v1/tenant/roles/${one.id}`, body, { 'If-Match': `"${version}"` });

  await test('ACC-14 ready-made roles are offered', async () => {
    for (const system of ['tenant', 'clinician']) {
      const { items } = (await admin.get(`/api/v1/role-templates?system=${system}`)).expect(200);
      assert.ok(items.length >= 5);
    }
  });

  await test('ACC-10 GEN-11 a role is made, edited and deleted, and tells who changed what', async () => {
    const made = (await admin.post('/api/v1/tenant/roles', role('Reader', ['view_studies']))).expect(201);
    (await admin.post('/api/v1/tenant/roles', role('Reader', []))).refused(409, 'role_name_taken');
    const changed = (await change(admin, made, role('Reader', ['view_studies', 'view_reports']))).expect(200);
    assert.deepEqual(changed.permissions, ['view_studies', 'view_reports']);
    assert.ok(changed.version > made.version);
    assert.ok(changed.history.length >= 2);
    assert.equal(changed.history[0].by, admin.session.user.name);
    (await change(admin, made, role('Reader', []))).refused(412, 'precondition_failed');
    (await admin.put(`/api/v1/tenant/roles/${made.id}`, role('Reader', []))).refused(428, 'precondition_required');
    (await admin.del(`/api/v1/tenant/roles/${made.id}`)).expect(204);
    (await admin.del(`/api/v1/tenant/roles/${made.id}`)).refused(404, 'not_found');
  });

  await test('GEN-7 a keyed POST happens once, however often it comes', async () => {
    const post = (body, key = 'role-once') =>
      admin.post('/api/v1/tenant/roles', body, { 'Idempotency-Key': key });
    const first = await post(role('Once', ['view_studies']));
    const made = first.expect(201);
    assert.equal(first.headers['idempotency-replayed'], undefined);
    const again = await post(role('Once', ['view_studies']));
    assert.deepEqual(again.expect(201), made);
    assert.equal(again.headers['idempotency-replayed'], 'true');
    (await post(role('Twice', ['view_studies']))).refused(422, 'idempotency_key_reused');
    (await post(role('Once', []), 'another key')).refused(400, 'bad_idempotency_key');
    (await post(role('Once', []), 'another-key')).refused(409, 'role_name_taken');
    (await post(role('Second', []), 'another-key')).expect(201); // what was refused may be tried again
  });

  await test('CLA-3 who manages the clinician portal chooses among its roles, and changes none', async () => {
    const manager = await makeStaff(tenant, ['manage_clinician_portal']);
    const body = role('Referrer', ['view_images']);
    const made = (await admin.post('/api/v1/tenant/clinician-roles', body)).expect(201);
    const { items } = (await manager.get('/api/v1/tenant/clinician-roles')).expect(200);
    assert.ok(items.some((one) => one.id === made.id));
    (await manager.post('/api/v1/tenant/clinician-roles', role('More', []))).refused(403, 'forbidden');
    (await manager.get('/api/v1/tenant/roles')).refused(403, 'forbidden');
  });

  await test('ACC-10 nobody can give a permission that they do not hold', async () => {
    const manager = await makeStaff(tenant, ['manage_roles', 'manage_users', 'manage_api_keys']);
    (await manager.post('/api/v1/tenant/roles', role('More', ['view_audit_logs']))).refused(403, 'permission_not_held');
    (await change(manager, manager.role, role(manager.role.name, ['manage_roles', 'view_audit_logs']))).refused(
      403,
      'permission_not_held',
    );
    const strong = (await admin.post('/api/v1/tenant/roles', role('Strong', ['view_audit_logs']))).expect(201);
    const user = { name: 'Eve', email: 'eve@staff.test', temporaryPassword: password, roleIds: [strong.id] };
    (await manager.post('/api/v1/tenant/users', user)).refused(403, 'permission_not_held');
    (await manager.post('/api/v1/tenant/api-keys', { name: 'k', permissions: ['view_audit_logs'] })).refused(
      403,
      'permission_not_held',
    );
    (await manager.post('/api/v1/tenant/roles', role('Less', ['manage_users']))).expect(201);
  });

  await test('ACC-10 a role in use cannot be deleted', async () => {
    const staff = await makeStaff(tenant, ['view_studies']);
    (await admin.del(`/api/v1/tenant/roles/${staff.role.id}`)).refused(409, 'role_in_use');
    (await staff.get('/api/v1/studies')).expect(200);
  });

  await test('ACC-5 the owner cannot be disabled or given a role', async () => {
    const { items } = (await admin.get('/api/v1/tenant/users?limit=200')).expect(200);
    const owner = items.find((user) => user.isOwner);
    const body = { roleIds: [], enabled: false, version: owner.version };
    (await admin.put(`/api/v1/tenant/users/${owner.id}`, body)).refused(409, 'owner_is_fixed');
    (await admin.get('/api/v1/tenant/users')).expect(200);
  });

  await test('ACC-10 what a role allows changes at once for those who have it', async () => {
    const staff = await makeStaff(tenant, ['view_studies', 'view_audit_logs']);
    (await staff.get('/api/v1/tenant/audit')).expect(200);
    (await change(admin, staff.role, role(staff.role.name, ['view_studies']))).expect(200);
    const answer = await staff.get('/api/v1/tenant/audit');
    assert.ok([401, 403].includes(answer.status), `${answer.status}`);
  });

  await test('ACC-6 a disabled user is out at once and cannot sign in', async () => {
    const staff = await makeStaff(tenant, ['view_studies']);
    const { id, version } = staff.user;
    const body = { roleIds: [staff.role.id], enabled: false, version };
    (await admin.put(`/api/v1/tenant/users/${id}`, body)).expect(200);
    (await staff.get('/api/v1/studies')).refused(401, 'sign_in_required');
    (await server.client().post('/api/v1/session', { email: staff.user.email, password })).refused(
      401,
      'sign_in_failed',
    );
  });

  await test('GEN-2 roles and users of another department are not there', async () => {
    const other = await makeTenant(server);
    const foreign = await makeStaff(other, ['view_studies']);
    (await change(admin, foreign.role, role('Mine', []))).refused(404, 'not_found');
    (await admin.del(`/api/v1/tenant/roles/${foreign.role.id}`)).refused(404, 'not_found');
    const body = { roleIds: [foreign.role.id], enabled: false, version: foreign.user.version };
    (await admin.put(`/api/v1/tenant/users/${foreign.user.id}`, body)).refused(404, 'not_found');
    const user = { name: 'Ann', email: 'ann@staff.test', temporaryPassword: password, roleIds: [foreign.role.id] };
    (await admin.post('/api/v1/tenant/users', user)).refused(422, 'invalid_input');
    const { items } = (await admin.get('/api/v1/tenant/users?limit=200')).expect(200);
    assert.ok(!items.some((one) => one.id === foreign.user.id));
    (await foreign.get('/api/v1/studies')).expect(200);
  });

  await test('GEN-11 settings are kept with their history and refuse nonsense', async () => {
    const now = (await admin.get('/api/v1/tenant/settings')).expect(200);
    const { history: _, version, ...settings } = now;
    const save = (body, match = version) => admin.put('/api/v1/tenant/settings', body, { 'If-Match': `"${match}"` });
    (await save({ ...settings, quietSeconds: 0 })).refused(422, 'invalid_input');
    (await save({ ...settings, checks: ['no_such_check'] })).refused(422, 'invalid_input');
    const saved = (await save({ ...settings, name: 'Renamed' })).expect(200);
    assert.equal(saved.name, 'Renamed');
    assert.ok(saved.history[0].change.includes('Renamed'));
    (await save({ ...settings, name: 'Too late' })).refused(412, 'precondition_failed');
  });
}
