import { join } from 'node:path';
import type { PostPath, PostSummary } from '../../common/posts/post.ts';
import type { SearchAnswer } from '../../common/posts/search.ts';
import type { Problem } from '../../common/problem.ts';
import type { SiteCorrection } from '../../common/site/correction.ts';
import { mapSites, type SiteMap } from '../../common/site/site-map.ts';
import type { IndexChange } from '../index/index-engine.ts';
import { type IndexRunner, runIndexHere } from '../index/index-runner.ts';
import { byNewest, type ListedPost } from '../index/listed-post.ts';
import { readWhole } from '../index/post-text.ts';
import type { DiskListing } from '../site/list-files.ts';
import { problemOfFile } from './read-post-file.ts';

/** The list of posts, kept in memory. What takes time is done by an index engine, which may be in another thread. */
export interface PostIndex {
  /** Newest first; posts without a date last. */
  list(): Promise<PostSummary[]>;
  /** As `list`, with the words of each body counted: reads every file whole. */
  listWithWords(): Promise<PostSummary[]>;
  summary(path: PostPath): Promise<PostSummary | undefined>;
  map(): Promise<SiteMap>;
  listing(): Promise<DiskListing>;
  /** The format of each post's front matter. */
  formats(): Promise<ReadonlySet<string>>;
  /** Posts that hold every word of the query, best first; posts with a title much like it after those. */
  search(query: string, limit: number): Promise<SearchAnswer>;
  /** Looks at everything again and returns the paths of posts that are another now. */
  refresh(): Promise<string[]>;
  /** Looks at these files again and returns the paths of posts that are another now. */
  refreshPaths(paths: readonly string[]): Promise<string[]>;
  /** Saves the index for the next time. Who still writes is told of no change any more. */
  close(): Promise<void>;
}

export interface PostIndexOptions {
  /** Where the index is saved, an absolute path; undefined: nowhere. */
  saved?: string | undefined;
  /** Where the index runs; in this thread where none is given. */
  run?: IndexRunner | undefined;
  /** Whether texts are read for search before anybody asks for them. */
  eager?: boolean;
  /** What a person has said of this blog. */
  correction?: SiteCorrection | undefined;
  /** The folder that was opened, relative to the root; absent: the root. */
  opened?: string | undefined;
}

/** Fewer changes than this are put in their places one by one. */
const fewChanges = 50;

function firstDue(posts: readonly ListedPost[]): number {
  return posts.reduce((due, { until }) => Math.min(due, until ?? due), Number.POSITIVE_INFINITY);
}

/** The place in the order of the list that the post has, or would have. */
function placeFor(posts: readonly ListedPost[], post: ListedPost): number {
  let from = 0;
  let to = posts.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (byNewest(posts[middle] as ListedPost, post) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** An index of the blog at this absolute real path. Reads nothing until it is asked. */
export function createPostIndex(root: string, options: PostIndexOptions = {}): PostIndex {
  const run = options.run ?? runIndexHere;
  const entries = new Map<PostPath, ListedPost>();
  /** The list in its order, until something changes. */
  let sorted: ListedPost[] | undefined;
  let listing: DiskListing = {
    files: [],
    links: new Set(),
    texts: new Map(),
    unreadable: [],
    leftovers: [],
  };
  let map: SiteMap | undefined;
  let first: Promise<unknown> | undefined;
  let isReady = false;
  let isClosed = false;
  /** When the first visibility will be another by itself. */
  let nextDue = Number.POSITIVE_INFINITY;

  const engine = run(
    {
      root,
      saved: options.saved,
      eager: options.eager ?? false,
      correction: options.correction,
      opened: options.opened,
    },
    {
      listed(next, given) {
        listing = next;
        map = given;
        // Where a thread ended half way, what it has told may be gone.
        if (!isReady) entries.clear();
      },
      saved: (index) => add(index.posts()),
      read: add,
    },
  );

  function add(posts: readonly ListedPost[]): void {
    for (const post of posts) entries.set(post.summary.path, post);
  }

  function apply({ changed, gone }: IndexChange): string[] {
    const paths = [...gone, ...changed.map(({ summary }) => summary.path)];
    const before = paths.flatMap((path) => entries.get(path) ?? []);
    for (const path of gone) entries.delete(path);
    add(changed);
    if (sorted && paths.length < fewChanges) keepOrder(sorted, before, changed);
    else if (paths.length > 0) order();
    return paths;
  }

  function order(): void {
    // What is nearly in order is ordered quickly.
    const kept = new Set(sorted?.filter((post) => entries.get(post.summary.path) === post));
    const others = [...entries.values()].filter((post) => !kept.has(post));
    sorted = [...kept, ...others].sort(byNewest);
    nextDue = firstDue(sorted);
  }

  /** Each in its place, without a look at all others: a save waits for it. */
  function keepOrder(
    posts: ListedPost[],
    before: readonly ListedPost[],
    changed: readonly ListedPost[],
  ): void {
    for (const post of before) {
      const place = placeFor(posts, post);
      if (posts[place] === post) posts.splice(place, 1);
    }
    for (const post of changed) {
      posts.splice(placeFor(posts, post), 0, post);
      nextDue = Math.min(nextDue, post.until ?? nextDue);
    }
    if (before.some(({ until }) => until === nextDue)) nextDue = firstDue(posts);
  }

  function ready(): Promise<unknown> {
    first ??= engine.refresh().then((change) => {
      isReady = true;
      apply(change);
    });
    return first;
  }

  /** The posts in order, visible as they are now. */
  async function current(): Promise<readonly ListedPost[]> {
    await ready();
    if (!sorted) order();
    const now = Date.now();
    if (nextDue <= now) {
      const due = [...entries.values()].filter(({ until }) => until !== undefined && until <= now);
      apply(await engine.readAgain(due.map(({ summary }) => summary.path)));
    }
    return sorted ?? [];
  }

  return {
    list: async () => (await current()).map(({ summary }) => summary),
    async listWithWords() {
      const posts = await current();
      const words = new Map(await engine.words());
      return posts.map(({ summary }) => {
        const count = words.get(summary.path);
        const isOdd = count === undefined && summary.problems.length === 0;
        return {
          ...summary,
          words: count,
          problems: isOdd ? problemsOf(root, summary.path) : summary.problems,
        };
      });
    },
    async summary(path) {
      await ready();
      return entries.get(path)?.summary;
    },
    async map() {
      await ready();
      map ??= mapSites(listing);
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
    async search(query, limit) {
      await ready();
      return engine.search(query, limit);
    },
    async refresh() {
      await ready();
      return isClosed ? [] : apply(await engine.refresh());
    },
    async refreshPaths(paths) {
      await ready();
      return isClosed ? [] : apply(await engine.refreshPaths(paths));
    },
    close() {
      // A thread that has ended answers nobody.
      isClosed = true;
      return engine.close();
    },
  };
}

/** What is wrong with a file behind its beginning, which is all that the list has read of it. */
function problemsOf(root: string, path: PostPath): Problem[] {
  const bytes = readWhole(join(root, path));
  const problem = bytes && problemOfFile(bytes);
  return problem ? [problem] : [];
}
