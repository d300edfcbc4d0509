import { type ConfigurationData, readConfiguration } from './configuration.ts';

/**
 * Data of a program as far as it can be told without running it: plain values of the keys that matter to addresses,
 * and of an address that a function makes, that function's own text (see `workedOutBy`).
 */
export function programData(text: string): ConfigurationData {
  const data = readConfiguration('data.js', text);
  const known = Object.fromEntries(
    ['permalink', 'draft', 'layout', 'lang'].flatMap((key) => (key in data ? [[key, data[key]]] : [])),
  );
  const worked = /\bpermalink\b["']?\s*(?::\s*|(?=\())/.exec(text);
  if (data.permalink !== undefined && !isFunctionAt(text, worked)) return known;
  if (worked) {
    const value = text.slice(worked.index + worked[0].length);
    return {
      ...known,
      permalink: asWorkedOut(value.startsWith('(') && !isArrow(value) ? `function ${value}` : value),
    };
  }
  return known;
}

function isFunctionAt(text: string, found: RegExpExecArray | null): boolean {
  return found !== null && !/^["'`]/.test(text.slice(found.index + found[0].length));
}

function isArrow(value: string): boolean {
  return /^\([^()]*\)\s*=>/.test(value);
}

const mark = '{% worked out by %}';

/** A value that a function makes, as text among the others. */
export function asWorkedOut(script: string): string {
  return `${mark}${script}`;
}

/** The function's text, and what follows it; undefined for a value as it is written. */
export function workedOutBy(value: string): string | undefined {
  return value.startsWith(mark) ? value.slice(mark.length) : undefined;
}
