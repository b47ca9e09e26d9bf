// Orthanc with its DICOMweb plugin, as another archive beside the server: on a free port, with a folder of its own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { cleanEnvironment } from './process.js';

const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
export const missing = existsSync(plugin) ? undefined : 'needs orthanc and orthanc-dicomweb';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Orthanc {
  #child;
  #log = '';
  #ended;

  // `servers` are the DICOMweb servers that it knows: {name: {Url, HttpHeaders, …}}.
  static async start(servers) {
    const orthanc = new Orthanc();
    orthanc.folder = await mkdtemp(join(tmpdir(), 'portico-it-orthanc-'));
    orthanc.port = await freePort();
    const configuration = {
      Name: 'peer',
      StorageDirectory: join(orthanc.folder, 'db'),
      IndexDirectory: join(orthanc.folder, 'db'),
      HttpPort: orthanc.port,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomServerEnabled: false,
      SyncStorageArea: false,
      OverwriteInstances: false,
      Plugins: [plugin],
      DicomWeb: { Enable: true, Root: '/dicom-web/', Servers: servers },
    };
    const file = join(orthanc.folder, 'orthanc.json');
    await writeFile(file, JSON.stringify(configuration));
    await orthanc.#run(file);
    return orthanc;
  }

  async #run(file) {
    this.#child = spawn('Orthanc', [file], { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (chunk) => (this.#log = (this.#log + chunk).slice(-8000)));
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve));
    let over = false;
    this.#ended.then(() => (over = true));
    const answered = await eventually('Orthanc answers', async () => over || (await this.ask('GET', '/system')).ok);
    if (over || !answered) throw new Error(`Orthanc ended: ${this.#log}`);
  }

  // {ok, status, body}; `body` is sent as JSON unless it is bytes.
  async ask(method, path, body) {
    const bytes = Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body);
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, body: bytes });
    return { ok: answer.ok, status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  }

  // The same, its answer as JSON; throws when it is none of success.
  async tell(method, path, body) {
    const answer = await this.ask(method, path, body);
    if (!answer.ok)
      throw new Error(`Orthanc: ${method} ${path}: ${answer.status} ${answer.body}\n${this.#log.slice(-1500)}`);
    return JSON.parse(answer.body.toString());
  }

  // Lets it ask a server that it knows: `act` is qido, get, retrieve or stow.
  remote(server, act, body) {
    return this.tell('POST', `/dicom-web/servers/${server}/${act}`, body);
  }

  // The file of an instance by its UID, as Orthanc keeps it; undefined when it has none.
  async file(sopUid) {
    const [found] = await this.tell('POST', '/tools/lookup', Buffer.from(sopUid));
    return found && (await this.ask('GET', `/instances/${found.ID}/file`)).body;
  }

  async stop() {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await this.#ended;
    clearTimeout(timer);
    running.delete(this.#child);
    await rm(this.folder, { recursive: true, force: true });
  }
}
