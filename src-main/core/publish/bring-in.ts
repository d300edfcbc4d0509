import { findBlocked } from '../../common/publish/plan.ts';
import type { BringInOutcome } from '../../common/publish/publish.ts';
import { describeFailure, type GitFailure, outcomeOf } from '../git/failures.ts';
import type { Git, GitOutcome } from '../git/git.ts';
import { type Environment, isOlder } from '../git/program.ts';
import type { PushTarget } from '../git/push-target.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { obstaclesOf } from './gather.ts';
import type { PublishableSite } from './publishable-site.ts';
import { fetchBranch, type RemoteContext } from './push.ts';

/**
 * Fetches what others published and brings it in where that goes without a conflict. The author's changed and staged
 * files stay as they are; where it does not go, nothing has changed.
 */
export async function bringInChanges(
  git: Git,
  site: PublishableSite,
  {
    status,
    environment,
    context,
  }: { status: RepositoryStatus; environment: Environment; context: RemoteContext },
): Promise<BringInOutcome> {
  const blocked = findBlocked(obstaclesOf(status, environment));
  if (blocked) {
    return { kind: 'blocked', paths: [], message: blocked.reason, next: blocked.next, detail: undefined };
  }
  if (status.target.kind !== 'found') return upToDate();
  context.onProgress({ step: 'syncing', detail: undefined });
  const fetched = await fetchTip(git, status.target.target, context);
  if (fetched.kind === 'failed') return failed(fetched.failure);
  if (fetched.tip === undefined) return upToDate();
  return joinTip(git, site, { status, tip: fetched.tip, signal: context.signal });
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

interface Join {
  status: RepositoryStatus;
  tip: string;
  signal: AbortSignal;
}

async function joinTip(git: Git, site: PublishableSite, join: Join): Promise<BringInOutcome> {
  const { status, tip } = join;
  const counts =
    status.head === undefined
      ? '1 0'
      : await git.read(['rev-list', '--left-right', '--count', `${tip}...HEAD`, '--']);
  const [behind = 0, ahead = 0] = counts.trim().split(/\s+/).map(Number);
  if (behind === 0) return upToDate();
  if (status.head !== undefined && !(await haveCommonPast(git, tip)))
    return failed(describeFailure('unrelated-histories', ''));
  const range = status.head === undefined ? [tip] : [`HEAD...${tip}`];
  const paths = await changedPaths(git, range, status.head === undefined);
  return site.holdingSaves(paths, async () => {
    const failure = ahead === 0 ? await fastForward(git, join) : await mergeTip(git, join);
    if (failure) return failed(failure);
    return {
      kind: 'brought-in',
      paths,
      message: `Brought in ${behind === 1 ? 'one change' : `${behind} changes`} from the remote.`,
      next: ahead > 0 ? ['Publish to send your own.'] : [],
      detail: undefined,
    };
  });
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
async function mergeTip(git: Git, join: Join): Promise<GitFailure | undefined> {
  const { version } = await git.program();
  const canTry = !isOlder(version, { major: 2, minor: 38 });
  const tried = canTry
    ? await git.ask(['merge-tree', '--write-tree', '--name-only', 'HEAD', join.tip])
    : undefined;
  if (tried?.exitCode === 1) return describeFailure('merge-conflict', conflictingNames(tried));
  if (tried?.failure) return tried.failure;
  const staged = join.status.entries.some((entry) => entry.staged !== 'no');
  return tried && staged
    ? mergeBesideIndex(git, join, tried.stdout.toString('utf8').split('\n')[0] ?? '')
    : mergeInPlace(git, join);
}

function conflictingNames({ stdout }: GitOutcome): string {
  const [names = ''] = stdout.toString('utf8').split('\n\n');
  return names.split('\n').slice(1).join('\n');
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
 * Git merges only into an index in which nothing is staged. The merged files are known already, so the commit is made of
 * them, and the branch then moves forward to it, which leaves staged files alone.
 */
async function mergeBesideIndex(
  git: Git,
  { status, tip, signal }: Join,
  tree: string,
): Promise<GitFailure | undefined> {
  const sign = status.config.isTrue('commit.gpgsign') ? ['-S'] : [];
  const made = await git.act(['commit-tree', ...sign, '-p', 'HEAD', '-p', tip, '-F', '-', tree], {
    input: `${mergeMessage(status)}\n`,
    signal,
  });
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

function upToDate(): BringInOutcome {
  return {
    kind: 'up-to-date',
    paths: [],
    message: 'The remote has nothing that you do not have.',
    next: [],
    detail: undefined,
  };
}

function failed({ cause, message, next, detail }: GitFailure): BringInOutcome {
  return { kind: kindOf(cause), paths: [], message, next, detail: detail === '' ? undefined : detail };
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
