// Chromium, and pages that are watched: what goes wrong in them fails the test that opened them.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executable = process.env.PORTICO_CHROMIUM || '/usr/bin/chromium';

export async function launch() {
  if (!existsSync(executable)) throw new Error(`${executable} is missing: apt-get install chromium`);
  return chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

// One person's browser. `problems` gathers console errors, uncaught errors, answers of 500 and more, and requests to
// any other origin than the server's.
export class Visitor {
  problems = [];
  #expected = [];

  static async open(browser, origin, options = {}) {
    const visitor = new Visitor();
    visitor.origin = origin;
    visitor.context = await browser.newContext({
      baseURL: origin,
      locale: 'en-GB',
      timezoneId: 'Europe/Brussels',
      viewport: { width: 1366, height: 768 },
      reducedMotion: 'reduce',
      ...options,
    });
    visitor.context.setDefaultTimeout(30_000);
    visitor.#watch();
    visitor.page = await visitor.context.newPage();
    return visitor;
  }

  #watch() {
    const own = new URL(this.origin).origin;
    this.context.on('console', (message) => {
      if (message.type() === 'error')
        this.#note(`console: ${message.text()} (${message.location().url ?? ''})`);
    });
    this.context.on('weberror', (error) => this.#note(`uncaught: ${error.error().stack ?? error.error()}`));
    this.context.on('request', (request) => {
      const url = new URL(request.url());
      const local = ['blob:', 'data:', 'about:'].includes(url.protocol);
      // The server's two names on this machine are both its own.
      const host = new URL(own);
      const same = url.port === host.port && ['localhost', '127.0.0.1'].includes(url.hostname);
      if (!local && url.origin !== own && !same) this.#note(`asked another origin: ${request.url()}`);
    });
    this.context.on('response', (response) => {
      if (response.status() >= 500) this.#note(`answer ${response.status()}: ${response.url()}`);
    });
  }

  #note(text) {
    if (!this.#expected.some((pattern) => pattern.test(text))) this.problems.push(text);
  }

  // Chromium writes refused requests on the console; where a refusal is what is tested, it is no problem.
  expectRefusals(...statuses) {
    for (const status of statuses) {
      this.#expected.push(new RegExp(`Failed to load resource: .*status of ${status}\\b`));
    }
  }

  // The same for answers of 500 and more.
  expectAnswers(...statuses) {
    for (const status of statuses) this.#expected.push(new RegExp(`^answer ${status}: `));
  }

  takeProblems() {
    return this.problems.splice(0);
  }

  async signIn({ email, password }) {
    const { page } = this;
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  close() {
    return this.context.close();
  }
}

// The entry of the menu, as a person finds it.
export const menu = (page, name) =>
  page.getByRole('navigation', { name: 'Portico' }).getByRole('link', { name, exact: true });
