import { isRecord, textAt } from '../configuration.ts';
import { isText } from '../content-files.ts';
import type { Place, SiteSettings } from '../convention.ts';
import { extensionOf, folderOf, isIn, join, nameOf, within } from '../paths.ts';

/** The folders of a site of Jekyll's, and what it reads there. Paths are relative to the site's folder. */
export interface JekyllSite {
  /** Where all sources lie. */
  source: string;
  /** Where the folders of posts and of collections lie. */
  collections: string;
  /** A path as Jekyll's documents have it: without the folder that holds all collections, where it lies there. */
  inCollections(path: string): string;
  /** Whether a folder is the sources themselves, whose texts are pages. */
  holdsPages(place: Place): boolean;
  /** `posts`, `pages` or the name of a collection, which may be `pages`, too; undefined for a folder that Jekyll does not read. */
  labelOf(place: Place): string | undefined;
  /** Whether the configuration names a collection so. */
  isCollection(name: string): boolean;
  /** Whether `exclude` names a file, which `include` does not. */
  isExcluded(path: string): boolean;
  /** Whether Jekyll reads a file that lies in none of its own folders. */
  isPage(path: string): boolean;
  /** Whether Jekyll reads a file in this folder of posts or of a collection. */
  isDocument(path: string, folder: string): boolean;
  /** Whether it is Markdown to Jekyll, by its extension. */
  isMarkdown(path: string): boolean;
  /** `.html` for what is made into that, else the file's own. */
  outputExtension(path: string): string;
}

/** The site of these settings, made once: every post asks for it. */
export function jekyllSite(settings: SiteSettings): JekyllSite {
  const known = sites.get(settings);
  if (known) return known;
  const site = createSite(settings);
  sites.set(settings, site);
  return site;
}

const sites = new WeakMap<SiteSettings, JekyllSite>();

/** Source: `EntryFilter`, `Reader` and `Collection` of Jekyll. */
function createSite({ content, data }: SiteSettings): JekyllSite {
  const source = content[0]?.folder ?? '.';
  const collections = join(source, textAt(data, 'collections_dir') ?? '.');
  const inCollections = (path: string): string =>
    isIn(collections, path) ? within(collections, path) : within(source, path);
  const isIncluded = namedBy(data.include);
  const isExcluded = namedBy(data.exclude);
  /** @param entry as Jekyll lists it in the folder that it reads @param path the whole of it, from its sources on */
  const isKept = (entry: string, path: string): boolean => {
    if (entry.endsWith('.')) return false;
    if (isIncluded(entry) || isIncluded(nameOf(entry))) return true;
    return !isExcluded(path) && !leftOut.test(entry) && !leftOut.test(nameOf(entry)) && !entry.endsWith('~');
  };
  const isWayKept = (path: string): boolean => {
    const names = path === '.' ? [] : path.split('/');
    return names.every((name, index) => isKept(name, names.slice(0, index + 1).join('/')));
  };
  const ways = new Map<string, boolean>();
  const isReached = (folder: string): boolean => {
    const isKnown = ways.get(folder);
    if (isKnown !== undefined) return isKnown;
    const way = isWayKept(within(source, folder));
    ways.set(folder, way);
    return way;
  };
  const markdown = extensionsIn(textAt(data, 'markdown_ext') ?? 'markdown,mkdown,mkdn,mkd,md');
  const isMarkdown = (path: string): boolean => markdown.has(extensionOf(path));
  const holdsPages = ({ kind, collection = '.' }: Place): boolean =>
    kind === 'pages' && (collection === source || !nameOf(collection).startsWith('_'));
  return {
    source,
    collections,
    inCollections,
    holdsPages,
    isCollection: (name) =>
      isRecord(data.collections)
        ? Object.hasOwn(data.collections, name)
        : Array.isArray(data.collections) && data.collections.includes(name),
    isExcluded: (path) => isExcluded(inCollections(path)) && !isIncluded(nameOf(path)),
    labelOf(place) {
      const { kind, collection = '.' } = place;
      if (kind !== 'pages') return 'posts';
      if (holdsPages(place)) return 'pages';
      return folderOf(collection) === collections ? nameOf(collection).slice(1) : undefined;
    },
    isPage: (path) => isReached(folderOf(path)) && isKept(nameOf(path), within(source, path)),
    isDocument(path, folder) {
      const isOfPosts = isPostsFolder(nameOf(folder));
      if (isOfPosts && (!isIn(collections, folder) || !isReached(folderOf(folder)))) return false;
      return isKept(within(folder, path), isOfPosts ? within(source, path) : inCollections(path));
    },
    isMarkdown,
    outputExtension: (path) =>
      isMarkdown(path) || converted.test(path) ? '.html' : nameOf(path).slice(nameOf(path).lastIndexOf('.')),
  };
}

/** Whether posts lie in a folder of that name. */
export function isPostsFolder(name: string): boolean {
  return name === '_posts' || name === '_drafts';
}

/** Whether a file there may be a post: any text that Jekyll or one of its plugins makes a page of. */
export function mayBePost(path: string, site: JekyllSite): boolean {
  return isText(path) || site.isMarkdown(path) || /\.(txt|mkdown)$/i.test(path);
}

/** Whether a value of the configuration says yes: to Ruby's YAML, `no` and `off` are false. */
export function isOn(value: unknown): boolean {
  if (typeof value === 'string') return !/^(no|off)$/i.test(value);
  return value !== undefined && value !== null && value !== false;
}

const leftOut = /^[._#~]/;

/** Texts that plugins make pages of. */
const converted = /\.(textile|adoc|asciidoc|org|rst)$/i;

function extensionsIn(list: string): ReadonlySet<string> {
  return new Set(list.split(',').map((name) => `.${name.trim().toLowerCase()}`));
}

/** Whether a path is one of those that `include` or `exclude` names: as a whole, by its beginning, by wildcards. */
function namedBy(list: unknown): (path: string) => boolean {
  const named = (Array.isArray(list) ? list : [])
    .filter((name) => typeof name === 'string')
    .map((name) => name.replace(/^\/+/, ''))
    .filter((name) => name !== '');
  const wild = named.filter((name) => /[*?[]/.test(name)).flatMap(wildcards);
  return (path) =>
    named.some((name) => path.startsWith(name) || name === `${path}/`) ||
    wild.some((pattern) => pattern.test(path));
}

/** As C's `fnmatch` without flags: `*` and `?` stand for slashes, too. */
function wildcards(name: string): RegExp[] {
  const source = name
    .replace(/[.+^$(){}|\\]/g, '\\$&')
    .replaceAll('[!', '[^')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return [new RegExp(`^${source}$`, 's')];
  } catch {
    return [];
  }
}
