import type { Session } from '@portico/api';

// When the session ends: idle time counts from the last call that the server saw, on any tab of this browser.

export const warningMs = 120_000;
const channelName = 'portico-activity';

export interface SessionEnd {
  at: number;
  cause: 'idle' | 'absolute';
}

export function sessionEnd(session: Session, lastCallAt: number): SessionEnd | null {
  const idleEnds = [
    session.idleEndsAt ? Date.parse(session.idleEndsAt) : NaN,
    session.idleSeconds && lastCallAt ? lastCallAt + session.idleSeconds * 1000 : NaN,
  ].filter(Number.isFinite);
  const idle = idleEnds.length > 0 ? Math.max(...idleEnds) : Infinity;
  const absolute = session.absoluteEndsAt ? Date.parse(session.absoluteEndsAt) : Infinity;
  const at = Math.min(idle, absolute);
  if (!Number.isFinite(at)) return null;
  return { at, cause: absolute <= idle ? 'absolute' : 'idle' };
}

// Somebody works on the page but the server has heard nothing for a while: it is told before the idle time is half over.
export function shouldExtend(session: Session, lastCallAt: number, now: number): boolean {
  if (!session.idleSeconds) return false;
  return now - lastCallAt > Math.min(session.idleSeconds * 500, 300_000);
}

let lastCall = 0;
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(channelName);
channel?.addEventListener('message', (event: MessageEvent<number>) => {
  lastCall = Math.max(lastCall, event.data);
});

export function noteCall(at: number): void {
  lastCall = Math.max(lastCall, at);
  channel?.postMessage(at);
}

export const lastCallAt = () => lastCall;
