import { openStream, type LiveEvent } from './events';

// One event stream a browser: every tab is a port of this worker, and the stream lives while a tab does.

interface SharedScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

const ports = new Set<MessagePort>();
let close: (() => void) | null = null;

const broadcast = (event: LiveEvent) => ports.forEach((port) => port.postMessage(event));

function leave(port: MessagePort) {
  ports.delete(port);
  if (ports.size > 0) return;
  close?.();
  close = null;
}

(self as unknown as SharedScope).onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = (message: MessageEvent<'join' | 'leave' | 'restart'>) => {
    if (message.data === 'leave') {
      leave(port);
      return;
    }
    ports.add(port);
    if (message.data === 'restart') {
      close?.();
      close = null;
    }
    close ??= openStream(broadcast);
  };
};
