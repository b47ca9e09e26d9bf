import type { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from './events';

const affected: Record<LiveEvent['name'], string[]> = {
  'access.changed': ['studies', 'study', 'recalls', 'access', 'directory', 'access-control', 'own-uploads'],
  'studies.changed': ['studies', 'study', 'recalls'],
  'recalls.changed': ['recalls', 'deleted-studies'],
  'validation.changed': ['validation', 'studies'],
  'access_requests.changed': ['access-control', 'directory'],
  'messages.changed': ['messages'],
  'session.ended': ['session'],
  'message.sent': ['demo-messages'],
  reconnected: [
    'session',
    'studies',
    'study',
    'recalls',
    'access',
    'validation',
    'access-control',
    'directory',
    'own-uploads',
    'messages',
    'demo-messages',
  ],
};

// Access that ends must disappear at once; a flood of arriving studies is gathered.
const gatherMs: Partial<Record<LiveEvent['name'], number>> = {
  'studies.changed': 1000,
  'validation.changed': 500,
  'messages.changed': 1000,
};

// Turns live events into "ask again" for the queries they touch (keys: see queries.ts).
export function invalidator(queries: QueryClient): (event: LiveEvent) => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    const roots = [...waiting];
    waiting.clear();
    for (const root of roots) void queries.invalidateQueries({ queryKey: [root] });
  };

  return (event) => {
    const gather = gatherMs[event.name];
    for (const root of affected[event.name]) {
      if (gather) waiting.add(root);
      else void queries.invalidateQueries({ queryKey: [root] });
    }
    if (gather) timer ??= setTimeout(flush, gather);
  };
}
