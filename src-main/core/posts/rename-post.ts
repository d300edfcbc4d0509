import { readFileSync, statSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { PostPath, RenameInput, RenameOutcome, RenamePreview } from '../../common/posts/post.ts';
import { mayMention } from '../../common/site/rename/post-names.ts';
import {
  type Move,
  movedPath,
  namesToLookFor,
  otherPlace,
  type PostToRename,
  planRename,
  previewRename,
  type RenamePlan,
  type RewrittenText,
} from '../../common/site/rename-post.ts';
import { type Disk, revisionOfBytes } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import { inSlices } from '../slices.ts';
import type { PathLocks } from './path-locks.ts';
import type { PostIndex } from './post-index.ts';
import { largestPost, readPostFile } from './read-post-file.ts';

/** What renaming works with. */
export interface RenameTools {
  /** Absolute real path of the blog. */
  root: string;
  index: PostIndex;
  disk: Disk;
  locks: PathLocks;
  /** Keeps a text that is about to be replaced. */
  keepText(path: PostPath, text: string): Promise<void>;
}

/** What a renaming has done, with what Galley itself keeps by the paths. */
export interface Renamed extends RenameOutcome {
  /** Posts that lie elsewhere now. */
  moved: { from: PostPath; to: PostPath }[];
}

/**
 * Gives a post another slug: its file or folder, what it says of its address, and all references to it. Everything is
 * worked out before anything is touched. What fails half way is taken back; a program that is killed half way leaves
 * each text whole, in one place, old or new.
 *
 * @throws AppError as `planRename`, `Disk.move` and `Disk.write`, `path-outside-site`, `post-missing`
 */
export async function renamePost(tools: RenameTools, input: RenameInput): Promise<Renamed> {
  const { index, locks } = tools;
  await index.refresh();
  const plan = planRename(await orderFor(tools, input));
  const { from, to, moves, texts } = plan;
  const moved = (await index.list()).flatMap(({ path }) => {
    const here = movedPath(path, moves);
    return here === path ? [] : [{ from: path, to: here }];
  });
  const outcome = {
    from,
    to,
    updated: texts.filter(({ hasLinks }) => hasLinks).map((text) => text.to),
    moved,
  };
  if (moves.length === 0 && texts.length === 0) return outcome;
  const touched = [
    from,
    to,
    ...moved.flatMap((each) => [each.from, each.to]),
    ...texts.map((text) => text.from),
  ];
  await locks.hold(touched, () => carryOut(tools, plan));
  return { ...outcome, updated: outcome.updated.sort() };
}

/** What another name of a post would touch, for somebody who thinks of one. @throws AppError as `previewRename` */
export async function describeRename(
  tools: Pick<RenameTools, 'root' | 'index'>,
  path: PostPath,
): Promise<RenamePreview> {
  return previewRename(await orderFor(tools, { path, slug: standIn }));
}

/** A name that nobody gives. */
const standIn = 'another-name-than-any-post-has';

async function orderFor(
  { root, index }: Pick<RenameTools, 'root' | 'index'>,
  { path, slug, redirect = false }: RenameInput,
): Promise<PostToRename> {
  const { exists } = await fencePath(root, path);
  if (!exists) throw new AppError('post-missing');
  const status = await lstat(join(root, path));
  if (status.isSymbolicLink())
    throw new AppError('bad-input', {
      message: 'This post is a link to another file, so it has no name of its own here.',
      next: ['Rename the file that it leads to.'],
    });
  const [map, listing, posts] = [await index.map(), await index.listing(), await index.list()];
  const order = { path, slug, redirect, map, listing, posts };
  const names = namesToLookFor(order);
  const chosen: PostPath[] = [];
  const others = listing.files.filter((file) => otherPlace(map, file));
  await inSlices([...posts.map((post) => post.path), ...others], (each) => {
    const isOwn = movedPath(each, names.moves) !== each || each === path;
    if (listing.links.has(each)) return;
    if (isOwn || mayMention(bytesOf(root, each), names.words)) chosen.push(each);
  });
  const texts = new Map<PostPath, string>();
  for (const each of chosen) {
    const text = await wholeText(root, each, each === path);
    if (text !== undefined) texts.set(each, text);
  }
  return { ...order, texts };
}

function bytesOf(root: string, path: string): string {
  try {
    if (statSync(join(root, path)).size > largestPost) return '';
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

/** Undefined for a file that Galley leaves alone, such as one that is no UTF-8; the post itself must be readable. */
async function wholeText(root: string, path: string, isNeeded: boolean): Promise<string | undefined> {
  try {
    return (await readPostFile((await fencePath(root, path)).real)).text;
  } catch (error) {
    if (isNeeded || !(error instanceof AppError)) throw error;
    return undefined;
  }
}

/** Does all of it, or takes back what was done. */
async function carryOut(tools: RenameTools, { moves, texts }: RenamePlan): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    await requireUnchanged(tools.root, texts);
    for (const { from, text } of texts) await tools.keepText(from, text);
    for (const move of moves) undo.unshift(await makeMove(tools, move));
    for (const text of texts) undo.unshift(await writeText(tools, text));
  } catch (error) {
    throw await takenBack(undo, error);
  }
}

/** @throws AppError `write-refused` where a text is another one than it was when all was worked out */
async function requireUnchanged(root: string, texts: readonly RewrittenText[]): Promise<void> {
  for (const { from, text } of texts) {
    const now = await wholeText(root, from, true);
    if (now !== text) throw changedMeanwhile(from);
  }
}

async function makeMove({ root, disk }: RenameTools, { from, to, kind }: Move): Promise<() => Promise<void>> {
  const { real } = await fencePath(root, from);
  const wanted = await fencePath(root, to);
  const target = join(dirname(real), basename(to));
  const isSpeltOtherwise = from.toLowerCase() === to.toLowerCase();
  if (wanted.exists && !isSpeltOtherwise)
    throw new AppError('post-exists', { next: ['Choose another slug.'] });
  const move = kind === 'folder' ? disk.moveFolder : disk.move;
  await move(real, target);
  return () => move(target, real);
}

async function writeText({ root, disk }: RenameTools, text: RewrittenText): Promise<() => Promise<void>> {
  const { real } = await fencePath(root, text.to);
  const [before, after] = [encoded(text.text), encoded(text.changed)];
  const outcome = await disk.write(real, after, { basedOn: revisionOfBytes(before) });
  if (outcome === 'changed-on-disk') throw changedMeanwhile(text.to);
  // What somebody has written since stays.
  return async () => {
    await disk.write(real, before, { basedOn: revisionOfBytes(after) });
  };
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function changedMeanwhile(path: string): AppError {
  return new AppError('write-refused', {
    message: `Another program changed ${path} at the same moment.`,
    next: ['Try again.'],
  });
}

/** Takes back what was done, the last first. @returns what is to be said */
async function takenBack(undo: readonly (() => Promise<void>)[], error: unknown): Promise<unknown> {
  const failures: unknown[] = [];
  for (const step of undo) await step().catch((failure: unknown) => failures.push(failure));
  if (!(error instanceof AppError)) return error;
  const { code, message, next, detail } = error;
  const because = { cause: error, ...(detail === undefined ? {} : { detail }) };
  if (failures.length === 0)
    return new AppError(code, {
      ...because,
      message: `${message} Nothing was renamed: all is as it was.`,
      next,
    });
  return new AppError('write-refused', {
    ...because,
    message: `${message} The renaming stopped half way, and not all of it could be taken back. No text is lost.`,
    next: ['Look at the changes of the blog (galley status).', ...next],
  });
}
