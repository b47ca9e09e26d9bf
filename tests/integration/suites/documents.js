// PDF, pictures and videos that become objects of a study (STU-3): what they are then, and what is refused.
import assert from 'node:assert/strict';
import { errorsOf, missing } from '../harness/dicom/conformance.js';
import { newSeries, newStudy } from '../harness/dicom/part10.js';
import { greyPng } from '../harness/images.js';
import { mp4Of } from '../harness/dicom/mp4.js';
import { readDicom, valueOf } from '../harness/dicom/reading.js';
import { syntaxOf } from '../harness/dicom/syntaxes.js';
import { asDicom, asJson, instancePath, parts, storeAll } from '../harness/dicom/web.js';
import { inState, makeStaff, makeTenant, readyStudy } from '../harness/world.js';

export default async function documents(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const other = await makeTenant(server);
  const { admin, slug } = tenant;

  const pdf = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
  const send = (client, study, body, title = '') =>
    client.send('POST', `/api/v1/studies/${study.id}/documents?title=${encodeURIComponent(title)}`, {
      body,
      headers: { 'Content-Type': 'application/octet-stream' },
    });
  // What leaves, as a file for programs that are not ours.
  const leaving = async (study, sopUid, work) => {
    const answer = await admin.get(`/t/${slug}/dicomweb/studies/${study.studyUid}`, asDicom);
    for (const part of parts(answer)) {
      const data = await readDicom(part.body);
      if (valueOf(data, '00080018') !== sopUid) continue;
      if (!missing) assert.deepEqual(await errorsOf(part.body), []);
      return work(data, part.body);
    }
    throw new Error(`${sopUid} does not leave`);
  };

  await test('STU-3 STU-33 a PDF becomes an object of the study, of the same patient, that dciodvfy accepts', async () => {
    const study = await readyStudy(tenant);
    const { sopInstanceUid } = (await send(admin, study, pdf, 'Letter of Dr. Müller')).expect(201);
    server.secrets.add('Letter of Dr');
    await inState(admin, study.studyUid, 'ready');
    await leaving(study, sopInstanceUid, (data, bytes) => {
      assert.equal(valueOf(data, '00080016'), '1.2.840.10008.5.1.4.1.1.104.1');
      assert.equal(valueOf(data, '00100020'), study.patientId);
      assert.equal(valueOf(data, '00420010'), 'Letter of Dr. Müller');
      assert.equal(Number(valueOf(data, '00420015')), pdf.length);
      assert.ok(bytes.includes(pdf));
    });
    const detail = (await admin.get(`/api/v1/studies/${study.id}`)).expect(200);
    assert.ok(detail.series.some((series) => series.modality === 'DOC'));
  });

  await test('STU-3 SEC-5 a picture is encoded anew and becomes a secondary capture', async () => {
    const study = await readyStudy(tenant);
    const marked = Buffer.concat([greyPng(), Buffer.from('<script>marker</script>')]);
    const { sopInstanceUid } = (await send(admin, study, marked)).expect(201);
    await inState(admin, study.studyUid, 'ready');
    await leaving(study, sopInstanceUid, (data, bytes) => {
      assert.equal(valueOf(data, '00080016'), '1.2.840.10008.5.1.4.1.1.7');
      assert.equal(valueOf(data, '00280004'), 'RGB');
      assert.ok(!bytes.includes('marker'));
    });
  });

  await test('STU-3 STU-33 an MP4 becomes a video object that dciodvfy accepts, and holds the very file', async () => {
    const study = await readyStudy(tenant);
    const video = mp4Of({ scenes: [['red', 4], ['blue', 8]], rate: 12, columns: 96, rows: 48 });
    const first = (await send(admin, study, video, 'Gait')).expect(201);
    const second = (await send(admin, study, mp4Of({ level: 42, late: true, odd: false }))).expect(201);
    await inState(admin, study.studyUid, 'ready');
    // Both as they leave. No tool of DCMTK turns videos into JSON.
    const read = async (sopUid) => {
      const root = `/t/${slug}/dicomweb/studies/${study.studyUid}`;
      const [found] = (await admin.get(`${root}/instances?SOPInstanceUID=${sopUid}`, asJson)).expect(200);
      const path = instancePath(slug, { ...study, seriesUid: valueOf(found, '0020000E'), sopUid });
      const [data] = (await admin.get(`${path}/metadata`, asJson)).expect(200);
      const { body } = await admin.get(path, { Accept: 'application/dicom; transfer-syntax=*' });
      if (!missing) assert.deepEqual(await errorsOf(body), []);
      return { data, bytes: body };
    };
    const { data, bytes } = await read(first.sopInstanceUid);
    const expected = {
      '00080016': '1.2.840.10008.5.1.4.1.1.77.1.4.1',
      '00100020': study.patientId,
      '0008103E': 'Gait',
      '00280008': '12',
      '00280010': '48',
      '00280011': '96',
      '00280004': 'YBR_PARTIAL_420',
    };
    for (const [tag, value] of Object.entries(expected)) assert.equal(String(valueOf(data, tag)), value, tag);
    assert.ok(Math.abs(Number(valueOf(data, '00181063')) - 1000 / 12) < 0.001);
    assert.equal(syntaxOf(bytes), '1.2.840.10008.1.2.4.102');
    assert.ok(bytes.includes(video));
    assert.equal(syntaxOf((await read(second.sopInstanceUid)).bytes), '1.2.840.10008.1.2.4.104');
  });

  await test('STU-3 S18 videos that cannot be kept are refused, each for its reason', async () => {
    const study = await readyStudy(tenant);
    const whole = mp4Of();
    for (const [body, status, code] of [
      [mp4Of({ codec: 'hvc1' }), 415, 'video_codec_not_supported'],
      [mp4Of({ profile: 110 }), 415, 'video_codec_not_supported'],
      [mp4Of({ level: 51 }), 415, 'video_level_not_supported'],
      [mp4Of({ brand: 'qt  ' }), 415, 'video_kind_not_supported'],
      [whole.subarray(0, whole.length - 9), 422, 'video_damaged'],
      [whole.subarray(0, 40), 422, 'video_damaged'],
    ])
      (await send(admin, study, body)).refused(status, code);
    assert.equal((await admin.get(`/api/v1/studies/${study.id}`)).expect(200).series.length, 1);
  });

  await test('STU-3 STU-12 a document of a corrected study carries the corrected patient', async () => {
    const study = newStudy({ patientName: 'Wrong^Name', accessionNumber: '' });
    await storeAll(admin, slug, newSeries(study, 1));
    const queued = await inState(admin, study.studyUid, 'queued');
    const one = (await admin.get(`/api/v1/tenant/validation-queue/${queued.id}`)).expect(200);
    const fields = { name: 'Right^Name', accessionNumber: 'A78' };
    const body = { version: one.version, fields };
    (await admin.post(`/api/v1/tenant/validation-queue/${queued.id}/corrections`, body)).expect(200);
    await inState(admin, study.studyUid, 'ready');
    const { sopInstanceUid } = (await send(admin, queued, pdf)).expect(201);
    await inState(admin, study.studyUid, 'ready');
    await leaving(study, sopInstanceUid, (data) => assert.equal(valueOf(data, '00100010'), 'Right^Name'));
  });

  await test('STU-3 what is no document, of another department, or without the permission is refused', async () => {
    const study = await readyStudy(tenant);
    (await send(admin, study, Buffer.from('MZ this is a program'))).refused(415, 'not_a_document');
    (await send(admin, study, Buffer.from(' %PDF-1.4 not at the beginning'))).refused(415, 'not_a_document');
    (await send(admin, study, Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).refused(415, 'not_an_image');
    (await send(admin, await readyStudy(other), pdf)).refused(404, 'not_found');
    (await send(await makeStaff(tenant, ['view_studies']), study, pdf)).refused(403, 'forbidden');
    assert.equal((await admin.get(`/api/v1/studies/${study.id}`)).expect(200).instanceCount, 2);
  });
}
