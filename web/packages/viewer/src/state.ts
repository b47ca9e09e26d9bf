// What is on the screen. Written by the controller only, read by the components.
import type { FailureKind } from './errors';
import type { Stack } from './metadata';
import type { Window } from './modules';
import type { EdgeLetters } from './orientation';
import type { Direction } from './prefetch';

export const toolNames = [
  'window',
  'scroll',
  'zoom',
  'pan',
  'length',
  'angle',
  'rectangle',
  'ellipse',
] as const;
export type ToolName = (typeof toolNames)[number];

export interface Layout {
  rows: number;
  columns: number;
}

export interface Failure {
  kind: FailureKind;
  detail: string;
}

// A series as the server lists it; its stacks are known once its metadata have been read.
export interface Series {
  uid: string;
  modality: string;
  number: number | undefined;
  description: string;
  instanceCount: number | undefined;
  stacks: Stack[] | null;
  failure: Failure | null;
}

export interface Pane {
  stackId: string | null;
  // 1-based; `shown` is on the screen (0: nothing), `wanted` was asked for.
  shown: number;
  wanted: number;
  direction: Direction;
  window: Window | null;
  inverted: boolean;
  zoom: number;
  position: number | null;
  letters: EdgeLetters | null;
  uncalibrated: boolean;
  failure: Failure | null;
  playing: boolean;
  framesPerSecond: number;
}

export type Phase = 'loading' | 'ready' | 'ended' | 'error';

export interface ViewerState {
  phase: Phase;
  failure: Failure | null;
  // The images name another patient than the banner; none is shown.
  otherPatient: { name: string; patientId: string } | null;
  series: Series[];
  thumbnails: Readonly<Record<string, ImageData>>;
  layout: Layout;
  panes: readonly Pane[];
  active: number;
  tool: ToolName;
  helpOpen: boolean;
  seriesOpen: boolean;
}

export const emptyPane: Pane = {
  stackId: null,
  shown: 0,
  wanted: 0,
  direction: 1,
  window: null,
  inverted: false,
  zoom: 1,
  position: null,
  letters: null,
  uncalibrated: false,
  failure: null,
  playing: false,
  framesPerSecond: 15,
};

export const maxPanes = 9;

export const initialState: ViewerState = {
  phase: 'loading',
  failure: null,
  otherPatient: null,
  series: [],
  thumbnails: {},
  layout: { rows: 1, columns: 1 },
  panes: Array.from({ length: maxPanes }, () => emptyPane),
  active: 0,
  tool: 'window',
  helpOpen: false,
  seriesOpen: false,
};

export function stacksIn(state: ViewerState): Stack[] {
  return state.series.flatMap((series) => series.stacks ?? []);
}

export function stackById(state: ViewerState, id: string | null): Stack | undefined {
  return id === null ? undefined : stacksIn(state).find((stack) => stack.id === id);
}

// Why nothing of the study can be shown, once every series has been tried in vain; null as long as any may.
export function unreadable({ phase, series }: Pick<ViewerState, 'phase' | 'series'>): Failure | null {
  if (phase !== 'ready' || series.some(({ failure }) => failure === null)) return null;
  return series[0]?.failure ?? null;
}

export class Store {
  private readonly listeners = new Set<() => void>();

  constructor(private state: ViewerState = initialState) {}

  get = (): ViewerState => this.state;

  update(change: Partial<ViewerState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  updatePane(index: number, change: Partial<Pane>): void {
    const panes = this.state.panes.map((pane, at) => (at === index ? { ...pane, ...change } : pane));
    this.update({ panes });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
