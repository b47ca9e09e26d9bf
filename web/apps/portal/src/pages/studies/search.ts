import type { StudyQuery } from '@portico/api';

// The filters of the list as they stand in the page's address, so that a filtered list can be bookmarked and sent.

export const relativeRanges = ['today', '7d', '30d', '365d'] as const;
export type RelativeRange = (typeof relativeRanges)[number];

export const studySources = ['staff', 'all', 'referral', 'history', 'explicit'] as const;
export const studyStates = ['receiving', 'validating', 'ready', 'queued', 'rejected'] as const;

export interface StudySearch {
  q?: string;
  range?: RelativeRange;
  from?: string;
  to?: string;
  modality?: string[];
  tenant?: string;
  source?: (typeof studySources)[number][];
  state?: (typeof studyStates)[number];
  unread?: true;
  patient?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() ? value : undefined);
const day = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
const among = <T extends string>(allowed: readonly T[], value: unknown) =>
  allowed.find((one) => one === value);

function texts(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  return list.length > 0 ? [...new Set(list)] : undefined;
}

// Drops what is not set, so that addresses stay short and equal filters are equal objects.
function compact(search: StudySearch): StudySearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

export function parseStudySearch(search: Record<string, unknown>): StudySearch {
  // A number in the search field ("q=123") is read as a number by the router.
  const q = typeof search.q === 'number' ? String(search.q) : text(search.q);
  return compact({
    q,
    range: among(relativeRanges, search.range),
    from: day(search.from),
    to: day(search.to),
    modality: texts(search.modality),
    tenant: text(search.tenant),
    source: texts(search.source)?.flatMap((source) => among(studySources, source) ?? []),
    state: among(studyStates, search.state),
    unread: search.unread === true || search.unread === 'true' ? true : undefined,
    patient: text(search.patient),
  });
}

const isoDay = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

// The first day of a relative range, counted with today as its last.
export function rangeStart(range: RelativeRange, today: Date): string {
  const days = { today: 0, '7d': 6, '30d': 29, '365d': 364 }[range];
  return isoDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() - days));
}

export function toStudyQuery(search: StudySearch, today: Date): Omit<StudyQuery, 'cursor'> {
  const { range, ...rest } = search;
  return { ...rest, ...(range ? { from: rangeStart(range, today), to: undefined } : {}), limit: 50 };
}

export function filterCount(search: StudySearch): number {
  const { from, to } = search;
  const single = Object.keys(compact(search)).filter((name) => !['q', 'from', 'to'].includes(name));
  return single.length + (from || to ? 1 : 0);
}

export const isFiltered = (search: StudySearch) => Object.keys(search).length > 0;

// Saved views hold every filter as a list of texts.
export function toSavedQuery(search: StudySearch): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(compact(search)).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : [String(value)],
    ]),
  );
}

export function fromSavedQuery(query: Record<string, string[]>): StudySearch {
  return parseStudySearch(
    Object.fromEntries(
      Object.entries(query).map(([name, values]) => [
        name,
        name === 'modality' || name === 'source' ? values : values[0],
      ]),
    ),
  );
}

export function sameSearch(one: StudySearch, other: StudySearch): boolean {
  const ordered = (search: StudySearch) =>
    JSON.stringify(
      Object.entries(toSavedQuery(search))
        .map(([name, values]) => [name, [...values].sort()])
        .sort(),
    );
  return ordered(one) === ordered(other);
}
