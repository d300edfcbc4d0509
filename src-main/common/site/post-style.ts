import { readDate } from '../posts/dates.ts';
import { type FrontMatter, readFrontMatter } from '../posts/front-matter.ts';
import type { Convention, SiteSettings } from './convention.ts';
import { dateAtStart } from './file-dates.ts';
import { extensionOf, folderOf, isIn, nameOf, stemOf, within } from './paths.ts';

/** How the posts of a blog are written, so that a new one looks like its neighbours. Keys of tables are dotted. */
export interface PostStyle {
  /** Relative to the site's folder. */
  folder: string;
  /** Names in braces: date, year, month, day, slug. */
  fileName: string;
  draftFolder: string | undefined;
  draftFileName: string;
  format: 'yaml' | 'toml' | 'json';
  /** Keys of a new post, in their order. */
  keys: readonly string[];
  /** Keys that have the same value in every post, as written there. */
  constants: Readonly<Record<string, string>>;
  titleKey: string;
  /** The key of the slug, where posts have one. */
  slugKey: string | undefined;
  descriptionKey: string | undefined;
  dateKey: string | undefined;
  date:
    | 'day'
    | 'local'
    | 'local-minutes'
    | 'local-t'
    | 'local-with-zone'
    | 'instant'
    | 'utc'
    | 'utc-milliseconds';
  dateQuotes: 'none' | 'single' | 'double';
  tagKey: string | undefined;
  tags: 'flow' | 'block' | 'block-indented' | 'words' | 'commas';
  tagQuotes: 'none' | 'single' | 'double';
  /** Whether posts without tags have the key too. */
  alwaysTags: boolean;
  quotes: 'none' | 'single' | 'double';
  draft: { key: string; value: boolean };
  /** Whether public posts have the key too. */
  alwaysDraft: boolean;
}

/** A post to learn from. */
export interface Neighbour {
  /** Relative to the site's folder. */
  path: string;
  text: string;
}

/**
 * Learns the style from posts that are there, newest first, all of one collection; what they leave open is the
 * convention's.
 *
 * @param collection relative to the site's folder; undefined where there are no posts yet
 */
export function learnStyle(
  neighbours: readonly Neighbour[],
  collection: string | undefined,
  convention: Convention,
  settings: SiteSettings,
): PostStyle {
  const usual = usualStyle(convention, settings);
  const read = neighbours
    .map((neighbour) => ({ ...neighbour, frontMatter: readFrontMatter(neighbour.text) }))
    .filter(({ frontMatter }) => frontMatter.format !== 'none');
  const [newest] = read;
  if (!newest || collection === undefined) return { ...usual, folder: collection ?? usual.folder };

  const format = mostCommon(read.map(({ frontMatter }) => frontMatter.format)) ?? 'none';
  const alike = read.filter(({ frontMatter }) => frontMatter.format === format);
  const same = alike.map(({ frontMatter }) => frontMatter);
  const has = (key: string) => same.filter((head) => fieldOf(head, key)).length;
  const usually = (key: string) => has(key) * 2 > same.length;
  const pick = (keys: readonly string[]) => keys.find(usually);

  const { meaning } = convention;
  const titleKey = pick(['title', 'Title']) ?? 'title';
  const dateKey = pick(meaning.dateKeys);
  const isDated = dateKey !== undefined || read.every(({ path }) => dateOfName(path));
  const tagKey = pick(meaning.tagKeys) ?? usual.tagKey;
  const slugKey = pick(['slug', 'Slug']);
  const descriptionKey = pick(meaning.descriptionKeys);
  const draftRule = meaning.draftRules.find((rule) => has(rule.key) > 0) ?? usual.draft;
  const constants = constantsOf(same);
  const known = [
    titleKey,
    slugKey,
    dateKey ?? (isDated ? undefined : usual.dateKey),
    descriptionKey,
    tagKey,
    draftRule.key,
    ...Object.keys(constants),
  ];
  const dates = dateKey === undefined ? [] : same.flatMap((head) => fieldOf(head, dateKey)?.source ?? []);
  const tagFields = tagKey === undefined ? [] : same.flatMap((head) => fieldOf(head, tagKey) ?? []);
  const tagForms = alike.flatMap(({ frontMatter, text }) => {
    const field = tagKey === undefined ? undefined : fieldOf(frontMatter, tagKey);
    return field ? tagFormOf(field, text) : [];
  });
  return {
    ...usual,
    folder: collection,
    ...namesOf(read, collection, usual),
    format: format === 'none' ? usual.format : format,
    keys: ordered(
      known.filter((key) => key !== undefined),
      same,
    ),
    constants,
    titleKey,
    slugKey,
    descriptionKey,
    dateKey: dateKey ?? (isDated ? undefined : usual.dateKey),
    date: mostCommon(dates.map(dateFormOf)) ?? usual.date,
    dateQuotes: mostCommon(dates.map(quotesOf)) ?? 'none',
    tagKey,
    tags: mostCommon(tagForms) ?? usual.tags,
    tagQuotes: mostCommon(tagFields.flatMap(tagQuotesOf)) ?? usual.tagQuotes,
    alwaysTags: tagFields.length === same.length,
    quotes:
      mostCommon(same.flatMap((head) => fieldOf(head, titleKey)?.source ?? []).map(quotesOf)) ?? usual.quotes,
    draft: { key: draftRule.key, value: draftRule.value },
    alwaysDraft: usually(draftRule.key),
  };
}

