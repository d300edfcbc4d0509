import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { PostPath } from '../../common/posts/post.ts';
import type { SearchAnswer } from '../../common/posts/search.ts';
import { isIgnoredFolder, outputFolders } from '../../common/site/content-files.ts';
import type { SiteCorrection } from '../../common/site/correction.ts';
import { isConfigurationFile } from '../../common/site/detect-sites.ts';
import { folderOf, nameOf } from '../../common/site/paths.ts';
import { namesOf } from '../../common/site/site-folder.ts';
import { mapSites, needsFrontMatter, type SiteMap, type SitePlace } from '../../common/site/site-map.ts';
import { type DiskListing, listFiles } from '../site/list-files.ts';
import { inSlices } from '../slices.ts';
import { isAsStamped } from './file-stamp.ts';
import { createFullText } from './full-text.ts';
import type { ListedPost } from './listed-post.ts';
import type { SavedPosts } from './packed-posts.ts';
import { comparable, countWords, readBodyOf } from './post-text.ts';
import { readListedPost, type StampedPost } from './read-listed-post.ts';
import { indexKey, listingKey, readSavedIndex, type SavedIndex, writeSavedIndex } from './saved-index.ts';

/** What an index works on. */
export interface IndexOptions {
  /** Absolute real path of the blog. */
  root: string;
  /** Absolute path of the saved index; undefined: none is kept. */
  saved: string | undefined;
  /** Whether texts are read for search and the word count before anybody asks for them. */
  eager: boolean;
  /** What a person has said of this blog. */
  correction?: SiteCorrection | undefined;
  /** The folder that was opened, relative to the root; absent: the root. */
  opened?: string | undefined;
}

/** What an index tells while it works. All of it comes before the answer that depends on it. */
export interface IndexTeller {
  /** The files of the blog are others. The map is given where it needs no thread to be crossed. */
  listed(listing: DiskListing, map?: SiteMap): void;
  /** Posts as they were saved, which the first answer corrects. Told early, so that they are unpacked meanwhile. */
  saved(posts: SavedPosts): void;
  /** Posts as they are read for the first time, so that they are passed on meanwhile. The first answer leaves them out. */
  read(posts: readonly ListedPost[]): void;
}

/** How the posts differ from those that were told before. */
export interface IndexChange {
  changed: readonly ListedPost[];
  gone: readonly PostPath[];
}

/** Reads posts and knows their texts: all of the index that takes time. Lives in a thread of its own where there is one. */
export interface IndexEngine {
  /** Looks at every file. */
  refresh(): Promise<IndexChange>;
  /** Looks at these files and folders, which may be new or gone. */
  refreshPaths(paths: readonly string[]): Promise<IndexChange>;
  /** Reads these posts again, changed or not: their visibility depends on the time. */
  readAgain(paths: readonly PostPath[]): Promise<IndexChange>;
  /** The words of each post, for which every text is read once. */
  words(): Promise<[PostPath, number | undefined][]>;
  /** Waits until every text has been read. */
  search(query: string, limit: number): Promise<SearchAnswer>;
  /** Saves what has changed and ends whatever is under way. */
  close(): Promise<void>;
}

/** After a change, the index is saved when nothing has happened for this time. In milliseconds. */
const idle = 2000;
/** Texts are read once a window has had this time to be shown, with the processor for itself. In milliseconds. */
const afterOpening = 2500;
/** Fewer changes than this are not worth saving at the end: those posts are read anew. */
const fewChanges = 20;
/** So many posts that are read for the first time are told together. */
const readTogether = 1000;
/** Texts of fewer changed posts than this are read at once. */
const fewTexts = 50;

