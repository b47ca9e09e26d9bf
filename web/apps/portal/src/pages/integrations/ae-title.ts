// An AE title by PS3.5 6.2 (AE): 1 to 16 characters of the default repertoire, no backslash, no control characters,
// and not only spaces.
export function aeTitleError(value: string): 'empty' | 'long' | 'characters' | null {
  const title = value.trim();
  if (title === '') return 'empty';
  if (title.length > 16) return 'long';
  return /^[\x20-\x5b\x5d-\x7e]+$/.test(title) ? null : 'characters';
}
