import { wordsFor } from '@portico/i18n';

// What another system did not do, in words; a status of its own is told by its number.
export function problemText(code: string): string | null {
  if (!code) return null;
  const known = wordsFor('pull', `problems.${code}`) ?? wordsFor('common', `errors.${code}`);
  if (known) return known;
  return wordsFor('pull', code.startsWith('status_') ? 'problems.refused' : 'problems.unknown', { code });
}