function usualStyle(convention: Convention, settings: SiteSettings): PostStyle {
  const rule = convention.newPost;
  const tagKey = typeof rule.tagKey === 'string' ? rule.tagKey : rule.tagKey(settings);
  const name = (key: string) => ({ date: rule.dateKey, tags: tagKey, draft: rule.draft.key })[key] ?? key;
  return {
    folder: rule.folder(settings),
    fileName: typeof rule.fileName === 'string' ? rule.fileName : rule.fileName(settings),
    draftFolder: rule.draftFolder?.(settings),
    draftFileName: rule.draftFileName ?? '{slug}.md',
    format: rule.format,
    keys: rule.keys.map(name),
    constants: rule.constants ?? {},
    titleKey: 'title',
    slugKey: undefined,
    descriptionKey: rule.keys.includes('description') ? 'description' : undefined,
    dateKey: rule.dateKey,
    date: rule.dateFormat,
    dateQuotes: 'none',
    tagKey,
    tags: 'flow',
    tagQuotes: rule.format === 'yaml' ? 'none' : 'double',
    alwaysTags: false,
    quotes: rule.format === 'yaml' ? 'none' : 'double',
    draft: rule.draft,
    alwaysDraft: false,
  };
}

function fieldOf(head: FrontMatter, key: string): FrontMatter['fields'][number] | undefined {
  return head.fields.find((field) => field.key.join('.') === key);
}

function mostCommon<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Of equal counts, that which came first: the newest post's.
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** `layout: post` in every post belongs in a new one too. One or two posts prove nothing. */
function constantsOf(heads: readonly FrontMatter[]): Record<string, string> {
  const [newest] = heads;
  if (!newest || heads.length < 3) return newest ? layoutOf(newest) : {};
  const constants: Record<string, string> = {};
  for (const { key, source, value } of newest.fields) {
    const name = key.join('.');
    const isScalar = typeof value === 'string' || typeof value === 'boolean';
    const isPlace = /^(title|slug|url|permalink|path|id|date|image|cover|hero|aliases)/i.test(name);
    if (key.length === 1 && isScalar && !isPlace && !source.includes('\n') && source !== '')
      if (heads.every((head) => fieldOf(head, name)?.source === source)) constants[name] = source;
  }
  return constants;
}

function layoutOf(head: FrontMatter): Record<string, string> {
  const source = fieldOf(head, 'layout')?.source;
  return source && !source.includes('\n') ? { layout: source } : {};
}

