import type { NameOfPost, Place } from '../convention.ts';
import { dateAtStart } from '../file-dates.ts';
import { nameOf, stemOf } from '../paths.ts';

/**
 * The day and the slug in the name of a post or document: what stands behind the day and one dash, without dots at its
 * end. Pages have neither. Source: `DATE_FILENAME_MATCHER` and `populate_title` of Jekyll's documents.
 */
export function nameInJekyll(path: string, { kind, collection = '.' }: Place): NameOfPost | undefined {
  if (kind === 'pages' && !nameOf(collection).startsWith('_')) return undefined;
  const stem = stemOf(path);
  const [, year, day, rest] = datedStem.exec(stem) ?? [];
  if (year === undefined || day === undefined || rest === undefined)
    return { date: undefined, slug: withoutDots(stem) };
  const date = dateAtStart(`${year.length === 2 ? wholeYear(year) : year}-${day}`)?.date;
  return { date, before: stem.slice(0, stem.length - rest.length), slug: withoutDots(rest) };
}

const datedStem = /^(\d{2,4})-(\d{1,2}-\d{1,2})-(.*)$/s;

/** As Ruby's `Time.parse` has it. */
function wholeYear(short: string): string {
  return `${Number(short) < 69 ? '20' : '19'}${short}`;
}

/** Jekyll takes dots at a name's end for no part of it. */
export function withoutDots(name: string): string {
  return name.endsWith('.') ? name.replace(/\.+$/, '') : name;
}
