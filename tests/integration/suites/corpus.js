// Every file of pydicom's own test data goes in by STOW-RS and C-STORE and comes back, and every image of them is shown
// as pydicom shows it (STU-31, STU-33). What becomes of each is held against ../corpus/expected.json.
//
// PORTICO_CORPUS_UPDATE=1 writes that table anew instead; look at the difference before it is committed.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { sendFiles } from '../harness/dicom/network.js';
import { dataSetOf } from '../harness/dicom/reading.js';
import { asDicom, asJson, instancePath, parts, storeBytes } from '../harness/dicom/web.js';
import { run } from '../harness/process.js';
import { inState, makeTenant } from '../harness/world.js';

const helper = new URL('../corpus/pydicom_says.py', import.meta.url).pathname;
const tableFile = new URL('../corpus/expected.json', import.meta.url);
const python = '/usr/bin/python3'; // Debian's own, which has Debian's packages
const notDicom = /\.(py|pyc|md|json|txt|dump|gz)$/;

export default async function corpus(bench) {
  if (bench.database.kind !== 'sqlite') return bench.skip('pydicom files', 'one database is enough');
  const found = await run(python, [helper, 'files']).catch((problem) => ({ code: 1, stderr: String(problem) }));
  if (found.code !== 0) return bench.skip('pydicom files', 'needs python3-pydicom, python3-numpy and python3-gdcm');
  const top = found.stdout.trim();
  const files = await load(top);
  const server = await bench.serve();
  const tenant = await makeTenant(server);
  const other = await makeTenant(server);
  const titles = { called: 'CORPUS', calling: 'SENDER' };
  await server.command(['ae', 'add', '--tenant', other.slug, '--called', titles.called, '--calling', titles.calling]);
  const folder = await mkdtemp(join(tmpdir(), 'portico-it-corpus-'));
  const table = new Map(files.map((file) => [file.name, {}]));

  await bench.test(
    'STU-2 STU-6 STU-33 every file is stored or refused by STOW-RS, and none breaks the server',
    storing,
  );
  await bench.test('STU-1 STU-33 C-STORE takes what STOW-RS takes', sending);
  await bench.test('STU-31 STU-33 what is stored comes back with its data set byte for byte', fetching);
  await bench.test('STU-31 every object can be had in Explicit VR Little Endian', transcoding);
  await bench.test('STU-31 every image is shown as pydicom shows it', showing);
  await bench.test('STU-33 all of it is as the table says', comparing);
  await rm(folder, { recursive: true, force: true });

  async function storing() {
    for (const file of files) {
      let answer = await storeBytes(tenant.admin, tenant.slug, [file.bytes]);
      if (failureOf(answer) === sameUid) {
        file.bytes = withOtherUid(file.bytes, failedUid(answer));
        answer = await storeBytes(tenant.admin, tenant.slug, [file.bytes]);
      }
      assert.ok(answer.status < 500, `${file.name}: ${answer.status}`);
      table.get(file.name).stow = answer.status;
      file.stored = answer.status === 200;
      file.sent = join(folder, `${files.indexOf(file)}.dcm`);
      await writeFile(file.sent, file.bytes);
    }
    const stored = files.filter((file) => file.stored);
    const found = await ask(
      'uids',
      stored.map(({ sent }) => sent),
    );
    stored.forEach((file, i) => Object.assign(file, found[i], { file: undefined }));
    await settled(tenant);
  }

  async function sending() {
    await sendFiles(
      server,
      titles,
      files.filter(({ stored }) => stored).map(({ sent }) => sent),
    );
    await settled(other);
    // dcmsend writes data sets anew: without group lengths, with another padding ("rewritten"), and what is big endian in
    // little endian order ("differs").
    const anew = [];
    for (const file of files.filter(({ stored }) => stored)) {
      const answer = await other.admin.get(instancePath(other.slug, file), asDicom);
      const row = table.get(file.name);
      row.store = answer.status === 200 ? sameness(file, answer) : 'not sent';
      if (row.store !== 'differs') continue;
      const came = file.sent.replace('.dcm', '-came.dcm');
      await writeFile(came, parts(answer)[0].body);
      anew.push({ row, line: `${file.sent}\t${came}` });
    }
    const verdicts = await ask(
      'elements',
      anew.map(({ line }) => line),
    );
    verdicts.forEach(({ same }, i) => (anew[i].row.store = same ? 'rewritten' : 'differs'));
  }

  async function settled({ admin, slug }) {
    const studies = new Set(files.filter(({ stored }) => stored).map(({ studyUid }) => studyUid));
    for (const study of studies) {
      const there = await admin.get(`/t/${slug}/dicomweb/studies/${study}/metadata`, asJson);
      if (slug === other.slug && there.status === 404) continue; // nothing of it could be sent
      await Promise.any([inState(admin, study, 'ready'), inState(admin, study, 'queued')]);
    }
  }

  async function fetching() {
    for (const file of files.filter(({ stored }) => stored)) {
      const answer = await tenant.admin.get(instancePath(tenant.slug, file), asDicom);
      table.get(file.name).wado = answer.status === 200 ? sameness(file, answer) : answer.status;
    }
  }

  async function transcoding() {
    const accept = { Accept: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1' };
    for (const [i, file] of files.entries()) {
      if (!file.stored) continue;
      const answer = await tenant.admin.get(instancePath(tenant.slug, file), accept);
      assert.ok(answer.status < 500, `${file.name}: ${answer.status}`);
      const row = table.get(file.name);
      row.explicit = answer.status;
      if (answer.status !== 200) continue;
      file.native = join(folder, `${i}-native.dcm`);
      await writeFile(file.native, answer.body);
      const dump = await run('dcmdump', ['-q', file.native]);
      if (dump.code !== 0 || !dump.stdout.includes('=LittleEndianExplicit')) row.explicit = 'unreadable';
    }
  }

  async function showing() {
    const shown = [];
    for (const [i, file] of files.entries()) {
      if (!file.stored) continue;
      const answer = await tenant.admin.get(`${instancePath(tenant.slug, file)}/rendered`, { Accept: 'image/png' });
      assert.ok(answer.status < 500, `${file.name}: ${answer.status}`);
      table.get(file.name).rendered = answer.status;
      if (answer.status !== 200) continue;
      const path = join(folder, `${i}.png`);
      await writeFile(path, answer.body);
      shown.push([file.source, path, file.native ?? ''].join('\t'));
    }
    for (const { file, difference, native, error } of await ask('compare', shown)) {
      const row = table.get(relative(top, file));
      const verdict = (off) => (off === undefined ? 'no comparison' : off <= 1 ? 'same' : `off by ${Math.round(off)}`);
      row.pixels = verdict(difference);
      row.native = verdict(native);
      if (error) bench.lines.push(`           ${relative(top, file)}: ${error}`);
    }
  }

  async function comparing() {
    print(bench, table);
    const now = Object.fromEntries([...table].sort());
    if (process.env.PORTICO_CORPUS_UPDATE) await writeFile(tableFile, `${JSON.stringify(now, null, 1)}\n`);
    const expected = JSON.parse(await readFile(tableFile, 'utf8'));
    const known = Object.keys(now).filter((name) => name in expected);
    const fresh = Object.keys(now).filter((name) => !(name in expected));
    if (fresh.length > 0) bench.lines.push(`           not in the table: ${fresh.join(', ')}`);
    assert.ok(known.length > 0);
    for (const name of known) assert.deepEqual(now[name], expected[name], name);
  }
}

// What the helper says to each line.
async function ask(command, lines) {
  const said = await run(python, [helper, command], { input: lines.map((line) => `${line}\n`).join(''), seconds: 300 });
  assert.equal(said.code, 0, said.stderr);
  return said.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

// Several of pydicom's files are one object written in several ways: Failure Reason of the second.
const sameUid = 0x0111;
const failureOf = (answer) => answer.json?.['00081198']?.Value[0]['00081197'].Value[0];
const failedUid = (answer) => answer.json['00081198'].Value[0]['00081155'].Value[0];

// The same file under another UID of the same length.
let renamed = 0;
function withOtherUid(bytes, uid) {
  renamed += 1;
  const other = uid.slice(0, -4) + String(9999 - renamed);
  return Buffer.from(bytes.toString('latin1').replaceAll(uid, other), 'latin1');
}

function sameness(file, answer) {
  return dataSetOf(parts(answer)[0].body).equals(dataSetOf(file.bytes)) ? 'same' : 'differs';
}

async function load(top) {
  const entries = await readdir(top, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !notDicom.test(entry.name))
    .map((entry) => relative(top, join(entry.parentPath ?? entry.path, entry.name)));
  return Promise.all(
    names.sort().map(async (name) => ({ name, source: join(top, name), bytes: await readFile(join(top, name)) })),
  );
}

function print(bench, table) {
  const columns = ['stow', 'store', 'wado', 'explicit', 'rendered', 'pixels', 'native'];
  const line = (name, row) =>
    `           ${name.padEnd(70)}${columns.map((c) => String(row[c] ?? '-').padEnd(10)).join('')}`;
  bench.lines.push(line('file', Object.fromEntries(columns.map((c) => [c, c]))));
  for (const [name, row] of table) bench.lines.push(line(name, row));
}
