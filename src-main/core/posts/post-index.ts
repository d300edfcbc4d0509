import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostPath, PostSummary } from '../../common/posts/post.ts';
import { type PostHead, readHead } from '../../common/posts/read-head.ts';
import { splitPost } from '../../common/posts/split-post.ts';
import type { Problem } from '../../common/problem.ts';
import { instantOf } from '../../common/site/file-dates.ts';
import { type ReadableFrontMatter, readMeaning } from '../../common/site/post-meaning.ts';
import { mapSites, type SiteMap, type SitePlace } from '../../common/site/site-map.ts';
import { type DiskListing, listFiles } from '../site/list-files.ts';
import { inSlices } from '../slices.ts';
import { type FileHead, type FileStamp, readHeadOf } from './read-post-file.ts';

/** The list of posts, kept in memory. Asynchronous throughout, so that it can live in a thread of its own. */
export interface PostIndex {
  /** Newest first; posts without a date last. */
  list(): Promise<PostSummary[]>;
  summary(path: PostPath): Promise<PostSummary | undefined>;
  map(): Promise<SiteMap>;
  listing(): Promise<DiskListing>;
  /** The format of each post's front matter. */
  formats(): Promise<ReadonlySet<string>>;
  /** Looks at everything again and returns the paths of posts that are another now. */
  refresh(): Promise<string[]>;
  /** Looks at these files again and returns those of them that are another now. */
  refreshPaths(paths: readonly string[]): Promise<string[]>;
}

interface Entry {
  stamp: FileStamp | undefined;
  format: string;
  summary: PostSummary;
}

/** An index of the blog at this absolute real path. Reads nothing until it is asked. */
export function createPostIndex(root: string): PostIndex {
  let entries = new Map<PostPath, Entry>();
  /** The list in its order, until something changes. */
  let sorted: PostSummary[] | undefined;
  let listing: DiskListing = { files: [], texts: new Map(), unreadable: [], leftovers: [] };
  let map: SiteMap = { sites: [], place: () => undefined };
  let first: Promise<unknown> | undefined;
  // One refresh after the other, so that an older look never replaces a newer one.
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  };
  const ready = (): Promise<unknown> => {
    first ??= inTurn(readAll);
    return first;
  };

  async function readAll(): Promise<string[]> {
    listing = await listFiles(root);
    map = mapSites(listing);
    const before = entries;
    const after = new Map<PostPath, Entry>();
    await inSlices(listing.files, (path) => {
      const place = map.place(path);
      if (!place) return;
      const known = before.get(path);
      after.set(path, known && isUnchanged(known, path, place) ? known : readSafely(path, place));
    });
    entries = after;
    sorted = undefined;
    return difference(before, after);
  }

  async function readSome(paths: readonly string[]): Promise<string[]> {
    sorted = undefined;
    const changed: string[] = [];
    for (const path of paths) {
      const place = map.place(path);
      const known = entries.get(path);
      if (!place || !stampOf(join(root, path))) {
        if (entries.delete(path)) changed.push(path);
        continue;
      }
      if (known && isUnchanged(known, path, place)) continue;
      const entry = readSafely(path, place);
      entries.set(path, entry);
      changed.push(path);
    }
    return changed;
  }

  function isUnchanged(known: Entry, path: PostPath, place: SitePlace): boolean {
    if (known.summary.collection !== place.collection) return false;
    const stamp = stampOf(join(root, path));
    return stamp !== undefined && known.stamp !== undefined && isSameStamp(stamp, known.stamp);
  }

  /** Whatever is wrong with one post, or with how Galley reads it, the others are listed. */
  function readSafely(path: PostPath, place: SitePlace): Entry {
    try {
      return readEntry(path, place);
    } catch (error) {
      const stamp = stampOf(join(root, path));
      return { stamp, format: 'none', summary: summaryOfFailure(path, place, error) };
    }
  }

  function readEntry(path: PostPath, place: SitePlace): Entry {
    const absolute = join(root, path);
    const { file, frontMatter, bodyStart, problems } = readHeadOfPost(root, absolute);
    const body = file.text.slice(bodyStart, bodyStart + usualBody);
    const meaning = readMeaning({ place, frontMatter, body, now: Date.now() });
    const all = [...problemsOfName(path), ...file.problems, ...(file.problems.length > 0 ? [] : problems)];
    const summary = { path, collection: place.collection, ...meaning, words: undefined, problems: all };
    return { stamp: file.stamp, format: frontMatter.format, summary };
  }

  return {
    async list() {
      await ready();
      sorted ??= [...entries.values()].map(({ summary }) => summary).sort(byNewest);
      return [...sorted];
    },
    async summary(path) {
      await ready();
      return entries.get(path)?.summary;
    },
    async map() {
      await ready();
      return map;
    },
    async listing() {
      await ready();
      return listing;
    },
    async formats() {
      await ready();
      return new Set([...entries.values()].map(({ format }) => format));
    },
    async refresh() {
      await ready();
      return inTurn(readAll);
    },
    async refreshPaths(paths) {
      await ready();
      return inTurn(() => readSome(paths));
    },
  };
}

