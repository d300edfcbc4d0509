import { type FrontMatter, type FrontMatterValue, readFrontMatter } from '../posts/front-matter.ts';
import { isMarkdown, isMarkdownWithCode } from './content-files.ts';
import type { Convention, DraftRule, Meaning, SiteSettings } from './convention.ts';
import { datePatternOf, usualDatePatterns } from './date-pattern.ts';
import { type ExportStyle, exportStyleOf } from './exported-object.ts';
import { dateAtStart } from './file-dates.ts';
import { type HeadLineStyle, hasHeadLines, headLineStyleOf } from './head-line-style.ts';
import { extensionOf, folderOf, isIn, nameOf, stemOf, within } from './paths.ts';
import { isStatus, meaningOf } from './post-meaning.ts';

/** How the posts of a blog are written, so that a new one looks like its neighbours. Keys of tables are dotted. */
export interface PostStyle {
  /** Relative to the site's folder. */
  folder: string;
  /** Names in braces: date, year, month, day, slug. */
  fileName: string;
  draftFolder: string | undefined;
  draftFileName: string;
  /** `none`: the posts have no front matter, and a heading for a title. */
  format: 'yaml' | 'toml' | 'json' | 'none';
  /** Where the posts have no front matter and export an object instead: how it is written. */
  exported?: ExportStyle;
  /** Where they have lines at their beginning in its place: how these are written. */
  headLines?: HeadLineStyle;
  /** Whether the block has an opening fence; Hexo can do without. */
  opens: boolean;
  /** Keys of a new post, in their order. */
  keys: readonly string[];
  /** Keys that have the same value in every post, as written there. */
  constants: Readonly<Record<string, string>>;
  titleKey: string;
  /** The key of the slug, where posts have one. */
  slugKey: string | undefined;
  descriptionKey: string | undefined;
  dateKey: string | undefined;
  /** How dates are written: see `date-pattern.ts`. */
  date: string;
  dateQuotes: 'none' | 'single' | 'double';
  tagKey: string | undefined;
  tags: 'flow' | 'block' | 'block-indented' | 'words' | 'commas';
  tagQuotes: 'none' | 'single' | 'double';
  /** Whether posts without tags have the key too. */
  alwaysTags: boolean;
  quotes: 'none' | 'single' | 'double';
  draft: DraftRule;
  /** What public posts have in its place where drafts have a text: `published`. */
  published: string;
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
  if (collection === undefined) return usual;
  const draftFolder = draftFolderFor(collection, usual);
  const meaning = meaningOf({ convention, settings });
  const heads = convention.readsHeadLines ? neighbours.filter(({ text }) => hasHeadLines(text)) : [];
  if (heads.length > read.length) {
    const own = { ...usual, folder: collection, draftFolder };
    const headLines = headLineStyleOf(
      heads.map(({ text }) => text),
      meaning,
    );
    return { ...own, format: 'none', ...namesOf(heads, own, meaning), ...(headLines && { headLines }) };
  }
  if (!newest) return withoutFrontMatter(neighbours, { ...usual, folder: collection, draftFolder }, meaning);

  const format = mostCommon(read.map(({ frontMatter }) => frontMatter.format)) ?? 'none';
  const alike = read.filter(({ frontMatter }) => frontMatter.format === format);
  const same = alike.map(({ frontMatter }) => frontMatter);
  const has = (key: string) => same.filter((head) => fieldOf(head, key)).length;
  const usually = (key: string) => has(key) * 2 > same.length;
  const pick = (keys: readonly string[]) => {
    const key = keys.find(usually);
    return key === undefined ? undefined : asWritten(key, same);
  };

