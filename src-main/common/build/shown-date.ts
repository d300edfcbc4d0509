import { datePartsOf } from '../site/file-dates.ts';
import type { DateModel } from './model.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, string>();

/** A date as readers of that language write it: `July 14, 2025`, `14. Juli 2025`. The day is the one that stands in the file. */
export function shownDate(iso: string | undefined, language: string): DateModel | undefined {
  const parts = iso === undefined ? undefined : datePartsOf(iso);
  if (iso === undefined || !parts) return undefined;
  const key = `${language} ${parts.year}-${parts.month}-${parts.day}`;
  const day = new Date(Date.UTC(parts.year, parts.month - 1, parts.day));
  if (parts.year < 100) day.setUTCFullYear(parts.year);
  const text = known.get(key) ?? formatOf(language).format(day);
  known.set(key, text);
  return { iso, text, year: String(parts.year) };
}

function formatOf(language: string): Intl.DateTimeFormat {
  const found = formats.get(language);
  if (found) return found;
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeZone: 'UTC',
    calendar: 'gregory',
  });
  formats.set(language, format);
  return format;
}
