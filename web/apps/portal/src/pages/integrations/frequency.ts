// How often a rule runs, in the largest unit that says it whole.

export const usualMinutes = [5, 15, 30, 60, 240, 720, 1440, 10_080] as const;

export function frequency(minutes: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  if (minutes % 1440 === 0) return { unit: 'days', count: minutes / 1440 };
  if (minutes % 60 === 0) return { unit: 'hours', count: minutes / 60 };
  return { unit: 'minutes', count: minutes };
}

// The usual ones, and the one that is set already.
export function choices(set: number | undefined): number[] {
  const all = new Set<number>(usualMinutes);
  if (set) all.add(set);
  return [...all].sort((one, other) => one - other);
}
