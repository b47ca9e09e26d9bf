// From the metadata of a series to stacks: what one viewport scrolls through. STU-40
import { type DataSet, item, items, number, numbers, text, texts } from './dicomjson';

// One image on screen: a single-frame instance or one frame of a multi-frame one.
export interface Frame {
  imageId: string;
  seriesUid: string;
  instanceUid: string;
  frameNumber: number;
  instance: DataSet;
}

export type Unsupported = 'pdf' | 'report' | 'video' | 'other';

// A row of images that belong together, or one object that has no images.
export interface Stack {
  id: string;
  seriesUid: string;
  modality: string;
  seriesNumber: number | undefined;
  description: string;
  frames: Frame[];
  unsupported: Unsupported | null;
  isClip: boolean;
  // Of an object without images: itself, where it can be fetched, whether browsers may play it.
  object: DataSet | null;
  url: string;
  playable: boolean;
}

export const imageScheme = 'portico';

const videoSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8]/;
// Browsers play neither MPEG-2 nor, most of them, HEVC. Of all others the server knows whether they lie in an MP4 file.
const unplayableSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10[0178]/;
const videoClasses = [
  '1.2.840.10008.5.1.4.1.1.77.1.1.1',
  '1.2.840.10008.5.1.4.1.1.77.1.2.1',
  '1.2.840.10008.5.1.4.1.1.77.1.4.1',
];
const encapsulatedClass = '1.2.840.10008.5.1.4.1.1.104.';
const reportClass = '1.2.840.10008.5.1.4.1.1.88.';
const segmentationClass = '1.2.840.10008.5.1.4.1.1.66.4';

export function transferSyntaxOf(instance: DataSet): string | undefined {
  return text(instance, '00083002') ?? text(instance, '00020010');
}

export function frameCount(instance: DataSet): number {
  return Math.max(1, Math.trunc(number(instance, '00280008') ?? 1));
}

// Why an object cannot be shown as images, or null when it can.
export function unsupportedKind(instance: DataSet): Unsupported | null {
  const sopClass = text(instance, '00080016') ?? '';
  if (sopClass === `${encapsulatedClass}1`) return 'pdf';
  if (sopClass.startsWith(reportClass)) return 'report';
  if (videoSyntax.test(transferSyntaxOf(instance) ?? '') || videoClasses.includes(sopClass)) return 'video';
  if (sopClass.startsWith(encapsulatedClass) || sopClass === segmentationClass) return 'other';
  const hasImage = (number(instance, '00280010') ?? 0) > 0 && (number(instance, '00280011') ?? 0) > 0;
  return hasImage ? null : 'other';
}

// What a series is called; where it has no description, by protocol or body part.
export function descriptionOf(instance: DataSet): string {
  const names = ['0008103E', '00181030', '00180015'].map((tag) => text(instance, tag) ?? '');
  return names.find((name) => name !== '') ?? '';
}

export function titleOf(instance: DataSet): string {
  const concept = item(instance, '0040A043');
  return (
    text(instance, '00420010') ?? (concept && text(concept, '00080104')) ?? text(instance, '0008103E') ?? ''
  );
}

export function imageIdOf(root: string, seriesUid: string, instanceUid: string, frame: number): string {
  return `${imageScheme}:${root}/series/${seriesUid}/instances/${instanceUid}/frames/${frame}`;
}

// Where the object of an image can be fetched whole.
export function objectUrlOf({ imageId }: Pick<Frame, 'imageId'>): string {
  return imageId.slice(imageScheme.length + 1).replace(/\/frames\/\d+$/, '');
}

function framesOf(instance: DataSet, root: string): Frame[] {
  const seriesUid = text(instance, '0020000E') ?? '';
  const instanceUid = text(instance, '00080018') ?? '';
  return Array.from({ length: frameCount(instance) }, (_, index) => ({
    imageId: imageIdOf(root, seriesUid, instanceUid, index + 1),
    seriesUid,
    instanceUid,
    frameNumber: index + 1,
    instance,
  }));
}

// Where an instance lies along the normal of its plane, in mm; undefined without geometry.
export function positionAlongNormal(set: DataSet): number | undefined {
  const position = numbers(set, '00200032', 3);
  const orientation = numbers(set, '00200037', 6);
  if (!position || !orientation) return undefined;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  return normal.reduce((sum, part, axis) => sum + part * (position[axis] ?? 0), 0);
}

