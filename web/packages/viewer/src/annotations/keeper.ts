// Keeps what a person draws and marks in the open study: read when it opens, saved as it changes, published and exported
// on demand. Two windows of one person lose nothing of each other: on a conflict their changes are put together. STU-42
import { eventTarget } from '@cornerstonejs/core';
import { Enums } from '@cornerstonejs/tools';
import type { Stack } from '../metadata';
import { framesIn } from '../relations';
import type { Store } from '../state';
import { DrawingCanvas } from './canvas';
import { placeOf } from './convert';
import {
  type AnnotationService,
  type ExportKind,
  type ImagePlace,
  type Marks,
  mergeMarks,
  noMarks,
  type OwnMarks,
  placeKey,
  sameMarks,
} from './marks';
import type { MarksNotice, MarksState } from './marks-state';

export interface KeeperHost {
  store: Store;
  service: AnnotationService | undefined;
  redraw: () => void;
  readSeries: (uid: string) => Promise<Stack[]>;
  openStack: (stackId: string, index: number) => Promise<void>;
}

const quiet = 600;
const again = 5_000;
const { ANNOTATION_ADDED, ANNOTATION_COMPLETED, ANNOTATION_MODIFIED, ANNOTATION_REMOVED } = Enums.Events;
const changes = [ANNOTATION_ADDED, ANNOTATION_COMPLETED, ANNOTATION_MODIFIED, ANNOTATION_REMOVED];

const statusOf = (error: unknown): number => (error as { status?: number } | null)?.status ?? 0;

export class AnnotationKeeper {
  private readonly canvas = new DrawingCanvas();
  private readonly stopListening: () => void;
  // As the server has them.
  private base: Marks = noMarks;
  private version = 0;
  private keyImages: ImagePlace[] = [];
  private loaded = false;
  private maySave = false;
  private writing = false;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<boolean> | undefined;
  private series: unknown;

  constructor(private readonly host: KeeperHost) {
    for (const name of changes) eventTarget.addEventListener(name, this.onChange);
    document.addEventListener('visibilitychange', this.onHidden);
    this.stopListening = host.store.subscribe(() => this.onStore());
  }

  private get state(): MarksState {
    return this.host.store.get().marks;
  }

  private update(change: Partial<MarksState>): void {
    if (!this.closed) this.host.store.update({ marks: { ...this.state, ...change } });
  }

  async open(): Promise<void> {
    const { service } = this.host;
    if (!service || this.closed) return;
    try {
      const { own, others, maySave, mayStore } = await service.load();
      if (this.closed) return;
      this.maySave = maySave;
      // What was drawn while this was on its way stays.
      const mine = this.marks();
      this.take(own);
      this.loaded = true;
      this.show(mergeMarks(noMarks, mine, own));
      this.silently(() => this.canvas.writeForeign(others));
      this.update({
        phase: 'saved',
        maySave,
        mayStore,
        others: others.map(({ author, keyImages, annotations }) => ({
          author,
          keyImages,
          count: annotations.length,
          hidden: false,
        })),
      });
      this.host.redraw();
      this.changed();
    } catch {
      this.update({ phase: 'failed' });
      this.later(() => void this.open());
    }
  }

  // What the person has now.
  private marks(): Marks {
    return { annotations: this.canvas.read(), keyImages: this.keyImages };
  }

  // The server's newest.
  private take({ annotations, keyImages, version, publishedVersion }: OwnMarks): void {
    this.base = { annotations, keyImages };
    this.version = version;
    const published =
      publishedVersion === undefined || publishedVersion === null
        ? 'no'
        : publishedVersion === version
          ? 'yes'
          : 'changed';
    this.update({ published });
  }

  private show(marks: Marks): void {
    this.silently(() => this.canvas.write(marks.annotations));
    this.keyImages = marks.keyImages;
    this.update({ keyImages: marks.keyImages, count: this.canvas.read().length });
    this.host.redraw();
  }

  private silently(act: () => void): void {
    this.writing = true;
    try {
      act();
    } finally {
      this.writing = false;
    }
  }

  private onStore(): void {
    const { series } = this.host.store.get();
    if (series === this.series || this.closed) return;
    this.series = series;
    const frames = series
      .filter(({ priorId }) => priorId === null)
      .flatMap(({ stacks }) => stacks ?? [])
      .flatMap((stack) => stack.frames);
    this.silently(() => this.canvas.setFrames(frames));
    for (const { author, hidden } of this.state.others) if (hidden) this.canvas.hide(author, true);
    this.host.redraw();
  }

  private readonly onChange = (): void => {
    if (!this.writing) this.changed();
  };

  private readonly onHidden = (): void => {
    if (document.visibilityState === 'hidden') this.leave();
  };

  private changed(): void {
    if (this.closed || !this.loaded || !this.maySave) return;
    const mine = this.marks();
    this.update({ count: mine.annotations.length });
    if (sameMarks(mine, this.base)) return;
    if (this.state.phase !== 'saving') this.update({ phase: 'changed' });
    this.later(() => void this.save(), quiet);
  }

