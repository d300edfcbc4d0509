import { type ConfigurationData, readConfiguration } from './configuration.ts';
import type { Convention, Place, Recognition, SiteSettings } from './convention.ts';
import { isDataLoader } from './conventions/vitepress.ts';
import { conventionNamed, conventions } from './conventions.ts';
import { folderOf, isIn, join, nameOf, normalise, seenFrom } from './paths.ts';
import { type SiteFolder, type SiteListing, siteFolder } from './site-folder.ts';
import { programData } from './worked-out-data.ts';

/** A site that was found in a listing of files. */
export interface DetectedSite {
  convention: Convention;
  settings: SiteSettings;
  /** One sentence each. */
  evidence: string[];
}

/** Whether recognising sites needs the text of this file. Paths are relative to the root. */
export function isConfigurationFile(path: string): boolean {
  // Nearly every file of a blog is one of these, and but for pages of sections none of them is a configuration.
  if (path.endsWith('.md')) return path.includes('_index') && isSectionPage(path);
  if (configurationName.test(nameOf(path))) return true;
  // Astro's pages of posts say which collection they show.
  if (path.endsWith('.astro')) return /(^|\/)src\/pages\/.*\[[^\]]+\](\/index)?\.astro$/.test(path);
  return (
    /(^|\/)(config\/(_default|production)\/[^/]+\.(toml|ya?ml|json)|\.vitepress\/config(\/index)?\.[cm]?[jt]s)$/.test(
      path,
    ) ||
    isFolderData(path) ||
    isDataOfAll(path) ||
    isDataLoader(path) ||
    isSectionPage(path)
  );
}

/** Hugo's pages of sections, which may speak for all posts below them. */
function isSectionPage(path: string): boolean {
  return path.includes('/') && /^_index(\.[\w-]+)?\.(md|markdown|html|mdx)$/i.test(nameOf(path));
}

const configurationName =
  /^(_config\.(ya?ml|toml)|(hugo|config)\.(toml|ya?ml|json)|zola\.toml|galley\.yml|CNAME|Gemfile|package\.json|(astro|gatsby|next|docusaurus|eleventy|contentlayer|velite)[.-]config\.[cm]?[jt]s|gatsby-node\.[cm]?[jt]s|\.eleventy\.[cm]?js|content\.config\.[cm]?[jt]s)$/;

/** What Eleventy has for all pages: paths that it passes over, and addresses that are worked out. */
function isDataOfAll(path: string): boolean {
  return /(^|\/)(\.eleventyignore|_data\/(eleventyComputed|permalink)\.[cm]?js)$/.test(path);
}

/** Eleventy's data for a folder: `posts/posts.json`, `posts/posts.11tydata.js`. */
function isFolderData(path: string): boolean {
  // Asked of each file of a blog, and nearly none is one.
  if (!path.endsWith('.json') && !path.endsWith('js')) return false;
  if (!/\.(json|[cm]?js)$/.test(path)) return false;
  const folder = nameOf(folderOf(path));
  const name = nameOf(path);
  if (folder === '.' || !name.startsWith(`${folder}.`)) return false;
  return /^\.(json|11tydata\.(json|[cm]?js))$/.test(name.slice(folder.length));
}

/**
 * Finds every site in a repository by the names of its files and the texts of its configurations. Where none is
 * found that holds a post, the root is a plain folder of Markdown; so is a folder that was opened beside them.
 */
