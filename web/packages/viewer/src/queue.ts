// Network requests in order of need. STU-40
// What is asked for now (`display`) goes at once; prefetching leaves room for it; `rest` runs only when nothing else does.

export const priorities = ['display', 'near', 'thumbnail', 'rest'] as const;
export type Priority = (typeof priorities)[number];

// How many requests may be under way when one of this priority is to start.
const room: Record<Priority, number> = { display: 8, near: 5, thumbnail: 3, rest: 3 };

interface Request {
  key: string;
  priority: Priority;
  controller: AbortController;
  run: (signal: AbortSignal) => Promise<void>;
}

export class RequestQueue {
  // Called after each request has ended: there may be room for more.
  onEnded: () => void = () => undefined;
  private waiting: Request[] = [];
  private readonly running = new Map<string, Request>();

  // True when nothing but requests of this priority is waiting or under way.
  idleBut(priority: Priority): boolean {
    return [...this.waiting, ...this.running.values()].every((request) => request.priority === priority);
  }

  add(key: string, priority: Priority, run: (signal: AbortSignal) => Promise<void>): void {
    this.waiting.push({ key, priority, controller: new AbortController(), run });
    this.start();
  }

  // More urgent than it was (never less): the user has arrived at an image that was to be prefetched.
  promote(key: string, priority: Priority): void {
    const request = this.waiting.find((entry) => entry.key === key) ?? this.running.get(key);
    if (!request || priorities.indexOf(priority) >= priorities.indexOf(request.priority)) return;
    request.priority = priority;
    this.start();
  }

  // Ends the requests that `matches` names; each still runs with an aborted signal, so that its asker is told.
  cancel(matches: (key: string, priority: Priority) => boolean): void {
    const dropped = this.waiting.filter((entry) => matches(entry.key, entry.priority));
    this.waiting = this.waiting.filter((entry) => !dropped.includes(entry));
    for (const request of dropped) {
      request.controller.abort();
      void request.run(request.controller.signal);
    }
    for (const request of this.running.values())
      if (matches(request.key, request.priority)) request.controller.abort();
    this.start();
  }

  private start(): void {
    for (const priority of priorities)
      for (const request of this.waiting.filter((entry) => entry.priority === priority)) {
        if (this.running.size >= room[priority]) return;
        this.waiting.splice(this.waiting.indexOf(request), 1);
        this.running.set(request.key, request);
        void request.run(request.controller.signal).finally(() => {
          this.running.delete(request.key);
          this.start();
          this.onEnded();
        });
      }
  }
}
