// A running server with its own data folder and database.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from './binary.js';
import { Client } from './client.js';
import { eventually } from './eventually.js';
import { cleanEnvironment, run } from './process.js';

const startSeconds = 40;

// Servers that run; none outlives the tests, also when these are broken off.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

export class Server {
  // Answers of 500 and above that clients of this server got.
  serverErrors = [];
  // What the log must never hold: secrets and patients' names (SEC-7, SEC-10).
  secrets = new Set();
  #child;
  #log = ''; // since the last start
  #earlier = '';
  #ended;

  static async create(database, options) {
    const folder = await mkdtemp(join(tmpdir(), 'portico-it-'));
    return new Server(folder, await database.create(folder), options);
  }

  // `within` turns the folder into the words that stand before the program: ["setpriv", …].
  constructor(folder, database, { args = [], env = {}, within = () => [] }) {
    this.folder = folder;
    this.database = database;
    this.args = args;
    this.within = within;
    // The peers of the tests are on this machine.
    this.env = { PORTICO_OUTGOING_HOSTS: 'localhost', ...env };
  }

  // The options that every command beside the server takes too.
  get place() {
    return ['--data', this.folder, '--database', this.database.url];
  }

  async start() {
    this.#earlier = this.#wholeLog;
    this.#log = '';
    let out = '';
    const args = ['serve', ...this.place, '--http', '127.0.0.1:0', '--dicom', '0', '--hl7', '0', ...this.args];
    const [program, ...words] = [...this.within(this.folder), binary, ...args];
    this.#child = spawn(program, words, { env: cleanEnvironment(this.env), stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    this.#child.stderr.on('data', (chunk) => (this.#log += chunk));
    this.#child.stdout.on('data', (chunk) => (out += chunk));
    this.#ended = new Promise((resolve) => this.#child.on('close', (code, signal) => resolve({ code, signal })));
    let ended;
    this.#ended.then((how) => (ended = how));
    const line = await eventually(
      'the server is ready',
      () => ended !== undefined || (out.includes('\n') && out.slice(0, out.indexOf('\n'))),
      { seconds: startSeconds },
    );
    assert.notEqual(line, true, `the server ended at its start: ${JSON.stringify(ended)}\n${this.#log}`);
    this.ready = JSON.parse(line);
    this.port = Number(new URL(this.ready.http).port);
    this.dicom = this.ready.dicom;
    return this;
  }

  get pid() {
    return this.#child?.pid;
  }

  // Ends it as an operator would; {code, signal}.
  async stop(signal = 'SIGTERM') {
    if (!this.#child) return undefined;
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 40_000);
    const how = await this.#ended;
    clearTimeout(timer);
    running.delete(this.#child);
    this.#child = undefined;
    return how;
  }

  get #wholeLog() {
    return this.#earlier + this.#log;
  }

  // The token that the server printed on its console (ACC-2).
  get setupToken() {
    return /\/setup#(\S+)/.exec(this.#log)?.[1];
  }

  client() {
    return new Client(this);
  }

  // A command beside the running server. Its answer is read as JSON where it is some.
  async command(args, { input = '', fails = false } = {}) {
    const done = await run(binary, [...args, ...this.place, '--json'], { input });
    if (!fails) assert.equal(done.code, 0, `portico ${args.join(' ')}: ${done.stderr}${done.stdout}`);
    try {
      done.json = JSON.parse(done.stdout);
    } catch {
      done.json = undefined;
    }
    return done;
  }

  // Nothing went wrong inside, and the log tells no secrets.
  check() {
    const lines = this.#wholeLog.split('\n');
    // A download whose right ended in its middle is broken off: that is wanted.
    const isError = (line) => /"level":\s*"error"/.test(line) && !line.includes('response broken off: not_found');
    const tells = (line) => [...this.secrets].some((secret) => line.includes(secret));
    assert.deepEqual(this.serverErrors, []);
    assert.deepEqual(lines.filter(isError), []);
    assert.deepEqual(lines.filter(tells), []);
  }

  async dispose() {
    await this.stop();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