/** The newest post's order; keys that it lacks come after those that it has. */
function ordered(keys: readonly string[], heads: readonly FrontMatter[]): string[] {
  const order = new Map<string, number>();
  for (const head of heads) {
    for (const { key } of head.fields) {
      const name = key.join('.');
      if (!order.has(name)) order.set(name, order.size);
    }
  }
  const place = (key: string) => order.get(key) ?? (key === 'title' ? -1 : Number.MAX_SAFE_INTEGER);
  return [...new Set(keys)].sort((a, b) => place(a) - place(b));
}

function namesOf(
  read: readonly Neighbour[],
  collection: string,
  usual: PostStyle,
): Pick<PostStyle, 'fileName'> {
  const inside = read
    .filter(({ path }) => isIn(collection, path))
    .map(({ path }) => within(collection, path));
  const pattern = mostCommon(inside.map(patternOf).filter((name) => name !== undefined));
  return { fileName: pattern ?? usual.fileName };
}

/** `2024/05/01/hello.md` is `{year}/{month}/{day}/{slug}.md`. Undefined where folders mean something else. */
function patternOf(path: string): string | undefined {
  const extension = extensionOf(path);
  const isBundle = /^index$/i.test(stemOf(path)) && folderOf(path) !== '.';
  const main = isBundle ? folderOf(path) : path.slice(0, path.length - extension.length);
  const folders = folderOf(main) === '.' ? [] : folderOf(main).split('/');
  const above = folders.map((folder, index) => {
    if (/^\d{4}$/.test(folder) && index === 0) return '{year}';
    if (/^\d{2}$/.test(folder) && index > 0) return index === 1 ? '{month}' : '{day}';
    return dateAtStart(folder)?.rest === '' ? '{date}' : undefined;
  });
  // A folder with a meaning of its own tells nothing of how the names in it are made.
  const kept = above.includes(undefined) ? [] : above;
  const dated = dateAtStart(nameOf(main));
  const name = dated && dated.rest !== '' ? '{date}-{slug}' : '{slug}';
  return [...kept, isBundle ? `${name}/index${extension}` : `${name}${extension}`].join('/');
}

function dateOfName(path: string): boolean {
  return /\{(date|day)\}/.test(patternOf(path) ?? '');
}

function dateFormOf(source: string): PostStyle['date'] {
  const text = source.replace(/^["']|["']$/g, '');
  const iso = readDate(text)?.iso ?? '';
  if (!iso.includes('T')) return 'day';
  if (/\.\d+Z$/.test(text)) return 'utc-milliseconds';
  if (/T.*Z$/.test(text)) return 'utc';
  const hasOffset = /[+-]\d\d:?\d\d$/.test(text);
  if (text.includes('T')) return hasOffset ? 'instant' : 'local-t';
  if (hasOffset) return 'local-with-zone';
  return /:\d\d:\d\d$/.test(text) ? 'local' : 'local-minutes';
}

function quotesOf(source: string): PostStyle['quotes'] {
  if (source.startsWith('"')) return 'double';
  return source.startsWith("'") ? 'single' : 'none';
}

function tagFormOf(
  { value, source, range }: FrontMatter['fields'][number],
  text: string,
): PostStyle['tags'][] {
  if (typeof value === 'string') return [value.includes(',') ? 'commas' : 'words'];
  if (!Array.isArray(value) || value.length === 0) return [];
  if (source.startsWith('[')) return ['flow'];
  const firstDash = text.indexOf('-', range.from);
  return [/[ \t]$/.test(text.slice(0, firstDash)) ? 'block-indented' : 'block'];
}

function tagQuotesOf({ value, source }: FrontMatter['fields'][number]): PostStyle['quotes'][] {
  if (!Array.isArray(value) || value.length === 0) return [];
  return [quotesOf(source.replace(/^[\s[-]+/, ''))];
}
