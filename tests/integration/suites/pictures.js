// Rendered frames, thumbnails, WADO-URI and transcoding; objects made to break decoders.
import assert from 'node:assert/strict';
import { mp4Of } from '../harness/dicom/mp4.js';
import { newInstance, newSeries, newStudy, newUid } from '../harness/dicom/part10.js';
import { readDicom } from '../harness/dicom/reading.js';
import { inSyntax } from '../harness/dicom/syntaxes.js';
import { asFrames, framePath, instancePath, parts, storeAll, storeBytes } from '../harness/dicom/web.js';
import { allow, enablePortal, grant, inState, makeClinician, makeClinicianRole, makeTenant } from '../harness/world.js';

const png = { Accept: 'image/png' };
const jpeg = { Accept: 'image/jpeg' };
const explicit = '1.2.840.10008.1.2.1';
const jpeg2000 = '1.2.840.10008.1.2.4.90';

export default async function pictures(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  const study = newStudy();
  const series = newSeries(study, 3, { rows: 40, columns: 80 });
  const cine = newInstance(study, { frames: 5, rows: 8, columns: 8, modality: 'US' });
  // A study of their own: a study whose first series cannot be shown has no thumbnail.
  const hostile = hostileObjects(newStudy());
  await storeAll(admin, slug, [...series, cine]);
  for (const { bytes } of hostile) await storeBytes(admin, slug, [bytes]);
  await inState(admin, study.studyUid, 'ready');
  const studyPath = `/t/${slug}/dicomweb/studies/${study.studyUid}`;
  const seriesPath = `${studyPath}/series/${series[0].seriesUid}`;
  const rendered = `${instancePath(slug, series[0])}/rendered`;

  // Where an instance of the study lies whose series is not known.
  async function pathOf(sopUid) {
    const found = (await admin.get(`${studyPath}/instances?SOPInstanceUID=${sopUid}`)).expect(200);
    return instancePath(slug, { ...study, seriesUid: found[0]['0020000E'].Value[0], sopUid });
  }

  await test('STU-31 instances and frames are rendered as JPEG, PNG and GIF', async () => {
    for (const [accept, sign] of Object.entries({
      'image/jpeg': 'ffd8ff',
      'image/png': '89504e47',
      'image/gif': '474946',
    }))
      for (const path of [rendered, `${framePath(slug, cine, 3)}/rendered`]) {
        const answer = await admin.get(path, { Accept: accept });
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-type'], accept);
        assert.ok(answer.body.toString('hex').startsWith(sign));
      }
    assert.equal((await admin.get(rendered)).headers['content-type'], 'image/jpeg');
    assert.equal((await admin.get(`${rendered}?accept=image/png`)).headers['content-type'], 'image/png');
  });

  await test('STU-31 window, viewport, quality and annotation change the picture', async () => {
    const plain = await admin.get(rendered, png);
    assert.deepEqual(sizeOf(plain.body), [80, 40]);
    const sized = await admin.get(`${rendered}?viewport=40,40`, png);
    assert.deepEqual(sizeOf(sized.body), [40, 20]);
    const part = await admin.get(`${rendered}?viewport=10,10,0,0,20,20`, png);
    assert.deepEqual(sizeOf(part.body), [10, 10]);
    for (const query of ['window=100,50,linear', 'window=100,50,sigmoid', 'annotation=patient,technique'])
      assert.ok(!(await admin.get(`${rendered}?${query}`, png)).body.equals(plain.body), query);
    const good = await admin.get(`${rendered}?quality=95`, jpeg);
    const poor = await admin.get(`${rendered}?quality=5`, jpeg);
    assert.ok(poor.body.length < good.body.length);
  });

  await test('STU-31 bad parameters are 400, other types 406, what is not there 404', async () => {
    for (const query of [
      'window=1,2',
      'window=1,0,linear',
      'viewport=0,1',
      'quality=101',
      'annotation=x',
      'iccprofile=srgb',
    ])
      (await admin.get(`${rendered}?${query}`, png)).refused(400, 'bad_rendering_parameter');
    assert.equal((await admin.get(rendered, { Accept: 'image/webp' })).status, 406);
    (await admin.get(`${framePath(slug, cine, 6)}/rendered`, png)).refused(404, 'not_found');
    (await admin.get(`${framePath(slug, cine, 0)}/rendered`, png)).refused(400, 'malformed');
    (await admin.get(`${instancePath(slug, { ...cine, sopUid: newUid() })}/rendered`, png)).refused(404, 'not_found');
    (await admin.get(`${rendered}?viewport=10,10,200,0`, png)).refused(400, 'bad_rendering_parameter');
  });

  await test('STU-31 studies, series, instances and frames have thumbnails', async () => {
    for (const path of [studyPath, seriesPath, instancePath(slug, cine), framePath(slug, cine, 2)]) {
      const answer = await admin.get(`${path}/thumbnail`, png);
      assert.equal(answer.status, 200);
      assert.ok(Math.max(...sizeOf(answer.body)) === 128);
    }
    const small = await admin.get(`${studyPath}/thumbnail?viewport=16,16`, png);
    assert.ok(Math.max(...sizeOf(small.body)) === 16);
    (await admin.get(`${studyPath}/series/${newUid()}/thumbnail`, png)).refused(404, 'not_found');
  });

  await test('STU-34 pictures stay out of shared caches and are not made twice for one browser', async () => {
    for (const path of [rendered, `${seriesPath}/thumbnail`]) {
      const first = await admin.get(path, jpeg);
      assert.match(first.headers['cache-control'], /private/);
      const again = await admin.get(path, { ...jpeg, 'If-None-Match': first.headers.etag });
      assert.deepEqual([again.status, again.body.length], [304, 0]);
      const other = await admin.get(`${path}?viewport=9,9`, { ...jpeg, 'If-None-Match': first.headers.etag });
      assert.equal(other.status, 200);
      const nobody = await server.client().get(path, { ...jpeg, 'If-None-Match': first.headers.etag });
      nobody.refused(401, 'sign_in_required');
    }
  });

  await test('STU-31 WADO-URI gives objects and pictures', async () => {
    const uri = (more, instance = series[0]) =>
      `/t/${slug}/wado?${new URLSearchParams({ requestType: 'WADO', studyUID: instance.studyUid, seriesUID: instance.seriesUid, objectUID: instance.sopUid, ...more })}`;
    const object = await admin.get(uri({ contentType: 'application/dicom' }));
    assert.ok(object.body.subarray(128).equals(series[0].bytes.subarray(128)));
    assert.equal((await admin.get(uri({}))).headers['content-type'], 'image/jpeg');
    assert.match((await admin.get(uri({}, cine))).headers['content-type'], /^application\/dicom/);
    const part = await admin.get(
      uri({ contentType: 'image/png', region: '0,0,0.5,0.5', columns: '20', windowCenter: '10', windowWidth: '20' }),
    );
    assert.deepEqual(sizeOf(part.body), [20, 10]);
    assert.equal((await admin.get(uri({ contentType: 'image/jpeg', frameNumber: '5' }, cine))).status, 200);
    (await admin.get(uri({ contentType: 'image/jpeg', frameNumber: '6' }, cine))).refused(404, 'not_found');
    (await admin.get(uri({ contentType: 'image/jpeg', rows: 'x' }))).refused(400, 'bad_rendering_parameter');
    (await admin.get(uri({ requestType: 'OTHER' }))).refused(400, 'bad_rendering_parameter');
    assert.equal((await admin.get(uri({ contentType: 'video/mp4' }))).status, 406);
  });

  await test('STU-31 transfer syntaxes are negotiated, quoted or not, with q values', async () => {
    const octets = 'multipart/related; type="application/octet-stream"';
    for (const accept of [octets, `${octets}; transfer-syntax=*`, `${octets}; transfer-syntax="${explicit}"`]) {
      const [frame] = parts(await admin.get(framePath(slug, series[0]), { Accept: accept }));
      assert.ok(frame.body.equals(series[0].pixels));
    }
    for (const syntax of [jpeg2000, '1.2.840.10008.1.2.4.50']) {
      const only = { Accept: `application/dicom; transfer-syntax=${syntax}` };
      assert.equal((await admin.get(instancePath(slug, series[0]), only)).status, 406);
      const rather = { Accept: `${only.Accept}, application/dicom; q=0.1` };
      assert.equal((await admin.get(instancePath(slug, series[0]), rather)).status, 200);
    }
  });

  await test('S17 objects made to break decoders are 4xx, and the next image is shown', async () => {
    for (const one of hostile) {
      const path = instancePath(slug, one);
      for (const [address, headers] of [
        [`${path}/rendered`, png],
        [`${path}/frames/1`, { Accept: 'application/octet-stream' }],
        [path, { Accept: `application/dicom; transfer-syntax=${explicit}` }],
      ]) {
        const answer = await admin.get(address, headers);
        assert.equal(answer.status, 406, `${one.name}: ${address}`);
      }
      assert.equal((await admin.get(`${rendered}?viewport=${hostile.indexOf(one) + 1},9`, png)).status, 200);
    }
  });

  await test('SEC-9 AUD-1 pictures follow the rights of the study, and seeing one is in the trail', async () => {
    const clinician = await makeClinician(server);
    await enablePortal(tenant);
    await allow(tenant, clinician, await makeClinicianRole(tenant, ['view_images']));
    for (const path of [rendered, `${studyPath}/thumbnail`])
      (await clinician.get(path, jpeg)).refused(404, 'not_found');
    const row = await inState(admin, study.studyUid, 'ready');
    await grant(tenant, row, clinician);
    assert.equal((await clinician.get(rendered, jpeg)).status, 200);
    const trail = (await admin.get('/api/v1/tenant/audit?event=study.viewed')).expect(200);
    assert.ok(trail.items.length > 0);
  });

  await test('STU-31 STU-40 frames of deflated objects are those of what is packed', async () => {
    const other = newStudy();
    const plain = newInstance(other, { frames: 3, rows: 10, columns: 6 });
    const packed = await inSyntax(plain, 'deflated');
    await storeAll(admin, slug, [packed]);
    await inState(admin, other.studyUid, 'ready');
    const size = plain.pixels.length / 3;
    const type = `application/octet-stream; transfer-syntax=${explicit}`;
    for (const accept of [asFrames.Accept, 'multipart/related; type="application/octet-stream"', '*/*']) {
      const all = parts(await admin.get(framePath(slug, packed, '3,1'), { Accept: accept }));
      assert.deepEqual(
        all.map((part) => [part.headers['content-type'], part.body.toString('hex')]),
        [2, 0].map((at) => [type, plain.pixels.subarray(at * size, (at + 1) * size).toString('hex')]),
      );
    }
    const single = await admin.get(framePath(slug, packed, 2), { Accept: 'application/octet-stream' });
    assert.ok(single.body.equals(plain.pixels.subarray(size, 2 * size)));
    for (const path of [`${framePath(slug, packed, 3)}/rendered`, `${instancePath(slug, packed)}/thumbnail`])
      assert.equal((await admin.get(path, png)).status, 200, path);
    (await admin.get(framePath(slug, packed, 4), { Accept: 'application/octet-stream' })).refused(404, 'not_found');
  });

  await test('STU-41 a video is played as it lies, in ranges; one that is no MP4 is not', async () => {
    const row = await inState(admin, study.studyUid, 'ready');
    for (const video of [mp4Of(), Buffer.concat([mp4Of({ late: true }), oddBox])]) {
      const { sopInstanceUid } = (
        await admin.send('POST', `/api/v1/studies/${row.id}/documents?title=Gait`, {
          body: video,
          headers: { 'Content-Type': 'application/octet-stream' },
        })
      ).expect(201);
      await inState(admin, study.studyUid, 'ready');
      const path = `${await pathOf(sopInstanceUid)}/rendered`;
      for (const accept of ['*/*', 'video/mp4', 'image/png;q=0.5, video/*']) {
        const answer = await admin.get(path, { Accept: accept });
        assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'video/mp4'], accept);
        assert.ok(answer.body.equals(video), `${answer.body.length} of ${video.length} bytes`);
        assert.equal(answer.headers['accept-ranges'], 'bytes');
        assert.match(answer.headers['cache-control'], /private/);
      }
      for (const [range, from, to] of [
        ['bytes=0-', 0, video.length],
        ['bytes=100-199', 100, 200],
        ['bytes=-7', video.length - 7, video.length],
      ]) {
        const part = await admin.get(path, { Accept: '*/*', Range: range });
        assert.equal(part.status, 206);
        assert.equal(part.headers['content-range'], `bytes ${from}-${to - 1}/${video.length}`);
        assert.ok(part.body.equals(video.subarray(from, to)));
      }
      assert.equal((await admin.get(path, { Range: `bytes=${video.length}-` })).status, 416);
      assert.equal((await admin.get(path, png)).status, 406);
      (await server.client().get(path, { Accept: 'video/mp4' })).refused(401, 'sign_in_required');
    }
  });

  await test('STU-41 STU-31 videos that are no MP4 files answer 406 and leave as bulk data', async () => {
    const transport = Buffer.concat(Array(20).fill(Buffer.concat([Buffer.of(0x47), Buffer.alloc(187, 0xff)])));
    const other = newStudy();
    for (const syntax of ['1.2.840.10008.1.2.4.102', '1.2.840.10008.1.2.4.100', '1.2.840.10008.1.2.4.102.1']) {
      const halves = [transport.subarray(0, 1880), transport.subarray(1880)];
      const one = newInstance(other, { seriesUid: newUid(), frames: 5, transferSyntax: syntax, fragments: halves });
      await storeAll(admin, slug, [one]);
      await inState(admin, other.studyUid, 'ready');
      const path = instancePath(slug, one);
      for (const accept of ['*/*', 'video/mp4'])
        (await admin.get(`${path}/rendered`, { Accept: accept })).refused(406, 'video_not_playable');
      const bulk = await admin.get(`${path}/bulkdata/7FE00010`, { Accept: 'application/octet-stream' });
      assert.ok(bulk.body.equals(transport), syntax);
    }
  });

  await test('STU-31 what is decoded for a client reads like any object', async () => {
    const answer = await admin.get(instancePath(slug, series[0]), {
      Accept: `application/dicom; transfer-syntax=${explicit}`,
    });
    const data = await readDicom(answer.body);
    assert.equal(data['00100020'].Value[0], study.patientId);
  });
}

// A box of 9 bytes: the file then has an odd length.
const oddBox = Buffer.from('\0\0\0\x09free\0', 'latin1');

// Width and height of a PNG.
const sizeOf = (file) => [file.readUInt32BE(16), file.readUInt32BE(20)];

// Compressed objects whose frames are nonsense: their transfer syntax stands in a file meta information of its own.
function hostileObjects(study) {
  const start = {
    [jpeg2000]: 'ff4fff51',
    '1.2.840.10008.1.2.4.50': 'ffd8ffc0',
    '1.2.840.10008.1.2.4.80': 'ffd8fff7',
    '1.2.840.10008.1.2.5': '010000004000',
    '1.2.840.10008.1.2.4.201': 'ff4fff50',
  };
  return Object.entries(start).flatMap(([syntax, hex]) =>
    [64, 5000].map((length) => {
      const frame = Buffer.alloc(length, 0xa5);
      Buffer.from(hex, 'hex').copy(frame);
      return {
        ...newInstance(study, { seriesUid: newUid(), transferSyntax: syntax, fragments: [frame] }),
        name: `${syntax} ${length}`,
      };
    }),
  );
}
