// Sends things one by one, a few at the same time.

const atOnce = 3;

// `send` gives the code of what went wrong, or null; `onDone` hears of each. Ends early when the signal says so: what
// was not begun is not heard of.
export async function sendAll<T>(
  items: readonly T[],
  send: (item: T, signal: AbortSignal) => Promise<string | null>,
  onDone: (item: T, failure: string | null) => void,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (!signal.aborted) {
      const item = items[next];
      if (next >= items.length) return;
      next += 1;
      const failure = await send(item as T, signal);
      if (!signal.aborted || failure === null) onDone(item as T, failure);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
