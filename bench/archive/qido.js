// PERF-4: QIDO-RS studies by PatientID over 8 connections, at a thousand studies and at many more.
import { get, must } from './harness/http.js';
import { patientId, patientsOf } from './harness/filling.js';
import { stow, tinyStudy } from './harness/objects.js';
import { alternate } from './harness/rounds.js';
import { each, goal, ratio } from './harness/report.js';
import { load } from './harness/wrk.js';

const few = 1000;

export default async function measure(bench) {
  const sizes = bench.quick ? [few, 10_000] : bench.small ? [few] : [few, 100_000, 1_000_000];
  const seconds = bench.quick ? 1 : 6;
  const rounds = bench.quick ? 1 : 5;
  const orthanc = await bench.orthanc();
  const patients = Array.from({ length: patientsOf(few) }, (_, number) => patientId(number));
  for (const patient of patients)
    await stow(
      orthanc,
      Array.from({ length: 5 }, () => tinyStudy(patient)),
      5,
    );

  // Each size has a server of its own, all of them at once, so that they are asked in turn.
  const servers = {};
  for (const size of sizes) servers[`Portico, ${size.toLocaleString('en')} studies`] = [await bench.filled(size), size];
  servers[`Orthanc, ${few.toLocaleString('en')} studies`] = [orthanc, few];

  const turn = (subject, size) => async () => {
    const all = patientsOf(size);
    const step = Math.max(1, Math.floor(all / 2000));
    const paths = [];
    for (let number = 0; number < all; number += step)
      paths.push(`${subject.root}/studies?PatientID=${patientId((number * 7919) % all)}`);
    const headers = { Accept: 'application/dicom+json' };
    const found = JSON.parse((await must(get(subject, paths[0], { headers }), subject.name)).body);
    bench.same(found.length, 5, `studies of a patient in ${subject.name}`);
    return load(subject, { folder: bench.folder, paths, headers, seconds, least: 1000 });
  };
  const turns = Object.fromEntries(
    Object.entries(servers).map(([name, [subject, size]]) => [name, turn(subject, size)]),
  );
  for (const warm of Object.values(turns)) await warm();
  const pids = Object.values(servers).map(([subject]) => subject.pid);
  const done = await alternate(turns, { rounds, pids });
  const at = (name, size) => done[`${name}, ${size.toLocaleString('en')} studies`];
  const most = sizes.at(-1);
  const goals = [
    goal('Portico ÷ Orthanc at 1,000 studies', ratio(at('Portico', few).rate, at('Orthanc', few).rate), { least: 10 }),
  ];
  if (most !== few)
    goals.push(
      goal(
        `p99 at ${most.toLocaleString('en')} ÷ p99 at 1,000`,
        at('Portico', most).p99.median / at('Portico', few).p99.median,
        { most: 2 },
      ),
    );
  return {
    title: 'QIDO-RS studies by PatientID (PERF-4)',
    setting: [
      `Five studies a patient, all patients (at most 2,000 of them) in turn; wrk, 1 thread, 8 connections, ${seconds} s, ${rounds} turns`,
      'each. Portico: an API key that may see all studies of the department; filled by SQL, one series and instance a study.',
    ],
    tables: [each(done, 'rate', 'queries/s', { 'p50 ms': 'p50', 'p99 ms': 'p99', 'bytes an answer': 'bytes' })],
    goals,
    notes: most === few && !bench.quick ? ['The larger sizes were left out (`--small`).'] : [],
  };
}
