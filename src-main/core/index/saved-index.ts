import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostPath } from '../../common/posts/post.ts';
import { createDisk } from '../disk.ts';
import type { DiskListing } from '../site/list-files.ts';
import type { FileStamp } from './file-stamp.ts';
import { byNewest, type ListedPost } from './listed-post.ts';
import { packedVersion, packPosts, type SavedPosts, unpackPosts } from './packed-posts.ts';
import type { StampedPost } from './read-listed-post.ts';

/** Fewer posts than this are read as quickly as a saved index. */
const fewestSaved = 50;

/** The index of one blog as it was saved: paths and stamps at once, the posts themselves when they are asked for. */
export interface SavedIndex extends SavedPosts {
  /** What was true of the whole blog then: see `indexKey`. */
  key: string;
  /** What files the blog had: see `listingKey`. */
  listing: string;
  paths: readonly PostPath[];
  /** Posts of that listing that were not saved, since their files had just been changed or could not be read. */
  others: readonly PostPath[];
  stampAt(index: number): FileStamp;
  /** The posts with their stamps, which those who only show them need not. */
  stamped(): readonly StampedPost[];
}

/** What is to be saved. */
export interface IndexToSave {
  key: string;
  listing: string;
  posts: readonly StampedPost[];
}

/** Absolute path of the saved index of the blog at this path; undefined where Galley has no folder for it. */
export function savedIndexPath(cache: string, root: string): string | undefined {
  if (cache === '') return undefined;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 32);
  return join(cache, 'index', `${name}.json`);
}

/**
 * What all entries of an index depend on: the convention and the settings of each site, and this computer's zone. An
 * index that was saved with another key is not believed.
 */
export function indexKey(sites: readonly { convention: { name: string }; settings: object }[]): string {
  // Asking for the zone by its name takes longer than all else here.
  const zone = [0, 6].map((month) => new Date(2024, month, 1).getTimezoneOffset());
  const plain = JSON.stringify(
    [zone, sites.map(({ convention, settings }) => [convention.name, settings])],
    withMaps,
  );
  return digestOf(plain);
}

function withMaps(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

/** The same exactly for listings of the same files: then, in the same sites, each file has the same place. */
export function listingKey({ files, links }: DiskListing): string {
  // No name holds a zero.
  return digestOf(`${files.join('\0')}\0\0${[...links].join('\0')}`);
}

function digestOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Reads a saved index. Undefined where there is none, or none that this program can use: then posts are read anew. */
export function readSavedIndex(path: string): SavedIndex | undefined {
  try {
    return parse(readFileSync(path));
  } catch {
    // No file, or a damaged one.
    return undefined;
  }
}

/** Writes a saved index. What goes wrong is no loss: posts are read anew then. */
export async function writeSavedIndex(path: string, index: IndexToSave): Promise<void> {
  if (index.posts.length < fewestSaved) return;
  await createDisk()
    .write(path, print(index), { mode: 0o600 })
    .catch(() => undefined);
}

/** The second line of a saved index. */
interface SavedHead {
  key: string;
  listing: string;
  paths: PostPath[];
  others: PostPath[];
  /** Four numbers a post: size, times of change of content and of file, inode. */
  stamps: number[];
}

const lineEnd = 0x0a;

/** Three lines: version and digest of all that follows, then what is looked at on opening, then the posts. */
function print({ key, listing, posts }: IndexToSave): Uint8Array {
  const isSaved = ({ stamp }: StampedPost) => stamp !== undefined && stamp.digest === undefined;
  const saved = posts.filter(isSaved).sort(byNewest);
  const head: SavedHead = {
    key,
    listing,
    paths: saved.map(({ summary }) => summary.path),
    others: posts.filter((post) => !isSaved(post)).map(({ summary }) => summary.path),
    stamps: saved.flatMap(({ stamp }) =>
      stamp ? [stamp.size, stamp.modified, stamp.changed, stamp.inode] : [],
    ),
  };
  const content = Buffer.from(`${JSON.stringify(head)}\n${packPosts(saved)}`);
  return Buffer.concat([Buffer.from(`${packedVersion} ${digestOf(content)}\n`), content]);
}

function parse(bytes: Buffer): SavedIndex | undefined {
  const content = bytes.subarray(bytes.indexOf(lineEnd) + 1);
  // What this program has written needs no look at each of its values; anything else is not believed.
  if (
    bytes.toString('latin1', 0, bytes.length - content.length) !== `${packedVersion} ${digestOf(content)}\n`
  )
    return undefined;
  const end = content.indexOf(lineEnd);
  const { key, listing, paths, others, stamps } = JSON.parse(content.toString('utf8', 0, end)) as SavedHead;
  const text = content.subarray(end + 1);
  const stampAt = (index: number): FileStamp => ({
    size: stamps[4 * index] ?? -1,
    modified: stamps[4 * index + 1] ?? -1,
    changed: stamps[4 * index + 2] ?? -1,
    inode: stamps[4 * index + 3] ?? -1,
  });
  let unpacked: readonly ListedPost[] | undefined;
  const posts = (): readonly ListedPost[] => {
    unpacked ??= unpackPosts(text);
    return unpacked;
  };
  return {
    key,
    listing,
    paths,
    others,
    stampAt,
    text,
    posts,
    stamped: () => posts().map((post, index) => Object.assign(post, { stamp: stampAt(index) })),
  };
}