  const titleKey = pick(['title']) ?? 'title';
  const dateKeysIn = (head: FrontMatter) => meaning.dateKeys.filter((key) => mayHoldDate(fieldOf(head, key)));
  const usedDateKeys = same.flatMap(dateKeysIn);
  const dateKey = pick(meaning.dateKeys.filter((key) => usedDateKeys.includes(key)));
  // Where no key is in most of them: the convention's, unless none has that.
  const isUsed = usual.dateKey !== undefined && usedDateKeys.includes(usual.dateKey);
  const usedDateKey = isUsed ? undefined : mostCommon(usedDateKeys);
  const newDateKey = usedDateKey === undefined ? usual.dateKey : asWritten(usedDateKey, same);
  const isDated = dateKey !== undefined || read.every(({ path }) => dateOfName(path));
  const shownDateKey = dateKey ?? (isDated ? undefined : newDateKey);
  const tagKey = pick(meaning.tagKeys) ?? usual.tagKey;
  const slugKey = pick(['slug']);
  const descriptionKey = pick(meaning.descriptionKeys);
  const usedRule =
    meaning.draftRules.find((rule) => same.some((head) => marks(fieldOf(head, rule.key), rule))) ??
    usual.draft;
  const draftRule = { ...usedRule, key: asWritten(usedRule.key, same) };
  const constants = constantsOf(same);
  const known = [
    titleKey,
    slugKey,
    shownDateKey,
    descriptionKey,
    tagKey,
    draftRule.key,
    ...Object.keys(constants),
  ];
  const dates = same.flatMap((head) => fieldOf(head, shownDateKey ?? '')?.source ?? []);
  const tagFields = tagKey === undefined ? [] : same.flatMap((head) => fieldOf(head, tagKey) ?? []);
  const tagForms = alike.flatMap(({ frontMatter, text }) => {
    const field = tagKey === undefined ? undefined : fieldOf(frontMatter, tagKey);
    // One text is one tag there, so that more of them need a list.
    const isWhole = typeof field?.value === 'string' && meaning.wholeTextKeys?.includes(tagKey ?? '');
    const form = field && !isWhole ? tagFormOf(field, text) : [];
    return form[0] === 'commas' && meaning.partsAtBlanks ? ['words' as const] : form;
  });
  return {
    ...usual,
    folder: collection,
    draftFolder,
    ...namesOf(read, { ...usual, folder: collection }, meaning),
    format: format === 'none' ? usual.format : format,
    opens: alike.some(({ text }) => /^\s*[-+{;]/.test(text.replace('\uFEFF', ''))),
    keys: ordered(
      known.filter((key) => key !== undefined),
      same,
    ),
    constants,
    titleKey,
    slugKey,
    descriptionKey,
    dateKey: shownDateKey,
    date: mostCommon(dates.flatMap((source) => datePatternOf(source) ?? [])) ?? usual.date,
    dateQuotes: mostCommon(dates.map(quotesOf)) ?? 'none',
    tagKey,
    tags: mostCommon(tagForms) ?? usual.tags,
    tagQuotes: mostCommon(tagFields.flatMap(tagQuotesOf)) ?? usual.tagQuotes,
    alwaysTags: tagFields.length === same.length,
    quotes:
      mostCommon(same.flatMap((head) => fieldOf(head, titleKey)?.source ?? []).map(quotesOf)) ?? usual.quotes,
    draft: draftRule,
    published: publishedWord(same.map((head) => fieldOf(head, draftRule.key)?.value)),
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
    opens: true,
    keys: rule.keys.map(name),
    constants: rule.constants ?? {},
    titleKey: 'title',
    slugKey: undefined,
    descriptionKey: rule.keys.includes('description') ? 'description' : undefined,
    dateKey: rule.dateKey,
    date: usualDatePatterns[rule.dateFormat],
    dateQuotes: 'none',
    tagKey,
    tags: 'flow',
    tagQuotes: rule.format === 'yaml' ? 'none' : 'double',
    alwaysTags: false,
    quotes: rule.format === 'yaml' ? 'none' : 'double',
    draft: rule.draft,
    published: publishedWord([]),
    alwaysDraft: false,
  };
}

function fieldOf(head: FrontMatter, key: string): FrontMatter['fields'][number] | undefined {
  return (
    head.fields.find((field) => field.key.join('.') === key) ??
    head.fields.find((field) => field.key.join('.').toLowerCase() === key.toLowerCase())
  );
}

/** `published: true` says nothing of dates, and in `date: { created: … }` the date lies deeper. */
function mayHoldDate(field: FrontMatter['fields'][number] | undefined): boolean {
  if (!field || typeof field.value === 'boolean') return false;
  return field.value === null || typeof field.value !== 'object';
}

/** Whether a post has the key as one of drafts: `published: 2024-05-01` is a date, `status: seedling` something else. */
function marks(field: FrontMatter['fields'][number] | undefined, { value }: DraftRule): boolean {
  if (!field || isDate(field.source)) return false;
  return typeof value !== 'string' || isStatus(field.value, value);
}

function publishedWord(values: readonly (FrontMatterValue | undefined)[]): string {
  const words = values.filter((value) => typeof value === 'string' && isStatus(value, 'published'));
  return String(mostCommon(words) ?? 'published');
}

function isDate(source: string): boolean {
  return datePatternOf(source) !== undefined;
}

/** The key in the capitals that the newest post has: `publishDate`. */
function asWritten(key: string, heads: readonly FrontMatter[]): string {
  return heads.flatMap((head) => fieldOf(head, key) ?? [])[0]?.key.join('.') ?? key;
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
  { folder: collection, fileName }: PostStyle,
  { publishedNames }: Meaning,
): Pick<PostStyle, 'fileName'> {
  const inside = read
    .filter(({ path }) => isIn(collection, path))
    .map(({ path }) => within(collection, path));
  // A new post is written in Markdown wherever some are.
  const markdown = inside.filter((path) => isMarkdown(path) || isMarkdownWithCode(path));
  const names = markdown.length > 0 ? markdown : inside;
  // What the generator leaves out by its name is no example.
  const patterns = names
    .map((path) => ({ path, pattern: patternOf(path) }))
    .filter(({ pattern }) => publishedNames?.test(exampleOf(pattern)) !== false);
  const pattern = mostCommon(patterns.map((name) => name.pattern));
  if (pattern === undefined) return { fileName };
  const above = patterns.map((name) => ownFolders(name.path));
  // Where no post lies in the collection's folder itself, a new one goes where most are: `en`, `posts`.
  const folder = above.includes('') ? '' : mostCommon(above);
  return { fileName: folder ? `${folder}/${pattern}` : pattern };
}

/** The last name that a pattern gives. */
function exampleOf(pattern: string): string {
  return nameOf(pattern.replace('{date}', '2001-02-03').replace('{slug}', 'a'));
}

/** Posts that are nothing but text: a new one is so too. */
function withoutFrontMatter(neighbours: readonly Neighbour[], usual: PostStyle, meaning: Meaning): PostStyle {
  if (neighbours.length === 0) return usual;
  const exported = exportStyleOf(
    neighbours.filter(({ path }) => /\.mdx$/i.test(path)).map(({ text }) => text),
  );
  const names = namesOf(neighbours, usual, meaning);
  return { ...usual, format: 'none', ...names, ...(exported && { exported }) };
}

/** Drafts lie beside the folder of posts: `things/_posts` has `things/_drafts`. */
function draftFolderFor(collection: string, { draftFolder }: PostStyle): string | undefined {
  if (draftFolder === undefined || nameOf(collection) !== '_posts') return draftFolder;
  return folderOf(collection) === '.' ? '_drafts' : `${folderOf(collection)}/_drafts`;
}

/** `2024/05/01/hello.md` is `{year}/{month}/{day}/{slug}.md`. Folders with a meaning of their own are left out. */
function patternOf(path: string): string {
  const extension = fullExtensionOf(path);
  const main = mainOf(path);
  const above = foldersOf(main).flatMap(
    (folder, index, all) => placeholderOf(folder, index - ownCount(all)) ?? [],
  );
  const dated = dateAtStart(nameOf(main));
  const [, separator = '-'] = /^\d{4}-\d{1,2}-\d{1,2}([-_. ])/.exec(nameOf(main)) ?? [];
  const name = dated && dated.rest !== '' ? `{date}${separator}{slug}` : '{slug}';
  const file =
    main === path.slice(0, path.length - extension.length) ? extension : `/${stemOf(path)}${extension}`;
  return [...above, `${name}${file}`].join('/');
}

/**
 * A post's path without what the post does not name: `hello/index.md`, Next.js's `hello/page.mdx` and SvelteKit's
 * `hello/+page.md` are `hello`.
 */
function mainOf(path: string): string {
  const isBundle = /^(index|\+?page)$/i.test(stemOf(path)) && folderOf(path) !== '.';
  return isBundle ? folderOf(path) : path.slice(0, path.length - fullExtensionOf(path).length);
}

/** Middleman's `hello.html.md` says what is made of it, too. */
function fullExtensionOf(path: string): string {
  return /\.html?\.\w+$/i.exec(path)?.[0] ?? extensionOf(path);
}

/** The folders between the collection and the post that no date names; empty where there are none. */
function ownFolders(path: string): string {
  const folders = foldersOf(mainOf(path));
  return folders.slice(0, ownCount(folders)).join('/');
}

function ownCount(folders: readonly string[]): number {
  const dated = folders.findIndex((folder) => placeholderOf(folder, 0) !== undefined);
  return dated === -1 ? folders.length : dated;
}

function foldersOf(main: string): string[] {
  return folderOf(main) === '.' ? [] : folderOf(main).split('/');
}

function placeholderOf(folder: string, index: number): string | undefined {
  if (/^\d{4}$/.test(folder) && index === 0) return '{year}';
  if (/^\d{2}$/.test(folder) && index > 0) return index === 1 ? '{month}' : '{day}';
  return dateAtStart(folder)?.rest === '' ? '{date}' : undefined;
}

function dateOfName(path: string): boolean {
  return /\{(date|day)\}/.test(patternOf(path));
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
