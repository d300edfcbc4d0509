import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { proposeMessage } from '../../common/publish/message.ts';
import type { Blocked, PublishOutcome, PublishPlan } from '../../common/publish/publish.ts';
import { type Selection, selectChanges } from '../../common/publish/selection.ts';
import type { Config } from '../git/config.ts';
import type { Git } from '../git/git.ts';
import { listHooks } from '../git/hooks.ts';
import type { PushTarget } from '../git/push-target.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { checkPathName } from '../site/fence.ts';
import { commitPaths } from './commit.ts';
import {
  blockedOutcome,
  cancelledOutcome,
  differsOutcome,
  failedOutcome,
  type Kept,
  nothingOutcome,
  type OutcomeBase,
} from './outcome.ts';
import type { PublishableSite } from './publishable-site.ts';
import { askRemote, type RemoteContext } from './push.ts';
import { reviewFiles } from './review.ts';
import { sendCommit } from './send.ts';

/** What the author wants published. */
export interface PublishInput {
  /** Posts, or any other files of the plan; the assets that posts use go with them. */
  paths: readonly string[];
  /** Proposed from the posts where none is given, or only blanks. */
  message?: string | undefined;
  /** What the author reviewed, by path. */
  revisions?: Readonly<Record<string, string>> | undefined;
  /** Decide, and do nothing. */
  dryRun?: boolean | undefined;
}

/** What publishing works with. */
export interface PublishTools {
  git: Git;
  site: PublishableSite;
  cache: string;
}

/** One publish. */
export interface PublishOrder {
  status: RepositoryStatus;
  plan: PublishPlan;
  input: PublishInput;
  context: RemoteContext;
}

/**
 * Commits what was chosen, pushes, and asks the remote. The commit comes first and is kept whatever the remote says, so
 * that nothing is lost where it is away, ahead or unwilling: it waits, is shown as waiting, and the next publish sends
 * it, after `bringIn` where somebody else was first.
 */
export async function publishChanges(tools: PublishTools, order: PublishOrder): Promise<PublishOutcome> {
  const { git } = tools;
  const { status, plan, input, context } = order;
  const base = { branch: plan.branch, remote: plan.remote };
  if (plan.blocked) return blockedOutcome(base, plan.blocked);
  const { branch } = status;
  const { target } = status.target.kind === 'found' ? status.target : { target: undefined };
  // Both are obstacles that `findBlocked` has named.
  if (branch === undefined || target === undefined) throw new AppError('internal');

  const selection = stillKnown(selectChanges(plan, input.paths), status);
  const refusal = await refuseUnknown(git, selection);
  if (refusal) return blockedOutcome(base, refusal);
  if (input.dryRun) return dryRun(tools, order, selection);
  if (context.signal.aborted) return cancelledOutcome(base);

  const answer: Committed =
    selection.paths.length > 0 ? await commitSelection(tools, order, selection) : { kind: 'nothing' };
  if (answer.kind === 'ended') return answer.outcome;
  const commit = answer.kind === 'committed' ? answer.kept : undefined;
  const others = plan.changes.filter(({ committed, path }) => !committed && !selection.paths.includes(path));
  const asked = { paths: input.paths, others: others.length };
  return send(git, { base, branch, target, status, commit, asked, context });
}

/** Where a post was before a commit that waits, git knows nothing any more. */
function stillKnown(selection: Selection, { entries }: RepositoryStatus): Selection {
  const known = new Set(entries.flatMap(({ path, previousPath }) => [path, previousPath]));
  return { ...selection, paths: selection.paths.filter((path) => known.has(path)) };
}

