// PERF-2: C-STORE of CT instances of 512 KiB by storescu with its defaults, over one and over four associations.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../tests/integration/harness/process.js';
import { ctStudies, writeFiles } from './harness/objects.js';
import { alternate } from './harness/rounds.js';
import { each, goal, ratio } from './harness/report.js';

async function send(subject, files) {
  const { called, calling } = subject.titles;
  const args = ['-aet', calling, '-aec', called, '127.0.0.1', String(subject.dicom), ...files];
  const done = await run('storescu', args, { seconds: 600 });
  if (done.code !== 0) throw new Error(`storescu to ${subject.name}: ${done.stderr.slice(-500)}`);
}

export default async function measure(bench) {
  const count = bench.quick ? 40 : 1000;
  const rounds = bench.quick ? 1 : 3;
  const portico = await bench.portico();
  const orthanc = await bench.orthanc();
  await portico.acceptModality();

  // Instances a second; each association sends its share of the files.
  const turn =
    (subject, associations, instancesOf = count) =>
    async () => {
      const studies = ctStudies(instancesOf);
      const folder = join(bench.folder, 'send');
      await mkdir(folder);
      const files = await writeFiles(
        folder,
        studies.flatMap((study) => study.instances),
      );
      await run('sync', ['-f', folder], { seconds: 300 });
      const share = Math.ceil(files.length / associations);
      const shares = Array.from({ length: associations }, (_, i) => files.slice(i * share, (i + 1) * share));
      const seconds = await bench.timed(() => Promise.all(shares.map((some) => send(subject, some))));
      await rm(folder, { recursive: true });
      await subject.settled(studies);
      return instancesOf / seconds;
    };

  for (const subject of [portico, orthanc]) await turn(subject, 1, 20)(); // warms up
  const done = await alternate(
    {
      'Portico, 1 association': turn(portico, 1),
      'Orthanc, 1 association': turn(orthanc, 1),
      'Portico, 4 associations': turn(portico, 4),
      'Orthanc, 4 associations': turn(orthanc, 4),
    },
    { rounds, pids: [portico.pid, orthanc.pid] },
  );
  const expected = 20 + 2 * rounds * count;
  for (const subject of [portico, orthanc]) bench.same(await subject.count(), expected, `instances in ${subject.name}`);
  const by = (associations) => ratio(done[`Portico, ${associations}`].value, done[`Orthanc, ${associations}`].value);
  return {
    title: 'C-STORE (PERF-2)',
    setting: [
      `${count} CT instances of 512 KiB by DCMTK's \`storescu\` with its defaults, its start included; ${rounds} turns each.`,
    ],
    tables: [each(done, 'value', 'instances/s')],
    goals: [
      goal('Portico ÷ Orthanc, 1 association', by('1 association'), { least: 8 }),
      goal('Portico ÷ Orthanc, 4 associations', by('4 associations'), { least: 4 }),
    ],
  };
}
