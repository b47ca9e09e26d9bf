// A grant "until" a day lasts to the end of that day where the person who grants is.
export function endOfDay(day: string): string | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return undefined;
  return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]), 23, 59, 59).toISOString();
}

export function isPast(day: string, now: Date): boolean {
  const end = endOfDay(day);
  return end !== undefined && new Date(end) < now;
}
