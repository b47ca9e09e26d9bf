// What is on the screen. Written by the controller only, read by the components.
import { initialMarks, type MarksState } from './annotations/marks-state';
import type { FailureKind } from './errors';
import type { Stack } from './metadata';
import type { Window } from './modules';
import type { EdgeLetters } from './orientation';
import type { Direction } from './prefetch';
import type { NoVolume } from './volume';

export const toolNames = [
  'window',
  'scroll',
  'zoom',
  'pan',
  'magnify',
  'length',
  'angle',
  'cobb',
  'rectangle',
  'ellipse',
  'probe',
  'arrow',
] as const;
export type ToolName = (typeof toolNames)[number];

export const planeNames = ['axial', 'coronal', 'sagittal'] as const;
export type PlaneName = (typeof planeNames)[number];

// What is drawn of the samples in front of and behind a plane; the thickness in mm.
export const slabModes = ['thin', 'maximum', 'minimum', 'mean'] as const;
export interface Slab {
  mode: (typeof slabModes)[number];
  thickness: number;
}

// The volume that planes are cut from.
export interface VolumeState {
  stackId: string;
  loaded: number;
  total: number;
  // Every how many-th column, row and image: over 1 where it would not fit into memory.
  steps: readonly [number, number, number];
  ready: boolean;
}

export interface Layout {
  rows: number;
  columns: number;
}

// How an image lies on the screen other than it is stored: degrees clockwise, seen in a mirror.
export interface Turned {
  degrees: number;
  mirrored: boolean;
}

// Where the image of another viewport cuts this one, in pixels of this viewport.
export interface ReferenceLine {
  pane: number;
  from: [number, number];
  to: [number, number];
}

export interface Failure {
  kind: FailureKind;
  detail: string;
}

// A series as the server lists it; its stacks are known once its metadata have been read.
export interface Series {
  uid: string;
  // The prior it belongs to; null: the open study.
  priorId: string | null;
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
  turned: Turned;
  zoom: number;
  position: number | null;
  letters: EdgeLetters | null;
  uncalibrated: boolean;
  // Lengths are those at the detector, larger than in the body.
  projected: boolean;
  // A plane through a volume instead of an image; then `shown` is its slice of `slices`.
  plane: PlaneName | null;
  slab: Slab;
  slices: number;
  lines: readonly ReferenceLine[];
  failure: Failure | null;
  playing: boolean;
  framesPerSecond: number;
}

export type PriorPhase = 'loading' | 'open' | 'failed' | 'otherPatient';

export type Phase = 'loading' | 'ready' | 'ended' | 'error';

export interface ViewerState {
  phase: Phase;
  failure: Failure | null;
  // The images name another patient than the banner; none is shown.
  otherPatient: { name: string; patientId: string } | null;
  series: Series[];
  // Priors that were asked for.
  priors: Readonly<Record<string, PriorPhase>>;
  thumbnails: Readonly<Record<string, ImageData>>;
  layout: Layout;
  panes: readonly Pane[];
  active: number;
  tool: ToolName;
  // Viewports scroll together; they show where the active one cuts them.
  linked: boolean;
  lines: boolean;
  volume: VolumeState | null;
  // Why no other planes can be shown, until it has been read.
  noVolume: NoVolume | 'failed' | null;
  // The words beside an arrow are being written; `done` with null gives up.
  question: { text: string; done: (text: string | null) => void } | null;
  marks: MarksState;
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
  turned: { degrees: 0, mirrored: false },
  zoom: 1,
  position: null,
  letters: null,
  uncalibrated: false,
  projected: false,
  plane: null,
  slab: { mode: 'thin', thickness: 10 },
  slices: 0,
  lines: [],
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
  priors: {},
  thumbnails: {},
  layout: { rows: 1, columns: 1 },
  panes: Array.from({ length: maxPanes }, () => emptyPane),
  active: 0,
  tool: 'window',
  linked: false,
  lines: true,
  volume: null,
  noVolume: null,
  question: null,
  marks: initialMarks,
  helpOpen: false,
  seriesOpen: false,
};

export function stacksIn(state: Pick<ViewerState, 'series'>): Stack[] {
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
