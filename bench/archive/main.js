// Measures Portico against named peers and physical limits (bench/README.md).
//
// usage: main.js [--quick] [--small] [--note TEXT] [NAME]...
//   --quick  small sizes, nothing kept: shows in about a minute that all of it works
//   --small  qido at 1,000 studies alone
//   --note   a remark on the machine for the kept results
import { parseArgs } from 'node:util';
import { Bench } from './harness/bench.js';
import { environmentOf, keep, loadBefore, markdown } from './harness/report.js';

const measurements = ['stow', 'cstore', 'frames', 'qido', 'metadata', 'zip', 'start', 'kills'];

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, small: { type: 'boolean' }, note: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !measurements.includes(name));
if (unknown.length > 0) {
  console.error(`no such measurement: ${unknown.join(', ')} (there are: ${measurements.join(', ')})`);
  process.exit(2);
}

const environment = await environmentOf(values.note);
let failed = 0;
for (const name of positionals.length > 0 ? positionals : measurements) {
  console.error(`measuring ${name}`);
  const before = loadBefore();
  const bench = await Bench.open({ quick: values.quick, small: values.small });
  try {
    const measure = (await import(`./${name}.js`)).default;
    const result = await measure(bench);
    const text = markdown(
      result,
      values.quick ? 'Small sizes: these figures say nothing.' : `${environment} ${before}`,
    );
    console.log(text);
    if (!values.quick) await keep(name, text);
  } catch (problem) {
    failed += 1;
    console.error(`${name}: ${problem.stack}`);
  } finally {
    await bench.close();
  }
}
process.exit(failed > 0 ? 1 : 0);
