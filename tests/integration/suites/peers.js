// Another archive: Orthanc searches, retrieves from and stores to a department over DICOMweb.
import assert from 'node:assert/strict';
import { newInstance, newSeries, newStudy, newUid } from '../harness/dicom/part10.js';
import { inSyntax, syntaxes } from '../harness/dicom/syntaxes.js';
import { instancePath, storeAll } from '../harness/dicom/web.js';
import { missingDicomweb as missing, Orthanc } from '../harness/orthanc.js';
import { inState, makeKey, makeTenant } from '../harness/world.js';

export default async function peers(bench) {
  if (missing) return bench.skip('Orthanc over DICOMweb', missing);
  const test = bench.test;
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const { admin, slug } = tenant;
  const key = await makeKey(tenant, ['view_studies', 'upload_studies']);
  const readingKey = await makeKey(tenant, ['view_studies']);
  const known = (client, more = {}) => ({
    Url: `${client.origin}/t/${slug}/dicomweb/`,
    HttpHeaders: { Authorization: `Bearer ${client.key}` },
    ...more,
  });
  const orthanc = await Orthanc.start({
    dicomweb: {
      portico: known(key, { ChunkedTransfers: true }),
      whole: known(key, { ChunkedTransfers: false }),
      reading: known(readingKey),
    },
  });

  const study = newStudy();
  const slices = newSeries(study, 3);
  const cine = newInstance(study, { frames: 4, rows: 8, columns: 8, modality: 'US' });
  const packed = await inSyntax(newInstance(study, { rows: 24, columns: 32 }), 'jpegLs');
  const all = [...slices, cine, packed];
  await storeAll(admin, slug, all);
  await inState(admin, study.studyUid, 'ready');

  try {
    await searching();
    await retrieving();
    await storing();
  } finally {
    await orthanc.stop();
  }

  async function searching() {
    const find = (uri, more) => orthanc.remote('portico', 'qido', { Uri: uri, Arguments: more });

    await test('STU-30 Orthanc searches for studies, series and instances', async () => {
      const [found, ...more] = await find('/studies', { '00100020': study.patientId });
      assert.equal(more.length, 0);
      assert.equal(found['0020000D'].Value, study.studyUid);
      assert.equal((await find(`/studies/${study.studyUid}/series`)).length, 3);
      assert.equal((await find(`/studies/${study.studyUid}/instances`)).length, all.length);
      assert.deepEqual(await find('/studies', { '00100020': 'NOBODY' }), []);
    });

    await test('STU-31 Orthanc gets the metadata of a study', async () => {
      const found = await orthanc.remote('portico', 'get', { Uri: `/studies/${study.studyUid}/metadata` });
      assert.equal(found.length, all.length);
    });
  }

  async function retrieving() {
    const retrieve = (resource) => orthanc.remote('portico', 'retrieve', { Resources: [resource], Synchronous: true });
    const have = async (instances) => {
      for (const { sopUid, bytes } of instances) assert.ok((await orthanc.file(sopUid))?.equals(bytes), sopUid);
    };

    await test('STU-31 Orthanc retrieves an instance, a series and a study byte for byte', async () => {
      const { studyUid: Study, seriesUid: Series } = slices[0];
      await retrieve({ Study, Series, Instance: slices[0].sopUid });
      await have(slices.slice(0, 1));
      assert.equal(await orthanc.file(slices[1].sopUid), undefined);
      await retrieve({ Study, Series });
      await have(slices);
      await retrieve({ Study });
      await have(all);
    });

    await test('SEC-9 Orthanc is told of what is not there', async () => {
      await assert.rejects(retrieve({ Study: newUid() }), /Orthanc/);
    });
  }

  async function storing() {
    const upload = async (instance) => (await orthanc.tell('POST', '/instances', instance.bytes)).ID;

    for (const [name, how] of Object.entries({ portico: 'in pieces', whole: 'as a whole' }))
      await test(`STU-2 STU-33 Orthanc stores objects of every transfer syntax by STOW-RS, sent ${how}`, async () => {
        const sent = newStudy();
        const seriesUid = newUid();
        const make = (syntax) => inSyntax(newInstance(sent, { seriesUid }), syntax);
        const instances = await Promise.all(Object.keys(syntaxes).map(make));
        const ids = [];
        for (const instance of instances) ids.push(await upload(instance));
        await orthanc.remote(name, 'stow', { Resources: ids, Synchronous: true });
        assert.equal((await inState(admin, sent.studyUid, 'ready')).instanceCount, instances.length);
        for (const instance of instances) {
          const came = await admin.get(instancePath(slug, instance), {
            Accept: 'application/dicom; transfer-syntax=*',
          });
          assert.ok(came.body.equals(instance.bytes), instance.syntax);
        }
      });

    await test('STU-5 Orthanc may store the same study again', async () => {
      const again = await Promise.all(slices.map(upload));
      await orthanc.remote('portico', 'stow', { Resources: again, Synchronous: true });
      assert.equal((await inState(admin, study.studyUid, 'ready')).instanceCount, all.length);
    });

    await test('ACC-11 Orthanc is refused when its key may not upload', async () => {
      const id = await upload(newInstance(newStudy()));
      await assert.rejects(orthanc.remote('reading', 'stow', { Resources: [id], Synchronous: true }), /Orthanc/);
    });
  }
}
