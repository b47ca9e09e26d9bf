const parts = (day: string) => /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);

// Days of the reader's own calendar as moments: from the first one's start to the last one's end.
export function dayBounds(fromDay: string, toDay: string): { from?: string; to?: string } {
  const from = parts(fromDay);
  const to = parts(toDay);
  return {
    from: from ? new Date(Number(from[1]), Number(from[2]) - 1, Number(from[3])).toISOString() : undefined,
    to: to
      ? new Date(Number(to[1]), Number(to[2]) - 1, Number(to[3]), 23, 59, 59, 999).toISOString()
      : undefined,
  };
}
