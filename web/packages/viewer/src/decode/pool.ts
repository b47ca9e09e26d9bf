// A few decoding workers; each job goes to the one with the fewest waiting. Owned by the viewer, ended with it.
import { ViewerError } from '../errors';
import type { DecodedFrame, PixelDescription } from './types';
import type { DecodeAnswer, DecodeJob } from './worker';

interface Waiting {
  resolve: (frame: DecodedFrame) => void;
  reject: (error: Error) => void;
}
interface Member {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

export class DecodePool {
  private readonly members: Member[] = [];
  private nextJob = 1;

  // The first worker starts at once, so that its script is there when the first frame is.
  constructor(private readonly size = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1))) {
    this.start();
  }

  decode(syntax: string, bytes: Uint8Array<ArrayBuffer>, image: PixelDescription): Promise<DecodedFrame> {
    const member = this.leastBusy();
    const job: DecodeJob = { job: this.nextJob++, syntax, bytes, image };
    return new Promise((resolve, reject) => {
      member.waiting.set(job.job, { resolve, reject });
      member.worker.postMessage(job, [bytes.buffer]);
    });
  }

  close(): void {
    for (const member of this.members.splice(0)) this.end(member, new ViewerError('cancelled'));
  }

  private leastBusy(): Member {
    const free = this.members.find((member) => member.waiting.size === 0);
    if (free) return free;
    if (this.members.length < this.size) return this.start();
    return this.members.reduce((best, member) => (member.waiting.size < best.waiting.size ? member : best));
  }

  private start(): Member {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const member: Member = { worker, waiting: new Map() };
    worker.addEventListener('message', (event: MessageEvent<DecodeAnswer>) => {
      const answer = event.data;
      const waiting = member.waiting.get(answer.job);
      member.waiting.delete(answer.job);
      if ('frame' in answer) waiting?.resolve(answer.frame);
      else waiting?.reject(new ViewerError(answer.failure.kind, answer.failure.detail));
    });
    // A worker that died (out of memory, script not loaded) is replaced by the next job.
    worker.addEventListener('error', (event) => {
      this.members.splice(this.members.indexOf(member), 1);
      this.end(member, new ViewerError('damaged', event.message));
    });
    this.members.push(member);
    return member;
  }

  private end(member: Member, error: Error): void {
    member.worker.terminate();
    for (const waiting of member.waiting.values()) waiting.reject(error);
    member.waiting.clear();
  }
}
