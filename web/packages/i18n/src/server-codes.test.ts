// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { flatten, type Tree } from './words';

// The server writes English beside its codes; people read our words for the codes. Here the codes are read from its
// source, and what has no words is printed with the server's English.

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const wordsIn = (file: string) =>
  flatten(JSON.parse(readFileSync(`${root}web/packages/i18n/locales/en/${file}.json`, 'utf8')) as Tree);
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(h|cpp)$/.test(file) && !/_test\.cpp$|_fuzz\.cpp$/.test(file))
  .map((file) => readFileSync(`${root}src/${file}`, 'utf8'));

const joined = (literals: string) => literals.replace(/"\s*"/g, '').replace(/^"|"$/g, '');
function codes(pattern: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  for (const source of sources)
    for (const [, code = '', text = ''] of source.matchAll(pattern)) found.set(code, joined(text));
  return found;
}

// Of the start of the server, of DIMSE and of the HTTP of programs (gateways too): no screen shows them.
const unseen = new Set([
  'bad_expectation',
  'bad_header',
  'bad_idempotency_key',
  'bad_multipart',
  'bad_path',
  'bad_query',
  'bad_query_parameter',
  'bad_rendering_parameter',
  'bad_request',
  'bulk_data_missing',
  'cannot_listen',
  'commitment_incomplete',
  'dicom_no_such_element',
  'dicom_too_deep',
  'frames_not_addressable',
  'headers_too_large',
  'idempotency_key_reused',
  'identifier_mismatch',
  'invalid_configuration',
  'key_file_unusable',
  'method_not_known',
  'not_acceptable',
  'not_sealed_here',
  'precondition_required',
  'range_not_satisfiable',
  'report_not_accepted',
  'target_too_long',
  'tls_unusable',
  'too_many_parts',
  'unable_to_process',
  'unknown_host',
  'unknown_move_destination',
  'version_not_supported',
]);

const without = (found: Map<string, string>, has: (code: string) => boolean) =>
  [...found].filter(([code]) => !has(code) && !unseen.has(code)).map((one) => one.join(': '));

describe('the codes of the server (GEN-8)', () => {
  const common = wordsIn('common');
  const problems = wordsIn('problems');
  const known = (code: string) => common.has(`errors.${code}`) || problems.has(`codes.${code}`);

  it('have words where a request was refused', () => {
    const found = codes(/ErrorKind\s+\w+\{\s*"(\w+)",\s*\d+,\s*0x\w+,\s*((?:"[^"]*"\s*)+)\}/g);
    expect(found.size).toBeGreaterThan(100);
    expect(without(found, known)).toEqual([]);
  });

  it('have words at the fields of a form', () => {
    const general = codes(/FieldCode \w+\{"(\w+)",\s*("[^"]*")\}/g);
    const particular = codes(
      /\b(?:wrong|error|\)|invalid_input\))\s*\.at\(\s*(?:"[^"]*"|path),\s*"(\w+)",\s*((?:"[^"]*"\s*)+)\)/g,
    );
    expect(general.size).toBeGreaterThan(5);
    expect(particular.size).toBeGreaterThan(15);
    const has = (code: string) => problems.has(`fields.${code}`) || known(code);
    expect(without(new Map([...general, ...particular]), has)).toEqual([]);
  });

  it('have words where they are permissions', () => {
    const words = wordsIn('permissions');
    const tenant = codes(/PermissionInfo<P>\{P::\w+,\s*"(\w+)",\s*"\w+",\s*("[^"]*")/g);
    const clinician = codes(/PermissionInfo<C>\{C::\w+,\s*"(\w+)",\s*"\w+",\s*("[^"]*")/g);
    expect(Math.min(tenant.size, clinician.size)).toBeGreaterThan(15);
    expect(without(tenant, (key) => words.has(`tenant.${key}.name`))).toEqual([]);
    expect(without(clinician, (key) => words.has(`clinician.${key}.name`))).toEqual([]);
    const templates = codes(/\bmake\("([^"]+)",\s*("[^"]*"),\s*(?:all_)?\w*Permissions/gi);
    const key = (name: string) => name.toLowerCase().replaceAll(' ', '_');
    expect(
      without(templates, (name) =>
        ['tenant', 'clinician'].some((kind) => words.has(`templates.${kind}.${key(name)}.name`)),
      ),
    ).toEqual([]);
  });

  it('have words where they are kinds of professional numbers', () => {
    const words = wordsIn('account');
    const found = codes(/NumberType\{"(\w+)",\s*("[^"]*")/g);
    expect(found.size).toBeGreaterThan(5);
    expect(without(found, (type) => words.has(`numberTypes.${type}`))).toEqual([]);
  });
});
