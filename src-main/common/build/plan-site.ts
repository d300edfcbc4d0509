import type { PostPath } from '../posts/post.ts';
import { slugify } from '../posts/slug.ts';
import type { PostProblem } from '../site/check/check-posts.ts';
import { pageAddress, type SiteAddress, sameFileKey } from './addresses.ts';

/** A post or page that is to be built. */
export interface PostToBuild {
  path: PostPath;
  kind: 'posts' | 'pages';
  title: string;
  date: string | undefined;
  description: string;
  /** Tags and categories as the file names them. */
  tags: readonly string[];
  /** The address that its convention gives. */
  url: string | undefined;
  slug: string;
  draft: boolean;
}

/** A tag that some post has. */
export interface PlannedTag {
  /** As most posts write it. */
  name: string;
  address: SiteAddress;
  /** Newest first. */
  posts: PlannedPost[];
}

/** A post or page with its place in the site. */
export interface PlannedPost {
  source: PostToBuild;
  address: SiteAddress;
  tags: PlannedTag[];
  /** The next older and the next newer post. */
  previous: PlannedPost | undefined;
  next: PlannedPost | undefined;
}

/** Everything that has an address, and what is wrong with addresses. */
export interface SitePlan {
  /** Newest first. */
  posts: PlannedPost[];
  /** By their path. */
  pages: PlannedPost[];
  /** By name. */
  tags: PlannedTag[];
  /** Newest first. */
  years: { year: string; address: SiteAddress; posts: PlannedPost[] }[];
  claims: AddressClaims;
  problems: PostProblem[];
}

/** Who has which file of the output. */
export interface AddressClaims {
  /** Takes a file; false where another has it, or where one of the two would have to be a folder. */
  claim(file: string): boolean;
}

/** Files that are always there and that no post may take. */
export const ownFiles: readonly string[] = [
  'index.html',
  '404.html',
  'archive/index.html',
  'tags/index.html',
  'search/index.html',
  'search.json',
  'atom.xml',
  'rss.xml',
  'feed.json',
  'sitemap.xml',
  'robots.txt',
  '.nojekyll',
  '.galley-site.json',
];

/** Gives each post its address, its neighbours and its tags. Pure; the same posts in any order give the same plan. */
export function planSite(posts: readonly PostToBuild[]): SitePlan {
  const claims = createClaims();
  for (const file of ownFiles) claims.claim(file);
  const problems: PostProblem[] = [];
  const placed = posts.toSorted(byPath).flatMap((source) => place(source, claims, problems));
  const listed = placed.filter(({ source }) => source.kind === 'posts').sort(byNewest);
  for (const [index, post] of listed.entries()) {
    post.previous = listed[index + 1];
    post.next = listed[index - 1];
  }
  const tags = planTags(listed);
  const years = planYears(listed);
  return {
    posts: listed,
    pages: placed.filter(({ source }) => source.kind === 'pages'),
    tags,
    years,
    claims,
    problems,
  };
}

/** An empty list of claims. */
export function createClaims(): AddressClaims {
  const taken = new Map<string, 'file' | 'folder'>();
  return {
    claim(file) {
      const key = sameFileKey(file);
      if (taken.has(key)) return false;
      const folders = foldersOf(key);
      if (folders.some((folder) => taken.get(folder) === 'file')) return false;
      taken.set(key, 'file');
      for (const folder of folders) taken.set(folder, 'folder');
      return true;
    },
  };
}

function foldersOf(file: string): string[] {
  const folders: string[] = [];
  for (let at = file.indexOf('/'); at > 0; at = file.indexOf('/', at + 1)) folders.push(file.slice(0, at));
  return folders;
}

