import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import type { DeletedPost, PostPath, RemovedPost } from '../../common/posts/post.ts';
import type { BinEntry, Disk } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import type { CompanyOfPost } from './company-of-post.ts';
import type { PathLocks } from './path-locks.ts';

/** Nobody looks further back for a post than this many that were removed since. */
const mostListed = 200;

const entrySchema = v.object({
  id: v.string(),
  from: v.string(),
  removedAt: v.string(),
  others: v.optional(v.array(v.string())),
});

/** Posts that the author has deleted, and can have back from Galley's bin. */
export interface DeletedPosts {
  /** Moves a post to the bin, with the files that are its own alone. @throws AppError `post-missing`, `bad-input` for a link, as `Disk.removeToBin` */
  remove(path: PostPath): Promise<RemovedPost>;
  /** The posts of this blog that lie in the bin, the last deleted first. */
  list(): Promise<DeletedPost[]>;
  /** Brings a post back to where it was with what left with it, never over another. @throws AppError `post-missing`, `post-exists` */
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
  /** The files that belong to a post alone. */
  companyOf(path: PostPath): Promise<CompanyOfPost | undefined>;
  /** Told of each file that was written or removed. */
  onWritten(path: PostPath): Promise<void>;
}

/** The deleted posts of the blog at this root. */
export function createDeletedPosts(options: DeletedPostsOptions): DeletedPosts {
  const { root, disk, locks, bin, isPost, titleOf, companyOf, onWritten } = options;

  async function describe(entry: BinEntry): Promise<DeletedPost | undefined> {
    const { id, from, removedAt, others = [] } = entry;
    if (![from, ...others].every((path) => path.startsWith(root + sep))) return undefined;
    const path = pathInBlog(from);
    if (!isPost(path)) return undefined;
    const text = await readFile(join(bin, id, 'content'), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    return { id, path, title: titleOf(path, text) ?? path, removedAt, files: others.length };
  }

  function pathInBlog(absolute: string): PostPath {
    return absolute
      .slice(root.length + 1)
      .split(sep)
      .join('/');
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
      const company = await companyOf(path);
      const files = company?.files ?? [];
      const entry = await locks.hold([path], () =>
        disk.removeToBin(
          real,
          bin,
          company && { others: files.map((file) => join(root, file)), folder: join(root, company.folder) },
        ),
      );
      for (const each of [path, ...files]) await onWritten(each);
      const { id, removedAt } = entry;
      const described = await describe(entry);
      return {
        ...(described ?? { id, path, title: path, removedAt, files: files.length }),
        filesLeft: company?.shared ?? 0,
      };
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
      const paths = [entry.from, ...(entry.others ?? [])].map(pathInBlog);
      // Its folder may be a link to elsewhere by now.
      for (const path of paths) await fencePath(root, path);
      await locks
        .hold(paths, () => disk.restoreFromBin(entry, bin))
        .catch((error: unknown) => {
          throw explained(error);
        });
      for (const path of paths) await onWritten(path);
      return post.path;
    },
  };
}

function explained(error: unknown): unknown {
  if (!(error instanceof AppError && error.code === 'post-exists')) return error;
  return new AppError('post-exists', {
    message: 'Another file lies where this post or one of its pictures was.',
    next: ['Rename or delete that one, then put this post back.'],
    cause: error,
  });
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
