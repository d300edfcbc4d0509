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
  return pattern.replace(/:([a-z_]+)/g, (whole, name: string) => {
    // `:title_x` is the title with `_x` behind it: the longest name that is known counts.
    for (let end = name.length; end > 0; end -= 1) {
      const key = name.slice(0, end);
      const value = Object.hasOwn(values, key) ? values[key] : date && datePlaceholders.get(key)?.(date);
      if (value !== undefined) return value + name.slice(end);
    }
    return whole;
  });
}

/** Each is worked out only where a pattern asks for it: there are as many addresses as posts. */
const datePlaceholders: ReadonlyMap<string, (date: DateParts) => string> = new Map(
  Object.entries<(date: DateParts) => string>({
    year: ({ year }) => String(year).padStart(4, '0'),
    month: ({ month }) => twoDigits(month),
    day: ({ day }) => twoDigits(day),
    hour: ({ hour }) => twoDigits(hour),
    minute: ({ minute }) => twoDigits(minute),
    second: ({ second }) => twoDigits(second),
    y_day: (date) => String(dayOfYear(date)).padStart(3, '0'),
    yearday: (date) => String(dayOfYear(date)),
    monthname: monthName,
    long_month: monthName,
    short_month: (date) => monthName(date).slice(0, 3),
    weekday: (date) => String(dayOf(date).getUTCDay()),
    weekdayname: weekdayName,
    long_day: weekdayName,
    short_day: (date) => weekdayName(date).slice(0, 3),
    week: (date) => twoDigits(weekOf(date).week),
    w_year: (date) => String(weekOf(date).year),
    w_day: (date) => String(dayOf(date).getUTCDay() || 7),
  }),
);

function dayOf({ year, month, day }: DateParts): Date {
  const date = new Date(0);
  // `Date.UTC` takes the first hundred years for those of the 20th century; a post without a date is of the year 1.
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

function dayOfYear(date: DateParts): number {
  return (
    Math.round((dayOf(date).getTime() - dayOf({ ...date, month: 1, day: 1 }).getTime()) / 86_400_000) + 1
  );
}

function monthName({ month }: DateParts): string {
  return monthNames[month - 1] ?? '';
}

function weekdayName(date: DateParts): string {
  return weekdayNames[dayOf(date).getUTCDay()] ?? '';
}

/** The week of ISO 8601, which begins on Monday and belongs to the year of its Thursday. */
function weekOf(date: DateParts): { week: number; year: number } {
  const day = dayOf(date);
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * 86_400_000);
  const year = thursday.getUTCFullYear();
  return { week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000) + 1, year };
}
