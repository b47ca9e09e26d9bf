// Load on several kept connections by wrk.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { run } from '../../../tests/integration/harness/process.js';

const script = fileURLToPath(new URL('load.lua', import.meta.url));

// Asks for `paths` in turn for some seconds: {rate, p50, p99} a second and in milliseconds, {bytes} of an answer. Every
// answer must be a good one and at least `least` bytes long: a quick refusal is no result.
export async function load(subject, { folder, paths, headers = {}, connections = 8, seconds, least = 0 }) {
  const list = `${folder}/wrk-${subject.port}.txt`;
  const lines = Object.entries({ ...subject.headers, ...headers }).map(([name, value]) => `${name}: ${value}`);
  await writeFile(list, [...lines, '', ...paths, ''].join('\n'));
  const address = `http://127.0.0.1:${subject.port}`;
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '60s', '-s', script, address, '--', list];
  const done = await run('wrk', args, { seconds: seconds + 90 });
  const line = done.stdout.split('\n').find((one) => one.startsWith('{'));
  if (done.code !== 0 || !line) throw new Error(`wrk on ${subject.name}: ${done.stderr}${done.stdout}`);
  const result = JSON.parse(line);
  if (result.errors > 0 || result.requests === 0)
    throw new Error(`wrk on ${subject.name}: ${result.errors} of ${result.requests} requests failed: ${line}`);
  const bytes = result.bytes / result.requests;
  if (bytes < least) throw new Error(`${subject.name} answered ${bytes} bytes of ${least}`);
  return { rate: result.requests / result.seconds, p50: result.p50, p99: result.p99, bytes };
}
