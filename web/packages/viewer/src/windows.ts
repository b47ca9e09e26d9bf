// Brightness and contrast of the viewports: presets, what is worked out from the pixels, what was chosen by hand. STU-41
import type { Stack } from './metadata';
import { storedWindow, type Window } from './modules';
import { autoWindow, type ComputedWindow, fullWindow, presetsFor } from './presets';
import { visiblePanes } from './relations';
import { stackById, type Store } from './state';
import type { Viewports } from './viewports';

export class Windows {
  private readonly chosen = new Set<number>();

  constructor(
    private readonly store: Store,
    private readonly viewports: Viewports,
  ) {}

  private get state() {
    return this.store.get();
  }

  // The viewport shows something else, or is as at first again.
  forget(pane: number): void {
    this.chosen.delete(pane);
  }

  // A stack whose objects name no window looks best in that of its middle image, not of its (often empty) first.
  improve(stack: Stack, pixels: ArrayLike<number>): void {
    const first = stack.frames[0];
    if (!first || stack.modality !== 'MR' || storedWindow(first.instance)) return;
    for (const pane of visiblePanes(this.store))
      if (
        this.state.panes[pane]?.stackId === stack.id &&
        !this.chosen.has(pane) &&
        this.viewports.shownImage(pane)
      )
        this.viewports.setWindow(pane, autoWindow(pixels));
  }

  applyPreset(id: string): void {
    const stack = stackById(this.state, this.state.panes[this.state.active]?.stackId ?? null);
    const preset = presetsFor(stack?.modality ?? '').find((entry) => entry.id === id);
    if (preset) this.set(preset.window);
  }

  applyComputed(kind: ComputedWindow): void {
    const image = this.viewports.shownImage(this.state.active);
    if (!image) return;
    const stored = { center: Number(image.windowCenter), width: Number(image.windowWidth) };
    const full = image.color ? stored : fullWindow(image.minPixelValue, image.maxPixelValue);
    const auto = (): Window => (image.color ? stored : autoWindow(image.getPixelData()));
    this.set(kind === 'default' ? stored : kind === 'full' ? full : auto());
  }

  private set(window: Window): void {
    this.chosen.add(this.state.active);
    this.viewports.setWindow(this.state.active, window);
  }
}