/** An index that has read nothing yet. */
export function createIndexEngine(
  { root, saved, eager, correction, opened }: IndexOptions,
  teller: IndexTeller,
): IndexEngine {
  let unpacked = new Map<PostPath, StampedPost>();
  /** The saved index while nobody has asked for one of its posts. */
  let packed: SavedIndex | undefined;
  let listing: DiskListing = {
    files: [],
    links: new Set(),
    texts: new Map(),
    unreadable: [],
    leftovers: [],
  };
  let files: ReadonlySet<string> = new Set();
  let map: SiteMap = { sites: [], place: () => undefined };
  let key = '';
  let isFirst = true;
  let isClosed = false;
  const texts = createFullText();
  let readingTexts: Promise<void> | undefined;
  const unread: PostPath[] = [];
  // One look after the other, so that an older one never replaces a newer one.
  let last: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let unsaved = 0;
  let soon: NodeJS.Timeout | undefined;

  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  }

  async function lookAtAll(): Promise<IndexChange> {
    return look(isUnchanged);
  }

  async function lookAt(paths: readonly string[]): Promise<IndexChange> {
    const listable = paths.filter((path) => isListable(path, listing));
    const asked = new Set(listable);
    if (isFirst) return lookAtAll();
    if (listable.some(changesListing)) {
      const folders = listable.filter((path) => !files.has(path)).map((path) => `${path}/`);
      const isAsked = (path: PostPath) =>
        asked.has(path) || folders.some((folder) => path.startsWith(folder));
      return look((path, known) => !isAsked(path) || isUnchanged(path, known));
    }
    return readThese([...asked].filter((path) => !isKnownUnchanged(path)));
  }

  /** Whether the listing may be another: a file came or went, became a link, is a folder, or settles what a site is. */
  function changesListing(path: string): boolean {
    if (isConfigurationFile(path)) return true;
    const status = statusOf(`${root}/${path}`);
    if (!status) return files.has(path) || listing.files.some((file) => file.startsWith(`${path}/`));
    if (status.isDirectory()) return true;
    return !files.has(path) || status.isSymbolicLink() !== listing.links.has(path);
  }

  function isKnownUnchanged(path: PostPath): boolean {
    const entry = entries().get(path);
    return entry !== undefined && isUnchanged(path, entry);
  }

  function isUnchanged(path: PostPath, known: StampedPost): boolean {
    return known.stamp !== undefined && isAsStamped(`${root}/${path}`, known.stamp);
  }

  /** The entries, those of the saved index unpacked. */
  function entries(): Map<PostPath, StampedPost> {
    const posts = packed?.stamped() ?? [];
    packed = undefined;
    for (const post of posts) unpacked.set(post.summary.path, post);
    return unpacked;
  }

  async function firstLook(): Promise<IndexChange> {
    await relist();
    const index = saved === undefined ? undefined : readSavedIndex(saved);
    const isBelieved = index?.key === key;
    if (isBelieved) teller.saved(index);
    const change =
      isBelieved && index.listing === listingKey(listing)
        ? await compareStamps(index)
        : await compareFirst(isBelieved ? index.stamped() : []);
    isFirst = false;
    if (eager) soon = setTimeout(() => void ready().then(readTexts), afterOpening).unref();
    return change;
  }

  /** The files are those of the saved index, so each has its place there: their stamps are all that must be looked at. */
  async function compareStamps(index: SavedIndex): Promise<IndexChange> {
    packed = index;
    const stale: PostPath[] = [...index.others];
    let place = 0;
    await inSlices(index.paths, (path) => {
      if (!isAsStamped(`${root}/${path}`, index.stampAt(place))) stale.push(path);
      place += 1;
    });
    return readThese(stale);
  }

  async function compareFirst(posts: readonly StampedPost[]): Promise<IndexChange> {
    const before = new Map(posts.map((post) => [post.summary.path, post]));
    const change = await compare({ before, told: before, mayKeep: isUnchanged });
    if (before.size > 0) return change;
    // All of them have been told.
    return { changed: [], gone: [] };
  }

  /** @param mayKeep whether an entry whose place is the same is believed */
  async function look(mayKeep: Comparison['mayKeep']): Promise<IndexChange> {
    if (isFirst) return firstLook();
    const told = entries();
    return compare({ before: await relist(), told, mayKeep });
  }

  async function compare({ before, told, mayKeep }: Comparison): Promise<IndexChange> {
    const after = new Map<PostPath, StampedPost>();
    const changed: StampedPost[] = [];
    const isNew = isFirst && before.size === 0;
    let untold = 0;
    await inSlices(listing.files, (path) => {
      const place = map.place(path);
      if (!place) return;
      const known = before.get(path);
      const keeps = known?.summary.collection === place.collection && mayKeep(path, known);
      const post = keeps ? known : readPost(path, place);
      if (!isContent(post, place)) return;
      after.set(path, post);
      if (!keeps && !isSamePost(known, post)) changed.push(post);
      if (isNew && changed.length - untold === readTogether) {
        teller.read(changed.slice(untold));
        untold = changed.length;
      }
    });
    if (isNew) teller.read(changed.slice(untold));
    const gone = [...told.keys()].filter((path) => !after.has(path));
    unpacked = after;
    noteChange(changed, gone);
    return { changed, gone };
  }

  /** Lists the files again. Returns the entries that still count: none where a site is another by its configuration. */
  async function relist(): Promise<ReadonlyMap<PostPath, StampedPost>> {
    const next = { ...(await listFiles(root)), correction, opened };
    if (!isFirst && isSameListing(listing, next)) return entries();
    listing = next;
    files = namesOf(listing.files);
    map = mapSites(listing);
    teller.listed(listing, map);
    const before = key;
    key = indexKey(map.sites);
    return key === before ? entries() : new Map();
  }

  async function readThese(paths: readonly PostPath[]): Promise<IndexChange> {
    const changed: StampedPost[] = [];
    const gone: PostPath[] = [];
    await inSlices(paths, (path) => {
      const place = map.place(path);
      if (!place || !files.has(path)) return;
      const post = readPost(path, place);
      if (!isContent(post, place)) {
        if (entries().delete(path)) gone.push(path);
        return;
      }
      if (!isSamePost(entries().get(path), post)) changed.push(post);
      entries().set(path, post);
    });
    noteChange(changed, gone);
    return { changed, gone };
  }

  function readPost(path: PostPath, place: SitePlace): StampedPost {
    return readListedPost({ root, path, place, isLink: listing.links.has(path) });
  }

  function noteChange(changed: readonly StampedPost[], gone: readonly PostPath[]): void {
    noteUnsaved(changed.length + gone.length);
    for (const path of gone) texts.remove(path);
    if (!readingTexts) return;
    const paths = changed.map(({ summary }) => summary.path);
    if (paths.length < fewTexts) for (const path of paths) readText(path);
    else readLater(paths);
  }

  function noteUnsaved(count: number): void {
    unsaved += count;
    if (saved === undefined || unsaved === 0 || isClosed) return;
    if (timer) timer.refresh();
    else timer = setTimeout(() => void save(), idle).unref();
  }

  async function save(): Promise<void> {
    if (saved === undefined || unsaved === 0) return;
    unsaved = 0;
    await writeSavedIndex(saved, { key, listing: listingKey(listing), posts: [...entries().values()] });
  }

  /** Reads every text once; later calls wait for what is still unread. */
  async function readTexts(): Promise<void> {
    if (!readingTexts) readLater([...entries().keys()]);
    await readingTexts;
  }

  function readLater(paths: readonly PostPath[]): void {
    for (const path of paths) texts.remove(path);
    unread.push(...paths);
    readingTexts = (readingTexts ?? Promise.resolve()).then(async () => {
      await inSlices(unread.splice(0), (path) => {
        if (!isClosed && !texts.has(path)) readText(path);
      });
    });
  }

  function readText(path: PostPath): void {
    const entry = entries().get(path);
    if (!entry) return;
    const body = entry.stamp && readBodyOf(join(root, path));
    noteWords(entry, body);
    texts.set(entry.summary, body === undefined ? '' : comparable(body));
  }

  function noteWords(entry: StampedPost, body: string | undefined): void {
    if (entry.summary.words !== undefined || body === undefined) return;
    entry.summary = { ...entry.summary, words: countWords(body) };
    noteUnsaved(1);
  }

  async function countAll(): Promise<[PostPath, number | undefined][]> {
    const uncounted = [...entries().values()].filter(
      ({ summary, stamp }) => summary.words === undefined && stamp !== undefined,
    );
    await inSlices(uncounted, (entry) => noteWords(entry, readBodyOf(join(root, entry.summary.path))));
    return [...entries().values()].map(({ summary }) => [summary.path, summary.words]);
  }

  function ready(): Promise<unknown> {
    return isFirst ? inTurn(async () => isFirst && lookAtAll()) : last;
  }

  return {
    refresh: () => inTurn(lookAtAll),
    refreshPaths: (paths) => inTurn(() => lookAt(paths)),
    readAgain: (paths) => inTurn(() => readThese(paths)),
    words: () => inTurn(countAll),
    async search(query, limit) {
      await readTexts();
      return texts.search({ query, limit, bodyOf: (path) => readBodyOf(join(root, path)) });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      clearTimeout(soon);
      await last;
      await readingTexts;
      if (unsaved >= fewChanges) await save();
    },
  };
}