/** Paths without a known difference are well where they are published; ignored and missing ones are not. */
async function refuseUnknown(git: Git, { unchanged }: Selection): Promise<Blocked | undefined> {
  for (const path of unchanged) checkPathName(path);
  const [ignored] = await git.ignored(unchanged);
  if (ignored !== undefined) {
    const rule = await git.ignoreRule(ignored);
    const by = rule ? ` by the rule “${rule.pattern}” in ${rule.source}, line ${rule.line}` : '';
    return {
      cause: 'ignored',
      reason: `Git is told to ignore ${ignored}${by}, so it cannot be published.`,
      next: [`Take that rule out of ${rule?.source ?? '.gitignore'}, then publish.`],
    };
  }
  for (const path of unchanged) {
    const inner = innerRepository(git.location.workingTree, path);
    if (inner !== undefined) {
      return {
        cause: 'in-another-repository',
        reason: `${path} is in a repository of its own inside this blog (${inner}), so it is published from there.`,
        next: [`Open the folder ${inner} in Galley, and publish it there.`],
      };
    }
  }
  const [unseen] = await changedUnseen(git, unchanged);
  if (unseen !== undefined) {
    return {
      cause: 'told-not-to-look',
      reason: `Git is told not to look at ${unseen}, which has changed, so it cannot be published.`,
      next: [
        'Let git look again (“git update-index --no-assume-unchanged --no-skip-worktree FILE”), then publish.',
      ],
    };
  }
  for (const path of unchanged) {
    const isThere = await lstat(join(git.location.workingTree, path)).catch(() => undefined);
    if (!isThere)
      throw new AppError('post-missing', {
        message: `There is no ${path} in this blog.`,
        next: ['Look for it in the list of posts.'],
      });
  }
  return undefined;
}

/** The folder of a submodule, or of another repository, that a path lies in. */
function innerRepository(workingTree: string, path: string): string | undefined {
  const parts = path.split('/').slice(0, -1);
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return folders.find((folder) => existsSync(join(workingTree, folder, '.git')));
}

/** Files that differ from the index although git says that nothing does. Source: git-ls-files(1), `-v`. */
async function changedUnseen(git: Git, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const known = (await git.read(['ls-files', '-v', '-s', '-z', '--', ...paths])).split('\0').filter(Boolean);
  const changed: string[] = [];
  for (const line of known) {
    const [, tag = '', blob, path = ''] = /^(\S) \d+ ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
    if (tag !== 'S' && tag === tag.toUpperCase()) continue;
    const stored = await git.ask(['hash-object', '--', path]);
    if (!stored.failure && stored.stdout.toString('utf8').trim() !== blob) changed.push(path);
  }
  return changed;
}

async function dryRun(
  { git }: PublishTools,
  { plan, status, input }: PublishOrder,
  { changes, paths }: Selection,
): Promise<PublishOutcome> {
  const base = { branch: plan.branch, remote: plan.remote };
  const review = await reviewFiles(git, changes, reviewOptions(status, input));
  if (review.kind === 'unfit') return blockedOutcome(base, review.blocked);
  const count = paths.length === 1 ? 'one file' : `${paths.length} files`;
  return {
    outcome: 'nothing-to-publish',
    commit: undefined,
    ...base,
    paths,
    verified: false,
    message:
      paths.length === 0
        ? 'There is nothing new to publish.'
        : `This would publish ${count}. Nothing was done.`,
    next: [],
    detail: undefined,
  };
}

/** A commit, none needed, or the end of the publish. */
type Committed =
  | { kind: 'committed'; kept: Kept }
  | { kind: 'nothing' }
  | { kind: 'ended'; outcome: PublishOutcome };

