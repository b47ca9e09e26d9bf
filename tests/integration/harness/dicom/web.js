// DICOMweb (PS3.18) with a client: STOW-RS bodies, multipart answers.
import { randomBytes } from 'node:crypto';

// A multipart/related body of parts {type, body, location}.
export function related(parts, type = 'application/dicom') {
  const boundary = `boundary-${randomBytes(8).toString('hex')}`;
  const chunks = parts.flatMap(({ type: partType, body, location }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Type: ${partType}\r\n${location ? `Content-Location: ${location}\r\n` : ''}\r\n`,
    ),
    body,
    Buffer.from('\r\n'),
  ]);
  return {
    contentType: `multipart/related; type="${type}"; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

export function storeBytes(client, slug, objects, studyUid) {
  client.server.secrets.add('Wouterlood');
  const { contentType, body } = related(objects.map((object) => ({ type: 'application/dicom', body: object })));
  const path = `/t/${slug}/dicomweb/studies${studyUid ? `/${studyUid}` : ''}`;
  return client.send('POST', path, {
    body,
    headers: { 'Content-Type': contentType, Accept: 'application/dicom+json' },
  });
}

// Stores instances and insists on it.
export async function storeAll(client, slug, instances) {
  const answer = await storeBytes(
    client,
    slug,
    instances.map((instance) => instance.bytes),
  );
  if (answer.status !== 200) throw new Error(`STOW-RS: ${answer.status} ${answer.text}`);
  return answer;
}

// The parts of a multipart answer: [{headers, body}].
export function parts(answer) {
  const boundary = /boundary="?([^";]+)"?/.exec(answer.headers['content-type'])?.[1];
  if (!boundary) throw new Error(`no multipart: ${answer.status} ${answer.headers['content-type']}`);
  const mark = Buffer.from(`--${boundary}`);
  const found = [];
  for (let at = answer.body.indexOf(mark); at >= 0;) {
    const next = answer.body.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = answer.body.subarray(at + mark.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const lines = part.subarray(0, split).toString().split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    found.push({ headers, body: part.subarray(split + 4) });
    at = next;
  }
  return found;
}

export const instancePath = (slug, instance) =>
  `/t/${slug}/dicomweb/studies/${instance.studyUid}/series/${instance.seriesUid}/instances/${instance.sopUid}`;
export const framePath = (slug, instance, frame = 1) => `${instancePath(slug, instance)}/frames/${frame}`;

export const asFrames = { Accept: 'multipart/related; type="application/octet-stream"; transfer-syntax=*' };
export const asJson = { Accept: 'application/dicom+json' };
export const asDicom = { Accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' };
