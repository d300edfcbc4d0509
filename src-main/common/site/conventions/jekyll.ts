import type { FrontMatterValue } from '../../posts/front-matter.ts';
import { isRecord, readConfiguration, textAt, valueAt } from '../configuration.ts';
import { isMarkdown, isProjectFile, isText } from '../content-files.ts';
import type { Convention, Place, PostData, PostFacts, SiteSettings, WrittenPost } from '../convention.ts';
import { dateInPath, datePartsOf, slugInPath } from '../file-dates.ts';
import { asPostData, fitsGlob, withInherited } from '../inherited-data.ts';
import { extensionOf, folderOf, isIn, join, stemOf, within } from '../paths.ts';
import { fillPattern, twoDigits } from '../permalinks.ts';
import type { SiteFolder } from '../site-folder.ts';

/** Ruby's `Time.parse` knows days that are written without dashes, and those of half Europe. */
function dateText(written: string): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(written) ?? [];
  if (year !== undefined) return rolledOver(`${year}-${month}-${day}`);
  return rolledOver(written.replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/, '$3-$2-$1'));
}

/** To Ruby, 30 February is 1 March. */
function rolledOver(written: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(29|30|31)(?!\d)/.exec(written) ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12) return written;
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (real.getUTCDate() === Number(day)) return written;
  return written.replace(/^\d+-\d+-\d+/, real.toISOString().slice(0, 10));
}

