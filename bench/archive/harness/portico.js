// Portico as it is delivered, with a department, a key for machines and a clinician: authorization, audit and the limits
// between tenants are on, as always.
import { databases } from '../../../tests/integration/harness/databases.js';
import { Server } from '../../../tests/integration/harness/server.js';
import {
  allow,
  changeSettings,
  enablePortal,
  grant,
  inState,
  makeClinician,
  makeClinicianRole,
  makeKey,
  makeTenant,
} from '../../../tests/integration/harness/world.js';
import { memoryOf } from './children.js';

const sqlite = databases.find((database) => database.kind === 'sqlite');

export class Portico {
  name = 'Portico';
  titles = { called: 'PORTICO', calling: 'SENDER' };

  static async start({ env = {} } = {}) {
    const portico = new Portico();
    portico.server = await Server.create(sqlite, { env });
    await portico.server.start();
    portico.tenant = await makeTenant(portico.server);
    portico.root = `/t/${portico.tenant.slug}/dicomweb`;
    portico.key = await makeKey(portico.tenant, ['upload_studies', 'view_studies']);
    portico.headers = { Host: portico.host, Authorization: `Bearer ${portico.key.key}` };
    return portico;
  }

  get host() {
    return `localhost:${this.server.port}`;
  }
  get port() {
    return this.server.port;
  }
  get dicom() {
    return this.server.dicom;
  }
  get pid() {
    return this.server.pid;
  }

  // Again, after a stop or never: seconds until it is ready.
  async startAgain() {
    const begin = performance.now();
    await this.server.start();
    this.headers.Host = this.host;
    return (performance.now() - begin) / 1000;
  }

  acceptModality() {
    const { called, calling } = this.titles;
    return this.server.command(['ae', 'add', '--tenant', this.tenant.slug, '--called', called, '--calling', calling]);
  }

  async count() {
    const [row] = await this.server.database.rows('SELECT count(*) AS n FROM instance');
    return row.n;
  }

  // Waits until studies are checked and released.
  async settled(studies) {
    for (const study of studies) study.row = await inState(this.tenant.admin, study.studyUid, 'ready');
  }

  // A clinician who is signed in and holds an explicit grant on each of these studies: the headers of their requests.
  async clinicianWith(studies) {
    await enablePortal(this.tenant);
    const role = await makeClinicianRole(this.tenant, ['access_referred_studies', 'view_images', 'download_images']);
    const clinician = await makeClinician(this.server);
    await allow(this.tenant, clinician, role);
    for (const study of studies) await grant(this.tenant, { id: study.row.id }, clinician);
    const cookies = [...clinician.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { Host: this.host, Cookie: cookies };
  }

  memory() {
    return memoryOf(this.pid);
  }

  changeSettings(changes) {
    return changeSettings(this.tenant, changes);
  }

  stop() {
    return this.server.dispose();
  }
}
