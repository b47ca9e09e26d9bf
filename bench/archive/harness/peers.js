// Whom Portico is measured against: Orthanc with durable settings, and nginx as the limit of what this machine sends.
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../tests/integration/harness/eventually.js';
import { Child, freePort } from './children.js';
import { get } from './http.js';

export class Orthanc {
  name = 'Orthanc';

  static async start(folder) {
    const [httpPort, dicomPort] = [await freePort(), await freePort()];
    const configuration = {
      Name: 'peer',
      StorageDirectory: join(folder, 'db'),
      IndexDirectory: join(folder, 'db'),
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      KeepAlive: true,
      TcpNoDelay: true,
      DicomAet: 'ORTHANC',
      DicomPort: dicomPort,
      DicomAlwaysAllowStore: true,
      DicomCheckModalityHost: false,
      SyncStorageArea: true,
      OverwriteInstances: false,
      Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
      DicomWeb: { Enable: true, Root: '/dicom-web/' },
    };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'orthanc.json'), JSON.stringify(configuration));
    return new Orthanc(new Child('Orthanc', [join(folder, 'orthanc.json')]), httpPort, dicomPort).ready();
  }

  constructor(child, port, dicom) {
    Object.assign(this, { child, port, dicom, root: '/dicom-web' });
    this.titles = { called: 'ORTHANC', calling: 'SENDER' };
    this.headers = {};
  }

  async ready() {
    await eventually('Orthanc answers', async () => {
      if (this.child.code !== undefined) throw new Error(this.child.output);
      return (await get(this, '/system')).status === 200;
    });
    return this;
  }

  get pid() {
    return this.child.pid;
  }
  async count() {
    return JSON.parse((await get(this, '/statistics')).body).CountInstances;
  }
  async settled() {}
  stop() {
    return this.child.stop();
  }
}

export class Nginx {
  name = 'nginx';
  headers = {};

  // Serves the files below `root`, without a log, as quickly as it can.
  static async start(folder, root) {
    await mkdir(folder, { recursive: true });
    const port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const configuration = `
      user ${userInfo().username};
      daemon off; worker_processes auto; pid ${folder}/pid; error_log stderr warn;
      events { worker_connections 256; }
      http {
        access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
        ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
        server { listen 127.0.0.1:${port}; root ${root}; }
      }`;
    await writeFile(join(folder, 'nginx.conf'), configuration);
    const nginx = new Nginx();
    nginx.port = port;
    nginx.child = new Child('nginx', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')]);
    await eventually('nginx answers', async () => {
      if (nginx.child.code !== undefined) throw new Error(nginx.child.output);
      return (await get(nginx, '/')).status > 0;
    });
    return nginx;
  }

  get pid() {
    return this.child.pid;
  }
  async settled() {}
  stop() {
    return this.child.stop();
  }
}
