// As much of XMLHttpRequest (WHATWG) as clients written for browsers need to run here. One request each; errors of the
// network arrive as status 0.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

export class XMLHttpRequest {
  readyState = 0;
  status = 0;
  response = null;
  responseType = '';
  #headers = { Accept: '*/*', 'User-Agent': 'portico-integration-tests' };
  #target;
  #answer;

  open(method, url) {
    this.#target = { method: method.toUpperCase(), url: new URL(url) };
    this.readyState = 1;
  }

  setRequestHeader(name, value) {
    const known = Object.keys(this.#headers).find((one) => one.toLowerCase() === name.toLowerCase());
    this.#headers[known ?? name] = value;
  }

  getResponseHeader(name) {
    return this.#answer?.headers[name.toLowerCase()] ?? null;
  }

  getAllResponseHeaders() {
    return Object.entries(this.#answer?.headers ?? {})
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
  }

  send(body) {
    const { method, url } = this.#target;
    const bytes = body === undefined || body === null ? undefined : Buffer.from(body);
    const headers = { ...this.#headers, Host: url.host };
    if (bytes) headers['Content-Length'] = bytes.length;
    // Names that stand for this machine are not known to every resolver.
    const place = { host: '127.0.0.1', port: url.port, path: url.pathname + url.search };
    const sent = http.request({ ...place, method, headers, agent }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => {
        this.#answer = answer;
        this.status = answer.statusCode;
        this.response = this.#shaped(Buffer.concat(chunks));
        this.#done();
      });
      answer.on('error', () => this.#done());
    });
    sent.on('error', () => this.#done());
    sent.end(bytes);
  }

  #shaped(bytes) {
    if (this.responseType === 'arraybuffer')
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    if (this.responseType !== 'json') return bytes.toString();
    try {
      return JSON.parse(bytes.toString());
    } catch {
      return null;
    }
  }

  #done() {
    this.readyState = 4;
    this.onreadystatechange?.();
    this.onloadend?.();
  }
}
