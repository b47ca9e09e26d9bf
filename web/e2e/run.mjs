// Runs the browser tests: node e2e/run.mjs [main-job|keyboard|viewer|annotations|formats|video|ohif|recall|messages|pull|screens[:PATTERN]|languages[:PATTERN]]...  PATTERN chooses screens by name.
// The pictures of all screens take minutes and are for looking at: they are taken when "screens" is asked for by name.
// The last line tells the counts.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launch } from './lib/browser.mjs';
import { screens } from './lib/look.mjs';
import { Server } from './lib/server.mjs';
import { Suite } from './lib/suite.mjs';

// In this order: which server each needs.
const tests = [
  { name: 'main-job', server: 'fresh' },
  { name: 'keyboard', server: 'demo' },
  { name: 'viewer', server: 'demo' },
  { name: 'formats', server: 'demo' },
  { name: 'ohif', server: 'demo' },
  // After OHIF, which asks for thumbnails of everything: videos have none.
  { name: 'video', server: 'demo' },
  { name: 'recall', server: 'demo' },
  { name: 'messages', server: 'demo' },
  { name: 'screens', server: 'demo' },
  { name: 'languages', server: 'demo' },
  // Last: what they export and fetch stays.
  { name: 'annotations', server: 'demo' },
  { name: 'pull', server: 'demo' },
];
const signs = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' };
const patterns = new Map(
  process.argv.slice(2).map((word) => [word.split(':')[0], new RegExp(word.split(':')[1] ?? '')]),
);
const chosen = [...patterns.keys()];
const unknown = chosen.filter((name) => !tests.some((test) => test.name === name));
if (unknown.length > 0) throw new Error(`no such test: ${unknown.join(', ')}`);

function report(outcome, name, note, told) {
  console.log(`${signs[outcome]} ${name}${note ? `  (${note})` : ''}`);
  if (told) console.log(String(told).replace(/^/gm, '        '));
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const browser = await launch();

// What was on the pages when a step failed.
async function evidence(suite, name) {
  const folder = path.join(screens, 'failures');
  await mkdir(folder, { recursive: true });
  const told = [];
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = path.join(
      folder,
      `${suite.name} ${name}`.replace(/[^\w]+/g, '-').slice(0, 80) + `-${index}.png`,
    );
    await page.screenshot({ path: file }).catch(() => undefined);
    told.push(`page ${index}: ${page.url()}  ${file}`);
  }
  return told;
}

// Making the demonstration's images takes a while: it goes on while the tests before it run.
const started = {};
function serverFor(kind) {
  started[kind] ??= Server.start(kind, { demo: kind === 'demo' });
  return started[kind];
}

try {
  const wanted = tests.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  // A failure is told by the step that waits for it.
  for (const { server } of wanted) serverFor(server).catch(() => undefined);
  for (const test of wanted) {
    const suite = new Suite(test.name, report);
    suite.onFailure = (name) => evidence(suite, name);
    const start = Date.now();
    let server;
    const { default: walk } = await import(`./${test.name}.test.mjs`);
    await suite.step(`the ${test.server} server starts`, async () => {
      server = await serverFor(test.server);
    });
    if (server) {
      try {
        await walk({
          suite,
          server,
          browser,
          only: patterns.get(test.name) ?? /./,
          pictures: chosen.includes(test.name),
        });
      } catch (error) {
        await suite.check('runs to its end', () => Promise.reject(error));
      }
    }
    for (const context of browser.contexts()) await context.close();
    for (const key of Object.keys(totals)) totals[key] += suite[key];
    console.log(`        ${test.name} took ${Math.round((Date.now() - start) / 1000)} s\n`);
  }
} finally {
  await browser.close().catch(() => undefined);
  for (const starting of Object.values(started))
    await starting.then((server) => server.stop()).catch(() => undefined);
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;
