import { instantOfPlainDay, isPlainDayAt } from '../posts/plain-day.ts';
import { stemOf } from './paths.ts';

/** A date in a name, and the rest of the name. */
export interface DatedName {
  /** `2024-05-01`, or with the time that is given. */
  date: string;
  /** What is left of the last name: the slug. May be empty. */
  rest: string;
}

/**
 * Finds the day that a post's path begins with or lies under: `2024-05-01-hello.md`, `2024/05/01/hello.md`,
 * `2024-05-01-hello/index.md`, `2024-05-01/hello.md`.
 */
export function dateInPath(path: string): DatedName | undefined {
  const stem = stemOf(path);
  const names = path.split('/').slice(0, -1);
  const isIndex = isIndexStem(stem);
  const named = dateAtStart(isIndex ? (names.at(-1) ?? '') : stem);
  if (named) return named;
  const folders = names.join('/');
  const inFolders = /(?:^|\/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[-/]([^/]*))?$/.exec(folders);
  const [, year, month, day, text] = inFolders ?? [];
  if (!year || !month || !day) return undefined;
  return dayOf(year, month, day, isIndex ? (text ?? '') : stem);
}

function isIndexStem(stem: string): boolean {
  return stem.length <= 6 && /^_?index$/i.test(stem);
}

/** Zola takes a time with its offset, too: `2024-05-01T10:00:00Z-hello`. */
const datedName =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))|T[\d:.Z+-]*)?(?:[-_. ]+(.*))?$/s;

/** `2024-05-01-hello` or `2024-05-01_hello` or `2024-05-01`. */
export function dateAtStart(name: string): DatedName | undefined {
  if (name.charCodeAt(4) !== 0x2d) return undefined;
  if (isUsualName(name)) return { date: name.slice(0, 10), rest: name.slice(11) };
  const match = datedName.exec(name);
  const [, year, month, day, time, rest] = match ?? [];
  const dated = year && month && day ? dayOf(year, month, day, rest ?? '') : undefined;
  return dated && time ? { ...dated, date: `${dated.date}${time}` } : dated;
}

/** `2024-05-01-hello`: a day and one dash, as nearly all dated names have it. */
function isUsualName(name: string): boolean {
  return isPlainDayAt(name, 0) && name.charCodeAt(10) === 0x2d && /^[0-9A-Za-z]/.test(name.charAt(11));
}

/** The path that was asked for last: one post after the other is read, and each is asked for several times. */
let last = { path: '', slug: '' };

/** The last name without extension, without a date at its start, and for `index` the folder's name. */
export function slugInPath(path: string): string {
  if (last.path !== path) last = { path, slug: findSlug(path) };
  return last.slug;
}

function findSlug(path: string): string {
  const stem = stemOf(path);
  const folder = isIndexStem(stem) ? (path.split('/').at(-2) ?? '') : '';
  const name = folder === '' ? stem : folder;
  return dateAtStart(name)?.rest || name;
}

function dayOf(year: string, month: string, day: string, rest: string): DatedName | undefined {
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  return { date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, rest };
}

/** The parts of a post's date that permalinks are made of. */
export interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/**
 * How a time without a zone is read: as UTC, to be shown in the site's zone, or as the site's own time. Ruby's YAML takes
 * for a time in UTC only what has seconds; the rest stays text, which is then read as the site's own time.
 */
export type TimesWithoutZone = 'utc' | 'utc-with-seconds' | 'local';

/** A zone of a site, and how times that give none are read there. */
export interface SiteZone {
  /** IANA name; undefined is the computer's own zone. */
  name: string | undefined;
  timesWithoutZone: TimesWithoutZone;
}

/** Whether a time of ISO 8601 is a moment: with a zone, or read as UTC. */
export function isMoment(iso: string, { timesWithoutZone }: SiteZone): boolean {
  if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(iso)) return true;
  return timesWithoutZone !== 'local' && (timesWithoutZone === 'utc' ? /T/ : /T\d\d:\d\d:/).test(iso);
}

/**
 * The parts of a date of ISO 8601: as they stand, or, with `zone`, as a clock there shows that instant. A day alone
 * stays that day everywhere.
 */
export function datePartsOf(iso: string, zone?: SiteZone): DateParts | undefined {
  const match = /^(\d{4,})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?/.exec(iso);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  if (zone && hour !== undefined && isMoment(iso, zone))
    return partsInZone(instantOf(iso), zone.name) ?? undefined;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  };
}

/** Milliseconds since 1970 of a date of ISO 8601; what gives no zone counts as UTC. NaN for what is no date. */
export function instantOf(iso: string): number {
  // A day: nearly all dates, read without the engine's parser.
  if (iso.length === 10 && isPlainDayAt(iso, 0)) return instantOfPlainDay(iso);
  const isWithoutZone = /T[\d:.]+$/.test(iso);
  return Date.parse(isWithoutZone ? `${iso}Z` : iso);
}

function partsInZone(instant: number, zone: string | undefined): DateParts | undefined {
  if (Number.isNaN(instant)) return undefined;
  const found: Record<string, number> = {};
  for (const { type, value } of clock(zone).formatToParts(instant)) found[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string | undefined): Intl.DateTimeFormat {
  const known = clocks.get(zone ?? '');
  if (known) return known;
  const made = makeClock(zone);
  clocks.set(zone ?? '', made);
  return made;
}

function makeClock(zone: string | undefined): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, ...(zone ? { timeZone: zone } : {}) });
  } catch {
    // A zone that the configuration misspells: the computer's own.
    return new Intl.DateTimeFormat('en-US', options);
  }
}
