// Waits for a condition instead of sleeping.
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// The first value that is neither undefined, null nor false; throws when there is none within `seconds`. A condition
// that throws is asked again; its last problem is told.
export async function eventually(what, condition, { seconds = 20, every = 40 } = {}) {
  const end = performance.now() + seconds * 1000;
  let last;
  do {
    try {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false) return value;
      last = undefined;
    } catch (problem) {
      last = problem;
    }
    await pause(every);
  } while (performance.now() < end);
  throw new Error(`did not happen within ${seconds} s: ${what}${last ? ` (${last.message})` : ''}`);
}