function place(source: PostToBuild, claims: AddressClaims, problems: PostProblem[]): PlannedPost[] {
  const address = pageAddress(source.url ?? `/${encodeURIComponent(wellFormed(source.slug))}/`);
  if (claims.claim(address.file))
    return [{ source, address, tags: [], previous: undefined, next: undefined }];
  // A home page, an archive or a 404 of the blog's own stands where the theme has one: nothing is missing then.
  const isOwn = ownFiles.includes(address.file);
  problems.push({
    path: source.path,
    severity: isOwn && source.kind === 'pages' ? 'info' : 'error',
    code: 'duplicate-url',
    message: isOwn
      ? `${address.url} is a page of the site itself, so this one is left out. Give it another slug.`
      : `Another post has the address ${address.url}, so this one is left out. Give it another slug.`,
    line: 1,
    column: 1,
  });
  return [];
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

/** Newest first; posts without a date last. Of one moment, by path. */
function byNewest(a: PlannedPost, b: PlannedPost): number {
  const [first, second] = [instant(a), instant(b)];
  if (first !== second) return first > second ? -1 : 1;
  return byPath(a.source, b.source);
}

function byPath(a: PostToBuild, b: PostToBuild): number {
  return a.path < b.path ? -1 : 1;
}

const instants = new WeakMap<PlannedPost, number>();

function instant(post: PlannedPost): number {
  const found = instants.get(post);
  if (found !== undefined) return found;
  const { date } = post.source;
  const isWithoutZone = date !== undefined && /T[\d:.]+$/.test(date);
  const parsed = date === undefined ? Number.NaN : Date.parse(isWithoutZone ? `${date}Z` : date);
  const value = Number.isNaN(parsed) ? Number.NEGATIVE_INFINITY : parsed;
  instants.set(post, value);
  return value;
}

/** Tags that differ in capitals only are one. */
function planTags(posts: readonly PlannedPost[]): PlannedTag[] {
  const groups = new Map<string, { spellings: Map<string, number>; posts: PlannedPost[] }>();
  for (const post of posts) {
    for (const [key, name] of new Map(post.source.tags.map((tag) => [tagKey(tag), tag.trim()]))) {
      if (key === '') continue;
      const group = groups.get(key) ?? { spellings: new Map<string, number>(), posts: [] };
      groups.set(key, group);
      group.spellings.set(name, (group.spellings.get(name) ?? 0) + 1);
      group.posts.push(post);
    }
  }
  const slugs = new Set<string>();
  const tags = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]): PlannedTag => {
      const slug = unused(tagSlug(key), slugs);
      return {
        name: usual(group.spellings),
        address: pageAddress(`/tags/${encodeURIComponent(slug)}/`),
        posts: group.posts,
      };
    });
  for (const tag of tags) for (const post of tag.posts) post.tags.push(tag);
  return tags;
}

function tagKey(tag: string): string {
  return tag.normalize('NFC').trim().toLowerCase();
}

/** `c++` and `c#` are other tags than `c`. */
function tagSlug(key: string): string {
  const named = key.replaceAll('+', ' plus ').replaceAll('#', ' sharp ').replace(/^\./, 'dot ');
  const slug = slugify(wellFormed(named));
  // What has no letters at all gets a name too.
  return slug === 'post' && !/^posts?$/.test(key) ? 'tag' : slug;
}

function unused(slug: string, used: Set<string>): string {
  let candidate = slug;
  for (let count = 2; used.has(candidate); count += 1) candidate = `${slug}-${count}`;
  used.add(candidate);
  return candidate;
}

function usual(spellings: ReadonlyMap<string, number>): string {
  return [...spellings].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

function planYears(posts: readonly PlannedPost[]): SitePlan['years'] {
  const years = new Map<string, PlannedPost[]>();
  for (const post of posts) {
    const year = post.source.date?.slice(0, 4);
    if (year === undefined) continue;
    const known = years.get(year);
    if (known) known.push(post);
    else years.set(year, [post]);
  }
  return [...years]
    .sort(([a], [b]) => (a > b ? -1 : 1))
    .map(([year, of]) => ({
      year,
      address: pageAddress(`/archive/${encodeURIComponent(year)}/`),
      posts: of,
    }));
}
