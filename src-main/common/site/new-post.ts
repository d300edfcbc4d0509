import { fillDatePattern, isTomlDate } from './date-pattern.ts';
import { composeExported } from './exported-object.ts';
import { composeHeadLines } from './head-line-style.ts';
import type { PostStyle } from './post-style.ts';

/** What an author says of a new post. */
export interface NewPost {
  title: string;
  slug: string;
  draft: boolean;
  tags: readonly string[];
  body: string;
  /** The post's date, as a clock of the site shows it. */
  date: NewPostDate;
}

/** A date in the parts that files are named and headed by. */
export interface NewPostDate {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Minutes east of UTC. */
  offset: number;
  /** Whether no more than a day was said, which is the same day on whatever clock. */
  isDay?: boolean;
}

/** A new post in the style of its neighbours. @returns the path relative to the site's folder, and the whole text */
export function composePost(post: NewPost, style: PostStyle): { path: string; text: string } {
  const isApart = post.draft && style.draftFolder !== undefined;
  const folder = isApart ? (style.draftFolder ?? '.') : style.folder;
  const pattern = isApart ? style.draftFileName : style.fileName;
  const name = fillName(pattern, post);
  const path = folder === '.' ? name : `${folder}/${name}`;
  if (style.exported) return { path, text: composeExported(post, style.exported) };
  if (style.headLines) return { path, text: composeHeadLines(post, style.headLines) };
  return {
    path,
    text: `${beginningOf(post, style, isApart)}\n${post.body === '' ? '' : `${post.body.trimEnd()}\n`}`,
  };
}

/** A heading alone where the others have no more, unless there is more to say. */
function beginningOf(post: NewPost, style: PostStyle, isApart: boolean): string {
  if (style.format !== 'none') return headOf(post, style, isApart);
  const isDraft = post.draft && !isApart;
  if (!isDraft && post.tags.length === 0) return `# ${post.title.replace(/\s+/g, ' ')}\n`;
  const keys = [style.titleKey, style.tagKey, style.draft.key].filter((key) => key !== undefined);
  return headOf(post, { ...style, format: 'yaml', keys }, isApart);
}

function fillName(pattern: string, { date, slug }: NewPost): string {
  const values: Record<string, string> = {
    year: String(date.year).padStart(4, '0'),
    month: two(date.month),
    day: two(date.day),
    date: dayText(date),
    slug,
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

function headOf(post: NewPost, style: PostStyle, isApart: boolean): string {
  const lines: string[] = [];
  const tables = new Map<string, string[]>();
  for (const key of style.keys) {
    const written = valueFor(key, post, style, isApart);
    if (written === undefined) continue;
    const [table, inner] = key.includes('.')
      ? [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]
      : [undefined, key];
    if (table === undefined) lines.push(entry(inner, written, style.format));
    else tables.set(table, [...(tables.get(table) ?? []), entry(inner, written, style.format)]);
  }
  for (const [table, entries] of tables) {
    if (style.format === 'toml') lines.push('', `[${table}]`, ...entries);
    else lines.push(`${table}:`, ...entries.map((line) => line.replace(/^/gm, '  ')));
  }
  if (style.format === 'json') return `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}\n`;
  const fence = style.format === 'toml' ? '+++' : '---';
  if (!style.opens && lines.length > 0) return `${lines.join('\n')}\n${fence}\n`;
  return `${fence}\n${lines.join('\n')}\n${fence}\n`;
}

function entry(key: string, written: string, format: PostStyle['format']): string {
  if (format === 'json') return `${JSON.stringify(key)}: ${written}`;
  if (format === 'toml') return `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)} = ${written}`;
  return `${/^[\w][\w-]*$/.test(key) ? key : JSON.stringify(key)}:${written.startsWith('\n') ? '' : ' '}${written}`;
}

/** The value as it will stand in the text; undefined where the key is left out. */
function valueFor(key: string, post: NewPost, style: PostStyle, isApart: boolean): string | undefined {
  if (key === style.titleKey) return textValue(post.title, style);
  if (key === style.slugKey) return textValue(post.slug, style);
  if (key === style.dateKey) return isApart ? undefined : dateValue(post.date, style);
  if (key === style.tagKey)
    return post.tags.length === 0 && !style.alwaysTags ? undefined : tagsValue(post.tags, style);
  if (key === style.descriptionKey) return quoted('', style);
  if (key === style.draft.key)
    return isApart || (!post.draft && !style.alwaysDraft) ? undefined : draftValue(post.draft, style);
  const constant = style.constants[key];
  return constant === undefined ? undefined : constant;
}

function draftValue(isDraft: boolean, style: PostStyle): string {
  const { value } = style.draft;
  if (typeof value === 'boolean') return String(isDraft === value);
  return textValue(isDraft ? value : style.published, style);
}

function tagsValue(tags: readonly string[], style: PostStyle): string {
  // A comma within brackets would make two tags of one.
  const written = tags.map((tag) =>
    tag.includes(',') ? quoted(tag, style) : textValue(tag, { ...style, quotes: style.tagQuotes }),
  );
  const flow = `[${written.join(', ')}]`;
  if (style.format !== 'yaml' || style.tags === 'flow' || tags.length === 0) return flow;
  if (style.tags === 'words' && tags.every((tag) => /^[\p{L}\p{N}_-]+$/u.test(tag)))
    return textValue(tags.join(' '), style);
  if (style.tags === 'commas' && tags.every((tag) => !tag.includes(',')))
    return textValue(tags.join(', '), style);
  if (style.tags === 'words' || style.tags === 'commas') return flow;
  const indent = style.tags === 'block-indented' ? '  ' : '';
  return `\n${written.map((tag) => `${indent}- ${tag}`).join('\n')}`;
}

function textValue(text: string, style: Pick<PostStyle, 'format' | 'quotes'>): string {
  return style.format === 'yaml' && style.quotes === 'none' && isSafePlain(text) ? text : quoted(text, style);
}

/** Double quotes by JSON's rules are right in YAML, TOML and JSON alike. */
function quoted(text: string, style: Pick<PostStyle, 'format' | 'quotes'>): string {
  const isSingle =
    style.format !== 'json' && style.quotes === 'single' && !/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]/u.test(text);
  if (isSingle && style.format === 'yaml') return `'${text.replaceAll("'", "''")}'`;
  if (isSingle && !text.includes("'")) return `'${text}'`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\uFEFF]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Plain only where every YAML reader, old or new, takes it for this very text. */
function isSafePlain(text: string): boolean {
  return (
    /^[\p{L}][\p{L}\p{M}\p{N} ()/.,;!?+“”‘’'"&*%@$=<>~^|_-]*$/u.test(text) &&
    !/^(true|false|yes|no|on|off|y|n|null|nan|inf)$/i.test(text) &&
    !/\s$|\s#|:(\s|$)/.test(text)
  );
}

function dateValue(date: NewPostDate, style: PostStyle): string {
  const text = fillDatePattern(style.date, date);
  if (style.format === 'json' || style.dateQuotes === 'double') return JSON.stringify(text);
  if (style.dateQuotes === 'single') return `'${text}'`;
  return style.format === 'toml' && !isTomlDate(text) ? JSON.stringify(text) : text;
}

function dayText(date: NewPostDate): string {
  return `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
