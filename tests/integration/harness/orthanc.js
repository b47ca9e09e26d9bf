// Orthanc as the other side: an archive of somebody else's, by DIMSE, DICOMweb and its own REST API.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { connects, freePort } from './ports.js';
import { cleanEnvironment } from './process.js';

const program = process.env.PORTICO_TEST_ORTHANC ?? 'Orthanc';
const places = ['/usr/sbin', '/usr/bin', '/usr/local/bin', ''];
const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const isThere = places.some((place) => existsSync(join(place, program)));
export const missing = isThere ? undefined : 'Orthanc is not installed';
export const missingDicomweb = isThere && existsSync(plugin) ? undefined : 'needs orthanc and orthanc-dicomweb';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Orthanc {
  #child;
  #exited;
  #over;
  #options;

  // On free ports of loopback, with a folder of its own.
  // dicom: {title, peers: {name: {title, port}}, tls: {certificate, key, trusted}}: speaks DIMSE; with tls nothing else.
  // dicomweb: the DICOMweb servers that it knows, {name: {Url, HttpHeaders, …}}; runs the plugin.
  // users: {name: password} who may use HTTP; without, everybody.
  static async start(options) {
    const orthanc = new Orthanc();
    orthanc.#options = options;
    orthanc.folder = await mkdtemp(join(tmpdir(), 'portico-it-orthanc-'));
    orthanc.http = await freePort();
    orthanc.port = await freePort(); // of DIMSE
    await orthanc.run();
    return orthanc;
  }

  get #configuration() {
    const { dicom, dicomweb, users } = this.#options;
    const tls = dicom?.tls;
    const peers = Object.entries(dicom?.peers ?? {}).map(([name, { title, port }]) => [
      name,
      {
        AET: title,
        Host: '127.0.0.1',
        Port: port,
        AllowStorageCommitment: true,
        UseDicomTls: tls !== undefined,
      },
    ]);
    return {
      Name: dicom?.title ?? 'peer',
      StorageDirectory: join(this.folder, 'db'),
      IndexDirectory: join(this.folder, 'db'),
      HttpPort: this.http,
      HttpBindAddresses: ['127.0.0.1'],
      RemoteAccessAllowed: users !== undefined,
      AuthenticationEnabled: users !== undefined,
      RegisteredUsers: users ?? {},
      SyncStorageArea: false,
      OverwriteInstances: false,
      DicomServerEnabled: dicom !== undefined,
      DicomAet: dicom?.title ?? 'ORTHANC',
      DicomPort: this.port,
      DicomCheckCalledAet: true,
      DicomAlwaysAllowStore: true,
      DicomAlwaysAllowFind: true,
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowMove: true,
      DicomScuTimeout: 20,
      DicomTlsEnabled: tls !== undefined,
      DicomTlsCertificate: tls?.certificate,
      DicomTlsPrivateKey: tls?.key,
      DicomTlsTrustedCertificates: tls?.trusted,
      DicomModalities: Object.fromEntries(peers),
      Plugins: dicomweb ? [plugin] : [],
      DicomWeb: { Enable: true, Root: '/dicom-web/', Servers: dicomweb ?? {} },
    };
  }

  // Starts it, again after stop({keep: true}) as well.
  async run() {
    const file = join(this.folder, 'orthanc.json');
    await writeFile(file, JSON.stringify(this.#configuration));
    this.#child = spawn(program, [file, '--logfile=' + join(this.folder, 'log')], {
      env: cleanEnvironment(),
      stdio: 'ignore',
    });
    running.add(this.#child);
    this.#over = false;
    const ended = () => (this.#over = true);
    this.#exited = new Promise((resolve) => this.#child.on('close', resolve).on('error', resolve)).then(ended);
    const dicomIsThere = () => !this.#options.dicom || connects(this.port);
    try {
      await eventually('Orthanc is ready', async () => {
        if (this.#over) throw new Error(`Orthanc ended: ${await this.log()}`);
        return (await dicomIsThere()) && (await this.ask('GET', '/system').catch(() => undefined))?.ok;
      });
    } catch (problem) {
      await this.stop();
      throw problem;
    }
  }

  // The root of its DICOMweb.
  get dicomweb() {
    return `http://127.0.0.1:${this.http}/dicom-web`;
  }

  log = async () => (await readFile(join(this.folder, 'log')).catch(() => '')).toString();

  // {ok, status, body}; `body` is sent as JSON unless it is bytes.
  async ask(method, path, body) {
    const [user] = Object.entries(this.#options.users ?? {});
    const headers = user ? { Authorization: `Basic ${Buffer.from(user.join(':')).toString('base64')}` } : {};
    const bytes = Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body);
    const signal = AbortSignal.timeout(60_000);
    const answer = await fetch(`http://127.0.0.1:${this.http}${path}`, {
      method,
      headers,
      body: bytes,
      signal,
    });
    return { ok: answer.ok, status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  }

  // The answer's bytes, or its JSON; they throw when it is none of success.
  async bytes(path, method = 'GET', body = undefined) {
    const answer = await this.ask(method, path, body);
    if (!answer.ok)
      throw new Error(
        `Orthanc: ${method} ${path}: ${answer.status} ${answer.body.toString().slice(0, 500)}\n${(await this.log()).slice(-1500)}`,
      );
    return answer.body;
  }
  tell = async (method, path, body) => JSON.parse((await this.bytes(path, method, body)).toString());
  get = (path) => this.tell('GET', path);
  post = (path, body) => this.tell('POST', path, body);

  // Lets it ask a DICOMweb server that it knows: `act` is qido, get, retrieve or stow.
  remote(server, act, body) {
    return this.tell('POST', `/dicom-web/servers/${server}/${act}`, body);
  }

  // Gives it objects; their ids.
  async take(instances) {
    const ids = [];
    for (const { bytes } of instances) ids.push((await this.post('/instances', bytes)).ID);
    return ids;
  }

  // The file of an instance by its UID, as Orthanc keeps it; undefined when it has none.
  async file(sopUid) {
    const [found] = await this.tell('POST', '/tools/lookup', Buffer.from(sopUid));
    return found && this.bytes(`/instances/${found.ID}/file`);
  }

  async stop({ keep = false } = {}) {
    this.#child.kill(keep ? 'SIGTERM' : 'SIGKILL');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await this.#exited;
    clearTimeout(timer);
    running.delete(this.#child);
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }
}
