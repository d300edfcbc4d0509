import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isPostsFolderName, isProjectFile } from '../content-files.ts';
import {
  type ContentFolder,
  type Convention,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
} from '../convention.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';

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
    return {
      data: { ...data, routes: routesOf(folder) },
      address: textAt(data, 'site'),
      base: `/${textAt(data, 'base') ?? ''}`.replace(/\/{2,}/g, '/').replace(/\/$/, ''),
      content: contentFolders(folder),
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
    return { collection: collectionIn(root.folder, path), kind: undefined };
  },
  meaning: { ...usualMeaning, publishedNames: /^[^_]/ },
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
function contentFolders(folder: SiteFolder): ContentFolder[] {
  const definition = folder.find(/^src\/(content\.config|content\/config)\.(ts|mts|js|mjs)$/);
  const text = definition ? folder.text(definition) : '';
  const bases = [...text.matchAll(/base\s*:\s*["'`]\.?\/?([^"'`]+?)\/?["'`]/g)].map(([, base = '']) => base);
  const named = bases.filter((base) => base !== '' && !base.includes('${') && !base.startsWith('..'));
  return [...new Set([...named, 'content', 'src/content'])]
    .sort((a, b) => b.length - a.length)
    .map((name) => ({ folder: name }));
}

function collectionIn(folder: string, path: string): string {
  if (!containers.has(folder)) return folder;
  const [first] = within(folder, folderOf(path)).split('/');
  return first === undefined || first === '.' ? folder : `${folder}/${first}`;
}

/** Pages that show one post each: `src/pages/blog/[...slug].astro` says that posts are served below `/blog/`. */
function routesOf(folder: SiteFolder): string[] {
  return folder.files
    .filter((file) => /^src\/pages\/.*\[[^\]]+\](\/index)?\.astro$/.test(file))
    .map((file) => within('src/pages', file).replace(/\/?\[[^\]]+\](\/index)?\.astro$/, ''))
    .filter((route) => !route.includes('['));
}

/** As the loaders make ids of names, with GitHub's rule for headings. */
function slugOfName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Astro leaves addresses to the site's own pages, so this follows its documented examples. */
function urlInAstro(post: PostFacts, settings: SiteSettings): string | undefined {
  const collection = post.place.collection ?? folderOf(post.path);
  const inside = within(collection, folderOf(post.path));
  const stem = stemOf(post.path);
  const id = [inside, /^index$/i.test(stem) ? '' : stem]
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  const base = settings.base ?? '';
  const end = settings.data.trailingSlash === 'never' ? '' : '/';
  if (isIn('src/pages', collection)) {
    const below = [within('src/pages', collection), id]
      .filter((part) => part !== '.' && part !== '')
      .join('/');
    return `${base}/${below}${below === '' ? '' : end}`;
  }
  const { slug } = post.data;
  const routes = Array.isArray(settings.data.routes) ? settings.data.routes : [];
  const name = nameOf(collection);
  const route =
    routes.includes(name) || routes.length === 0 ? name : routes.length === 1 ? String(routes[0]) : name;
  const last = typeof slug === 'string' && slug !== '' ? slug : id.split('/').map(slugOfName).join('/');
  return `${base}/${[route, last].filter((part) => part !== '').join('/')}${end}`;
}
