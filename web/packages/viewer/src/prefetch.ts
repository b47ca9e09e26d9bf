// Which images of a stack are fetched before they are asked for, and in which order. STU-40

export type Direction = 1 | -1;

const ahead = 8;
const behind = 2;

// Indexes without the shown one: the neighbours in scroll direction, a few on the other side, then the rest, nearest first.
export function prefetchOrder(
  count: number,
  index: number,
  direction: Direction,
): { near: number[]; rest: number[] } {
  const inside = (at: number): boolean => at >= 0 && at < count;
  const steps = (from: number, to: number, sign: number): number[] =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => index + sign * (from + step)).filter(
      inside,
    );
  return {
    near: [...steps(1, ahead, direction), ...steps(1, behind, -direction)],
    rest: [...steps(ahead + 1, count, direction), ...steps(behind + 1, count, -direction)],
  };
}

// As many of the planned images as the memory for them holds, the most wanted first.
export function withinBudget<T>(planned: T[], bytes: number, sizeOf: (image: T) => number): T[] {
  let left = bytes;
  const kept: T[] = [];
  for (const image of planned) {
    left -= sizeOf(image);
    if (left < 0) break;
    kept.push(image);
  }
  return kept;
}
