// QIDO-RS and WADO-RS at a department's root.
import assert from 'node:assert/strict';
import { newInstance, newSeries, newStudy, newUid } from '../harness/dicom/part10.js';
import { readDicom, valueOf } from '../harness/dicom/reading.js';
import { asDicom, asFrames, asJson, framePath, instancePath, parts, storeAll } from '../harness/dicom/web.js';
import { inState, makeTenant } from '../harness/world.js';

export default async function dicomweb(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  for (const name of ['Müller', 'Dupont', 'muller']) server.secrets.add(name);
  const root = `/t/${slug}/dicomweb`;

  const head = newStudy({ patientName: 'Müller^Jürgen', description: 'CT of the head' });
  const knee = newStudy({ patientName: 'Dupont^Zoé', description: 'MR of the knee', studyDate: '20240101' });
  const polyglot = Buffer.alloc(128, 'MZ<script>');
  const series = newSeries(head, 3, { preamble: polyglot });
  const cine = newInstance(head, { frames: 5, rows: 8, columns: 8, modality: 'US' });
  const other = newInstance(knee, { modality: 'MR' });
  await storeAll(admin, slug, [...series, cine, other]);
  const row = await inState(admin, head.studyUid, 'ready');
  await inState(admin, knee.studyUid, 'ready');
  const studyPath = `${root}/studies/${head.studyUid}`;
  const seriesPath = `${studyPath}/series/${series[0].seriesUid}`;

  const search = async (path) => (await admin.get(path, asJson)).expect(200);
  const studiesOf = async (query) => (await search(`${root}/studies?${query}`)).map((one) => one['0020000D'].Value[0]);

  await searching();
  await frames();
  await objects();
  await metadata();

  async function searching() {
    await test('STU-30 QIDO-RS answers at all six paths and at the root of everything', async () => {
      assert.equal((await search(`${root}/studies`)).length, 2);
      assert.equal((await search(`${root}/series`)).length, 3);
      assert.equal((await search(`${root}/instances`)).length, 5);
      assert.equal((await search(`${studyPath}/series`)).length, 2);
      assert.equal((await search(`${studyPath}/instances`)).length, 4);
      assert.equal((await search(`${seriesPath}/instances`)).length, 3);
      const everywhere = await search(`/dicomweb/studies?StudyInstanceUID=${head.studyUid}`);
      assert.match(everywhere[0]['00081190'].Value[0], new RegExp(`/t/${slug}/dicomweb/studies/`));
    });

    await test('STU-30 QIDO-RS matches ids, names, dates, lists and wildcards', async () => {
      assert.deepEqual(await studiesOf(`PatientID=${head.patientId}`), [head.studyUid]);
      assert.deepEqual(await studiesOf(`00100020=${knee.patientId}`), [knee.studyUid]);
      assert.deepEqual(await studiesOf('PatientName=Dupont*'), [knee.studyUid]);
      assert.deepEqual(await studiesOf('StudyDate=20250101-20251231'), [head.studyUid]);
      assert.deepEqual(await studiesOf('StudyDate=-20241231'), [knee.studyUid]);
      assert.deepEqual(await studiesOf('ModalitiesInStudy=MR'), [knee.studyUid]);
      assert.deepEqual(await studiesOf(`AccessionNumber=${head.accessionNumber}`), [head.studyUid]);
      assert.deepEqual((await studiesOf(`StudyInstanceUID=${head.studyUid},${knee.studyUid}`)).length, 2);
      assert.deepEqual(await studiesOf('PatientName=muller&fuzzymatching=true'), [head.studyUid]);
      assert.deepEqual(await studiesOf('PatientID=NOBODY'), []);
    });

    await test('STU-30 QIDO-RS decodes character sets, and tells names, counts and modalities', async () => {
      const [found] = await search(`${root}/studies?StudyInstanceUID=${head.studyUid}&includefield=00081030`);
      assert.equal(found['00100010'].Value[0].Alphabetic, 'Müller^Jürgen');
      assert.equal(found['00081030'].Value[0], head.description);
      assert.deepEqual(found['00080061'].Value.sort(), ['CT', 'US']);
      assert.equal(Number(found['00201206'].Value[0]), 2);
      assert.equal(Number(found['00201208'].Value[0]), 4);
    });

    await test('STU-30 QIDO-RS pages with limit and offset, and refuses what it cannot search', async () => {
      const uidsOf = async (query) =>
        (await search(`${root}/instances?${query}`)).map((one) => one['00080018'].Value[0]);
      const first = await uidsOf('limit=2');
      const rest = await uidsOf('limit=10&offset=2');
      assert.deepEqual([first.length, rest.length], [2, 3]);
      assert.equal(new Set([...first, ...rest]).size, 5);
      assert.deepEqual(await uidsOf('offset=100'), []);
      assert.equal((await admin.get(`${root}/studies?NoSuchThing=1`, asJson)).status, 400);
      assert.equal((await admin.get(`${root}/studies?StudyDate=yesterday`, asJson)).status, 400);
      assert.equal((await admin.get(`${root}/studies`, { Accept: 'image/png' })).status, 406);
    });
  }

  async function frames() {
    await test('STU-31 STU-21 frames are byte for byte those that came in', async () => {
      for (const instance of series) {
        const [frame, ...more] = parts(await admin.get(framePath(slug, instance), asFrames));
        assert.equal(more.length, 0);
        assert.ok(frame.body.equals(instance.pixels));
        assert.match(frame.headers['content-type'], /application\/octet-stream/);
      }
    });

    await test('STU-31 lists of frames come in the order asked for', async () => {
      const size = cine.pixels.length / 5;
      const found = parts(await admin.get(framePath(slug, cine, '4,1,5'), asFrames));
      const wanted = [4, 1, 5].map((n) => cine.pixels.subarray((n - 1) * size, n * size));
      assert.equal(found.length, 3);
      found.forEach((part, i) => assert.ok(part.body.equals(wanted[i])));
    });

    await test('STU-31 frames that are not there are 404, nonsense 400, other types 406', async () => {
      assert.equal((await admin.get(framePath(slug, cine, 6), asFrames)).status, 404);
      assert.equal((await admin.get(framePath(slug, cine, '0'), asFrames)).status, 400);
      assert.equal((await admin.get(framePath(slug, cine, 'x'), asFrames)).status, 400);
      assert.equal((await admin.get(framePath(slug, { ...cine, sopUid: newUid() }), asFrames)).status, 404);
      assert.equal((await admin.get(framePath(slug, { ...cine, seriesUid: newUid() }), asFrames)).status, 404);
      assert.equal((await admin.get(framePath(slug, cine), { Accept: 'text/html' })).status, 406);
    });

    await test('STU-34 the browser may reuse a frame, shared caches may not keep it', async () => {
      const first = await admin.get(framePath(slug, cine), asFrames);
      assert.match(first.headers['cache-control'], /private/);
      assert.ok(first.headers.etag);
      const again = await admin.get(framePath(slug, cine), { ...asFrames, 'If-None-Match': first.headers.etag });
      assert.equal(again.status, 304);
      assert.equal(again.body.length, 0);
      const nobody = await server
        .client()
        .get(framePath(slug, cine), { ...asFrames, 'If-None-Match': first.headers.etag });
      nobody.refused(401, 'sign_in_required');
    });
  }

  async function objects() {
    await test('SEC-5 STU-31 an instance leaves whole, with its preamble zeroed', async () => {
      const [part] = parts(await admin.get(instancePath(slug, series[0]), asDicom));
      assert.ok(part.body.subarray(0, 128).equals(Buffer.alloc(128)));
      assert.ok(part.body.subarray(128).equals(series[0].bytes.subarray(128)));
      const single = await admin.get(instancePath(slug, series[0]), { Accept: 'application/dicom' });
      assert.match(single.headers['content-type'], /^application\/dicom/);
      assert.ok(single.body.equals(part.body));
    });

    await test('STU-31 a series and a study leave with all their instances', async () => {
      assert.equal(parts(await admin.get(seriesPath, asDicom)).length, 3);
      const all = parts(await admin.get(studyPath, asDicom));
      const uids = await Promise.all(all.map(async ({ body }) => valueOf(await readDicom(body), '00080018')));
      assert.deepEqual(uids.sort(), [...series, cine].map((one) => one.sopUid).sort());
    });

    await test('STU-31 SEC-9 what is not there is 404', async () => {
      for (const path of [
        `${root}/studies/${newUid()}`,
        `${studyPath}/series/${newUid()}`,
        `${seriesPath}/instances/${newUid()}`,
      ]) {
        (await admin.get(path, asDicom)).refused(404, 'not_found');
        (await admin.get(`${path}/metadata`, asJson)).refused(404, 'not_found');
      }
      (await admin.get(`/t/no-such-place/dicomweb/studies/${head.studyUid}`, asDicom)).refused(404, 'not_found');
      (await admin.get(`/t/${slug}/dicomweb/nonsense`, asJson)).refused(404, 'not_found');
    });
  }

  async function metadata() {
    await test('STU-31 metadata tell every attribute but the pixels, of study, series and instance', async () => {
      const all = await search(`${studyPath}/metadata`);
      assert.equal(all.length, 4);
      assert.equal((await search(`${seriesPath}/metadata`)).length, 3);
      const [one] = await search(`${instancePath(slug, cine)}/metadata`);
      assert.equal(one['00080018'].Value[0], cine.sopUid);
      assert.equal(one['00100010'].Value[0].Alphabetic, 'Müller^Jürgen');
      assert.equal(Number(one['00280008'].Value[0]), 5);
      assert.equal(one['7FE00010']?.InlineBinary, undefined);
    });

    await test('STU-32 bulk data addresses are absolute and lead to the bytes', async () => {
      const [one] = await search(`${instancePath(slug, series[2])}/metadata`);
      const address = new URL(one['7FE00010'].BulkDataURI);
      assert.equal(address.host, `localhost:${server.port}`);
      const bulk = await admin.get(address.pathname, { Accept: 'application/octet-stream' });
      assert.ok(bulk.body.equals(series[2].pixels));
      const range = await admin.get(address.pathname, { Accept: 'application/octet-stream', Range: 'bytes=16-31' });
      assert.equal(range.status, 206);
      assert.ok(range.body.equals(series[2].pixels.subarray(16, 32)));
    });

    await test('STU-34 metadata answer conditional requests', async () => {
      const first = await admin.get(`${seriesPath}/metadata`, asJson);
      const again = await admin.get(`${seriesPath}/metadata`, { ...asJson, 'If-None-Match': first.headers.etag });
      assert.equal(again.status, 304);
    });

    await test('STU-21 the study page counts series, instances and frames', async () => {
      const detail = (await admin.get(`/api/v1/studies/${row.id}`)).expect(200);
      assert.equal(detail.dicomwebUrl, root);
      assert.deepEqual(
        detail.series.map((one) => [one.instanceCount, one.frameCount]).sort(),
        [
          [1, 5],
          [3, 3],
        ].sort(),
      );
      assert.equal(detail.reasons[0].source, 'staff');
    });
  }
}
