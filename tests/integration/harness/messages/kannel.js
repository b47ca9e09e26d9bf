// Kannel as the SMS gateway: bearerbox and smsbox on loopback, before an SMSC that keeps what it gets.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { connects, freePort } from '../ports.js';
import { cleanEnvironment } from '../process.js';

const bearerbox = '/usr/sbin/bearerbox';
const smsbox = '/usr/sbin/smsbox';
const hasClient = await import('smpp').then(
  () => true,
  () => false,
);
export const missingKannel =
  existsSync(bearerbox) && existsSync(smsbox) && hasClient ? undefined : 'needs kannel and the npm package smpp';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

function started(program, file) {
  const child = spawn(program, [file], { env: cleanEnvironment(), stdio: 'ignore' });
  running.add(child);
  const ended = new Promise((resolve) => child.on('close', resolve)).then(() => running.delete(child));
  return { end: () => (child.kill('SIGKILL'), ended) };
}

export class Kannel {
  user = 'portico';
  password = 'a password & more';
  #boxes = [];

  static async start() {
    const { Smsc } = await import('./smsc.js');
    const kannel = new Kannel();
    kannel.folder = await mkdtemp(join(tmpdir(), 'portico-it-sms-'));
    await mkdir(join(kannel.folder, 'spool'));
    kannel.smsc = new Smsc({ user: 'box', password: 'boxpw' });
    await kannel.smsc.listen(await freePort());
    [kannel.admin, kannel.inner, kannel.port] = [await freePort(), await freePort(), await freePort()];
    await kannel.up();
    return kannel;
  }

  get #configuration() {
    const groups = [
      {
        group: 'core',
        'admin-port': this.admin,
        'admin-interface': '"127.0.0.1"',
        'admin-password': 'adminpw',
        'smsbox-port': this.inner,
        'smsbox-interface': '"127.0.0.1"',
        'box-deny-ip': '"*.*.*.*"',
        'box-allow-ip': '"127.0.0.1"',
        'log-file': `"${this.folder}/bearerbox.log"`,
        'log-level': 1,
        'store-type': 'spool',
        'store-location': `"${this.folder}/spool"`,
        'dlr-storage': 'internal',
        'sms-resend-freq': 1,
        'sms-resend-retry': 5,
      },
      {
        group: 'smsc',
        smsc: 'smpp',
        'smsc-id': 'test',
        host: '127.0.0.1',
        port: this.smsc.port,
        'transceiver-mode': true,
        'smsc-username': 'box',
        'smsc-password': 'boxpw',
        'system-type': '""',
        'enquire-link-interval': 5,
        'reconnect-delay': 1,
        'msg-id-type': '0x00',
      },
      {
        group: 'smsbox',
        'bearerbox-host': '127.0.0.1',
        'sendsms-port': this.port,
        'sendsms-interface': '"127.0.0.1"',
        'log-file': `"${this.folder}/smsbox.log"`,
        'log-level': 1,
        'http-request-retry': 5,
        'http-queue-delay': 1,
      },
      {
        group: 'sendsms-user',
        username: this.user,
        password: `"${this.password}"`,
        'user-deny-ip': '"*.*.*.*"',
        'user-allow-ip': '"127.0.0.1"',
        concatenation: true,
        'max-messages': 5,
      },
      { group: 'sms-service', keyword: 'default', 'catch-all': true, 'max-messages': 0, text: '"no"' },
    ];
    const written = (group) => Object.entries(group).map(([name, value]) => `${name} = ${value}`);
    return groups.map((group) => written(group).join('\n')).join('\n\n') + '\n';
  }

  async up() {
    const file = join(this.folder, 'kannel.conf');
    await writeFile(file, this.#configuration);
    this.#boxes.push(started(bearerbox, file));
    await eventually('the bearer box listens', () => connects(this.inner));
    this.#boxes.push(started(smsbox, file));
    await eventually('the gateway is online', async () => {
      const status = await (await fetch(`http://127.0.0.1:${this.admin}/status.txt?password=adminpw`)).text();
      return /\(online /.test(status) && connects(this.port);
    });
  }

  // What was not passed on to the SMSC stays in its spool.
  async down() {
    for (const box of this.#boxes.splice(0).reverse()) await box.end();
  }

  async stop() {
    await this.down();
    await this.smsc.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  environment(more = {}) {
    return {
      PORTICO_SMS_CHANNEL: 'kannel',
      PORTICO_SMS_URL: `http://127.0.0.1:${this.port}/cgi-bin/sendsms`,
      PORTICO_SMS_USER: this.user,
      PORTICO_SMS_PASSWORD: this.password,
      PORTICO_SMS_FROM: 'Portico',
      PORTICO_SMS_COUNTRIES: 'BE,NL',
      ...more,
    };
  }
}
