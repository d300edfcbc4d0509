import { resolve } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { findConflictMarkers } from '../../common/publish/conflict-markers.ts';
import { findBlocked } from '../../common/publish/plan.ts';
import type { Blocked, BringInOutcome, Resolution } from '../../common/publish/publish.ts';
import { unreachable } from '../../common/unreachable.ts';
import { describeFailure, type GitFailure, outcomeOf } from '../git/failures.ts';
import type { Git, GitOutcome } from '../git/git.ts';
import { listHooks } from '../git/hooks.ts';
import { tryMerge } from '../git/merge-trees.ts';
import type { Environment } from '../git/program.ts';
import type { PushTarget } from '../git/push-target.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { changeTree, type TreeFile, writeBlob } from '../git/write-tree.ts';
import { type AuthorWay, authorWay } from './author-way.ts';
import { type EditedPost, type KeepText, readEditedPosts, underEdits } from './edits-aside.ts';
import { obstaclesOf } from './gather.ts';
import type { PublishableSite } from './publishable-site.ts';
import { fetchBranch, type RemoteContext } from './push.ts';
import { moveToReplayed, replayCommits } from './replay.ts';
import { type SettledFiles, settleFiles } from './settle-merge.ts';

/**
 * Fetches what others published and brings it in where that goes without a conflict, in the way that git is told to
 * (`authorWay`) unless a merge is asked for. The author's changed and staged files stay as they are; where it does not go,
 * nothing has changed.
 */
export async function bringInChanges(
  git: Git,
  site: PublishableSite,
  {
    status,
    environment,
    context,
    merge,
    keepText,
  }: {
    status: RepositoryStatus;
    environment: Environment;
    context: RemoteContext;
    merge: boolean;
    keepText: KeepText;
  },
): Promise<BringInAnswer> {
  const blocked = findBlocked(obstaclesOf(status, environment));
  if (blocked) return blockedBy(blocked);
  if (status.target.kind !== 'found') return upToDate();
  context.onProgress({ step: 'syncing', detail: undefined });
  const fetched = await fetchTip(git, status.target.target, context);
  if (fetched.kind === 'failed') return failed(fetched.failure);
  if (fetched.tip === undefined) return upToDate();
  const way = merge ? 'merge' : authorWay(status.config, status.branch);
  return joinTip(git, site, { status, tip: fetched.tip, signal: context.signal, keepText }, way);
}

async function fetchTip(
  git: Git,
  target: PushTarget,
  context: RemoteContext,
): Promise<{ kind: 'fetched'; tip: string | undefined } | { kind: 'failed'; failure: GitFailure }> {
  const { failure } = await fetchBranch(git, target, context);
  if (failure?.cause === 'remote-branch-missing') return { kind: 'fetched', tip: undefined };
  if (failure) return { kind: 'failed', failure };
  return { kind: 'fetched', tip: (await git.read(['rev-parse', '--verify', 'FETCH_HEAD^{commit}'])).trim() };
}

/** A merge that waits for the author's decisions. It is only remembered: nothing in the repository waits. */
export interface PendingMerge extends SettledFiles {
  /** The last commit that it was tried on. */
  head: string | undefined;
  tip: string;
  /** The merged tree, to which the decisions are still to come. */
  tree: string;
  /** The posts that are edits yet, where the branch only goes forward under them. */
  edited?: EditedPost[];
}

/** The outcome, with what the author has to decide first where that is so. */
export interface BringInAnswer {
  outcome: BringInOutcome;
  pending?: PendingMerge;
}

type Joined =
  | { kind: 'joined' }
  | { kind: 'open'; pending: PendingMerge }
  | { kind: 'failed'; failure: GitFailure };

interface Join {
  status: RepositoryStatus;
  tip: string;
  signal: AbortSignal;
  keepText?: KeepText;
}

async function joinTip(git: Git, site: PublishableSite, join: Join, way: AuthorWay): Promise<BringInAnswer> {
  const { status, tip } = join;
  const counts =
    status.head === undefined
      ? '1 0'
      : await git.read(['rev-list', '--left-right', '--count', `${tip}...HEAD`, '--']);
  const [behind = 0, ahead = 0] = counts.trim().split(/\s+/).map(Number);
  if (behind === 0) return upToDate();
  if (status.head !== undefined && !(await haveCommonPast(git, tip)))
    return failed(describeFailure('unrelated-histories', ''));
  if (ahead > 0 && way === 'forward-only') return toldForwardOnly();
  const range = status.head === undefined ? [tip] : [`HEAD...${tip}`];
  const paths = await changedPaths(git, range, status.head === undefined);
  return site.holdingSaves(paths, async () => {
    const under = ahead === 0 ? await forwardUnderEdits(git, site, join, paths) : undefined;
    if (under?.kind === 'open') return { outcome: undecided(under.pending), pending: under.pending };
    if (under?.kind === 'failed') return failed(under.failure);
    if (under) return { outcome: broughtIn(paths, { ahead, behind }) };
    const { joined, detail } = await joinBy(ahead === 0 ? 'forward-only' : way, git, site, join);
    switch (joined.kind) {
      case 'failed':
        return failed(joined.failure);
      case 'open':
        return { outcome: { ...undecided(joined.pending), detail }, pending: joined.pending };
      case 'joined':
        return { outcome: { ...broughtIn(paths, { ahead, behind }), detail } };
      default:
        return unreachable(joined);
    }
  });
}

