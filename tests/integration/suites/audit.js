// The trail of the main job, its reading, and that it shows tampering.
import assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.js';
import { asFrames, framePath, storeAll } from '../harness/dicom/web.js';
import { newSeries, newStudy } from '../harness/dicom/part10.js';
import {
  allow,
  enablePortal,
  grant,
  grantOf,
  inState,
  makeClinician,
  makeClinicianRole,
  makeStaff,
  makeTenant,
} from '../harness/world.js';

// What the main job leaves behind, event by event.
const mainJob = [
  'tenant.created',
  'session.started',
  'session.refused',
  'settings.changed',
  'clinician_portal.photo_uploaded',
  'clinician_portal.enabled',
  'clinician_role.created',
  'access_link.requested',
  'access_link.changed',
  'study.received',
  'study.corrected',
  'study.released',
  'study_access.granted',
  'study.viewed',
  'study_access.revoked',
];

export default async function audit(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  const entries = async (query, client = admin) =>
    (await client.get(`/api/v1/tenant/audit?limit=200&${query}`)).expect(200).items;
  const verify = () => server.command(['audit', 'verify'], { fails: true });

  const { study, jan } = await doMainJob();
  await reading();
  await proving();

  async function doMainJob() {
    await server.client().post('/api/v1/session', { email: tenant.email, password: 'not the one' });
    await enablePortal(tenant);
    const role = await makeClinicianRole(tenant, ['access_referred_studies', 'view_images']);
    const clinician = await makeClinician(server, { name: 'Jan Maes' });
    await allow(tenant, clinician, role);
    const header = newStudy({ birthDate: '', accessionNumber: '' });
    const instances = newSeries(header, 2);
    await storeAll(admin, slug, instances);
    const row = await inState(admin, header.studyUid, 'queued');
    const queue = `/api/v1/tenant/validation-queue/${row.id}`;
    const { version } = (await admin.get(queue)).expect(200);
    (await admin.post(`${queue}/corrections`, { version, fields: { birthDate: '1970-01-01' } })).expect(200);
    (await admin.post(`${queue}/release`, { reason: 'no accession number here' })).expect(200);
    await inState(admin, header.studyUid, 'ready');
    await grant(tenant, row, clinician);
    for (let i = 0; i < 3; i += 1)
      for (const one of instances) (await clinician.get(framePath(slug, one), asFrames)).expect(200);
    (await clinician.post(`/api/v1/studies/${row.id}/opened`)).expect(204);
    (await admin.del(`/api/v1/grants/${await grantOf(tenant, row, clinician)}`)).expect(204);
    (await clinician.get(framePath(slug, instances[0]), asFrames)).refused(404, 'not_found');
    (await clinician.get('/api/v1/tenant/users')).refused(403, 'forbidden');
    return { study: { ...header, id: row.id, patient: row.patient }, jan: clinician };
  }

  async function reading() {
    await test('AUD-1 every step of the main job stands in the trail', async () => {
      const found = new Set((await entries('')).map((entry) => entry.event));
      assert.deepEqual(
        mainJob.filter((event) => !found.has(event)),
        [],
      );
    });

    await test('AUD-1 viewing is one entry a user and study, with the source of the right', async () => {
      const views = await entries(`event=study.viewed&study=${study.id}`);
      assert.equal(views.length, 1);
      assert.deepEqual([views[0].actor.name, views[0].study.id, views[0].outcome], ['Jan Maes', study.id, 'success']);
      assert.match(JSON.stringify([views[0].reason, views[0].details]), /explicit/);
      assert.ok(views[0].address);
    });

    await test('AUD-1 a wrong password is a refused entry, without the password', async () => {
      const [refused] = await entries('event=session.refused');
      assert.equal(refused.outcome, 'refused');
      assert.ok(!JSON.stringify(refused).includes('not the one'));
    });

    await test('AUD-1 a refused access is recorded', async () => {
      const rows = await server.database.rows(
        "SELECT actor_id, outcome, reason FROM audit_entry WHERE event = 'access.refused'",
      );
      assert.ok(rows.some((row) => row.actor_id === jan.session.user.id && row.outcome === 'refused'));
    });

    await test('AUD-3 the trail is filtered by user, patient, study, event, outcome and time', async () => {
      const all = await entries('');
      const same = async (query, wanted) => {
        const found = (await entries(query)).filter((entry) => !entry.event.startsWith('audit.'));
        assert.ok(found.length > 0, query);
        assert.ok(found.every(wanted), query);
        assert.ok(found.length < all.length, query);
      };
      await same(`user=${jan.session.user.id}`, (entry) => entry.actor.id === jan.session.user.id);
      await same(`study=${study.id}`, (entry) => entry.study.id === study.id);
      await same(`study=${study.studyUid}`, (entry) => entry.study.id === study.id);
      await same(`patient=${study.patientId}`, (entry) => entry.patient !== undefined);
      await same('event=clinician_portal.*', (entry) => entry.event.startsWith('clinician_portal.'));
      await same('outcome=refused', (entry) => entry.outcome === 'refused');
      assert.deepEqual(await entries('to=2001-01-01T00:00:00Z'), []);
      const { codes } = (await admin.get('/api/v1/tenant/audit/events')).expect(200);
      assert.ok(mainJob.every((event) => codes.includes(event)));
    });

    await test('AUD-3 pages go on where the one before ended', async () => {
      const whole = (await entries('event=study.*')).map((entry) => entry.id);
      const paged = [];
      for (let cursor = ''; cursor !== undefined;) {
        const page = (
          await admin.get(
            `/api/v1/tenant/audit?limit=2&event=study.*${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
          )
        ).expect(200);
        paged.push(...page.items.map((entry) => entry.id));
        cursor = page.nextCursor ?? undefined;
      }
      assert.deepEqual(paged, whole);
    });

    await test('AUD-3 the trail is exported as CSV, and that stands in it too', async () => {
      const answer = await admin.get('/api/v1/tenant/audit/export.csv?event=study.*');
      assert.equal(answer.status, 200);
      assert.match(answer.headers['content-type'], /^text\/csv/);
      const lines = answer.text.trim().split('\r\n');
      assert.ok(lines.length > 4);
      assert.ok(lines.slice(1).every((line) => line.split(',')[1].startsWith('"study.')));
      assert.equal((await entries('event=audit.exported')).length, 1);
    });

    await test('AUD-3 who has seen a study is told on the study', async () => {
      const { items } = (await admin.get(`/api/v1/studies/${study.id}/viewers`)).expect(200);
      assert.ok(items.some((entry) => entry.actor.name === 'Jan Maes'));
      assert.ok(items.every((entry) => ['study.viewed', 'study.downloaded'].includes(entry.event)));
    });

    await test('ACC-11 AUD-3 reading needs View Audit Logs and stands in the trail; other departments see nothing of it', async () => {
      const staff = await makeStaff(tenant, ['view_studies']);
      for (const path of [
        '/api/v1/tenant/audit',
        '/api/v1/tenant/audit/export.csv',
        `/api/v1/studies/${study.id}/viewers`,
      ])
        (await staff.get(path)).refused(403, 'forbidden');
      const auditor = await makeStaff(tenant, ['view_audit_logs']);
      await entries('', auditor);
      assert.ok((await entries('event=audit.read')).some((entry) => entry.actor.id === auditor.session.user.id));
      const other = await makeTenant(server);
      assert.deepEqual(
        (await entries(`study=${study.studyUid}`, other.admin)).filter((entry) => entry.study),
        [],
      );
    });
  }

  async function proving() {
    await test('AUD-2 entries are sealed within moments, and verify finds the trail intact', async () => {
      await eventually('nothing waits for its seal', async () => (await verify()).json?.waiting === 0, {
        seconds: 15,
        every: 200,
      });
      const done = await verify();
      assert.equal(done.code, 0);
      assert.equal(done.json.intact, true);
      assert.ok(done.json.sealed >= mainJob.length);
      assert.ok((await entries('event=study.released')).every((entry) => entry.sealed));
    });

    await test('AUD-2 the database itself refuses to change or delete an entry', async () => {
      for (const sql of [
        "UPDATE audit_entry SET actor_name = 'Nobody'",
        'DELETE FROM audit_entry',
        'DELETE FROM audit_seal',
        "UPDATE audit_seal SET hash = ''",
      ])
        await assert.rejects(server.database.exec(sql), /append-only/, sql);
    });

    await test('AUD-2 verify finds an entry that was changed behind the database', async () => {
      await withoutTriggers(() =>
        server.database.exec("UPDATE audit_entry SET actor_name = 'Nobody' WHERE event = 'study.released'"),
      );
      const done = await verify();
      assert.equal(done.code, 1);
      assert.equal(done.json.intact, false);
      assert.ok(done.json.findings.length > 0);
      await withoutTriggers(() =>
        server.database.exec(
          `UPDATE audit_entry SET actor_name = '${admin.session.user.name}' WHERE event = 'study.released'`,
        ),
      );
      assert.equal((await verify()).json.intact, true);
    });

    await test('AUD-2 verify finds an entry that is missing', async () => {
      await withoutTriggers(() => server.database.exec("DELETE FROM audit_entry WHERE event = 'study_access.revoked'"));
      const done = await verify();
      assert.equal(done.code, 1);
      assert.ok(done.json.findings.length > 0);
    });
  }

  // As somebody with the database's own rights would do it.
  async function withoutTriggers(change) {
    if (server.database.url.startsWith('sqlite:')) {
      const triggers = await server.database.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'",
      );
      for (const { name } of triggers) await server.database.exec(`DROP TRIGGER ${name}`);
      await change();
      for (const { sql } of triggers) await server.database.exec(sql);
    } else {
      for (const table of ['audit_entry', 'audit_seal'])
        await server.database.exec(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await change();
      for (const table of ['audit_entry', 'audit_seal'])
        await server.database.exec(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    }
  }
}
