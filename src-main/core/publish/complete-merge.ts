import { AppError } from '../../common/errors.ts';
import { findConflictMarkers } from '../../common/publish/conflict-markers.ts';
import { findBlocked } from '../../common/publish/plan.ts';
import type { Blocked, BringInOutcome, Resolution } from '../../common/publish/publish.ts';
import type { Git } from '../git/git.ts';
import type { Environment } from '../git/program.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { changeTree, type TreeFile, writeBlob } from '../git/write-tree.ts';
import { blockedBy, broughtIn, failed } from './bring-in-answers.ts';
import { type EditedPost, type KeepText, readEditedPosts, underEdits } from './edits-aside.ts';
import { obstaclesOf } from './gather.ts';
import { changedPaths, fastForward, type Join, mergeBesideIndex, type PendingMerge } from './merge-tip.ts';
import type { PublishableSite } from './publishable-site.ts';

/**
 * Completes a merge with what the author decided. Index and working tree move in one step, as in going forward, and only
 * if nothing of the author's is in the way.
 *
 * @throws AppError `bad-input` where a decision is missing
 */
export async function completeMerge(
  git: Git,
  site: PublishableSite,
  {
    status,
    environment,
    pending,
    resolutions,
    signal,
    keepText,
  }: {
    status: RepositoryStatus;
    environment: Environment;
    pending: PendingMerge | undefined;
    resolutions: readonly Resolution[];
    signal: AbortSignal;
    keepText: KeepText;
  },
): Promise<BringInOutcome> {
  const blocked = findBlocked(obstaclesOf(status, environment)) ?? notPending(status, pending);
  if (blocked || !pending) return blockedBy(blocked ?? changedMeanwhile).outcome;
  const marked = resolutions.find(({ text }) => text !== undefined && findConflictMarkers(text));
  if (marked) return blockedBy(stillMarked(marked.path)).outcome;
  const decided = await writeDecisions(git, pending, resolutions);
  if (pending.edited) {
    const join = { status, tip: pending.tip, signal, keepText };
    return completeUnderEdits(git, site, { join, edited: pending.edited, resolutions });
  }
  const tree = await changeTree(git, pending.tree, new Map([...pending.settled, ...decided]));
  const paths = await changedPaths(git, [`HEAD...${pending.tip}`], false);
  return site.holdingSaves(paths, async () => {
    const failure = await mergeBesideIndex(git, { status, tip: pending.tip, signal }, tree);
    return failure ? failed(failure).outcome : broughtIn(paths, { waits: true });
  });
}

async function completeUnderEdits(
  git: Git,
  site: PublishableSite,
  given: { join: Join & { keepText: KeepText }; edited: EditedPost[]; resolutions: readonly Resolution[] },
): Promise<BringInOutcome> {
  const { join, edited, resolutions } = given;
  const paths = await changedPaths(git, [`HEAD...${join.tip}`], false);
  return site.holdingSaves(paths, async () => {
    const now = await readEditedPosts(git, site, { status: join.status, tip: join.tip, paths });
    const isSame =
      now?.edited.length === edited.length && now.edited.every(({ ours }, at) => ours === edited[at]?.ours);
    if (!isSame) return blockedBy(changedMeanwhile).outcome;
    const texts = new Map(resolutions.map(({ path, text }) => [path, text]));
    const decided = edited.map((post) => ({
      ...post,
      merged: post.merged ?? texts.get(post.path) ?? post.ours,
    }));
    const failure = await underEdits(git, { edited: decided, keepText: join.keepText }, () =>
      fastForward(git, join),
    );
    return failure ? failed(failure).outcome : broughtIn(paths, { waits: false });
  });
}

const changedMeanwhile = {
  reason: 'The repository has changed since these places were compared.',
  next: ['Bring in the changes again.'],
};

function notPending(
  status: RepositoryStatus,
  pending: PendingMerge | undefined,
): Pick<Blocked, 'reason' | 'next'> | undefined {
  return pending && pending.head === status.head ? undefined : changedMeanwhile;
}

function stillMarked(path: string): Pick<Blocked, 'reason' | 'next'> {
  return {
    reason: `The text for ${path} still holds the marks of an unfinished merge.`,
    next: ['Decide between the two versions there and take the marks out.'],
  };
}

async function writeDecisions(
  git: Git,
  { open }: PendingMerge,
  resolutions: readonly Resolution[],
): Promise<Map<string, TreeFile | undefined>> {
  const given = new Map(resolutions.map((resolution) => [resolution.path, resolution]));
  const decided = new Map<string, TreeFile | undefined>();
  for (const { conflict, mode, sides } of open) {
    const resolution = given.get(conflict.path);
    if (!resolution) {
      throw new AppError('bad-input', { message: `There is no decision on ${conflict.path} yet.` });
    }
    const { text, take } = resolution;
    if (conflict.versions) {
      if (!take)
        throw new AppError('bad-input', { message: `Say whose version of ${conflict.path} is to stay.` });
      decided.set(conflict.path, sides[take] && { ...sides[take], mode });
      continue;
    }
    if (text !== undefined && /\p{Surrogate}/u.test(text)) {
      throw new AppError('bad-input', {
        message: `The text for ${conflict.path} holds half of a character, which no file can hold.`,
      });
    }
    decided.set(conflict.path, text === undefined ? undefined : { mode, blob: await writeBlob(git, text) });
  }
  if (given.size > decided.size) {
    throw new AppError('bad-input', { message: 'There is nothing to decide on one of these files.' });
  }
  return decided;
}