/** Source: jekyllrb.com/docs (posts, collections, permalinks, configuration/front-matter-defaults) and Jekyll 4's code. */
export const jekyll: Convention = {
  name: 'jekyll',
  label: 'Jekyll',
  recognise(folder) {
    const configuration = configurationOf(folder);
    const posts = folder.find(configuration ? /(^|\/)_posts\// : /^_(posts|drafts)\//);
    const gem = /\bjekyll\b|github-pages/.test(folder.text('Gemfile'));
    if (!configuration && !posts) return undefined;
    if (!posts && !gem && !folder.find(/^(_drafts|_layouts|_includes)\//)) return undefined;
    const evidence = [
      ...(configuration ? [`${configuration} is Jekyll’s configuration.`] : []),
      ...(posts
        ? [`Posts lie in ${posts.replace(/(_posts|_drafts)\/.*$/, '$1')}, Jekyll’s folder for them.`]
        : []),
      ...(gem ? ['Gemfile asks for Jekyll.'] : []),
    ];
    return { strength: configuration ? 2 : 1, evidence };
  },
  settle(folder) {
    const path = configurationOf(folder);
    const data = path ? readConfiguration(path, folder.text(path)) : {};
    const permalink =
      valueAt(data, 'collections.posts.permalink') ?? defaultFor(data, 'posts') ?? data.permalink;
    const source = join(textAt(data, 'source') ?? '.');
    return {
      data,
      content: [{ folder: source }],
      title: textAt(data, 'title') ?? textAt(data, 'name'),
      address: textAt(data, 'url'),
      permalink: typeof permalink === 'string' ? permalink : undefined,
      timeZone: textAt(data, 'timezone'),
      shows: {
        drafts: data.show_drafts === true,
        future: data.future === true || valueAt(data, 'collections.posts.future') === true,
        expired: true,
      },
      staticFolders: [source],
      packages: packagesOf(folder, data),
    };
  },
  place: placeInJekyll,
  needsFrontMatter: ({ collection, kind }) => kind === 'pages' && !/(^|\/)_[^/]+$/.test(collection ?? ''),
  meaning: {
    dateKeys: ['date'],
    dateText,
    dateInName: true,
    titleInBody: false,
    nameAsTitle: 'title-case',
    tagKeys: ['tag', 'tags'],
    categoryKeys: ['categories', 'category'],
    wholeTextKeys: ['tag', 'category'],
    partsAtBlanks: true,
    descriptionKeys: ['description', 'excerpt', 'summary', 'subtitle'],
    publishedNames: /^\d{2,4}-\d{1,2}-\d{1,2}-/,
    booleans: 'yaml-1.1',
    draftRules: [
      { key: 'published', value: false },
      { key: 'draft', value: true },
    ],
    publishKeys: ['date'],
    expiryKeys: [],
    timesWithoutZone: 'utc',
  },
  datesInZone: true,
  dataOf: withDefaults,
  url: urlInJekyll,
  references: ['post_url', 'link-tag'],
  formerAddresses: {
    key: 'redirect_from',
    package: {
      name: 'jekyll-redirect-from',
      add: 'Add jekyll-redirect-from to the plugins of _config.yml and to the Gemfile.',
    },
  },
  newPost: {
    folder: (settings) => join(collectionsFolder(settings), '_posts'),
    draftFolder: (settings) => join(collectionsFolder(settings), '_drafts'),
    fileName: '{date}-{slug}.md',
    draftFileName: '{slug}.md',
    format: 'yaml',
    keys: ['layout', 'title', 'date', 'description', 'tags', 'draft'],
    constants: { layout: 'post' },
    dateKey: 'date',
    dateFormat: 'local-with-zone',
    tagKey: 'tags',
    draft: { key: 'published', value: false },
  },
};

function configurationOf(folder: SiteFolder): string | undefined {
  return ['_config.yml', '_config.yaml', '_config.toml'].find((name) => folder.has(name));
}

/** The plugins that the configuration or the Gemfile names. */
function packagesOf(folder: SiteFolder, data: SiteSettings['data']): ReadonlySet<string> {
  const named = [data.plugins, data.gems].flatMap((list) => (Array.isArray(list) ? list : []));
  const gems = [...folder.text('Gemfile').matchAll(/^[ \t]*gem[ \t(]+["']([^"']+)["']/gm)];
  return new Set([...named.filter((name) => typeof name === 'string'), ...gems.map(([, name = '']) => name)]);
}

/** Where the posts' and the collections' folders lie, by `source` and `collections_dir`. Relative to the site's folder. */
function collectionsFolder(settings: SiteSettings): string {
  return join(sourceOf(settings), textAt(settings.data, 'collections_dir') ?? '.');
}

function sourceOf({ content }: SiteSettings): string {
  return content[0]?.folder ?? '.';
}

/** A path as Jekyll's collections have it: without the folder that holds them all, where it lies there. */
function inCollections(path: string, settings: SiteSettings): string {
  const folder = collectionsFolder(settings);
  return isIn(folder, path) ? within(folder, path) : within(sourceOf(settings), path);
}

function placeInJekyll(path: string, settings: SiteSettings): Place | undefined {
  if (!isIn(sourceOf(settings), path)) return undefined;
  const names = path.split('/').slice(0, -1);
  const inPosts = names.indexOf('_posts');
  if (inPosts !== -1) return isText(path) ? inFolder(names, inPosts, 'posts') : undefined;
  const inDrafts = names.indexOf('_drafts');
  if (inDrafts !== -1) return isText(path) ? inFolder(names, inDrafts, 'drafts') : undefined;
  if (!isMarkdown(path) && extensionOf(path) !== '.textile') return undefined;
  if (isProjectFile(path) || isExcluded(path, settings)) return undefined;
  const inside = inCollections(path, settings);
  const [first = ''] = inside.split('/').slice(0, -1);
  if (!first.startsWith('_') || isIncluded(first, settings))
    return { collection: sourceOf(settings), kind: 'pages' };
  if (hidden.has(first)) return undefined;
  return { collection: path.slice(0, path.length - inside.length + first.length), kind: 'pages' };
}

const hidden = new Set(['_layouts', '_sass', '_data', '_site', '_plugins', '_cache']);

function inFolder(names: string[], index: number, kind: 'posts' | 'drafts'): Place {
  return { collection: names.slice(0, index + 1).join('/'), kind };
}

function isExcluded(path: string, settings: SiteSettings): boolean {
  const patterns = Array.isArray(settings.data.exclude) ? settings.data.exclude : [];
  return patterns.some(
    (pattern) => typeof pattern === 'string' && isNamed(pattern.replace(/^\/|\/$/g, ''), path),
  );
}

/** Whether `include` names a folder whose name would keep it out: its texts are pages as any others. */
function isIncluded(folder: string, { data }: SiteSettings): boolean {
  const named = Array.isArray(data.include) ? data.include : [];
  return named.some((name) => typeof name === 'string' && name.replace(/^\/|\/$/g, '') === folder);
}

function isNamed(pattern: string, path: string): boolean {
  return pattern.includes('*')
    ? fitsGlob(pattern, path) || fitsGlob(`${pattern}/**`, path)
    : isIn(pattern, path);
}

/** Permalink of a collection by `defaults:` of the configuration; of several, the most specific, else the last. */
function defaultFor(data: Readonly<Record<string, unknown>>, type: string): string | undefined {
  const defaults = Array.isArray(data.defaults) ? data.defaults : [];
  let found: string | undefined;
  for (const entry of defaults) {
    const permalink = isRecord(entry) ? valueAt(entry, 'values.permalink') : undefined;
    const scope = isRecord(entry) ? valueAt(entry, 'scope.type') : undefined;
    const folder = isRecord(entry) ? valueAt(entry, 'scope.path') : undefined;
    const isFor = scope === type || (scope === undefined && (folder === `_${type}` || folder === ''));
    if (typeof permalink === 'string' && isFor && (scope === type || found === undefined)) found = permalink;
  }
  return found;
}

/** The values of `defaults:` for a post; of several that fit, the one for the longer path counts, else the later. */
function withDefaults({ path, place, data }: WrittenPost, settings: SiteSettings): PostData {
  const defaults = Array.isArray(settings.data.defaults) ? settings.data.defaults : [];
  if (defaults.length === 0) return withFolders(data, place, settings);
  const inside = within(sourceOf(settings), path);
  const type = typeOf(place, settings);
  let given: PostData = {};
  let last: Scope | undefined;
  for (const entry of defaults) {
    const scope = scopeOf(entry);
    if (!scope || !isInScope(scope, type, [inside, inCollections(path, settings)])) continue;
    const values = asPostData(entry.values);
    const isStronger = last === undefined || hasPrecedence(scope, last);
    given = isStronger ? { ...given, ...values } : { ...values, ...given };
    if (isStronger) last = scope;
  }
  const both = [wordsOf(given.categories), wordsOf(data.categories)];
  const merged = withInherited(data, given);
  // Of categories alone, both count.
  const all = both.every((words) => words.length > 0)
    ? { ...merged, categories: [...new Set(both.flat())] }
    : merged;
  return withFolders(all, place, settings);
}

/** Folders above `_posts` are categories too. */
function withFolders(data: PostData, place: Place, settings: SiteSettings): PostData {
  const above = folderOf(inCollections(place.collection ?? '.', settings));
  if (above === '.' || place.kind !== 'posts') return data;
  const one = data.categories === undefined ? data.category : undefined;
  const written = typeof one === 'string' && one !== '' ? [one] : wordsOf(data.categories ?? one);
  return { ...data, categories: [...new Set([...above.split('/'), ...written])] };
}

interface Scope {
  path: string;
  type: string | undefined;
}

function scopeOf(entry: unknown): Scope | undefined {
  if (!isRecord(entry)) return undefined;
  const { path, type } = isRecord(entry.scope) ? entry.scope : {};
  return {
    path: typeof path === 'string' ? path.replace(/^\/|\/$/g, '') : '',
    type: typeof type === 'string' ? type : undefined,
  };
}

function isInScope({ path, type }: Scope, own: string, paths: readonly string[]): boolean {
  if (type !== undefined && type !== own) return false;
  if (path === '') return true;
  return paths.some((one) => isNamed(path, one));
}

function hasPrecedence(scope: Scope, last: Scope): boolean {
  if (scope.path.length !== last.path.length) return scope.path.length > last.path.length;
  return scope.type !== undefined || last.type === undefined;
}

function typeOf(place: Place, settings: SiteSettings): string {
  if (place.kind !== 'pages') return 'posts';
  const name = inCollections(place.collection ?? '.', settings);
  return name.startsWith('_') ? name.slice(1) : 'pages';
}

function wordsOf(value: FrontMatterValue | undefined): string[] {
  if (typeof value === 'string') return value.split(/\s+/).filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

const styles: Record<string, string> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  weekdate: '/:categories/:year/W:week/:short_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
};

function urlInJekyll(post: PostFacts, settings: SiteSettings): string | undefined {
  const own = post.data.permalink;
  const isPost = post.place.kind === 'posts' || post.place.kind === 'drafts';
  if (isPost) {
    if (post.date === undefined) return undefined;
    // The name of a style counts in the configuration alone.
    if (typeof own === 'string' && own !== '') return filled(own, post, settings);
    const pattern = settings.permalink ?? 'date';
    return filled(styles[pattern] ?? pattern, post, settings);
  }
  const collection = inCollections(post.place.collection ?? '.', settings);
  if (!collection.startsWith('_')) {
    const path = within(sourceOf(settings), post.path);
    const stem = withoutDots(stemOf(path));
    const folder = folderOf(path) === '.' ? '' : `/${folderOf(path)}`;
    if (typeof own === 'string' && own !== '') return filled(own, post, settings);
    if (stem === 'index') return `${folder}/`;
    return `${folder}/${stem}${endOf(settings).replace(':output_ext', '.html')}`;
  }
  const name = collection.slice(1);
  if (valueAt(settings.data, `collections.${name}.output`) !== true) return undefined;
  if (typeof own === 'string' && own !== '') return filled(own, post, settings);
  const pattern =
    valueAt(settings.data, `collections.${name}.permalink`) ?? `/:collection/:path${endOf(settings)}`;
  return typeof pattern === 'string' ? filled(styles[pattern] ?? pattern, post, settings) : undefined;
}

/** What addresses without a pattern of their own end with. Source: `add_permalink_suffix` of Jekyll's utilities. */
function endOf({ data }: SiteSettings): string {
  const site = textAt(data, 'permalink') ?? 'date';
  if (/^(date|ordinal|none)$/.test(site) || site.endsWith(':output_ext')) return ':output_ext';
  return site === 'pretty' || site.endsWith('/') ? '/' : '';
}

function filled(pattern: string, post: PostFacts, settings: SiteSettings): string {
  const zone = { name: settings.timeZone, timesWithoutZone: 'utc' } as const;
  const parts = post.date === undefined ? undefined : datePartsOf(post.date, zone);
  const { slug } = post.data;
  const title = pretty(typeof slug === 'string' && slug !== '' ? slug : withoutDots(slugInPath(post.path)));
  const collection = inCollections(post.place.collection ?? '.', settings);
  const path = within(
    post.place.collection ?? '.',
    folderOf(post.path) === '.'
      ? withoutDots(stemOf(post.path))
      : `${folderOf(post.path)}/${withoutDots(stemOf(post.path))}`,
  );
  const categories = categoriesOf(post, collection);
  const url = fillPattern(pattern, parts, {
    title,
    slug: slugified(typeof slug === 'string' && slug !== '' ? slug : withoutDots(slugInPath(post.path))),
    name: slugified(withoutDots(stemOf(post.path))),
    basename: withoutDots(stemOf(post.path)),
    path: dateInPath(path) && post.place.kind === 'posts' ? title : path,
    collection: collection.replace(/^_/, ''),
    categories: categories.map((category) => category.toLowerCase()).join('/'),
    slugified_categories: [...new Set(categories.map(slugified))].filter((name) => name !== '').join('/'),
    output_ext: '.html',
    i_month: String(parts?.month ?? ''),
    i_day: String(parts?.day ?? ''),
    short_year: twoDigits((parts?.year ?? 0) % 100),
  });
  return `/${url}`.replace(/\/{2,}/g, '/');
}

/** Folders above `_posts` are categories too. */
function categoriesOf(post: PostFacts, collection: string): string[] {
  const above = folderOf(collection);
  const folders = above === '.' ? [] : above.split('/');
  return [...new Set([...folders, ...post.categories])];
}

function slugified(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** Jekyll’s `pretty` slug mode: keeps some signs, and case. */
function pretty(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{Nd}._~!$&'()+,;=@]+/gu, '-').replace(/^-|-$/g, '');
}

/** Jekyll takes dots at a name's end for no part of it. */
function withoutDots(name: string): string {
  return name.replace(/\.+$/, '');
}
