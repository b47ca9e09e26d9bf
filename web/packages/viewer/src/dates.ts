// Dates and times as DICOM writes them (PS3.5 6.2), for people.
export function dicomDate(value: string): string {
  const found = /^(\d{4})(\d{2})(\d{2})/.exec(value);
  return found ? `${found[1]}-${found[2]}-${found[3]}` : value;
}

export function dicomTime(value: string): string {
  const found = /^(\d{2})(\d{2})(\d{2})?/.exec(value);
  return found ? [found[1], found[2], found[3]].filter(Boolean).join(':') : value;
}
