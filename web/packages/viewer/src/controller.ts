// One open study: reads it, decides what goes into which viewport, keeps the state that the components show.
// Everything that a person does arrives here through commands.ts.
import { Enums, eventTarget, type Types } from '@cornerstonejs/core';
import { annotation } from '@cornerstonejs/tools';
import { DicomWebClient } from './api';
import { Cine, speeds } from './cine';
import { DecodePool } from './decode/pool';
import { type DataSet, inlineBytes, number, personName, text } from './dicomjson';
import { toViewerError, ViewerError } from './errors';
import { cacheLimit } from './frame-cache';
import { type Place, placeOf } from './geometry';
import { followIndex, linesOn } from './linking';
import { FrameLoader } from './loader';
import { framesPerSecond, type Frame, playsToAndFro, type Stack, stacksOf } from './metadata';
import { storedWindow, type Window } from './modules';
import { formatName, type PatientOnBanner, samePatient } from './person';
import { MprMode } from './mpr-mode';
import { Prefetcher } from './prefetcher';
import { autoWindow, type ComputedWindow, fullWindow, presetsFor } from './presets';
import {
  emptyPane,
  initialState,
  type Layout,
  maxPanes,
  type PlaneName,
  type Series,
  type Slab,
  stackById,
  stacksIn,
  Store,
  type ToolName,
} from './state';
import { Thumbnailer } from './thumbnails';
import { type MeasurementTexts, startCornerstone, Tools } from './tools';
import * as acts from './view-acts';
import { describeShown, Viewports } from './viewports';

export interface ControllerOptions {
  dicomwebUrl: string;
  studyInstanceUid: string;
  patient: PatientOnBanner;
  // What goes to full screen.
  root: HTMLElement;
  isPhone: boolean;
  texts: MeasurementTexts;
  // Whether objects that cannot be shown may be saved.
  mayDownload: boolean;
  onAccessLost: () => void;
}

// Objects about images come after the images themselves.
const lateModalities = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'REG', 'RTSTRUCT', 'RTPLAN', 'AU', 'ECG']);

let viewers = 0;

export class Controller {
  readonly store = new Store();
  private readonly client: DicomWebClient;
  private readonly loader: FrameLoader;
  private readonly prefetcher: Prefetcher;
  private readonly thumbnailer: Thumbnailer;
  private readonly tools: Tools;
  private readonly viewports: Viewports;
  private readonly cine: Cine;
  private readonly mpr: MprMode;
  private readonly requests = new AbortController();
  private readonly listed: Promise<DataSet[]>;
  private readonly windowChosen = new Set<number>();
  private closed = false;