/** What a look at all files compares them with. */
interface Comparison {
  /** Entries that still count. */
  before: ReadonlyMap<PostPath, StampedPost>;
  /** Entries that were told. */
  told: ReadonlyMap<PostPath, StampedPost>;
  mayKeep(path: PostPath, known: StampedPost): boolean;
}

/** What cannot be read might be content, and is listed with its problem. */
function isContent({ format, summary }: StampedPost, place: SitePlace): boolean {
  if (format !== 'none' || !needsFrontMatter(place)) return true;
  return summary.problems.some(({ severity }) => severity !== 'info');
}

/** Undefined where there is nothing, or nothing that may be seen. */
function statusOf(absolute: string): Stats | undefined {
  try {
    return lstatSync(absolute);
  } catch {
    return undefined;
  }
}

/** As `listFiles` would decide, by the path alone. */
function isListable(path: string, { texts }: DiskListing): boolean {
  if (nameOf(path).startsWith('.') && !isConfigurationFile(path)) return false;
  for (let folder = folderOf(path); folder !== '.'; folder = folderOf(folder)) {
    const name = nameOf(folder);
    if (isIgnoredFolder(name)) return false;
    if (outputFolders.has(name) && isSiteFolder(folderOf(folder), texts)) return false;
  }
  return true;
}

function isSiteFolder(folder: string, texts: DiskListing['texts']): boolean {
  for (const path of texts.keys())
    if (folderOf(path) === folder && isConfigurationFile(nameOf(path)) && nameOf(path) !== 'CNAME')
      return true;
  return false;
}

function isSameListing(a: DiskListing, b: DiskListing): boolean {
  return (
    isSameList(a.files, b.files) &&
    isSameList([...a.links], [...b.links]) &&
    isSameList([...a.texts].flat(), [...b.texts].flat()) &&
    isSameList(a.unreadable, b.unreadable)
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Whether nothing can have changed where no stamp tells: a link that leads out of the blog, a file without permission. */
function isSamePost(known: StampedPost | undefined, post: StampedPost): boolean {
  if (!known || known.stamp || post.stamp) return false;
  return isDeepStrictEqual(known, post);
}
