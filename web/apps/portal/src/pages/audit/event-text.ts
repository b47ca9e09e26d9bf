import type { AuditEntry } from '@portico/api';
import { wordsFor } from '@portico/i18n';

// "study.viewed" in words; an event without words shows its code.
export const eventText = (code: string) => wordsFor('audit', `events.${code.replaceAll('.', '_')}`) ?? code;

// Who it was: people by their names, the rest with what they are.
export const actorText = ({ kind, name }: AuditEntry['actor']) =>
  wordsFor('audit', `actors.${kind}`, { name }) ?? name;

// A reason that a person has typed stands as it is; codes of the validation are told in words.
export function auditReason(reason: string): string {
  const words = reason.split(/[\s,]+/).map((code) => wordsFor('validation', `reasons.${code}`));
  return words.every((one) => one !== null) ? words.join(', ') : reason;
}

// What happened to something that only has an id: the id says nothing to a reader of the list.
export const readableObject = (object: string | null | undefined) =>
  object && !/^[0-9a-z]{26}$/.test(object) ? object : '';
