import { opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostPath, Revision } from '../../common/posts/post.ts';
import { isSiteFile } from '../../common/publish/site-files.ts';
import { makeDraft } from '../../common/site/make-draft.ts';
import { readable, readMeaning } from '../../common/site/post-meaning.ts';
import { ownFolderOf } from '../../common/site/rename/post-names.ts';
import type { SiteInfo } from '../../common/site/site.ts';
import { needsFrontMatter, type SiteMap } from '../../common/site/site-map.ts';
import { createPictures, type Pictures } from '../assets/pictures.ts';
import { createDisk, type Disk, revisionOfBytes } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import type { IndexRunner } from '../index/index-runner.ts';
import { savedIndexPath } from '../index/saved-index.ts';
import { companyOfPost } from '../posts/company-of-post.ts';
import { createDeletedPosts, type DeletedPosts } from '../posts/deleted-posts.ts';
import { createFieldsInUse, type FieldsInUse } from '../posts/fields-in-use.ts';
import { createPathLocks } from '../posts/path-locks.ts';
import { createPostIndex } from '../posts/post-index.ts';
import { createPostStore, type PostStore } from '../posts/post-store.ts';
import { readBytes } from '../posts/read-post-file.ts';
import type { PublishableSite } from '../publish/publishable-site.ts';
import { type Assets, createAssets } from './assets.ts';
import { createCorrections } from './corrections.ts';
import { describeSite } from './describe-site.ts';
import { fencePath } from './fence.ts';
import { findRepository } from './find-repository.ts';
import type { RepositoryLocation } from './repository-location.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';
import { createSiteWatch, type SiteChange } from './watch-site.ts';

export type { SiteChange } from './watch-site.ts';

/** What the open blog is, but for its git. */
export type SiteDescription = Omit<SiteInfo, 'git'>;

export interface OpenSiteOptions {
  home: GalleyHome;
  /** Tests wrap it to make writing fail. */
  disk?: Disk;
  /** Where the index of posts runs: in a thread of its own, for a window. In this thread where none is given. */
  runIndex?: IndexRunner | undefined;
  /** The folder is a blog by itself, whatever repository may lie around it. */
  isAlone?: boolean;
}

/** One open blog. Paths are relative to `root`, with `/`. */
export interface OpenSite extends PublishableSite {
  /** Absolute real path: the repository, or the folder itself where there is none. */
  root: string;
  /** Found by looking at folders; undefined where there is none. */
  repository: RepositoryLocation | undefined;
  description(): SiteDescription;
  posts: PostStore;
  assets: Assets;
  pictures: Pictures;
  /**
   * Posts and pictures for an action that writes many: `posts.list` and whoever watches hear of them together, at its end.
   */
  inBulk<T>(action: (bulk: { posts: PostStore; pictures: Pictures }) => Promise<T>): Promise<T>;
  deleted: DeletedPosts;
  /**
   * Where each file belongs, the paths of all files but those of builds and of other people's code, and the folders that
   * may not be read.
   */
  sources(): Promise<{ map: SiteMap; listing: readonly string[]; unreadable: readonly string[] }>;
  /** The text of a post as a draft; undefined where its convention has none. @throws AppError `front-matter-edit-refused` */
  asDraft(path: PostPath, text: string): string | undefined;
  /** Moves a post to Galley's bin. @returns what brings it back */
  removePost(path: PostPath): Promise<() => Promise<void>>;
  /** Tells of changes on disk, by any program, until the returned function is called. */
  watch(listener: (change: SiteChange) => void): Promise<() => Promise<void>>;
  /** The keys that the posts beside a post use, for a form to offer. */
  fieldsInUse: FieldsInUse;
  /** Looks at the whole folder again, for those who do not watch. */
  refresh(): Promise<void>;
  /** Whether changes by other programs could not be watched: then `posts.list` looks at the folder each time. */
  watchFailed(): boolean;
  close(): Promise<void>;
}

/**
 * Opens the blog in a folder: the whole repository that it is in, or the folder itself. Writes nothing there and runs
 * nothing.
 *
 * @throws AppError `folder-missing`, `not-a-folder`, `folder-unreadable`
 */
