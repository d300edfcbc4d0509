import { addressesIn, findTags, type Reference } from '../check/find-references.ts';
import { isMarkdown, isText } from '../content-files.ts';
import { extensionOf, folderOf, isIn, join, nameOf, stemOf, within } from '../paths.ts';
import type { SiteMap, SitePlace } from '../site-map.ts';

/**
 * Where a file belongs that is no post but may lead readers to some: the page of a section (Hugo's and Zola's
 * `_index.md`), documentation beside a blog, a template, a page of HTML, a list of data such as a menu. Undefined for all
 * else.
 */
export function otherPlace(map: SiteMap, path: string): SitePlace | undefined {
  if (map.place(path)) return undefined;
  if (isSectionName(path)) return sectionPlace(map, path);
  return isTemplate(path) || (isMarkdown(path) && !isOfOthers(path)) ? placeBelow(map, path) : undefined;
}

/** What a template refers to: it is looked through for addresses and tags. */
export function findReferencesInTemplate(text: string): Reference[] {
  return [...addressesIn(text), ...findTags(text), ...findPagesInHugo(text)];
}

/** Hugo's functions that take the name of a page: `ref . "posts/hello"`, `site.GetPage "posts/hello"`. */
function findPagesInHugo(text: string): Reference[] {
  return [...text.matchAll(pageInHugo)].map(({ index, 0: whole, 1: target = '' }) => {
    const to = index + whole.length - 1;
    return { kind: 'ref', target, offset: index, from: to - target.length, to, lacksAlt: false };
  });
}

const pageInHugo = /\b(?:(?:rel)?ref\s+[.$][\w.]*|GetPage)\s+["`]([^"`{}\s]+)["`]/g;

/** Whether a file is looked through as a template is, and not read as a text. */
export function isTemplate(path: string): boolean {
  if (isOfOthers(path)) return false;
  return templates.has(extensionOf(path)) || program.test(path) || nameOf(path) === '_redirects';
}

/** Themes are other people's, and often their own repositories. */
function isOfOthers(path: string): boolean {
  return /(^|\/)(themes?|vendor|archetypes)\//.test(path);
}

const templates = new Set([
  ...[
    '.html',
    '.htm',
    '.xhtml',
    '.xml',
    '.liquid',
    '.njk',
    '.hbs',
    '.ejs',
    '.pug',
    '.swig',
    '.haml',
    '.slim',
  ],
  ...['.astro', '.vue', '.svelte', '.jsx', '.tsx'],
  ...['.yml', '.yaml', '.toml', '.json'],
]);

/** Programs that are little more than lists of pages. */
const program =
  /(^|\/)(config|sidebars?|nav|navigation|navbar|menus?|site|consts|[\w-]+\.config)\.[cm]?[jt]s$/;

function isSectionName(path: string): boolean {
  return isText(path) && /^_index(\.[\w-]+)?$/.test(stemOf(path));
}

function sectionPlace({ sites }: SiteMap, path: string): SitePlace | undefined {
  const site = sites.find(({ settings: { folder, content } }) =>
    content.some((each) => isIn(join(folder, each.folder), path)),
  );
  return site && placeIn(site, path);
}

function placeBelow({ sites }: SiteMap, path: string): SitePlace | undefined {
  const around = sites.filter(({ settings }) => isIn(settings.folder, path));
  const [site] = around.sort((a, b) => b.settings.folder.length - a.settings.folder.length);
  return site && placeIn(site, path);
}

function placeIn(site: SitePlace['site'], path: string): SitePlace {
  const inSite = within(site.settings.folder, path);
  return {
    site,
    path: inSite,
    place: { collection: folderOf(inSite), kind: 'pages' },
    collection: folderOf(path),
  };
}
