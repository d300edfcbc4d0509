import { readDate } from '../../posts/dates.ts';
import type { DatedName } from '../file-dates.ts';
import { nameOf } from '../paths.ts';

/**
 * Source: the layouts of `StringToDate` in Go's cast package, which Hugo reads dates with. Go reads fractions of seconds
 * wherever there are seconds.
 */
const dateForms: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d$/,
  /^\d{4}-\d\d-\d\dT\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?$/,
  /^\d{4}-\d\d-\d\d \d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d| [+-]\d{4} [A-Z]{3,4})?$/,
  /^(?:[A-Z][a-z]{2}, )?\d\d [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d:\d\d (?:[A-Z]{3,4}|[+-]\d{4})$/,
  /^\d\d [A-Z][a-z]{2} (?:\d{4}|\d\d \d{1,2}:\d\d (?:[A-Z]{3,4}|[+-]\d{4}))$/,
  /^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d{1,2}:\d\d:\d\d [A-Z]{3,4}$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d{1,2}:\d\d:\d\d (?:(?:[A-Z]{3,4}|[+-]\d{4}) )?\d{4}$/,
];

/**
 * A whole number is seconds since 1970, but not in JSON, whose numbers are all broken ones to Go; the name of a zone without
 * its offset is passed over, and the site's zone counts.
 */
export function dateText(written: string, isNumber: boolean, format: string | undefined): string | undefined {
  if (isNumber && format === 'json') return undefined;
  if (isNumber) return /^[+-]?\d{1,11}$/.test(written) ? secondsAsDate(Number(written)) : undefined;
  if (!dateForms.some((form) => form.test(written))) return undefined;
  return written.replace(/ (?:UTC|[A-Z]{3,4})(?= \d{4}$|$)/, '');
}

function secondsAsDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * A name that begins with a day of ten signs, whatever follows it; what looks like the end of a file's name is not looked at.
 * Source: Hugo's `dateAndSlugFromBaseFilename`.
 */
export function datedName(path: string): DatedName | undefined {
  const name = nameOf(path).replace(/\.[^.]*$/, '');
  const date = name.slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !readDate(date)) return undefined;
  return { date, rest: name.slice(10).replace(/^[ _-]+|[ _-]+$/g, '') };
}
