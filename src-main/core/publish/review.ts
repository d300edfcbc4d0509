import { createReadStream } from 'node:fs';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findConflictMarkers } from '../../common/publish/conflict-markers.ts';
import { LARGEST_FILE } from '../../common/publish/plan.ts';
import type { Blocked, PlannedChange } from '../../common/publish/publish.ts';
import { revisionOfBytes } from '../disk.ts';
import type { Git } from '../git/git.ts';
import { blobId } from './blob-id.ts';

/** A file as it is about to be committed. */
export interface ReviewedFile {
  path: string;
  /** Undefined for a link, which is committed as a link. */
  revision: string | undefined;
  /** What git calls its bytes where no filter changes them. */
  blob: string;
}

export type Review = { kind: 'fit'; files: Map<string, ReviewedFile> } | { kind: 'unfit'; blocked: Blocked };

/**
 * Looks at every file that would be committed, once more and just before: whether it is what the author reviewed, and
 * whether it can be published at all. Touches nothing.
 *
 * @param options.nameLength length of git's names in this repository
 */
export async function reviewFiles(
  git: Git,
  changes: readonly PlannedChange[],
  options: { revisions: Readonly<Record<string, string>>; nameLength: number },
): Promise<Review> {
  const files = new Map<string, ReviewedFile>();
  for (const change of changes) {
    const answer = await reviewFile(git, change, options);
    if (answer && 'cause' in answer) return { kind: 'unfit', blocked: answer };
    if (answer) files.set(change.path, answer);
  }
  return { kind: 'fit', files };
}

async function reviewFile(
  git: Git,
  change: PlannedChange,
  { revisions, nameLength }: { revisions: Readonly<Record<string, string>>; nameLength: number },
): Promise<ReviewedFile | Blocked | undefined> {
  const { path } = change;
  const absolute = join(git.location.workingTree, path);
  const reviewed = Object.hasOwn(revisions, path) ? revisions[path] : undefined;
  const found = await lstat(absolute).catch(() => undefined);
  if (!found) return change.kind === 'deleted' ? undefined : changedSince(path);
  // A folder may stand where the file was.
  if (change.kind === 'deleted') return found.isDirectory() ? undefined : changedSince(path);
  if (found.isSymbolicLink()) {
    const target = Buffer.from(await readlink(absolute));
    return { path, revision: undefined, blob: blobId(target, nameLength) };
  }
  if (found.size > LARGEST_FILE && !(await isStoredElsewhere(git, path))) return tooLarge(path, found.size);
  const bytes = found.size > LARGEST_FILE ? await readLarge(absolute) : await readFile(absolute);
  const revision = revisionOfBytes(bytes);
  if (reviewed !== undefined && reviewed !== revision) return changedSince(path);
  const line = change.post ? findConflictMarkers(bytes.toString('utf8')) : undefined;
  if (line !== undefined) return unresolved(path, line);
  return { path, revision, blob: blobId(bytes, nameLength) };
}

/** `readFile` takes no more than 2 GiB at once. */
async function readLarge(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Git LFS and its kin store a small pointer in the repository. */
async function isStoredElsewhere(git: Git, path: string): Promise<boolean> {
  const answer = await git.read(['check-attr', '-z', 'filter', '--', path]).catch(() => '');
  const value = answer.split('\0')[2];
  return value !== undefined && value !== 'unspecified' && value !== 'unset';
}

function changedSince(path: string): Blocked {
  return {
    cause: 'changed-since-review',
    reason: `${path} is no longer what you reviewed: another program has changed it.`,
    next: ['Look at it again, then publish.'],
  };
}

function unresolved(path: string, line: number): Blocked {
  return {
    cause: 'conflict-markers',
    reason: `${path} still holds the marks of an unfinished merge (line ${line}: “<<<<<<<”).`,
    next: ['Decide between the two versions there and take the marks out, then publish.'],
  };
}

function tooLarge(path: string, size: number): Blocked {
  return {
    cause: 'file-too-large',
    reason: `${path} has ${Math.round(size / 1024 / 1024)} MB; most remotes refuse files above 100 MB, and with them all the rest.`,
    next: ['Make it smaller, keep it elsewhere, or store it with Git LFS, then publish.'],
  };
}
