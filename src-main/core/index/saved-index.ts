import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDisk } from '../disk.ts';
import type { FileStamp } from './file-stamp.ts';
import { isPackedPost, type PackedPost, packedVersion, packPost, unpackPost } from './listed-post.ts';
import type { StampedPost } from './read-listed-post.ts';

/** Fewer posts than this are read as quickly as a saved index. */
const fewestSaved = 50;

/** The index of one blog as it was saved. */
export interface SavedIndex {
  /** What was true of the whole blog then: see `indexKey`. */
  key: string;
  posts: StampedPost[];
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
  return createHash('sha256').update(plain).digest('hex');
}

function withMaps(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

/** Reads a saved index. Undefined where there is none, or none that this program can use: then posts are read anew. */
export function readSavedIndex(path: string): SavedIndex | undefined {
  try {
    const saved: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isSavedFile(saved) ? unpack(saved) : undefined;
  } catch {
    // No file, or a damaged one.
    return undefined;
  }
}

/** Writes a saved index. What goes wrong is no loss: posts are read anew then. */
export async function writeSavedIndex(path: string, index: SavedIndex): Promise<void> {
  if (index.posts.length < fewestSaved) return;
  const posts = index.posts.filter(({ stamp }) => stamp !== undefined && stamp.digest === undefined);
  const file: SavedFile = {
    version: packedVersion,
    key: index.key,
    stamps: posts.flatMap(({ stamp }) =>
      stamp ? [stamp.size, stamp.modified, stamp.changed, stamp.inode] : [],
    ),
    posts: posts.map(packPost),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  await createDisk()
    .write(path, bytes, { mode: 0o600 })
    .catch(() => undefined);
}

interface SavedFile {
  version: number;
  key: string;
  /** Four numbers a post: size, times of change of content and of file, inode. */
  stamps: number[];
  posts: PackedPost[];
}

function isSavedFile(value: unknown): value is SavedFile {
  if (typeof value !== 'object' || value === null) return false;
  const { version, key, stamps, posts } = value as Partial<Record<keyof SavedFile, unknown>>;
  return (
    version === packedVersion &&
    typeof key === 'string' &&
    Array.isArray(stamps) &&
    Array.isArray(posts) &&
    stamps.length === 4 * posts.length &&
    posts.every(isPackedPost)
  );
}

function unpack({ key, stamps, posts }: SavedFile): SavedIndex {
  return {
    key,
    posts: posts.map((post, index) => ({ ...unpackPost(post), stamp: stampAt(stamps, 4 * index) })),
  };
}

function stampAt(stamps: readonly number[], at: number): FileStamp {
  return {
    size: stamps[at] ?? -1,
    modified: stamps[at + 1] ?? -1,
    changed: stamps[at + 2] ?? -1,
    inode: stamps[at + 3] ?? -1,
  };
}
