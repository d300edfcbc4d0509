import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { RepositoryState } from '../../common/site/site.ts';
import type { RepositoryLocation } from '../site/repository-location.ts';
import { type Config, createConfig, parseConfigList } from './config.ts';
import type { Git } from './git.ts';
import { findPushTarget, type PushTargetAnswer } from './push-target.ts';
import {
  readRawDiff,
  readStatusReport,
  type StatusEntry,
  type StatusReport,
  type TreeChange,
} from './read-status.ts';
import { withoutSameAsStored } from './same-as-stored.ts';

/** A lock of git's that lies in the repository. */
export interface Lock {
  /** Absolute path. */
  path: string;
  /** Milliseconds since it was made. */
  age: number;
}

/** All that publishing needs to know of the repository, as it is now. */
export interface RepositoryStatus {
  state: RepositoryState;
  /** Files hold both sides of a conflict, and git is in the middle of nothing: what `git stash pop` leaves. */
  unmergedAlone?: boolean;
  head: string | undefined;
  branch: string | undefined;
  target: PushTargetAnswer;
  /** `origin/main`; undefined where the remote is not known to have this branch. */
  upstream: string | undefined;
  /** Commits that the remote is not known to have, and the other way round; undefined where it is not known to have the branch. */
  ahead: number | undefined;
  behind: number | undefined;
  /** The working tree and the index against the last commit. */
  entries: StatusEntry[];
  /** Commits that wait to be pushed, as one comparison. */
  waiting: TreeChange[];
  /** What `waiting` was compared with: a commit or tree; undefined where nothing waits. */
  base: string | undefined;
  lock: Lock | undefined;
  config: Config;
  /** Why git cannot read the repository, where the state is `broken`. */
  trouble: AppError | undefined;
}

/** Milliseconds that a lock may stand without being worth a word: every git takes it for a moment. */
const PASSING_LOCK = 2_000;

/**
 * Reads the state of a trusted repository without touching its index.
 *
 * @param options.ownLock the index is locked by a publish of ours, which is nobody else's work
 */
export async function readRepositoryStatus(
  git: Git,
  options: { ownLock: boolean } = { ownLock: false },
): Promise<RepositoryStatus> {
  // The slower one first.
  const [report, config, lock] = await Promise.all([
    readReport(git).catch((error: unknown) => error),
    readConfig(git),
    options.ownLock ? undefined : findStandingLock(git.location),
  ]);
  git.setOwnSsh(config.get('core.sshcommand') !== undefined);
  try {
    refuseOtherTree(git.location, config);
    if (report instanceof Error) throw explainBare(config, report);
    return await readWhole(git, { config, lock, report: report as StatusReport });
  } catch (error) {
    if (error instanceof AppError && error.code === 'git-failed')
      return broken(git.location, config, lock, error);
    throw error;
  }
}

async function readConfig(git: Git): Promise<Config> {
  return createConfig(parseConfigList(await git.read(['config', '--show-scope', '-z', '--list'])));
}

/** Submodules are left alone: looking into one would run what its own configuration says, which nobody has trusted. */
async function readReport(git: Git): Promise<StatusReport> {
  const all = ['--untracked-files=all', '--find-renames', '--ahead-behind', '--ignore-submodules=all'];
  return readStatusReport(await git.read(['status', '--porcelain=v2', '-z', '--branch', ...all]));
}

/** A linked working tree of a bare repository is well; one whose own configuration denies it is not. */
function explainBare(config: Config, trouble: Error): Error {
  if (!config.isTrue('core.bare')) return trouble;
  return new AppError('git-failed', {
    message: 'The configuration of this repository says that it has no working tree (core.bare).',
    next: ['Correct it with “git config core.bare false”, then publish.'],
  });
}

/** A configuration may name another folder as the working tree; nothing of ours would be true of that. */
function refuseOtherTree({ gitFolder, workingTree }: RepositoryLocation, config: Config): void {
  const named = config.get('core.worktree');
  if (named === undefined || resolve(gitFolder, named) === workingTree) return;
  throw new AppError('git-failed', {
    message: `The configuration of this repository names another folder as its working tree (${named}).`,
    next: ['Open that folder, or take “core.worktree” out of the configuration.'],
  });
}

async function readWhole(
  git: Git,
  { config, lock, report }: { config: Config; lock: Lock | undefined; report: StatusReport },
): Promise<RepositoryStatus> {
  const target: PushTargetAnswer =
    report.branch === undefined ? { kind: 'no-remote' } : findPushTarget(config, report.branch);
  const known = await compareWithRemote(git, report, target);
  const unmerged = report.entries.some(({ kind }) => kind === 'unmerged');
  const begun = operationIn(git.location);
  const unmergedAlone = unmerged && begun === undefined;
  const operation = begun ?? (unmerged ? 'merging' : undefined);
  const waiting = known.base === undefined ? [] : await diffSince(git, known.base);
  const state = operation ?? stateOf({ lock, report, target, config, upstream: known.upstream });
  const { head, branch } = report;
  const entries = await withoutSameAsStored(git, config, report.entries);
  return {
    state,
    unmergedAlone,
    head,
    branch,
    target,
    ...known,
    entries,
    waiting,
    lock,
    config,
    trouble: undefined,
  };
}

