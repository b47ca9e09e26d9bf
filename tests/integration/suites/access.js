// Which studies a clinician sees, why, and that it ends at once.
import assert from 'node:assert/strict';
import http from 'node:http';
import { EventReader } from '../harness/events.js';
import { eventually } from '../harness/eventually.js';
import { newSeries, newStudy } from '../harness/dicom/part10.js';
import { asDicom, asFrames, asJson, framePath, parts, storeAll } from '../harness/dicom/web.js';
import {
  allow,
  changeLink,
  enablePortal,
  findStudy,
  grant,
  grantOf,
  inState,
  linkOf,
  makeClinician,
  makeClinicianRole,
  makeStaff,
  makeTenant,
  readyStudy,
} from '../harness/world.js';

export default async function access(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  await enablePortal(tenant);
  const viewing = await makeClinicianRole(tenant, ['access_referred_studies', 'view_images', 'download_images']);
  const jan = await makeClinician(server, { name: 'Jan Maes', numbers: [{ type: 'NPI', value: '1234567893' }] });
  const nel = await makeClinician(server, { name: 'Nel Nurse' });
  await allow(tenant, jan, viewing);
  await allow(tenant, nel, viewing);
  const study = await readyStudy(tenant, { referrer: 'Nobody^Else' });
  const frame = (client, instance = study.instances[0]) => client.get(framePath(slug, instance), asFrames);
  const sees = async (client, uid = study.studyUid) => Boolean(await findStudy(client, uid));

  // Asks for frames without a pause until one is refused; how long that took.
  async function untilRefused(client) {
    const begin = performance.now();
    await eventually('frames are refused', async () => (await frame(client)).status === 404, { seconds: 1, every: 5 });
    return performance.now() - begin;
  }

  await granting();
  await ending();
  await reasons();

  async function granting() {
    await test('GEN-1 SEC-9 a study that was not given is not there: list, page, DICOMweb, opening', async () => {
      assert.equal(await sees(jan), false);
      (await jan.get(`/api/v1/studies/${study.id}`)).refused(404, 'not_found');
      (await jan.post(`/api/v1/studies/${study.id}/opened`)).refused(404, 'not_found');
      (await frame(jan)).refused(404, 'not_found');
      (await jan.get(`/t/${slug}/dicomweb/studies/${study.studyUid}/metadata`, asJson)).refused(404, 'not_found');
      assert.deepEqual((await jan.get('/dicomweb/studies', asJson)).expect(200), []);
      assert.deepEqual((await jan.get(`/t/${slug}/dicomweb/studies`, asJson)).expect(200), []);
    });

    await test('CLA-7 granting needs both permissions', async () => {
      const body = { studyIds: [study.id], membershipIds: [jan.session.membershipId] };
      for (const permissions of [
        ['explicit_access_grant'],
        ['manage_clinician_access'],
        ['view_studies', 'manage_clinician_portal'],
      ])
        (await (await makeStaff(tenant, permissions)).post('/api/v1/grants', body)).refused(403, 'forbidden');
      assert.equal(await sees(jan), false);
    });

    await test('CLA-7 a grant to someone without access, of a foreign study, or in the past is refused whole', async () => {
      const stranger = await makeClinician(server);
      const give = (body) =>
        admin.post('/api/v1/grants', { studyIds: [study.id], membershipIds: [jan.session.membershipId], ...body });
      (await give({ membershipIds: [jan.session.membershipId, stranger.session.membershipId] })).refused(
        404,
        'not_found',
      );
      await allow(tenant, stranger, viewing);
      (await changeLink(tenant, stranger, { allowAccess: false })).expect(200);
      (await give({ membershipIds: [jan.session.membershipId, stranger.session.membershipId] })).refused(
        409,
        'clinician_not_allowed',
      );
      const other = await makeTenant(server);
      const foreign = await readyStudy(other);
      (await give({ studyIds: [study.id, foreign.id] })).refused(404, 'not_found');
      (await give({ endsAt: '2020-01-01T00:00:00Z' })).refused(422, 'end_in_the_past');
      (await give({ membershipIds: [] })).refused(422, 'invalid_input');
      assert.equal(await sees(jan), false);
    });

    await test('CLA-7 CLA-13 GEN-9 a granted study appears without reload, unread, with its reason', async () => {
      const events = await EventReader.open(jan);
      assert.equal((await grant(tenant, study, jan, { note: 'second opinion' })).granted, 1);
      await events.next('access.changed', { seconds: 5 });
      events.close();
      const row = await findStudy(jan, study.studyUid);
      assert.deepEqual([row.unread, row.sources, row.tenant.slug], [true, ['explicit'], slug]);
      assert.ok(row.rights.includes('view_images'));
      const why = (await jan.get(`/api/v1/studies/${study.id}`)).expect(200);
      assert.ok(!JSON.stringify(why).includes('second opinion'), "the department's note is its own");
      const grantable = (await admin.get(`/api/v1/studies/${study.id}/grantable?limit=200`)).expect(200).items;
      assert.deepEqual(grantable.map((one) => [one.name, one.alreadyGranted]).sort(), [
        ['Jan Maes', true],
        ['Nel Nurse', false],
      ]);
      const current = (await admin.get(`/api/v1/studies/${study.id}/access`)).expect(200).items;
      assert.deepEqual(
        current.map((one) => [one.name, one.reasons[0].source, one.reasons[0].note]),
        [['Jan Maes', 'explicit', 'second opinion']],
      );
    });

    await test('CLA-23 STU-31 the images open byte for byte, and opening marks the study read', async () => {
      for (const instance of study.instances) {
        const [part] = parts(await frame(jan, instance));
        assert.ok(part.body.equals(instance.pixels));
      }
      (await jan.post(`/api/v1/studies/${study.id}/opened`)).expect(204);
      assert.equal((await findStudy(jan, study.studyUid)).unread, false);
      assert.equal(await sees(nel), false);
      (await frame(nel)).refused(404, 'not_found');
    });
  }

  async function ending() {
    await test('GEN-5 a revoked grant stops the next frame within a second, also with what the browser has kept', async () => {
      const kept = (await frame(jan)).headers.etag;
      const events = await EventReader.open(jan);
      (await admin.del(`/api/v1/grants/${await grantOf(tenant, study, jan)}`)).expect(204);
      assert.ok((await untilRefused(jan)) < 1000);
      (await jan.get(framePath(slug, study.instances[0]), { ...asFrames, 'If-None-Match': kept })).refused(
        404,
        'not_found',
      );
      (await jan.get(`/api/v1/studies/${study.id}`)).refused(404, 'not_found');
      assert.equal(await sees(jan), false);
      await events.next('access.changed', { seconds: 5 });
      events.close();
    });

    await test('GEN-5 a download that is under way ends with the file it is sending', async () => {
      const big = newStudy({ referrer: 'Nobody^Else' });
      const slices = newSeries(big, 12, { rows: 1024, columns: 1024 });
      await storeAll(admin, slug, slices);
      const row = await inState(admin, big.studyUid, 'ready');
      await grant(tenant, row, jan);
      const response = await jan.open('GET', `/t/${slug}/dicomweb/studies/${big.studyUid}`, {
        headers: asDicom,
        agent: new http.Agent(),
      });
      assert.equal(response.statusCode, 200);
      const chunks = [await new Promise((resolve) => response.once('data', resolve))];
      response.pause();
      (await admin.del(`/api/v1/grants/${await grantOf(tenant, row, jan)}`)).expect(204);
      let broken = false;
      response.on('data', (chunk) => chunks.push(chunk));
      await new Promise((resolve) => {
        response.on('end', resolve);
        response.on('error', () => (broken = true) && resolve());
        response.on('close', resolve);
        response.resume();
      });
      const received = Buffer.concat(chunks).length;
      const whole = slices.reduce((sum, slice) => sum + slice.bytes.length, 0);
      assert.ok(broken || !response.complete, 'the download did not end as if it were whole');
      assert.ok(received < whole, `${received} of ${whole} bytes`);
    });

    await test('CLA-4 GEN-5 suspending takes everything away at once, restoring gives it back', async () => {
      await grant(tenant, study, jan);
      (await frame(jan)).expect(200);
      (await changeLink(tenant, jan, { allowAccess: false })).expect(200);
      assert.ok((await untilRefused(jan)) < 1000);
      assert.equal(await sees(jan), false);
      assert.equal((await jan.get('/api/v1/pacs-directory')).expect(200).items[0].state, 'suspended');
      (await changeLink(tenant, jan, { allowAccess: true })).expect(200);
      assert.equal(await sees(jan), true);
      (await frame(jan)).expect(200);
    });

    await test('CLA-13 a grant ends at its end', async () => {
      const limited = await readyStudy(tenant, { count: 1, referrer: 'Nobody^Else' });
      await grant(tenant, limited, nel, { endsAt: new Date(Date.now() + 1500).toISOString() });
      assert.equal(await sees(nel, limited.studyUid), true);
      await eventually('the grant is over', async () => (await frame(nel, limited.instances[0])).status === 404, {
        seconds: 4,
      });
      assert.equal(await sees(nel, limited.studyUid), false);
    });

    await test('CLA-6 GEN-5 a role that loses a permission takes it from everyone who has it', async () => {
      const { version, id, name } = (await admin.get('/api/v1/tenant/clinician-roles?limit=200'))
        .expect(200)
        .items.find((one) => one.id === viewing.id);
      const save = (permissions, match) =>
        admin.put(
          `/api/v1/tenant/clinician-roles/${id}`,
          { name, description: '', permissions },
          { 'If-Match': `"${match}"` },
        );
      const less = (await save(['access_referred_studies', 'view_images'], version)).expect(200);
      (await frame(jan)).expect(200);
      (await jan.get(`/t/${slug}/dicomweb/studies/${study.studyUid}`, asDicom)).refused(403, 'forbidden');
      const none = (await save(['access_referred_studies'], less.version)).expect(200);
      (await frame(jan)).refused(403, 'forbidden');
      (await save(viewing.permissions, none.version)).expect(200);
      (await frame(jan)).expect(200);
    });
  }

  async function reasons() {
    await test('CLA-11 a confirmed number makes referred studies appear, also those that were there before', async () => {
      const referred = await readyStudy(tenant, { count: 1, referrerNumber: '1234567893' });
      assert.equal(await sees(jan, referred.studyUid), false, 'a claim matches nothing');
      const { numbers } = await linkOf(tenant, jan);
      (await changeLink(tenant, jan, { confirmedNumberIds: [numbers[0].id] })).expect(200);
      const row = await findStudy(jan, referred.studyUid);
      assert.deepEqual(row.sources, ['referral']);
      const later = await readyStudy(tenant, { count: 1, referrerNumber: '1234567893' });
      assert.equal(await sees(jan, later.studyUid), true);
      assert.equal(await sees(nel, later.studyUid), false);
      const elsewhere = await readyStudy(tenant, {
        count: 1,
        referrerNumber: '1234567893',
        referrerIssuer: 'HOSPITAL',
      });
      assert.equal(await sees(jan, elsewhere.studyUid), false, 'the same digits of another issuer');
      (await changeLink(tenant, jan, { confirmedNumberIds: [] })).expect(200);
      assert.equal(await sees(jan, referred.studyUid), false);
    });

    await test('CLA-11 a bare name matches only once the department has linked it', async () => {
      const named = await readyStudy(tenant, { count: 1, referrer: 'Nurse^Nel' });
      assert.equal(await sees(nel, named.studyUid), false);
      const unmatched = (await admin.get('/api/v1/tenant/referrers/unmatched?q=nurse')).expect(200).items;
      assert.deepEqual(
        unmatched.map((one) => one.studies),
        [1],
      );
      const body = {
        normalisedName: unmatched[0].normalisedName,
        name: unmatched[0].name,
        membershipId: nel.session.membershipId,
      };
      const { id } = (await admin.post('/api/v1/tenant/referrers/links', body)).expect(201);
      (await admin.post('/api/v1/tenant/referrers/links', body)).refused(409, 'referrer_linked_already');
      assert.equal(await sees(nel, named.studyUid), true);
      (await admin.del(`/api/v1/tenant/referrers/links/${id}`)).expect(204);
      assert.equal(await sees(nel, named.studyUid), false);
    });

    await test('CLA-12 history shows the other studies of a referred patient, and no others', async () => {
      const recent = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
      const history = await makeClinicianRole(tenant, [
        'access_referred_studies',
        'access_referred_patients_history',
        'view_images',
      ]);
      (
        await changeLink(tenant, jan, {
          roleId: history.id,
          confirmedNumberIds: [(await linkOf(tenant, jan)).numbers[0].id],
        })
      ).expect(200);
      const patient = { patientId: 'HIST1', studyDate: recent };
      const old = await readyStudy(tenant, { ...patient, count: 1, studyDate: '20010101', accessionNumber: 'H0' });
      const prior = await readyStudy(tenant, { ...patient, count: 1, accessionNumber: 'H1' });
      const unrelated = await readyStudy(tenant, { count: 1, studyDate: recent });
      assert.equal(await sees(jan, prior.studyUid), false);
      await readyStudy(tenant, { ...patient, count: 1, accessionNumber: 'H2', referrerNumber: '1234567893' });
      const row = await eventually('the prior is seen', () => findStudy(jan, prior.studyUid), { seconds: 5 });
      assert.deepEqual(row.sources, ['history']);
      assert.equal(await sees(jan, old.studyUid), false, 'outside the window');
      assert.equal(await sees(jan, unrelated.studyUid), false);
    });

    await test('CLA-10 CLA-14 a role that sees all sees released studies only, and reasons add up', async () => {
      const all = await makeClinicianRole(tenant, ['access_all_studies', 'access_referred_studies', 'view_images']);
      (await changeLink(tenant, jan, { roleId: all.id })).expect(200);
      const waiting = newStudy({ birthDate: '' });
      await storeAll(admin, slug, newSeries(waiting, 1));
      await inState(admin, waiting.studyUid, 'queued');
      assert.equal(await sees(jan, waiting.studyUid), false);
      const row = await findStudy(jan, study.studyUid);
      assert.deepEqual([...row.sources].sort(), ['all', 'explicit']);
      const detail = (await jan.get(`/api/v1/studies/${study.id}`)).expect(200);
      assert.deepEqual(detail.reasons.map((reason) => reason.source).sort(), ['all', 'explicit']);
    });
  }
}
