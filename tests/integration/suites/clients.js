// Clients that others wrote: dicomweb-client and dcmjs-dimse of npm. What went in comes back byte for byte.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { associate, dicomweb, dimse, missing } from '../harness/dicom/clients.js';
import { storageNode } from '../harness/dicom/network.js';
import { newInstance, newSeries, newStudy, newUid } from '../harness/dicom/part10.js';
import { dataSetOf, valueOf } from '../harness/dicom/reading.js';
import { inSyntax, syntaxOf, syntaxes } from '../harness/dicom/syntaxes.js';
import { inState, makeKey, makeTenant } from '../harness/world.js';

const isMarked = (picture, mark) => Buffer.from(picture).toString('hex').startsWith(mark);
const idsOf = (instance) => ({
  studyInstanceUID: instance.studyUid,
  seriesInstanceUID: instance.seriesUid,
  sopInstanceUID: instance.sopUid,
});

export default async function clients(bench) {
  if (missing) return bench.skip('clients of npm', missing);
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  server.secrets.add('Wouterlood');
  // One key for each job, with no more rights than it needs.
  const reader = dicomweb(await makeKey(tenant, ['view_studies']), slug);
  const writer = dicomweb(await makeKey(tenant, ['upload_studies']), slug);

  const study = newStudy();
  const slices = newSeries(study, 3, { rows: 24, columns: 32 });
  const cine = newInstance(study, { frames: 4, rows: 8, columns: 8, modality: 'US' });
  const packed = await inSyntax(newInstance(study, { rows: 24, columns: 32 }), 'jpegLs');
  const all = [...slices, cine, packed];

  await storing();
  await searching();
  await describing();
  await objects();
  await pixels();
  await network();

  async function storing() {
    await test('STU-2 dicomweb-client stores instances', async () => {
      const answer = await writer.storeInstances({ datasets: all.map(({ bytes }) => bytes) });
      const stored = JSON.parse(answer)['00081199'].Value.map((item) => item['00081155'].Value[0]);
      assert.deepEqual(stored.sort(), all.map(({ sopUid }) => sopUid).sort());
      await inState(admin, study.studyUid, 'ready');
    });

    await test('STU-2 dicomweb-client stores into a named study and is told what does not belong there', async () => {
      const [one, stranger] = [newInstance(newStudy()), newInstance(newStudy())];
      const into = { studyInstanceUID: one.studyUid };
      await writer.storeInstances({ ...into, datasets: [one.bytes] });
      await assert.rejects(writer.storeInstances({ ...into, datasets: [stranger.bytes] }), { status: 409 });
    });

    await test('ACC-11 dicomweb-client is refused what its key does not allow', async () => {
      const datasets = [newInstance(newStudy()).bytes];
      await assert.rejects(reader.storeInstances({ datasets }), { status: 403 });
      assert.deepEqual(await writer.searchForStudies(), []);
      await assert.rejects(writer.retrieveStudy(idsOf(slices[0])), { status: 404 });
      const stranger = dicomweb(server.client().withKey('portico_of_nobody'), slug);
      await assert.rejects(stranger.searchForStudies(), { status: 401 });
    });
  }

  async function searching() {
    const { studyInstanceUID, seriesInstanceUID } = idsOf(slices[0]);
    await test('STU-30 dicomweb-client searches for studies', async () => {
      const [found, ...more] = await reader.searchForStudies({ queryParams: { PatientID: study.patientId } });
      assert.equal(more.length, 0);
      assert.equal(valueOf(found, '0020000D'), study.studyUid);
      assert.equal(valueOf(found, '00100010'), study.patientName);
      assert.deepEqual(await reader.searchForStudies({ queryParams: { PatientID: 'NOBODY' } }), []);
    });

    await test('STU-30 dicomweb-client searches for series and instances, in a study and anywhere', async () => {
      const count = async (found) => (await found).length;
      assert.equal(await count(reader.searchForSeries({ studyInstanceUID })), 3);
      const byModality = { queryParams: { StudyInstanceUID: study.studyUid, Modality: 'US' } };
      const [series] = await reader.searchForSeries(byModality);
      assert.equal(valueOf(series, '0020000E'), cine.seriesUid);
      assert.equal(await count(reader.searchForInstances({ studyInstanceUID })), all.length);
      assert.equal(await count(reader.searchForInstances({ studyInstanceUID, seriesInstanceUID })), 3);
      const bySop = { queryParams: { SOPInstanceUID: cine.sopUid } };
      assert.equal(valueOf((await reader.searchForInstances(bySop))[0], '00080018'), cine.sopUid);
    });
  }

  async function describing() {
    await test('STU-31 dicomweb-client retrieves the metadata of study, series and instance', async () => {
      const ids = idsOf(slices[0]);
      const uids = (found) => found.map((one) => valueOf(one, '00080018')).sort();
      const wanted = (instances) => instances.map(({ sopUid }) => sopUid).sort();
      assert.deepEqual(uids(await reader.retrieveStudyMetadata(ids)), wanted(all));
      assert.deepEqual(uids(await reader.retrieveSeriesMetadata(ids)), wanted(slices));
      const [one, ...more] = await reader.retrieveInstanceMetadata(idsOf(cine));
      assert.equal(more.length, 0);
      assert.equal(valueOf(one, '00080018'), cine.sopUid);
      assert.equal(Number(valueOf(one, '00280008')), cine.frames);
    });

    await test('STU-32 dicomweb-client follows a BulkDataURI to the pixels, whole and in part', async () => {
      const [one] = await reader.retrieveInstanceMetadata(idsOf(slices[1]));
      const { BulkDataURI } = one['7FE00010'];
      const [whole] = await reader.retrieveBulkData({ BulkDataURI });
      assert.ok(Buffer.from(whole).equals(slices[1].pixels));
      const single = dicomweb({ origin: admin.origin, key: reader.headers.Authorization.slice(7) }, slug, {
        singlepart: true,
      });
      const headers = { Accept: 'application/octet-stream', Range: 'bytes=10-29' };
      const [part] = await single.retrieveBulkData({ BulkDataURI, headers });
      assert.ok(Buffer.from(part).equals(slices[1].pixels.subarray(10, 30)));
    });
  }

  async function objects() {
    const isWhole = (bytes, instance) => assert.ok(Buffer.from(bytes).equals(instance.bytes), instance.sopUid);
    const areWhole = (found, instances) => {
      assert.equal(found.length, instances.length);
      const came = found.map((bytes) => Buffer.from(bytes));
      for (const { sopUid, bytes } of instances)
        assert.ok(
          came.some((one) => one.equals(bytes)),
          sopUid,
        );
    };

    await test('STU-31 dicomweb-client retrieves instances byte for byte as they were stored', async () => {
      for (const instance of all) isWhole(await reader.retrieveInstance(idsOf(instance)), instance);
    });

    await test('STU-31 dicomweb-client retrieves a series and a study byte for byte', async () => {
      areWhole(await reader.retrieveSeries(idsOf(slices[0])), slices);
      areWhole(await reader.retrieveStudy(idsOf(slices[0])), all);
    });

    await test('SEC-9 dicomweb-client is told 404 of what is not there', async () => {
      const ids = { ...idsOf(slices[0]), studyInstanceUID: newUid() };
      await assert.rejects(reader.retrieveStudy(ids), { status: 404 });
      await assert.rejects(reader.retrieveInstanceMetadata(ids), { status: 404 });
    });
  }

  async function pixels() {
    await test('STU-31 dicomweb-client retrieves frames byte for byte, in the order asked for', async () => {
      const size = cine.pixels.length / cine.frames;
      const wanted = [3, 1, 4];
      const frames = await reader.retrieveInstanceFrames({ ...idsOf(cine), frameNumbers: wanted });
      assert.equal(frames.length, wanted.length);
      frames.forEach((frame, i) =>
        assert.ok(Buffer.from(frame).equals(cine.pixels.subarray((wanted[i] - 1) * size, wanted[i] * size))),
      );
    });

    await test('STU-31 STU-33 dicomweb-client gets compressed frames as stored, and decoded ones', async () => {
      const asked = { ...idsOf(packed), frameNumbers: [1] };
      const [decoded] = await reader.retrieveInstanceFrames(asked);
      assert.ok(Buffer.from(decoded).equals(packed.pixels));
      // By the names of this and of earlier editions of PS3.18.
      for (const mediaType of ['image/jls', 'image/x-jls']) {
        const mediaTypes = [{ mediaType, transferSyntaxUID: packed.syntax }];
        const [stored] = await reader.retrieveInstanceFrames({ ...asked, mediaTypes });
        assert.ok(packed.bytes.includes(Buffer.from(stored)), mediaType);
      }
    });

    await test('STU-31 dicomweb-client retrieves rendered instances, frames and thumbnails', async () => {
      const ids = idsOf(slices[0]);
      const asPng = { mediaTypes: [{ mediaType: 'image/png' }] };
      const png = '89504e47';
      const [picture] = await reader.retrieveInstanceRendered({ ...ids, ...asPng });
      assert.ok(isMarked(picture, png));
      const query = { ...asPng, queryParams: { viewport: '16,16', window: '100,50,linear' } };
      assert.ok(isMarked((await reader.retrieveInstanceRendered({ ...ids, ...query }))[0], png));
      assert.ok(isMarked((await reader.retrieveInstanceRendered(ids))[0], 'ffd8ff'));
      const frame = { ...idsOf(cine), frameNumbers: [2], ...asPng };
      assert.ok(isMarked((await reader.retrieveInstanceFramesRendered(frame))[0], png));
      assert.ok(isMarked((await reader.retrieveInstanceThumbnail({ ...ids, ...asPng }))[0], png));
    });
  }

  // DIMSE: echo and storing, then searching and fetching.
  async function network() {
    const { CEchoRequest, CStoreRequest } = dimse.requests;
    const titles = { called: 'CLIENTS', calling: 'DCMJS' };
    await server.command(['ae', 'add', '--tenant', slug, '--called', titles.called, '--calling', titles.calling]);
    const statuses = async (requests) => (await associate(server, titles, requests)).map(({ status }) => status);
    const folder = await mkdtemp(join(tmpdir(), 'portico-it-dcmjs-'));
    const requestOf = async (instance) => {
      const file = join(folder, `${instance.sopUid}.dcm`);
      await writeFile(file, instance.bytes);
      return new CStoreRequest(file);
    };
    // The client proposes these two in one context and turns one into the other.
    const lent = ['explicit', 'implicit'];
    // Deflated data sets are beyond the client.
    const names = Object.keys(syntaxes).filter((name) => name !== 'deflated');
    const inEverySyntax = async () => {
      const [sent, seriesUid] = [newStudy(), newUid()];
      const make = async (name) => ({ ...(await inSyntax(newInstance(sent, { seriesUid }), name)), name });
      return { sent, instances: await Promise.all(names.map(make)) };
    };
    const arrived = async (sent, instances) => {
      assert.equal((await inState(admin, sent.studyUid, 'ready')).instanceCount, instances.length);
      for (const instance of instances) {
        const [frame] = await reader.retrieveInstanceFrames({ ...idsOf(instance), frameNumbers: [1] });
        assert.ok(Buffer.from(frame).equals(instance.pixels), instance.name);
      }
    };

    await test('STU-1 dcmjs-dimse gets an echo, and is rejected under a title that nobody knows', async () => {
      assert.deepEqual(await statuses([new CEchoRequest()]), [0]);
      await assert.rejects(associate(server, { ...titles, calling: 'NOBODY' }, [new CEchoRequest()]), /rejected/);
    });

    await test('STU-1 STU-33 dcmjs-dimse stores objects of many transfer syntaxes, which stay as they are', async () => {
      const { sent, instances } = await inEverySyntax();
      for (const instance of instances)
        assert.deepEqual(await statuses([await requestOf(instance)]), [0], instance.name);
      await arrived(sent, instances);
      for (const instance of instances.filter(({ name }) => !lent.includes(name)))
        assert.equal(syntaxOf(await reader.retrieveInstance(idsOf(instance))), instance.syntax, instance.name);
    });

    await test('STU-1 dcmjs-dimse stores all of them in one association', async () => {
      const { sent, instances } = await inEverySyntax();
      const requests = await Promise.all(instances.map(requestOf));
      const told = await statuses(requests);
      assert.deepEqual(
        told,
        instances.map(() => 0),
      );
      await arrived(sent, instances);
    });
    await rm(folder, { recursive: true, force: true });
    await queries();
  }

  async function queries() {
    const { CFindRequest, CGetRequest, CMoveRequest } = dimse.requests;
    const titles = { called: 'CLIENTS', calling: 'DCMJS_Q' };
    const register = async (node) =>
      (await admin.post('/api/v1/tenant/ae-titles', { called: titles.called, ...node })).expect(201);
    await register({ calling: titles.calling, mayQuery: true, mayRetrieve: true });
    const { studyUid } = study;
    const ask = async (request, take) => (await associate(server, titles, [request], take))[0];

    await test('STU-1 dcmjs-dimse finds the study, its series and their objects', async () => {
      const ids = { StudyInstanceUID: studyUid };
      const studies = await ask(CFindRequest.createStudyFindRequest({ PatientID: study.patientId }));
      assert.equal(studies.status, 0);
      assert.equal(studies.found.length, 1);
      const [found] = studies.found;
      assert.equal(found.StudyInstanceUID, studyUid);
      assert.equal(Number(found.NumberOfStudyRelatedInstances), all.length);
      const series = await ask(CFindRequest.createSeriesFindRequest(ids));
      const uidsOf = (answers, name) => answers.found.map((one) => one[name]).sort();
      const wanted = (name) => [...new Set(all.map((one) => one[name]))].sort();
      assert.deepEqual(uidsOf(series, 'SeriesInstanceUID'), wanted('seriesUid'));
      const inSeries = { ...ids, SeriesInstanceUID: slices[0].seriesUid };
      const images = await ask(CFindRequest.createImageFindRequest(inSeries));
      assert.deepEqual(uidsOf(images, 'SOPInstanceUID'), slices.map(({ sopUid }) => sopUid).sort());
      const nothing = await ask(CFindRequest.createStudyFindRequest({ PatientID: 'NOBODY' }));
      assert.deepEqual([nothing.status, nothing.found], [0, []]);
    });

    await test('STU-1 dcmjs-dimse has the study moved to a third node, byte for byte', async () => {
      const keeper = await storageNode('KEEPER', ['+xa']);
      try {
        await register({ calling: 'KEEPER', host: '127.0.0.1', port: keeper.port });
        assert.equal((await ask(CMoveRequest.createStudyMoveRequest('KEEPER', studyUid))).status, 0);
        const received = await keeper.received();
        assert.deepEqual([...received.keys()].sort(), all.map(({ sopUid }) => sopUid).sort());
        for (const { sopUid, bytes } of all)
          assert.ok(dataSetOf(received.get(sopUid)).equals(dataSetOf(bytes)), sopUid);
        assert.equal((await ask(CMoveRequest.createStudyMoveRequest('NOBODY', studyUid))).status, 0xa801);
      } finally {
        await keeper.stop();
      }
    });

    await test('STU-1 dcmjs-dimse gets the pixels of a series over its own association', async () => {
      const came = new Map();
      const take = (dataSet) =>
        came.set(dataSet.getElement('SOPInstanceUID'), Buffer.from(dataSet.getElement('PixelData')[0]));
      const { status } = await ask(CGetRequest.createSeriesGetRequest(studyUid, slices[0].seriesUid), take);
      assert.equal(status, 0);
      assert.equal(came.size, slices.length);
      for (const { sopUid, pixels } of slices) assert.ok(came.get(sopUid).equals(pixels), sopUid);
    });

    await test('STU-1 GEN-5 dcmjs-dimse is given nothing under a title that may only store', async () => {
      const storing = { ...titles, calling: 'DCMJS' };
      const request = CFindRequest.createStudyFindRequest({ PatientID: study.patientId });
      const [{ status, found }] = await associate(server, storing, [request]);
      assert.notEqual(status, 0);
      assert.deepEqual(found, []);
      const came = [];
      const get = CGetRequest.createStudyGetRequest(studyUid);
      await associate(server, storing, [get], (dataSet) => came.push(dataSet));
      assert.deepEqual(came, []);
    });
  }
}
