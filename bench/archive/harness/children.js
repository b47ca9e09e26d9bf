// Programs that a measurement starts: ended by their own id, never by name; none outlives the run.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanEnvironment } from '../../../tests/integration/harness/process.js';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Child {
  output = '';

  constructor(program, args, { env } = {}) {
    this.process = spawn(program, args, { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.process);
    const keep = (chunk) => (this.output = (this.output + chunk).slice(-8000));
    this.process.stdout.on('data', keep);
    this.process.stderr.on('data', keep);
    this.ended = new Promise((resolve) => {
      this.process.on('error', (problem) => resolve(keep(`${program}: ${problem.message}`)));
      this.process.on('close', resolve);
    }).then((code) => {
      running.delete(this.process);
      this.code = code ?? -1;
      return code;
    });
  }

  get pid() {
    return this.process.pid;
  }

  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    await this.ended;
    clearTimeout(timer);
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Processor time of a process so far, in seconds (proc(5); a tick is a hundredth of a second on Linux).
export async function processorSeconds(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// {rss, pss} in MiB (proc(5), smaps_rollup).
export async function memoryOf(pid) {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mebibytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]) / 1024;
  return { rss: mebibytes('Rss'), pss: mebibytes('Pss') };
}

// Waits until these processes have nothing to do: what one server still works off must not slow the other's turn.
export async function quiet(pids, { seconds = 120 } = {}) {
  const end = performance.now() + seconds * 1000;
  const total = async () => (await Promise.all(pids.map(processorSeconds))).reduce((sum, one) => sum + one, 0);
  for (let before = await total(); performance.now() < end;) {
    await pause(500);
    const now = await total();
    if (now - before <= 0.03) return;
    before = now;
  }
}
