// Playing the active stack, and how fast. STU-41
import { Cine, speeds } from './cine';
import type { FrameLoader } from './loader';
import { playsToAndFro } from './metadata';
import { framesIn } from './relations';
import type { Store } from './state';
import type { Viewports } from './viewports';

export class Playing {
  private readonly cine = new Cine((pane) => this.step(pane));

  constructor(
    private readonly store: Store,
    private readonly viewports: Viewports,
    private readonly loader: FrameLoader,
  ) {}

  private get state() {
    return this.store.get();
  }

  stop(pane: number): void {
    this.cine.stop(pane);
  }

  close(): void {
    this.cine.close();
  }

  toggle(): void {
    const pane = this.state.active;
    const playing = !this.state.panes[pane]?.playing && framesIn(this.store, pane).length > 1;
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
    const frames = framesIn(this.store, pane);
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
}
