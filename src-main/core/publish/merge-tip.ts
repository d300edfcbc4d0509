import { resolve } from 'node:path';
import { unreachable } from '../../common/unreachable.ts';
import { describeFailure, type GitFailure } from '../git/failures.ts';
import type { Git, GitOutcome } from '../git/git.ts';
import { listHooks } from '../git/hooks.ts';
import { tryMerge } from '../git/merge-trees.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { changeTree } from '../git/write-tree.ts';
import type { EditedPost, KeepText } from './edits-aside.ts';
import type { PublishableSite } from './publishable-site.ts';
import { type SettledFiles, settleFiles } from './settle-merge.ts';

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

/** How it went to join two histories. */
export type Joined =
  | { kind: 'joined' }
  | { kind: 'open'; pending: PendingMerge }
  | { kind: 'failed'; failure: GitFailure };

/** What is to be joined: where the repository is, and the commit that others published last. */
export interface Join {
  status: RepositoryStatus;
  tip: string;
  signal: AbortSignal;
  keepText?: KeepText;
}

/** Joins two histories with a commit that has both as parents; only where every file merges by itself. */
export async function mergeTip(git: Git, site: PublishableSite, join: Join): Promise<Joined> {
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

/** Joined, where nothing failed. */
export function joinedBy(failure: GitFailure | undefined): Joined {
  return failure ? { kind: 'failed', failure } : { kind: 'joined' };
}

/** Moves branch, index and working tree forward to a commit; git refuses where an edit is in the way. */
export async function fastForward(git: Git, { tip, signal }: Join): Promise<GitFailure | undefined> {
  return explain(await git.act(['merge', '--ff-only', '--no-autostash', '--quiet', tip], { signal }));
}

/** Files that differ in the range; of a first commit, all of its files. */
export async function changedPaths(git: Git, range: string[], isFirst: boolean): Promise<string[]> {
  const command = isFirst
    ? ['ls-tree', '-r', '-z', '--name-only', ...range]
    : ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', ...range, '--'];
  return (await git.read(command)).split('\0').filter(Boolean);
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
export async function mergeBesideIndex(
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
