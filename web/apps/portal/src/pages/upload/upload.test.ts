// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { collect, previewStudies } from './collect';
import { readHead } from './dicom-head';
import { sendAll } from './send';
import { readZip, ZipError } from './zip';

// ---- small DICOM objects and archives ----

function element(tag: number, vr: string, value: string, little = true): Uint8Array {
  const text = new TextEncoder().encode(value.length % 2 ? `${value} ` : value);
  const bytes = new Uint8Array(8 + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag / 0x10000, little);
  view.setUint16(2, tag & 0xffff, little);
  bytes.set(new TextEncoder().encode(vr), 4);
  view.setUint16(6, text.length, little);
  bytes.set(text, 8);
  return bytes;
}

function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const emptySequence = (tag: number) => {
  const bytes = new Uint8Array(12 + 8 + 8 + 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag / 0x10000, true);
  view.setUint16(2, tag & 0xffff, true);
  bytes.set(new TextEncoder().encode('SQ'), 4);
  view.setUint32(8, 0xffffffff, true);
  view.setUint32(12, 0xe000fffe, true);
  view.setUint32(16, 0xffffffff, true);
  view.setUint32(20, 0xe00dfffe, true);
  view.setUint32(28, 0xe0ddfffe, true);
  return bytes;
};

function object(sopUid: string, studyUid = '2.25.1', little = true): Uint8Array<ArrayBuffer> {
  const syntax = little ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2.2';
  return join([
    new Uint8Array(128),
    new TextEncoder().encode('DICM'),
    element(0x00020010, 'UI', syntax),
    element(0x00080005, 'CS', 'ISO_IR 192', little),
    element(0x00080018, 'UI', sopUid, little),
    element(0x00080060, 'CS', 'CT', little),
    ...(little ? [emptySequence(0x00081110)] : []),
    element(0x00100010, 'PN', 'Müller^Jürgen', little),
    element(0x00100020, 'LO', 'P-1', little),
    element(0x0020000d, 'UI', studyUid, little),
    element(0x0020000e, 'UI', '2.25.9', little),
  ]);
}

interface Packed {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  deflate?: boolean;
  claimed?: number;
  flags?: number;
  method?: number;
}

const deflated = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(
    await new Response(
      new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer(),
  );

async function zip(files: Packed[]): Promise<File> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const data = file.deflate ? await deflated(file.bytes) : file.bytes;
    const name = new TextEncoder().encode(file.name);
    const header = new Uint8Array(30);
    const local = new DataView(header.buffer);
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(26, name.length, true);
    const record = new Uint8Array(46);
    const central = new DataView(record.buffer);
    central.setUint32(0, 0x02014b50, true);
    central.setUint16(8, file.flags ?? 0, true);
    central.setUint16(10, file.method ?? (file.deflate ? 8 : 0), true);
    central.setUint32(20, data.length, true);
    central.setUint32(24, file.claimed ?? file.bytes.length, true);
    central.setUint16(28, name.length, true);
    central.setUint32(42, offset, true);
    parts.push(header, name, data);
    directory.push(record, name);
    offset += 30 + name.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(10, files.length, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return new File([join([...parts, ...directory, end])], 'study.zip');
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof ZipError ? error.code : String(error)),
  );

