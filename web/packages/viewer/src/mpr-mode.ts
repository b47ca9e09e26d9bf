// The state of the viewer while other planes are shown: from the asking to the way back. The drawing itself is mpr.ts. STU-41
import type { Types } from '@cornerstonejs/core';
import { toViewerError } from './errors';
import type { Place } from './geometry';
import type { FrameLoader } from './loader';
import type { Stack } from './metadata';
import type { Vector, Window } from './modules';
import type * as Planes from './mpr';
import { dot } from './orientation';
import { rangeToWindow } from './presets';
import {
  emptyPane,
  type Layout,
  type Pane,
  type PlaneName,
  planeNames,
  type Slab,
  type Store,
} from './state';
import type { Viewports } from './viewports';
import { turnedOf } from './view-acts';
import { volumeOf } from './volume';

export interface Bench {
  store: Store;
  viewports: Viewports;
  loader: FrameLoader;
  isPhone: boolean;
}

type Code = typeof Planes;

interface Before {
  layout: Layout;
  panes: readonly Pane[];
  active: number;
}

const thin: Slab = { mode: 'thin', thickness: 10 };
const whole: Slab = { mode: 'maximum', thickness: 20 };

export class MprMode {
  private code: Code | undefined;
  private volume: Planes.Volume | undefined;
  private before: Before | undefined;

  constructor(private readonly bench: Bench) {}

  private get state() {
    return this.bench.store.get();
  }

  // Shows the planes of a stack, or says why there are none.
  async open(stack: Stack, window: Window | null): Promise<void> {
    const { store, loader, isPhone } = this.bench;
    const shape = volumeOf(stack.frames);
    if (typeof shape === 'string') return store.update({ noVolume: shape });
    const total = shape.frames.length;
    store.update({
      noVolume: null,
      volume: { stackId: stack.id, loaded: 0, total, steps: [1, 1, 1], ready: false },
    });
    const code = (this.code ??= await import('./mpr'));
    if (this.state.volume?.stackId !== stack.id || this.volume) return;
    const volume = new code.Volume(loader, shape);
    this.volume = volume;
    try {
      await volume.load(code.volumeBudget(isPhone), (progress) => {
        const now = this.state.volume;
        if (now && this.volume === volume) store.update({ volume: { ...now, ...progress } });
      });
    } catch (error) {
      if (this.volume !== volume) return;
      this.close();
      const { kind } = toViewerError(error);
      if (kind !== 'cancelled') store.update({ noVolume: 'failed' });
      return;
    }
    if (this.volume !== volume) return;
    if (window) volume.window = window;
    this.enter(stack, volume);
  }

  private enter(stack: Stack, volume: Planes.Volume): void {
    const { store, isPhone } = this.bench;
    const { layout, panes, active, volume: now } = this.state;
    this.before = { layout, panes, active };
    const plane = (name: PlaneName, slab: Slab): Pane => ({
      ...emptyPane,
      stackId: stack.id,
      plane: name,
      slab,
      window: volume.window,
    });
    const shown = [...planeNames.map((name) => plane(name, thin)), plane('coronal', whole)];
    store.update({
      layout: isPhone ? { rows: 1, columns: 1 } : { rows: 2, columns: 2 },
      panes: panes.map((pane, index) => shown[index] ?? pane),
      active: 0,
      volume: now && { ...now, ready: true, steps: volume.steps },
    });
  }

  // Back to the images as they were.
  close(): void {
    const { before } = this;
    this.forget();
    if (before) this.bench.store.update(before);
  }

  // Gives the memory back; for the end of the viewer, and when no viewport shows a plane any more.
  forget(): void {
    this.volume?.close();
    this.volume = undefined;
    this.before = undefined;
    this.bench.store.update({ volume: null });
  }

  forgetIfUnused(): void {
    const { panes, volume } = this.state;
    if (volume?.ready && panes.every((pane) => pane.plane === null)) this.forget();
  }

  viewport(pane: number): Types.IVolumeViewport | undefined {
    return this.state.panes[pane]?.plane ? this.bench.viewports.volumeAt(pane) : undefined;
  }

  async show(pane: number): Promise<void> {
    const { plane, slab, window } = this.state.panes[pane] ?? emptyPane;
    const viewport = this.viewport(pane);
    if (plane && viewport && this.volume)
      await this.volume.show(viewport, plane, slab, window ?? this.volume.window);
  }

  setSlab(pane: number, slab: Slab): void {
    const viewport = this.viewport(pane);
    if (!viewport || !this.volume) return;
    this.bench.store.updatePane(pane, { slab });
    this.volume.setSlab(viewport, slab);
  }

  setPlane(pane: number, plane: PlaneName): void {
    const viewport = this.viewport(pane);
    if (!viewport || !this.volume) return;
    this.bench.store.updatePane(pane, { plane });
    this.volume.setPlane(viewport, plane);
  }

  // Of the active plane: maximum intensity on and off.
  toggleMaximum(): void {
    const { active, panes } = this.state;
    const slab = panes[active]?.slab ?? thin;
    this.setSlab(active, { ...slab, mode: slab.mode === 'maximum' ? 'thin' : 'maximum' });
  }

  scroll(pane: number, step: number): void {
    const viewport = this.viewport(pane);
    if (viewport) this.volume?.scroll(viewport, step);
  }

  scrollTo(pane: number, position: 'first' | 'last'): void {
    const { shown, slices } = this.state.panes[pane] ?? emptyPane;
    this.scroll(pane, position === 'first' ? 1 - shown : slices - shown);
  }

  // All planes go through this place.
  locate(pane: number, x: number, y: number): void {
    const world = this.viewport(pane)?.canvasToWorld([x, y]) as Vector | undefined;
    if (!world) return;
    for (const other of this.bench.viewports.attached()) {
      const viewport = this.viewport(other);
      if (!viewport || other === pane) continue;
      const { focalPoint, position, viewPlaneNormal } = viewport.getCamera();
      if (!focalPoint || !position || !viewPlaneNormal) continue;
      const way = world.map((part, axis) => part - (focalPoint[axis] ?? 0)) as Vector;
      const along = dot(way, viewPlaneNormal as Vector);
      const moved = (from: Types.Point3): Types.Point3 =>
        from.map((part, axis) => part + along * (viewPlaneNormal[axis] ?? 0)) as Types.Point3;
      viewport.setCamera({ focalPoint: moved(focalPoint), position: moved(position) });
      viewport.render();
    }
  }

  placeIn(pane: number): Place | undefined {
    const viewport = this.viewport(pane);
    return viewport && this.volume?.placeOf(viewport);
  }

  // What a plane shows now; one window for all of them.
  onRendered(pane: number): void {
    const viewport = this.viewport(pane);
    if (!viewport || !this.volume || !this.code) return;
    const { voiRange, invert } = viewport.getProperties() ?? {};
    const { shown, total } = this.volume.sliceOf(viewport);
    const window = voiRange ? rangeToWindow(voiRange) : null;
    this.bench.store.updatePane(pane, {
      shown,
      wanted: shown,
      slices: total,
      window,
      inverted: invert ?? false,
      zoom: viewport.getZoom(),
      turned: turnedOf(viewport),
      letters: this.code.lettersIn(viewport),
    });
    if (pane !== this.state.active || !voiRange) return;
    for (const other of this.bench.viewports.attached()) {
      const follower = other === pane ? undefined : this.viewport(other);
      const theirs = follower?.getProperties()?.voiRange;
      if (!follower || (theirs?.lower === voiRange.lower && theirs?.upper === voiRange.upper)) continue;
      follower.setProperties({ voiRange });
      follower.render();
    }
  }
}
