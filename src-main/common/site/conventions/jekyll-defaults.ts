import type { FrontMatterValue } from '../../posts/front-matter.ts';
import { isRecord } from '../configuration.ts';
import type { PostData, SiteSettings, WrittenPost } from '../convention.ts';
import { asPostData, fitsGlob } from '../inherited-data.ts';
import { folderOf, within } from '../paths.ts';
import { type JekyllSite, jekyllSite } from './jekyll-site.ts';

/**
 * What Jekyll takes for a post's own data: with the values of `defaults:` that fit, its categories from wherever they
 * come. Source: `FrontmatterDefaults` and `Document` of Jekyll.
 */
export function dataInJekyll({ path, place, data }: WrittenPost, settings: SiteSettings): PostData {
  const site = jekyllSite(settings);
  const isPage = site.holdsPages(place);
  const given = givenTo({ path, label: site.labelOf(place), isPage }, site, settings);
  if (isPage) return withoutOddities(merged(withoutPublished(given), data));
  const above = place.kind === 'pages' ? '.' : folderOf(site.inCollections(place.collection ?? '.'));
  const folders = above === '.' ? [] : above.split('/');
  return withoutOddities(withCategories(merged(given, data), { given, own: data }, folders));
}

/** To Jekyll an empty `published` is no, and a number or truth value in the place of tags is none. */
function withoutOddities(data: PostData): PostData {
  const isUnpublished = data.published === null;
  const hasNoTags = typeof data.tags === 'number' || typeof data.tags === 'boolean';
  if (!isUnpublished && !hasNoTags) return data;
  return { ...data, ...(isUnpublished && { published: false }), ...(hasNoTags && { tags: [] }) };
}

/** Whether a page is published it must say itself. */
function withoutPublished(given: PostData): PostData {
  if (!Object.hasOwn(given, 'published')) return given;
  const { published: _, ...others } = given;
  return others;
}

/** All categories count: those of the folders above, of the defaults and of the post, in a list or alone. */
function withCategories(
  all: PostData,
  { given, own }: { given: PostData; own: PostData },
  folders: readonly string[],
): PostData {
  const listed = [given, own].flatMap(({ categories }) => categoriesIn(categories));
  const { category } = all;
  const isAsWritten = folders.length === 0 && isEmpty(category) && isEmpty(given.categories);
  if (isAsWritten && listed.length < 2) return all;
  const single = typeof category === 'string' ? [category] : categoriesIn(category);
  return { ...all, categories: [...new Set([...folders, ...listed, ...single])] };
}

function isEmpty(value: FrontMatterValue | undefined): boolean {
  return value === undefined || value === null;
}

function categoriesIn(value: FrontMatterValue | undefined): string[] {
  if (typeof value === 'string') return value.split(/\s+/).filter((word) => word !== '');
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  return Array.isArray(value) ? value.flatMap(categoryIn) : [];
}

function categoryIn(value: FrontMatterValue): string[] {
  return typeof value === 'string' ? [value] : categoriesIn(value);
}

interface Scope {
  /** As written, but for a slash at its beginning. */
  path: string;
  type: string | undefined;
  /** @param paths the post's own, from the sources on and from the folder of collections on */
  holds(paths: readonly [string, string]): boolean;
  values: PostData;
}

const scopesOfSites = new WeakMap<SiteSettings, readonly Scope[]>();

function scopesOf(settings: SiteSettings, site: JekyllSite): readonly Scope[] {
  const known = scopesOfSites.get(settings);
  if (known) return known;
  const { defaults } = settings.data;
  const scopes = (Array.isArray(defaults) ? defaults : []).flatMap((entry) => scopeOf(entry, site));
  scopesOfSites.set(settings, scopes);
  return scopes;
}

const formerTypes: Readonly<Record<string, string>> = { page: 'pages', post: 'posts', draft: 'drafts' };

function scopeOf(entry: unknown, { source, collections }: JekyllSite): Scope[] {
  if (!isRecord(entry) || !isRecord(entry.values)) return [];
  const { path: written, type } = isRecord(entry.scope) ? entry.scope : {};
  const path = typeof written === 'string' ? written : '';
  const folder = `${within(source, collections)}/`;
  const inside = path.startsWith(folder) ? path.slice(folder.length) : path;
  return [
    {
      path: path.replace(/^\//, ''),
      type: typeof type === 'string' ? (formerTypes[type] ?? type) : undefined,
      // A path counts by its letters: `_posts/2020` holds all posts of that year.
      holds: path.includes('*')
        ? ([fromSource]) => waysOf(fromSource).some((way) => fitsGlob(path, way))
        : ([, fromCollections]) => fromCollections.startsWith(inside),
      values: asPostData(entry.values),
    },
  ];
}

/** A path and the folders that it lies in. */
function waysOf(path: string): string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

const nothing: PostData = {};

/** The values for a post; of several scopes that hold it, that of the longer path counts, else the later. */
function givenTo(
  { path, label, isPage }: { path: string; label: string | undefined; isPage: boolean },
  site: JekyllSite,
  settings: SiteSettings,
): PostData {
  const scopes = scopesOf(settings, site);
  if (scopes.length === 0) return nothing;
  const fromSource = within(site.source, path);
  const paths = [fromSource, isPage ? fromSource : site.inCollections(path)] as const;
  let given = nothing;
  let last: Scope | undefined;
  for (const scope of scopes) {
    if ((scope.type !== undefined && scope.type !== label) || !scope.holds(paths)) continue;
    const isStronger = last === undefined || hasPrecedence(scope, last);
    given = isStronger ? merged(given, scope.values) : merged(scope.values, given);
    if (isStronger) last = scope;
  }
  return given;
}

function hasPrecedence(scope: Scope, last: Scope): boolean {
  if (scope.path.length !== last.path.length) return scope.path.length > last.path.length;
  return scope.type !== undefined || last.type === undefined;
}

/** Of two values the second counts, unless it is empty; of two maps, both. */
function merged(first: PostData, second: PostData): PostData {
  if (first === nothing) return second;
  const all: Record<string, FrontMatterValue> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const other = Object.hasOwn(first, key) ? first[key] : undefined;
    if (value !== null || other === undefined)
      all[key] = isMap(value) && isMap(other) ? merged(other, value) : value;
  }
  return all;
}

function isMap(value: FrontMatterValue | undefined): value is Record<string, FrontMatterValue> {
  return isRecord(value);
}
