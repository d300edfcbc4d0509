import { withoutComments } from '../configuration.ts';
import type { PostData } from '../convention.ts';
import {
  cannotTell,
  type Expression,
  readExpressionAt,
  type Scope,
  unknownName,
  valueIn,
} from '../expression.ts';
import { extensionOf, folderOf, isIn, join, nameOf, normalise, stemOf, within } from '../paths.ts';

/** What of a site says which pages are made of its posts. */
export interface GatsbyPages {
  /** The text of `gatsby-node`, without its comments. */
  script: string;
  /** Pages that are named after what is in them: `src/pages/blog/{Mdx.frontmatter__slug}.tsx`. */
  routes: readonly string[];
  /** Where the theme for blogs puts its posts; undefined where the site has none. */
  theme: string | undefined;
  /** Whether the site's own pages and templates are there, so that what they do not show is not shown. */
  isWhole: boolean;
}

/** A folder of `gatsby-source-filesystem`. */
export interface GatsbySource {
  folder: string;
  name: string | undefined;
}

/** A post as those pages have it. */
export interface GatsbyPost {
  path: string;
  data: PostData;
  source: GatsbySource | undefined;
}

/** What a site's files tell of the pages of its posts. */
export function gatsbyPages(files: readonly string[], script: string, configuration: string): GatsbyPages {
  const theme = /gatsby-theme-blog(?:-core)?[`'"]([\s\S]{0,400})/.exec(configuration);
  const base = theme ? (/\bbasePath\s*:\s*[`'"]([^`'"]*)[`'"]/.exec(theme[1] ?? '')?.[1] ?? '/') : undefined;
  return {
    script: withoutComments(script),
    routes: files.filter((file) => postRoute.test(file)),
    theme: base,
    isWhole: files.some((file) => /^src\/(pages|templates)\/.*\.[jt]sx?$/.test(file)),
  };
}

const postRoute = /^src\/pages\/.*\{(?:mdx|markdownremark)\.[^}]+\}.*\.[jt]sx?$/i;

/**
 * The address of a post's page; undefined where none can be told. Source: gatsbyjs.com/docs (createPage, createFilePath,
 * file system route API) and the code of gatsby-source-filesystem.
 */
export function pageOf(post: GatsbyPost, pages: GatsbyPages): string | undefined {
  const told = [
    ...createdPaths(post, pages.script),
    ...pages.routes.map((route) => routePath(route, post, pages)),
  ];
  const paths = new Set(told.filter((path) => path !== undefined));
  if (paths.size > 0) return paths.size === 1 ? [...paths][0] : undefined;
  // What MDX lies among the pages is one.
  if (isIn('src/pages', post.path) && extensionOf(post.path) === '.mdx')
    return filePath({ ...post, source: pageFolder });
  if (told.length > 0) return undefined;
  const { slug, path } = post.data;
  if (pages.theme !== undefined)
    return join(pages.theme, typeof slug === 'string' && slug !== '' ? slug : filePath(post));
  if (pages.isWhole || /\b(exports|import|require)\b/.test(pages.script)) return undefined;
  const own = [path, slug].find((value) => typeof value === 'string' && value !== '');
  return typeof own === 'string' ? own : filePath(post);
}

const pageFolder: GatsbySource = { folder: 'src/pages', name: undefined };

/** As gatsby-source-filesystem's `createFilePath` has it. */
function filePath({ path, source }: GatsbyPost, basePath = 'src/pages', endsInSlash = true): string {
  const inside = source ? within(source.folder, path) : path;
  const base = basePath.replace(/^\.?\/+|\/+$/g, '');
  const below = base !== '' && isIn(base, inside) ? within(base, inside) : inside;
  const name = stemOf(below) === 'index' ? folderOf(below) : join(folderOf(below), stemOf(below));
  return name === '.' ? '/' : `/${name}${endsInSlash ? '/' : ''}`;
}