function stateOf(given: {
  lock: Lock | undefined;
  report: { head: string | undefined; branch: string | undefined };
  target: PushTargetAnswer;
  config: Config;
  upstream: string | undefined;
}): RepositoryState {
  if (given.lock) return 'locked';
  if (given.report.branch === undefined) return 'detached';
  if (given.report.head === undefined) return 'unborn';
  if (given.target.kind === 'no-remote') return 'no-remote';
  return given.upstream === undefined ? 'no-upstream' : 'ready';
}

/** What the remote was last known to hold, and how far the branch is from it. */
async function compareWithRemote(
  git: Git,
  report: StatusReport,
  answer: PushTargetAnswer,
): Promise<Pick<RepositoryStatus, 'upstream' | 'ahead' | 'behind' | 'base'>> {
  const unknown = { upstream: undefined, ahead: undefined, behind: undefined, base: undefined };
  if (answer.kind !== 'found' || report.head === undefined) return unknown;
  const { tracking, remote } = answer.target;
  const upstream = tracking?.replace(/^refs\/(remotes|heads)\//, '');
  if (tracking === undefined || upstream === undefined) return { ...unknown, base: emptyTree(report.head) };
  const counts =
    report.upstream === upstream && report.ahead !== undefined && report.behind !== undefined
      ? { ahead: report.ahead, behind: report.behind }
      : await countBetween(git, tracking);
  if (!counts) return { ...unknown, base: await baseOfNewBranch(git, report.head, remote) };
  return { upstream, ...counts, base: counts.ahead > 0 ? `${tracking}...HEAD` : undefined };
}

async function countBetween(
  git: Git,
  tracking: string,
): Promise<{ ahead: number; behind: number } | undefined> {
  try {
    const text = await git.read(['rev-list', '--left-right', '--count', `${tracking}...HEAD`, '--']);
    const [behind = 0, ahead = 0] = text.trim().split(/\s+/).map(Number);
    return { ahead, behind };
  } catch {
    // The remote is not known to have this branch.
    return undefined;
  }
}

/** More branches than this are not looked at, the newest first. */
const MOST_BRANCHES = '500';

/** A new branch goes out whole, less what any branch of the remote is known to hold. */
async function baseOfNewBranch(git: Git, head: string, remote: string): Promise<string> {
  const wanted = ['--format=%(objectname)', '--sort=-committerdate', `--count=${MOST_BRANCHES}`];
  try {
    const branches = (await git.read(['for-each-ref', ...wanted, `refs/remotes/${remote}/`])).split('\n');
    const held = [...new Set(branches.filter(Boolean))];
    if (held.length === 0) return emptyTree(head);
    // With several, git compares with a merge of them all, which is what the remote holds as a whole.
    return (await git.read(['merge-base', 'HEAD', ...held])).trim();
  } catch {
    return emptyTree(head);
  }
}

/** Git's name for a tree without files, by the length of its names. */
function emptyTree(head: string): string {
  return head.length === 40
    ? '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
    : '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';
}

async function diffSince(git: Git, base: string): Promise<TreeChange[]> {
  if (!base.includes('...')) return diffBetween(git, [base, 'HEAD']);
  // Without a common past there is nothing that both began with: the remote was given another history.
  return diffBetween(git, [base]).catch(() => diffBetween(git, base.split('...')));
}

async function diffBetween(git: Git, range: readonly string[]): Promise<TreeChange[]> {
  const wanted = ['--raw', '-z', '-M', '--no-abbrev', '--no-ext-diff', '--no-textconv'];
  return readRawDiff(await git.read(['diff', ...wanted, ...range, '--']));
}

/** An operation that is under way, told by git's own marks. */
function operationIn({ gitFolder }: RepositoryLocation): 'merging' | 'rebasing' | undefined {
  const has = (name: string) => existsSync(join(gitFolder, name));
  if (['rebase-merge', 'rebase-apply', 'BISECT_LOG'].some(has)) return 'rebasing';
  if (['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'sequencer'].some(has)) return 'merging';
  return undefined;
}

/** The lock on the index: another git is at work, or one was killed. */
export async function findLock({ gitFolder }: RepositoryLocation): Promise<Lock | undefined> {
  const path = join(gitFolder, 'index.lock');
  try {
    const { mtimeMs } = await stat(path);
    return { path, age: Math.max(0, Date.now() - mtimeMs) };
  } catch {
    return undefined;
  }
}

async function findStandingLock(location: RepositoryLocation): Promise<Lock | undefined> {
  const lock = await findLock(location);
  return lock && lock.age >= PASSING_LOCK ? lock : undefined;
}

/** The branch by its file alone: no git runs. Undefined where HEAD is on none. */
export async function branchByFile({ gitFolder }: RepositoryLocation): Promise<string | undefined> {
  const head = await readFile(join(gitFolder, 'HEAD'), 'utf8').catch(() => '');
  return /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1];
}

async function broken(
  location: RepositoryLocation,
  config: Config,
  lock: Lock | undefined,
  trouble: AppError,
): Promise<RepositoryStatus> {
  return {
    state: 'broken',
    head: undefined,
    branch: await branchByFile(location),
    target: { kind: 'no-remote' },
    upstream: undefined,
    ahead: undefined,
    behind: undefined,
    entries: [],
    waiting: [],
    base: undefined,
    lock,
    config,
    trouble,
  };
}
