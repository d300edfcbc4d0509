import { readConfiguration } from './configuration.ts';
import { usualMeaning } from './convention.ts';
import { datePatternOf, fillDatePattern } from './date-pattern.ts';
import type { NewPost } from './new-post.ts';

/** The object that an MDX post exports to say what it is: `export const metadata = { title: 'Hello' }`. */
export interface ExportedObject {
  /** All before the object: `export const metadata: Metadata = `. */
  before: string;
  /** With its braces. */
  object: string;
  /** The semicolon behind it, where there is one. */
  after: string;
}

/** Finds the object in a post's text; it is never run. Undefined where there is none. */
export function exportedObjectIn(body: string): ExportedObject | undefined {
  const [, before, object, after] =
    /^(export\s+const\s+(?:metadata|meta|frontmatter|frontMatter|post)\b[^={]*=\s*)(\{[\s\S]*?^\}|\{.*\})(;?)/m.exec(
      body,
    ) ?? [];
  return before === undefined || object === undefined ? undefined : { before, object, after: after ?? '' };
}

/** How the posts of a blog write such an object. */
export interface ExportStyle {
  before: string;
  after: string;
  quote: string;
  indent: string;
  /** Whether the last line has a comma too. */
  trails: boolean;
  keys: readonly ExportedKey[];
  /** Whether the text begins with the title as a heading. */
  hasHeading: boolean;
}

/** A key of the object, and what stands in it. */
type ExportedKey = { key: string } & (
  | { holds: 'title' | 'description' | 'tags' | 'draft' }
  | { holds: 'date'; pattern: string }
);

/** Learns from the newest post that has such an object; undefined where none has. */
export function exportStyleOf(texts: readonly string[]): ExportStyle | undefined {
  for (const text of texts) {
    const found = exportedObjectIn(text);
    if (!found) continue;
    const { before, object, after } = found;
    const [, indent = '  '] = /\n([ \t]+)\S/.exec(object) ?? [];
    return {
      before,
      after,
      quote: /:\s*(["'`])/.exec(object)?.[1]?.replace('`', "'") ?? "'",
      indent,
      trails: /,\s*\}$/.test(object),
      keys: keysOf(object),
      hasHeading: /^# /m.test(text),
    };
  }
  return undefined;
}

/** Keys whose values a new post has of its own; others are left to the author. */
function keysOf(object: string): ExportedKey[] {
  const keys: ExportedKey[] = [];
  for (const [key, value] of Object.entries(readConfiguration('object.js', object))) {
    const pattern = typeof value === 'string' ? datePatternOf(value) : undefined;
    if (key === 'title') keys.push({ key, holds: 'title' });
    else if (usualMeaning.descriptionKeys.includes(key)) keys.push({ key, holds: 'description' });
    else if (usualMeaning.dateKeys.includes(key) && pattern !== undefined)
      keys.push({ key, holds: 'date', pattern });
    else if (key === 'draft') keys.push({ key, holds: 'draft' });
  }
  const [, tagKey] = /(?:^|[\s{,])["']?(tags|keywords)["']?\s*:\s*\[/.exec(object) ?? [];
  const place = (key: string) => object.search(new RegExp(`\\b${key}\\b["']?\\s*:`));
  if (tagKey !== undefined) keys.push({ key: tagKey, holds: 'tags' });
  return keys.sort((a, b) => place(a.key) - place(b.key));
}

/** The text of a new post with such an object. */
export function composeExported(post: NewPost, style: ExportStyle): string {
  const keys = [...style.keys];
  if (post.tags.length > 0 && !keys.some(({ holds }) => holds === 'tags'))
    keys.push({ key: 'tags', holds: 'tags' });
  if (post.draft && !keys.some(({ holds }) => holds === 'draft')) keys.push({ key: 'draft', holds: 'draft' });
  const lines = keys.map((key) => `${style.indent}${key.key}: ${writtenValue(key, post, style.quote)}`);
  const object = `{\n${lines.join(',\n')}${style.trails ? ',' : ''}\n}`;
  const heading = style.hasHeading ? `# ${post.title.replace(/\s+/g, ' ')}\n\n` : '';
  return `${style.before}${object}${style.after}\n\n${heading}${post.body === '' ? '' : `${post.body.trimEnd()}\n`}`;
}

function writtenValue(key: ExportedKey, post: NewPost, quote: string): string {
  switch (key.holds) {
    case 'title':
      return quoted(post.title, quote);
    case 'description':
      return quoted('', quote);
    case 'tags':
      return `[${post.tags.map((tag) => quoted(tag, quote)).join(', ')}]`;
    case 'draft':
      return String(post.draft);
    case 'date':
      return quoted(fillDatePattern(key.pattern, post.date), quote);
  }
}

/** A text as JavaScript reads it, in the other quotes where it holds these. */
function quoted(text: string, quote: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
  return quote === '"' || text.includes("'") ? `"${inner}"` : `'${inner.replaceAll('\\"', '"')}'`;
}
