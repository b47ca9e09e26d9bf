// What the visible viewports have to do with each other, on the screen: scrolling together, reference lines. STU-41
import { type Place, placeOf } from './geometry';
import { followIndex, linesOn } from './linking';
import type { Frame } from './metadata';
import type { MprMode } from './mpr-mode';
import { stackById, type Store } from './state';
import type { Viewports } from './viewports';

export function visiblePanes(store: Store): number[] {
  const { rows, columns } = store.get().layout;
  return Array.from({ length: rows * columns }, (_, pane) => pane);
}

// A plane through a volume has no frames of its own.
export function framesIn(store: Store, pane: number): Frame[] {
  const { panes } = store.get();
  if (panes[pane]?.plane) return [];
  return stackById(store.get(), panes[pane]?.stackId ?? null)?.frames ?? [];
}

export class Relations {
  constructor(
    private readonly store: Store,
    private readonly viewports: Viewports,
    private readonly mpr: MprMode,
  ) {}

  // The other viewports go where this one went (indexes of images).
  lead(pane: number, from: number, to: number): void {
    const source = { frames: framesIn(this.store, pane), from, to };
    for (const other of visiblePanes(this.store)) {
      const wanted = this.store.get().panes[other]?.wanted ?? 1;
      const target = { frames: framesIn(this.store, other), index: wanted - 1 };
      if (other === pane || target.frames.length === 0) continue;
      const index = followIndex(source, target);
      if (index !== undefined && index !== target.index)
        void this.viewports.get(other)?.setImageIdIndex(index);
    }
  }

  // After an image was drawn: its own lines, and if it is the active one's, those on the others.
  drawLines(drawn: number): void {
    const { active, lines, panes } = this.store.get();
    const visible = visiblePanes(this.store);
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

  private placeIn(pane: number): Place | undefined {
    const { panes } = this.store.get();
    if (panes[pane]?.plane) return this.mpr.placeIn(pane);
    const frame = framesIn(this.store, pane)[(panes[pane]?.shown ?? 0) - 1];
    return frame && placeOf(frame);
  }
}
