// The address of a DICOMweb server: http or https, a host, and no user name or password in it.
export function isServerUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text.trim())) return false;
  try {
    const url = new URL(text.trim());
    return url.hostname !== '' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

// Where an address leads: a password that was entered for one place goes to no other.
export function isSameOrigin(one: string, other: string): boolean {
  return (
    isServerUrl(one) && isServerUrl(other) && new URL(one.trim()).origin === new URL(other.trim()).origin
  );
}

export const isOpenLine = (text: string) => /^http:\/\//i.test(text.trim());
