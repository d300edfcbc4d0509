import { readConfiguration, recordAt, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile, isText } from '../content-files.ts';
import {
  type Convention,
  type Place,
  type PostData,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
  type WrittenPost,
} from '../convention.ts';
import { type DateParts, datePartsOf, instantOf } from '../file-dates.ts';
import { fitsGlob } from '../inherited-data.ts';
import { extensionOf, folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';
import { fillPattern } from '../permalinks.ts';

/** Keys that Jekyll knows and Hexo does not. */
const jekyllsKeys = ['source', 'destination', 'markdown', 'baseurl', 'collections', 'kramdown'];

/** Source: hexo.io/docs (configuration, writing, front matter, permalinks, asset folders). */
export const hexo: Convention = {
  name: 'hexo',
  label: 'Hexo',
  recognise(folder) {
    if (!folder.has('_config.yml')) return undefined;
    const data = readConfiguration('_config.yml', folder.text('_config.yml'));
    const keys = [
      'source_dir',
      'new_post_name',
      'post_asset_folder',
      'per_page',
      'archive_dir',
      'filename_case',
    ];
    const speaks = keys.filter((key) => Object.hasOwn(data, key));
    const posts = folder.find(/^source\/_(posts|drafts)\//);
    const asked = folder.packages.has('hexo');
    if (!asked && !posts && speaks.length < 2) return undefined;
    // Octopress has its posts in a folder of the same name, and builds with Jekyll.
    if (!asked && speaks.length === 0 && jekyllsKeys.some((key) => Object.hasOwn(data, key)))
      return undefined;
    const evidence = [
      `_config.yml is Hexo’s configuration${speaks.length > 0 ? `: it has ${speaks.join(', ')}` : ''}.`,
      ...(asked ? ['package.json asks for Hexo.'] : []),
      ...(posts ? ['Posts lie in source/_posts, Hexo’s folder for them.'] : []),
    ];
    return { strength: 3, evidence };
  },
  settle(folder) {
    const data = readConfiguration('_config.yml', folder.text('_config.yml'));
    const source = trimmed(textAt(data, 'source_dir') ?? 'source');
    return {
      data,
      title: textAt(data, 'title'),
      address: textAt(data, 'url'),
      permalink: textAt(data, 'permalink') ?? ':year/:month/:day/:title/',
      timeZone: textAt(data, 'timezone'),
      content: [{ folder: source }],
      staticFolders: [source],
      packages: folder.packages,
      shows: { drafts: data.render_drafts === true, future: data.future !== false, expired: true },
    };
  },
  place(path, settings): Place | undefined {
    const source = sourceOf(settings);
    if (!isIn(source, path)) return undefined;
    const inside = within(source, path);
    for (const [name, kind] of [
      ['_posts', 'posts'],
      ['_drafts', 'drafts'],
    ] as const)
      if (isIn(name, inside))
        return isPostText(inside, settings) ? { collection: `${source}/${name}`, kind } : undefined;
    const isHidden = inside.split('/').some((name) => name.startsWith('_'));
    if (isHidden && !isNamedBy([settings.data.include], inside)) return undefined;
    if (!isMarkdown(path) || isProjectFile(inside)) return undefined;
    if (isLeftOut(inside, settings)) return undefined;
    return { collection: source, kind: 'pages' };
  },
  meaning: {
    ...usualMeaning,
    dateKeys: ['date'],
    wholeTextKeys: ['tags', 'tag', 'categories', 'category'],
    titleInBody: false,
    publishedNames: /^[^_]/,
    booleans: 'hexo',
    // It knows no `draft`: such a post is public.
    draftRules: [{ key: 'published', value: false }],
    publishKeys: ['date'],
  },
  datesInZone: true,
  dataOf: withPartsOfName,
  url: urlInHexo,
  references: ['post_link', 'asset'],
  formerAddresses: {
    key: 'alias',
    otherKey: 'aliases',
    // The package takes names of files alone.
    write: (address) => {
      const path = address.replace(/^\/+|\/+$/g, '');
      return path.endsWith('.html') ? path : `${path}/index.html`;
    },
    package: {
      name: 'hexo-generator-alias',
      add: 'Add hexo-generator-alias with “npm install hexo-generator-alias”.',
    },
  },
  assetFolder: (path, settings) =>
    settings.data.post_asset_folder === true ? path.slice(0, -extensionOf(path).length) : undefined,
  newPost: {
    ...usualNewPost,
    folder: (settings) => `${sourceOf(settings)}/_posts`,
    draftFolder: (settings) => `${sourceOf(settings)}/_drafts`,
    fileName: (settings) =>
      (textAt(settings.data, 'new_post_name') ?? ':title.md')
        .replace(':title', '{slug}')
        .replace(':year', '{year}')
        .replace(/:i?_?month/, '{month}')
        .replace(/:i?_?day/, '{day}'),
    dateFormat: 'local',
    keys: ['title', 'date', 'tags'],
    draft: { key: 'published', value: false },
  },
};

function sourceOf(settings: SiteSettings): string {
  return settings.content[0]?.folder ?? 'source';
}

/** What `skip_render` and `exclude` name is copied as it is, or not at all. */
function isLeftOut(inside: string, { data }: SiteSettings): boolean {
  return isNamedBy([data.skip_render, data.exclude], inside);
}

/** Where posts have folders of files, only what is called as new posts are is a post; other texts are such files. */
function isPostText(inside: string, { data }: SiteSettings): boolean {
  if (!isText(inside) || isNamedBy([data.skip_render], inside)) return false;
  const name = textAt(data, 'new_post_name') ?? ':title.md';
  return data.post_asset_folder !== true || extensionOf(inside) === extensionOf(name);
}

function isNamedBy(patterns: readonly unknown[], inside: string): boolean {
  return patterns.flat().some((pattern) => typeof pattern === 'string' && fitsGlob(pattern, inside));
}

function trimmed(folder: string): string {
  return folder.replace(/^\.?\/+|\/+$/g, '');
}

function urlInHexo(post: PostFacts, settings: SiteSettings): string | undefined {
  const source = sourceOf(settings);
  const own = post.data.permalink;
  if (post.place.kind === 'pages') {
    const path = within(source, post.path).replace(/\.\w+$/, '.html');
    return pretty(`/${typeof own === 'string' && own !== '' ? own : path}`, settings);
  }
  if (typeof own === 'string' && own !== '') return pretty(ended(`/${own}`, settings), settings);
  const { title = '', ...named } = partsOfName(post, settings);
  // Without a date it takes that of the file itself, which is another on each computer.
  const isDated = Boolean(post.data.date) || isDay(named);
  const parts = isDated && post.date !== undefined ? builtParts(post.date, settings.timeZone) : undefined;
  const categories = lastCategory(post).map((category) =>
    inCaseOfNames(slugified(String(recordAt(settings.data, 'category_map')[category] ?? category)), settings),
  );
  const url = fillPattern(settings.permalink ?? '', parts, {
    ...textsOf(recordAt(settings.data, 'permalink_defaults')),
    ...textsOf(post.data),
    title,
    name: nameOf(title),
    post_title: slugified(post.title).toLowerCase(),
    category: categories.join('/') || (textAt(settings.data, 'default_category') ?? 'uncategorized'),
    ...(parts && numbersOf(parts)),
  });
  // `:hash` and `:id` are Hexo's own counts, which stand in no file, and so may be others that plugins make.
  if (/(^|[/_.-]):[a-z_]+/.test(url)) return undefined;
  return pretty(ended(`/${url}`, settings), settings);
}

/** Where posts have folders of files, their addresses are folders. */
function ended(url: string, { data }: SiteSettings): string {
  return data.post_asset_folder !== true || /(\/|\.html)$/.test(url) ? url : `${url}/`;
}

/**
 * The clock that addresses are made of. Hexo reads what a date says, in UTC where it gives an offset, as a time of the
 * configured zone; the address then shows that instant by the clock of the computer that builds.
 */
function builtParts(date: string, zone: string | undefined): DateParts | undefined {
  const instant = instantOf(date);
  if (Number.isNaN(instant)) return undefined;
  const written = new Date(instant).toISOString();
  if (zone === undefined || zone === Intl.DateTimeFormat().resolvedOptions().timeZone)
    return datePartsOf(written);
  const there = datePartsOf(written, { name: zone, timesWithoutZone: 'utc' });
  if (!there) return undefined;
  const { year, month, day, hour, minute, second } = there;
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  const meant = new Date(instant - offset).toISOString();
  return datePartsOf(meant, { name: undefined, timesWithoutZone: 'utc' });
}

/** A post's own values may stand in a pattern, as may the defaults that the configuration has for them. */
function textsOf(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(data).filter(
    ([, value]) => (typeof value === 'string' && value !== '') || typeof value === 'number',
  );
  return Object.fromEntries(texts.map(([key, value]) => [key, String(value)]));
}

/** Whether a name says all that a date needs. */
function isDay({ year, month, day, i_month, i_day }: Partial<Record<string, string>>): boolean {
  return year !== undefined && (month ?? i_month) !== undefined && (day ?? i_day) !== undefined;
}

/** What the names of files say besides the title and the date is the post's, whatever its front matter says. */
function withPartsOfName({ path, place, data }: WrittenPost, settings: SiteSettings): PostData {
  if (place.kind === 'pages') return data;
  const { title, hash, year, month, day, i_month, i_day, ...named } = partsOfName({ path, place }, settings);
  return Object.keys(named).length === 0 ? data : { ...data, ...(named as Record<string, string>) };
}

/** As `filename_case` has it. */
function inCaseOfNames(text: string, { data }: SiteSettings): string {
  if (data.filename_case === 1) return text.toLowerCase();
  return data.filename_case === 2 ? text.toUpperCase() : text;
}

/** What a post's values cannot say otherwise. */
function numbersOf(parts: DateParts): Record<string, string> {
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    year: String(parts.year),
    month: two(parts.month),
    day: two(parts.day),
    hour: two(parts.hour),
    minute: two(parts.minute),
    second: two(parts.second),
    i_month: String(parts.month),
    i_day: String(parts.day),
  };
}

/** Categories are each below the one before; of several such lists, the last. */
function lastCategory({ categories, data }: PostFacts): readonly string[] {
  const { categories: written } = data;
  if (!Array.isArray(written) || !written.some(Array.isArray)) return categories;
  const last = written.at(-1);
  const names = Array.isArray(last) ? last : [last];
  return names.filter((name) => typeof name === 'string');
}

/**
 * What the file's path below `_posts` says, as `new_post_name` takes names apart: the title, what there is of a date, and
 * others, such as `:lang`.
 */
function partsOfName(
  post: Pick<PostFacts, 'path' | 'place'>,
  settings: SiteSettings,
): Partial<Record<string, string>> {
  const inside = within(post.place.collection ?? '.', post.path);
  const path = folderOf(inside) === '.' ? stemOf(inside) : `${folderOf(inside)}/${stemOf(inside)}`;
  const pattern = textAt(settings.data, 'new_post_name') ?? ':title.md';
  const named = namePattern(pattern).exec(path)?.groups ?? {};
  // What is not called as new posts are is spelt anew.
  return { ...named, title: named.title ?? slugified(path) };
}

const namePatterns = new Map<string, RegExp>();

/** What Hexo takes names of posts apart with. Source: `parseFilename` of its post processor, and hexo-util's `Permalink`. */
function namePattern(pattern: string): RegExp {
  const known = namePatterns.get(pattern);
  if (known) return known;
  const signs = /\.\w+$/.test(pattern) ? pattern.replace(/\.\w+$/, '') : pattern;
  const seen = new Set<string>();
  const source = signs.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:([a-z_]\w*)/gi, (_, name: string) => {
    const part = nameParts[name] ?? '.+?';
    // Only the first of a name counts; a second one would not be a valid name of a group.
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst ? `(?<${name}>${part})` : `(?:${part})`;
  });
  const made = new RegExp(`^${source}$`);
  namePatterns.set(pattern, made);
  return made;
}

