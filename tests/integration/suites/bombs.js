// Small things that want to become large: each is refused, at bounded cost, and leaves nothing (STU-6, S18).
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import {
  asFile,
  deflatedForm,
  gzipBomb,
  hostileDataSets,
  hostileFiles,
  largeWhenShown,
  pngOf,
  zipOf,
} from '../harness/dicom/bombs.js';
import { storeRaw } from '../harness/dicom/association.js';
import { ctImageStorage, newInstance, newStudy, newUid } from '../harness/dicom/part10.js';
import { instancePath, related, storeAll, storeBytes } from '../harness/dicom/web.js';
import { eventually } from '../harness/eventually.js';
import { filesOf, Meter } from '../harness/meter.js';
import { inState, makeTenant } from '../harness/world.js';

const mostMebibytes = 64;
const mostSeconds = 1;
const isRefusal = (status) => status >= 400 && status < 500;

export default async function bombs(bench) {
  const server = await bench.serve();
  const { admin, slug } = await makeTenant(server);
  const modality = { called: 'BOMBS', calling: 'HOSTILE' };
  await server.command([
    'ae',
    'add',
    '--tenant',
    slug,
    '--called',
    modality.called,
    '--calling',
    modality.calling,
  ]);
  const associated = (object) => storeRaw(server, modality, object);
  const study = newStudy();
  const good = newInstance(study);
  const large = largeWhenShown(study, (of, more) => newInstance(of, { seriesUid: newUid(), ...more }));
  // Of 120 MiB, some 120 KiB as it is sent.
  const folded = deflatedForm(
    newInstance(study, {
      seriesUid: newUid(),
      ...{ frames: 240, rows: 512, columns: 512, pixels: Buffer.alloc(120 * 1024 * 1024, 7) },
    }),
  );
  assert.ok(folded.bytes.length < 1024 * 1024);
  await storeAll(admin, slug, [good, folded, ...large]);
  const row = await inState(admin, study.studyUid, 'ready');
  await warm();
  const pid = server.pid;
  const outside = readdirSync(tmpdir()).sort();

  await byWeb();
  await byAssociation();
  await bodies();
  await metadata();
  await documents();
  await shown();

  // Every way once, so that threads, workers and caches are there before anything is measured.
  async function warm() {
    for (const path of ['rendered', 'metadata']) await admin.get(`${instancePath(slug, good)}/${path}`);
    for (const one of [folded, ...large]) await admin.get(`${instancePath(slug, one)}/metadata`);
    await eventually('nothing is unpacked any more', () => !filesOf(server).some((name) => name.includes('(deleted)')));
    await storeBytes(admin, slug, [Buffer.alloc(200_000)]);
    await associated({
      ...hostileDataSets[0],
      dataSet: Buffer.alloc(200_000),
      transferSyntax: '1.2.840.10008.1.2.1',
    });
  }

  // Runs `act` and looks at what it cost and left. Its value is the answer.
  async function measured(title, act) {
    await bench.test(title, async () => {
      const stored = await known();
      const files = filesOf(server);
      const meter = new Meter(server);
      await act();
      const { mebibytes, seconds } = meter.read();
      assert.equal(server.pid, pid);
      assert.ok(mebibytes <= mostMebibytes, `${Math.round(mebibytes)} MiB more`);
      assert.ok(seconds <= mostSeconds, `${seconds.toFixed(2)} s of the processor`);
      assert.equal(await known(), stored);
      await eventually('no file is left', () => filesOf(server).join() === files.join());
      assert.deepEqual(
        readdirSync(tmpdir()).filter((name) => /escaped|inflated/.test(name) && !outside.includes(name)),
        [],
      );
      if (process.env.PORTICO_TEST_FIGURES)
        console.log(`${mebibytes.toFixed(1)} MiB ${seconds.toFixed(2)} s  ${title}`);
    });
  }

  async function known() {
    const answer = await admin.get(`/t/${slug}/dicomweb/instances?limit=1000&includefield=00080018`);
    return answer.status === 204 ? 0 : answer.expect(200).length;
  }

  async function byWeb() {
    for (const one of [
      ...hostileDataSets.map((each) => ({ name: each.name, bytes: asFile(each) })),
      ...hostileFiles(),
    ])
      await measured(`STU-6 S18 STOW-RS refuses ${one.name}`, async () => {
        const answer = await storeBytes(admin, slug, [one.bytes]);
        assert.equal(answer.status, 409, answer.text.slice(0, 300));
        assert.equal(answer.json['00081198'].Value.length, 1);
      });
  }

  async function byAssociation() {
    for (const one of hostileDataSets)
      await measured(`STU-6 S18 C-STORE refuses ${one.name}`, async () => {
        const { accepted, status } = await associated(one);
        assert.ok(accepted);
        assert.ok(status >= 0xa700, `status ${status?.toString(16)}`);
      });
    const pieces = {
      'a message of 4 GiB': Buffer.from('0400fffffffe', 'hex'),
      'a value of 4 GiB in a message': Buffer.from('040000000006fffffffe0103', 'hex'),
      'a value of no bytes, again and again': Buffer.concat(
        Array(100_000).fill(Buffer.from('040000000006000000020101', 'hex')),
      ),
      'a message of no kind': Buffer.from('7f0000000004deadbeef', 'hex'),
    };
    for (const [name, instead] of Object.entries(pieces))
      await measured(`STU-6 S18 an association with ${name} ends`, async () => {
        const { accepted, status } = await associated({ ...hostileDataSets[0], instead });
        assert.ok(accepted);
        assert.equal(status, undefined);
      });
  }

  // Sends pieces until the server has answered or has gone; its status, or undefined.
  function pour(path, headers, pieces) {
    return new Promise((resolve) => {
      const sent = http.request({
        host: '127.0.0.1',
        port: server.port,
        method: 'POST',
        path,
        agent: false,
        headers: { ...admin.headersFor('POST'), ...headers },
      });
      let over = false;
      const end = (status) => {
        over = true;
        resolve(status);
        sent.destroy();
      };
      sent.on('response', (response) => end(response.statusCode));
      sent.on('error', () => end(undefined));
      const source = pieces[Symbol.iterator]();
      const next = () => {
        while (!over) {
          const { done, value } = source.next();
          if (done) return void sent.end();
          if (!sent.write(value)) return void sent.once('drain', next);
        }
      };
      next();
    });
  }

  function* times(count, piece) {
    for (let i = 0; i < count; i += 1) yield typeof piece === 'function' ? piece(i) : piece;
  }

  async function bodies() {
    const stow = `/t/${slug}/dicomweb/studies`;
    const type = 'multipart/related; type="application/dicom"; boundary=b';
    const part = '--b\r\nContent-Type: application/dicom\r\n\r\n';
    const junk = Buffer.alloc(256 * 1024, 'x');
    const many = Buffer.from(`${part}x\r\n`.repeat(1000));
    const signed = Buffer.concat([Buffer.from(part), Buffer.alloc(128), Buffer.from('DICM\r\n')]);
    const cases = [
      ['a body without any boundary', type, [...times(1, '\r\n'), ...times(400, junk)]],
      ['a million parts', type, times(1000, many)],
      ['a hundred thousand parts that say they are DICOM', type, times(100_000, signed)],
      ['a hundred thousand empty parts', type, times(100, Buffer.from('--b\r\n\r\n\r\n'.repeat(1000)))],
      [
        'a part with headers of 100 MiB',
        type,
        [Buffer.from('--b\r\nContent-Type: application/dicom\r\nX: '), ...times(400, junk)],
      ],
      [
        'a part with a million headers',
        type,
        [Buffer.from('--b\r\n'), ...times(1000, Buffer.from('X: y\r\n'.repeat(1000)))],
      ],
      ['boundaries that are nearly one', type, times(400, Buffer.from('\r\n--b?'.repeat(40_000)))],
      ['an epilogue of 100 MiB', type, [Buffer.from(`${part}x\r\n--b--\r\n`), ...times(400, junk)]],
    ];
    for (const [name, contentType, pieces] of cases)
      await measured(`STU-6 S18 STOW-RS refuses ${name}`, async () => {
        const status = await pour(
          stow,
          { 'Content-Type': contentType, 'Transfer-Encoding': 'chunked' },
          pieces,
        );
        assert.ok(status === undefined || isRefusal(status), `${status}`);
      });

    await measured('STU-6 S18 a body packed with gzip is refused, wherever it goes', async () => {
      const body = gzipBomb();
      for (const [path, contentType] of [
        [stow, type],
        ['/api/v1/session', 'application/json'],
        [`/api/v1/studies/${row.id}/documents?title=x`, 'application/octet-stream'],
      ]) {
        const status = await pour(path, { 'Content-Type': contentType, 'Content-Encoding': 'gzip' }, [body]);
        assert.equal(status, 415, path);
      }
    });

    await measured('STU-6 S18 lengths and headers that nobody has are refused', async () => {
      const head = `POST ${stow} HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: ${type}\r\n`;
      const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
      const requests = [
        `${head}Content-Length: 9223372036854775808\r\n\r\n`,
        `${head}Content-Length: 18446744073709551617\r\n\r\n`,
        `${head}Content-Length: -1\r\n\r\n`,
        `${chunked}-2\r\n`,
        `${chunked}ffffffffffffffff1\r\nx`,
        `${chunked}1;${'x'.repeat(200_000)}\r\n`,
        head + 'X: y\r\n'.repeat(100_000) + '\r\n',
        `${head}X: ${'y'.repeat(10_000_000)}\r\n\r\n`,
        `GET /${'x'.repeat(10_000_000)} HTTP/1.1\r\n\r\n`,
      ];
      for (const request of requests) {
        const status = await raw(request);
        assert.ok(status === undefined || isRefusal(status), `${status} ${request.slice(-40)}`);
      }
    });
  }

  // The status of the answer to bytes that are sent as they are; undefined when the connection just ended.
  function raw(bytes) {
    return new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]) || undefined));
      socket.setTimeout(20_000, () => socket.destroy());
      socket.write(bytes);
    });
  }

  async function metadata() {
    const json = 'application/dicom+json';
    const uids = `"00080016":{"vr":"UI","Value":["${ctImageStorage}"]},"0020000D":{"vr":"UI","Value":["2.25.7"]},"0020000E":{"vr":"UI","Value":["2.25.8"]}`;
    const object = (i, more) => `{${uids},"00080018":{"vr":"UI","Value":["2.25.9${i}"]}${more}}`;
    const list = (count, make) => `[${Array.from({ length: count }, (_, i) => make(i)).join()}]`;
    const inner = (depth, text) =>
      '{"00409096":{"vr":"SQ","Value":['.repeat(depth) + text + ']}}'.repeat(depth);
    const shared = (i) =>
      object(i, ',"00420011":{"vr":"OB","BulkDataURI":"a"},"7FE00010":{"vr":"OB","BulkDataURI":"b"}');
    const texts = {
      'five million empty arrays': `[${'[],'.repeat(5_000_000)}[]]`,
      'five million zeros in an object': `[{"00080018":[${'0,'.repeat(5_000_000)}0]}]`,
      'a million opened arrays': '['.repeat(1_000_000),
      '10,000 nested sequences': `[${inner(10_000, '{}')}]`,
      'a text of 60 MiB': `["${'x'.repeat(60 * 1024 * 1024)}"]`,
      '50 MiB of spaces': `[${' '.repeat(50 * 1024 * 1024)}`,
      '20,000 objects': list(20_000, (i) => object(i, ',"7FE00010":{"vr":"OB","BulkDataURI":"a"}')),
      '9,000 objects that wait for what does not come': list(9000, (i) =>
        object(i, ',"7FE00010":{"vr":"OB","BulkDataURI":"z"}'),
      ),
    };
    for (const [name, text] of Object.entries(texts))
      await measured(`STU-6 S18 STOW-RS refuses metadata of ${name}`, async () => {
        const { contentType, body } = related([{ type: json, body: Buffer.from(text) }], json);
        const answer = await admin.send('POST', `/t/${slug}/dicomweb/studies`, {
          body,
          headers: { 'Content-Type': contentType },
        });
        assert.ok(isRefusal(answer.status), `${answer.status} ${answer.text.slice(0, 200)}`);
      });

    await measured('STU-6 S18 STOW-RS refuses bulk data that a thousand objects would copy', async () => {
      const { contentType, body } = related(
        [
          { type: json, body: Buffer.from(list(1000, shared)) },
          { type: 'application/octet-stream', body: Buffer.alloc(4 * 1024 * 1024), location: 'a' },
        ],
        json,
      );
      const answer = await admin.send('POST', `/t/${slug}/dicomweb/studies`, {
        body,
        headers: { 'Content-Type': contentType },
      });
      answer.refused(413, 'too_large');
    });
  }

  async function documents() {
    const send = (body) =>
      admin.send('POST', `/api/v1/studies/${row.id}/documents?title=bomb`, {
        body,
        headers: { 'Content-Type': 'application/octet-stream' },
      });
    const files = {
      'a picture of 65535 x 65535 pixels': pngOf(65_535, 65_535),
      'a picture of 2^31 x 2^31 pixels': pngOf(0x7fffffff, 0x7fffffff),
      'an archive of bombs': zipOf(zipOf(Buffer.alloc(64 * 1024 * 1024))),
      'a program that is a PDF further down': Buffer.concat([
        Buffer.from('MZ'),
        Buffer.alloc(100),
        Buffer.from('%PDF-1.7'),
      ]),
    };
    for (const [name, body] of Object.entries(files))
      await measured(`STU-6 S18 S21 an upload of ${name} is refused`, async () => {
        const answer = await send(body);
        assert.ok(isRefusal(answer.status), `${answer.status}`);
      });
  }

  async function shown() {
    for (const one of large)
      await measured(
        `S17 S18 an image of ${one.rows} x ${one.rows} that holds nothing is not shown`,
        async () => {
          for (const path of ['rendered', 'thumbnail', 'frames/1'])
            assert.equal(
              (
                await admin.get(`${instancePath(slug, one)}/${path}`, {
                  Accept: path === 'frames/1' ? 'application/octet-stream' : '*/*',
                })
              ).status,
              406,
              path,
            );
        },
      );

    for (const path of ['frames/1', 'frames/240', 'frames/77/rendered'])
      await measured(`STU-40 S18 of a deflated object of 120 MiB comes ${path}`, async () => {
        const accept = path.endsWith('rendered') ? 'image/png' : 'application/octet-stream';
        const answer = await admin.get(`${instancePath(slug, folded)}/${path}`, { Accept: accept });
        assert.equal(answer.status, 200);
        if (accept !== 'image/png') assert.ok(answer.body.equals(Buffer.alloc(512 * 512 * 2, 7)));
      });

    await measured('GEN-4 after all that an image is shown as before', async () => {
      (await admin.get(`${instancePath(slug, good)}/rendered`)).expect(200);
    });
  }
}
