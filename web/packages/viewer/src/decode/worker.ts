// Decodes frames off the main thread. One message in, one out; the pixel buffers are handed over, not copied.
import { type FailureKind, toViewerError } from '../errors';
import { decodeFrame } from './codecs';
import { toShown } from './pixels';
import type { DecodedFrame, PixelDescription } from './types';

export interface DecodeJob {
  job: number;
  syntax: string;
  bytes: Uint8Array<ArrayBuffer>;
  image: PixelDescription;
}
export type DecodeAnswer =
  { job: number; frame: DecodedFrame } | { job: number; failure: { kind: FailureKind; detail: string } };

// The part of DedicatedWorkerGlobalScope used here; its library cannot be loaded beside that of the DOM.
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<DecodeJob>) => void): void;
  postMessage(message: DecodeAnswer, transfer?: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

scope.addEventListener('message', (event) => void answer(event.data));

async function answer({ job, syntax, bytes, image }: DecodeJob): Promise<void> {
  try {
    const frame = toShown(await decodeFrame(syntax, bytes, image), image);
    const reply: DecodeAnswer = { job, frame };
    scope.postMessage(reply, [frame.pixels.buffer]);
  } catch (error) {
    const { kind, detail } = toViewerError(error);
    const reply: DecodeAnswer = { job, failure: { kind, detail } };
    scope.postMessage(reply);
  }
}
