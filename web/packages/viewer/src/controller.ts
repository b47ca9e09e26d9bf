// One open study: reads it, decides what goes into which viewport, keeps the state that the components show.
// Everything that a person does arrives here through commands.ts.
import { Enums, eventTarget, type Types } from '@cornerstonejs/core';
import { AnnotationKeeper } from './annotations/keeper';
import type { AnnotationService } from './annotations/marks';
import { DecodePool } from './decode/pool';
import { toViewerError, type ViewerError } from './errors';
import { Films } from './film';
import { cacheLimit } from './frame-cache';
import { FrameLoader } from './loader';
import { framesPerSecond, type Frame, type Stack } from './metadata';
import { MprMode } from './mpr-mode';
import { Playing } from './playing';
import { Prefetcher } from './prefetcher';
import { newestFirst, type PriorStudy } from './priors';
import { PriorsMode } from './priors-mode';
import { framesIn, Relations, visiblePanes } from './relations';
import {
  emptyPane,
  initialState,
  type Layout,
  maxPanes,
  type Series,
  stackById,
  stacksIn,
  Store,
  type ToolName,
} from './state';
import { OtherPatient, type StudyAddress, StudySource } from './study-source';
import { Thumbnailer } from './thumbnails';
import { type MeasurementTexts, startCornerstone, Tools } from './tools';
import * as acts from './view-acts';
import { describeShown, Viewports } from './viewports';
import { Windows } from './windows';

export interface ControllerOptions extends StudyAddress {
  priors: PriorStudy[];
  studyDate: string | null;
  openPrior: (id: string) => Promise<StudyAddress>;
  // What goes to full screen.
  root: HTMLElement;
  isPhone: boolean;
  texts: MeasurementTexts;
  // Whether objects that cannot be shown may be saved.
  mayDownload: boolean;
  // Where drawings and key images are kept; without it they last as long as the window.
  annotations: AnnotationService | undefined;
  onAccessLost: () => void;
}

let viewers = 0;

export class Controller {
  readonly store = new Store();
  private readonly source: StudySource;
  private readonly loader: FrameLoader;
  private readonly prefetcher: Prefetcher;
  private readonly thumbnailer: Thumbnailer;
  private readonly tools: Tools;
  private readonly viewports: Viewports;
  readonly windows: Windows;
  readonly playing: Playing;
  readonly earlier: PriorsMode;
  readonly mpr: MprMode;
  readonly marks: AnnotationKeeper;
  readonly films = new Films();
  private readonly relations: Relations;
  private readonly requests = new AbortController();
  private readonly listed: Promise<Series[]>;
  private closed = false;

  constructor(private readonly options: ControllerOptions) {
    this.source = new StudySource(options, null, this.requests.signal, options.onAccessLost);
    // On its way while the graphics start. A failure is met where the list is awaited.
    this.listed = this.source.list();
    this.listed.catch(() => undefined);
    startCornerstone(options.isPhone);
    const id = `portico-viewer-${++viewers}`;
    const memory = (navigator as Navigator & { deviceMemory?: number }).deviceMemory;
    this.loader = new FrameLoader(new DecodePool(), cacheLimit(memory, options.isPhone));
    this.prefetcher = new Prefetcher(this.loader);
    this.thumbnailer = new Thumbnailer(this.loader, (stack, picture, image) => {
      this.store.update({ thumbnails: { ...this.state.thumbnails, [stack.id]: picture } });
      this.windows.improve(stack, image.getPixelData());
    });
    this.tools = new Tools(id, options.texts, (text, done) => this.askText(text, done));
    this.viewports = new Viewports(id, this.tools, {
      onWanted: (pane, imageId) => this.onWanted(pane, imageId),
      onRendered: (pane) => this.onRendered(pane),
    });
    this.mpr = new MprMode({
      store: this.store,
      viewports: this.viewports,
      loader: this.loader,
      isPhone: options.isPhone,
    });
    this.relations = new Relations(this.store, this.viewports, this.mpr);
    this.windows = new Windows(this.store, this.viewports);
    this.playing = new Playing(this.store, this.viewports, this.loader);
    this.earlier = new PriorsMode({
      ...options,
      store: this.store,
      viewports: this.viewports,
      loader: this.loader,
      mpr: this.mpr,
      signal: this.requests.signal,
      isClosed: () => this.closed,
      readSeries: (uid) => this.readSeries(uid),
      addThumbnails: (stacks) => this.thumbnailer.add(stacks),
      setLayout: (layout) => this.setLayout(layout),
      showStack: (pane, stack) => this.showStack(pane, stack),
    });
    this.marks = new AnnotationKeeper({
      store: this.store,
      service: options.annotations,
      redraw: () => this.viewports.attached().forEach((pane) => this.viewports.get(pane)?.render()),
      readSeries: (uid) => this.readSeries(uid),
      openStack: (stackId, index) => this.openStack(stackId, this.state.active, index),
    });
    eventTarget.addEventListener(Enums.Events.IMAGE_LOAD_ERROR, this.onLoadError);
    this.chooseTool(options.isPhone ? 'scroll' : 'window');
  }