// Reports speak of image numbers, so these order a series; then place, then UID, so that the order never changes by chance.
function byNumberThenPlace(a: DataSet, b: DataSet): number {
  const numbersDiffer = (number(a, '00200013') ?? 0) - (number(b, '00200013') ?? 0);
  if (numbersDiffer !== 0) return numbersDiffer;
  const placesDiffer = (positionAlongNormal(a) ?? 0) - (positionAlongNormal(b) ?? 0);
  return placesDiffer !== 0
    ? placesDiffer
    : (text(a, '00080018') ?? '').localeCompare(text(b, '00080018') ?? '');
}

// Single-frame images of a series make one stack, each multi-frame image makes its own, each other object a tile.
export function stacksOf(series: DataSet[], root: string): Stack[] {
  const sorted = [...series].sort(byNumberThenPlace);
  const stacks: Stack[] = [];
  const singles: Frame[] = [];
  let singlesAt = -1;
  for (const instance of sorted) {
    const unsupported = unsupportedKind(instance);
    const frames = unsupported === null ? framesOf(instance, root) : [];
    if (frames.length === 1) {
      if (singlesAt < 0) singlesAt = stacks.length;
      singles.push(...frames);
      continue;
    }
    const id = `${text(instance, '0020000E') ?? ''}/${text(instance, '00080018') ?? ''}`;
    stacks.push({
      ...stackFrom(instance, id, frames, unsupported),
      url: objectUrl(root, instance),
    });
  }
  const first = singles[0];
  if (first) stacks.splice(singlesAt, 0, stackFrom(first.instance, first.seriesUid, singles, null));
  return stacks;
}

function objectUrl(root: string, instance: DataSet): string {
  const part = (tag: string): string => encodeURIComponent(text(instance, tag) ?? '');
  return `${root}/series/${part('0020000E')}/instances/${part('00080018')}`;
}

function stackFrom(instance: DataSet, id: string, frames: Frame[], unsupported: Unsupported | null): Stack {
  return {
    id,
    seriesUid: text(instance, '0020000E') ?? '',
    modality: text(instance, '00080060') ?? '',
    seriesNumber: number(instance, '00200011'),
    description: unsupported === null ? descriptionOf(instance) : titleOf(instance),
    frames,
    unsupported,
    object: unsupported === null ? null : instance,
    url: '',
    playable: unsupported === 'video' && !unplayableSyntax.test(transferSyntaxOf(instance) ?? ''),
    isClip: frames.length > 1 && frames[0]?.instance === frames[1]?.instance && isTimed(instance),
  };
}

// Frames in time rather than in space: played, not only scrolled.
function isTimed(instance: DataSet): boolean {
  return (
    ['00181063', '00180040', '00082144', '00181065'].some((tag) => instance[tag]?.Value !== undefined) ||
    ['US', 'XA', 'RF', 'ES', 'IVUS'].includes(text(instance, '00080060') ?? '')
  );
}

// Frames a second of a clip as the object says it (PS3.3 C.7.6.5), 15 when it does not.
export function framesPerSecond(instance: DataSet): number {
  const times = numbers(instance, '00181065')?.slice(1) ?? [];
  const frameTime =
    number(instance, '00181063') ??
    (times.length > 0 ? times.reduce((sum, time) => sum + time, 0) / times.length : undefined);
  const rate =
    number(instance, '00082144') ??
    number(instance, '00180040') ??
    (frameTime ? 1000 / frameTime : undefined);
  return rate !== undefined && rate > 0 ? Math.min(60, Math.max(1, Math.round(rate))) : 15;
}

// Some clips run to and fro (Preferred Playback Sequencing, PS3.3 C.7.6.5.1.3).
export function playsToAndFro(instance: DataSet): boolean {
  return number(instance, '00181244') === 1;
}

// The macro of one frame of an enhanced multi-frame image: its own, else the shared one (PS3.3 C.7.6.16).
export function functionalGroup(
  frame: Pick<Frame, 'instance' | 'frameNumber'>,
  tag: string,
): DataSet | undefined {
  const own = items(frame.instance, '52009230')[frame.frameNumber - 1];
  return item(own, tag) ?? item(item(frame.instance, '52009229'), tag);
}

// The instance with the functional groups of this frame laid over it, so that both kinds of image read alike.
export function frameDataSet(frame: Pick<Frame, 'instance' | 'frameNumber'>): DataSet {
  if (!frame.instance['52009229'] && !frame.instance['52009230']) return frame.instance;
  const macros = ['00209113', '00209116', '00289110', '00289132', '00289145']; // position, orientation, measures, VOI, modality
  return Object.assign(
    {},
    frame.instance,
    ...macros.map((tag) => functionalGroup(frame, tag) ?? {}),
  ) as DataSet;
}

export function imageType(instance: DataSet): string[] {
  return texts(instance, '00080008');
}
