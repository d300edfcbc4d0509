import { AppError } from '../../common/errors.ts';
import type { Snapshot } from '../../common/posts/kept-texts.ts';
import type { PostPath, Revision, SaveOutcome } from '../../common/posts/post.ts';
import type { PostVersion } from '../../common/posts/post-version.ts';
import type { FileCommit } from '../git/history.ts';
import { checkPathName } from '../site/fence.ts';
import type { PostStore, SaveInput } from './post-store.ts';

/** Where earlier texts of posts come from. Without a repository there are only those that Galley has kept. */
export interface VersionSources {
  commits: CommittedVersions | undefined;
  snapshots: {
    list(path: PostPath): Promise<Snapshot[]>;
    read(path: PostPath, id: string): Promise<string>;
  };
}

/** What git knows of a post's past. Both throw AppError `untrusted`. */
export interface CommittedVersions {
  history(path: PostPath): Promise<FileCommit[]>;
  /** The post in a commit, under the path that it had there; undefined where the commit does not have it. */
  textIn(path: PostPath, commit: string): Promise<string | undefined>;
}

/** Every earlier version of a post that can be read, newest first, through its renames. */
export async function listVersions(sources: VersionSources, path: PostPath): Promise<PostVersion[]> {
  checkPathName(path);
  const [commits, snapshots] = await Promise.all([
    sources.commits?.history(path) ?? [],
    sources.snapshots.list(path),
  ]);
  const versions = [
    ...commits.filter(({ removed }) => !removed).map(versionOfCommit),
    ...snapshots.map((snapshot) => versionOfSnapshot(snapshot, path)),
  ];
  return versions.sort((one, other) => Date.parse(other.date) - Date.parse(one.date));
}

function versionOfCommit({ commit, date, author, message, path }: FileCommit): PostVersion {
  return { commit, date, author, message, path, source: 'git' };
}

function versionOfSnapshot({ id, takenAt }: Snapshot, path: PostPath): PostVersion {
  return {
    commit: id,
    date: takenAt,
    author: undefined,
    message: 'Kept on this computer',
    path,
    source: 'snapshot',
  };
}

/** One earlier text. @throws AppError `post-missing` where there is no such version */
export async function readVersion(sources: VersionSources, path: PostPath, version: string): Promise<string> {
  checkPathName(path);
  const isSnapshot = /^\d{1,15}-[0-9a-f]{64}$/.test(version);
  if (isSnapshot) return sources.snapshots.read(path, version);
  const text = await sources.commits?.textIn(path, version);
  if (text !== undefined) return text;
  throw new AppError('post-missing', {
    message: 'There is no such version of this post.',
    next: ['Choose one of its history (galley history).'],
  });
}

/**
 * Brings an earlier text back as an unpublished edit. The text that is there now is kept; one that another program
 * writes at the same moment is not written over.
 *
 * @throws AppError `post-missing`, `write-refused`, as `PostStore.save`
 */
export async function restoreVersion(
  tools: {
    sources: VersionSources;
    posts: Pick<PostStore, 'read'>;
    save(input: SaveInput): Promise<SaveOutcome>;
  },
  { path, version }: { path: PostPath; version: string },
): Promise<{ path: PostPath; revision: Revision }> {
  const text = await readVersion(tools.sources, path, version);
  const current = await tools.posts.read(path).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'post-missing') return undefined;
    throw error;
  });
  const outcome = await tools.save({ path, text, basedOn: current?.revision });
  if (outcome.kind === 'saved') return { path, revision: outcome.revision };
  throw new AppError('write-refused', {
    message: 'Another program changed this post at the same moment, so nothing was written.',
    next: ['Try again.'],
  });
}
