import { textAt, valueAt } from '../configuration.ts';
import type { PostFacts, SiteSettings } from '../convention.ts';
import { datePartsOf } from '../file-dates.ts';
import { folderOf, nameOf, stemOf, within } from '../paths.ts';
import { fillPattern, twoDigits } from '../permalinks.ts';
import { nameInJekyll, withoutDots } from './jekyll-names.ts';
import { isOn, jekyllSite } from './jekyll-site.ts';

const styles: Record<string, string> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  weekdate: '/:categories/:year/W:week/:short_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
};

/** The address of a post, a page or a document of a collection. Source: `URL`, `UrlDrop` and `Page` of Jekyll. */
export function urlInJekyll(post: PostFacts, settings: SiteSettings): string | undefined {
  const site = jekyllSite(settings);
  const { permalink } = post.data;
  const own = typeof permalink === 'string' && permalink !== '' ? permalink : undefined;
  if (site.holdsPages(post.place)) return urlOfPage(post, own, settings);
  const label = site.labelOf(post.place);
  if (label === undefined) return undefined;
  if (label === 'posts') return filled(own ?? patternOfPosts(settings), post, settings);
  if (!isOn(valueAt(settings.data, `collections.${label}.output`))) return undefined;
  if (!site.isDocument(post.path, post.place.collection ?? '.')) return undefined;
  const pattern = own ?? textAt(settings.data, `collections.${label}.permalink`);
  return filled(pattern ?? `/:collection/:path${endOf(settings)}`, post, settings);
}

/** The name of a style counts as the permalink of the whole site alone. */
function patternOfPosts({ data }: SiteSettings): string {
  const pattern = textAt(data, 'permalink') ?? 'date';
  return textAt(data, 'collections.posts.permalink') ?? styles[pattern] ?? pattern;
}

function urlOfPage({ path }: PostFacts, own: string | undefined, settings: SiteSettings): string {
  const site = jekyllSite(settings);
  const folder = folderOf(within(site.source, path));
  const basename = withoutDots(stemOf(path));
  const extension = site.outputExtension(path);
  const isHtml = /^\.x?html?$/.test(extension);
  const pattern = basename === 'index' ? '/:path/' : `/:path/:basename${endOf(settings)}`;
  return clean(
    (own ?? (isHtml ? pattern : '/:path/:basename:output_ext'))
      .replaceAll(':path', () => (folder === '.' ? '' : folder))
      .replaceAll(':basename', () => basename)
      .replaceAll(':output_ext', extension),
  );
}

/** What addresses without a pattern of their own end with. Source: `add_permalink_suffix` of Jekyll's utilities. */
function endOf({ data }: SiteSettings): string {
  const site = textAt(data, 'permalink') ?? 'date';
  if (/^(date|ordinal|none)$/.test(site) || site.endsWith(':output_ext')) return ':output_ext';
  return site === 'pretty' || site.endsWith('/') ? '/' : '';
}

function filled(pattern: string, post: PostFacts, settings: SiteSettings): string | undefined {
  const zone = { name: settings.timeZone, timesWithoutZone: 'utc-with-seconds' } as const;
  const date = post.date === undefined ? undefined : datePartsOf(post.date, zone);
  if (date === undefined && datePlaceholder.test(pattern)) return undefined;
  const values: Record<string, string> = {};
  for (const [name, make] of placeholders)
    if (pattern.includes(`:${name}`)) values[name] = make(post, settings);
  if (date) {
    values.i_month = String(date.month);
    values.i_day = String(date.day);
    values.short_year = twoDigits(date.year % 100);
  }
  return clean(fillPattern(pattern, date, values));
}

const datePlaceholder =
  /:(year|month|day|hour|minute|second|i_day|i_month|short_year|short_month|long_month|y_day|week|w_year|w_day|short_day|long_day)(?![a-z])/;

const placeholders: readonly [string, (post: PostFacts, settings: SiteSettings) => string][] = [
  ['title', (post) => pretty(slugOf(post))],
  ['slug', (post) => slugified(slugOf(post))],
  ['name', ({ path }) => slugified(stemOf(path))],
  ['path', pathOf],
  ['collection', ({ place }, settings) => jekyllSite(settings).labelOf(place) ?? ''],
  ['categories', ({ categories }) => unique(categories.map((category) => category.toLowerCase())).join('/')],
  ['slugified_categories', ({ categories }) => unique(categories.map(slugified)).join('/')],
  ['output_ext', ({ path }, settings) => jekyllSite(settings).outputExtension(path)],
];

function slugOf({ data: { slug }, path, place }: PostFacts): string {
  return typeof slug === 'string' && slug !== '' ? slug : (nameInJekyll(path, place)?.slug ?? stemOf(path));
}

/** A document's path without its collection's own folder and its extension. */
function pathOf({ path, place: { collection = '.' } }: PostFacts, settings: SiteSettings): string {
  const inside = jekyllSite(settings).inCollections(path);
  const name = nameOf(collection);
  // Drafts keep the name of their folder.
  const bare = name === '_drafts' ? inside : inside.replace(name, '');
  return withoutDots(bare.slice(0, bare.length - nameOf(path).length + stemOf(path).length));
}

/** Jekyll's way out of the root is none. */
function clean(url: string): string {
  return `/${url}`
    .replaceAll('..', '/')
    .replaceAll('./', '')
    .replace(/\/{2,}/g, '/');
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

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
