// What a measurement works with: servers of its own and a folder, all gone when it ends.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from './filling.js';
import { Nginx, Orthanc } from './peers.js';
import { Portico } from './portico.js';

// What a run that is broken off leaves behind goes too. (Servers are killed by the harnesses' own handlers.)
const folders = new Set();
process.on('exit', () => {
  if (folders.size > 0) console.error('broken off');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

export class Bench {
  #servers = [];
  #count = 0;

  static async open(options) {
    const bench = new Bench();
    Object.assign(bench, options);
    bench.folder = await mkdtemp(join(tmpdir(), 'portico-bench-'));
    folders.add(bench.folder);
    return bench;
  }

  async portico(options) {
    const portico = this.#keep(await Portico.start(options));
    folders.add(portico.server.folder);
    return portico;
  }
  async orthanc() {
    return this.#keep(await Orthanc.start(this.#place('orthanc')));
  }
  async nginx(root) {
    return this.#keep(await Nginx.start(this.#place('nginx'), root));
  }

  // A Portico with so many studies, which have no content: nothing reads it back meanwhile.
  async filled(studies) {
    const portico = await this.portico({ env: { PORTICO_STORAGE_SCRUB_MIB_PER_MINUTE: '0' } });
    await portico.server.stop();
    this.say(`filling a database with ${studies.toLocaleString('en')} studies`);
    await fill(portico.server.database.file, portico.tenant.id, studies);
    await portico.startAgain();
    this.same(await portico.count(), studies, 'filled instances');
    return portico;
  }

  #keep(server) {
    this.#servers.push(server);
    return server;
  }
  #place(name) {
    this.#count += 1;
    return join(this.folder, `${name}-${this.#count}`);
  }

  say(text) {
    console.error(`  ${text}`);
  }

  // Seconds.
  async timed(act) {
    const begin = performance.now();
    await act();
    return (performance.now() - begin) / 1000;
  }

  same(found, expected, what) {
    if (found !== expected) throw new Error(`${what}: ${found}, not ${expected}`);
  }

  async close() {
    for (const server of this.#servers) await server.stop();
    await rm(this.folder, { recursive: true, force: true });
    folders.clear();
  }
}
