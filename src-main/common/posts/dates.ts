import { isPlainDayAt } from './plain-day.ts';

/** A date as an author wrote it, in one form. Nothing is converted: what was not written is not there. */
export interface WrittenDate {
  /** ISO 8601 with the precision and offset that were written: `2024-05-01`, `2015-01-09T18:00:00-08:00`. */
  iso: string;
  /** `2024-05-01` */
  day: string;
  /** Whether a time of day was written. */
  hasTime: boolean;
  /** Minutes east of UTC; undefined where none were written. */
  offset: number | undefined;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  /** `10:00`, `10:00:00` or with a fraction; empty where none was written. */
  time: string;
  /** As in ISO 8601: `Z`, `+08:00`; empty where none was written. */
  zone: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zones by name that blogs use in dates; minutes east of UTC. */
const namedZones: ReadonlyMap<string, number> = new Map([
  ['utc', 0],
  ['gmt', 0],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
  ['wet', 0],
  ['cet', 60],
  ['cest', 120],
  ['eet', 120],
  ['eest', 180],
  ['jst', 540],
]);

const time = String.raw`(?<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\.?)?)`;
const zone = String.raw`(?<zone>z|(?:utc|gmt)?[-+]\d{1,2}(?::?\d{2})?|[a-z]{3,4})(?:\s?\([^()]{1,60}\)|(?<=\d)\s[a-z]{3,5})?`;
const clock = String.raw`${time}(?:\s?${zone})?`;
const monthName = String.raw`(?<name>[a-z]{3,9})\.?`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?`;

/** The forms of real posts, each anchored at both ends. White space is single by the time they see it. */
const forms: readonly RegExp[] = [
  // 2024-05-01, 2015-1-6, 2015-01-09 18:00:00 -0800, 2024-03-01T10:00:00Z, 2025/04/23
  new RegExp(
    String.raw`^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})(?:(?:t|,?\s)${clock})?$`,
    'i',
  ),
  // Jan 4, 2014; Wed Mar 02 2022 00:00:00 GMT+0100 (CET)
  new RegExp(
    String.raw`^${weekday}${monthName}\s(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?<year>\d{4})(?:,?\s(?:at\s)?${clock})?$`,
    'i',
  ),
  // Mon, 15 Aug 2005 15:52:01 +0000; 4 January 2014
  new RegExp(
    String.raw`^${weekday}(?<day>\d{1,2})(?:st|nd|rd|th)?\s${monthName},?\s(?<year>\d{4})(?:,?\s(?:at\s)?${clock})?$`,
    'i',
  ),
  // 15 Aug 05 15:52 UTC; Monday, 15-Aug-05 15:52:01 UTC
  new RegExp(String.raw`^${weekday}(?<day>\d{1,2})([-\s])${monthName}\2(?<short>\d\d)\s${clock}$`, 'i'),
  // 15-Aug-2005
  new RegExp(String.raw`^${weekday}(?<day>\d{1,2})-${monthName}-(?<year>\d{4})(?:\s${clock})?$`, 'i'),
  // Fri Jan 9 18:00:00 2015, as C's `asctime` and the program `date` write it
  new RegExp(String.raw`^${weekday}${monthName}\s(?<day>\d{1,2})\s${clock}\s(?<year>\d{4})$`, 'i'),
];

/**
 * Reads a date in the forms that posts have, without converting it: a plain day stays a day, a local time stays
 * local.
 *
 * @param source the text that is written, with or without quotes
 */
export function readDate(source: string): WrittenDate | undefined {
  // What nearly all posts have; days that some months lack are left to what follows.
  if (source.length === 10 && isPlainDayAt(source, 0))
    return { iso: source, day: source, hasTime: false, offset: undefined };
  const text = withoutQuotes(source).slice(0, 200).trim().replace(/\s+/g, ' ');
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    const parts = groups && partsOf(groups);
    if (parts) return writtenDate(parts);
  }
  return undefined;
}

/**
 * The instant of a written date, to sort by and to compare with now, in milliseconds since 1970. What has no offset
 * is taken in the site's zone.
 *
 * @param zone IANA name such as `Europe/Berlin`; UTC where none is given or it is not known
 */
export function instantOf(date: WrittenDate, zone?: string): number {
  const [, clockTime] = date.iso.split('T');
  const local = Date.parse(`${date.day}T${(clockTime ?? '00:00').replace(/(?:Z|[-+]\d\d:\d\d)$/, '')}Z`);
  if (date.offset !== undefined) return local - date.offset * 60_000;
  return local - offsetOfZone(local, zone) * 60_000;
}

/** The date and the rest in a name that begins with a date, as Jekyll and others have it. */
export interface DatedName {
  date: WrittenDate;
  /** What follows the date, without the extension. */
  rest: string;
}

/**
 * Reads the date that a file's name begins with (`2024-05-01-hello.md`), or its folder's (`2024-05-01-hello/index.md`),
 * or that of folder and name together (`2024/05/01/hello.md`, `2024/05-01-hello.md`).
 *
 * @param path with `/`
 */
export function readDatedName(path: string): DatedName | undefined {
  const name = path.replace(/\.[^./]+$/, '').replace(/\/index(?:\.[\w-]+)?$/i, '');
  const match = /^(?:.*\/)?(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[-_/]([^/]*))?$/.exec(name);
  if (!match) return undefined;
  const [, year, month, day, rest = ''] = match;
  const date = readDate(`${year}-${month}-${day}`);
  return date && { date, rest };
}

function withoutQuotes(source: string): string {
  const quote = source[0];
  const quoted = (quote === '"' || quote === "'") && source.length > 1 && source.endsWith(quote);
  return quoted ? source.slice(1, -1) : source;
}

function partsOf(groups: Record<string, string | undefined>): Parts | undefined {
  const month = groups.name === undefined ? Number(groups.month) : monthNumber(groups.name);
  const year = groups.short === undefined ? Number(groups.year) : wholeYear(Number(groups.short));
  const written = { year, month, day: Number(groups.day) };
  if (!isDay(written.year, written.month, written.day)) return undefined;
  const clockTime = groups.time === undefined ? '' : timeOf(groups.time);
  const offset = groups.zone === undefined ? '' : zoneOf(groups.zone);
  return clockTime === undefined || offset === undefined
    ? undefined
    : { ...written, time: clockTime, zone: offset };
}

/** As Ruby, Go and POSIX take a year of two digits. */
function wholeYear(short: number): number {
  return short < 69 ? 2000 + short : 1900 + short;
}

function monthNumber(name: string): number {
  const lower = name.toLowerCase();
  const at = months.indexOf(lower.slice(0, 3));
  const long = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september'];
  const full = [...long, 'october', 'november', 'december'][at] ?? '';
  return full.startsWith(lower) || lower === 'sept' ? at + 1 : 0;
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year < 100 ? year + 400 : year, month, 0)).getUTCDate();
}

function timeOf(written: string): string | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s?([ap])\.?m\.?)?$/i.exec(written);
  if (!match) return undefined;
  const [, hours = '', minutes = '', seconds, fraction, half] = match;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  const base = `${two(hour)}:${minutes}`;
  if (seconds === undefined) return base;
  return fraction === undefined ? `${base}:${seconds}` : `${base}:${seconds}.${fraction}`;
}

function zoneOf(written: string): string | undefined {
  const lower = written.toLowerCase();
  if (lower === 'z') return 'Z';
  const named = namedZones.get(lower);
  if (named !== undefined) return named === 0 ? 'Z' : isoOffset(named);
  const match = /^(?:utc|gmt)?([-+])(\d{1,2})(?::?(\d{2}))?$/.exec(lower);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (Number(match[3] ?? 0) > 59 || minutes > 15 * 60) return undefined;
  return `${match[1]}${isoOffset(minutes).slice(1)}`;
}

function isoOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function writtenDate(parts: Parts): WrittenDate {
  const day = `${String(parts.year).padStart(4, '0')}-${two(parts.month)}-${two(parts.day)}`;
  const hasTime = parts.time !== '';
  const offset = parts.zone === '' ? undefined : minutesOf(parts.zone);
  return { iso: hasTime ? `${day}T${parts.time}${parts.zone}` : day, day, hasTime, offset };
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const size = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return offset.startsWith('-') ? -size : size;
}

const zoneClocks = new Map<string, Intl.DateTimeFormat | undefined>();

/** Minutes east of UTC of a zone when its clocks show that local time. */
function offsetOfZone(local: number, name: string | undefined): number {
  const zoneClock = name === undefined ? undefined : clockOf(name);
  if (!zoneClock) return 0;
  const first = offsetAt(zoneClock, local);
  return offsetAt(zoneClock, local - first * 60_000);
}

function clockOf(name: string): Intl.DateTimeFormat | undefined {
  if (!zoneClocks.has(name)) zoneClocks.set(name, makeClock(name));
  return zoneClocks.get(name);
}

function makeClock(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

function offsetAt(zoneClock: Intl.DateTimeFormat, instant: number): number {
  const shown = new Map(zoneClock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0;
  const local = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return Math.round((local - instant) / 60_000);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
