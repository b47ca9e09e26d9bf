import { openStream, type LiveEvent } from './events';

type Listener = (event: LiveEvent) => void;
const listeners = new Set<Listener>();
const report = (event: LiveEvent) => listeners.forEach((listener) => listener(event));

export function onLiveEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function joinSharedStream(): () => void {
  const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'portico-live',
  });
  worker.port.onmessage = (message: MessageEvent<LiveEvent>) => report(message.data);
  worker.port.start();
  // A stream belongs to the session cookie it was opened with: after a sign-in it is opened anew.
  worker.port.postMessage('restart');
  const leave = () => worker.port.postMessage('leave');
  const back = (event: PageTransitionEvent) => {
    if (event.persisted) worker.port.postMessage('join');
  };
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', back);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', back);
    leave();
    worker.port.close();
  };
}

// Connects this page to the server's live events while somebody is signed in.
export function connectLive(): () => void {
  if ('SharedWorker' in window) return joinSharedStream();
  return 'EventSource' in window ? openStream(report) : () => {};
}
