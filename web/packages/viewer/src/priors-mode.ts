// Earlier studies of the patient beside the open one: opened, shown, taken away. Which one is chosen: priors.ts. STU-42
import { toViewerError, ViewerError } from './errors';
import type { FrameLoader } from './loader';
import type { Stack } from './metadata';
import type { MprMode } from './mpr-mode';
import { priorFor, type PriorStudy, stackBeside } from './priors';
import { visiblePanes } from './relations';
import { emptyPane, type Layout, type PriorPhase, stackById, stacksIn, type Store } from './state';
import { type StudyAddress, StudySource } from './study-source';
import type { Viewports } from './viewports';

// What this needs of the viewer that it belongs to.
export interface PriorsHost {
  store: Store;
  viewports: Viewports;
  loader: FrameLoader;
  mpr: MprMode;
  root: HTMLElement;
  signal: AbortSignal;
  priors: PriorStudy[];
  studyDate: string | null;
  openPrior: (id: string) => Promise<StudyAddress>;
  isClosed: () => boolean;
  readSeries: (uid: string) => Promise<Stack[]>;
  addThumbnails: (stacks: Stack[]) => void;
  setLayout: (layout: Layout) => void;
  showStack: (pane: number, stack: Stack) => Promise<void>;
}

export class PriorsMode {
  private readonly sources = new Map<string, StudySource>();

  constructor(private readonly host: PriorsHost) {}

  private get state() {
    return this.host.store.get();
  }

  sourceOf(priorId: string): StudySource | undefined {
    return this.sources.get(priorId);
  }

  // The most fitting prior in a viewport beside the active image.
  async compare(): Promise<void> {
    const active = stackById(this.state, this.state.panes[this.state.active]?.stackId ?? null);
    const prior = priorFor(this.host.priors, active?.modality ?? '', this.host.studyDate);
    if (prior) await this.open(prior.id);
  }

  // Lists the series of a prior and shows the one that fits the active image beside it.
  async open(id: string): Promise<void> {
    const phase = this.state.priors[id];
    if (phase === 'loading' || this.host.isClosed()) return;
    const active = stackById(this.state, this.state.panes[this.state.active]?.stackId ?? null);
    try {
      if (phase !== 'open') await this.read(id);
      for (const { uid } of this.state.series.filter(({ priorId }) => priorId === id)) {
        this.host.addThumbnails(await this.host.readSeries(uid));
        if (this.host.isClosed()) return;
      }
      const stack = stackBeside(
        active,
        stacksIn({ series: this.state.series.filter(({ priorId }) => priorId === id) }),
      );
      if (stack) await this.showBeside(stack);
    } catch (error) {
      const { kind } = toViewerError(error);
      if (!this.host.isClosed() && kind !== 'cancelled') this.close(id, 'failed');
    }
  }

  private async read(id: string): Promise<void> {
    this.set(id, 'loading');
    const address = await this.host.openPrior(id);
    if (this.host.isClosed()) throw new ViewerError('cancelled');
    const source = new StudySource(address, id, this.host.signal, () => this.close(id, 'failed'));
    this.sources.set(id, source);
    const series = await source.list();
    if (this.host.isClosed()) throw new ViewerError('cancelled');
    this.host.store.update({ series: [...this.state.series, ...series] });
    this.set(id, 'open');
  }

  private async showBeside(stack: Stack): Promise<void> {
    const { layout } = this.state;
    const alone = layout.rows * layout.columns === 1;
    const pane = visiblePanes(this.host.store).find((index) => index !== this.state.active) ?? 1;
    this.host.store.updatePane(pane, { ...emptyPane, stackId: stack.id, wanted: 1 });
    if (alone) {
      const upright = this.host.root.clientHeight > this.host.root.clientWidth;
      this.host.setLayout(upright ? { rows: 2, columns: 1 } : { rows: 1, columns: 2 });
    }
    this.host.store.update({ seriesOpen: false });
    // A viewport that is only now made shows it when it is there.
    if (this.host.viewports.get(pane)) await this.host.showStack(pane, stack);
  }

  // Nothing of it stays on the screen or in memory.
  close(id: string, phase: PriorPhase): void {
    const gone = this.state.series.filter(({ priorId }) => priorId === id);
    const stacks = stacksIn({ series: gone });
    const ids = new Set(stacks.map((stack) => stack.id));
    if (this.state.volume && ids.has(this.state.volume.stackId)) this.host.mpr.close();
    const panes = this.state.panes.map((pane) => (ids.has(pane.stackId ?? '') ? emptyPane : pane));
    panes.forEach((pane, index) => pane !== this.state.panes[index] && this.host.viewports.clear(index));
    this.host.store.update({ panes, series: this.state.series.filter((series) => !gone.includes(series)) });
    this.host.loader.forget(stacks.flatMap(({ frames }) => frames));
    this.sources.delete(id);
    this.set(id, phase);
  }

  private set(id: string, phase: PriorPhase): void {
    this.host.store.update({ priors: { ...this.state.priors, [id]: phase } });
  }
}
