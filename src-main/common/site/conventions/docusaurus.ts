import { readConfiguration, recordAt, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import {
  type Convention,
  type NameOfPost,
  type Place,
  type PostData,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
  type WrittenPost,
} from '../convention.ts';
import { readExpressionAt, unknownName, valueIn } from '../expression.ts';
import { dateInPath } from '../file-dates.ts';
import { fitsGlob } from '../inherited-data.ts';
import { folderOf, isIn, join, nameOf, stemOf, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';

/** Source: docusaurus.io/docs/blog and the code of its blog plugin. */
export const docusaurus: Convention = {
  name: 'docusaurus',
  label: 'Docusaurus',
  recognise(folder) {
    const path = folder.findHere(/^docusaurus\.config\.[cm]?[jt]s$/);
    return path ? { strength: 3, evidence: [`${path} is Docusaurus’s configuration.`] } : undefined;
  },
  settle(folder) {
    const path = folder.findHere(/^docusaurus\.config\.[cm]?[jt]s$/);
    const text = path ? folder.text(path) : '';
    const data = path ? readConfiguration(path, text) : {};
    const plugins = pluginsOf(path ?? '', text);
    const routes = new Map(plugins.map(({ folder, route }) => [folder, route]));
    const ids = Object.fromEntries(plugins.map(({ id, route }) => [id, route]));
    return {
      data: {
        ...data,
        routes: Object.fromEntries(routes),
        ids,
        globs: Object.fromEntries(plugins.map(({ folder, globs }) => [folder, globs])),
      },
      title: textAt(data, 'title'),
      address: textAt(data, 'url'),
      content: contentFolders(folder, [...routes.keys()], hasOwnBlogsOnly(text, plugins)).map((name) => ({
        folder: name,
      })),
      base: (textAt(data, 'baseUrl') ?? '/').replace(/\/+$/, ''),
      staticFolders: ['static'],
    };
  },
  place(path, settings) {
    if (!isMarkdown(path) || isProjectFile(path)) return undefined;
    const translated = /^i18n\/[^/]+\/docusaurus-plugin-content-blog[^/]*/.exec(path)?.[0];
    if (translated) return { collection: translated, kind: 'posts' };
    const blog = settings.content.find(({ folder }) => isIn(folder, path));
    if (!isTaken(path, blog?.folder ?? '.', settings)) return undefined;
    if (blog) return { collection: blog.folder, kind: blog.folder === 'docs' ? 'pages' : 'posts' };
    return isIn('src/pages', path) ? { collection: 'src/pages', kind: 'pages' } : undefined;
  },
  meaning: { ...usualMeaning, dateKeys: ['date'], categoryKeys: [], descriptionKeys: ['description'] },
  nameOf: nameOfDoc,
  dataOf: withDateOfPath,
  url: urlInDocusaurus,
  formerAddresses: {
    elsewhere: 'Add the former address to @docusaurus/plugin-client-redirects in docusaurus.config.',
  },
  newPost: {
    ...usualNewPost,
    folder: (settings) => settings.content[0]?.folder ?? 'blog',
    fileName: '{date}-{slug}.md',
    keys: ['title', 'description', 'tags', 'draft'],
  },
};

/** Where there is no blog, the documentation is what can be written. */
function contentFolders(folder: SiteFolder, named: readonly string[], areAll: boolean): string[] {
  const blogs = areAll ? [...named] : blogFolders(folder, named);
  const hasPosts =
    named.some((blog) => blog.startsWith('../')) ||
    folder.files.some((file) => isMarkdown(file) && blogs.some((blog) => isIn(blog, file)));
  return hasPosts ? blogs : [...blogs, 'docs'];
}

/** Whether the blogs are those that the configuration names, and no usual one beside them. */
function hasOwnBlogsOnly(script: string, plugins: readonly BlogPlugin[]): boolean {
  return plugins.length > 0 && /(?:^|[\s{,])['"]?blog['"]?\s*:\s*false\b/.test(script);
}

/** Whether the blog's own patterns let a file through; where it has none, what begins with `_` is left out. */
function isTaken(path: string, blog: string, { data }: SiteSettings): boolean {
  const { include, exclude } = (recordAt(data, 'globs')[blog] ?? {}) as BlogPlugin['globs'];
  const inside = within(blog, path);
  if (include && !include.some((pattern) => fitsGlob(pattern, inside))) return false;
  if (exclude) return !exclude.some((pattern) => fitsGlob(pattern, inside));
  return !path.split('/').some((name) => name.startsWith('_'));
}

/** A blog plugin that the configuration names. */
interface BlogPlugin {
  id: string;
  folder: string;
  route: string;
  /** Patterns relative to the folder; absent: the usual ones. */
  globs: { include?: string[]; exclude?: string[] };
}

function pluginsOf(path: string, text: string): BlogPlugin[] {
  const plugins: BlogPlugin[] = [];
  for (const match of text.matchAll(/plugin-content-blog['"`]\s*,\s*\{|\bblog['"]?\s*:\s*\{/g)) {
    const { own, whole } = objectAt(text, match.index + match[0].length - 1);
    const options = readConfiguration(path, withPlainPaths(own));
    const folder = join(textAt(options, 'path') ?? 'blog');
    if (plugins.some((known) => known.folder === folder)) continue;
    const route = textAt(options, 'routeBasePath') ?? 'blog';
    plugins.push({ id: textAt(options, 'id') ?? 'default', folder, route, globs: globsIn(whole) });
  }
  return plugins;
}

/** Paths that are joined to the folder of the configuration are those names: `path.resolve(__dirname, '../blog')`. */
function withPlainPaths(script: string): string {
  return script.replace(
    /\b(?:path\.)?(?:resolve|join)\(\s*__dirname\s*,((?:\s*['"`][^'"`$\n]*['"`]\s*,?)+)\)/g,
    (_, names: string) =>
      `'${[...names.matchAll(/['"`]([^'"`]*)['"`]/g)].map(([, name]) => name).join('/')}'`,
  );
}

function globsIn(options: string): BlogPlugin['globs'] {
  const patternsAt = (key: string): string[] | undefined => {
    const found = new RegExp(`\\b${key}['"]?\\s*:\\s*`).exec(options);
    const value = found && valueIn(readExpressionAt(options, found.index + found[0].length), unknownName);
    return Array.isArray(value) ? value.filter((pattern) => typeof pattern === 'string') : undefined;
  };
  const [include, exclude] = [patternsAt('include'), patternsAt('exclude')];
  return { ...(include && { include }), ...(exclude && { exclude }) };
}

/** The text of the object that begins there, whole and without those in it. */
function objectAt(text: string, from: number): { own: string; whole: string } {
  let depth = 0;
  let own = '';
  let whole = '';
  for (const sign of text.slice(from, from + 20_000)) {
    whole += sign;
    if (sign === '{' || sign === '[') depth += 1;
    if (depth === 1) own += sign;
    if (sign === '}' || sign === ']') depth -= 1;
    if (depth === 0) break;
  }
  return { own, whole };
}

/** `blog`, what the configuration names, and every folder that has the plugin's list of authors or is named as a blog. */
function blogFolders(folder: SiteFolder, configured: readonly string[]): string[] {
  const named = folder.files.flatMap((file) => {
    const [first = ''] = file.split('/');
    const isBlog = /(^|[-_])blog([-_]|$)|^news$/i.test(first) && file.includes('/');
    const hasAuthors = nameOf(file) === 'authors.yml' && folderOf(file) !== '.';
    return [...(isBlog ? [first] : []), ...(hasAuthors ? [folderOf(file)] : [])];
  });
  return [...new Set(['blog', ...configured, ...named])]
    .filter((name) => !name.startsWith('i18n'))
    .sort((a, b) => b.length - a.length);
}

function urlInDocusaurus(post: PostFacts, settings: SiteSettings): string | undefined {
  const collection = post.place.collection ?? 'blog';
  const base = settings.base ?? '';
  if (collection === 'src/pages')
    return joined(base, within(collection, post.path).replace(/(\/?index)?\.mdx?$/, '')) + endOf(settings);
  const routes = recordAt(settings.data, 'routes');
  const [, language = '', plugin] =
    /^i18n\/([^/]+)\/docusaurus-plugin-content-blog-?(.*)$/.exec(collection) ?? [];
  const route =
    plugin === undefined
      ? (routes[collection] ?? nameOf(collection))
      : (recordAt(settings.data, 'ids')[plugin || 'default'] ?? 'blog');
  const { slug } = post.data;
  if (post.place.kind === 'pages')
    return joined(base, language, String(route), pathOfDoc(post)) + endOf(settings);
  const path = typeof slug === 'string' && slug !== '' ? slug : slugOf(within(collection, post.path));
  return joined(base, language, String(route), path) + endOf(settings);
}

/** A document's path below its route: numbers that only sort are left out, of its folders too. Source: its docs plugin. */
function pathOfDoc({ path, place, data: { slug, id } }: PostFacts): string {
  const inside = within(place.collection ?? '.', path);
  const folders = folderOf(inside) === '.' ? [] : folderOf(inside).split('/').map(withoutNumber);
  if (typeof slug === 'string' && slug !== '')
    return slug.startsWith('/') ? slug : [...folders, slug].join('/');
  const stem = stemOf(path);
  const isFolder = ['index', 'readme', nameOf(folderOf(inside)).toLowerCase()].includes(stem.toLowerCase());
  const name = typeof id === 'string' && id !== '' ? id : withoutNumber(stem);
  return (isFolder ? folders : [...folders, name]).join('/');
}

/** `01-hello` is `hello`, but days and versions are no numbers of an order. */
function withoutNumber(name: string): string {
  if (/^\d+[-_.]\d+/.test(name)) return name;
  return /^\d+\s*[-_.]+\s*([^-_.\s].*)$/s.exec(name)?.[1] ?? name;
}

/** The number that sorts a document is no part of its slug. */
function nameOfDoc(path: string, { kind, collection }: Place): NameOfPost | undefined {
  if (kind !== 'pages' || collection === 'src/pages') return undefined;
  const stem = stemOf(path);
  const slug = withoutNumber(stem);
  return slug === stem ? undefined : { date: undefined, before: stem.slice(0, -slug.length), slug };
}

/** Addresses end as the configuration has it, and as the file is called where it says nothing. */
function endOf({ data }: SiteSettings): string {
  return data.trailingSlash === true ? '/' : '';
}

/** The plugin's own rule for dates in paths. */
const datedPath = /^(.*)(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:\/index)?\.mdx?$/;

/** A date may be spread over folders and the name in any way: `2024/05-01-hello.md`. */
function withDateOfPath({ path, place, data }: WrittenPost): PostData {
  if (place.kind !== 'posts' || data.date !== undefined || dateInPath(path)) return data;
  const [, , date] = datedPath.exec(within(place.collection ?? '.', path)) ?? [];
  return date === undefined ? data : { ...data, date: date.replaceAll('/', '-') };
}

/** A date in the path becomes folders, before all others. */
function slugOf(path: string): string {
  const match = datedPath.exec(path);
  if (match) return `${(match[2] ?? '').replaceAll('-', '/')}/${match[1]}${match[3]}`;
  return path.replace(/(\/index)?\.mdx?$/, '');
}

function joined(...parts: string[]): string {
  const path = parts
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '');
  return `/${path}`;
}
