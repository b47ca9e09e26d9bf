// Orthanc as another archive, as the integration tests start it: DIMSE and DICOMweb, with a user and a password.
import { readFile } from 'node:fs/promises';
import { Orthanc as Peer } from '../../../tests/integration/harness/orthanc.js';

export { missingDicomweb as missing } from '../../../tests/integration/harness/orthanc.js';

export const userName = 'portico';
export const password = 'a-word-between-archives';

// `portico` {title, port}: where it sends to when it is asked to move.
export async function startOrthanc(title, portico) {
  const peer = await Peer.start({
    dicom: { title, peers: { portico } },
    dicomweb: {},
    users: { [userName]: password },
  });
  return {
    dicomPort: peer.port,
    url: peer.dicomweb,
    hold: async (files) =>
      peer.take(await Promise.all(files.map(async (file) => ({ bytes: await readFile(file) })))),
    // Of each study of a patient: how many objects there are.
    async studiesOf(patientId) {
      const query = { Level: 'Study', Query: { PatientID: patientId } };
      const ids = await peer.post('/tools/find', query);
      return Promise.all(
        ids.map(async (id) => Number((await peer.get(`/studies/${id}/statistics`)).CountInstances)),
      );
    },
    // Away, but what it holds stays.
    pause: () => peer.stop({ keep: true }),
    goOn: () => peer.run(),
    stop: () => peer.stop(),
  };
}
