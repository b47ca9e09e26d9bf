// PERF-11: start to ready, and memory when idle, with a million studies.
import { setTimeout as pause } from 'node:timers/promises';
import { quiet } from './harness/children.js';
import { goal } from './harness/report.js';
import { alternate } from './harness/rounds.js';
import { each } from './harness/report.js';

export default async function measure(bench) {
  const studies = bench.quick ? 10_000 : 1_000_000;
  const rounds = bench.quick ? 2 : 5;
  const portico = await bench.filled(studies);
  const turn = async () => {
    await portico.server.stop();
    const seconds = await portico.startAgain();
    await quiet([portico.pid]);
    await pause(bench.quick ? 1000 : 10_000); // what starts by the clock has started
    const { rss, pss } = await portico.memory();
    return { value: seconds, rss, pss };
  };
  const done = await alternate({ Portico: turn }, { rounds });
  return {
    title: 'Start and idle memory (PERF-11)',
    setting: [
      `${studies.toLocaleString('en')} studies with a series and an instance each. Start: from the start of the process to its`,
      `ready line, the files in the page cache. Memory: ten seconds after it has become quiet. ${rounds} turns.`,
    ],
    tables: [each(done, 'value', 'seconds to ready', { 'RSS MiB': 'rss', 'PSS MiB': 'pss' })],
    goals: [
      goal('start to ready', done.Portico.value.median, { most: 2, unit: ' s' }),
      goal('memory when idle (RSS)', done.Portico.rss.median, { most: 60, unit: ' MiB' }),
    ],
  };
}
