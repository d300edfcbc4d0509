import { readConfiguration, recordAt, textAt } from '../configuration.ts';
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
    const definitionPath = folder.find(/^src\/(content\.config|content\/config)\.(ts|mts|js|mjs)$/);
    const definition = definitionPath ? folder.text(definitionPath) : '';
    return {
      data: {
        ...data,
        routes: routesOf(folder),
        bases: Object.fromEntries(basesIn(definition).map(({ base, collection }) => [base, collection])),
        docsAtRoot: folder.packages.has('@astrojs/starlight'),
      },
      address: textAt(data, 'site'),
      base: `/${textAt(data, 'base') ?? ''}`.replace(/\/{2,}/g, '/').replace(/\/$/, ''),
      content: contentFolders(definition),
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
function contentFolders(definition: string): ContentFolder[] {
  const named = basesIn(definition).map(({ base }) => base);
  return [...new Set([...named, 'content', 'src/content'])]
    .sort((a, b) => b.length - a.length)
    .map((name) => ({ folder: name }));
}

/** Each folder that a loader names, `base: './notes'`, with the name of the constant that the collection is. */
function basesIn(definition: string): { base: string; collection: string | undefined }[] {
  const constants = new Map(
    [...definition.matchAll(/\bconst\s+(\w+)\s*=\s*["'`]([^"'`$]+)["'`]/g)].map(([, name, text]) => [
      name,
      text,
    ]),
  );
  const found =
    /\b(?:const\s+)?(\w+)\s*[:=]\s*defineCollection\b|\bbase\s*:\s*(?:(["'`])\.?\/?([^"'`]+?)\/?\2|(\w+))/g;
  const bases: { base: string; collection: string | undefined }[] = [];
  let collection: string | undefined;
  for (const [, defined, , text, constant] of definition.matchAll(found)) {
    if (defined !== undefined) collection = defined;
    const written = text ?? constants.get(constant);
    const filled = written?.replace(/\$\{(\w+)\}/g, (whole, name) => constants.get(name) ?? whole);
    const base = filled?.replace(/^(?:\.?\/)+|\/+$/g, '') ?? '';
    if (base !== '' && !base.includes('${') && !base.startsWith('..')) bases.push({ base, collection });
  }
  return bases;
}

function collectionIn(folder: string, path: string): string {
  if (!containers.has(folder)) return folder;
  const [first] = within(folder, folderOf(path)).split('/');
  return first === undefined || first === '.' ? folder : `${folder}/${first}`;
}

/** A page that shows one post each: `src/pages/blog/[...slug].astro` says that posts are served below `blog`. */
interface Route {
  /** Below the pages; `[lang]` stands for the language. */
  path: string;
  /** The collections that the page asks for, where that can be seen. */
  collections: string[];
}

function routesOf(folder: SiteFolder): Route[] {
  return folder.files
    .filter((file) => postPage.test(file) && !/\[(?:\.\.\.)?page\](\/index)?\.astro$/.test(file))
    .map((file) => ({
      path: within('src/pages', file).replace(/\/?\[[^\]]+\](\/index)?\.astro$/, ''),
      collections: collectionsIn(folder.text(file)),
    }))
    .filter(({ path }) => !path.replace(languageFolder, '').includes('['));
}

const postPage = /^src\/pages\/.*\[[^\]]+\](\/index)?\.astro$/;
const languageFolder = /^\[(?:\.\.\.)?(?:lang|locale|language)\](?=\/|$)/;

function collectionsIn(script: string): string[] {
  return [...script.matchAll(/\bgetCollection\(\s*["'`](\w[\w-]*)["'`]/g)].map(([, name = '']) => name);
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
  const end = endOf(settings);
  if (isIn('src/pages', collection)) {
    const below = [within('src/pages', collection), id]
      .filter((part) => part !== '.' && part !== '')
      .join('/');
    return `${base}/${below}${below === '' ? '' : end}`;
  }
  const { slug } = post.data;
  const name = idOf(collection, settings);
  const last = typeof slug === 'string' && slug !== '' ? slug : id.split('/').map(slugOfName).join('/');
  const path = inRoute(routeOf(name, settings), last);
  return `${base}/${path}${path === '' ? '' : end}`;
}

/** Where pages are built as files, their addresses say so. */
function endOf({ data }: SiteSettings): string {
  if (data.format === 'file') return '.html';
  return data.trailingSlash === 'never' ? '' : '/';
}

/** A collection's own name, which may be another than its folder's. */
function idOf(collection: string, { data }: SiteSettings): string {
  return textAt(recordAt(data, 'bases'), collection) ?? nameOf(collection);
}

/** The route that shows the collection: that which asks for it, else that of its name, else the only one. */
function routeOf(collection: string, { data }: SiteSettings): string {
  if (data.docsAtRoot === true && collection === 'docs') return '';
  const routes = data.routes as readonly Route[];
  const asking = routes.find((route) => route.collections.includes(collection));
  if (asking) return asking.path;
  const paths = [
    ...new Set(routes.filter((route) => route.collections.length === 0).map(({ path }) => path)),
  ];
  const named = paths.find((path) => path.replace(languageFolder, '').replace(/^\//, '') === collection);
  const [only] = paths;
  return named ?? (paths.length === 1 && only !== undefined ? only : collection);
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
