// Tests as walks: steps that build on each other. After a failed step the rest of its walk is not tried and counts as failed
// too: what was not reached is not proved. A step's name carries the ids of the requirements that it proves.

export class Suite {
  constructor(name, report) {
    this.name = name;
    this.report = report;
    this.passed = 0;
    this.failed = 0;
    this.skipped = 0;
    this.broken = false;
    this.onFailure = null;
  }

  // A step that the later ones need.
  async step(name, act) {
    if (this.broken) return this.#count('failed', name, 'not reached');
    await this.check(name, act);
    return undefined;
  }

  // One among many that do not need each other; returns whether it held.
  async check(name, act) {
    const start = Date.now();
    try {
      const told = await act();
      this.#count('passed', name, seconds(start), told);
      return true;
    } catch (error) {
      const shown = this.onFailure ? await this.onFailure(name).catch(() => []) : [];
      this.broken = true;
      this.#count('failed', name, seconds(start), [error.stack ?? String(error), ...shown].join('\n'));
      return false;
    }
  }

  skip(name, reason) {
    this.#count('skipped', name, reason);
  }

  #count(outcome, name, note, told) {
    this[outcome] += 1;
    this.report(outcome, `${this.name}: ${name}`, note, told);
  }
}

const seconds = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

export function assert(holds, message) {
  if (!holds) throw new Error(message);
}

export function assertEqual(got, expected, what) {
  const [left, right] = [JSON.stringify(got), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, got ${left}`);
}

// What will not come true any more, however long one waits.
export class Hopeless extends Error {}

// Asks until the answer is truthy; for conditions outside of the browser.
export async function until(what, ask, timeout = 30_000) {
  const end = Date.now() + timeout;
  let problem = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      problem = `: ${error.message}`;
    }
    if (Date.now() > end) throw new Error(`${what} did not come true within ${timeout / 1000} s${problem}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
