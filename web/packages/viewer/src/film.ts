// A video as a row of frames: where each lies in time, how fast it runs, which commands the shown one takes. STU-41
import { type DataSet, number } from './dicomjson';

export interface Timing {
  frames: number;
  // Of one frame; on average where they differ.
  seconds: number;
}

// The object says how many frames there are, the stream how long it is; without a length yet the object's frame time holds.
export function timingOf(instance: DataSet, duration?: number): Timing {
  const frames = Math.max(1, Math.trunc(number(instance, '00280008') ?? 1));
  if (duration !== undefined && Number.isFinite(duration) && duration > 0)
    return { frames, seconds: duration / frames };
  const time = number(instance, '00181063');
  const rate = number(instance, '00180040') ?? number(instance, '00082144');
  return { frames, seconds: time && time > 0 ? time / 1000 : rate && rate > 0 ? 1 / rate : 1 / 25 };
}

// The frame that is on the screen at a time, from 1. Players stop a little before or behind the border of two frames.
export function frameAt(seconds: number, timing: Timing): number {
  const frame = Math.floor(seconds / timing.seconds + 0.001) + 1;
  return Math.min(timing.frames, Math.max(1, frame));
}

// The middle of a frame, so that rounding never shows its neighbour.
export function timeOf(frame: number, timing: Timing): number {
  return (Math.min(timing.frames, Math.max(1, frame)) - 0.5) * timing.seconds;
}

// How many times as fast as it was recorded.
export const rates = [0.1, 0.25, 0.5, 1, 1.5, 2, 4];

export function nextRate(now: number, step: 1 | -1): number {
  const others = rates.filter((rate) => (step > 0 ? rate > now : rate < now));
  return (step > 0 ? others[0] : others.at(-1)) ?? now;
}

// "1:05.3"
export function clockText(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 0.001);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}

// What keys do to a video: what they do to a clip.
export interface Film {
  toggle(): void;
  changeSpeed(step: 1 | -1): void;
  step(frames: number): void;
  goTo(end: 'first' | 'last'): void;
}

// Which viewport shows a film at the moment.
export class Films {
  private readonly films = new Map<number, Film>();

  // The answer takes it away again.
  put(pane: number, film: Film): () => void {
    this.films.set(pane, film);
    return () => {
      if (this.films.get(pane) === film) this.films.delete(pane);
    };
  }

  at(pane: number): Film | undefined {
    return this.films.get(pane);
  }
}
