import { readDate } from '../posts/dates.ts';
import type { NewPostRule } from './convention.ts';
import type { NewPostDate } from './new-post.ts';
import { monthNames, weekdayNames } from './permalinks.ts';

/**
 * How a date is written, as text with names in braces: `{year}-{month}-{day}`. `{zone}` is `+0200`, `{zone:}` `+02:00`;
 * a `Z` at the end means that the clock is UTC's.
 */
export type DatePattern = string;

/** The patterns that first posts are dated with. */
export const usualDatePatterns: Record<NewPostRule['dateFormat'], DatePattern> = {
  day: '{year}-{month}-{day}',
  instant: '{year}-{month}-{day}T{hour}:{minute}:{second}{zone:}',
  local: '{year}-{month}-{day} {hour}:{minute}:{second}',
  'local-with-zone': '{year}-{month}-{day} {hour}:{minute}:{second} {zone}',
  'utc-milliseconds': '{year}-{month}-{day}T{hour}:{minute}:{second}.{milliseconds}Z',
};

/** The pattern of a date as it is written, without quotes or with them; undefined for what is no date. */
export function datePatternOf(source: string): DatePattern | undefined {
  const text = source.replace(/^(["'])(.*)\1$/s, '$2').trim();
  const day = readDate(text)?.day;
  if (day === undefined) return undefined;
  const [, dayText = '', rest = ''] =
    /^(.*?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[a-z]+\.? \d{1,2},? \d{4}|\d{1,2} [a-z]+\.?,? \d{4}))(.*)$/is.exec(
      text,
    ) ?? [];
  const clock = clockPatternOf(rest);
  // Zones by name or in part and halves of the day are written in no pattern.
  if (/[a-z\d]/i.test(clock.replace(/\{[^}]*\}/g, '').replace(/^T|Z$/g, ''))) return undefined;
  const pattern = dayPatternOf(dayText) + clock;
  // What the pattern does not give back, it has not understood.
  const isWhole = readDate(fillDatePattern(pattern, someDate))?.day === '2001-02-03';
  return dayText !== '' && isWhole ? pattern : undefined;
}

const someDate: NewPostDate = { year: 2001, month: 2, day: 3, hour: 4, minute: 5, second: 6, offset: 0 };

function dayPatternOf(text: string): string {
  const numbers = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (numbers) {
    const [, , sign = '-', month = '', day = ''] = numbers;
    // A number of two digits says nothing of how one below ten is written, where the other does.
    const isShort = (number: string, other: string) =>
      number.length === 1 || (other.length === 1 && number > '09');
    return ['{year}', isShort(month, day) ? '{m}' : '{month}', isShort(day, month) ? '{d}' : '{day}'].join(
      sign,
    );
  }
  return text
    .replace(/\d{4}/, '{year}')
    .replace(/\b0\d\b/, '{day}')
    .replace(/\b\d{1,2}\b/, (day) => (day.length > 1 && Number(day) < 10 ? '{day}' : '{d}'))
    .replace(/\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b/i, (name) =>
      name.length > 3 ? '{Weekday}' : '{Wkd}',
    )
    .replace(/\b[a-z]{3,9}\b(?!\})/i, (name) => (name.length > 3 ? '{Month}' : '{Mon}'));
}

function clockPatternOf(text: string): string {
  return text
    .replace(/\d{1,2}:\d\d/, '{hour}:{minute}')
    .replace(/(\{minute\}):\d\d/, '$1:{second}')
    .replace(/(\{second\})\.\d+/, '$1.{milliseconds}')
    .replace(/[+-]\d\d:\d\d$/, '{zone:}')
    .replace(/[+-]\d\d\d\d$/, '{zone}');
}

/** Whether a pattern has a time and no zone, which then is the site's. */
export function isClockAlone(pattern: DatePattern): boolean {
  return pattern.includes('{hour}') && !/\{zone:?\}|[}\s]Z$/.test(pattern);
}

/** The pattern for a site whose generator takes a time with seconds for one in UTC, unless a zone stands behind it. */
export function withNeededZone(pattern: DatePattern, { offset }: NewPostDate): DatePattern {
  return offset !== 0 && pattern.endsWith('{second}') ? `${pattern} {zone}` : pattern;
}

/** Writes a date in a pattern. */
export function fillDatePattern(pattern: DatePattern, date: NewPostDate): string {
  const shown = /[}\s]Z$/.test(pattern) && !date.isDay ? inUtc(date) : date;
  const month = monthNames[shown.month - 1] ?? '';
  const weekday = weekdayNames[new Date(Date.UTC(shown.year, shown.month - 1, shown.day)).getUTCDay()] ?? '';
  const values: Record<string, string> = {
    year: String(shown.year).padStart(4, '0'),
    month: two(shown.month),
    m: String(shown.month),
    day: two(shown.day),
    d: String(shown.day),
    Month: month,
    Mon: month.slice(0, 3),
    Weekday: weekday,
    Wkd: weekday.slice(0, 3),
    hour: two(shown.hour),
    minute: two(shown.minute),
    second: two(shown.second),
    milliseconds: '000',
    'zone:': offsetText(shown.offset),
    zone: offsetText(shown.offset).replace(':', ''),
  };
  return pattern.replace(/\{([\w:]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Whether TOML has a date of its own in this form. */
export function isTomlDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text);
}

function inUtc(date: NewPostDate): NewPostDate {
  const { year, month, day, hour, minute, second, offset } = date;
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000);
  return {
    year: utc.getUTCFullYear(),
    month: utc.getUTCMonth() + 1,
    day: utc.getUTCDate(),
    hour: utc.getUTCHours(),
    minute: utc.getUTCMinutes(),
    second: utc.getUTCSeconds(),
    offset: 0,
  };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
