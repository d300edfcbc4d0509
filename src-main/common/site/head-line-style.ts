import { findHeadLines, type HeadLines } from '../posts/head-lines.ts';
import type { Meaning } from './convention.ts';
import { type DatePattern, datePatternOf, fillDatePattern, usualDatePatterns } from './date-pattern.ts';
import type { NewPost } from './new-post.ts';

/** How the posts of a blog write the lines at their beginning: `Title: Hello`. */
export interface HeadLineStyle extends Omit<HeadLines, 'lines' | 'end'> {
  keys: readonly HeadLineKey[];
  statusKey: string;
}

/** A key, and what stands behind it. */
type HeadLineKey = { key: string } & (
  | { holds: 'title' | 'slug' | 'tags' | 'status' }
  | { holds: 'date'; pattern: DatePattern }
  | { holds: 'constant'; value: string }
);

/** Whether a post says so what it is. */
export function hasHeadLines(text: string): boolean {
  return findHeadLines(text) !== undefined;
}

/** Learns from posts, newest first; undefined where none has such lines. */
export function headLineStyleOf(texts: readonly string[], meaning: Meaning): HeadLineStyle | undefined {
  const heads = texts.flatMap((text) => findHeadLines(text) ?? []);
  const [newest] = heads;
  if (!newest) return undefined;
  const { before, start, after, lines } = newest;
  const keys = lines.flatMap(({ key }) => keyOf(key, heads, meaning) ?? []);
  const spelledHigh = /^[A-Z]/.test(lines[0]?.key ?? '');
  const statusKey = keys.find(({ holds }) => holds === 'status')?.key ?? (spelledHigh ? 'Status' : 'status');
  return { before, start, after, keys, statusKey };
}

/** A key whose value a new post has of its own, or that is the same in all; others are left to the author. */
function keyOf(key: string, heads: readonly HeadLines[], meaning: Meaning): HeadLineKey | undefined {
  const name = key.toLowerCase();
  const values = heads.flatMap(({ lines }) => lines.filter((line) => line.key.toLowerCase() === name));
  if (name === 'title') return { key, holds: 'title' };
  if (name === 'slug') return { key, holds: 'slug' };
  if (name === 'status') return { key, holds: 'status' };
  if (meaning.tagKeys.includes(name)) return { key, holds: 'tags' };
  if (meaning.dateKeys.includes(name)) return { key, holds: 'date', pattern: patternOf(values) };
  const [value = ''] = values.map((line) => line.value);
  // One or two posts prove nothing, but that a key is there without a value.
  const isSame = values.length === heads.length && values.every((line) => line.value === value);
  return value === '' || (isSame && heads.length > 2 && !value.includes('\n'))
    ? { key, holds: 'constant', value }
    : undefined;
}

function patternOf(values: readonly { value: string }[]): DatePattern {
  const [pattern] = values.flatMap(({ value }) => datePatternOf(value) ?? []);
  return pattern ?? usualDatePatterns.day;
}

/** The text of a new post with such lines. */
export function composeHeadLines(post: NewPost, style: HeadLineStyle): string {
  const has = (holds: HeadLineKey['holds']) => style.keys.some((key) => key.holds === holds);
  const tagKey = /^[A-Z]/.test(style.statusKey) ? 'Tags' : 'tags';
  const keys: HeadLineKey[] = [
    ...style.keys,
    ...(post.tags.length > 0 && !has('tags') ? [{ key: tagKey, holds: 'tags' } as const] : []),
    ...(post.draft && !has('status') ? [{ key: style.statusKey, holds: 'status' } as const] : []),
  ];
  const lines = keys.flatMap((key) => {
    const value = writtenValue(key, post);
    return value === undefined ? [] : [`${style.start}${key.key}: ${value}`.trimEnd()];
  });
  const head = [
    ...(style.before ? [style.before.trimEnd()] : []),
    ...lines,
    ...(style.after ? [style.after] : []),
  ];
  return `${head.join('\n')}\n\n${post.body === '' ? '' : `${post.body.trimEnd()}\n`}`;
}

function writtenValue(key: HeadLineKey, post: NewPost): string | undefined {
  switch (key.holds) {
    case 'title':
      return post.title.replace(/\s+/g, ' ');
    case 'slug':
      return post.slug;
    case 'tags':
      return post.tags.join(post.tags.some((tag) => tag.includes(',')) ? '; ' : ', ');
    case 'status':
      return post.draft ? 'draft' : undefined;
    case 'date':
      return fillDatePattern(key.pattern, post.date);
    case 'constant':
      return key.value;
  }
}
