import { isPostsFolderName } from '../content-files.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';

/** A page that shows one post each: `app/blog/[slug]/page.tsx` says that posts are served below `blog`. */
export interface NextRoute {
  /** The folder that the page lies in, `app/blog`. */
  folder: string;
  /** What stands in each address before the post's own part: `blog`; empty at the root. */
  prefix: string;
  /** Whether the post's own part may have slashes. */
  takesAll: boolean;
  /** Whether there is more in the address that the post does not say, such as a language. */
  isOpen: boolean;
}

/** The folders of the router, of which a site has one or both. */
export const routers = ['src/app', 'app', 'src/pages', 'pages'];

const inApp = /^((?:src\/)?app(?:\/.*)?)\/\[{1,2}(\.\.\.)?([\w-]+)\]{1,2}\/page\.[cm]?[jt]sx?$/;
const inPages = /^((?:src\/)?pages(?:\/.*)?)\/\[{1,2}(\.\.\.)?([\w-]+)\]{1,2}(?:\/index)?\.[cm]?[jt]sx?$/;

/** Names of what lists of posts are made by, and not posts. */
const notPosts = /^(page|tags?|categor(y|ies)|authors?|series|topics?|archives?|years?|api|users?)$/i;

/** Every page of the site's router that may show single posts. Source: nextjs.org/docs (dynamic routes, route groups). */
export function nextRoutesOf(files: readonly string[]): NextRoute[] {
  return files.flatMap((file) => {
    const [, folder, takesAll, parameter = ''] = inApp.exec(file) ?? inPages.exec(file) ?? [];
    if (folder === undefined) return [];
    const names = addressNames(folder);
    const isOpen = names.some((name) => name.startsWith('['));
    if (names.includes('api') || /^(page|tag|category|author|locale|lang|year)$/.test(parameter)) return [];
    return [{ folder, prefix: names.join('/'), takesAll: takesAll !== undefined, isOpen }];
  });
}

/** Whether the site's own pages are there to be read in. */
export function hasRouter(files: readonly string[]): boolean {
  return files.some((file) => routers.some((router) => isIn(router, file)) && /\.[cm]?[jt]sx?$/.test(file));
}

/** The names in an address below a folder of the router. */
function addressNames(folder: string): string[] {
  const router = routers.find((name) => name === folder || isIn(name, folder)) ?? '.';
  // Groups, `(site)`, and slots, `@modal`, are in no address.
  return (folder === router ? '' : within(router, folder))
    .split('/')
    .filter((name) => name !== '' && !/^(\(.*\)|@.*)$/.test(name));
}

/**
 * The page that shows the posts of a collection: that in the folder around them, that of the same name, or the only one
 * that is left for the only one that is left.
 */
export function routeFor(
  path: string,
  collection: string,
  routes: readonly NextRoute[],
  collections: readonly string[],
): NextRoute | undefined {
  const around = routes.filter(({ folder }) => isIn(folder, path));
  const nearest = around.sort((a, b) => b.folder.length - a.folder.length)[0];
  if (nearest && !routers.includes(nearest.folder)) return nearest;
  const named = routes.filter((route) => isNamedAs(route, collection));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  if (notPosts.test(nameOf(collection))) return undefined;
  const free = collections.filter(
    (name) => !notPosts.test(nameOf(name)) && !routes.some((route) => isNamedAs(route, name)),
  );
  const freeRoutes = routes.filter(
    (route) => !notPosts.test(nameOf(route.prefix)) && !collections.some((name) => isNamedAs(route, name)),
  );
  const [own, ...more] = freeRoutes.filter((route) => !isOfRoot(route));
  const ofRoot = freeRoutes.find(isOfRoot);
  if (!own) return ofRoot;
  const [first, ...others] = free.length > 1 ? free.filter(isPostsFolderName) : free;
  if (more.length > 0 || first === undefined || others.length > 0) return undefined;
  return first === collection ? own : ofRoot;
}

/** Whether it serves whatever lies in the content, folders and all. */
export function isOfRoot({ prefix, takesAll }: NextRoute): boolean {
  return prefix === '' && takesAll;
}

/** `blog` for `content/blog`, `posts` for `_posts` and `post`. */
function isNamedAs({ prefix }: NextRoute, collection: string): boolean {
  const plain = (name: string): string => name.replace(/^_/, '').replace(/s$/, '').toLowerCase();
  return prefix !== '' && plain(nameOf(prefix)) === plain(nameOf(collection));
}

/**
 * A post's own part of its address: the name of its file, or of the folder that is the post, below its collection.
 * Undefined where it lies deeper than the page has a place for.
 */
export function partOfAddress(inside: string, { takesAll }: NextRoute): string | undefined {
  const isIndex = /^index$/i.test(stemOf(inside)) && folderOf(inside) !== '.';
  const path = isIndex ? folderOf(inside) : inside.replace(/\.\w+$/, '');
  const names = path.split('/');
  // Posts may lie in a folder beside the page: `app/blog/posts`.
  if (names.length > 1 && !takesAll && names.slice(0, -1).every(isContainerName)) return names.at(-1);
  return takesAll || names.length === 1 ? path : undefined;
}

function isContainerName(name: string): boolean {
  return isPostsFolderName(name) || /^(\(.*\)|_?contents?|markdown|mdx?)$/i.test(name);
}
