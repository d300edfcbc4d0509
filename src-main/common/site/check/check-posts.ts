import type { PostPath } from '../../posts/post.ts';
import type { Problem } from '../../problem.ts';
import type { OwnTargets } from '../convention.ts';
import type { DetectedSite } from '../detect-sites.ts';
import { isIn, join } from '../paths.ts';
import type { SiteMap } from '../site-map.ts';
import { createAddresses } from './addresses.ts';
import { addressInSite, checkReferences, type FileLookup, type ReferencedSite } from './check-references.ts';
import { closedAddresses } from './closed-addresses.ts';
import { createContentNames } from './content-names.ts';
import type { ExaminedPost } from './examine-post.ts';

/** A problem and the post that has it. */
export interface PostProblem extends Problem {
  path: PostPath;
}

/** What posts are checked against. */
export interface CheckedSite {
  map: SiteMap;
  /** Paths of all files of the blog, builds and other people's code left out. */
  listing: readonly string[];
  files: FileLookup;
  /** Texts of the files that tell a server which addresses lead to others; see `isRedirectFile`. */
  redirects: readonly string[];
}

/** Whether a file may say which addresses lead to others, by its name. */
export function isRedirectFile(path: string): boolean {
  return redirectFile.test(path);
}

const redirectFile =
  /(^|\/)(_index\.[\w.-]+|_redirects|netlify\.toml|vercel\.(json|ts)|firebase\.json|staticwebapp\.config\.json|now\.json|nginx\.conf|redirects?\.(json|ya?ml|toml|txt|js|mjs|cjs|ts|csv)|(next|astro|nuxt|docusaurus|vitepress|eleventy)\.config\.[cm]?[jt]s|\.eleventy\.[cm]?js|gatsby-(node|config)\.[cm]?[jt]s)$/;

/**
 * Everything that is wrong with these posts: what each says of itself, what it refers to, and whose address it takes.
 * Decides; reads nothing but what it is given.
 *
 * @param isAsked whether the problems of a post are wanted; the others count as what can be referred to
 */
export function checkPosts(
  posts: readonly ExaminedPost[],
  checked: CheckedSite,
  isAsked: (path: PostPath) => boolean,
): PostProblem[] {
  const sites = new Map<DetectedSite, ReferencedSite>();
  const siteOf = (site: DetectedSite): ReferencedSite => {
    const known = sites.get(site) ?? referencedSite(site, posts, checked);
    sites.set(site, known);
    return known;
  };
  const duplicates = duplicatesOf(posts);
  return posts
    .filter(({ summary }) => isAsked(summary.path))
    .flatMap((post) => {
      const { path } = post.summary;
      const own = [
        ...post.problems,
        ...checkReferences(post, siteOf(post.place.site)),
        ...(duplicates.get(path) ?? []),
      ];
      return own.sort(byPlace).map((problem) => ({ path, ...problem }));
    });
}

function referencedSite(
  site: DetectedSite,
  posts: readonly ExaminedPost[],
  { map, files, listing, redirects }: CheckedSite,
): ReferencedSite {
  const own = posts.filter(({ place }) => place.site === site);
  const rule = site.convention.formerAddresses;
  const addressed = own.map(({ summary, aliases, isPost, anchors }) => {
    const url = summary.url === undefined ? undefined : addressInSite(site, summary.url);
    const read = 'key' in rule ? rule.read : undefined;
    return {
      url,
      aliases: aliases.map((alias) => (url === undefined ? alias : (read?.(alias, url) ?? alias))),
      isPost,
      isRead: summary.visibility === 'public',
      anchors,
    };
  });
  const ownPaths = new Set(own.flatMap(({ summary }) => (summary.url === undefined ? [] : [summary.path])));
  const addresses = createAddresses(addressed, redirects);
  const names = createContentNames(site, listing);
  let byName: Map<string, string[]> | undefined;
  const filesNamed = (name: string): readonly string[] => {
    byName ??= groupByName(listing.filter((file) => isIn(site.settings.folder, file)));
    return byName.get(name) ?? [];
  };
  const hasFileEnding = (path: string): boolean =>
    filesNamed(path.slice(path.lastIndexOf('/') + 1)).some((file) => file.endsWith(`/${path}`));
  return {
    map,
    files,
    addresses,
    hasAddress: (path) => ownPaths.has(path),
    leavesLinks: leavesLinksToFiles(site, listing),
    names,
    ownTargets: createOwnTargets(site, own, files),
    mayBeMade: closedAddresses(site, listing),
    hasFileEnding,
  };
}

/** Whether the links to files of posts are known to stay as they are written: nothing of others may mend them. */
function leavesLinksToFiles(site: DetectedSite, listing: readonly string[]): boolean {
  const rule = site.convention.linksToFiles;
  if (rule === undefined || closedAddresses(site, listing) === undefined) return false;
  return !listing.some((path) => rule.mendedBy.test(path));
}

/** Made where a post first refers to another by the generator's own words. */
function createOwnTargets(
  { convention, settings }: DetectedSite,
  own: readonly ExaminedPost[],
  files: FileLookup,
): ReferencedSite['ownTargets'] {
  const made = new Map<boolean, OwnTargets | undefined>();
  return (asReaders) => {
    if (made.has(asReaders)) return made.get(asReaders);
    const posts = own.map(({ summary, place: { path, place } }) => ({
      path,
      place,
      date: summary.date,
      slug: summary.slug,
      url: summary.url,
      terms: [...summary.tags, ...summary.categories],
      isRead: !asReaders || summary.visibility === 'public',
    }));
    const isFile = (path: string): boolean => files.at(join(settings.folder, path)) === 'file';
    const targets = convention.ownTargets?.(posts, settings, isFile);
    made.set(asReaders, targets);
    return targets;
  };
}

function groupByName(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const group = groups.get(name);
    if (group) group.push(file);
    else groups.set(name, [file]);
  }
  return groups;
}

/** Posts whose address another one has too. Drafts are not in anybody's way yet. */
function duplicatesOf(posts: readonly ExaminedPost[]): Map<PostPath, Problem[]> {
  const owners = new Map<string, ExaminedPost[]>();
  for (const post of posts) {
    const { url, visibility } = post.summary;
    if (url === undefined || visibility === 'draft') continue;
    const key = `${post.place.site.settings.folder}\0${url}`;
    const others = owners.get(key);
    if (others) others.push(post);
    else owners.set(key, [post]);
  }
  const problems = new Map<PostPath, Problem[]>();
  for (const group of owners.values()) {
    if (group.length < 2) continue;
    for (const post of group) problems.set(post.summary.path, [duplicate(post, group)]);
  }
  return problems;
}

function duplicate(post: ExaminedPost, group: readonly ExaminedPost[]): Problem {
  const other = group.find((one) => one !== post)?.summary.path ?? '';
  const more = group.length > 2 ? ` and ${group.length - 2} more` : '';
  return {
    severity: 'error',
    code: 'duplicate-url',
    message: `This post and ${other}${more} have the same address, ${post.summary.url}: readers see only one of them.`,
    ...post.addressAt,
  };
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