/** What each `createPage` gives for the post; undefined where that cannot be told. Pages of no post are left out. */
function createdPaths(post: GatsbyPost, script: string): (string | undefined)[] {
  const node = nodeOf(post, script);
  return [...script.matchAll(/\bcreatePage\(\s*\{/g)].flatMap((call) => {
    const value = valueAfter(script, call.index + call[0].length, 'path');
    // The same for every post: a page of another kind.
    if (!value || typeof valueIn(value.expression, constantScope(script, value.at)) === 'string') return [];
    const path = valueIn(value.expression, scopeAt(script, value.at, post, node));
    return [typeof path === 'string' ? path : undefined];
  });
}

/** The expression of a key in the object that begins there; one alone, `{ path }`, is what is called so. */
function valueAfter(
  script: string,
  from: number,
  key: string,
): { expression: Expression; at: number } | undefined {
  const own = script.slice(from, from + 600);
  const [object = own] = /^(?:[^{}]|\$?\{(?:[^{}]|\$?\{[^{}]*\})*\})*/.exec(own) ?? [];
  const found = new RegExp(`(?:^|[\\s,{])${key}\\s*(:|(?=[,}\\n]|$))\\s*`).exec(object);
  if (!found) return undefined;
  const at = from + found.index + found[0].length;
  const expression = found[1] ? readExpressionAt(script, at) : (scope: Scope) => scope(key);
  return expression && { expression, at };
}

/** Nothing but what the script itself calls by name. */
function constantScope(script: string, at: number): Scope {
  return (name) => {
    const value = constantAt(script, name, at);
    if (!value) throw cannotTell;
    return value.expression(value.isTaken ? unknownName : constantScope(script, value.at));
  };
}

/** The value of a name where it was last given one before a place in the script, or a key that is taken from there. */
function constantAt(
  script: string,
  name: string,
  before: number,
): { expression: Expression; at: number; isTaken: boolean } | undefined {
  const pattern = new RegExp(
    `\\b(?:const|let|var)\\s+(?:${name}(?:\\s*:\\s*\\w+)?|\\{([^{}=]*\\b${name}\\b[^{}=]*)\\})\\s*=\\s*`,
    'g',
  );
  const found = [...script.matchAll(pattern)].filter(({ index }) => index < before).at(-1);
  if (!found) return undefined;
  const at = found.index + found[0].length;
  const expression = readExpressionAt(script, at);
  if (!expression) return { expression: unknownName, at: found.index, isTaken: false };
  if (found[1] === undefined) return { expression, at: found.index, isTaken: false };
  const key = new RegExp(`(\\w+)\\s*:\\s*${name}\\b`).exec(found[1])?.[1] ?? name;
  const taken: Expression = (scope) => keyOf(expression(scope), key);
  return { expression: taken, at: found.index, isTaken: false };
}

function keyOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) throw cannotTell;
  return (value as Record<string, unknown>)[key];
}

/** Any name that the script does not define is the post that it goes through. */
function scopeAt(script: string, at: number, post: GatsbyPost, node: object, depth = 0): Scope {
  return (name) => {
    if (depth > 10) throw cannotTell;
    if (name === 'createFilePath') return (options: unknown) => createdFilePath(post, options);
    if (name === 'getNode') return () => keyOf(node, 'parent');
    if (name === 'path') return pathModule;
    const constant = constantAt(script, name, at);
    if (constant) return constant.expression(scopeAt(script, constant.at, post, node, depth + 1));
    if (isImported(script, name)) throw cannotTell;
    // A part of the post that a parameter takes out: `({ node: { fields: { slug } } }) => …`
    for (const part of ['fields', 'frontmatter'])
      if (new RegExp(`\\b${part}\\s*:\\s*\\{[^{}]*\\b${name}\\b`).test(script.slice(0, at)))
        return keyOf(keyOf(node, part), name);
    return node;
  };
}

