// A DICOM person name (PS3.5 6.2.1.1) as people read it: "Family, Given". Of several representations the first that is
// not empty; text that is no PN stays as it is.
export function personName(name: string): string {
  if (!/[\^=]/.test(name)) return name;
  const group = name.split('=').find((one) => one.replaceAll('^', '').trim()) ?? '';
  const [family = '', given = '', middle = ''] = group.split('^').map((part) => part.trim());
  const givenNames = [given, middle].filter(Boolean).join(' ');
  return [family, givenNames].filter(Boolean).join(', ');
}

const browsers: [pattern: RegExp, name: string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/(?:Headless)?Chrom(?:e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: [pattern: RegExp, name: string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const first = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

// What a browser calls itself, short: "Firefox, Windows". Programs that are no browser keep their own name.
export function deviceName(userAgent: string): string {
  const names = [first(browsers, userAgent), first(systems, userAgent)].filter(Boolean);
  return names.length > 0 ? names.join(', ') : (userAgent.split(/[\s(]/)[0] ?? '');
}
