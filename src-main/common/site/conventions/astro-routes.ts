import { cannotTell, type Expression, readExpressionAt, type Scope, valueIn } from '../expression.ts';
import { folderOf, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';

/** A page that shows one post each: `src/pages/blog/[...slug].astro` says that posts are served below `blog`. */
export interface AstroRoute {
  /** Below the pages: `blog/[...slug]`. */
  path: string;
  /** The collections that the page asks for, where that can be seen. */
  collections: readonly string[];
  /** What the page gives to the names in its path, where that can be seen. */
  params: Expression | undefined;
  /** What the page calls by names of its own. */
  constants: ReadonlyMap<string, Expression>;
  /** Names of what the page has from other files. */
  imports: ReadonlySet<string>;
  /** Whether the page speaks of drafts. */
  knowsDrafts: boolean;
}

/** A post as pages have it. */
export interface AstroEntry {
  id: string;
  slug: string;
  filePath: string;
  /** Below the folder of its collection. */
  inside: string;
  data: Readonly<Record<string, unknown>>;
}

/** Every route of the site that may show single posts; those of tags, authors and the like are none. */
export function routesOf(folder: SiteFolder): AstroRoute[] {
  return folder.files
    .filter((file) => postPage.test(file))
    .map((file) => routeAt(file, folder.text(file)))
    .filter(
      ({ path }) => !/\[(?:\.\.\.)?(?:page|tags?|category|categories|authors?|series|topics?)\]$/.test(path),
    );
}

const postPage = /^src\/pages\/.*\[[^\]]+\](\/index)?\.astro$/;

function routeAt(file: string, text: string): AstroRoute {
  const [head = text] = /^---\r?\n[\s\S]*?\n---/.exec(text) ?? [];
  const params = /\bparams\s*:\s*(?=\{)/.exec(head);
  const constants = new Map<string, Expression>();
  for (const found of head.matchAll(
    /\b(?:const|let)\s+(?:(\w+)|\[\s*(\w+)\s*,\s*\.\.\.(\w+)\s*\])\s*=\s*/g,
  )) {
    const value = readExpressionAt(head, found.index + found[0].length);
    const [, name, first, others] = found;
    if (!value) continue;
    if (name !== undefined) constants.set(name, value);
    if (first !== undefined) constants.set(first, (scope) => itemsOf(value(scope))[0]);
    if (others !== undefined) constants.set(others, (scope) => itemsOf(value(scope)).slice(1));
  }
  const imported = [...head.matchAll(/^import\s+([^'"]+?)\s+from\b/gm)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  );
  return {
    path: within('src/pages', file).replace(/(\/index)?\.astro$/, ''),
    collections: [...head.matchAll(/\bgetCollection\(\s*["'`](\w[\w-]*)["'`]/g)].map(([, name = '']) => name),
    params: params ? readExpressionAt(head, params.index + params[0].length) : undefined,
    constants,
    imports: new Set(imported),
    knowsDrafts: /draft|published\b/i.test(head),
  };
}

function itemsOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw cannotTell;
  return value;
}

/** What a page gives to the names in its path for a post; a name that cannot be told is not in it. */
export function paramsFor(route: AstroRoute, entry: AstroEntry): Map<string, string> {
  const values = new Map<string, string>();
  const given = valueIn(route.params, scopeFor(route, entry));
  if (typeof given !== 'object' || given === null) return values;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) values.set(name, '');
    if (typeof value === 'string' || typeof value === 'number') values.set(name, String(value));
  }
  return values;
}

/** Any name that the page has not defined itself is the post that it goes through, or a key of it. */
function scopeFor({ constants, imports }: AstroRoute, entry: AstroEntry): Scope {
  let depth = 0;
  const scope: Scope = (name) => {
    if (imports.has(name)) return (...given: unknown[]) => importedResult(given, entry);
    const constant = constants.get(name);
    if (!constant) return Object.hasOwn(entry, name) ? entry[name as keyof AstroEntry] : entry;
    if (depth > 20) throw cannotTell;
    depth += 1;
    const value = constant(scope);
    depth -= 1;
    return value;
  };
  return scope;
}

/**
 * A function of the site that makes an address of an id and a file's path is that of the theme AstroPaper: folders
 * count but for those that begin with `_`.
 */
function importedResult(given: readonly unknown[], { id, filePath, inside }: AstroEntry): string {
  if (!given.includes(id) || !given.includes(filePath)) throw cannotTell;
  const folders = folderOf(inside)
    .split('/')
    .filter((name) => name !== '.' && !name.startsWith('_'));
  return [...folders.map((name) => name.toLowerCase().replace(/\s+/g, '-')), id.split('/').at(-1)].join('/');
}
