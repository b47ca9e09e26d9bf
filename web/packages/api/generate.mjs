// Writes src/generated/openapi.ts from the server's own description:
//   npm run generate -w packages/api [-- FILE]
// Without FILE the server is asked: PORTICO_BINARY, else build/dev/portico or build/release/portico, with `openapi`.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = new URL('../../../', import.meta.url);
const [file] = process.argv.slice(2);

function description() {
  if (file) return readFileSync(file, 'utf8');
  const candidates = [
    process.env.PORTICO_BINARY,
    ...['build/dev/portico', 'build/release/portico'].map((path) => fileURLToPath(new URL(path, root))),
  ];
  const binary = candidates.find((path) => path && existsSync(path));
  if (!binary) throw new Error('No server found: build it, set PORTICO_BINARY, or name a file');
  // What is named PORTICO_… is a setting to the server, and unknown ones stop it.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PORTICO_')),
  );
  return execFileSync(binary, ['openapi'], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] });
}

const types = astToString(await openapiTS(JSON.parse(description())));
writeFileSync(
  new URL('src/generated/openapi.ts', import.meta.url),
  `// Made from the server's description by \`npm run generate -w packages/api\`; not edited by hand.\n${types}`,
);
