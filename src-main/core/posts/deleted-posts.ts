import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import type { DeletedPost, PostPath } from '../../common/posts/post.ts';
import type { BinEntry, Disk } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import type { PathLocks } from './path-locks.ts';

/** Nobody looks further back for a post than this many that were removed since. */
const mostListed = 200;

const entrySchema = v.object({ id: v.string(), from: v.string(), removedAt: v.string() });

/** Posts that the author has deleted, and can have back from Galley's bin. */
export interface DeletedPosts {
  /** Moves a post to the bin. @throws AppError `post-missing`, `bad-input` for a link, as `Disk.removeToBin` */
  remove(path: PostPath): Promise<DeletedPost>;
  /** The posts of this blog that lie in the bin, the last deleted first. */
  list(): Promise<DeletedPost[]>;
  /** Brings a post back to where it was, never over another. @throws AppError `post-missing`, `post-exists` */
  putBack(id: string): Promise<PostPath>;
}

export interface DeletedPostsOptions {
  /** Absolute real path of the blog. */
  root: string;
  disk: Disk;
  locks: PathLocks;
  /** Absolute path of Galley's bin, which holds what was removed from any blog. */
  bin: string;
  isPost(path: PostPath): boolean;
  titleOf(path: PostPath, text: string): string | undefined;
  /** Told of each file that was written or removed. */
  onWritten(path: PostPath): Promise<void>;
}

/** The deleted posts of the blog at this root. */
export function createDeletedPosts(options: DeletedPostsOptions): DeletedPosts {
  const { root, disk, locks, bin, isPost, titleOf, onWritten } = options;

  async function describe({ id, from, removedAt }: BinEntry): Promise<DeletedPost | undefined> {
    if (!from.startsWith(root + sep)) return undefined;
    const path = from
      .slice(root.length + 1)
      .split(sep)
      .join('/');
    if (!isPost(path)) return undefined;
    const text = await readFile(join(bin, id, 'content'), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : { id, path, title: titleOf(path, text) ?? path, removedAt };
  }

  return {
    async remove(path) {
      const { real, exists } = await fencePath(root, path);
      if (!exists) throw new AppError('post-missing');
      if ((await lstat(join(root, path))).isSymbolicLink())
        throw new AppError('bad-input', {
          message: 'This post is a link to another file, so Galley leaves it where it is.',
          next: ['Remove the link yourself.'],
        });
      const entry = await locks.hold([path], () => disk.removeToBin(real, bin));
      await onWritten(path);
      return (await describe(entry)) ?? { id: entry.id, path, title: path, removedAt: entry.removedAt };
    },
    async list() {
      const ids = (await readdir(bin).catch(() => [])).sort().reverse().slice(0, mostListed);
      const entries = await Promise.all(ids.map((id) => readEntry(bin, id)));
      const posts = await Promise.all(entries.map((entry) => entry && describe(entry)));
      return posts.filter((post) => post !== undefined);
    },
    async putBack(id) {
      const entry = await readEntry(bin, id);
      const post = entry && (await describe(entry));
      if (!post) throw new AppError('post-missing');
      // Its folder may be a link to elsewhere by now.
      await fencePath(root, post.path);
      await locks.hold([post.path], () => disk.restoreFromBin(entry, bin));
      await onWritten(post.path);
      return post.path;
    },
  };
}

/** Undefined for what was brought back already, and for what is no entry of the bin. */
async function readEntry(bin: string, id: string): Promise<BinEntry | undefined> {
  try {
    const entry = v.parse(entrySchema, JSON.parse(await readFile(join(bin, id, 'entry.json'), 'utf8')));
    return entry.id === id ? entry : undefined;
  } catch {
    return undefined;
  }
}
