import type { FrontMatterData, FrontMatterValue } from '../posts/front-matter-tree.ts';
import { isRecord } from './configuration.ts';
import type { PostData } from './convention.ts';

/** Values of a configuration as front matter would have them: dates as text, and nothing that front matter cannot hold. */
export function asPostData(values: unknown): FrontMatterData {
  if (!isRecord(values)) return {};
  const entries = Object.entries(values).flatMap(([key, value]) => {
    const plain = asValue(value);
    return plain === undefined ? [] : [[key, plain] as const];
  });
  return Object.fromEntries(entries);
}

function asValue(value: unknown): FrontMatterValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (Array.isArray(value)) return value.map(asValue).filter((item) => item !== undefined);
  return isRecord(value) ? asPostData(value) : undefined;
}

/** A post's values with those that its site gives it: what the post says itself counts. */
export function withInherited(data: PostData, given: PostData): PostData {
  for (const _ in given) return { ...given, ...data };
  return data;
}

/** Whether a path fits a pattern with `*` for a part of a name, `**` for any folders, and `[^_]` for one of its letters. */
export function fitsGlob(pattern: string, path: string): boolean {
  return globOf(pattern)?.test(path) ?? false;
}

/** A site has few patterns and asks for them with each of its files. */
const globs = new Map<string, RegExp | undefined>();

function globOf(pattern: string): RegExp | undefined {
  if (globs.has(pattern)) return globs.get(pattern);
  if (globs.size > 1000) globs.clear();
  const glob = readGlob(pattern);
  globs.set(pattern, glob);
  return glob;
}

function readGlob(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^${globSource(pattern)}$`, 'i');
  } catch {
    return undefined;
  }
}

function globSource(pattern: string): string {
  return pattern.replace(globSign, (sign, not: string | undefined, letters: string | undefined) => {
    if (letters !== undefined) return `[${not ? '^/' : ''}${letters.replace(/[\\^]/g, '\\$&')}]`;
    if (sign.startsWith('{') && sign.length > 1)
      return `(?:${sign.slice(1, -1).split(',').map(globSource).join('|')})`;
    return globSigns[sign] ?? `\\${sign}`;
  });
}

const globSign = /\[([!^]?)([^[\]/]+)\]|\{[^{}]*\}|\*\*\/?|\*|\?|[.+^$()|[\]{}\\]/g;

/** `**` and a slash are nothing or whole folders. */
const globSigns: Readonly<Record<string, string>> = {
  '*': '[^/]*',
  '?': '[^/]',
  '**': '.*',
  '**/': '(?:.*/)?',
};
