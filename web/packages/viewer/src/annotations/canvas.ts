// The drawings of one study on Cornerstone's canvas: the person's own, and locked ones of others. STU-42
import { annotation } from '@cornerstonejs/tools';
import type { Frame } from '../metadata';
import { type Drawing, fromStored, placeOf, toStored } from './convert';
import { type PublishedMarks, placeKey, sameDrawing, type StoredAnnotation } from './marks';

const otherColours = ['rgb(116, 192, 252)', 'rgb(229, 153, 247)', 'rgb(255, 169, 77)', 'rgb(140, 233, 154)'];

export class DrawingCanvas {
  // Stored drawings by id, as they were put here last: what they measured holds until it is measured anew.
  private readonly known = new Map<string, StoredAnnotation>();
  // Those whose image is not listed (yet).
  private waiting = new Map<string, StoredAnnotation>();
  private readonly foreign = new Map<string, string[]>();
  private foreignWaiting: { author: string; uid: string; colour: string; stored: StoredAnnotation }[] = [];
  private frames = new Map<string, Frame>();
  private images = new Map<string, Frame>();

  // The images of the study that are known by now.
  setFrames(frames: Frame[]): void {
    this.images = new Map(frames.map((frame) => [frame.imageId, frame]));
    this.frames = new Map(frames.map((frame) => [placeKey(placeOf(frame)), frame]));
    const waiting = [...this.waiting.values()];
    this.waiting = new Map();
    for (const stored of waiting) this.put(stored);
    const foreign = this.foreignWaiting;
    this.foreignWaiting = [];
    for (const { author, uid, colour, stored } of foreign) this.putForeign(author, uid, colour, stored);
  }

  frameAt(key: string): Frame | undefined {
    return this.frames.get(key);
  }

  private own(): Drawing[] {
    const foreign = new Set([...this.foreign.values()].flat());
    return (annotation.state.getAllAnnotations() as unknown as Drawing[]).filter(
      ({ annotationUID = '', metadata }) =>
        !foreign.has(annotationUID) &&
        metadata.volumeId === undefined &&
        this.images.has(metadata.referencedImageId ?? ''),
    );
  }

  // All own drawings, finished and on images of this study.
  read(): StoredAnnotation[] {
    const drawn = this.own().flatMap((drawing) => {
      const frame = this.images.get(drawing.metadata.referencedImageId ?? '');
      const stored = frame && toStored(drawing, frame);
      if (!stored) return [];
      const before = this.known.get(stored.id);
      // Not measured again since it was put here.
      if (before && stored.values.length === 0 && sameDrawing(before, stored)) return [before];
      return [stored];
    });
    return [...drawn, ...this.waiting.values()];
  }

  // Makes the own drawings what `wanted` says; what is the same already is left alone.
  write(wanted: StoredAnnotation[]): void {
    const now = new Map(this.read().map((stored) => [stored.id, stored]));
    const ids = new Set(wanted.map(({ id }) => id));
    for (const id of now.keys()) if (!ids.has(id)) this.drop(id);
    for (const stored of wanted) {
      const before = now.get(stored.id);
      if (before && sameDrawing(before, stored)) continue;
      if (before) this.drop(stored.id);
      this.put(stored);
    }
  }

  private drop(id: string): void {
    this.waiting.delete(id);
    if (annotation.state.getAnnotation(id)) annotation.state.removeAnnotation(id);
  }

  private put(stored: StoredAnnotation): void {
    this.known.set(stored.id, stored);
    const frame = this.frames.get(placeKey(stored));
    if (!frame) return void this.waiting.set(stored.id, stored);
    add(fromStored(stored, frame));
  }

  writeForeign(others: PublishedMarks[]): void {
    for (const uid of [...this.foreign.values()].flat())
      if (annotation.state.getAnnotation(uid)) annotation.state.removeAnnotation(uid);
    this.foreign.clear();
    this.foreignWaiting = [];
    others.forEach(({ author, annotations }, at) => {
      this.foreign.set(author, this.foreign.get(author) ?? []);
      const colour = otherColours[at % otherColours.length] ?? '';
      for (const stored of annotations) this.putForeign(author, `other-${at}-${stored.id}`, colour, stored);
    });
  }

  private putForeign(author: string, uid: string, colour: string, stored: StoredAnnotation): void {
    const frame = this.frames.get(placeKey(stored));
    if (!frame) return void this.foreignWaiting.push({ author, uid, colour, stored });
    this.foreign.get(author)?.push(uid);
    add({ ...fromStored(stored, frame, author), annotationUID: uid });
    const colours = ['', 'Highlighted', 'Selected', 'Locked'].flatMap((state) => [
      [`color${state}`, colour],
      [`textBoxColor${state}`, colour],
    ]);
    annotation.config.style.setAnnotationStyles(uid, Object.fromEntries(colours) as Record<string, string>);
  }

  hide(author: string, hidden: boolean): void {
    for (const uid of this.foreign.get(author) ?? [])
      annotation.visibility.setAnnotationVisibility(uid, !hidden);
  }

  // Own drawings only: the selected ones, or all.
  remove(which: 'selected' | 'all'): void {
    const selected = new Set(annotation.selection.getAnnotationsSelected());
    const foreign = new Set([...this.foreign.values()].flat());
    const all = (annotation.state.getAllAnnotations() as unknown as Drawing[]).map(
      ({ annotationUID = '' }) => annotationUID,
    );
    for (const uid of all)
      if (!foreign.has(uid) && (which === 'all' || selected.has(uid))) annotation.state.removeAnnotation(uid);
    if (which === 'all') this.waiting.clear();
  }
}

function add(drawing: Drawing): void {
  type Added = Parameters<typeof annotation.state.addAnnotation>[0];
  annotation.state.addAnnotation(drawing as unknown as Added, drawing.metadata.FrameOfReferenceUID ?? '');
}