  private get state() {
    return this.store.get();
  }

  // ---- reading the study ----

  async open(): Promise<void> {
    try {
      const series = await this.listed;
      if (this.closed) return;
      this.store.update({ series });
      await this.openFirstImages();
      if (this.closed) return;
      if (this.state.phase === 'loading') this.store.update({ phase: 'ready' });
      void this.tools.loadAll();
      void this.marks.open();
      await this.readOtherSeries();
    } catch (error) {
      this.fail(toViewerError(error));
    }
  }

  // The first image of the first series that has any is asked for before anything else.
  private async openFirstImages(): Promise<void> {
    for (const { uid } of this.state.series) {
      const stacks = await this.readSeries(uid);
      const stack = stacks.find((entry) => entry.frames.length > 0);
      if (this.closed || this.state.otherPatient) return;
      if (stack) return this.showStack(0, stack);
    }
    const tile = stacksIn(this.state)[0];
    if (tile) this.store.updatePane(0, { stackId: tile.id });
  }

  private async readOtherSeries(): Promise<void> {
    this.thumbnailer.add(stacksIn(this.state));
    for (const { uid, stacks } of this.state.series) {
      if (this.closed || this.state.otherPatient) return;
      if (stacks === null) this.thumbnailer.add(await this.readSeries(uid));
    }
  }

  private async readSeries(uid: string): Promise<Stack[]> {
    const known = this.state.series.find((series) => series.uid === uid);
    if (known?.stacks) return known.stacks;
    const source = this.sourceOf({ seriesUid: uid });
    try {
      const stacks = await source.stacks(uid);
      if (this.closed) return [];
      this.loader.register(
        stacks.flatMap((stack) => stack.frames),
        source.client,
      );
      this.updateSeries(uid, { stacks, failure: null });
      return stacks;
    } catch (error) {
      if (error instanceof OtherPatient) this.refuse(source, error);
      else {
        const { kind, detail } = toViewerError(error);
        if (kind !== 'cancelled') this.updateSeries(uid, { failure: { kind, detail } });
      }
      return [];
    }
  }

  // Images of another patient than the banner's: of the open study none is shown, a prior is taken away. STU-43
  private refuse(source: StudySource, { found }: OtherPatient): void {
    if (source.priorId !== null) return this.earlier.close(source.priorId, 'otherPatient');
    if (this.closed) return;
    this.stopImages();
    this.store.update({ phase: 'error', otherPatient: found, panes: initialState.panes, thumbnails: {} });
  }

  private updateSeries(uid: string, change: Partial<Series>): void {
    this.store.update({
      series: this.state.series.map((series) => (series.uid === uid ? { ...series, ...change } : series)),
    });
  }

  private fail(error: ViewerError): void {
    if (error.kind === 'cancelled' || this.closed) return;
    this.store.update({ phase: 'error', failure: { kind: error.kind, detail: error.detail } });
  }

  // ---- viewports ----

  attachPane(pane: number, element: HTMLDivElement): void {
    if (this.closed) return;
    const isPlane = this.state.panes[pane]?.plane != null;
    this.viewports.attach(pane, element, isPlane);
    if (isPlane) return void this.mpr.show(pane);
    const stack = stackById(this.state, this.state.panes[pane]?.stackId ?? null);
    if (stack) void this.showStack(pane, stack, Math.max(0, (this.state.panes[pane]?.shown ?? 1) - 1));
    else this.fillPane(pane);
  }

  detachPane(pane: number): void {
    this.playing.stop(pane);
    if (!this.closed) this.viewports.detach(pane);
  }

  // A new viewport takes the next stack that is nowhere shown yet.
  private fillPane(pane: number): void {
    if (pane === 0) return;
    const shown = new Set(this.state.panes.map((entry) => entry.stackId));
    const next = this.openStacks().find((stack) => stack.frames.length > 0 && !shown.has(stack.id));
    if (next) void this.showStack(pane, next);
  }

  get priors(): PriorStudy[] {
    return newestFirst(this.options.priors);
  }

  get mayDownload(): boolean {
    return this.options.mayDownload;
  }

  // Where the images of a stack come from.
  sourceOf({ seriesUid }: Pick<Stack, 'seriesUid'>): StudySource {
    const priorId = this.state.series.find(({ uid }) => uid === seriesUid)?.priorId ?? null;
    return (priorId === null ? undefined : this.earlier.sourceOf(priorId)) ?? this.source;
  }

