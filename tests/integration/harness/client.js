// Speaks HTTP with a server: as nobody, with a session's cookies, or with an API key.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const isStateChanging = (method) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

export class Answer {
  constructor(status, headers, body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
  get text() {
    return this.body.toString('utf8');
  }
  get json() {
    return JSON.parse(this.text);
  }
  // The stable code of a problem; undefined for anything else.
  get code() {
    if (!String(this.headers['content-type'] ?? '').startsWith('application/problem+json')) return undefined;
    return this.json.code;
  }
  // The value, once the status is the wanted one.
  expect(status) {
    if (this.status !== status) throw new Error(`expected ${status}, got ${this.status}: ${this.text.slice(0, 500)}`);
    return this.headers['content-type']?.includes('json') ? this.json : undefined;
  }
  // The same for a refusal with its code.
  refused(status, code) {
    if (this.status !== status || this.code !== code)
      throw new Error(`expected ${status} ${code}, got ${this.status}: ${this.text.slice(0, 500)}`);
    return this.json;
  }
}

export class Client {
  cookies = new Map();
  csrf;
  key;

  constructor(server) {
    this.server = server;
  }

  withKey(key) {
    this.key = key;
    this.server.secrets.add(key);
    return this;
  }

  get origin() {
    return `http://localhost:${this.server.port}`;
  }

  #headers(method, body, options) {
    const headers = { Host: `localhost:${this.server.port}`, 'User-Agent': 'portico-integration-tests' };
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
    if (options.json !== undefined) headers['Content-Type'] = 'application/json';
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    if (this.cookies.size > 0) {
      headers.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      if (isStateChanging(method)) headers.Origin = this.origin;
      if (isStateChanging(method) && this.csrf) headers['X-CSRF-Token'] = this.csrf;
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === undefined) delete headers[name];
      else headers[name] = value;
    }
    return headers;
  }

  // What a request of this caller carries, for tests that write the rest themselves.
  headersFor = (method) => this.#headers(method, undefined, {});

  // The response as it begins; the caller reads or destroys it.
  open(method, path, options = {}) {
    const body = options.json !== undefined ? JSON.stringify(options.json) : options.body;
    return new Promise((resolve, reject) => {
      const sent = http.request({
        host: '127.0.0.1',
        port: this.server.port,
        method,
        path,
        headers: this.#headers(method, body, options),
        agent: options.agent ?? agent,
      });
      sent.setTimeout(60_000, () => sent.destroy(new Error(`no answer: ${method} ${path}`)));
      sent.on('response', (response) => {
        this.#keep(method, path, response);
        resolve(response);
      });
      sent.on('error', reject);
      // With Expect: 100-continue the body goes only when it is wanted (RFC 9110 10.1.1).
      if (options.headers?.Expect) sent.on('continue', () => sent.end(body)).flushHeaders();
      else sent.end(body);
    });
  }

  async send(method, path, options = {}) {
    const response = await this.open(method, path, options);
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    return new Answer(response.statusCode, response.headers, Buffer.concat(chunks));
  }

  get = (path, headers) => this.send('GET', path, { headers });
  post = (path, json, headers) => this.send('POST', path, { json, headers });
  put = (path, json, headers) => this.send('PUT', path, { json, headers });
  patch = (path, json, headers) => this.send('PATCH', path, { json, headers });
  del = (path, headers) => this.send('DELETE', path, { headers });

  #keep(method, path, response) {
    if (response.statusCode >= 500) this.server.serverErrors.push(`${response.statusCode} ${method} ${path}`);
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
      if (value.length > 20) this.server.secrets.add(value);
    }
  }

  async signIn(email, password) {
    const answer = await this.post('/api/v1/session', { email, password });
    if (answer.status !== 200) throw new Error(`sign-in of ${email}: ${answer.status} ${answer.text}`);
    this.session = answer.json;
    this.csrf = answer.json.csrfToken;
    this.password = password;
    this.server.secrets.add(password);
    return this;
  }

  // Reads the session anew, for example after the token in the cookie has changed.
  async refresh() {
    this.session = (await this.get('/api/v1/session')).expect(200);
    this.csrf = this.session.csrfToken;
    return this.session;
  }

  // A second browser of the same person.
  async again() {
    return new Client(this.server).signIn(this.session.user.email, this.password);
  }
}
