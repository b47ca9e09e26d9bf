// The program under test: PORTICO_BINARY, or the one of the test runner, or what a build left in the repository.
import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

function find() {
  const named = process.env.PORTICO_BINARY ?? process.env.PORTICO_TEST_BINARY;
  const places = named
    ? [resolve(named)]
    : ['build/dev/portico', 'build/dev/src/app/portico', 'build/release/portico'].map((place) => resolve(root, place));
  for (const place of places) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      continue;
    }
  }
  console.error(`there is no program to test: looked for ${places.join(', ')}`);
  process.exit(2);
}

export const binary = find();
