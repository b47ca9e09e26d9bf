// Turns: the subjects of a measurement work one after the other, several times, so that a slow minute of the machine
// meets all of them alike. The median of the turns counts.
import { quiet } from './children.js';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// `subjects` is {name: async () => number or {name: number}}; the same by name: each number's {median, least, most}.
// Every second round goes backwards. `pids`: whom to wait for between turns.
export async function alternate(subjects, { rounds, pids = [], after = {} }) {
  const taken = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? Object.keys(subjects) : Object.keys(subjects).reverse();
    for (const name of order) {
      await quiet(pids);
      const value = await subjects[name]();
      taken[name].push(typeof value === 'number' ? { value } : value);
      await after[name]?.();
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, turns]) => [name, spread(turns)]));
}

function spread(turns) {
  const of = (key) => {
    const values = turns.map((turn) => turn[key]);
    return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
  };
  return Object.fromEntries(Object.keys(turns[0]).map((key) => [key, of(key)]));
}
