// PERF-6: WADO-RS metadata of a series of 500 instances.
import { get, must } from './harness/http.js';
import { ctStudy, stow } from './harness/objects.js';
import { alternate, median } from './harness/rounds.js';
import { each, goal, ratio } from './harness/report.js';

const accept = { Accept: 'application/dicom+json' };
const packed = { ...accept, 'Accept-Encoding': 'gzip' };

export default async function measure(bench) {
  const count = bench.quick ? 40 : 500;
  const rounds = bench.quick ? 1 : 5;
  const portico = await bench.portico();
  const orthanc = await bench.orthanc();
  const study = ctStudy(count);
  for (const subject of [portico, orthanc]) {
    await stow(subject, study.instances, 20);
    await subject.settled([study]);
  }
  portico.headers = await portico.clinicianWith([study]);

  // Several requests in a row, one at a time: the median of their milliseconds.
  const turn = (subject, headers, times) => async () => {
    const path = `${subject.root}/studies/${study.studyUid}/series/${study.seriesUid}/metadata`;
    const taken = [];
    let bytes = 0;
    for (let i = 0; i < times; i += 1) {
      const begin = performance.now();
      const answer = await must(get(subject, path, { headers, drop: true }), `metadata of ${subject.name}`);
      taken.push(performance.now() - begin);
      bytes = answer.bytes;
    }
    return { value: median(taken), bytes };
  };
  for (const subject of [portico, orthanc]) {
    const path = `${subject.root}/studies/${study.studyUid}/series/${study.seriesUid}/metadata`;
    const all = JSON.parse((await must(get(subject, path, { headers: accept }), subject.name)).body);
    bench.same(all.length, count, `instances in the metadata of ${subject.name}`);
  }
  const [many, some] = bench.quick ? [5, 1] : [50, 3];
  const turns = {
    Portico: turn(portico, accept, many),
    Orthanc: turn(orthanc, accept, some),
    'Portico, gzip': turn(portico, packed, many),
    'Orthanc, gzip': turn(orthanc, packed, some),
  };
  for (const warm of Object.values(turns)) await warm();
  const done = await alternate(turns, { rounds, pids: [portico.pid, orthanc.pid] });
  return {
    title: 'WADO-RS series metadata (PERF-6)',
    setting: [
      `One series of ${count} CT instances, one request after the other on one connection of a Node client: the median of`,
      `${many} requests (Orthanc: ${some}) a turn, ${rounds} turns each. Portico: a clinician with a session and an explicit grant.`,
      'gzip: when the client takes it.',
    ],
    tables: [each(done, 'value', 'ms', { 'bytes an answer': 'bytes' })],
    goals: [
      goal('Orthanc ÷ Portico', ratio(done.Orthanc.value, done.Portico.value), { least: 10 }),
      goal('Orthanc ÷ Portico, gzip', ratio(done['Orthanc, gzip'].value, done['Portico, gzip'].value), { least: 10 }),
    ],
  };
}