  constructor(private readonly options: ControllerOptions) {
    this.client = new DicomWebClient(options.dicomwebUrl, options.studyInstanceUid, options.onAccessLost);
    // On its way while the graphics start. A failure is met where the list is awaited.
    this.listed = this.client.series(this.requests.signal);
    this.listed.catch(() => undefined);
    startCornerstone(options.isPhone);
    const id = `portico-viewer-${++viewers}`;
    const memory = (navigator as Navigator & { deviceMemory?: number }).deviceMemory;
    this.loader = new FrameLoader(this.client, new DecodePool(), cacheLimit(memory, options.isPhone));
    this.prefetcher = new Prefetcher(this.loader);
    this.thumbnailer = new Thumbnailer(this.loader, (stack, picture, image) => {
      this.store.update({ thumbnails: { ...this.state.thumbnails, [stack.id]: picture } });
      this.improveWindow(stack, image.getPixelData());
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
    this.cine = new Cine((pane) => this.step(pane));
    eventTarget.addEventListener(Enums.Events.IMAGE_LOAD_ERROR, this.onLoadError);
    this.chooseTool(options.isPhone ? 'scroll' : 'window');
  }

  private get state() {
    return this.store.get();
  }

  // ---- reading the study ----

  async open(): Promise<void> {
    try {
      const listed = await this.listed;
      if (this.closed) return;
      this.store.update({ series: listed.map(seriesFrom).sort(inReadingOrder) });
      await this.openFirstImages();
      if (this.closed) return;
      if (this.state.phase === 'loading') this.store.update({ phase: 'ready' });
      void this.tools.loadAll();
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
    const known = this.state.series.find((series) => series.uid === uid)?.stacks;
    if (known) return known;
    try {
      const instances = await this.client.metadata(uid, this.requests.signal);
      if (this.closed || !this.checkPatient(instances)) return [];
      const stacks = stacksOf(
        instances,
        `${this.options.dicomwebUrl}/studies/${this.options.studyInstanceUid}`,
      );
      this.loader.register(stacks.flatMap((stack) => stack.frames));
      this.updateSeries(uid, { stacks, failure: null });
      return stacks;
    } catch (error) {
      const { kind, detail } = toViewerError(error);
      if (kind !== 'cancelled') this.updateSeries(uid, { failure: { kind, detail } });
      return [];
    }
  }

  private updateSeries(uid: string, change: Partial<Series>): void {
    this.store.update({
      series: this.state.series.map((series) => (series.uid === uid ? { ...series, ...change } : series)),
    });
  }

  // Images of another patient than the banner's are never shown. STU-43
  private checkPatient(instances: DataSet[]): boolean {
    for (const instance of instances) {
      const found = { name: personName(instance, '00100010'), patientId: text(instance, '00100020') ?? '' };
      if (samePatient(this.options.patient, found)) continue;
      this.stopImages();
      this.store.update({
        phase: 'error',
        otherPatient: { name: formatName(found.name.alphabetic), patientId: found.patientId },
        panes: initialState.panes,
        thumbnails: {},
      });
      return false;
    }
    return true;
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
    this.cine.stop(pane);
    if (!this.closed) this.viewports.detach(pane);
  }

  // A new viewport takes the next stack that is nowhere shown yet.
  private fillPane(pane: number): void {
    if (pane === 0) return;
    const shown = new Set(this.state.panes.map((entry) => entry.stackId));
    const next = stacksIn(this.state).find((stack) => stack.frames.length > 0 && !shown.has(stack.id));
    if (next) void this.showStack(pane, next);
  }

  get mayDownload(): boolean {
    return this.options.mayDownload;
  }

  // Saves an object as a file; false when the server does not give it.
  async save(url: string): Promise<boolean> {
    try {
      saveAs(await this.client.file(url, this.requests.signal), `${url.split('/').at(-1) ?? 'object'}.dcm`);
      return true;
    } catch {
      return false;
    }
  }

  // The content of an encapsulated document.
  async documentBytes({ object }: Stack): Promise<Uint8Array<ArrayBuffer>> {
    const element = object?.['00420011'];
    const inline = inlineBytes(element);
    if (inline) return inline;
    if (element?.BulkDataURI === undefined) throw new ViewerError('damaged', 'document missing');
    return this.client.bulk(element.BulkDataURI, this.requests.signal);
  }

  private async showStack(pane: number, stack: Stack, index = 0): Promise<void> {
    this.cine.stop(pane);
    this.windowChosen.delete(pane);
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

  // A plane through a volume has no frames of its own.
  private framesIn(pane: number): Frame[] {
    if (this.state.panes[pane]?.plane) return [];
    return stackById(this.state, this.state.panes[pane]?.stackId ?? null)?.frames ?? [];
  }

  // Requests for series that are on no viewport any more are given up; thumbnails go on.
  private cancelUnseen(): void {
    const visible = new Set(
      this.visiblePanes().flatMap((pane) => this.framesIn(pane).map((frame) => frame.imageId)),
    );
    this.loader.queue.cancel((imageId, priority) => priority !== 'thumbnail' && !visible.has(imageId));
  }

  private visiblePanes(): number[] {
    return Array.from({ length: this.state.layout.rows * this.state.layout.columns }, (_, pane) => pane);
  }

  private onWanted(pane: number, imageId: string): void {
    this.loader.promote(imageId, 'display');
    const index = this.framesIn(pane).findIndex((frame) => frame.imageId === imageId);
    const before = this.state.panes[pane];
    if (index < 0 || !before) return;
    const direction = index + 1 === before.wanted ? before.direction : index + 1 > before.wanted ? 1 : -1;
    this.store.updatePane(pane, { wanted: index + 1, direction, failure: null });
    if (this.state.linked && pane === this.state.active) this.lead(pane, before.wanted - 1, index);
    this.planPrefetch();
  }

  // The other viewports go where this one went.
  private lead(pane: number, from: number, to: number): void {
    const source = { frames: this.framesIn(pane), from, to };
    for (const other of this.visiblePanes()) {
      const target = { frames: this.framesIn(other), index: (this.state.panes[other]?.wanted ?? 1) - 1 };
      if (other === pane || target.frames.length === 0) continue;
      const index = followIndex(source, target);
      if (index !== undefined && index !== target.index)
        void this.viewports.get(other)?.setImageIdIndex(index);
    }
  }

  private placeIn(pane: number): Place | undefined {
    if (this.state.panes[pane]?.plane) return this.mpr.placeIn(pane);
    const frame = this.framesIn(pane)[(this.state.panes[pane]?.shown ?? 0) - 1];
    return frame && placeOf(frame);
  }

  // After an image was drawn: its own lines, and if it is the active one's, those on the others.
  private drawLines(drawn: number): void {
    const { active, lines, panes } = this.state;
    const visible = this.visiblePanes();
    // Planes through a volume all show each other; among images the active one is shown on the others.
    const isSource = (pane: number): boolean => pane === active || panes[pane]?.plane != null;
    const places = new Map(
      visible.flatMap((pane) => {
        const place = lines && visible.length > 1 ? this.placeIn(pane) : undefined;
        return place ? [[pane, place] as const] : [];
      }),
    );
    for (const pane of isSource(drawn) ? visible : [drawn]) {
      const target = places.get(pane);
      const viewport = this.viewports.shownAt(pane);
      const sources = new Map([...places].filter(([source]) => source !== pane && isSource(source)));
      const found =
        target && viewport ? linesOn(target, sources, (world) => viewport.worldToCanvas(world)) : [];
      if (found.length > 0 || (panes[pane]?.lines.length ?? 0) > 0)
        this.store.updatePane(pane, { lines: found });
    }
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
      return this.drawLines(pane);
    }
    const viewport = this.viewports.get(pane);
    const image = this.viewports.shownImage(pane);
    if (!viewport || !image) return;
    const frames = this.framesIn(pane);
    const index = frames.findIndex((frame) => frame.imageId === image.imageId);
    const frame = frames[index];
    if (!frame) return;
    this.store.updatePane(pane, { shown: index + 1, ...describeShown(viewport, frame, image) });
    this.drawLines(pane);
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

  // A stack whose objects name no window looks best in that of its middle image, not of its (often empty) first.
  private improveWindow(stack: Stack, pixels: ArrayLike<number>): void {
    const first = stack.frames[0];
    if (!first || stack.modality !== 'MR' || storedWindow(first.instance)) return;
    for (const pane of this.visiblePanes())
      if (
        this.state.panes[pane]?.stackId === stack.id &&
        !this.windowChosen.has(pane) &&
        this.viewports.shownImage(pane)
      )
        this.viewports.setWindow(pane, autoWindow(pixels));
  }

  // ---- what people do ----

  activate(pane: number): void {
    if (this.state.active === pane) return;
    this.store.update({ active: pane });
    this.drawLines(pane);
  }

  async openStack(stackId: string, pane = this.state.active): Promise<void> {
    const stack = stackById(this.state, stackId) ?? (await this.readSeries(stackId)).at(0);
    if (!stack || this.closed) return;
    this.store.update({ active: pane, seriesOpen: false });
    await this.showStack(pane, stack);
  }

  openNeighbour(step: 1 | -1): void {
    const stacks = stacksIn(this.state);
    const at = stacks.findIndex((stack) => stack.id === this.state.panes[this.state.active]?.stackId);
    const next = stacks[at + step];
    if (next) void this.openStack(next.id);
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
    this.drawLines(this.state.active);
  }

  togglePlanes(): void {
    if (this.state.volume) return this.mpr.close();
    const pane = this.state.panes[this.state.active];
    const stack = stackById(this.state, pane?.stackId ?? null);
    if (this.state.tool === 'magnify') this.chooseTool('window');
    if (stack) void this.mpr.open(stack, pane?.window ?? null);
  }

  setPlane(plane: PlaneName): void {
    this.mpr.setPlane(this.state.active, plane);
  }

  setSlab(slab: Slab): void {
    this.mpr.setSlab(this.state.active, slab);
  }

  // Maximum intensity on and off.
  toggleMaximum(): void {
    const slab = this.state.panes[this.state.active]?.slab ?? { mode: 'thin', thickness: 10 };
    this.setSlab({ ...slab, mode: slab.mode === 'maximum' ? 'thin' : 'maximum' });
  }

  locate(pane: number, x: number, y: number): void {
    this.mpr.locate(pane, x, y);
  }

  dismissNotice(): void {
    this.store.update({ noVolume: null });
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

  applyPreset(id: string): void {
    const stack = stackById(this.state, this.state.panes[this.state.active]?.stackId ?? null);
    const preset = presetsFor(stack?.modality ?? '').find((entry) => entry.id === id);
    if (preset) this.setWindow(preset.window);
  }

  applyComputed(kind: ComputedWindow): void {
    const image = this.viewports.shownImage(this.state.active);
    if (!image) return;
    const stored = { center: Number(image.windowCenter), width: Number(image.windowWidth) };
    const full = image.color ? stored : fullWindow(image.minPixelValue, image.maxPixelValue);
    const auto = (): Window => (image.color ? stored : autoWindow(image.getPixelData()));
    this.setWindow(kind === 'default' ? stored : kind === 'full' ? full : auto());
  }

  private setWindow(window: Window): void {
    this.windowChosen.add(this.state.active);
    this.viewports.setWindow(this.state.active, window);
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
    this.windowChosen.delete(this.state.active);
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

  removeMeasurement(which: 'selected' | 'all'): void {
    if (which === 'all') annotation.state.removeAllAnnotations();
    else
      for (const uid of annotation.selection.getAnnotationsSelected()) annotation.state.removeAnnotation(uid);
    for (const pane of this.viewports.attached()) this.viewports.get(pane)?.render();
  }

  togglePlay(): void {
    const pane = this.state.active;
    const playing = !this.state.panes[pane]?.playing && this.framesIn(pane).length > 1;
    if (playing) this.cine.play(pane, this.state.panes[pane]?.framesPerSecond ?? 15);
    else this.cine.stop(pane);
    this.store.updatePane(pane, { playing });
  }

  // Along the speeds that are offered.
  changeSpeed(step: 1 | -1): void {
    const now = this.state.panes[this.state.active]?.framesPerSecond ?? 15;
    const others = speeds.filter((speed) => (step > 0 ? speed > now : speed < now));
    const next = step > 0 ? others[0] : others.at(-1);
    if (next !== undefined) this.setFramesPerSecond(next);
  }

  setFramesPerSecond(value: number): void {
    const pane = this.state.active;
    this.store.updatePane(pane, { framesPerSecond: value });
    if (this.state.panes[pane]?.playing) this.cine.play(pane, value);
  }

  // The next image of a clip, if it has come; a clip waits rather than leaves images out.
  private step(pane: number): void {
    const frames = this.framesIn(pane);
    const first = frames[0];
    const now = (this.state.panes[pane]?.shown ?? 1) - 1;
    const next = this.cine.next(
      pane,
      now,
      frames.length,
      first !== undefined && playsToAndFro(first.instance),
    );
    const frame = frames[next];
    if (frame && this.loader.isLoaded(frame.imageId)) void this.viewports.get(pane)?.setImageIdIndex(next);
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

  toggleHelp(): void {
    this.store.update({ helpOpen: !this.state.helpOpen });
  }

  toggleSeries(): void {
    this.store.update({ seriesOpen: !this.state.seriesOpen });
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
    eventTarget.removeEventListener(Enums.Events.IMAGE_LOAD_ERROR, this.onLoadError);
    this.requests.abort();
    this.cine.close();
    this.prefetcher.close();
    this.thumbnailer.close();
    this.mpr.forget();
    this.viewports.close();
    this.tools.close();
    this.loader.close();
  }
}

function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the content over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function seriesFrom(set: DataSet): Series {
  return {
    uid: text(set, '0020000E') ?? '',
    modality: text(set, '00080060') ?? '',
    number: number(set, '00200011'),
    description: text(set, '0008103E') ?? '',
    instanceCount: number(set, '00201209'),
    stacks: null,
    failure: null,
  };
}

function inReadingOrder(a: Series, b: Series): number {
  const late = Number(lateModalities.has(a.modality)) - Number(lateModalities.has(b.modality));
  if (late !== 0) return late;
  return (a.number ?? Infinity) - (b.number ?? Infinity) || a.uid.localeCompare(b.uid);
}
