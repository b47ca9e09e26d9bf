// Keeps the images that are likely to be wanted next on their way: neighbours at once, the rest of the stack when quiet. STU-40
import { toViewerError } from './errors';
import type { FrameLoader } from './loader';
import type { Frame } from './metadata';
import { number } from './dicomjson';
import { isColour, rescaleOf } from './modules';
import { type Direction, prefetchOrder, withinBudget } from './prefetch';
import type { Priority } from './queue';

const quietMilliseconds = 250;
const nearAtOnce = 4;
const restAtOnce = 3;

export interface Place {
  frames: Frame[];
  index: number;
  direction: Direction;
}

// Size of a decoded frame before it is there.
export function expectedBytes({ instance }: Frame): number {
  const pixels = (number(instance, '00280010') ?? 512) * (number(instance, '00280011') ?? 512);
  if (isColour(instance)) return pixels * 3;
  const { slope, intercept } = rescaleOf(instance);
  if (!Number.isInteger(slope) || !Number.isInteger(intercept)) return pixels * 4;
  return pixels * ((number(instance, '00280100') ?? 16) <= 8 ? 1 : 2);
}

// What prefetching needs of a FrameLoader.
export type Loader = Pick<FrameLoader, 'queue' | 'request' | 'isLoaded'> & {
  cache: Pick<FrameLoader['cache'], 'limit' | 'touch'>;
};

export class Prefetcher {
  private near: string[] = [];
  private rest: string[] = [];
  private readonly running = new Set<string>();
  private readonly failed = new Set<string>();
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private restAllowed = false;

  constructor(private readonly loader: Loader) {
    loader.queue.onEnded = () => this.pump();
  }

  // Replaces the plan by that for the images now on screen.
  plan(places: Place[]): void {
    const budget = (this.loader.cache.limit * 0.8) / Math.max(1, places.length);
    this.near = [];
    this.rest = [];
    for (const { frames, index, direction } of places) {
      const order = prefetchOrder(frames.length, index, direction);
      const wanted = [...order.near, ...order.rest].flatMap((at) => frames[at] ?? []);
      const kept = withinBudget(wanted, budget, expectedBytes).map((frame) => frame.imageId);
      this.near.push(...kept.slice(0, order.near.length));
      this.rest.push(...kept.slice(order.near.length));
    }
    this.restAllowed = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      this.restAllowed = true;
      this.pump();
    }, quietMilliseconds);
    this.pump();
  }

  // A failed image is not asked for again by itself; its viewport offers to.
  forgive(imageId: string): void {
    this.failed.delete(imageId);
  }

  close(): void {
    clearTimeout(this.quiet);
    this.near = [];
    this.rest = [];
  }

  private pump(): void {
    this.startNext(this.near, 'near', nearAtOnce);
    if (this.restAllowed && this.loader.queue.idleBut('rest')) this.startNext(this.rest, 'rest', restAtOnce);
  }

  private startNext(list: string[], priority: Priority, atOnce: number): void {
    while (this.running.size < atOnce && list.length > 0) {
      const imageId = list.shift();
      if (imageId === undefined || this.running.has(imageId) || this.failed.has(imageId)) continue;
      if (this.loader.isLoaded(imageId)) {
        this.loader.cache.touch(imageId);
        continue;
      }
      this.running.add(imageId);
      void this.loader.request(imageId, priority).then(
        () => this.ended(imageId),
        (error: unknown) => {
          const { kind } = toViewerError(error);
          if (kind !== 'cancelled') this.failed.add(imageId);
          if (kind === 'access') this.close();
          this.ended(imageId);
        },
      );
    }
  }

  private ended(imageId: string): void {
    this.running.delete(imageId);
    this.pump();
  }
}
