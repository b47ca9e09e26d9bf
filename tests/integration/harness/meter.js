// What a server and its workers cost while something happens: memory, time, files (S18). Linux's /proc.
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ticksPerSecond = 100; // USER_HZ

const field = (pid, name) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

// A thread may end while one looks.
function childrenOf(pid, task) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ');
  } catch (problem) {
    if (problem.code === 'ENOENT' || problem.code === 'ESRCH') return [];
    throw problem;
  }
}

function family(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => childrenOf(pid, task));
  return [String(pid), ...children.flatMap(family)];
}

// Seconds of a process and of its children that have ended.
function seconds(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? filesBelow(join(folder, one.name)) : [join(folder, one.name)],
  );
}

// Open files without a name, and those that wait in the staging folder.
function openFiles(pid) {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return target.includes('(deleted)') || target.includes('memfd:') || target.includes('/staging')
        ? [target]
        : [];
    } catch {
      return [];
    }
  });
}

export class Meter {
  constructor(server) {
    this.server = server;
    this.before = new Map();
    for (const pid of family(server.pid)) {
      writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the peak begins anew
      this.before.set(pid, { memory: field(pid, 'VmRSS'), seconds: seconds(pid) });
    }
  }

  // Since this meter was made: MiB at the peak above what there was (the sum over all processes), seconds of the
  // processor.
  read() {
    let kib = 0;
    let time = 0;
    for (const pid of family(this.server.pid)) {
      const { memory, seconds: spent } = this.before.get(pid) ?? { memory: 0, seconds: 0 };
      kib += Math.max(0, field(pid, 'VmHWM') - memory);
      time += seconds(pid) - spent;
    }
    return { mebibytes: kib / 1024, seconds: time };
  }
}

// Files that a refused object must not leave: below the data folder, but for the database, and open without a name.
export function filesOf(server) {
  const named = filesBelow(server.folder).filter((name) => !/portico\.db(-wal|-shm)?$|\.log$/.test(name));
  return [...named.map((name) => name.slice(server.folder.length)), ...openFiles(server.pid)].sort();
}