/** Undefined where no edit is in the way, or one that is no text of a post: then git says so. */
async function forwardUnderEdits(
  git: Git,
  site: PublishableSite,
  join: Join,
  paths: readonly string[],
): Promise<Joined | undefined> {
  const { status, tip, keepText } = join;
  const found = keepText && (await readEditedPosts(git, site, { status, tip, paths }));
  if (!keepText || !found) return undefined;
  const { edited, open } = found;
  const merged = edited.flatMap((post) =>
    post.merged === undefined ? [] : [{ ...post, merged: post.merged }],
  );
  if (open.length > 0) {
    const pending = { head: status.head, tip, tree: '', settled: new Map(), open, undecidable: [], edited };
    return { kind: 'open', pending };
  }
  return joinedBy(await underEdits(git, { edited: merged, keepText }, () => fastForward(git, join)));
}

/** @returns how it went, and why it did not go the author's way where that is so */
async function joinBy(
  way: AuthorWay,
  git: Git,
  site: PublishableSite,
  join: Join,
): Promise<{ joined: Joined; detail?: string }> {
  if (way === 'forward-only') return { joined: joinedBy(await fastForward(git, join)) };
  if (way === 'merge') return { joined: await mergeTip(git, site, join) };
  const replayed = await replayCommits(git, site, join);
  switch (replayed.kind) {
    case 'failed':
      return { joined: { kind: 'failed', failure: replayed.failure } };
    case 'merge-instead': {
      const detail = `Git is set to rebase on this branch. This is a merge instead, because ${replayed.because}.`;
      return { joined: await mergeTip(git, site, join), detail };
    }
    case 'replayed': {
      const { commit } = replayed;
      return { joined: joinedBy(await moveToReplayed(git, { ...join, commit })) };
    }
    default:
      return unreachable(replayed);
  }
}

function toldForwardOnly(): BringInAnswer {
  return {
    outcome: {
      kind: 'blocked',
      paths: [],
      message:
        'Git is told not to merge here (pull.ff is “only”), and both you and somebody else have new versions.',
      next: ['Merge them all the same, or bring them together in a git program. Nothing was changed yet.'],
      detail: undefined,
      offersMerge: true,
    },
  };
}

function broughtIn(paths: string[], { ahead, behind }: { ahead: number; behind: number }): BringInOutcome {
  return {
    kind: 'brought-in',
    paths,
    message: `Brought in ${behind === 1 ? 'one change' : `${behind} changes`} from the remote.`,
    next: ahead > 0 ? ['Publish to send your own.'] : [],
    detail: undefined,
  };
}

function undecided({ open }: PendingMerge): BringInOutcome {
  const count = open.length === 1 ? (open[0]?.conflict.path ?? '') : `${open.length} files`;
  return {
    kind: 'conflict',
    paths: [],
    message: `You and somebody else changed the same places in ${count}. Nothing was changed yet.`,
    next: ['Decide what is to stand in each of these places.'],
    detail: undefined,
    conflicts: open.map(({ conflict }) => conflict),
  };
}

async function haveCommonPast(git: Git, tip: string): Promise<boolean> {
  return (await git.ask(['merge-base', 'HEAD', tip])).exitCode === 0;
}

async function changedPaths(git: Git, range: string[], isFirst: boolean): Promise<string[]> {
  const command = isFirst
    ? ['ls-tree', '-r', '-z', '--name-only', ...range]
    : ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', ...range, '--'];
  return (await git.read(command)).split('\0').filter(Boolean);
}

async function fastForward(git: Git, { tip, signal }: Join): Promise<GitFailure | undefined> {
  return explain(await git.act(['merge', '--ff-only', '--no-autostash', '--quiet', tip], { signal }));
}

/** Joins two histories with a commit that has both as parents; only where every file merges by itself. */
async function mergeTip(git: Git, site: PublishableSite, join: Join): Promise<Joined> {
  const commits = { ours: join.status.head ?? 'HEAD', theirs: join.tip };
  const tried = await tryMerge(git, commits);
  switch (tried.kind) {
    case 'failed':
      return { kind: 'failed', failure: tried.failure };
    case 'cannot-tell':
      return joinedBy(await mergeInPlace(git, join));
    case 'merged': {
      return joinedBy(
        (await hasMergeHooks(git)) && !hasStaged(join.status)
          ? await mergeInPlace(git, join)
          : await mergeBesideIndex(git, join, tried.tree),
      );
    }
    case 'unmerged': {
      const files = await settleFiles(git, site, { files: tried.files, commits });
      const pending = { head: join.status.head, tip: join.tip, tree: tried.tree, ...files };
      if (files.undecidable.length > 0) return { kind: 'failed', failure: notForHere(files.undecidable) };
      if (files.open.length > 0) return { kind: 'open', pending };
      return joinedBy(await mergeBesideIndex(git, join, await changeTree(git, tried.tree, files.settled)));
    }
    default:
      return unreachable(tried);
  }
}

