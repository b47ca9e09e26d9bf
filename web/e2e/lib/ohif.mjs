// OHIF as a hospital puts it beside Portico (docs/operations/viewers.md): one origin that serves the viewer's files, hands
// /t/ on to Portico, and gives it the department's key, which the browser never sees.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { repository } from './server.mjs';

const version = '3.13.2'; // as tools/deps says
const files = path.join(repository, `build/ohif-${version}/dist`);

// Why there is no OHIF, if there is none.
export const missing = existsSync(path.join(files, 'index.html'))
  ? undefined
  : 'OHIF is not installed: tools/deps install test';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

// The app-config.js that operators are told to write, for the department riverside.
async function appConfig() {
  const text = await readFile(path.join(repository, 'docs/operations/viewers.md'), 'utf8');
  const found = /```js\n(window\.config = [^`]+)```/.exec(text)?.[1];
  if (!found) throw new Error('docs/operations/viewers.md tells no app-config.js');
  return found;
}

// A web server on a free loopback port: {url, refused, close()}. It adds the key, if there is one. `refused` gathers what
// Portico answered with 400 and more.
export async function serveOhif(server, key) {
  const refused = [];
  const portico = new URL(server.url);
  const listening = http.createServer((request, response) => {
    if (request.url.startsWith('/t/')) return handOn(request, response);
    return giveFile(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });

  function handOn(request, response) {
    const headers = { ...request.headers };
    delete headers.cookie;
    if (key) headers.authorization = `Bearer ${key}`;
    const { method, url } = request;
    // The Host stays: addresses in answers are made of it.
    const onward = http.request(
      { host: '127.0.0.1', port: portico.port, method, path: url, headers },
      (answer) => {
        if (answer.statusCode >= 400)
          refused.push(`${answer.statusCode} ${method} ${url} (Accept: ${request.headers.accept})`);
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  async function giveFile(request, response) {
    const { pathname } = new URL(request.url, 'http://localhost');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    if (pathname === '/app-config.js') {
      response.setHeader('Content-Type', types['.js']);
      return response.end(await appConfig());
    }
    const named = path.join(files, path.normalize(pathname));
    // Everything else is a page of the application.
    const file = named.startsWith(files) && path.extname(named) ? named : path.join(files, 'index.html');
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream');
    return response.end(await readFile(file));
  }

  await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${listening.address().port}`,
    refused,
    close() {
      listening.closeAllConnections();
      return new Promise((resolve) => listening.close(resolve));
    },
  };
}