describe('archives (STU-3, SEC-5)', () => {
  it('give stored and deflated entries as they were', async () => {
    const bytes = new TextEncoder().encode('content '.repeat(100));
    const entries = await readZip(
      await zip([
        { name: 'a', bytes },
        { name: 'f/', bytes: new Uint8Array() },
        { name: 'f/b', bytes, deflate: true },
      ]),
    );
    expect(entries.map((entry) => entry.name)).toEqual(['a', 'f/b']);
    for (const entry of entries)
      expect(new Uint8Array(await (await entry.open()).arrayBuffer())).toEqual(bytes);
  });

  it('are refused when they lie about sizes, are encrypted or packed otherwise', async () => {
    const bytes = new Uint8Array(100_000);
    const one = async (more: Partial<Packed>) => {
      const [entry] = await readZip(await zip([{ name: 'a', bytes, deflate: true, ...more }]));
      return codeOf(entry ? entry.open() : Promise.reject(new Error('no entry')));
    };
    expect(await one({ claimed: 50 })).toBe('broken');
    expect(await one({ claimed: 100_001 })).toBe('broken');
    expect(await one({ flags: 1 })).toBe('encrypted');
    expect(await one({ method: 99 })).toBe('method');
    expect(await one({ deflate: false, claimed: 7 })).toBe('broken');
  });

  it('have limits', async () => {
    const bytes = new Uint8Array(10);
    const file = await zip([
      { name: 'a', bytes },
      { name: 'b', bytes },
    ]);
    expect(await codeOf(readZip(file, { entries: 1, entryBytes: 100, totalBytes: 100 }))).toBe('tooMany');
    expect(await codeOf(readZip(file, { entries: 9, entryBytes: 9, totalBytes: 100 }))).toBe('tooLarge');
    expect(await codeOf(readZip(file, { entries: 9, entryBytes: 100, totalBytes: 19 }))).toBe('tooLarge');
  });

  it('STU-6 that are bombs are refused before they are unpacked', async () => {
    const zeros = new Uint8Array(4_000_000);
    const small = await deflated(zeros);
    const forged = await zip([{ name: 'a', bytes: small, method: 8, claimed: 2 ** 32 - 2 }]);
    expect(await codeOf(readZip(forged))).toBe('broken');
    // Two entries over the same bytes: the second record of the directory points to the first file.
    const twice = await zip([
      { name: 'a', bytes: zeros, deflate: true },
      { name: 'b', bytes: zeros, deflate: true },
    ]);
    const bytes = new Uint8Array(await twice.arrayBuffer());
    const second = bytes.length - 22 - 47;
    new DataView(bytes.buffer).setUint32(second + 42, 0, true);
    expect(await codeOf(readZip(new Blob([bytes])))).toBe('broken');
  });

  it('STU-6 are looked into without unpacking more than the beginning of an entry', async () => {
    const zeros = new Uint8Array(4_000_000);
    const [entry] = await readZip(await zip([{ name: 'a', bytes: zeros, deflate: true }]));
    expect((await entry?.head(1000))?.size).toBe(1000);
    const [short] = await readZip(await zip([{ name: 'a', bytes: zeros.slice(0, 10), deflate: true }]));
    expect((await short?.head(1000))?.size).toBe(10);
  });

  it('SEC-5 STU-6 within archives, names with paths, links and programs are nothing to send', async () => {
    const text = (words: string) => new TextEncoder().encode(words) as Uint8Array<ArrayBuffer>;
    const inner = await zip([{ name: 'x', bytes: object('2.25.5') }]);
    const found = await collect(
      [
        await zip([
          { name: '../../../etc/passwd', bytes: text('root') },
          { name: 'link', bytes: text('/etc/passwd') },
          { name: 'inner.zip', bytes: new Uint8Array(await inner.arrayBuffer()) },
          { name: '../../ok', bytes: object('2.25.6') },
        ]),
      ],
      () => undefined,
    );
    expect(found.map((one) => one.kind)).toEqual(['left-out', 'left-out', 'left-out', 'dicom']);
  });

  it('that are none, or cut anywhere, are told', async () => {
    expect(await codeOf(readZip(new Blob(['no archive at all'])))).toBe('noZip');
    const archive = await zip([{ name: 'a', bytes: object('2.25.5') }]);
    const whole = new Uint8Array(await archive.arrayBuffer());
    for (let cut = 1; cut < whole.length; cut += 1)
      expect(['noZip', 'broken']).toContain(await codeOf(readZip(new Blob([whole.slice(cut)]))));
  });
});

describe('headers (STU-3)', () => {
  it('tell patient and study in both byte orders', () => {
    for (const little of [true, false])
      expect(readHead(object('2.25.5', '2.25.1', little).buffer)).toMatchObject({
        patientName: 'Müller^Jürgen',
        patientId: 'P-1',
        studyUid: '2.25.1',
        seriesUid: '2.25.9',
        sopUid: '2.25.5',
        modality: 'CT',
      });
  });

  it('that end anywhere are no reason to fail', () => {
    const whole = object('2.25.5');
    for (let end = 0; end < whole.length; end += 1)
      expect(() => readHead(whole.slice(0, end).buffer)).not.toThrow();
  });
});

describe('what was dropped (STU-3)', () => {
  it('is sorted into studies, documents and what is left out', async () => {
    const found = await collect(
      [
        new File([object('2.25.5')], 'one.dcm'),
        await zip([
          { name: 'IMAGES/S001/I000001', bytes: object('2.25.6'), deflate: true },
          { name: 'IMAGES/S001/I000002', bytes: object('2.25.7', '2.25.2') },
          { name: 'DICOMDIR', bytes: new Uint8Array(10) },
        ]),
        new File(['%PDF-1.7 …'], 'letter.pdf'),
        new File(['\0\0\0\x18ftypisom\0\0\0\0'], 'walk.mp4'),
        new File(['hello'], 'notes.doc'),
      ],
      () => undefined,
    );
    const studies = previewStudies(found);
    expect(studies.map((study) => [study.studyUid, study.objects.length])).toEqual([
      ['2.25.1', 2],
      ['2.25.2', 1],
    ]);
    expect(found.filter((one) => one.kind !== 'dicom').map((one) => [one.kind, one.name])).toEqual([
      ['document', 'letter.pdf'],
      ['document', 'walk.mp4'],
      ['left-out', 'notes.doc'],
    ]);
  });
});

describe('sending (STU-3)', () => {
  it('has at most three on their way, goes on after a failure and tells of each', async () => {
    let under = 0;
    let most = 0;
    const done: string[] = [];
    const items = Array.from({ length: 10 }, (_, i) => `${i}`);
    await sendAll(
      items,
      async (item) => {
        under += 1;
        most = Math.max(most, under);
        await Promise.resolve();
        await Promise.resolve();
        under -= 1;
        return item === '4' ? 'unreachable' : null;
      },
      (item, failure) => done.push(failure ? `${item}:${failure}` : item),
      new AbortController().signal,
    );
    expect(most).toBe(3);
    expect(done).toHaveLength(10);
    expect(done).toContain('4:unreachable');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const sent: number[] = [];
    await sendAll(
      [1, 2, 3, 4, 5, 6],
      (item) => {
        sent.push(item);
        stop.abort();
        return Promise.resolve(null);
      },
      () => undefined,
      stop.signal,
    );
    expect(sent.length).toBeLessThan(6);
  });
});
