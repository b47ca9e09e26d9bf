// First start, the commands beside the server, stop and restart.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binary } from '../harness/binary.js';
import { run } from '../harness/process.js';
import { password } from '../harness/world.js';

const owner = { tenantName: 'Radiology North', slug: 'north', name: 'Olga Owner', email: 'olga@north.test', password };

export default async function start(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const browser = server.client();

  await test('OPS-11 the ready line tells addresses and process', async () => {
    assert.equal(server.ready.event, 'ready');
    assert.equal(server.ready.http, `http://127.0.0.1:${server.port}`);
    assert.ok(server.ready.dicom > 0);
    assert.equal(server.ready.hl7, null);
    assert.doesNotThrow(() => process.kill(server.ready.pid, 0));
  });

  await test('OPS-6 health and readiness are told to anybody', async () => {
    (await browser.get('/healthz')).expect(200);
    (await browser.get('/readyz')).expect(200);
  });

  await test('OPS-1 messages are shown to anybody only in a demonstration', async () => {
    (await browser.get('/api/v1/demo/messages')).refused(404, 'not_found');
    assert.equal((await browser.get('/api/v1/session')).expect(200).demonstration, false);
  });

  await test('ACC-2 a server without a tenant asks to be set up', async () => {
    assert.equal((await browser.get('/api/v1/setup')).expect(200).needed, true);
    assert.equal((await browser.get('/api/v1/session')).expect(200).setupNeeded, true);
  });

  await test('ACC-2 the setup page wants the token of the console', async () => {
    assert.ok(server.setupToken);
    (await browser.post('/api/v1/setup', { ...owner, token: 'x'.repeat(43) })).refused(403, 'setup_token_wrong');
    assert.equal((await browser.get('/api/v1/setup')).expect(200).needed, true);
  });

  await test('ACC-2 ACC-20 bad input at the setup names its fields and does not use the token up', async () => {
    const weak = { ...owner, token: server.setupToken, password: 'short', slug: 'North!' };
    const problem = (await browser.post('/api/v1/setup', weak)).refused(422, 'invalid_input');
    assert.ok(problem.errors.length > 0);
    assert.equal((await browser.get('/api/v1/setup')).expect(200).needed, true);
  });

  await test('ACC-2 the setup makes the first tenant and signs its owner in', async () => {
    const session = (await browser.post('/api/v1/setup', { ...owner, token: server.setupToken })).expect(201);
    assert.equal(session.user.email, owner.email);
    assert.equal(session.account.kind, 'tenant');
    assert.equal(session.account.slug, owner.slug);
    assert.equal(session.isOwner, true);
    assert.equal((await browser.get('/api/v1/session')).expect(200).user.email, owner.email);
  });

  await test('ACC-2 the setup works once only', async () => {
    const again = { ...owner, slug: 'south', email: 'other@south.test', token: server.setupToken };
    (await server.client().post('/api/v1/setup', again)).refused(409, 'setup_done');
    assert.equal((await browser.get('/api/v1/setup')).expect(200).needed, false);
    assert.notEqual((await server.command(['setup'], { fails: true })).code, 0);
  });

  await test('OPS-3 an unknown key stops the start with a suggestion', async () => {
    const file = join(server.folder, 'wrong.toml');
    await writeFile(file, '[http]\nlistem = "127.0.0.1:0"\n');
    const done = await run(binary, ['serve', ...server.place, '--config', file]);
    assert.equal(done.code, 1);
    assert.match(done.stderr, /http\.listen\b/);
    const misspelt = await run(binary, ['config', ...server.place], { env: { PORTICO_HTTP_LISTEM: '127.0.0.1:0' } });
    assert.equal(misspelt.code, 1);
  });

  await test('OPS-3 flags win over the environment, the environment over the file', async () => {
    const file = join(server.folder, 'right.toml');
    await writeFile(file, '[log]\nlevel = "error"\n[dicom]\nport = 1\n[http]\nlisten = "127.0.0.1:1"\n');
    const env = { PORTICO_LOG_LEVEL: 'warning', PORTICO_DICOM_PORT: '2' };
    const done = await run(binary, ['config', '--json', '--config', file, '--dicom', '3'], { env });
    const values = Object.fromEntries(JSON.parse(done.stdout).map((entry) => [entry.key, entry]));
    assert.match(values['http.listen'].value, /127\.0\.0\.1:1\b/);
    assert.match(values['log.level'].value, /warning/);
    assert.equal(values['dicom.port'].value, '3');
    assert.deepEqual(
      ['http.listen', 'log.level', 'dicom.port'].map((key) => values[key].source),
      ['file', 'environment', 'flag'],
    );
  });

  await test('OPS-2 version, migrate and the example configuration answer', async () => {
    assert.match((await server.command(['version'])).json.version, /^\d+\.\d+\.\d+/);
    assert.equal((await server.command(['migrate'])).json.ran, 0);
    assert.match((await run(binary, ['config', '--example'])).stdout, /\[http\]/);
    assert.equal((await run(binary, ['no-such-command'])).code, 2);
  });

  await test('GEN-7 the printed API description is the served one', async () => {
    const printed = JSON.parse((await run(binary, ['openapi'])).stdout);
    const served = (await browser.get('/api/openapi.json')).expect(200);
    assert.equal(printed.openapi, '3.1.0');
    assert.deepEqual(Object.keys(printed.paths), Object.keys(served.paths));
  });

  await test('OPS-11 commands beside the server make tenants, users and keys that it knows at once', async () => {
    const create = [
      'tenant',
      'create',
      '--slug',
      'east',
      '--name',
      'East',
      '--owner-email',
      'o@east.test',
      '--owner-name',
      'Ed East',
    ];
    await server.command([...create, '--password-stdin'], { input: `${password}\n` });
    assert.notEqual(
      (await server.command([...create, '--password-stdin'], { input: `${password}\n`, fails: true })).code,
      0,
    );
    const user = [
      'user',
      'create',
      '--account',
      'east',
      '--email',
      'tess@east.test',
      '--name',
      'Tess',
      '--role',
      'Technologist',
    ];
    await server.command([...user, '--password-stdin'], { input: `${password}\n` });
    const tess = await server.client().signIn('tess@east.test', password);
    assert.ok(tess.session.permissions.includes('validate_studies'));
    assert.ok(!tess.session.permissions.includes('manage_users'));
    const key = await server.command([
      'apikey',
      'create',
      '--tenant',
      'east',
      '--name',
      'pacs',
      '--permission',
      'upload_studies',
    ]);
    (await server.client().withKey(key.json.key).get('/api/v1/studies')).expect(200);
    assert.deepEqual((await server.command(['study', 'list', '--tenant', 'east'])).json.studies, []);
  });

  await test('OPS-7 SIGTERM ends the server with 0', async () => {
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
  });

  await test('ACC-2 ACC-23 a second start on the same data goes on where it was', async () => {
    await server.start();
    assert.equal(server.setupToken, undefined);
    assert.equal((await browser.get('/api/v1/session')).expect(200).user.email, owner.email);
    assert.equal((await server.client().signIn(owner.email, password)).session.account.slug, owner.slug);
  });
}
