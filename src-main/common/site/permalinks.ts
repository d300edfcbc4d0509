import type { DateParts } from './file-dates.ts';

/** `7` is `07`. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** In English, as generators write them. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
/** In English, Sunday first. */
export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/**
 * Fills a permalink pattern of the `:year/:month/:title` kind. A name that neither the date nor `values` has stays
 * as it is.
 */
export function fillPattern(
  pattern: string,
  date: DateParts | undefined,
  values: Readonly<Record<string, string>>,
): string {
  const known: Record<string, string> = { ...(date ? datePlaceholders(date) : {}), ...values };
  return pattern.replace(/:([a-z_]+)/g, (whole, name: string) => {
    // `:title_x` is the title with `_x` behind it: the longest name that is known counts.
    for (let end = name.length; end > 0; end -= 1) {
      const value = known[name.slice(0, end)];
      if (value !== undefined) return value + name.slice(end);
    }
    return whole;
  });
}

function datePlaceholders(date: DateParts): Record<string, string> {
  const day = new Date(Date.UTC(date.year, date.month - 1, date.day));
  const dayOfYear = Math.round((day.getTime() - Date.UTC(date.year, 0, 1)) / 86_400_000) + 1;
  const monthName = monthNames[date.month - 1] ?? '';
  const weekday = weekdayNames[day.getUTCDay()] ?? '';
  return {
    year: String(date.year).padStart(4, '0'),
    month: twoDigits(date.month),
    day: twoDigits(date.day),
    hour: twoDigits(date.hour),
    minute: twoDigits(date.minute),
    second: twoDigits(date.second),
    y_day: String(dayOfYear).padStart(3, '0'),
    yearday: String(dayOfYear),
    monthname: monthName.toLowerCase(),
    long_month: monthName,
    short_month: monthName.slice(0, 3),
    weekday: String(day.getUTCDay()),
    weekdayname: weekday.toLowerCase(),
    long_day: weekday,
    short_day: weekday.slice(0, 3),
    ...weekPlaceholders(day),
  };
}

/** The week of ISO 8601, which begins on Monday and belongs to the year of its Thursday. */
function weekPlaceholders(day: Date): Record<string, string> {
  const weekday = day.getUTCDay() || 7;
  const thursday = new Date(day.getTime() + (4 - weekday) * 86_400_000);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000) + 1;
  return { week: twoDigits(week), w_year: String(year), w_day: String(weekday) };
}