function isImported(script: string, name: string): boolean {
  if (name === 'require' || name === 'process') return true;
  return new RegExp(`\\bimport\\b[^;\\n]*\\b${name}\\b[^;\\n]*\\bfrom\\b|\\bfunction\\s+${name}\\b`).test(
    script,
  );
}

function createdFilePath(post: GatsbyPost, options: unknown): string {
  const given = typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {};
  const base = given.basePath;
  if (base !== undefined && typeof base !== 'string') throw cannotTell;
  return filePath(post, base, given.trailingSlash !== false);
}

const pathModule = {
  join: (...parts: unknown[]): string => {
    if (!parts.every((part) => typeof part === 'string')) throw cannotTell;
    const joined = parts.join('/').replace(/\/{2,}/g, '/');
    const clean = normalise(joined);
    if (clean === undefined) throw cannotTell;
    return `${joined.startsWith('/') ? '/' : ''}${clean === '.' ? '' : clean}${joined.endsWith('/') ? '/' : ''}`;
  },
};

/** The post as GraphQL's answers have it. */
function nodeOf(post: GatsbyPost, script: string): object {
  const { path, data, source } = post;
  const inside = source ? within(source.folder, path) : path;
  const directory = folderOf(inside) === '.' ? '' : folderOf(inside);
  const parent = {
    name: stemOf(path),
    base: nameOf(path),
    relativePath: inside,
    relativeDirectory: directory,
    ...(source?.name === undefined ? {} : { sourceInstanceName: source.name }),
  };
  const slug =
    stemOf(inside) === 'index' ? (directory ? `${directory}/` : '') : join(directory, stemOf(inside));
  const node: Record<string, unknown> = {
    frontmatter: data,
    parent,
    slug,
    fileAbsolutePath: `/${path}`,
    internal: { contentFilePath: `/${path}` },
  };
  for (const name of ['node', 'childMarkdownRemark', 'childMdx']) node[name] = node;
  // Asked for only by scripts that use them, and worked out of the node itself.
  Object.defineProperty(node, 'fields', { get: () => fieldsOf(post, script, node), enumerable: true });
  return node;
}

/** What each `createNodeField` gives to the post: one value of each name, or none where they differ. */
function fieldsOf(post: GatsbyPost, script: string, node: object): Record<string, unknown> {
  const values = new Map<string, Set<unknown>>();
  // A field may be made of others, and not of itself.
  const bare = Object.create(null, { ...Object.getOwnPropertyDescriptors(node), fields: { value: {} } });
  for (const call of script.matchAll(/\bcreateNodeField\(\s*\{/g)) {
    const from = call.index + call[0].length;
    const name = valueAfter(script, from, 'name');
    const value = valueAfter(script, from, 'value');
    const key = name && valueIn(name.expression, constantScope(script, name.at));
    if (typeof key !== 'string' || !value) continue;
    const given = valueIn(value.expression, scopeAt(script, value.at, post, bare));
    values.set(key, (values.get(key) ?? new Set()).add(given));
  }
  const certain = [...values].filter(([, given]) => given.size === 1 && !given.has(undefined));
  return Object.fromEntries(certain.map(([key, [value]]) => [key, value]));
}

/** The address of a page that is named after what is in it. */
function routePath(route: string, post: GatsbyPost, { script }: GatsbyPages): string | undefined {
  const node = nodeOf(post, script);
  let isTold = true;
  const path = route
    .slice('src/pages'.length)
    .replace(/(\/index)?\.[jt]sx?$/, '')
    .replace(/\{\w+\.([^}]+)\}/g, (_, keys: string) => {
      let value: unknown = node;
      for (const key of keys.split('__').filter((part) => !part.startsWith('(')))
        value =
          typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
      // Gatsby spells others anew.
      if (typeof value !== 'string' || !/^\/?[a-z0-9]+(?:[-/][a-z0-9]+)*\/?$/.test(value)) isTold = false;
      return String(value).replace(/^\/|\/$/g, '');
    });
  return isTold && !/[[{]/.test(path) ? path : undefined;
}
