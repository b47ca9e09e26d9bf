// The names of the server's live events; none carries patient data, they only say what to ask for again.
export const liveEvents = [
  'access.changed',
  'studies.changed',
  'recalls.changed',
  'validation.changed',
  'access_requests.changed',
  'messages.changed',
  'session.ended',
  'message.sent',
] as const;

export type LiveEventName = (typeof liveEvents)[number];

export interface LiveEvent {
  // "reconnected": the stream was away, so anything may have happened.
  name: LiveEventName | 'reconnected';
  data: { studyIds?: string[] };
}

export const streamUrl = '/api/v1/events';

function parsed(text: string): LiveEvent['data'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

// Keeps one event stream open until the returned function is called; a refused stream is tried again ever more slowly.
export function openStream(report: (event: LiveEvent) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = 1000;
  let wasAway = false;

  const open = () => {
    source = new EventSource(streamUrl);
    source.onopen = () => {
      pause = 1000;
      if (wasAway) report({ name: 'reconnected', data: {} });
      wasAway = false;
    };
    source.onerror = () => {
      wasAway = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      source.close();
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, 30_000);
    };
    for (const name of liveEvents) {
      source.addEventListener(name, (event: MessageEvent<string>) =>
        report({ name, data: parsed(event.data) }),
      );
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
