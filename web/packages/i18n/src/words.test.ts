// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { languages } from './languages';
import { faultsOf, flatten, type Tree } from './words';

// What is missing after somebody added English words: `npm run words` prints it, key and English text in a line each.

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const read = (path: string) => JSON.parse(readFileSync(place(path), 'utf8')) as Tree;
const filesOf = (language: string) => readdirSync(place(`../locales/${language}`)).sort();

const folders = [
  ...filesOf('en').map((file) => ({
    name: file.replace('.json', ''),
    at: (language: string) => `../locales/${language}/${file}`,
  })),
  { name: 'viewer', at: (language: string) => `../../viewer/src/locales/${language}.json` },
];

describe.each(languages)('the words in %s (GEN-8)', (language) => {
  it('are in the same files as the English ones', () => {
    expect(filesOf(language)).toEqual(filesOf('en'));
  });

  it.each(folders)('$name: every key, nothing empty, the same arguments, valid ICU', ({ at }) => {
    expect(faultsOf(language, read(at('en')), read(at(language)))).toEqual([]);
  });
});

describe.each(languages.filter((language) => language !== 'en'))('the translation into %s', (language) => {
  it('leaves no sentence in English', () => {
    const left = folders.flatMap(({ name, at }) => {
      const own = flatten(read(at(language)));
      return [...flatten(read(at('en')))]
        .filter(([key, text]) => /\p{Ll}{2,} \p{Ll}{2,} \p{Ll}/u.test(text) && own.get(key) === text)
        .map(([key]) => `${name}:${key}`);
    });
    expect(left).toEqual([]);
  });

  it('writes apostrophes and quotes that ICU does not take for its own', () => {
    const wrong = folders.flatMap(({ name, at }) =>
      [...flatten(read(at(language)))]
        .filter(([, text]) => text.includes("'"))
        .map(([key]) => `${name}:${key}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the check itself', () => {
  const english = { a: 'Add {name}', b: { c: '{count, plural, one {# image} other {# images}}' }, off: '' };
  it('finds nothing wrong with a whole translation', () => {
    const dutch = {
      a: '{name} toevoegen',
      b: { c: '{count, plural, one {# beeld} other {# beelden}}' },
      off: '',
    };
    expect(faultsOf('nl', english, dutch)).toEqual([]);
  });
  it('finds what is missing, empty, left over, or has other arguments', () => {
    const dutch = { a: '{naam} toevoegen', b: {}, off: '', more: 'x' };
    expect(faultsOf('nl', english, dutch).map((fault) => fault.split(':')[0])).toEqual([
      'arguments',
      'missing',
      'not in English',
    ]);
    expect(faultsOf('nl', { a: 'Add' }, { a: ' ' })).toHaveLength(1);
  });
  it('finds messages that are no ICU, and plural forms that the language has not', () => {
    expect(faultsOf('nl', { a: '{n}' }, { a: '{n' })[0]).toMatch(/^not ICU/);
    const one = { a: '{n, plural, one {#} other {#}}' };
    expect(faultsOf('nl', one, { a: '{n, plural, one {#} few {#} other {#}}' })[0]).toMatch(/^plural/);
    expect(faultsOf('fr', one, { a: '{n, plural, other {#}}' })[0]).toMatch(/^plural/);
  });
});
