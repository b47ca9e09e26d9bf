// Runs the suites, each on every database that is there, and counts.
//
// usage: run [--database sqlite|postgres] [--jobs N] [SUITE]...
import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import { binary } from './harness/binary.js';
import { databases } from './harness/databases.js';
import { runSuite } from './harness/runner.js';

const suites = [
  ...['start', 'people', 'roles', 'archive', 'documents', 'dicomweb', 'downloads', 'pictures', 'corpus', 'network', 'dicom_nodes', 'pull', 'outgoing'],
  ...['validation', 'access', 'portal', 'messages', 'matrix', 'audit', 'durability', 'keeping', 'bombs', 'recall', 'annotations'],
  ...['uploads', 'clients', 'peers', 'conformance', 'confined'],
];

const { values, positionals } = parseArgs({
  options: { database: { type: 'string' }, jobs: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(', ')} (there are: ${suites.join(', ')})`);
  process.exit(2);
}

console.log(`the program: ${binary}`);
const chosen = positionals.length > 0 ? positionals : suites;
const waiting = [];
const skipped = [];
for (const database of databases) {
  if (values.database && values.database !== database.kind) continue;
  for (const name of chosen) {
    if (database.missing) skipped.push(`${name}/${database.kind}: ${database.missing}`);
    else waiting.push({ name, database });
  }
}

const total = { passed: 0, failed: 0, skipped: skipped.length };
const failures = [];
for (const reason of skipped) console.log(`skipped  ${reason}`);

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const outcome = await runSuite(next.name, next.database);
    for (const line of outcome.lines) console.log(line);
    console.log(
      `  = ${next.name}/${next.database.kind}: ${outcome.passed} passed, ${outcome.failures.length} failed, ` +
        `${outcome.skipped} skipped in ${outcome.seconds.toFixed(1)} s\n`,
    );
    total.passed += outcome.passed;
    total.failed += outcome.failures.length;
    total.skipped += outcome.skipped;
    failures.push(...outcome.failures);
  }
}
const jobs = Number(values.jobs ?? availableParallelism() + 1);
await Promise.all(Array.from({ length: jobs }, work));

if (failures.length > 0) console.log(`failed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
