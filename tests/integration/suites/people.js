// Registration, sign-in, sessions, keys; what protects requests.
import assert from 'node:assert/strict';
import { EventReader } from '../harness/events.js';
import { eventually } from '../harness/eventually.js';
import {
  confirmationToken,
  makeClinician,
  makeKey,
  makeStaff,
  makeTenant,
  messagesTo,
  password,
  registrationOf,
} from '../harness/world.js';

const sessionCookie = '__Host-portico-session';

export default async function people(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin } = tenant;
  const nobody = server.client();
  const post = (path, json, headers) => server.client().post(path, json, headers);

  await registration();
  await signingIn();
  await sessions();
  await requests();

  async function registration() {
    const npi = { type: 'NPI', value: '1234567893' };

    await test('ACC-3 a registration is refused with the offending fields', async () => {
      const weak = registrationOf({ name: 'Ann Weak', email: 'weak@clinic.test', password: 'aaaaaaaaaaaa' });
      (await post('/api/v1/registrations', weak)).refused(422, 'invalid_input');
      const wrong = registrationOf({
        name: 'Ann Wrong',
        email: 'wrong@clinic.test',
        numbers: [{ ...npi, value: '1234567890' }],
      });
      const problem = (await post('/api/v1/registrations', wrong)).refused(422, 'invalid_input');
      assert.deepEqual(
        problem.errors.map((error) => error.path),
        ['professionalNumbers[0].value'],
      );
      assert.deepEqual(await messagesTo(server, 'wrong@clinic.test'), []);
    });

    await test('ACC-3 a registration is a claim until its mail is confirmed', async () => {
      const form = registrationOf({ name: 'Carla Clinician', email: 'carla@clinic.test', numbers: [npi] });
      (await post('/api/v1/registrations', form)).expect(202);
      const token = await confirmationToken(server, form.email);
      (await post('/api/v1/session', { email: form.email, password })).refused(401, 'sign_in_failed');
      (await post('/api/v1/registrations/confirmations', { token: 'A'.repeat(43) })).refused(
        404,
        'confirmation_unknown',
      );
      assert.equal((await post('/api/v1/registrations/confirmations', { token })).expect(200).email, form.email);
      const carla = await server.client().signIn(form.email, password);
      assert.equal(carla.session.account.kind, 'individual');
      assert.deepEqual(carla.session.permissions, []);
    });

    await test('SEC-9 registering a known mail gives the same answer and tells its owner', async () => {
      const form = registrationOf({ name: 'Carla Other', email: 'carla@clinic.test' });
      const before = (await messagesTo(server, form.email)).length;
      (await post('/api/v1/registrations', form)).expect(202);
      const messages = await messagesTo(server, form.email);
      assert.equal(messages.length, before + 1);
      assert.doesNotMatch(messages[0].text, /register\/confirm#/);
    });
  }

  async function signingIn() {
    await test('ACC-20 a wrong password and an unknown mail get the same answer', async () => {
      const answers = [];
      for (const email of [tenant.email, 'nobody@clinic.test']) {
        const {
          requestId: _,
          requestId: __,
          ...problem
        } = (await post('/api/v1/session', { email, password: 'not the one' })).refused(401, 'sign_in_failed');
        answers.push(problem);
      }
      assert.deepEqual(answers[0], answers[1]);
    });

    await test('ACC-21 the next sign-in tells of failed attempts, and the history shows them', async () => {
      const again = await server.client().signIn(tenant.email, password);
      assert.equal(again.session.failedAttemptsSinceLastSignIn, 1);
      const { items } = (await again.get('/api/v1/sign-in-history')).expect(200);
      assert.deepEqual(
        items.slice(0, 2).map((attempt) => attempt.result),
        ['success', 'wrong_password'],
      );
    });

    await test('ACC-21 GEN-12 five wrong passwords lock unknown browsers, tell the user, and leave the known one alone', async () => {
      const known = await makeStaff(tenant, ['view_studies'], { email: 'locked@staff.test' });
      const stranger = server.client();
      for (let wrong = 0; wrong < 5;) {
        const answer = await stranger.post('/api/v1/session', {
          email: 'locked@staff.test',
          password: `wrong ${wrong}`,
        });
        if (answer.code === 'sign_in_locked') {
          await waitForRetry(answer);
          continue;
        }
        answer.refused(401, 'sign_in_failed');
        wrong += 1;
      }
      const locked = (await stranger.post('/api/v1/session', { email: 'locked@staff.test', password })).refused(
        429,
        'sign_in_locked',
      );
      assert.ok(locked.retryAfter > 600);
      assert.equal((await messagesTo(server, 'locked@staff.test')).length, 1);
      await known.signIn('locked@staff.test', password);
    });
  }

  // The third and fourth wrong try wait a second or two: the server says how long.
  async function waitForRetry(answer) {
    const seconds = answer.json.retryAfter;
    assert.equal(answer.headers['retry-after'], String(seconds));
    assert.ok(seconds <= 3, `a short wait, not ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  async function sessions() {
    await test('ACC-23 the session cookie is for this host alone, hidden from scripts, and lax', async () => {
      const answer = await post('/api/v1/session', { email: tenant.email, password });
      const line = answer.headers['set-cookie'].find((cookie) => cookie.startsWith(`${sessionCookie}=`));
      const attributes = line
        .split(';')
        .slice(1)
        .map((part) => part.trim().toLowerCase());
      for (const wanted of ['secure', 'httponly', 'path=/', 'samesite=lax'])
        assert.ok(attributes.includes(wanted), wanted);
      assert.ok(!attributes.some((attribute) => attribute.startsWith('domain')));
      const token = line.slice(line.indexOf('=') + 1, line.indexOf(';'));
      assert.ok(token.length >= 43);
      const rows = await server.database.rows('SELECT * FROM session');
      assert.ok(!JSON.stringify(rows).includes(token), 'the token is stored hashed');
    });

    await test('ACC-23 own sessions are listed, and one of them can be ended', async () => {
      const staff = await makeStaff(tenant, ['view_studies']);
      const other = await staff.again();
      const { items } = (await staff.get('/api/v1/sessions')).expect(200);
      assert.equal(items.length, 2);
      const foreign = (await admin.get('/api/v1/sessions')).expect(200).items[0].id;
      (await staff.del(`/api/v1/sessions/${foreign}`)).refused(404, 'not_found');
      (await staff.del(`/api/v1/sessions/${items.find((one) => !one.current).id}`)).expect(204);
      (await other.get('/api/v1/studies')).refused(401, 'sign_in_required');
      (await staff.get('/api/v1/studies')).expect(200);
      (await staff.del('/api/v1/session')).expect(204);
      (await staff.get('/api/v1/sessions')).refused(401, 'sign_in_required');
    });

    await test('ACC-23 GEN-5 the event stream of a session that is ended elsewhere ends', async () => {
      const staff = await makeStaff(tenant, ['view_studies']);
      const other = await staff.again();
      const events = await EventReader.open(other);
      assert.equal(events.status, 200);
      (await staff.del('/api/v1/sessions')).expect(204);
      await eventually('the stream has ended', () => events.ended, { seconds: 15 });
      (await other.get('/api/v1/studies')).refused(401, 'sign_in_required');
    });

    await test('ACC-23 ACC-20 a new password ends the other sessions, and must be another one', async () => {
      const staff = await makeStaff(tenant, ['view_studies']);
      const other = await staff.again();
      const change = (currentPassword, newPassword) =>
        staff.post('/api/v1/me/password', { currentPassword, newPassword });
      (await change('not the one', 'Otter cloud seventy mandolin')).refused(403, 'wrong_password');
      (await change(password, password)).refused(422, 'invalid_input');
      (await change(password, 'Otter cloud seventy mandolin')).expect(204);
      (await other.get('/api/v1/studies')).refused(401, 'sign_in_required');
      (await staff.get('/api/v1/studies')).expect(200);
      await server.client().signIn(staff.session.user.email, 'Otter cloud seventy mandolin');
    });

    await test('ACC-23 a role change ends the sessions of the one who has it', async () => {
      const staff = await makeStaff(tenant, ['view_studies']);
      const role = (
        await admin.post('/api/v1/tenant/roles', { name: 'Another', description: '', permissions: ['view_orders'] })
      ).expect(201);
      const { id, version } = staff.user;
      (await admin.put(`/api/v1/tenant/users/${id}`, { roleIds: [role.id], enabled: true, version })).expect(200);
      (await staff.get('/api/v1/studies')).refused(401, 'sign_in_required');
    });

    await test('ACC-26 a key works with its permissions until it is revoked, and is stored hashed', async () => {
      const key = await makeKey(tenant, ['upload_studies']);
      (await key.get('/api/v1/studies')).expect(200);
      (await key.get('/api/v1/tenant/users')).refused(403, 'forbidden');
      assert.ok(!JSON.stringify(await server.database.rows('SELECT * FROM api_key')).includes(key.key));
      const listed = (await admin.get('/api/v1/tenant/api-keys')).expect(200).items.find((one) => one.id === key.id);
      assert.ok(listed.lastUsedAt);
      (await admin.del(`/api/v1/tenant/api-keys/${key.id}`)).expect(204);
      (await key.get('/api/v1/studies')).refused(401, 'api_key_unknown');
      (await nobody.get('/api/v1/studies', { Authorization: 'Bearer nonsense' })).refused(401, 'api_key_unknown');
    });
  }

  async function requests() {
    const preferences = { theme: 'dark' };
    const save = (headers) => admin.put('/api/v1/me/preferences', preferences, headers);

    await test('SEC-3 a change without the token of the session is refused', async () => {
      (await save({ 'X-CSRF-Token': undefined })).refused(403, 'csrf_failed');
      (await save({ 'X-CSRF-Token': 'x'.repeat(43) })).refused(403, 'csrf_failed');
      (await save()).expect(200);
    });

    await test('SEC-3 a change from another site, or from nowhere, is refused', async () => {
      (await save({ Origin: 'https://evil.test' })).refused(403, 'cross_origin');
      (await save({ Origin: `http://localhost:${server.port + 1}` })).refused(403, 'cross_origin');
      (await save({ Origin: undefined })).refused(403, 'cross_origin');
      (await save({ Origin: undefined, 'Sec-Fetch-Site': 'same-origin' })).expect(200);
    });

    await test('SEC-3 an unknown host is not served', async () => {
      (await nobody.get('/api/v1/session', { Host: 'evil.test' })).refused(421, 'unknown_host');
    });

    await test('SEC-2 every answer carries the security headers', async () => {
      const clinician = await makeClinician(server);
      const answers = [
        await nobody.get('/api/v1/session'),
        await nobody.get('/api/v1/studies'),
        await nobody.get('/api/nothing'),
        await nobody.get('/healthz'),
        await clinician.get('/api/v1/studies'),
        await admin.get('/api/v1/tenant/audit/export.csv'),
        await admin.post('/api/v1/session/extend'),
      ];
      for (const { headers } of answers) {
        assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
        assert.doesNotMatch(headers['content-security-policy'], /script-src[^;]*unsafe-inline/);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.equal(headers['referrer-policy'], 'no-referrer');
        assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
        assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
        assert.equal(headers['access-control-allow-origin'], undefined);
      }
    });

    await test('GEN-4 malformed requests are refused clearly', async () => {
      const send = (body, type) =>
        admin.send('PUT', '/api/v1/me/preferences', { body, headers: { 'Content-Type': type } });
      (await send('{"theme":', 'application/json')).refused(400, 'malformed');
      (await send('theme=dark', 'text/plain')).refused(415, 'unsupported_media_type');
      const problem = (await send('{"theme":"pink","colour":1}', 'application/json')).refused(422, 'invalid_input');
      assert.ok(problem.errors.some((error) => error.path === 'theme'));
      (await admin.get('/api/v1/studies?limit=100000')).refused(422, 'invalid_input');
      (await admin.send('PATCH', '/api/v1/studies', { json: {} })).refused(405, 'method_not_allowed');
    });
  }
}
