// One HTTP client on one kept connection a subject: {port, headers}. For load with several connections see wrk.js.
import http from 'node:http';

const agents = new WeakMap();
function agentOf(subject) {
  if (!agents.has(subject)) agents.set(subject, new http.Agent({ keepAlive: true, maxSockets: 1 }));
  return agents.get(subject);
}

// {status, headers, bytes, body}: the body's length always, its content unless `drop`.
export function request(subject, method, path, { headers = {}, chunks = [], drop = false } = {}) {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return new Promise((resolve, reject) => {
    const sent = http.request({
      host: '127.0.0.1',
      port: subject.port,
      method,
      path,
      agent: agentOf(subject),
      headers: { ...subject.headers, ...headers, ...(chunks.length > 0 ? { 'Content-Length': length } : {}) },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const kept = [];
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        if (!drop) kept.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, bytes, body: Buffer.concat(kept) }),
      );
    });
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

export const get = (subject, path, options) => request(subject, 'GET', path, options);

// The answer, once it is a good one.
export async function must(promise, what) {
  const answer = await promise;
  if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${answer.body.toString().slice(0, 400)}`);
  return answer;
}
