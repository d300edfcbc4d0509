import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isPostsFolderName, isProjectFile } from '../content-files.ts';
import {
  type Convention,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
} from '../convention.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';
import { documentAddress, isWorkedOut } from './next-documents.ts';
import {
  hasRouter,
  isOfRoot,
  type NextRoute,
  nextRoutesOf,
  partOfAddress,
  routeFor,
  routers,
} from './next-routes.ts';

const containers = ['src/content', 'content', 'data', 'src/data'];

/** The folder that is known to hold posts: a container, a router, or one whose own name says so. */
function containerOf(path: string): string | undefined {
  const named = [...containers, ...routers].find((folder) => isIn(folder, path));
  if (named !== undefined) return named;
  const folders = path.split('/').slice(0, -1);
  const depth = folders.findIndex((name, index) => isPostsFolderName(name) && index < 2);
  return depth === -1 ? undefined : folders.slice(0, depth + 1).join('/');
}

/** Source: nextjs.org/docs (MDX, routing) and the blogs that are built with it: Next.js itself has no posts. */
export const next: Convention = {
  name: 'next',
  label: 'Next.js',
  recognise(folder) {
    const path = folder.findHere(/^next\.config\.[cm]?[jt]s$/);
    if (path) return { strength: 3, evidence: [`${path} is Next.js’s configuration.`] };
    return folder.packages.has('next')
      ? { strength: 2, evidence: ['package.json asks for Next.js.'] }
      : undefined;
  },
  settle(folder) {
    const metadata = folder.find(/^data\/siteMetadata\.[cm]?[jt]s$/);
    const path = folder.findHere(/^next\.config\.[cm]?[jt]s$/);
    const posts = folder.files.filter(
      (file) => isMarkdown(file) && containerOf(file) !== undefined && !isProjectFile(file),
    );
    const direct = new Set(posts.filter((file) => !isIndex(file)).map(folderOf));
    return {
      base: path ? (textAt(readConfiguration(path, folder.text(path)), 'basePath') ?? '') : '',
      data: {
        ...(path ? readConfiguration(path, folder.text(path)) : {}),
        ...(metadata ? readConfiguration(metadata, folder.text(metadata)) : {}),
        hasPosts: posts.length > 0,
        direct,
        ...(hasRouter(folder.files) ? { routes: nextRoutesOf(folder.files) } : {}),
        collections: [...new Set(posts.map((file) => collectionOf(file, direct)))],
        documents: folder.text(folder.findHere(/^(contentlayer|velite)\.config\.[cm]?[jt]s$/) ?? ''),
      },
      staticFolders: ['public'],
    };
  },
  place(path, settings) {
    if (!isMarkdown(path) || !path.includes('/') || isProjectFile(path)) return undefined;
    const root = containerOf(path);
    // Where posts lie in their usual places, other texts speak of the program.
    if (root === undefined)
      return settings.data.hasPosts === true ? undefined : { collection: undefined, kind: undefined };
    // A page that is made several times, `[tag].mdx`.
    if (/^\[.*\]$/.test(stemOf(path))) return undefined;
    return { collection: collectionOf(path, settings.data.direct as ReadonlySet<string>), kind: undefined };
  },
  meaning: usualMeaning,
  url: urlInNext,
  pageOfFolder: /^(?:src\/)?app\/(?:.*\/)?page\.mdx?$/,
  formerAddresses: { elsewhere: 'Add the former address to “redirects” in next.config.' },
  newPost: { ...usualNewPost, folder: () => 'content/blog', fileName: '{slug}.mdx' },
};

