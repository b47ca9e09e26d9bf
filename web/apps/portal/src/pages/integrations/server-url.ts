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

export const isOpenLine = (text: string) => /^http:\/\//i.test(text.trim());
