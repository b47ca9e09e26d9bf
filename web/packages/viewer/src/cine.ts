// Plays stacks: one timer a viewport. What a step does is the controller's business.

// Images a second that are offered; a clip's own rate comes in addition.
export const speeds = [1, 2, 5, 10, 15, 20, 25, 30, 50, 60];

// The image after this one: round and round, or to and fro.
export function nextIndex(
  now: number,
  count: number,
  toAndFro: boolean,
  direction: 1 | -1,
): { index: number; direction: 1 | -1 } {
  if (!toAndFro || count < 2) return { index: count > 0 ? (now + 1) % count : 0, direction: 1 };
  const turn = direction > 0 ? now >= count - 1 : now <= 0;
  const way = turn ? (direction > 0 ? -1 : 1) : direction;
  return { index: now + way, direction: way };
}

export class Cine {
  private readonly timers = new Map<number, ReturnType<typeof setInterval>>();
  private readonly directions = new Map<number, 1 | -1>();

  constructor(private readonly step: (pane: number) => void) {}

  play(pane: number, framesPerSecond: number): void {
    this.stop(pane);
    this.timers.set(
      pane,
      setInterval(() => this.step(pane), 1000 / framesPerSecond),
    );
  }

  next(pane: number, now: number, count: number, toAndFro: boolean): number {
    const { index, direction } = nextIndex(now, count, toAndFro, this.directions.get(pane) ?? 1);
    this.directions.set(pane, direction);
    return index;
  }

  stop(pane: number): void {
    clearInterval(this.timers.get(pane));
    this.timers.delete(pane);
  }

  close(): void {
    for (const pane of [...this.timers.keys()]) this.stop(pane);
  }
}