/** @param direct folders that hold texts of their own names */
function collectionOf(path: string, direct: ReadonlySet<string>): string {
  const root = containerOf(path) ?? '.';
  if (isPostsFolderName(root)) return root;
  const folder = folderOf(path);
  const isBundle = isIndex(path) && folderOf(folder) === root && !direct.has(folder);
  if (isBundle && containers.includes(root) && !isPostsFolderName(folder)) return root;
  const folders = within(root, folderOf(path)).split('/');
  // Groups of the router, `(site)`, are in no address and gather all kinds of pages.
  const first = folders.findIndex((name) => !/^\(.+\)$/.test(name));
  const own = folders.slice(0, first + 1).join('/');
  return own === '' || own === '.' ? root : `${root}/${own}`;
}

function urlInNext(post: PostFacts, settings: SiteSettings): string | undefined {
  const address = isPage(post.path) ? addressOfPage(post.path, settings) : addressOfPost(post, settings);
  if (address === undefined) return undefined;
  const plain = address.replace(/^\/+|\/+$/g, '');
  const { base = '', data } = settings;
  return plain === '' ? `${base}/` : `${base}/${plain}${data.trailingSlash === true ? '/' : ''}`;
}

/** Whether the file is itself a page of the router. */
function isPage(path: string): boolean {
  if (/^(src\/)?app\//.test(path)) return stemOf(path) === 'page';
  return /^(src\/)?pages\//.test(path);
}

/** A page's address is its path: whatever its front matter says, and without groups. */
function addressOfPage(path: string, { data }: SiteSettings): string | undefined {
  const inside = within(routers.find((router) => isIn(router, path)) ?? '.', path).replace(/\.\w+$/, '');
  // Nextra's pages in several languages: `hello.fr.mdx`.
  const [, name = inside, language] = /^(.+)\.([a-z]{2}(?:-[A-Z]{2})?)$/.exec(inside) ?? [];
  const isOfDefault = language === undefined || language === data.defaultLocale;
  const own =
    textAt(data, 'defaultLocale') === undefined ? inside : `${isOfDefault ? '' : `${language}/`}${name}`;
  const names = own.replace(/(^|\/)(index|page)$/i, '').split('/');
  if (names.some((part) => part.startsWith('[') || part.startsWith('_'))) return undefined;
  return names.filter((part) => !/^(\(.*\)|@.*)$/.test(part)).join('/');
}

function addressOfPost(post: PostFacts, settings: SiteSettings): string | undefined {
  const { data } = settings;
  const collection = post.place.collection ?? '.';
  const inside = within(collection, post.path);
  const container = containers.find((folder) => isIn(folder, post.path));
  const below = container
    ? within(container, post.path)
    : `${nameOf(collection).replace(/^_/, '')}/${inside}`;
  const written = post.data.slug;
  const own = typeof written === 'string' && written !== '' ? written.replace(/^\/+|\/+$/g, '') : undefined;
  const documents = String(data.documents);
  const told = isWorkedOut(documents) ? documentAddress(documents, post) : undefined;
  if (told?.address !== undefined) return told.address;
  if (told?.isUnknown) return undefined;
  const routes = data.routes as readonly NextRoute[] | undefined;
  // Without the site's own pages, the path below the container, as most of these blogs have it.
  if (!routes) {
    const [first = ''] = below.split('/');
    if (told?.slug === undefined) return withOwnName(below, own);
    return isIn(first, told.slug) ? told.slug : `${first}/${told.slug}`;
  }
  const route = routeFor(post.path, collection, routes, data.collections as readonly string[]);
  if (!route || route.isOpen) return undefined;
  if (isOfRoot(route)) return told?.slug ?? (container ? withOwnName(below, own) : undefined);
  const part = told?.slug ?? own ?? partOfAddress(inside, route);
  return part === undefined ? undefined : `${route.prefix}/${part}`;
}

function isIndex(path: string): boolean {
  return /^index$/i.test(stemOf(path));
}

function withOwnName(path: string, slug: string | undefined): string {
  const folder = folderOf(path) === '.' ? '' : `${folderOf(path)}/`;
  if (slug !== undefined) return `${folder}${slug}`;
  return isIndex(path) ? folder : `${folder}${stemOf(path)}`;
}
