// Earlier studies of the patient: which one to compare with. Pure. STU-42
export interface PriorStudy {
  id: string;
  // "YYYY-MM-DD", or null when unknown.
  date: string | null;
  modalities: string[];
  description: string;
}

// Newest first; those without a date last.
export function newestFirst(priors: PriorStudy[]): PriorStudy[] {
  return [...priors].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
}

// The newest of the same modality that is older than the open study, else the newest older one, else the newest.
export function priorFor(
  priors: PriorStudy[],
  modality: string,
  openDate: string | null,
): PriorStudy | undefined {
  const sorted = newestFirst(priors);
  const older = sorted.filter(({ date }) => openDate === null || date === null || date <= openDate);
  const alike = (prior: PriorStudy): boolean => prior.modalities.includes(modality);
  return older.find(alike) ?? sorted.find(alike) ?? older[0] ?? sorted[0];
}

// The stack of a prior that is put beside `wanted`: the same kind and the most alike name.
export function stackBeside<Stack extends { modality: string; description: string; frames: unknown[] }>(
  wanted: { modality: string; description: string } | undefined,
  stacks: Stack[],
): Stack | undefined {
  const shown = stacks.filter((stack) => stack.frames.length > 0);
  if (!wanted) return shown[0];
  const words = (text: string): string[] => text.toLowerCase().split(/\W+/).filter(Boolean);
  const known = new Set(words(wanted.description));
  const score = (stack: Stack): number =>
    (stack.modality === wanted.modality ? 100 : 0) +
    words(stack.description).filter((word) => known.has(word)).length;
  return shown.reduce<Stack | undefined>(
    (best, stack) => (best === undefined || score(stack) > score(best) ? stack : best),
    undefined,
  );
}
