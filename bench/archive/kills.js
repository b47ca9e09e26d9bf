// PERF-13: instances lost of those acknowledged over kill -9 in the middle of C-STORE, STOW-RS and import. The measuring
// is the durability suite's of the integration tests; here it is run with more kills and its outcome is told.
import { fileURLToPath } from 'node:url';
import { binary } from '../../tests/integration/harness/binary.js';
import { Child } from './harness/children.js';
import { goal } from './harness/report.js';

const suite = fileURLToPath(new URL('../../tests/integration/main.js', import.meta.url));

export default async function measure(bench) {
  const kills = bench.quick ? 3 : 100;
  const env = { PORTICO_TEST_KILLS: String(kills), PORTICO_BINARY: binary };
  const child = new Child(process.execPath, [suite, '--database', 'sqlite', 'durability'], { env });
  await child.ended;
  const lines = child.output.split('\n');
  const told = lines.find((line) => /^(ok|FAILED)\s.*PERF-13/.test(line));
  if (!told) throw new Error(`the durability suite said nothing of PERF-13:\n${child.output}`);
  return {
    title: 'Kill -9 (PERF-13)',
    setting: [
      `${kills} times kill -9 while STOW-RS, \`storescu\` and \`portico import\` send; after each start all that was`,
      'acknowledged is read back and compared byte for byte (`tests/integration/run durability`).',
    ],
    tables: [{ head: ['test', 'outcome'], rows: [[told.replace(/^\S+\s+\S+\s+/, ''), told.split(/\s/)[0]]] }],
    goals: [goal('kills after which something was lost', told.startsWith('ok') ? 0 : 1, { most: 0 })],
    notes: [`The suite: ${lines.filter((line) => / passed, /.test(line)).at(-1)}.`],
  };
}
