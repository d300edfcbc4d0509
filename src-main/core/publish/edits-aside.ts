import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergePost } from '../../common/posts/merge-post.ts';
import { createDisk, type Disk, revisionOfBytes } from '../disk.ts';
import { describeFailure, type GitFailure } from '../git/failures.ts';
import type { Git } from '../git/git.ts';
import type { RepositoryStatus } from '../git/status.ts';
import type { PublishableSite } from './publishable-site.ts';
import type { OpenFile } from './settle-merge.ts';

/** A post that the author has changed and not published, and somebody else has too. */
export interface EditedPost {
  path: string;
  /** As the last commit, the working tree and the remote have it. */
  base: string;
  ours: string;
  theirs: string;
  /** Both brought together; undefined where the author has to decide. */
  merged: string | undefined;
}

/** Keeps a text on this computer before it leaves the working tree; false where it could not. */
export type KeepText = (path: string, text: string) => Promise<boolean>;

/**
 * The posts of the working tree that git would not bring changes into, because they hold edits that are in no commit.
 * Undefined where there is none, or one that cannot be merged as a text: git then says what is in the way.
 */
export async function readEditedPosts(
  git: Git,
  site: PublishableSite,
  { status, tip, paths }: { status: RepositoryStatus; tip: string; paths: readonly string[] },
): Promise<{ edited: EditedPost[]; open: OpenFile[] } | undefined> {
  const changedThere = new Set(paths);
  const meeting = status.entries.filter(({ path }) => changedThere.has(path));
  if (meeting.length === 0 || status.head === undefined) return undefined;
  const edited: EditedPost[] = [];
  const open: OpenFile[] = [];
  for (const { path, kind, staged, submodule, modeChanged } of meeting) {
    const isPlain = kind === 'changed' && staged === 'no' && !submodule && !modeChanged && site.isPost(path);
    const ours = isPlain ? await readText(join(git.location.workingTree, path)) : undefined;
    const base = await textAt(git, status.head, path);
    const theirs = await textAt(git, tip, path);
    if (ours === undefined || base === undefined || theirs === undefined) return undefined;
    const result = mergePost(base, ours, theirs);
    const merged = result.kind === 'merged' ? result.text : undefined;
    edited.push({ path, base, ours, theirs, merged });
    if (result.kind === 'merged') continue;
    const conflict = { path, removedBy: undefined, parts: result.parts };
    open.push({ conflict, mode: '100644', sides: { ours: undefined, theirs: undefined } });
  }
  return { edited, open };
}

async function readText(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return decode(await readFile(path));
}

/** As git would put it into the working tree, line ends and all. */
async function textAt(git: Git, commit: string, path: string): Promise<string | undefined> {
  const { failure, stdout } = await git.ask(['cat-file', '--filters', `${commit}:${path}`]);
  return failure ? undefined : decode(stdout);
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Brings changes in under edits that are in no commit: each text is kept on this computer first, the post is put back to the
 * last commit, `bringIn` moves the branch, and the merged text is written as an edit again. Where it does not go, the edits
 * are back as they were. A file that another program changes meanwhile is left as that has it.
 */
export async function underEdits(
  git: Git,
  { edited, keepText }: { edited: readonly (EditedPost & { merged: string })[]; keepText: KeepText },
  bringIn: () => Promise<GitFailure | undefined>,
  disk: Disk = createDisk(),
): Promise<GitFailure | undefined> {
  for (const { path, ours } of edited) {
    if (!(await keepText(path, ours))) return describeFailure('local-changes-in-the-way', path);
  }
  const replace = (path: string, before: string, after: string) =>
    disk.write(join(git.location.workingTree, path), bytesOf(after), {
      basedOn: revisionOfBytes(bytesOf(before)),
    });
  const aside: EditedPost[] = [];
  const putBack = async (): Promise<void> => {
    for (const { path, base, ours } of aside) await replace(path, base, ours);
  };
  let isIn = false;
  try {
    for (const post of edited) {
      aside.push(post);
      if ((await replace(post.path, post.ours, post.base)) === 'changed-on-disk')
        return describeFailure('local-changes-in-the-way', post.path);
    }
    const failure = await bringIn();
    if (failure) return failure;
    isIn = true;
  } finally {
    if (!isIn) await putBack();
  }
  for (const { path, theirs, merged } of edited) await replace(path, theirs, merged);
  return undefined;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