async function commitSelection(
  { git, site, cache }: PublishTools,
  { status, plan, input, context }: PublishOrder,
  { changes, paths }: Selection,
): Promise<Committed> {
  const base = { branch: plan.branch, remote: plan.remote };
  const { signal } = context;
  const message = input.message?.trim() ? input.message : proposeMessage(changes);
  return site.holdingSaves(paths, async (): Promise<Committed> => {
    const [review, isPlain] = await Promise.all([
      reviewFiles(git, changes, reviewOptions(status, input)),
      isPlainCommit(git, status, paths),
    ]);
    if (review.kind === 'unfit') return { kind: 'ended', outcome: blockedOutcome(base, review.blocked) };
    context.onProgress({ step: 'committing', detail: undefined });
    const untracked = new Set(status.entries.filter((entry) => entry.untracked).map(({ path }) => path));
    const answer = await commitPaths(git, {
      paths,
      unknown: paths.filter((path) => untracked.has(path)),
      reviewed: review.files,
      message,
      settings: storesQuickly(status.config),
      parent: status.head,
      isPlain,
      cache,
      signal,
      onLine: (detail) => context.onProgress({ step: 'committing', detail }),
    });
    switch (answer.kind) {
      case 'nothing':
        return { kind: 'nothing' };
      case 'failed': {
        const kept = await keptDespite(git, status, answer.failure.cause, paths);
        return { kind: 'ended', outcome: failedOutcome(base, answer.failure, kept) };
      }
      case 'differs':
        return { kind: 'ended', outcome: differsOutcome(base, answer) };
      case 'committed':
        return { kind: 'committed', kept: { commit: answer.commit, paths: answer.paths } };
    }
  });
}

/** Whether git would commit these paths alone by itself, and nothing runs meanwhile that a cancel would have to stop. */
async function isPlainCommit(
  git: Git,
  { entries, config }: RepositoryStatus,
  paths: readonly string[],
): Promise<boolean> {
  const chosen = new Set(paths);
  const isOtherStaged = entries.some(
    ({ path, staged, intentToAdd }) => (staged !== 'no' || intentToAdd) && !chosen.has(path),
  );
  if (isOtherStaged || config.isTrue('commit.gpgsign')) return false;
  // Reading is told to look for hooks nowhere: what else is named is the author's.
  if (config.all('core.hookspath').some((folder) => folder !== '/dev/null')) return false;
  const { gitFolder } = git.location;
  // A further working tree of a repository has its hooks elsewhere.
  if (existsSync(join(gitFolder, 'commondir'))) return false;
  return (await listHooks(join(gitFolder, 'hooks'))).length === 0;
}

/**
 * The list of a folder of ten thousand posts hardly gets smaller by being packed, and that takes as long as a status of them
 * all. Git packs it when it tidies up and when it is sent; an author's own setting wins.
 */
function storesQuickly(config: Config): string[] {
  return config.has(/^core\.(loose)?compression$/) ? [] : ['-c', 'core.looseCompression=0'];
}

function reviewOptions(status: RepositoryStatus, { revisions = {} }: PublishInput) {
  return {
    revisions,
    nameLength: status.head?.length ?? (status.config.get('extensions.objectformat') === 'sha256' ? 64 : 40),
  };
}

/** A cancel may come when the commit has just been made. */
async function keptDespite(
  git: Git,
  status: RepositoryStatus,
  cause: string,
  paths: string[],
): Promise<Kept | undefined> {
  if (cause !== 'cancelled') return undefined;
  const head = await git.read(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '');
  const commit = head.trim();
  return commit === '' || commit === status.head ? undefined : { commit, paths };
}

interface Sending {
  base: OutcomeBase;
  branch: string;
  target: PushTarget;
  status: RepositoryStatus;
  /** The commit just made; undefined where there was nothing to commit. */
  commit: Kept | undefined;
  /** What the author asked for, and how many other files have changed. */
  asked: { paths: readonly string[]; others: number };
  context: RemoteContext;
}

/** Sends what waits, where anything does. */
async function send(git: Git, sending: Sending): Promise<PublishOutcome> {
  const { base, branch, target, status, commit, asked, context } = sending;
  const waits = commit !== undefined || status.ahead === undefined || status.ahead > 0;
  const head = commit?.commit ?? status.head;
  if (head === undefined) return nothingOutcome(base, { ...asked, verified: false });
  if (!waits) {
    context.onProgress({ step: 'verifying', detail: undefined });
    const answer = await askRemote(git, { target, commit: head }, context);
    if (answer.kind !== 'lacks') return nothingOutcome(base, { ...asked, verified: answer.kind === 'holds' });
  }
  const kept = {
    commit: head,
    paths: [...new Set([...(commit?.paths ?? []), ...status.waiting.map(({ path }) => path)])],
  };
  return sendCommit(git, { base, branch, target, kept, context });
}
