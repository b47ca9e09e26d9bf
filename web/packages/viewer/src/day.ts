// Dates of overlays and tiles in the reader's own way of the language ("en-GB" for "en"), as on every other page.
const localeOf = (language: string): string =>
  navigator.languages.find((one) => one.includes('-') && one.split('-')[0] === language.split('-')[0]) ??
  (language === 'en' ? 'en-GB' : language);

// `date` as YYYY-MM-DD; what is no date is shown as it stands.
export function formatDay(date: string, language: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(parsed);
}