export function detectSites(listing: SiteListing): DetectedSite[] {
  const found: { site: DetectedSite; strength: number }[] = [];
  const folders = candidates(listing);
  const own = folders.filter((folder) => !isExample.test(folder));
  // A theme's own repository holds nothing but its example.
  for (const path of own.length > 0 ? own : folders.filter((folder) => !/(^|\/)themes\//.test(folder))) {
    const folder = siteFolder(listing, path);
    const best = bestConvention(folder);
    if (!best || (best.recognition.strength === 1 && isOfAnotherProgram(listing, path))) continue;
    const { convention, recognition } = best;
    const site = { convention, settings: settleSite(convention, folder), evidence: recognition.evidence };
    found.push({ site: located(site), strength: recognition.strength });
  }
  const sites = found.filter((entry) => !isPartOfAnother(entry, found)).map(({ site }) => site);
  const isOfSite = (file: string): boolean => sites.some((site) => placeInSite(site, file) !== undefined);
  if (!listing.files.some(isOfSite)) {
    const plain = plainSite(listing, '.', sites.length > 0);
    const isEmpty = !listing.files.some((file) => placeInSite(plain, file));
    return isEmpty && sites.length > 0 ? sites : [...sites, plain];
  }
  const { opened = '.' } = listing;
  const inOpened = listing.files.filter((file) => opened !== '.' && isIn(opened, file));
  if (inOpened.length === 0 || inOpened.some(isOfSite)) return sites;
  // Beside a site that is known, a folder that somebody opened is a blog of its own where that site has nothing of it.
  const apart = plainSite(listing, opened, false);
  return inOpened.some((file) => placeInSite(apart, file)) ? [...sites, apart] : sites;
}

/** A site's own answer to where a file of the repository belongs. */
export function placeInSite(site: DetectedSite, path: string): ReturnType<Convention['place']> {
  const { folder } = site.settings;
  if (!isIn(folder, path) && !isInContentOutside(site.settings, path)) return undefined;
  return site.convention.place(seenFrom(folder, path), site.settings);
}

/** The sites that are meant by a folder that was opened: those that hold it, or all of them where none is nearer than the root. */
export function sitesAround(sites: readonly DetectedSite[], folder: string): readonly DetectedSite[] {
  const holding = sites.filter(
    ({ settings }) => folder !== '.' && settings.folder !== '.' && isIn(settings.folder, folder),
  );
  return holding.length > 0 ? holding : sites;
}

/** A configuration may name folders beside its own: `path: '../blog'`. */
function isInContentOutside({ folder, content }: SiteSettings, path: string): boolean {
  return content.some((entry) => {
    if (!entry.folder.startsWith('../')) return false;
    const outside = normalise(`${folder}/${entry.folder}`);
    return outside !== undefined && outside !== '.' && isIn(outside, path);
  });
}

/** Themes and their examples are other people's sites. */
const isExample = /(^|\/)(themes|exampleSite|node_modules)(\/|$)/;

/** Configurations of programs that Galley has no convention of: their posts may lie in a `_posts` as well. */
const otherPrograms =
  /^(?:bridgetown\.config\.ya?ml|config\/initializers\.rb|bootstrap\.php|app\/config\/sculpin_\w+\.yml|_?cobalt\.yml|\.vuepress\/config\.[cm]?[jt]s|(?:svelte|nuxt|gridsome|remix|valaxy|quartz)\.config\.[cm]?[jt]s|saber-config\.[jt]s|_config\.[jt]s|pelicanconf\.py|conf\.py|mkdocs\.yml|nanoc\.yaml|_quarto\.yml|metalsmith\.json)$/;

/** Whether such a configuration lies in a folder, or beside the folder of sources that it is. */
function isOfAnotherProgram({ files }: SiteListing, path: string): boolean {
  const around = [path, folderOf(path)];
  return files.some((file) =>
    around.some((folder) => isIn(folder, file) && otherPrograms.test(seenFrom(folder, file))),
  );
}

/** Folders whose own files speak for a site, outer ones first. */
function candidates({ files, texts }: SiteListing): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const folder = candidateOf(file, texts.get(file) ?? '');
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function candidateOf(file: string, text: string): string | undefined {
  // Asked of each file of a blog: looking for a text is several times as quick as a pattern.
  if (file.endsWith('.md') && !file.includes('_') && !file.includes('.vitepress/')) return undefined;
  const posts = /^(.*?)(?:^|\/)_(posts|drafts)\//.exec(file);
  if (posts) return posts[1] || '.';
  const nested = /^(.*?)(?:^|\/)(config\/_default|\.vitepress(?:\/config)?)\/[^/]+$/.exec(file);
  if (nested) return nested[1] || '.';
  const name = nameOf(file);
  if (/^(package\.json|Gemfile)$/.test(name) && !namesGenerator.test(text)) return undefined;
  return configurationName.test(name) && !/^(CNAME|content\.config)/.test(name) ? folderOf(file) : undefined;
}

/** A repository may hold hundreds of packages; only those that ask for a generator can be sites. */
const namesGenerator = /"(astro|next|hexo|@11ty\/eleventy)"|\bjekyll\b|github-pages/;

function depth(folder: string): number {
  return folder === '.' ? 0 : folder.split('/').length;
}

function bestConvention(
  folder: SiteFolder,
): { convention: Convention; recognition: Recognition } | undefined {
  let best: { convention: Convention; recognition: Recognition } | undefined;
  for (const convention of conventions) {
    const recognition = convention.recognise(folder);
    if (recognition && recognition.strength > (best?.recognition.strength ?? 0))
      best = { convention, recognition };
  }
  return best;
}

/** Where generators take the domain of a site from, in the order of a listing. */
const domainFiles = ['CNAME', 'public/CNAME', 'source/CNAME', 'src/CNAME', 'static/CNAME'];

/** The settings of a site of this convention in a folder. */
export function settleSite(convention: Convention, folder: SiteFolder): SiteSettings {
  const domain = domainFiles.find((file) => folder.has(file));
  const address = domain ? folder.text(domain).trim().split(/\s/)[0] : undefined;
  const settled = convention.settle(folder);
  return {
    convention: convention.name,
    folder: folder.path,
    title: undefined,
    permalink: undefined,
    timeZone: undefined,
    content: [],
    staticFolders: [],
    shows: { drafts: false, future: false, expired: false },
    data: {},
    folderData: folderData(folder),
    ...settled,
    address: settled.address ?? (address ? `https://${address}` : undefined),
  };
}

function folderData(folder: SiteFolder): SiteSettings['folderData'] {
  return new Map(
    folder.files.filter(isFolderData).map((file) => [folderOf(file), folderDataOf(file, folder.text(file))]),
  );
}

/** Of a program, only what can be told without running it. */
function folderDataOf(file: string, text: string): ConfigurationData {
  if (file.endsWith('.json')) return readConfiguration(file, text);
  return programData(text);
}

function located(site: DetectedSite): DetectedSite {
  const { folder } = site.settings;
  return folder === '.'
    ? site
    : { ...site, evidence: site.evidence.map((sentence) => `In ${folder}: ${sentence}`) };
}

/**
 * Folders alone speak for no site of its own where a site around them has them among its posts: `category/_posts`, Hexo's
 * `source/_posts`, a section of Hugo's that is called `_posts`.
 */
function isPartOfAnother(
  entry: { site: DetectedSite; strength: number },
  all: readonly { site: DetectedSite; strength: number }[],
): boolean {
  if (entry.strength > 1) return false;
  const { folder } = entry.site.settings;
  const posts = ['_posts/2000-01-01-a.md', '_drafts/a.md'].map((name) =>
    folder === '.' ? name : `${folder}/${name}`,
  );
  const isPost = (place: Place | undefined): boolean => place !== undefined && place.kind !== 'pages';
  return all.some(
    ({ site, strength }) =>
      site !== entry.site &&
      (posts.some((path) => isPost(placeInSite(site, path))) ||
        (strength > entry.strength && leavesOut(site, entry.site))),
  );
}

/** Whether a folder lies among the sources of a site of the same kind, which does not take it for posts. */
function leavesOut({ convention, settings }: DetectedSite, other: DetectedSite): boolean {
  if (convention !== other.convention) return false;
  return settings.content.some(({ folder }) => isIn(join(settings.folder, folder), other.settings.folder));
}

/** @param isBeside whether a generator was recognised, whose own texts are no posts then */
function plainSite(listing: SiteListing, path: string, isBeside: boolean): DetectedSite {
  const convention = conventionNamed('plain');
  const folder = siteFolder(listing, path);
  const settled = settleSite(convention, folder);
  const settings = isBeside ? { ...settled, data: { ...settled.data, besideGenerator: true } } : settled;
  const count = folder.files.filter((file) => convention.place(file, settings)).length;
  const evidence = [
    'No configuration of a generator that Galley knows was found beside the posts.',
    `${count} Markdown ${count === 1 ? 'file lies' : 'files lie'} here.`,
  ];
  return located({ convention, settings, evidence });
}
