// PERF-7: the ZIP of a study of 500 instances to one client, against nginx sending the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryOf } from './harness/children.js';
import { get, must } from './harness/http.js';
import { ctStudy, stow } from './harness/objects.js';
import { alternate } from './harness/rounds.js';
import { each, goal, ratio } from './harness/report.js';

// The route of the served description that answers a whole study as a ZIP.
async function zipPath(portico) {
  const { paths } = JSON.parse((await must(get(portico, '/api/openapi.json'), 'the API description')).body);
  const isZip = ([path, { get: operation }]) =>
    /stud/i.test(path) &&
    (path.match(/\{/g) ?? []).length === 1 &&
    Object.values(operation?.responses ?? {}).some((answer) => answer.content?.['application/zip']);
  return Object.entries(paths).find(isZip)?.[0];
}

// Bytes a second, in MiB, and by how much the process' memory grew meanwhile at most, in MiB.
async function download(subject, path) {
  const before = (await memoryOf(subject.pid)).rss;
  let most = before;
  const watch = setInterval(async () => (most = Math.max(most, (await memoryOf(subject.pid)).rss)), 50);
  const begin = performance.now();
  const answer = await must(get(subject, path, { drop: true }), `the ZIP of ${subject.name}`);
  const seconds = (performance.now() - begin) / 1000;
  clearInterval(watch);
  return { value: answer.bytes / 2 ** 20 / seconds, grown: Math.max(most, (await memoryOf(subject.pid)).rss) - before };
}

export default async function measure(bench) {
  const count = bench.quick ? 40 : 500;
  const rounds = bench.quick ? 1 : 5;
  const portico = await bench.portico();
  const title = 'Study ZIP (PERF-7)';
  const route = await zipPath(portico);
  if (!route) return { title, setting: ['The server has no route for the ZIP of a study: not there yet.'], tables: [] };
  const study = ctStudy(count);
  await stow(portico, study.instances, 20);
  await portico.settled([study]);
  portico.headers = await portico.clinicianWith([study]);
  const path = route.replace(/\{[^}]*\}/, study.row.id);
  const whole = await must(get(portico, path), 'the ZIP');
  const files = join(bench.folder, 'zip');
  await mkdir(files);
  await writeFile(join(files, 'study.zip'), whole.body);
  const nginx = await bench.nginx(files);
  const done = await alternate(
    { Portico: () => download(portico, path), nginx: () => download(nginx, '/study.zip') },
    { rounds, pids: [portico.pid] },
  );
  return {
    title,
    setting: [
      `One study of ${count} CT instances of 512 KiB, \`${route}\`, one connection of a Node client, ${rounds} turns each.`,
      'Portico: a clinician with a session and an explicit grant. nginx: the same bytes as a file.',
    ],
    tables: [each(done, 'value', 'MiB/s', { 'memory grew by, MiB': 'grown' })],
    goals: [
      goal('Portico ÷ nginx', ratio(done.Portico.value, done.nginx.value), { least: 0.8 }),
      goal("growth of the server's memory", done.Portico.grown.most, { most: 8, unit: ' MiB' }),
    ],
  };
}
