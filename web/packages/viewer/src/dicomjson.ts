// Reading the DICOM JSON model (PS3.18 Annex F). Every reader answers undefined for what is absent or of another type.

export interface Element {
  vr?: string;
  Value?: unknown[];
  InlineBinary?: string;
  BulkDataURI?: string;
}
export type DataSet = Record<string, Element | undefined>;

export interface NameGroups {
  alphabetic: string;
  ideographic: string;
  phonetic: string;
}

export function text(set: DataSet, tag: string): string | undefined {
  const value = set[tag]?.Value?.[0];
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : undefined;
}

export function texts(set: DataSet, tag: string): string[] {
  return (set[tag]?.Value ?? []).filter((value) => typeof value === 'string').map((value) => value.trim());
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

export function number(set: DataSet, tag: string): number | undefined {
  return toNumber(set[tag]?.Value?.[0]);
}

// All values, or undefined when one of them is no number or fewer than `least` are there.
export function numbers(set: DataSet, tag: string, least = 1): number[] | undefined {
  const values = (set[tag]?.Value ?? []).map(toNumber);
  if (values.length < least || values.some((value) => value === undefined)) return undefined;
  return values as number[];
}

export function items(set: DataSet, tag: string): DataSet[] {
  return (set[tag]?.Value ?? []).filter(
    (value): value is DataSet => typeof value === 'object' && value !== null,
  );
}

export function item(set: DataSet | undefined, tag: string): DataSet | undefined {
  return set ? items(set, tag)[0] : undefined;
}

export function personName(set: DataSet, tag: string): NameGroups {
  const value = set[tag]?.Value?.[0];
  const groups =
    typeof value === 'string' ? { Alphabetic: value } : ((value ?? {}) as Record<string, unknown>);
  const group = (name: string): string => (typeof groups[name] === 'string' ? groups[name] : '');
  return { alphabetic: group('Alphabetic'), ideographic: group('Ideographic'), phonetic: group('Phonetic') };
}

export function inlineBytes(element: Element | undefined): Uint8Array<ArrayBuffer> | undefined {
  if (element?.InlineBinary === undefined) return undefined;
  return Uint8Array.from(atob(element.InlineBinary), (letter) => letter.charCodeAt(0));
}
