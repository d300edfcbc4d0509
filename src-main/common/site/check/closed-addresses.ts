import { recordAt } from '../configuration.ts';
import { isMarkdown } from '../content-files.ts';
import type { DetectedSite } from '../detect-sites.ts';
import { extensionOf, folderOf, isIn, nameOf, within } from '../paths.ts';

/**
 * For a site whose pages all come from its own texts: whether a page could be at an address that is no post's, as a
 * section or a list of a tag is. Undefined where themes, plug-ins or programs may make pages of any address.
 *
 * @param listing paths of all files of the blog, relative to its root
 */
export function closedAddresses(
  site: DetectedSite,
  listing: readonly string[],
): ((key: string) => boolean) | undefined {
  const own = listing.filter((path) => isIn(site.settings.folder, path));
  const inside = own.map((path) => within(site.settings.folder, path));
  if (!isClosed[site.convention.name]?.(site, inside)) return undefined;
  const folders = contentFolders(site, inside);
  const lists = new Set([...usualLists, ...taxonomies(site)]);
  return (key) =>
    madeFile.test(key) ||
    folders.has(plainKey(key)) ||
    key.split('/').some((name) => lists.has(plainKey(name)));
}

const isClosed: Partial<Record<string, (site: DetectedSite, files: readonly string[]) => boolean>> = {
  galley: () => true,
  plain: (_, files) => files.every((file) => isMarkdown(file) || quiet.test(nameOf(file))),
  zola: () => true,
  hugo: ({ settings: { data } }) => !Object.hasOwn(data, 'module') && data.haspagesofothers !== true,
};

/** Files that make no page: pictures, licences, lists of what git leaves out. */
const quiet =
  /^\.|^(LICEN[CS]E|COPYING|NOTICE|AUTHORS|CNAME)([.-].*)?$|\.(png|jpe?g|gif|webp|avif|svg|ico|pdf|txt|css)$/i;

/** Feeds, maps of the site and the like. */
const madeFile = /\.(xml|json|txt|rss|atom|ics|js|css|webmanifest)$/;

/** What generators make of all posts together. */
const usualLists = [
  'tags',
  'tag',
  'categories',
  'category',
  'archive',
  'archives',
  'page',
  'search',
  'feed',
  'rss',
  'atom',
  'index',
  'authors',
  'author',
  'series',
  '404',
];

/** The names of a site's own groups of posts, which begin the addresses of their lists. */
function taxonomies({ settings: { data } }: DetectedSite): string[] {
  const listed = Array.isArray(data.taxonomies) ? data.taxonomies : [];
  const named = listed.map((one: unknown) =>
    typeof one === 'object' && one !== null && 'name' in one ? String(one.name) : String(one),
  );
  return [...named, ...Object.entries(recordAt(data, 'taxonomies')).flat().map(String)].map(plainKey);
}

/** Every folder of content may be a section with a page of its own; so may a folder of a language. */
function contentFolders({ settings }: DetectedSite, files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  const languages = ['', ...Object.keys(recordAt(settings.data, 'languages')).map((name) => `${name}/`)];
  for (const file of files) {
    const root = settings.content.find(({ folder }) => isIn(folder, file))?.folder ?? '.';
    for (let folder = within(root, folderOf(file)); folder !== '.'; folder = folderOf(folder)) {
      const key = plainKey(folder);
      if (folders.has(key)) break;
      folders.add(key);
    }
    // Pages may be of kinds that the list of posts does not show.
    if (/^\.(html?|xml|json|njk|liquid)$/.test(extensionOf(file)))
      folders.add(plainKey(file.replace(/\.[^./]+$/, '')));
  }
  return new Set(
    languages.flatMap((language) =>
      ['', ...folders].map((folder) => plainKey(language + folder).replace(/\/$/, '')),
    ),
  );
}

/** Generators differ in what they make of blanks, capitals and marks in a name. */
function plainKey(path: string): string {
  return path
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/]+/gu, '-');
}