/** Links, submodules, a file here that is a folder there: what git itself asks its questions about. */
function notForHere(paths: readonly string[]): GitFailure {
  const detail = paths.join('\n');
  const [first = '', ...more] = paths;
  const names = more.length === 0 ? first : `${first} and ${more.length} more`;
  return {
    ...describeFailure('merge-conflict', detail),
    message: `You and somebody else changed ${names} in ways that only git can bring together.`,
    next: ['Merge it in a git program (“git merge”), then come back: everything here is as it was.'],
  };
}

function hasStaged({ entries }: RepositoryStatus): boolean {
  return entries.some(({ staged }) => staged !== 'no');
}

/** Whether the author has hooks that want to see a merge before it is one. Source: githooks(5). */
async function hasMergeHooks(git: Git): Promise<boolean> {
  const { stdout } = await git.act(['rev-parse', '--git-path', 'hooks']);
  const hooks = await listHooks(resolve(git.location.workingTree, stdout.toString('utf8').trim()));
  return hooks.some(({ name }) => /^(pre-merge-commit|prepare-commit-msg|commit-msg)$/.test(name));
}

function joinedBy(failure: GitFailure | undefined): Joined {
  return failure ? { kind: 'failed', failure } : { kind: 'joined' };
}

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
    return failure ? failed(failure).outcome : broughtIn(paths, { ahead: 1, behind: 1 });
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
    return failure ? failed(failure).outcome : broughtIn(paths, { ahead: 0, behind: 1 });
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

async function mergeInPlace(git: Git, { status, tip, signal }: Join): Promise<GitFailure | undefined> {
  const outcome = await git.act(
    ['merge', '--ff', '--no-edit', '--no-autostash', '--quiet', '-m', mergeMessage(status), tip],
    { signal },
  );
  if (!outcome.failure) return undefined;
  // Git refuses before it touches anything, or it leaves a merge begun: that one is called off.
  const begun = await git.ask(['rev-parse', '--verify', '--quiet', 'MERGE_HEAD']);
  if (begun.exitCode === 0) await git.ask(['merge', '--abort']);
  return explain(outcome);
}

/**
 * The merged files are known already, so the commit is made of them, and the branch then moves forward to it. That leaves
 * staged files alone, into which git would not merge, and there is never a merge under way: one that is killed is either
 * done or not begun.
 */
async function mergeBesideIndex(
  git: Git,
  { status, tip, signal }: Join,
  tree: string,
): Promise<GitFailure | undefined> {
  const sign = status.config.isTrue('commit.gpgsign') ? ['-S'] : [];
  const made = await git.act(
    ['commit-tree', ...sign, '-p', status.head ?? 'HEAD', '-p', tip, '-F', '-', tree],
    {
      input: `${mergeMessage(status)}\n`,
      signal,
    },
  );
  if (made.failure) return made.failure;
  return fastForward(git, { status, signal, tip: made.stdout.toString('utf8').trim() });
}

function mergeMessage({ target, branch }: RepositoryStatus): string {
  const from = target.kind === 'found' ? `${target.target.remote}/${target.target.branch}` : 'the remote';
  return `Merge ${from} into ${branch}`;
}

function explain({ failure, exitCode }: GitOutcome): GitFailure | undefined {
  if (failure?.cause === 'unknown' && exitCode === 1)
    return describeFailure('refused-by-own-hook', failure.detail);
  return failure;
}

function upToDate(): BringInAnswer {
  return {
    outcome: {
      kind: 'up-to-date',
      paths: [],
      message: 'The remote has nothing that you do not have.',
      next: [],
      detail: undefined,
    },
  };
}

function blockedBy({ reason, next }: Pick<Blocked, 'reason' | 'next'>): BringInAnswer {
  return { outcome: { kind: 'blocked', paths: [], message: reason, next, detail: undefined } };
}

function failed({ cause, message, next, detail }: GitFailure): BringInAnswer {
  const words = detail === '' ? undefined : detail;
  return { outcome: { kind: kindOf(cause), paths: [], message, next, detail: words } };
}

function kindOf(cause: GitFailure['cause']): BringInOutcome['kind'] {
  const outcome = outcomeOf(cause);
  switch (outcome) {
    case 'conflict':
    case 'needs-sign-in':
    case 'offline':
    case 'refused':
      return outcome;
    case 'remote-is-ahead':
      return 'conflict';
    default:
      return 'blocked';
  }
}
