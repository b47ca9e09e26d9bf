// The real server, on free ports, with a data folder of its own that goes when it stops.
import { spawn, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Hopeless, until } from './suite.mjs';

export const run = promisify(execFile);
export const repository = fileURLToPath(new URL('../../..', import.meta.url));

const places = ['build/dev/portico', 'build/dev/src/app/portico', 'build/release/portico'];

export function binary() {
  const named = process.env.PORTICO_BINARY || process.env.PORTICO_TEST_BINARY;
  const found =
    named || places.map((place) => path.join(repository, place)).find((place) => existsSync(place));
  if (!found || !existsSync(found)) {
    throw new Error(
      `no server to drive: build it, or name it in PORTICO_BINARY (looked for ${named ?? places.join(', ')})`,
    );
  }
  return found;
}

// The server takes its settings from variables of this name too: it gets none of those that are meant for us.
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PORTICO_'))),
  // The other archives of these tests are on this machine.
  PORTICO_OUTGOING_HOSTS: 'localhost',
};
const webRoot = process.env.PORTICO_TEST_WEB_ROOT || path.join(repository, 'web/dist');
const logs = process.env.PORTICO_TEST_LOGS;

export class Server {
  #process = null;
  #exited = null;
  output = '';
  errors = '';

  static async start(name, { demo = false } = {}) {
    if (!existsSync(path.join(webRoot, 'index.html'))) {
      throw new Error(`${webRoot} holds no built front-end: npm run build`);
    }
    const server = new Server();
    server.name = name;
    server.folder = await mkdtemp(path.join(tmpdir(), `portico-e2e-${name}-`));
    server.data = path.join(server.folder, 'data');
    try {
      if (demo) await server.#fill();
      await server.#serve(demo ? ['--demo'] : []);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  // The demonstration's departments, people and studies; a folder that `portico demo` has made before saves the time.
  async #fill() {
    const made = process.env.PORTICO_TEST_DEMO_DATA;
    if (made) await cp(made, this.data, { recursive: true });
    const { stdout } = await run(binary(), ['demo', '--data', this.data, '--json'], {
      env,
      maxBuffer: 2 ** 24,
    });
    const answer = stdout.split('\n').find((line) => line.includes('"signIns"'));
    if (!answer) throw new Error(`portico demo --json told no sign-ins:\n${stdout}`);
    this.signIns = JSON.parse(answer).signIns;
  }

  async #serve(more) {
    const options = ['--data', this.data, '--http', '127.0.0.1:0', '--dicom', '0', '--web-root', webRoot];
    this.#process = spawn(binary(), ['serve', ...options, ...more], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exited = new Promise((resolve) => {
      this.#process.once('exit', resolve);
      this.#process.once('error', (error) => {
        this.errors += String(error);
        resolve(-1);
      });
    });
    let over = false;
    void this.#exited.then(() => (over = true));
    this.#process.stdout.on('data', (text) => (this.output += text));
    this.#process.stderr.on('data', (text) => (this.errors += text));
    const ready = await until(
      'the server is ready',
      () => {
        if (over) throw new Hopeless(`it ended: ${this.errors.slice(-2000)}`);
        return this.output.split('\n').find((line) => line.includes('"event":"ready"'));
      },
      30_000,
    );
    const told = JSON.parse(ready);
    this.url = told.http;
    this.dicomPort = told.dicom;
  }

  // The one-time token of the first start, and the address that was printed with it (ACC-2).
  async setup() {
    return until('the console shows the setup token', () => {
      const token = /one-time token: (\S+?)\)/.exec(this.errors)?.[1];
      const address = /(http\S+\/setup\S*)/.exec(this.errors)?.[1];
      return token && address ? { token, address } : null;
    });
  }

  async sql(query) {
    const database = path.join(this.data, 'portico.db');
    const { stdout } = await run('sqlite3', ['-readonly', '-json', database, query]);
    return stdout.trim() ? JSON.parse(stdout) : [];
  }

  // The mails that would have been sent to an address, the newest first.
  async mailsTo(address) {
    const { stdout } = await this.command('messages', 'show', '--to', address, '--json');
    return JSON.parse(stdout).items;
  }

  command(...words) {
    return run(binary(), [...words, '--data', this.data], { env, maxBuffer: 2 ** 24 });
  }

  signIn(email) {
    const found = this.signIns.find((one) => one.email === email);
    if (!found) throw new Error(`the demonstration has no sign-in ${email}`);
    return found;
  }

  async stop() {
    if (this.#process && this.#process.exitCode === null && this.#process.pid) {
      const kill = setTimeout(() => this.#process.kill('SIGKILL'), 15_000);
      this.#process.kill('SIGTERM');
      await this.#exited;
      clearTimeout(kill);
    }
    if (logs) {
      const file = path.join(logs, `browser-server-${this.name}.log`);
      await writeFile(file, this.output);
      await appendFile(file, this.errors);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
