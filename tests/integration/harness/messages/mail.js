// A real mail server for tests (mail_server.py), with TLS and a sign-in.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.js';
import { connects, freePort } from '../ports.js';
import { cleanEnvironment } from '../process.js';

const script = fileURLToPath(new URL('mail_server.py', import.meta.url));
// Debian's, since its packages are not seen by others.
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const found = spawnSync(python, ['-c', 'import aiosmtpd'], { stdio: 'ignore' });
export const missingMail = found.status === 0 ? undefined : 'needs python3-aiosmtpd';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class MailServer {
  user = 'portico';
  password = 'a password of the mail server';
  #child;
  #ended;
  #certificate;

  // certificate: {certificate, key}; security: "starttls" or "tls".
  static async start(certificate, security = 'starttls') {
    const server = new MailServer();
    server.security = security;
    server.port = await freePort();
    server.control = await freePort();
    server.#certificate = certificate;
    await server.up();
    return server;
  }

  // On the same ports; what was kept before is gone.
  async up() {
    const { certificate, key } = this.#certificate;
    const args = [script, this.port, this.control, this.security, certificate, key, this.user, this.password];
    this.#child = spawn(python, args.map(String), { env: cleanEnvironment(), stdio: 'ignore' });
    running.add(this.#child);
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve));
    await eventually('the mail server listens', async () => (await connects(this.port)) && connects(this.control));
  }

  async down() {
    this.#child.kill('SIGKILL');
    await this.#ended;
    running.delete(this.#child);
  }

  #ask = async (method, path, body) =>
    (await fetch(`http://127.0.0.1:${this.control}${path}`, { method, body: body && JSON.stringify(body) })).json();
  mode = (mode) => this.#ask('POST', '/mode', mode);

  async mails(to) {
    const all = await this.#ask('GET', '/mails');
    return to ? all.filter((mail) => mail.to.includes(to)) : all;
  }

  // What the server under test is told.
  environment(ca, more = {}) {
    return {
      PORTICO_MAIL_CHANNEL: 'smtp',
      PORTICO_MAIL_HOST: 'localhost',
      PORTICO_MAIL_PORT: String(this.port),
      PORTICO_MAIL_SECURITY: this.security,
      PORTICO_MAIL_USER: this.user,
      PORTICO_MAIL_PASSWORD: this.password,
      PORTICO_MAIL_FROM: 'Portico <noreply@portal.example>',
      PORTICO_MAIL_CA_FILE: ca,
      ...more,
    };
  }
}