const nameParts: Record<string, string> = {
  year: '\\d{4}',
  month: '\\d{2}',
  day: '\\d{2}',
  i_month: '\\d{1,2}',
  i_day: '\\d{1,2}',
  hash: '[0-9a-f]{12}',
};

function pretty(url: string, settings: SiteSettings): string {
  const rules = recordAt(settings.data, 'pretty_urls');
  const clean = url.replace(/\/{2,}/g, '/');
  if (rules.trailing_index === false && clean.endsWith('/index.html'))
    return clean.slice(0, -'index.html'.length);
  if (clean.endsWith('/index.html')) return clean.slice(0, -'index.html'.length);
  return rules.trailing_html === false && extensionOf(clean) === '.html'
    ? clean.slice(0, -'.html'.length)
    : clean;
}

/** As Hexo's own `slugize`: Latin letters lose their accents, signs and blanks become one hyphen, case stays. */
function slugified(text: string): string {
  return text
    .replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, plainLetter)
    .replace(/\p{Cc}/gu, '')
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'<>,.?/]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function plainLetter(letter: string): string {
  return latinLetters[letter] ?? letter.normalize('NFD').replace(/\p{Mn}/gu, '');
}

/** Those that are no letter with an accent. */
const latinLetters: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Ø: 'O',
  ø: 'o',
  ß: 's',
  Đ: 'D',
  đ: 'd',
  ı: 'i',
  Ł: 'L',
  ł: 'l',
  Œ: 'OE',
  œ: 'oe',
};
