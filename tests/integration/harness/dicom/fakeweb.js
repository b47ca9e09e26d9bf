// A DICOMweb server that does what a test wants: what it has, how it ends, whom it believes.
import http from 'node:http';
import { dicomJson } from './fakejson.js';

// {url, calls: [{method, path, authorization}], studies: Map of {study, instances}, behave, stop()}. `behave(request,
// response)` answers instead when it returns true.
export async function fakeDicomweb() {
  const fake = { calls: [], studies: new Map(), behave: undefined };
  const server = http.createServer((request, response) => {
    request.resume();
    const path = decodeURI(request.url);
    fake.calls.push({ method: request.method, path, authorization: request.headers.authorization });
    if (fake.behave?.(request, response)) return;
    const uid = /^\/studies\/([0-9.]+)$/.exec(path)?.[1];
    if (path.startsWith('/studies?')) answerSearch(response, new URL(request.url, 'http://x').searchParams);
    else if (uid && fake.studies.has(uid))
      response.writeHead(200, multipart).end(bodyOf(fake.studies.get(uid).instances));
    else response.writeHead(404).end();
  });

  function answerSearch(response, wanted) {
    const found = [...fake.studies.values()].filter(
      ({ study }) =>
        (!wanted.has('StudyInstanceUID') || wanted.get('StudyInstanceUID') === study.studyUid) &&
        (!wanted.has('PatientID') || wanted.get('PatientID') === study.patientId),
    );
    response.writeHead(200, { 'Content-Type': 'application/dicom+json' });
    response.end(JSON.stringify(found.map(({ study, instances, told }) => dicomJson(study, told ?? instances.length))));
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.url = `http://127.0.0.1:${server.address().port}/`;
  fake.put = (study, instances, told) => fake.studies.set(study.studyUid, { study, instances, told });
  fake.stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
  return fake;
}

const multipart = { 'Content-Type': 'multipart/related; type="application/dicom"; boundary=fake' };
export const partOf = ({ bytes }) =>
  Buffer.concat([Buffer.from('--fake\r\nContent-Type: application/dicom\r\n\r\n'), bytes, Buffer.from('\r\n')]);
const bodyOf = (instances) => Buffer.concat([...instances.map(partOf), Buffer.from('--fake--\r\n')]);

// Half of what was promised, then nothing more.
export function breakOff(response, instance) {
  response.writeHead(200, multipart);
  response.write(partOf(instance));
  response.write('--fake\r\nContent-Type: application/dicom\r\n\r\n1234', () => response.destroy());
}