  private later(act: () => void, after = again): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(act, after);
  }

  // True when the server has everything.
  save(): Promise<boolean> {
    clearTimeout(this.timer);
    this.saving ??= this.saveAll().finally(() => {
      this.saving = undefined;
    });
    return this.saving;
  }

  private async saveAll(): Promise<boolean> {
    const { service } = this.host;
    if (!service || !this.loaded || !this.maySave) return false;
    try {
      for (let mine = this.marks(); !this.closed && !sameMarks(mine, this.base); mine = this.marks()) {
        this.update({ phase: 'saving' });
        await this.saveOnce(service, mine);
      }
      this.update({ phase: 'saved' });
      return true;
    } catch {
      this.update({ phase: 'failed' });
      this.later(() => void this.save());
      return false;
    }
  }

  private async saveOnce(service: AnnotationService, mine: Marks): Promise<void> {
    try {
      this.take(await service.save(this.version, mine, false));
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
      const { own } = await service.load();
      if (this.closed) return;
      const merged = mergeMarks(this.base, this.marks(), own);
      this.take(own);
      this.show(merged);
    }
  }

  // The page goes away: what is not saved yet goes now.
  private leave(): void {
    const { service } = this.host;
    const mine = this.marks();
    if (!service || !this.loaded || !this.maySave || sameMarks(mine, this.base)) return;
    clearTimeout(this.timer);
    const before = this.saving ?? Promise.resolve(true);
    this.saving = before
      .then(() => this.saveLeaving(service, mine))
      .catch(() => {
        this.later(() => void this.save(), quiet);
        return false;
      })
      .finally(() => {
        this.saving = undefined;
        this.changed();
      });
  }

  private async saveLeaving(service: AnnotationService, mine: Marks): Promise<boolean> {
    if (sameMarks(mine, this.base)) return true;
    try {
      this.take(await service.save(this.version, mine, true));
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
      const { own } = await service.load();
      const merged = mergeMarks(this.base, mine, own);
      this.take(await service.save(own.version, merged, true));
      if (!this.closed) this.show(merged);
    }
    this.update({ phase: 'saved' });
    return true;
  }

  // The image in the active viewport, if it is one of the open study.
  toggleKeyImage(): void {
    const { active, panes } = this.host.store.get();
    const frame = framesIn(this.host.store, active)[(panes[active]?.shown ?? 0) - 1];
    const place = frame && placeOf(frame);
    if (!place || !this.maySave || !this.canvas.frameAt(placeKey(place))) return;
    const without = this.keyImages.filter((one) => placeKey(one) !== placeKey(place));
    this.keyImages = without.length < this.keyImages.length ? without : [...without, place];
    this.update({ keyImages: this.keyImages });
    this.changed();
  }

  async openImage(place: ImagePlace): Promise<void> {
    for (const stack of await this.host.readSeries(place.seriesInstanceUid)) {
      const index = stack.frames.findIndex((frame) => placeKey(placeOf(frame)) === placeKey(place));
      if (index >= 0) return this.host.openStack(stack.id, index);
    }
  }

  remove(which: 'selected' | 'all'): void {
    this.canvas.remove(which);
    this.host.redraw();
    this.changed();
  }

  showAuthor(author: string): void {
    const others = this.state.others.map((one) =>
      one.author === author ? { ...one, hidden: !one.hidden } : one,
    );
    for (const one of others) this.silently(() => this.canvas.hide(one.author, one.hidden));
    this.update({ others });
    this.host.redraw();
  }

  publish(): Promise<void> {
    return this.act('published', async (service) => this.take(await service.publish(this.version)));
  }

  withdraw(): Promise<void> {
    return this.act('withdrawn', async (service) => {
      await service.withdraw();
      this.update({ published: 'no' });
    });
  }

  store(kind: ExportKind): Promise<void> {
    return this.act('stored', (service) => service.store(kind));
  }

  download(kind: ExportKind): Promise<void> {
    return this.act(null, (service) => {
      const link = document.createElement('a');
      link.href = service.fileUrl(kind);
      link.download = '';
      link.click();
      return Promise.resolve();
    });
  }

  dismiss(): void {
    this.update({ notice: null });
  }

  // What is done with saved marks needs them saved.
  private async act(
    done: MarksNotice | null,
    work: (service: AnnotationService) => Promise<unknown>,
  ): Promise<void> {
    const { service } = this.host;
    if (!service) return;
    try {
      if (!(await this.save())) throw new Error('not saved');
      await work(service);
      this.update({ notice: done });
    } catch {
      this.update({ notice: 'failed' });
    }
  }

  // Before the drawings are taken off the screen.
  close(): void {
    if (this.closed) return;
    this.leave();
    this.closed = true;
    clearTimeout(this.timer);
    this.stopListening();
    for (const name of changes) eventTarget.removeEventListener(name, this.onChange);
    document.removeEventListener('visibilitychange', this.onHidden);
  }
}
