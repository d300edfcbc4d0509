import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isPostsFolderName, isProjectFile } from '../content-files.ts';
import {
  type ContentFolder,
  type Convention,
  type Place,
  type PostData,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
  type WrittenPost,
} from '../convention.ts';
import { resultIn, unknownName } from '../expression.ts';
import { folderOf, isIn, nameOf, within } from '../paths.ts';
import { type AstroCollection, collectionsOf, isTaken } from './astro-collections.ts';
import { type AstroRoute, paramsFor, routesOf } from './astro-routes.ts';

/** Source: docs.astro.build (content collections, routing, Markdown). */
export const astro: Convention = {
  name: 'astro',
  label: 'Astro',
  recognise(folder) {
    const configuration = folder.findHere(/^astro\.config\.(mjs|js|cjs|ts|mts|cts)$/);
    if (configuration) return { strength: 3, evidence: [`${configuration} is Astro’s configuration.`] };
    return folder.packages.has('astro') && folder.find(/^src\/(content|pages)\//)
      ? { strength: 2, evidence: ['package.json asks for Astro.'] }
      : undefined;
  },
  settle(folder) {
    const path = folder.find(/^astro\.config\./);
    const data = path ? readConfiguration(path, folder.text(path)) : {};
    const definitionPath = folder.find(/^src\/(content\.config|content\/config)\.(ts|mts|js|mjs)$/);
    const definition = definitionPath ? folder.text(definitionPath) : '';
    const collections = collectionsOf(definitionPath ?? '', definition);
    return {
      data: {
        ...data,
        routes: routesOf(folder),
        collections: Object.fromEntries(collections.map((collection) => [collection.base, collection])),
        docsAtRoot: folder.packages.has('@astrojs/starlight'),
        knowsDrafts: /draft|published\b/i.test(definition),
        major: Number(/"astro"\s*:\s*"[^\d"]*(\d+)/.exec(folder.text('package.json'))?.[1] ?? 0),
      },
      address: textAt(data, 'site'),
      base: `/${textAt(data, 'base') ?? ''}`.replace(/\/{2,}/g, '/').replace(/\/$/, ''),
      content: contentFolders(collections),
      staticFolders: [textAt(data, 'publicDir')?.replace(/^\.?\//, '') ?? 'public', 'src'],
    };
  },
  place(path, settings) {
    if (!isMarkdown(path) || isProjectFile(path) || !path.includes('/')) return undefined;
    if (isIn('src/pages', path)) return { collection: collectionIn('src/pages', path), kind: undefined };
    const root = settings.content.find(({ folder }) => isIn(folder, path));
    if (!root)
      return isIn('src', path) || isIn('content', path)
        ? { collection: undefined, kind: undefined }
        : undefined;
    // What the loader leaves out is no post; names that begin with `_` are how posts are kept back.
    const known = loadedFrom(root.folder, settings);
    const inside = within(root.folder, path);
    if (known && !isKeptBack(inside) && !isTaken(known, inside)) return undefined;
    return { collection: collectionIn(root.folder, path), kind: undefined };
  },
  meaning: { ...usualMeaning, dateText: dateInAstro },
  dataOf: dataInAstro,
  hidesDrafts,
  url: urlInAstro,
  formerAddresses: { elsewhere: 'Add the former address to “redirects” in astro.config.' },
  newPost: {
    ...usualNewPost,
    folder: (settings) => {
      const posts = settings.content.find(({ folder }) => isPostsFolderName(folder));
      return posts?.folder ?? 'src/content/blog';
    },
    dateKey: 'pubDate',
    keys: ['title', 'description', 'date', 'tags', 'draft'],
  },
};

const containers = new Set(['content', 'src/content', 'src/pages']);

/** The folders that loaders name, then the usual ones. */
function contentFolders(collections: readonly AstroCollection[]): ContentFolder[] {
  const named = collections.flatMap(({ base }) => base ?? []);
  return [...new Set([...named, 'content', 'src/content'])]
    .sort((a, b) => b.length - a.length)
    .map((name) => ({ folder: name }));
}

/** The collection that a loader makes of the folder. */
function loadedFrom(folder: string, { data }: SiteSettings): AstroCollection | undefined {
  const collections = data.collections as Readonly<Record<string, AstroCollection>>;
  return Object.hasOwn(collections, folder) ? collections[folder] : undefined;
}

function isKeptBack(inside: string): boolean {
  return inside.startsWith('_') || inside.includes('/_');
}

/** A number is in milliseconds, and the parts between slashes are as Americans have them. */
function dateInAstro(written: string, isNumber: boolean): string {
  if (isNumber && written.length > 8) return new Date(Number(written)).toISOString();
  return written.replace(/^(["']?)(\d{1,2})\/(\d{1,2})\/(\d{4})(?=\D|$)/, '$1$4-$2-$3');
}

/** What its loader passes over is no page. */
function dataInAstro({ path, place, data }: WrittenPost, settings: SiteSettings): PostData {
  return isPassedOver(path, place, settings) ? { ...data, draft: true } : data;
}

function isPassedOver(path: string, place: Place, settings: SiteSettings): boolean {
  const collection = place.collection ?? folderOf(path);
  const inside = within(collection, path);
  if (!isKeptBack(inside)) return false;
  const known = loadedFrom(collection, settings);
  return !(known && isTaken(known, inside));
}

/** Marks of drafts are for the site's own pages to see: those may let every post through. */
function hidesDrafts(path: string, place: Place, settings: SiteSettings): boolean {
  return isPassedOver(path, place, settings) || heedsDrafts(place.collection ?? folderOf(path), settings);
}

function heedsDrafts(collection: string, settings: SiteSettings): boolean {
  const { data } = settings;
  // Markdown among the pages is built in any case since Astro 4.
  if (isIn('src/pages', collection)) return Number(data.major) < 4;
  if (data.knowsDrafts === true) return true;
  const name = nameIn(collection, settings);
  const asking = (data.routes as readonly AstroRoute[]).filter(({ collections }) =>
    collections.includes(name),
  );
  return asking.length === 0 || asking.some(({ knowsDrafts }) => knowsDrafts);
}

function collectionIn(folder: string, path: string): string {
  if (!containers.has(folder)) return folder;
  const [first] = within(folder, folderOf(path)).split('/');
  return first === undefined || first === '.' ? folder : `${folder}/${first}`;
}

/** As the loaders make ids of names, with GitHub's rule for headings. */
function slugOfName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Astro leaves addresses to the site's own pages: as these have it, else as its documented examples have it. */
function urlInAstro(post: PostFacts, settings: SiteSettings): string | undefined {
  const collection = post.place.collection ?? folderOf(post.path);
  const base = settings.base ?? '';
  if (isIn('src/pages', collection)) {
    const path = within('src/pages', post.path).replace(/(^|\/)index\.\w+$|\.\w+$/i, '');
    return `${base}/${path}${path === '' ? '' : endOf(settings)}`;
  }
  const id = idOf(post, collection, settings);
  if (id === undefined) return undefined;
  const path = pathOf(post, { collection, id }, settings);
  return path === undefined ? undefined : `${base}/${path}${path === '' ? '' : endOf(settings)}`;
}

function endOf({ data }: SiteSettings): string {
  if (data.format === 'file') return '.html';
  return data.trailingSlash === 'never' ? '' : '/';
}

function nameIn(collection: string, settings: SiteSettings): string {
  return loadedFrom(collection, settings)?.name || nameOf(collection);
}

/** Undefined where the site makes ids in a way that cannot be told. */
function idOf({ path, data }: PostFacts, collection: string, settings: SiteSettings): string | undefined {
  const inside = within(collection, path);
  const generateId = loadedFrom(collection, settings)?.generateId;
  if (generateId) {
    const id = resultIn(generateId, unknownName, [{ entry: inside, base: collection, data }]);
    return typeof id === 'string' ? id : undefined;
  }
  if (typeof data.slug === 'string' && data.slug !== '') return data.slug;
  const names = inside.replace(/\.\w+$/, '').split('/');
  if (names.length > 1 && names.at(-1)?.toLowerCase() === 'index') names.pop();
  return names.map(slugOfName).join('/');
}

interface Entry {
  /** The folder of its collection. */
  collection: string;
  id: string;
}

/** Below the site's base; undefined where no page shows the collection, or one whose path cannot be told. */
function pathOf(post: PostFacts, { collection, id }: Entry, settings: SiteSettings): string | undefined {
  const name = nameIn(collection, settings);
  if (settings.data.docsAtRoot === true && name === 'docs') return id === 'index' ? '' : id;
  const routes = settings.data.routes as readonly AstroRoute[];
  const entry = {
    id,
    slug: id,
    filePath: post.path,
    inside: within(collection, post.path),
    data: post.data,
  };
  const asking = routes.filter((route) => route.collections.includes(name));
  const candidates = asking.length > 0 ? asking : routes.filter((route) => route.collections.length === 0);
  for (const route of candidates) {
    const path = filled(route, paramsFor(route, entry));
    if (path !== undefined) return path;
  }
  const open = candidates.map(({ path }) => parentOf(path));
  const plain = [...new Set(open.filter((path) => !path.replace(languageFolder, '').includes('[')))];
  if (asking.length > 0) return plain[0] === undefined ? undefined : inRoute(plain[0], id);
  const named = plain.find((path) => path.replace(languageFolder, '').replace(/^\//, '') === name);
  const [only] = plain;
  if (named !== undefined || (plain.length === 1 && only !== undefined))
    return inRoute(named ?? only ?? '', id);
  return routes.length > 0 && candidates.length === 0 ? undefined : inRoute(name, id);
}

function parentOf(path: string): string {
  return path.replace(/\/?\[[^\]]+\]$/, '');
}

const languageFolder = /^\[(?:\.\.\.)?(?:lang|locale|language)\](?=\/|$)/;

/** The route with a post's values in the place of their names; undefined where one is not known. */
function filled({ path }: AstroRoute, values: ReadonlyMap<string, string>): string | undefined {
  let isWhole = true;
  const text = path.replace(/\[(?:\.\.\.)?([^\]]+)\]/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? text.replace(/\/{2,}/g, '/').replace(/^\/|\/$/g, '') : undefined;
}

/** In a route with a language, `[lang]/blog`, the post's first folder is that. */
function inRoute(route: string, id: string): string {
  const [language = ''] = id.split('/');
  const isSpoken = languageFolder.test(route) && id.includes('/') && /^[a-z]{2}(-\w+)?$/i.test(language);
  const below = isSpoken ? within(language, id) : id;
  return [route.replace(languageFolder, isSpoken ? language : ''), below]
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '');
}
