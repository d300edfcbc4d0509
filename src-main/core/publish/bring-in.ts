import { findBlocked } from '../../common/publish/plan.ts';
import { unreachable } from '../../common/unreachable.ts';
import { describeFailure, type GitFailure } from '../git/failures.ts';
import type { Git } from '../git/git.ts';
import type { Environment } from '../git/program.ts';
import type { PushTarget } from '../git/push-target.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { type AuthorWay, authorWay } from './author-way.ts';
import {
  type BringInAnswer,
  blockedBy,
  broughtIn,
  failed,
  toldForwardOnly,
  undecided,
  upToDate,
} from './bring-in-answers.ts';
import { type KeepText, readEditedPosts, underEdits } from './edits-aside.ts';
import { obstaclesOf } from './gather.ts';
import { changedPaths, fastForward, type Join, type Joined, joinedBy, mergeTip } from './merge-tip.ts';
import type { PublishableSite } from './publishable-site.ts';
import { fetchBranch, type RemoteContext } from './push.ts';
import { moveToReplayed, replayCommits } from './replay.ts';

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
    if (under) return { outcome: broughtIn(paths, { waits: ahead > 0 }) };
    const { joined, detail } = await joinBy(ahead === 0 ? 'forward-only' : way, git, site, join);
    switch (joined.kind) {
      case 'failed':
        return failed(joined.failure);
      case 'open':
        return { outcome: { ...undecided(joined.pending), detail }, pending: joined.pending };
      case 'joined':
        return { outcome: { ...broughtIn(paths, { waits: ahead > 0 }), detail } };
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

async function haveCommonPast(git: Git, tip: string): Promise<boolean> {
  return (await git.ask(['merge-base', 'HEAD', tip])).exitCode === 0;
}
