// PERF-3: WADO-RS frames of 512 KiB over 8 connections, asked by a signed-in clinician with an explicit grant.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asFrames } from '../../tests/integration/harness/dicom/web.js';
import { get, must } from './harness/http.js';
import { ctStudy, frameBytes, stow } from './harness/objects.js';
import { alternate } from './harness/rounds.js';
import { each, goal, ratio } from './harness/report.js';
import { load } from './harness/wrk.js';

export default async function measure(bench) {
  const count = bench.quick ? 20 : 200;
  const seconds = bench.quick ? 1 : 8;
  const rounds = bench.quick ? 1 : 5;
  const portico = await bench.portico();
  const orthanc = await bench.orthanc();
  const study = ctStudy(count);
  for (const subject of [portico, orthanc]) {
    await stow(subject, study.instances, 20);
    await subject.settled([study]);
  }
  portico.headers = await portico.clinicianWith([study]);
  const files = join(bench.folder, 'frames');
  await mkdir(files);
  for (const { sopUid, pixels } of study.instances) await writeFile(join(files, sopUid), pixels);
  const nginx = await bench.nginx(files);

  const framePath = ({ studyUid, seriesUid, sopUid }) =>
    `/studies/${studyUid}/series/${seriesUid}/instances/${sopUid}/frames/1`;
  const pathsOf = {
    Portico: study.instances.map((one) => portico.root + framePath(one)),
    Orthanc: study.instances.map((one) => orthanc.root + framePath(one)),
    nginx: study.instances.map(({ sopUid }) => `/${sopUid}`),
  };
  const turn = (subject, headers) => async () => {
    const paths = pathsOf[subject.name];
    const first = await must(get(subject, paths[0], { headers }), `the first frame of ${subject.name}`);
    if (!first.body.includes(study.instances[0].pixels)) throw new Error(`${subject.name} answered other pixels`);
    return load(subject, { folder: bench.folder, paths, headers, seconds, least: frameBytes });
  };
  const turns = { Portico: turn(portico, asFrames), Orthanc: turn(orthanc, asFrames), nginx: turn(nginx, {}) };
  for (const warm of Object.values(turns)) await warm();
  const done = await alternate(turns, { rounds, pids: [portico.pid, orthanc.pid, nginx.pid] });
  return {
    title: 'WADO-RS frames (PERF-3)',
    setting: [
      `Frames of 512 KiB of one study of ${count} instances, in turn; wrk, 1 thread, 8 connections, ${seconds} s, ${rounds} turns each.`,
      'Portico: a clinician with a session and an explicit grant on the study. nginx: the same pixels as files, two workers,',
      'no log.',
    ],
    tables: [each(done, 'rate', 'frames/s', { 'p99 ms': 'p99' })],
    goals: [
      goal('Portico ÷ Orthanc', ratio(done.Portico.rate, done.Orthanc.rate), { least: 6 }),
      goal('Portico ÷ nginx', ratio(done.Portico.rate, done.nginx.rate), { least: 0.7 }),
    ],
  };
}
