// What a person draws and marks in a study, as it is kept, and what of two versions of it holds. STU-42
import type { ToolName } from '../state';

export type DrawingTool = Exclude<ToolName, 'window' | 'scroll' | 'zoom' | 'pan' | 'magnify'>;

export interface ImagePlace {
  seriesInstanceUid: string;
  sopInstanceUid: string;
  // From 1.
  frame: number;
}

export interface MeasuredValue {
  measure: 'length' | 'angle' | 'area' | 'mean' | 'deviation' | 'minimum' | 'maximum' | 'value';
  value: number;
  unit: 'none' | 'mm' | 'mm2' | 'deg' | 'HU' | 'px';
}

export interface StoredAnnotation extends ImagePlace {
  id: string;
  tool: DrawingTool;
  // Columns and rows by turns, in pixels of the stored image; (0, 0) is the outer corner of the first one.
  points: number[];
  text: string;
  values: MeasuredValue[];
}

export interface Marks {
  annotations: StoredAnnotation[];
  keyImages: ImagePlace[];
}

export interface OwnMarks extends Marks {
  version: number;
  publishedVersion?: number | null;
}

export interface PublishedMarks extends Marks {
  author: string;
}

export interface StudyMarks {
  own: OwnMarks;
  others: PublishedMarks[];
  maySave: boolean;
  mayStore: boolean;
}

export type ExportKind = 'measurements' | 'keyImages';

// Where they are kept. Failures carry the answer's status: 412 when the version is not the newest.
export interface AnnotationService {
  load: () => Promise<StudyMarks>;
  // `leaving`: the page goes away meanwhile.
  save: (version: number, marks: Marks, leaving: boolean) => Promise<OwnMarks>;
  publish: (version: number) => Promise<OwnMarks>;
  withdraw: () => Promise<unknown>;
  store: (kind: ExportKind) => Promise<unknown>;
  fileUrl: (kind: ExportKind) => string;
}

export const noMarks: Marks = { annotations: [], keyImages: [] };

export const placeKey = ({ seriesInstanceUid, sopInstanceUid, frame }: ImagePlace): string =>
  `${seriesInstanceUid}/${sopInstanceUid}/${frame}`;

// Whether two drawings are the same; their values follow from the rest.
export function sameDrawing(a: StoredAnnotation, b: StoredAnnotation): boolean {
  return (
    a.tool === b.tool &&
    a.text === b.text &&
    placeKey(a) === placeKey(b) &&
    a.points.length === b.points.length &&
    a.points.every((value, at) => value === b.points[at])
  );
}

const byId = (marks: Marks) => new Map(marks.annotations.map((one) => [one.id, one]));

export function sameMarks(a: Marks, b: Marks): boolean {
  const other = byId(b);
  const places = new Set(b.keyImages.map(placeKey));
  return (
    a.annotations.length === b.annotations.length &&
    a.keyImages.length === b.keyImages.length &&
    a.keyImages.every((place) => places.has(placeKey(place))) &&
    a.annotations.every((one) => {
      const twin = other.get(one.id);
      return twin && sameDrawing(one, twin) && JSON.stringify(one.values) === JSON.stringify(twin.values);
    })
  );
}

// What was changed here since `base` holds; for the rest what another window saved. Nothing of either is lost but what
// one of them removed.
export function mergeMarks(base: Marks, mine: Marks, theirs: Marks): Marks {
  const [before, here, there] = [byId(base), byId(mine), byId(theirs)];
  const changedHere = (id: string): boolean => {
    const [old, now] = [before.get(id), here.get(id)];
    return !old || !now ? old !== now : !sameDrawing(old, now);
  };
  const ids = [...new Set([...there.keys(), ...here.keys()])];
  const known = new Set(base.keyImages.map(placeKey));
  const [kept, elsewhere] = [mine, theirs].map((marks) => new Set(marks.keyImages.map(placeKey)));
  const places = new Map([...theirs.keyImages, ...mine.keyImages].map((place) => [placeKey(place), place]));
  return {
    annotations: ids.flatMap((id) => (changedHere(id) ? here.get(id) : there.get(id)) ?? []),
    // Marked before: stays unless one took it away. New: stays.
    keyImages: [...places].flatMap(([key, place]) =>
      known.has(key) && !(kept?.has(key) && elsewhere?.has(key)) ? [] : [place],
    ),
  };
}
