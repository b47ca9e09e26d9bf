// PERF-1: STOW-RS of CT instances of 512 KiB, 20 a request, one client, durable at the answer.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../tests/integration/harness/process.js';
import { ctStudies, stow, writeFiles } from './harness/objects.js';
import { alternate } from './harness/rounds.js';
import { each, goal, ratio } from './harness/report.js';

const perRequest = 20;

export default async function measure(bench) {
  const count = bench.quick ? 60 : 1000;
  const rounds = bench.quick ? 2 : 5;
  const portico = await bench.portico();
  const orthanc = await bench.orthanc();

  const turn =
    (subject, instancesOf = count) =>
    async () => {
      const studies = ctStudies(instancesOf);
      const seconds = await bench.timed(() =>
        stow(
          subject,
          studies.flatMap((study) => study.instances),
          perRequest,
        ),
      );
      await subject.settled(studies);
      return instancesOf / seconds;
    };
  const copy = async () => {
    const [from, to] = [join(bench.folder, 'from'), join(bench.folder, 'to')];
    await mkdir(from);
    await writeFiles(
      from,
      ctStudies(count).flatMap((study) => study.instances),
    );
    await run('sync', ['-f', from], { seconds: 300 });
    const seconds = await bench.timed(async () => {
      await run('cp', ['-r', from, to], { seconds: 300 });
      await run('sync', ['-f', to], { seconds: 300 });
    });
    await rm(from, { recursive: true });
    await rm(to, { recursive: true });
    return count / seconds;
  };

  for (const subject of [portico, orthanc]) await turn(subject, 40)(); // warms up
  const pids = [portico.pid, orthanc.pid];
  const done = await alternate({ Portico: turn(portico), Orthanc: turn(orthanc), 'cp + sync': copy }, { rounds, pids });
  const expected = 40 + rounds * count;
  for (const subject of [portico, orthanc]) bench.same(await subject.count(), expected, `instances in ${subject.name}`);
  return {
    title: 'STOW-RS (PERF-1)',
    setting: [
      `${count} CT instances of 512 KiB in two studies, ${perRequest} a request, one kept connection of a Node client;`,
      `${rounds} turns each, new instances each time. Portico: an API key. The limit: \`cp -r\` of the files and \`sync -f\`.`,
    ],
    tables: [each(done, 'value', 'instances/s')],
    goals: [
      goal('Portico ÷ Orthanc', ratio(done.Portico.value, done.Orthanc.value), { least: 4 }),
      goal('Portico ÷ cp + sync', ratio(done.Portico.value, done['cp + sync'].value), { least: 0.5 }),
    ],
  };
}
