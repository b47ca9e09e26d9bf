// From what a person drops or chooses to the files in it: folders and archives are walked through.
import { headBytes, isDicom, readHead, type DicomHead } from './dicom-head';
import { readZip, ZipError } from './zip';

export type Reason = ZipError['code'] | 'notSendable' | 'notDicom' | 'tooLong' | 'unreadable';

export interface FoundObject {
  kind: 'dicom';
  name: string;
  size: number;
  open: () => Promise<Blob>;
  head?: DicomHead;
}
export interface FoundDocument {
  kind: 'document';
  name: string;
  file: File;
}
export interface LeftOut {
  kind: 'left-out';
  name: string;
  reason: Reason;
}
export type Found = FoundObject | FoundDocument | LeftOut;

async function readEntries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function filesBelow(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (entry.isFile) {
    into.push(await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)));
  } else if (entry.isDirectory) {
    for (const inner of await readEntries(entry as FileSystemDirectoryEntry)) await filesBelow(inner, into);
  }
}

// Must be called while the drop event runs: its items are gone afterwards.
export function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const plain = [...transfer.files];
  return (async () => {
    if (entries.length === 0) return plain;
    const files: File[] = [];
    for (const entry of entries) await filesBelow(entry, files);
    return files;
  })();
}

const begins = (bytes: Uint8Array, magic: string) =>
  bytes.length >= magic.length && [...magic].every((letter, i) => bytes[i] === letter.charCodeAt(0));
const isZip = (bytes: Uint8Array) => begins(bytes, 'PK\x03\x04') || begins(bytes, 'PK\x05\x06');
const isDocument = (bytes: Uint8Array) =>
  begins(bytes, '%PDF-') || begins(bytes, '\x89PNG') || begins(bytes, '\xff\xd8\xff');

// The box of brands that an MP4 file begins with; whether what is in it can be stored, the server says.
const isVideo = (bytes: Uint8Array) => begins(bytes.subarray(4), 'ftyp');

// What the server takes (documents.h).
const longestDocument = 128 * 2 ** 20;
const longestVideo = 2 * 2 ** 30;

// What stands beside the images on every CD.
const isBeside = (name: string) =>
  /(^|\/)(DICOMDIR|README(\.TXT)?|INCOMPLETE\.TXT|\.[^/]*|Thumbs\.db)$/i.test(name);

interface Content {
  size: number;
  head: (bytes: number) => Promise<Blob>;
  open: () => Promise<Blob>;
}

async function look(name: string, content: Content): Promise<Found> {
  const { size, open } = content;
  const bytes = await (await content.head(headBytes)).arrayBuffer();
  if (isDicom(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 132))))
    return { kind: 'dicom', name, size, open, head: readHead(bytes) };
  const first = new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 16));
  const video = isVideo(first);
  if (!isDocument(first) && !video) return { kind: 'left-out', name, reason: 'notSendable' };
  if (size > (video ? longestVideo : longestDocument)) return { kind: 'left-out', name, reason: 'tooLong' };
  const file = await open();
  return {
    kind: 'document',
    name,
    file: file instanceof File ? file : new File([file], name.split('/').pop() ?? name),
  };
}

async function lookIntoZip(file: File): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of await readZip(file)) {
    if (isBeside(entry.name)) continue;
    try {
      // Entries are unpacked again when they are sent: an archive may be larger than memory.
      found.push(await look(entry.name, entry));
    } catch (error) {
      found.push({
        kind: 'left-out',
        name: entry.name,
        reason: error instanceof ZipError ? error.code : 'unreadable',
      });
    }
  }
  return found;
}

const asContent = (file: File): Content => ({
  size: file.size,
  head: (bytes) => Promise.resolve(file.slice(0, bytes)),
  open: () => Promise.resolve(file),
});

// Looks into each file; tells after each how far it is.
export async function collect(files: File[], onProgress: (done: number) => void): Promise<Found[]> {
  const found: Found[] = [];
  for (const [index, file] of files.entries()) {
    const name = file.webkitRelativePath || file.name;
    try {
      if (!isBeside(name)) {
        const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
        if (isZip(first)) found.push(...(await lookIntoZip(file)));
        else found.push(await look(name, asContent(file)));
      }
    } catch (error) {
      found.push({ kind: 'left-out', name, reason: error instanceof ZipError ? error.code : 'unreadable' });
    }
    onProgress(index + 1);
  }
  return found;
}

export interface StudyPreview {
  studyUid: string;
  head: DicomHead;
  modalities: string[];
  series: number;
  objects: FoundObject[];
}

// As they will appear: by study. Objects whose header the browser cannot read are a group of their own, without UID.
export function previewStudies(found: Found[]): StudyPreview[] {
  const empty = { studyUid: '', patientName: '', patientId: '' } as DicomHead;
  const studies = new Map<string, FoundObject[]>();
  for (const one of found)
    if (one.kind === 'dicom') {
      const uid = one.head?.studyUid ?? '';
      const known = studies.get(uid);
      if (known) known.push(one);
      else studies.set(uid, [one]);
    }
  return [...studies].map(([studyUid, objects]) => ({
    studyUid,
    head: objects[0]?.head ?? empty,
    modalities: [...new Set(objects.map((one) => one.head?.modality ?? '').filter(Boolean))],
    series: new Set(objects.map((one) => one.head?.seriesUid ?? '')).size,
    objects,
  }));
}
