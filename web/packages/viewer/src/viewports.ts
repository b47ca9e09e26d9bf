// The viewports of one viewer: Cornerstone's rendering engine, and what is read from it after each image. STU-40, STU-41
import { cache, Enums, RenderingEngine, type Types } from '@cornerstonejs/core';
import { number } from './dicomjson';
import { type Frame, frameDataSet, positionAlongNormal } from './metadata';
import { planeOf, ultrasoundRegions, type Vector, type Window } from './modules';
import { cross, edgeLetters } from './orientation';
import { rangeToWindow, windowToRange } from './presets';
import type { Pane } from './state';
import type { Tools } from './tools';
import { turnedOf } from './view-acts';

export interface ViewportEvents {
  // An image is about to be shown (it may have to be loaded first).
  onWanted(pane: number, imageId: string): void;
  onRendered(pane: number): void;
}

type Shown = Pick<
  Pane,
  'window' | 'inverted' | 'turned' | 'zoom' | 'position' | 'letters' | 'uncalibrated' | 'projected'
>;

// Screen pixels (CSS) an image pixel takes.
function zoomOf(viewport: Types.IStackViewport, frame: Frame): number {
  const plane = planeOf(frameDataSet(frame));
  const start = plane.position ?? [0, 0, 0];
  const step = plane.spacing?.column ?? 1;
  const end = start.map((value, axis) => value + step * (plane.row[axis] ?? 0)) as Vector;
  const [a, b] = [viewport.worldToCanvas(start), viewport.worldToCanvas(end)];
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

export function describeShown(viewport: Types.IStackViewport, frame: Frame, image: Types.IImage): Shown {
  const { voiRange, invert } = viewport.getProperties();
  const { viewUp, viewPlaneNormal } = viewport.getCamera();
  const set = frameDataSet(frame);
  const up = (viewUp ?? [0, -1, 0]) as Vector;
  const right = cross(up, (viewPlaneNormal ?? [0, 0, -1]) as Vector);
  return {
    window: voiRange ? rangeToWindow(voiRange) : null,
    inverted: (invert ?? false) !== image.invert,
    turned: turnedOf(viewport),
    zoom: zoomOf(viewport, frame),
    position: positionAlongNormal(set) ?? number(set, '00201041') ?? null,
    letters: edgeLetters(set, { up, right }),
    uncalibrated: planeOf(set).spacing === undefined && ultrasoundRegions(set) === undefined,
    projected: planeOf(set).spacing?.projected ?? false,
  };
}

function isFitted(viewport: Types.IStackViewport | Types.IVolumeViewport): boolean {
  const [x, y] = viewport.getPan();
  return Math.abs(viewport.getZoom() - 1) < 0.01 && Math.hypot(x, y) < 2;
}

export class Viewports {
  private readonly engine: RenderingEngine;
  private readonly elements = new Map<number, HTMLDivElement>();
  private readonly observer: ResizeObserver;

  constructor(
    private readonly id: string,
    private readonly tools: Tools,
    private readonly events: ViewportEvents,
  ) {
    this.engine = new RenderingEngine(id);
    this.observer = new ResizeObserver(() => this.resize());
  }

  attach(pane: number, element: HTMLDivElement, forVolume = false): void {
    this.elements.set(pane, element);
    this.enable(pane, element, forVolume);
    element.addEventListener(Enums.Events.PRE_STACK_NEW_IMAGE, (event) =>
      this.events.onWanted(pane, (event as Types.EventTypes.PreStackNewImageEvent).detail.imageId),
    );
    element.addEventListener(Enums.Events.IMAGE_RENDERED, () => this.events.onRendered(pane));
    element.addEventListener('contextmenu', (event) => event.preventDefault());
    this.observer.observe(element);
  }

  private enable(pane: number, element: HTMLDivElement, forVolume: boolean): void {
    this.engine.enableElement({
      viewportId: this.viewportId(pane),
      type: forVolume ? Enums.ViewportType.ORTHOGRAPHIC : Enums.ViewportType.STACK,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.tools.addViewport(this.viewportId(pane), this.id);
  }

  detach(pane: number): void {
    const element = this.elements.get(pane);
    if (!element) return;
    this.observer.unobserve(element);
    this.elements.delete(pane);
    this.engine.disableElement(this.viewportId(pane));
  }

  get(pane: number): Types.IStackViewport | undefined {
    const viewport = this.viewportAt(pane);
    return viewport?.type === Enums.ViewportType.STACK ? (viewport as Types.IStackViewport) : undefined;
  }

  volumeAt(pane: number): Types.IVolumeViewport | undefined {
    const viewport = this.viewportAt(pane);
    return viewport?.type === Enums.ViewportType.ORTHOGRAPHIC
      ? (viewport as Types.IVolumeViewport)
      : undefined;
  }

  // One that shows something.
  shownAt(pane: number): Types.IStackViewport | Types.IVolumeViewport | undefined {
    const volume = this.volumeAt(pane);
    if (volume) return volume.getActors().length > 0 ? volume : undefined;
    return this.shownImage(pane) ? this.get(pane) : undefined;
  }

  private viewportAt(pane: number): Types.IViewport | undefined {
    return this.elements.has(pane) ? this.engine.getViewport(this.viewportId(pane)) : undefined;
  }

  attached(): number[] {
    return [...this.elements.keys()];
  }

  shownImage(pane: number): Types.IImage | undefined {
    return this.get(pane)?.getCornerstoneImage();
  }

  // Takes what a viewport shows off it.
  clear(pane: number): void {
    const element = this.elements.get(pane);
    if (!element) return;
    this.engine.disableElement(this.viewportId(pane));
    this.enable(pane, element, false);
  }

  setWindow(pane: number, window: Window): void {
    const viewport = this.shownAt(pane);
    viewport?.setProperties({ voiRange: windowToRange(window) });
    viewport?.render();
  }

  // Ends all viewports and leaves nothing of the images on their canvases.
  close(): void {
    this.observer.disconnect();
    const canvases = [...this.elements.values()].flatMap((element) => [
      ...element.querySelectorAll('canvas'),
    ]);
    this.elements.clear();
    this.engine.destroy();
    for (const canvas of canvases) {
      const context = canvas.getContext('2d');
      context?.clearRect(0, 0, canvas.width, canvas.height);
    }
    for (const canvas of canvases) canvas.remove();
  }

  private viewportId(pane: number): string {
    return `${this.id}/${pane}`;
  }

  private resize(): void {
    if (this.elements.size === 0) return;
    const viewports = this.attached().flatMap((pane) => this.shownAt(pane) ?? []);
    const fitted = viewports.filter((viewport) => isFitted(viewport));
    this.engine.resize(true, true);
    // Images that nobody has enlarged or moved fill their viewport again.
    for (const viewport of fitted) {
      const { rotation, flipHorizontal, flipVertical } = viewport.getViewPresentation() ?? {};
      viewport.resetCamera();
      viewport.setViewPresentation({ rotation, flipHorizontal, flipVertical } as Types.ViewPresentation);
      viewport.render();
    }
  }
}

export function isCached(imageId: string): boolean {
  return cache.isLoaded(imageId);
}
