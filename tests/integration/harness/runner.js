// A suite is a module in suites/ whose default function receives a Bench and awaits its tests one after the other.
import { Server } from './server.js';

// What a suite works with: tests, servers that are ended afterwards, the database kind it runs on.
class Bench {
  lines = [];
  failures = [];
  passed = 0;
  skipped = 0;
  #servers = [];

  constructor(name, database) {
    this.name = name;
    this.database = database;
  }

  // Runs one test. The title reads as a sentence and begins with the ids that it proves.
  test = async (title, body) => {
    const started = performance.now();
    try {
      await body();
      this.passed += 1;
      this.#say('ok      ', title, `${Math.round(performance.now() - started)} ms`);
    } catch (problem) {
      this.failures.push(`${this.name}/${this.database.kind}: ${title}`);
      this.#say('FAILED  ', title, '');
      this.lines.push(...explain(problem).map((line) => `           ${line}`));
    }
  };

  skip(title, reason) {
    this.skipped += 1;
    this.#say('skipped ', title, reason);
  }

  // A server of this suite's own with an empty database.
  async serve(options = {}) {
    const server = await Server.create(this.database, options);
    this.#servers.push(server);
    await server.start();
    return server;
  }

  async close() {
    for (const server of this.#servers) {
      await this.test('GEN-4 SEC-7 SEC-10 no answer was a 5xx, and the log holds no error, secret or patient', () =>
        server.check(),
      );
      await server.dispose();
    }
  }

  #say(result, title, note) {
    this.lines.push(`${result} ${this.name}/${this.database.kind}  ${title}${note ? `  (${note})` : ''}`);
  }
}

function explain(problem) {
  const text = String(problem?.stack ?? problem).split('\n');
  const here = text.filter((line) => line.includes('/suites/') || line.includes('/harness/')).slice(0, 4);
  const message = text.filter((line) => !/^\s+at /.test(line)).slice(0, 30);
  return [...message, ...here.map((line) => line.trim())];
}

export async function runSuite(name, database) {
  const bench = new Bench(name, database);
  const started = performance.now();
  try {
    const suite = await import(`../suites/${name}.js`);
    await suite.default(bench);
  } catch (problem) {
    bench.failures.push(`${name}/${database.kind}: the suite broke off`);
    bench.lines.push(
      `FAILED   ${name}/${database.kind}  the suite broke off`,
      ...explain(problem).map((l) => `           ${l}`),
    );
  }
  await bench.close();
  return { ...bench, seconds: (performance.now() - started) / 1000 };
}