export async function openSite(folder: string, options: OpenSiteOptions): Promise<OpenSite> {
  const given = await realFolder(folder);
  const repository = options.isAlone ? undefined : await findRepository(given);
  const root = repository?.workingTree ?? given;
  const disk = options.disk ?? createDisk();
  const correction = await createCorrections(options.home).read(root);
  const within =
    given === root
      ? '.'
      : given
          .slice(root.length + 1)
          .split(sep)
          .join('/');
  const index = createPostIndex(root, {
    saved: savedIndexPath(options.home.cache, root),
    run: options.runIndex,
    eager: options.runIndex !== undefined,
    correction,
    opened: within,
  });
  const locks = createPathLocks();
  const watch = createSiteWatch(root, index);
  const assets = createAssets(root, {
    map: () => index.map(),
    files: async () => (await index.listing()).files,
  });
  const storesTelling = (
    onWritten: (path: PostPath) => Promise<void>,
  ): { posts: PostStore; pictures: Pictures } => ({
    posts: createPostStore({
      root,
      within,
      index,
      disk,
      locks,
      beforeList: async () => {
        if (watch.hasFailed()) await refresh();
      },
      onWritten,
      onMoved: () => watch.noteMoves(),
    }),
    pictures: createPictures({
      root,
      map: () => index.map(),
      posts: () => index.list(),
      assets,
      disk,
      bin: join(options.home.data, 'bin'),
      onWritten,
    }),
  });
  const { posts, pictures } = storesTelling((path) => watch.noteOwn(path));
  await sweepLeftovers(root, (await index.listing()).leftovers, { disk, home: options.home });
  let map = await index.map();
  let description = await describeSite({ root, within, index });
  const refreshDescription = async (): Promise<void> => {
    map = await index.map();
    description = await describeSite({ root, within, index });
  };
  const refresh = async (): Promise<void> => {
    await index.refresh();
    await refreshDescription();
  };
  watch.onChange(refreshDescription);
  const titleOf = (path: PostPath, text: string): string | undefined => {
    const place = map.place(path);
    const frontMatter = readFrontMatter(text);
    const body = text.slice(frontMatter.bodyStart, frontMatter.bodyStart + 2000);
    return place && readMeaning({ place, frontMatter: readable(frontMatter), body, now: Date.now() }).title;
  };

  return {
    root,
    repository,
    description: () => ({ ...description, corrected: correction !== undefined }),
    posts,
    assets,
    pictures,
    async inBulk(action) {
      const written = new Set<PostPath>();
      try {
        return await action(storesTelling(async (path) => void written.add(path)));
      } finally {
        await watch.noteMany([...written]);
      }
    },
    deleted: createDeletedPosts({
      root,
      disk,
      locks,
      bin: join(options.home.data, 'bin'),
      isPost: (path) => map.place(path) !== undefined,
      titleOf,
      companyOf: (path) => companyOfPost({ root, index }, path),
      onWritten: (path) => watch.noteOwn(path),
    }),
    async sources() {
      const { files, unreadable } = await index.listing();
      return { map: await index.map(), listing: files, unreadable };
    },
    fieldsInUse: createFieldsInUse(root, index),
    watch: (listener) => watch.listen(listener),
    refresh,
    asDraft(path, text) {
      const place = map.place(path);
      return place && makeDraft(place, text);
    },
    async removePost(path) {
      const { real } = await fencePath(root, path);
      const bin = join(options.home.data, 'bin');
      const entry = await disk.removeToBin(real, bin);
      await watch.noteOwn(path);
      return async () => {
        await disk.restoreFromBin(entry, bin);
        await watch.noteOwn(path);
      };
    },
    isPost: (path) => map.place(path) !== undefined,
    isPostText(path, text) {
      const place = map.place(path);
      if (!place || !needsFrontMatter(place)) return place !== undefined;
      const { format, problems } = readFrontMatter(text);
      return format !== 'none' || problems.length > 0;
    },
    titleOf,
    visibilityOf(path, text) {
      const place = map.place(path);
      if (!place) return undefined;
      const frontMatter = readFrontMatter(text);
      const body = text.slice(frontMatter.bodyStart, frontMatter.bodyStart + 2000);
      return readMeaning({ place, frontMatter: readable(frontMatter), body, now: Date.now() }).visibility;
    },
    isOfSite: (path) => description.convention === 'galley' && isSiteFile(description.site, path),
    ownFolderOf(path) {
      const place = map.place(path);
      return place && ownFolderOf({ path, place });
    },
    assetsOf: (path, text) => assets.assetsOf(path, text),
    revisionOf: (path) => revisionOf(root, path),
    holdingSaves: (paths, action) => locks.hold(paths, action),
    watchFailed: () => watch.hasFailed(),
    async close() {
      await watch.close();
      await index.close();
    },
  };
}

async function realFolder(folder: string): Promise<string> {
  try {
    const real = await realpath(folder);
    if (!(await stat(real)).isDirectory()) throw new AppError('not-a-folder');
    // Only opening it tells whether its names may be read.
    await (await opendir(real)).close();
    return real;
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP')
    return new AppError('folder-missing', { cause: error });
  if (code === 'EACCES' || code === 'EPERM') return new AppError('folder-unreadable', { cause: error });
  return error;
}

async function revisionOf(root: string, path: PostPath): Promise<Revision | undefined> {
  const { real, exists } = await fencePath(root, path);
  if (!exists) return undefined;
  return readBytes(real).then(revisionOfBytes, (error: unknown) => {
    if (error instanceof AppError && error.code === 'post-missing') return undefined;
    throw error;
  });
}
