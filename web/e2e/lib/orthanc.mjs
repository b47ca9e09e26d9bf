// Orthanc as another archive, with DIMSE and DICOMweb, on free ports of loopback and with a folder of its own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './dicom.mjs';
import { Hopeless, until } from './suite.mjs';

const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

// Why there is no Orthanc, if there is none.
export const missing = existsSync(plugin) ? undefined : 'orthanc and orthanc-dicomweb are not installed';

const user = 'portico';

export class Orthanc {
  password = 'a-word-between-archives';
  userName = user;
  #child;
  #exited;

  // `peer` {title, port}: where it sends to when it is asked to move.
  static async start(title, peer) {
    const orthanc = new Orthanc();
    orthanc.title = title;
    orthanc.folder = await mkdtemp(path.join(tmpdir(), 'portico-e2e-orthanc-'));
    orthanc.dicomPort = await freePort();
    orthanc.port = await freePort();
    const settings = {
      Name: title,
      StorageDirectory: path.join(orthanc.folder, 'db'),
      IndexDirectory: path.join(orthanc.folder, 'db'),
      HttpPort: orthanc.port,
      RemoteAccessAllowed: true,
      HttpBindAddresses: ['127.0.0.1'],
      AuthenticationEnabled: true,
      RegisteredUsers: { [user]: orthanc.password },
      DicomAet: title,
      DicomPort: orthanc.dicomPort,
      DicomAlwaysAllowEcho: true,
      DicomAlwaysAllowFind: true,
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowMove: true,
      DicomModalities: { peer: { AET: peer.title, Host: '127.0.0.1', Port: peer.port } },
      SyncStorageArea: false,
      Plugins: [plugin],
      DicomWeb: { Enable: true, Root: '/dicom-web/' },
    };
    orthanc.file = path.join(orthanc.folder, 'orthanc.json');
    await writeFile(orthanc.file, JSON.stringify(settings));
    await orthanc.run();
    return orthanc;
  }

  // Begins, or begins again with what it held.
  async run() {
    const log = path.join(this.folder, 'log');
    this.#child = spawn('Orthanc', [this.file, `--logfile=${log}`], { stdio: 'ignore' });
    let over = false;
    this.#exited = new Promise((resolve) => this.#child.on('close', resolve).on('error', resolve)).then(
      () => (over = true),
    );
    await until('Orthanc answers', async () => {
      if (over) throw new Hopeless(`it ended: ${await readFile(log, 'utf8').catch(() => '')}`);
      return this.ask('GET', '/system');
    });
  }

  get url() {
    return `http://127.0.0.1:${this.port}/dicom-web`;
  }

  async ask(method, address, body) {
    const answer = await fetch(`http://127.0.0.1:${this.port}${address}`, {
      method,
      body: Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body),
      headers: { Authorization: `Basic ${Buffer.from(`${user}:${this.password}`).toString('base64')}` },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Orthanc ${method} ${address}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }

  async hold(files) {
    for (const file of files) await this.ask('POST', '/instances', await readFile(file));
  }

  // Of the studies of a patient: how many objects each has.
  async studiesOf(patientId) {
    const studies = await this.ask('POST', '/tools/find', {
      Level: 'Study',
      Query: { PatientID: patientId },
      Expand: true,
    });
    return Promise.all(
      studies.map(async ({ ID }) => (await this.ask('GET', `/studies/${ID}/statistics`)).CountInstances),
    );
  }

  // Away, but what it held stays.
  async pause() {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async stop() {
    await this.pause();
    await rm(this.folder, { recursive: true, force: true });
  }
}
