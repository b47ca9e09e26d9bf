// Studies from other archives by DIMSE and DICOMweb, asked for and by schedule, and back to them (STU-4, CLA-27).
import assert from 'node:assert/strict';
import { breakOff, fakeDicomweb, partOf } from '../harness/dicom/fakeweb.js';
import { newInstance, newSeries, newStudy } from '../harness/dicom/part10.js';
import { readDicom, valueOf } from '../harness/dicom/reading.js';
import { serveSecurely } from '../harness/dicom/secure.js';
import { eventually } from '../harness/eventually.js';
import { missing, missingDicomweb, Orthanc } from '../harness/orthanc.js';
import { freePort } from '../harness/ports.js';
import { run } from '../harness/process.js';
import { findStudy, inState, makeStaff, makeTenant, readyStudy } from '../harness/world.js';

const settledStates = ['done', 'incomplete', 'failed', 'cancelled'];
const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');

export default async function pull(bench) {
  const test = bench.test;
  if ((await run('openssl', ['version']).catch(() => ({ code: 1 }))).code !== 0)
    return bench.skip('STU-4', 'openssl is not installed');
  const { server, ours, theirs, clean } = await serveSecurely(bench);
  const tenant = await makeTenant(server);
  const other = await makeTenant(server);
  const { admin } = tenant;
  const staff = await makeStaff(tenant, ['view_studies', 'upload_studies']);
  const called = 'PORTICO_P';

  const registerNode = async (node, of = tenant) =>
    (await of.admin.post('/api/v1/tenant/ae-titles', { called, host: '127.0.0.1', ...node })).expect(201);
  const registerServer = async (more, of = tenant) =>
    (await of.admin.post('/api/v1/tenant/dicomweb-servers', { enabled: true, mayPull: true, ...more })).expect(201);
  const search = (source, keys, client = staff) => client.post(`/api/v1/tenant/pull-sources/${source.id}/search`, keys);
  const request = async (source, studies, more = {}) => {
    const wanted = { sourceId: source.id, studyInstanceUids: studies.map((one) => one.studyUid), ...more };
    return (await staff.post('/api/v1/tenant/pulls', wanted)).expect(202).items;
  };
  const pulls = async (client = staff) => (await client.get('/api/v1/tenant/pulls?limit=200')).expect(200).items;
  const look = async ({ id }) => (await pulls()).find((one) => one.id === id);
  const until = (made, what, seconds = 60) =>
    eventually(
      'the pull is as expected',
      async () => {
        const now = await look(made);
        if (settledStates.includes(now.state) && !what(now)) throw new Error(JSON.stringify(now));
        return what(now) && now;
      },
      { seconds },
    );
  const settled = (made) => until(made, (one) => settledStates.includes(one.state));
  const brief = (one) => [one.state, one.total, one.received, one.failed, one.problem];
  const events = (event) =>
    server.database.rows(`SELECT outcome, details FROM audit_entry WHERE event = '${event}' ORDER BY id`);

  const orthanc =
    !missing &&
    (await Orthanc.start({
      dicom: { title: 'REMOTE', peers: { portico: { title: called, port: server.dicom } } },
      dicomweb: missingDicomweb ? undefined : {},
    }));
  const fake = await fakeDicomweb();
  try {
    if (orthanc) await fromOrthanc();
    else bench.skip('STU-4 Orthanc as a source', missing);
    await fromServers();
    await rules();
    await priors();
    if (orthanc && !missingDicomweb) await sending();
    else bench.skip('CLA-27 Orthanc as a DICOMweb target', missingDicomweb);
    await departments();
    // Sources that are away or refuse are answered with 502.
    server.serverErrors = server.serverErrors.filter((one) => !/^502 POST .*\/search$/.test(one));
  } finally {
    await fake.stop();
    if (orthanc) await orthanc.stop();
    await clean();
  }

  async function fromOrthanc() {
    const mover = await registerNode({ calling: 'REMOTE', port: orthanc.port, retrieveBy: 'move' });
    const getter = await registerNode({
      ...{ called: 'PORTICO_G', calling: 'REMOTE', port: orthanc.port, retrieveBy: 'get', mayStore: false },
    });
    const sources = [
      ['C-MOVE', mover],
      ['C-GET', getter],
    ];
    if (!missingDicomweb) sources.push(['DICOMweb', await registerServer({ name: 'Web', url: orthanc.dicomweb })]);

    await test('STU-4 staff see the sources, and whether they answer', async () => {
      const names = (await staff.get('/api/v1/tenant/pull-sources')).expect(200).items.map((one) => one.id);
      assert.deepEqual(names.sort(), sources.map(([, one]) => one.id).sort());
      for (const [how, source] of sources) {
        const kind = how === 'DICOMweb' ? 'dicomweb-servers' : 'ae-titles';
        const act = how === 'DICOMweb' ? 'check' : 'echo';
        const answer = await admin.post(`/api/v1/tenant/${kind}/${source.id}/${act}`);
        assert.deepEqual(answer.expect(200), { ok: true, problem: '' }, how);
      }
    });

    for (const [how, source] of sources) {
      await test(`STU-4 a study is found and fetched by ${how}, and is then here as it was there`, async () => {
        const study = newStudy({
          patientName: 'Fernandez^Lucía',
          studyDate: '20240131',
          issuer: 'ELSEWHERE',
        });
        const instances = [
          ...newSeries(study, 3),
          newInstance(study, { frames: 4, rows: 8, columns: 8, modality: 'US' }),
        ];
        await orthanc.take(instances);
        const found = (await search(source, { patientId: study.patientId })).expect(200);
        assert.equal(found.truncated, false);
        assert.deepEqual(
          found.items.map((one) => [
            one.studyInstanceUid,
            one.patientName,
            one.studyDate,
            one.instances,
            one.hereInstances,
          ]),
          [[study.studyUid, 'Fernandez, Lucía', '2024-01-31', 4, 0]],
        );
        assert.deepEqual(
          found.items[0].modalities.sort(),
          [...new Set(instances.map((one) => one.modality ?? 'CT'))].sort(),
        );
        const range = { patientName: 'fernandez, l', studyDateFrom: '2024-01-01', studyDateTo: '2024-02-01' };
        const named = (await search(source, range)).expect(200).items.map((one) => one.studyInstanceUid);
        assert.ok(named.includes(study.studyUid), JSON.stringify(named));
        const nobody = { ...range, studyDateFrom: '2024-02-02', studyDateTo: '' };
        delete nobody.studyDateTo;
        assert.deepEqual((await search(source, { ...nobody, patientId: study.patientId })).expect(200).items, []);

        const [made, ...more] = await request(source, [study]);
        assert.deepEqual(more, []);
        const done = await settled(made);
        assert.deepEqual(brief(done), ['done', 4, 4, 0, '']);
        assert.deepEqual(
          [done.patientName, done.reason, done.source],
          ['Fernandez, Lucía', 'request', source.calling ?? source.name],
        );
        const row = await inState(admin, study.studyUid, 'ready');
        assert.equal(row.instanceCount, 4);
        assert.equal((await look(made)).studyId, row.id);
        // Another institution's identifier stays that institution's.
        const issuers = await server.database.rows(
          `SELECT header_issuer AS issuer FROM study WHERE study_instance_uid = '${study.studyUid}'`,
        );
        assert.deepEqual(
          issuers.map((one) => one.issuer),
          ['ELSEWHERE'],
        );
        assert.equal((await search(source, { patientId: study.patientId })).expect(200).items[0].hereInstances, 4);
        // Again: nothing new, and no harm.
        assert.deepEqual(brief(await settled((await request(source, [study]))[0])).slice(0, 2), ['done', 4]);
      });
    }

    await test('STU-4 AUD-1 the trail tells of searches, of what was asked for and of what came', async () => {
      assert.ok((await events('study.remote_searched')).length >= 4 * sources.length);
      assert.equal((await events('study.pull_requested')).length, 2 * sources.length);
      assert.equal((await events('study.pulled')).length, 2 * sources.length);
    });

    await test('STU-4 what a source does not have ends at once', async () => {
      const ended = await settled((await request(getter, [newStudy()]))[0]);
      assert.deepEqual([ended.state, ended.problem], ['failed', 'study_not_at_source']);
    });

    await test('STU-4 a node that does not know where to send says so', async () => {
      const unknown = await registerNode({
        called: 'PORTICO_U',
        calling: 'REMOTE',
        port: orthanc.port,
        retrieveBy: 'move',
      });
      const study = newStudy();
      await orthanc.take(newSeries(study, 1));
      const ended = await settled((await request(unknown, [study]))[0]);
      assert.equal(ended.state, 'failed');
      assert.match(ended.problem, /^source_(knows_no_destination|refused)$/);
    });

    await test('STU-4 SEC-2 the same by C-GET over TLS, with the certificates of both sides', async () => {
      const tls = { ...theirs, trusted: ours.certificate };
      const secure = await Orthanc.start({ dicom: { title: 'REMOTE_TLS', peers: {}, tls } });
      try {
        const node = await registerNode({
          ...{ calling: 'REMOTE_TLS', port: secure.port, retrieveBy: 'get', requireTls: true },
          certificateSha256: theirs.fingerprint,
        });
        const study = newStudy();
        await secure.take(newSeries(study, 2));
        assert.deepEqual(brief(await settled((await request(node, [study]))[0])), ['done', 2, 2, 0, '']);
        const echo = await admin.post(`/api/v1/tenant/ae-titles/${node.id}/echo`);
        assert.deepEqual(echo.expect(200), { ok: true, problem: '' });
      } finally {
        await secure.stop();
      }
    });
  }

  async function fromServers() {
    const source = await registerServer({ name: 'Fake', url: fake.url });

    await test('STU-4 a search says what for; a source that is away or refuses is told apart', async () => {
      (await search(source, {})).refused(422, 'invalid_input');
      const away = await registerServer({ name: 'Away', url: `http://127.0.0.1:${await freePort()}/` });
      (await search(away, { patientId: 'X' })).refused(502, 'source_unreachable');
      const check = await admin.post(`/api/v1/tenant/dicomweb-servers/${away.id}/check`);
      assert.deepEqual(check.expect(200), { ok: false, problem: 'source_unreachable' });
      fake.behave = (_, response) => response.writeHead(403).end();
      (await search(source, { patientId: 'X' })).refused(502, 'source_unauthorized');
      fake.behave = (_, response) => response.writeHead(400).end();
      (await search(source, { patientId: 'X' })).refused(502, 'source_refused');
      fake.behave = (_, response) => response.writeHead(200, { 'Content-Type': 'application/dicom+json' }).end('[{');
      (await search(source, { patientId: 'X' })).refused(502, 'source_broken');
      fake.behave = undefined;
    });

    await test('S23 a redirect is not followed, and credentials go to the registered origin alone', async () => {
      const trap = await fakeDicomweb();
      try {
        const authorization = { authorization: 'basic', userName: 'portico', secret: 'gate-key-7' };
        const guarded = await registerServer({ name: 'Guarded', url: fake.url, ...authorization });
        assert.deepEqual([guarded.hasSecret, guarded.secret], [true, undefined]);
        fake.calls.length = 0;
        fake.behave = (_, response) => response.writeHead(302, { Location: `${trap.url}studies?limit=1` }).end();
        (await search(guarded, { patientId: 'X' })).refused(502, 'source_refused');
        assert.equal(fake.calls[0].authorization, `Basic ${Buffer.from('portico:gate-key-7').toString('base64')}`);
        assert.deepEqual(trap.calls, []);
        fake.behave = undefined;
        // Another origin needs the secret again; the same one keeps it.
        const path = `/api/v1/tenant/dicomweb-servers/${guarded.id}`;
        const { secret: _, ...known } = { name: 'Guarded', mayPull: true, ...authorization };
        const version = { 'If-Match': `"${guarded.version}"` };
        (await admin.put(path, { ...known, url: trap.url }, version)).refused(422, 'invalid_input');
        (await admin.put(path, { ...known, url: `${fake.url}deeper` }, version)).expect(200);
        const [row] = await server.database.rows(`SELECT secret FROM dicomweb_server WHERE id = '${guarded.id}'`);
        assert.ok(row.secret.length > 20 && !row.secret.includes('gate-key-7'));
        server.secrets.add('gate-key-7');
        (await admin.del(path)).expect(204);
      } finally {
        await trap.stop();
      }
    });

    await test('STU-4 a source that dies in the middle is asked again, and the study is whole in the end', async () => {
      const study = newStudy();
      const instances = newSeries(study, 3);
      fake.put(study, instances);
      let broken = 0;
      fake.behave = (request, response) => {
        if (request.url !== `/studies/${study.studyUid}` || broken > 0) return false;
        broken += 1;
        breakOff(response, instances[0]);
        return true;
      };
      const [made] = await request(source, [study]);
      await until(made, (one) => one.state === 'waiting' && one.problem === 'source_broken');
      assert.deepEqual(brief(await settled(made)), ['done', 3, 3, 0, '']);
      assert.equal(broken, 1);
      fake.behave = undefined;
      assert.equal((await inState(admin, study.studyUid, 'ready')).instanceCount, 3);
    });

    await test('STU-4 objects of another study are refused, the others stay', async () => {
      const [study, stranger] = [newStudy(), newStudy()];
      const own = newInstance(study);
      fake.put(study, [own, newInstance(stranger)]);
      const ended = await settled((await request(source, [study]))[0]);
      assert.deepEqual(brief(ended), ['incomplete', 2, 1, 1, 'object_of_another_study']);
      assert.equal(await findStudy(admin, stranger.studyUid), undefined);
    });

    await test('STU-4 a pull is cancelled while it goes on, and asked for again', async () => {
      const study = newStudy();
      const instances = newSeries(study, 2);
      fake.put(study, instances);
      let held;
      fake.behave = (request, response) => {
        if (request.url !== `/studies/${study.studyUid}`) return false;
        held = response;
        response.writeHead(200, {
          'Content-Type': 'multipart/related; type="application/dicom"; boundary=fake',
        });
        response.write(partOf(instances[0]));
        return true;
      };
      const [made] = await request(source, [study]);
      assert.equal((await request(source, [study]))[0].id, made.id);
      await eventually('it is under way', async () => held !== undefined && (await look(made)).state === 'pulling');
      (await staff.post(`/api/v1/tenant/pulls/${made.id}/retry`)).refused(409, 'pull_under_way');
      assert.equal((await staff.post(`/api/v1/tenant/pulls/${made.id}/cancel`)).expect(200).state, 'cancelled');
      await eventually('the connection is given up', () => held.destroyed || held.socket?.destroyed !== false);
      (await staff.post(`/api/v1/tenant/pulls/${made.id}/cancel`)).refused(409, 'pull_settled');
      fake.behave = undefined;
      (await staff.post(`/api/v1/tenant/pulls/${made.id}/retry`)).expect(200);
      assert.deepEqual(brief(await settled(made)), ['done', 2, 2, 0, '']);
    });

    await test('STU-4 GEN-5 a source that is turned off gives nothing any more', async () => {
      const off = await registerServer({ name: 'Off', url: fake.url });
      const [made] = await (async () => {
        fake.behave = (_, response) => response.writeHead(503).end();
        const items = await request(off, [newStudy()]);
        await until(items[0], (one) => one.problem === 'source_unreachable');
        return items;
      })();
      (
        await admin.put(
          `/api/v1/tenant/dicomweb-servers/${off.id}`,
          { name: 'Off', url: fake.url, enabled: false, mayPull: true },
          { 'If-Match': `"${off.version}"` },
        )
      ).expect(200);
      const ended = await settled(made);
      assert.deepEqual([ended.state, ended.problem], ['failed', 'source_gone']);
      (await search(off, { patientId: 'X' })).refused(404, 'not_found');
      fake.behave = undefined;
    });

    await test('S23 the addresses of this machine and of clouds are not called, in whatever form', async () => {
      const tricks = ['http://169.254.169.254/', 'http://[::ffff:169.254.169.254]/', 'http://0xA9FEA9FE/', 'http://0/'];
      for (const url of [...tricks, 'http://user@127.0.0.1/', 'file:///etc/passwd', 'http://x/?a=b'])
        (
          await admin.post('/api/v1/tenant/dicomweb-servers', {
            name: 'Trick',
            url,
            mayPull: true,
            enabled: true,
          })
        ).refused(422, 'invalid_input');
    });
  }

  async function rules() {
    const elsewhere = await fakeDicomweb();
    try {
      const source = await registerServer({ name: 'Elsewhere', url: elsewhere.url });
      const [fresh, held, grown] = [1, 2, 3].map(() => newStudy({ studyDate: today }));
      const [freshOnes, heldOnes, grownOnes] = [newSeries(fresh, 2), newSeries(held, 1), newSeries(grown, 2)];
      elsewhere.put(held, heldOnes);
      elsewhere.put(grown, grownOnes.slice(0, 1));
      for (const made of await request(source, [held, grown])) assert.equal((await settled(made)).state, 'done');
      elsewhere.put(fresh, freshOnes);
      elsewhere.put(grown, grownOnes);
      const rule = { name: 'Nightly', sourceId: source.id, modality: 'CT', lastDays: 3, everyMinutes: 5 };
      let made;
      const rulesNow = async () => (await admin.get('/api/v1/tenant/pull-rules')).expect(200).items;
      const ofRule = async () => (await pulls()).filter((one) => one.reason === 'rule');

      await test('STU-4 a rule fetches what is not here, and what is more there, by schedule', async () => {
        made = (await admin.post('/api/v1/tenant/pull-rules', rule)).expect(201);
        assert.deepEqual([made.source, made.enabled], ['Elsewhere', true]);
        await eventually('the rule has run', async () => (await rulesNow())[0].lastPulled === 2, {
          seconds: 40,
        });
        const [now] = await rulesNow();
        assert.deepEqual([now.lastFound, now.lastProblem], [3, '']);
        assert.ok(now.nextRunAt > now.lastRunAt);
        const asked = await ofRule();
        assert.deepEqual(asked.map((one) => one.studyInstanceUid).sort(), [fresh.studyUid, grown.studyUid].sort());
        for (const one of asked) assert.deepEqual(brief(await settled(one)), ['done', 2, 2, 0, '']);
        assert.ok(asked.every((one) => one.requestedBy === 'Nightly'));
      });

      await test('STU-4 run again at once, also twice, it asks for nothing twice', async () => {
        const before = (await rulesNow())[0].lastRunAt;
        for (let n = 0; n < 2; n += 1) (await admin.post(`/api/v1/tenant/pull-rules/${made.id}/run`)).expect(202);
        const again = await eventually('it has run', async () => {
          const [now] = await rulesNow();
          return now.lastRunAt > before && now.lastPulled === 0 && now;
        });
        assert.equal(again.lastFound, 3);
        assert.equal((await ofRule()).length, 2);
      });

      await test('STU-4 rules survive a restart, and say what was wrong', async () => {
        await server.stop();
        await server.database.exec('UPDATE pull_rule SET next_run_at = 0');
        elsewhere.behave = (_, response) => response.writeHead(401).end();
        await server.start();
        await eventually('it has run', async () => (await rulesNow())[0].lastProblem === 'source_unauthorized', {
          seconds: 40,
        });
        elsewhere.behave = undefined;
      });

      await test('STU-4 GEN-7 rules are changed with their version, and go with their source', async () => {
        const [now] = await rulesNow();
        const path = `/api/v1/tenant/pull-rules/${now.id}`;
        (await admin.put(path, { ...rule, enabled: false })).refused(428, 'precondition_required');
        (await admin.put(path, { ...rule, enabled: false }, { 'If-Match': '"77"' })).refused(
          412,
          'precondition_failed',
        );
        const version = { 'If-Match': `"${now.version}"` };
        assert.equal((await admin.put(path, { ...rule, enabled: false }, version)).expect(200).enabled, false);
        (await admin.del(`/api/v1/tenant/dicomweb-servers/${source.id}`)).expect(204);
        assert.deepEqual(await rulesNow(), []);
      });
    } finally {
      await elsewhere.stop();
    }
  }

  async function priors() {
    await test('STU-4 priors of a patient are found elsewhere on demand, without the study itself', async () => {
      const study = await readyStudy(tenant, { count: 1 });
      const prior = newStudy({
        patientId: study.patientId,
        patientName: study.patientName,
        studyDate: '20200101',
      });
      fake.put(prior, newSeries(prior, 2));
      fake.put(study, study.instances);
      const source = await registerServer({ name: 'Priors', url: fake.url, fetchPriors: true });
      await registerServer({ name: 'Deaf', url: `http://127.0.0.1:${await freePort()}/`, fetchPriors: true });
      const found = (await staff.get(`/api/v1/studies/${study.id}/remote-priors`)).expect(200);
      assert.deepEqual(
        found.items.map((one) => [
          one.studyInstanceUid,
          one.sourceId,
          one.sourceName,
          one.instances,
          one.hereInstances,
        ]),
        [[prior.studyUid, source.id, 'Priors', 2, 0]],
      );
      assert.deepEqual(found.unreachable, ['Deaf']);
      const [made] = await request(source, [prior], { reason: 'prior' });
      const done = await settled(made);
      assert.deepEqual([done.state, done.reason], ['done', 'prior']);
      const viewer = await makeStaff(tenant, ['view_studies']);
      (await viewer.get(`/api/v1/studies/${study.id}/remote-priors`)).refused(403, 'forbidden');
    });
  }

  async function sending() {
    const target = await registerServer({
      name: 'Web target',
      url: orthanc.dicomweb,
      mayPull: false,
      maySend: true,
    });
    const send = async (study, node, more = {}) => {
      const path = `/api/v1/studies/${study.id}/sendings`;
      (await admin.post(path, { nodeId: node.id, ...more })).expect(202);
      return eventually('the sending is settled', async () => {
        const [newest] = (await admin.get(path)).expect(200).items;
        return ['done', 'incomplete', 'failed'].includes(newest.state) && newest;
      });
    };

    await test('CLA-27 a study is sent to a DICOMweb server and arrives as it is', async () => {
      const targets = (await admin.get('/api/v1/tenant/sending-targets')).expect(200).items;
      assert.deepEqual(
        targets.filter((one) => one.kind === 'dicomweb').map((one) => [one.id, one.name]),
        [[target.id, 'Web target']],
      );
      const study = await readyStudy(tenant, { count: 3 });
      const sent = await send(study, target);
      assert.deepEqual([sent.state, sent.kind, sent.total, sent.sent, sent.failed], ['done', 'dicomweb', 3, 3, 0]);
      for (const { sopUid, bytes } of study.instances) assert.ok((await orthanc.file(sopUid))?.equals(bytes), sopUid);
    });

    const node = (await admin.get('/api/v1/tenant/ae-titles'))
      .expect(200)
      .items.find((one) => one.calling === 'REMOTE');
    for (const [how, where] of [
      ['STOW-RS', target],
      ['C-STORE', node],
    ])
      await test(`CLA-27 by ${how} it carries the receiver's patient ID, and tells ours`, async () => {
        const study = await readyStudy(tenant, { count: 1, issuer: 'OURS' });
        const sent = await send(study, where, { patientId: 'THEIRS-1' });
        assert.deepEqual([sent.state, sent.patientId], ['done', 'THEIRS-1']);
        const data = await readDicom(await orthanc.file(study.instances[0].sopUid));
        assert.equal(valueOf(data, '00100020'), 'THEIRS-1');
        assert.notEqual(valueOf(data, '00100021'), 'OURS');
        assert.ok(JSON.stringify(data['04000561']).includes(study.patientId));
        // What is kept stays as it is.
        const [row] = await server.database.rows(
          `SELECT header_patient_id AS id FROM study WHERE study_instance_uid = '${study.studyUid}'`,
        );
        assert.equal(row.id, study.patientId);
      });
  }

  async function departments() {
    await test('GEN-2 another department sees none of it and reaches none of it', async () => {
      const source = await registerServer({ name: 'Hidden', url: fake.url });
      const outsider = await makeStaff(other, ['view_studies', 'upload_studies']);
      assert.deepEqual(await pulls(outsider), []);
      assert.deepEqual((await outsider.get('/api/v1/tenant/pull-sources')).expect(200).items, []);
      (await search(source, { patientId: 'X' }, outsider)).refused(404, 'not_found');
      const wanted = { sourceId: source.id, studyInstanceUids: ['2.25.1'] };
      (await outsider.post('/api/v1/tenant/pulls', wanted)).refused(404, 'not_found');
      const [mine] = await pulls();
      (await outsider.post(`/api/v1/tenant/pulls/${mine.id}/retry`)).refused(404, 'not_found');
      (await outsider.post(`/api/v1/tenant/pulls/${mine.id}/cancel`)).refused(404, 'not_found');
    });
  }
}
