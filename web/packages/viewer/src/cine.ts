// Plays stacks: one timer a viewport. What a step does is the controller's business.

export class Cine {
  private readonly timers = new Map<number, ReturnType<typeof setInterval>>();

  constructor(private readonly step: (pane: number) => void) {}

  play(pane: number, framesPerSecond: number): void {
    this.stop(pane);
    this.timers.set(
      pane,
      setInterval(() => this.step(pane), 1000 / framesPerSecond),
    );
  }

  stop(pane: number): void {
    clearInterval(this.timers.get(pane));
    this.timers.delete(pane);
  }

  close(): void {
    for (const pane of [...this.timers.keys()]) this.stop(pane);
  }
}