/** Text behind the front matter in which a title is looked for. In UTF-16 code units. */
const usualBody = 2000;

function summaryOfFailure(path: PostPath, place: SitePlace, error: unknown): PostSummary {
  const frontMatter = { data: {}, fields: () => [] };
  const meaning = readMeaning({ place, frontMatter, body: '', now: Date.now() });
  const detail = error instanceof Error ? ` (${error.message})` : '';
  const message = `Galley failed to read this post’s front matter${detail}. The file is as it was.`;
  const problems: Problem[] = [{ severity: 'error', code: 'internal', message, line: 1, column: 1 }];
  return { path, collection: place.collection, ...meaning, words: undefined, problems };
}

interface HeadOfPost {
  file: FileHead;
  frontMatter: ReadableFrontMatter & { format: string };
  bodyStart: number;
  problems: Problem[];
}

/** The quick reader for nearly all posts, the full one for those that it declines. */
function readHeadOfPost(root: string, absolute: string): HeadOfPost {
  let quick: PostHead | undefined;
  const isEnough = (text: string, whole: boolean): boolean => {
    quick = readHead(text, whole);
    return (
      quick !== undefined || !splitPost(text).problems.some(({ code }) => code === 'front-matter-unclosed')
    );
  };
  const file = leadsOutside(root, absolute) ? outsideHead : readHeadOf(absolute, isEnough);
  const { text } = file;
  if (quick) {
    const fields = () => readFrontMatter(text).fields;
    const { format, data, bodyStart } = quick;
    return { file, frontMatter: { format, data, fields }, bodyStart, problems: [] };
  }
  const { format, data, fields, bodyStart, problems } = readFrontMatter(text);
  return { file, frontMatter: { format, data, fields: () => fields }, bodyStart, problems };
}

/** A link is not followed out of the blog, nor in a circle. */
function leadsOutside(root: string, absolute: string): boolean {
  try {
    return lstatSync(absolute).isSymbolicLink() && !realpathSync(absolute).startsWith(root + sep);
  } catch {
    // Without a file there is nothing to follow; a link in a circle or to nothing is as good as outside.
    return true;
  }
}

const outsideHead: FileHead = {
  stamp: undefined,
  text: '',
  whole: false,
  problems: [
    {
      severity: 'error',
      code: 'outside-site',
      message: 'This is a link that leads out of this blog or nowhere, so Galley leaves it alone.',
      line: 1,
      column: 1,
    },
  ],
};

function problemsOfName(path: PostPath): Problem[] {
  const at = { line: 1, column: 1 };
  if (path.includes('\uFFFD')) {
    const message = 'The name of this file is not UTF-8. Rename it to edit it here.';
    return [{ severity: 'error', code: 'name-not-utf-8', message, ...at }];
  }
  if (!path.split('/').some(isNoNameOnWindows)) return [];
  const message = 'Windows cannot have a file of this name, so the blog cannot be checked out there.';
  return [{ severity: 'info', code: 'name-not-on-windows', message, ...at }];
}

function isNoNameOnWindows(name: string): boolean {
  return /[<>:"|?*\\\p{Cc}]|[. ]$/u.test(name) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
}

function stampOf(absolute: string): FileStamp | undefined {
  try {
    const status = statSync(absolute);
    return { size: status.size, modified: status.mtimeMs, inode: status.ino };
  } catch {
    return undefined;
  }
}

function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.modified === b.modified && a.inode === b.inode;
}

function difference(before: ReadonlyMap<PostPath, Entry>, after: ReadonlyMap<PostPath, Entry>): string[] {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const changed = [...after].filter(([path, entry]) => before.get(path) !== entry).map(([path]) => path);
  return [...gone, ...changed];
}

function byNewest(a: PostSummary, b: PostSummary): number {
  const [first, second] = [
    a.date ? instantOf(a.date) : Number.NEGATIVE_INFINITY,
    b.date ? instantOf(b.date) : Number.NEGATIVE_INFINITY,
  ];
  if (first !== second) return first > second ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}
