// How dates, times and names look; pure, so that lists and tests use the same.

export interface FormatChoice {
  locale: string;
  // null: as the locale has it ("21 Nov 2026"); otherwise one of the patterns of dateFormats.
  dateFormat: string | null;
  timeFormat: '24' | '12' | null;
}

export const dateFormats = ['dd/MM/yyyy', 'dd.MM.yyyy', 'MM/dd/yyyy', 'yyyy-MM-dd'] as const;

interface Day {
  year: number;
  month: number;
  day: number;
}

const two = (value: number) => String(value).padStart(2, '0');

function dayText({ year, month, day }: Day, choice: FormatChoice): string {
  if (choice.dateFormat) {
    return choice.dateFormat
      .replace('yyyy', String(year).padStart(4, '0'))
      .replace('MM', two(month))
      .replace('dd', two(day));
  }
  return new Intl.DateTimeFormat(choice.locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.UTC(year, month - 1, day));
}

function timeText(date: Date, choice: FormatChoice, timeZone?: string): string {
  return new Intl.DateTimeFormat(choice.locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: choice.timeFormat === '12' ? 'h12' : 'h23',
    timeZone,
  }).format(date);
}

// A day without a time zone (a birth date, a study date): "1957-03-28" stays the 28th everywhere.
export function formatDay(day: string | null | undefined, choice: FormatChoice): string {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(day ?? '');
  if (!found) return '';
  return dayText({ year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) }, choice);
}

// DICOM TM ("140512.123") or "14:05:12", as the modality's clock had it.
export function formatTimeOfDay(time: string | null | undefined, choice: FormatChoice): string {
  const found = /^(\d{2}):?(\d{2})?/.exec(time ?? '');
  if (!found) return '';
  return timeText(new Date(Date.UTC(2000, 0, 1, Number(found[1]), Number(found[2] ?? 0))), choice, 'UTC');
}

// A moment (RFC 3339) in the reader's own time zone: "21 Nov 2026, 14:05".
export function formatMoment(at: string | null | undefined, choice: FormatChoice): string {
  if (!at) return '';
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const day = dayText({ year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() }, choice);
  return `${day}, ${timeText(date, choice)}`;
}

// "3 minutes ago" within a day, nothing beyond it.
export function formatRelative(at: string, now: Date, locale: string): string | null {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (!(size < 86_400)) return null;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  if (size < 60) return words.format(0, 'minute');
  if (size < 3600) return words.format(Math.trunc(seconds / 60), 'minute');
  return words.format(Math.trunc(seconds / 3600), 'hour');
}

// Whole years on a day; null where the birth date is unknown or later than the day.
export function ageInYears(birthDate: string | null | undefined, on: Date): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate ?? '');
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const before = on.getMonth() + 1 < month || (on.getMonth() + 1 === month && on.getDate() < day);
  const age = on.getFullYear() - year - (before ? 1 : 0);
  return age >= 0 && age < 150 ? age : null;
}

// Minutes and seconds left, "1:05"; never below zero.
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}