  private async showStack(pane: number, stack: Stack, index = 0): Promise<void> {
    this.playing.stop(pane);
    this.windows.forget(pane);
    const first = stack.frames[0];
    this.store.updatePane(pane, {
      ...emptyPane,
      stackId: stack.id,
      wanted: index + 1,
      framesPerSecond: first ? framesPerSecond(first.instance) : emptyPane.framesPerSecond,
    });
    this.mpr.forgetIfUnused();
    this.store.update({ noVolume: null });
    this.cancelUnseen();
    const viewport = this.viewports.get(pane);
    if (!viewport || !first) return;
    const imageIds = stack.frames.map((frame) => frame.imageId);
    await viewport.setStack(imageIds, Math.min(index, imageIds.length - 1));
    if (this.closed || this.viewports.get(pane) !== viewport || this.state.panes[pane]?.stackId !== stack.id)
      return;
    viewport.resetCamera();
    viewport.render();
  }

  private framesIn(pane: number): Frame[] {
    return framesIn(this.store, pane);
  }

  // Requests for series that are on no viewport any more are given up; thumbnails go on.
  private cancelUnseen(): void {
    const visible = new Set(
      this.visiblePanes().flatMap((pane) => this.framesIn(pane).map((frame) => frame.imageId)),
    );
    this.loader.queue.cancel((imageId, priority) => priority !== 'thumbnail' && !visible.has(imageId));
  }

  private visiblePanes(): number[] {
    return visiblePanes(this.store);
  }

  private onWanted(pane: number, imageId: string): void {
    this.loader.promote(imageId, 'display');
    const index = this.framesIn(pane).findIndex((frame) => frame.imageId === imageId);
    const before = this.state.panes[pane];
    if (index < 0 || !before) return;
    const direction = index + 1 === before.wanted ? before.direction : index + 1 > before.wanted ? 1 : -1;
    this.store.updatePane(pane, { wanted: index + 1, direction, failure: null });
    if (this.state.linked && pane === this.state.active) this.relations.lead(pane, before.wanted - 1, index);
    this.planPrefetch();
  }

  private planPrefetch(): void {
    const places = this.visiblePanes().flatMap((pane) => {
      const frames = this.framesIn(pane);
      const { wanted = 1, direction = 1 } = this.state.panes[pane] ?? {};
      return frames.length > 0 ? [{ frames, index: wanted - 1, direction }] : [];
    });
    this.loader.cache.pin(places.flatMap(({ frames, index }) => frames[index]?.imageId ?? []));
    this.prefetcher.plan(places);
  }

  private onRendered(pane: number): void {
    if (this.viewports.volumeAt(pane)) {
      this.mpr.onRendered(pane);
      return this.relations.drawLines(pane);
    }
    const viewport = this.viewports.get(pane);
    const image = this.viewports.shownImage(pane);
    if (!viewport || !image) return;
    const frames = this.framesIn(pane);
    const index = frames.findIndex((frame) => frame.imageId === image.imageId);
    const frame = frames[index];
    if (!frame) return;
    this.store.updatePane(pane, { shown: index + 1, ...describeShown(viewport, frame, image) });
    this.relations.drawLines(pane);
  }

  private readonly onLoadError = (event: Event): void => {
    const { imageId, error } = (event as CustomEvent<{ imageId?: string; error?: unknown }>).detail;
    if (imageId === undefined || this.closed) return;
    const { kind, detail } = toViewerError(error);
    for (const pane of this.viewports.attached()) {
      const wanted = this.framesIn(pane)[(this.state.panes[pane]?.wanted ?? 0) - 1];
      if (wanted?.imageId !== imageId) continue;
      // Given up while nobody looked, and wanted again in the same moment.
      if (kind === 'cancelled') setTimeout(() => this.retry(pane));
      else this.store.updatePane(pane, { failure: { kind, detail } });
    }
  };

  activate(pane: number): void {
    if (this.state.active === pane) return;
    this.store.update({ active: pane });
    this.relations.drawLines(pane);
  }

  async openStack(stackId: string, pane = this.state.active, index = 0): Promise<void> {
    const stack = stackById(this.state, stackId) ?? (await this.readSeries(stackId)).at(0);
    if (!stack || this.closed) return;
    this.store.update({ active: pane, seriesOpen: false });
    await this.showStack(pane, stack, index);
  }

