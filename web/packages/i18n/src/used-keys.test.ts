// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type UsedKey, usedKeys } from './used-keys';
import { flatten, type Tree } from './words';

const web = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(web + path, 'utf8');
const keysOf = (path: string) => [...flatten(JSON.parse(read(path)) as Tree).keys()];

const words = new Map(
  readdirSync(`${web}packages/i18n/locales/en`).map((file) => [
    file.replace('.json', ''),
    keysOf(`packages/i18n/locales/en/${file}`),
  ]),
);
words.set('viewer', keysOf('packages/viewer/src/locales/en.json'));

const sources = ['apps/portal/src', 'packages/ui/src', 'packages/viewer/src'].flatMap((folder) =>
  readdirSync(web + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$|^testing\//.test(file))
    .map((file) => `${folder}/${file}`),
);

const exists = ({ namespaces, key }: UsedKey) =>
  namespaces.some((namespace) => words.get(namespace)?.some((one) => key.test(one)) ?? false);

describe('the keys that the source asks for (GEN-8)', () => {
  it('all exist in English', () => {
    const missing = sources.flatMap((file) =>
      usedKeys(file, read(file), file.startsWith('packages/viewer') ? 'viewer' : 'common')
        .filter((used) => !exists(used))
        .map(({ shown, line, namespaces }) => `${file}:${line}: ${shown} in ${namespaces.join(', ')}`),
    );
    expect(missing).toEqual([]);
  });

  it('are found at all', () => {
    const count = sources.flatMap((file) => usedKeys(file, read(file), 'common')).length;
    expect(count).toBeGreaterThan(800);
  });
});

describe('reading keys from a source', () => {
  const read = (text: string) => usedKeys('x.tsx', text, 'common');
  it('knows literals, conditions, templates and explicit namespaces', () => {
    const [plain, yes, no, template, explicit] = read(
      "const { t } = useTranslation(['studies']); t('a'); t(b ? 'c' : 'd'); t(`e.${f}.g`, { h }); t('audit:i.j')",
    );
    expect(plain?.namespaces).toEqual(['studies', 'common']);
    expect([yes?.key.test('c'), no?.key.test('d'), template?.key.test('e.x.g')]).toEqual([true, true, true]);
    expect(template?.key.test('e.x')).toBe(false);
    expect(explicit).toMatchObject({ namespaces: ['audit'] });
    expect(explicit?.key.test('i.j')).toBe(true);
  });
  it('knows the words that are asked for by a code', () => {
    expect(read("wordsFor('audit', `events.${code}`)")[0]?.namespaces).toEqual(['audit']);
  });
  it('says nothing of what only running tells', () => {
    expect(read('t(key); wordsFor(space, key)')).toEqual([]);
  });
});