  openNeighbour(step: 1 | -1): void {
    const shown = this.state.panes[this.state.active]?.stackId ?? null;
    const now = stackById(this.state, shown);
    // Within the study that is shown, be it the open one or a prior.
    const source = now && this.sourceOf(now);
    const stacks = stacksIn(this.state).filter((stack) => this.sourceOf(stack) === source);
    const at = stacks.findIndex((stack) => stack.id === shown);
    const next = stacks[at + step];
    if (next) void this.openStack(next.id);
  }

  // The stacks of the open study itself.
  private openStacks(): Stack[] {
    return stacksIn({ series: this.state.series.filter(({ priorId }) => priorId === null) });
  }

  chooseTool(tool: ToolName): void {
    // The glass enlarges stored images only.
    if (tool === 'magnify' && this.state.volume) return;
    this.tools.choose(tool);
    this.store.update({ tool });
  }

  setLayout(layout: Layout): void {
    const count = Math.min(maxPanes, layout.rows * layout.columns);
    this.store.update({ layout, active: Math.min(this.state.active, count - 1) });
    this.cancelUnseen();
    this.planPrefetch();
  }

  toggleLink(): void {
    this.store.update({ linked: !this.state.linked });
  }

  toggleLines(): void {
    this.store.update({ lines: !this.state.lines });
    this.relations.drawLines(this.state.active);
  }

  togglePlanes(): void {
    if (this.state.volume) return this.mpr.close();
    const pane = this.state.panes[this.state.active];
    const stack = stackById(this.state, pane?.stackId ?? null);
    if (this.state.tool === 'magnify') this.chooseTool('window');
    if (stack) void this.mpr.open(stack, pane?.window ?? null);
  }

  dismissNotice(): void {
    this.store.update({ noVolume: null });
    this.marks.dismiss();
    // The button that had the focus is gone; the keys go on.
    this.options.root.focus({ preventScroll: true });
  }

  scrollBy(step: number): void {
    if (this.state.panes[this.state.active]?.plane) return this.mpr.scroll(this.state.active, step);
    this.viewports.get(this.state.active)?.scroll(step);
  }

  scrollTo(position: 'first' | 'last'): void {
    if (this.state.panes[this.state.active]?.plane) return this.mpr.scrollTo(this.state.active, position);
    const frames = this.framesIn(this.state.active);
    if (frames.length > 0)
      void this.viewports
        .get(this.state.active)
        ?.setImageIdIndex(position === 'first' ? 0 : frames.length - 1);
  }

  invert(): void {
    this.onActive(acts.invert);
  }

  zoomBy(factor: number): void {
    this.onActive((viewport) => acts.zoomBy(viewport, factor));
  }

  rotate(direction: 1 | -1): void {
    this.onActive((viewport) => acts.rotate(viewport, direction));
  }

  flip(axis: 'horizontal' | 'vertical'): void {
    this.onActive((viewport) => acts.flip(viewport, axis));
  }

  reset(): void {
    const { active } = this.state;
    this.onActive(acts.reset);
    if (this.state.panes[active]?.plane) void this.mpr.show(active);
    this.windows.forget(active);
  }

  // Nothing is done to a viewport without an image.
  private onActive(act: (viewport: Types.IStackViewport | Types.IVolumeViewport) => void): void {
    const viewport = this.viewports.shownAt(this.state.active);
    if (viewport) act(viewport);
  }

  // The words beside an arrow.
  private askText(text: string, done: (text: string | null) => void): void {
    this.store.update({
      question: {
        text,
        done: (answer) => {
          this.store.update({ question: null });
          if (!this.closed) done(answer);
        },
      },
    });
  }

  retry(pane: number): void {
    const stack = stackById(this.state, this.state.panes[pane]?.stackId ?? null);
    const before = this.state.panes[pane];
    if (!stack || !before || this.closed) return;
    const wanted = stack.frames[before.wanted - 1];
    if (wanted) this.prefetcher.forgive(wanted.imageId);
    void this.showStack(pane, stack, Math.max(0, before.wanted - 1));
  }

  // Phones without the full-screen interface simply stay as they are.
  toggleFullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.options.root.requestFullscreen?.().catch(() => undefined);
  }

  // ---- the end ----

  // Access was withdrawn: nothing of the study stays on the screen or in memory. STU-43, SHR rules of the server
  end(): void {
    this.stopImages();
    this.store.update({ ...initialState, phase: 'ended' });
  }

  close(): void {
    this.stopImages();
  }

  private stopImages(): void {
    if (this.closed) return;
    this.closed = true;
    this.marks.close();
    eventTarget.removeEventListener(Enums.Events.IMAGE_LOAD_ERROR, this.onLoadError);
    this.requests.abort();
    this.playing.close();
    this.prefetcher.close();
    this.thumbnailer.close();
    this.mpr.forget();
    this.viewports.close();
    this.tools.close();
    this.loader.close();
  }
}
