import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { proposeMessage } from '../../common/publish/message.ts';
import { planPublish } from '../../common/publish/plan.ts';
import type {
  BringInOutcome,
  PublishOutcome,
  PublishPlan,
  TrustReport,
} from '../../common/publish/publish.ts';
import { type Selection, selectChanges } from '../../common/publish/selection.ts';
import type { RepositorySummary } from '../../common/site/site.ts';
import { createGit, type Git } from '../git/git.ts';
import type { Environment } from '../git/program.ts';
import type { PushTarget } from '../git/push-target.ts';
import { branchByFile, findLock, type RepositoryStatus, readRepositoryStatus } from '../git/status.ts';
import { createTrust } from '../git/trust.ts';
import { checkPathName } from '../site/fence.ts';
import type { RepositoryLocation } from '../site/repository-location.ts';
import { bringInChanges } from './bring-in.ts';
import { commitPaths } from './commit.ts';
import { readBothVersions } from './diff.ts';
import { gatherSituation, remoteOf } from './gather.ts';
import { blockedOutcome, failedOutcome, type Kept, type OutcomeBase } from './outcome.ts';
import type { PublishableSite } from './publishable-site.ts';
import { askRemote, pushBranch, type RemoteContext } from './push.ts';
import { reviewFiles } from './review.ts';

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

/** Publishing one blog. Everything but `summary` and `trust` throws AppError `untrusted` before it reads the index. */
export interface Publishing {
  /** The repository as far as it may be read; never throws for want of trust. */
  summary(): Promise<RepositorySummary>;
  plan(): Promise<PublishPlan>;
  /** One file as the remote was last known to hold it and as it is on disk. */
  diff(path: string): Promise<{ published: string | undefined; current: string | undefined }>;
  publish(input: PublishInput, context: RemoteContext): Promise<PublishOutcome>;
  bringIn(context: RemoteContext): Promise<BringInOutcome>;
  trust: { describe(): Promise<TrustReport>; grant(): Promise<TrustReport> };
}

export interface PublishingOptions {
  repository: RepositoryLocation;
  site: PublishableSite;
  home: { data: string; cache: string };
  /** The author's environment; that of this process where none is given. */
  environment?: Environment;
}

/** Everything about publishing one blog: trust, plan, commit, push, verification. One publish runs at a time. */
export function createPublishing(options: PublishingOptions): Publishing {
  const { repository, site, home } = options;
  const environment = options.environment ?? process.env;
  const git = createGit({ location: repository, environment });
  const trust = createTrust({ git: git.program, location: repository, data: home.data, environment });
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const mine = last.then(action);
    last = mine.catch(() => {});
    return mine;
  };
  const readStatus = async (): Promise<RepositoryStatus> => {
    await trust.require();
    return readRepositoryStatus(git);
  };
  const planFor = async (status: RepositoryStatus): Promise<PublishPlan> =>
    planPublish(await gatherSituation(git, site, { status, environment }));

  return {
    summary: () => summarise(git, readStatus),
    async plan() {
      try {
        return await planFor(await readStatus());
      } catch (error) {
        if (error instanceof AppError && error.code === 'git-missing') return planWithoutGit(git, error);
        throw error;
      }
    },
    async diff(path) {
      checkPathName(path);
      return readBothVersions(git, site, { status: await readStatus(), path });
    },
    publish: (input, context) =>
      inTurn(async () => {
        context.onProgress({ step: 'checking', detail: undefined });
        await trust.require();
        await lockLetGo(git, context.signal);
        const status = await readRepositoryStatus(git);
        const plan = await planFor(status);
        const outcome = await publish({ git, site, cache: home.cache }, { status, plan, input, context });
        context.onProgress({ step: 'done', detail: undefined });
        return outcome;
      }),
    bringIn: (context) =>
      inTurn(async () => {
        await trust.require();
        await lockLetGo(git, context.signal);
        return bringInChanges(git, site, { status: await readRepositoryStatus(git), environment, context });
      }),
    trust: { describe: trust.describe, grant: trust.grant },
  };
}

async function summarise(git: Git, readStatus: () => Promise<RepositoryStatus>): Promise<RepositorySummary> {
  try {
    const status = await readStatus();
    const { branch, ahead, behind, state } = status;
    return { branch, remote: remoteOf(status), ahead, behind, state };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const mayNotRead = error.code === 'untrusted' || error.code === 'dubious-ownership';
    return {
      branch: await branchByFile(git.location),
      remote: undefined,
      ahead: undefined,
      behind: undefined,
      state: mayNotRead ? 'untrusted' : 'broken',
    };
  }
}

/** Writing works without git; publishing says what to install. */
async function planWithoutGit(git: Git, error: AppError): Promise<PublishPlan> {
  return {
    branch: await branchByFile(git.location),
    remote: undefined,
    upstream: undefined,
    ahead: undefined,
    behind: undefined,
    state: 'broken',
    changes: [],
    blocked: { cause: 'git-missing', reason: error.message, next: error.next },
  };
}

/** Another git that is at work is waited for, ten seconds at most. */
async function lockLetGo(git: Git, signal: AbortSignal): Promise<void> {
  const until = Date.now() + 10_000;
  while (Date.now() < until && !signal.aborted) {
    const lock = await findLock(git.location);
    // One that is older was left behind by a git that was killed: waiting does not help.
    if (!lock || lock.age > 10_000) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface Tools {
  git: Git;
  site: PublishableSite;
  cache: string;
}

interface Order {
  status: RepositoryStatus;
  plan: PublishPlan;
  input: PublishInput;
  context: RemoteContext;
}

async function publish(tools: Tools, order: Order): Promise<PublishOutcome> {
  const { git } = tools;
  const { status, plan, input, context } = order;
  const base = { branch: plan.branch, remote: plan.remote };
  if (plan.blocked) return blockedOutcome(base, plan.blocked);
  const { branch } = status;
  const { target } = status.target.kind === 'found' ? status.target : { target: undefined };
  // Both are obstacles that `findBlocked` has named.
  if (branch === undefined || target === undefined) throw new AppError('internal');

  const selection = selectChanges(plan, input.paths);
  const refusal = await refuseUnknown(git, selection);
  if (refusal) return blockedOutcome(base, refusal);
  if (input.dryRun) return dryRun(tools, order, selection);
  if (context.signal.aborted) return cancelledOutcome(base);

  const answer: Committed =
    selection.paths.length > 0 ? await commitSelection(tools, order, selection) : { kind: 'nothing' };
  if (answer.kind === 'ended') return answer.outcome;
  const commit = answer.kind === 'committed' ? answer.kept : undefined;
  return send(git, { base, branch, target, status, commit, context });
}

/** Paths without a known difference are well where they are published; ignored and missing ones are not. */
async function refuseUnknown(git: Git, { unchanged }: Selection) {
  for (const path of unchanged) checkPathName(path);
  const [ignored] = await git.ignored(unchanged);
  if (ignored !== undefined) {
    return {
      cause: 'ignored',
      reason: `Git is told to ignore ${ignored}, so it cannot be published.`,
      next: ['Take it out of .gitignore, then publish.'],
    };
  }
  for (const path of unchanged) {
    const isThere = await lstat(join(git.location.workingTree, path)).catch(() => undefined);
    if (!isThere) throw new AppError('post-missing', { message: `There is no ${path} in this blog.` });
  }
  return undefined;
}

async function dryRun(
  { git }: Tools,
  { plan, status, input }: Order,
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
  { git, site, cache }: Tools,
  { status, plan, input, context }: Order,
  { changes, paths }: Selection,
): Promise<Committed> {
  const base = { branch: plan.branch, remote: plan.remote };
  const { signal } = context;
  const message = input.message?.trim() ? input.message : proposeMessage(changes);
  return site.holdingSaves(paths, async (): Promise<Committed> => {
    const review = await reviewFiles(git, changes, reviewOptions(status, input));
    if (review.kind === 'unfit') return { kind: 'ended', outcome: blockedOutcome(base, review.blocked) };
    context.onProgress({ step: 'committing', detail: undefined });
    const untracked = new Set(status.entries.filter((entry) => entry.untracked).map(({ path }) => path));
    const answer = await commitPaths(git, {
      paths,
      unknown: paths.filter((path) => untracked.has(path)),
      reviewed: review.files,
      message,
      parent: status.head,
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

function differsOutcome(
  base: OutcomeBase,
  { commit, paths, strange }: { commit: string; paths: string[]; strange: string[] },
): PublishOutcome {
  const what = strange.length > 0 ? strange.join(', ') : 'the branch';
  return {
    outcome: 'blocked',
    commit,
    ...base,
    paths,
    verified: false,
    message: `A hook or another program changed ${what} while it was committed, so nothing was sent yet.`,
    next: ['Look at it again; publishing once more sends it as it is now.'],
    detail: undefined,
  };
}

interface Sending {
  base: OutcomeBase;
  branch: string;
  target: PushTarget;
  status: RepositoryStatus;
  /** The commit just made; undefined where there was nothing to commit. */
  commit: Kept | undefined;
  context: RemoteContext;
}

/** Pushes what waits, and believes nobody but the remote. */
async function send(git: Git, sending: Sending): Promise<PublishOutcome> {
  const { base, branch, target, status, commit, context } = sending;
  const waits = commit !== undefined || status.ahead === undefined || status.ahead > 0;
  const head = commit?.commit ?? status.head;
  if (head === undefined) return nothingOutcome(base, false);
  if (!waits) {
    context.onProgress({ step: 'verifying', detail: undefined });
    const answer = await askRemote(git, { target, commit: head }, context.signal);
    if (answer.kind !== 'lacks') return nothingOutcome(base, answer.kind === 'holds');
  }
  const kept: Kept = {
    commit: head,
    paths: [...new Set([...(commit?.paths ?? []), ...status.waiting.map(({ path }) => path)])],
  };
  context.onProgress({ step: 'pushing', detail: undefined });
  const failure = await pushBranch(git, { branch, target }, context);
  if (failure) return failedOutcome(base, failure, kept);

  context.onProgress({ step: 'verifying', detail: undefined });
  const answer = await askRemote(git, { target, commit: head }, context.signal);
  if (answer.kind !== 'holds')
    return unverifiedOutcome(base, kept, answer.kind === 'failed' ? answer.failure.detail : '');
  return {
    outcome: 'published',
    ...base,
    ...kept,
    verified: true,
    message: `Published to ${base.remote}.`,
    next: [],
    detail: undefined,
  };
}

function nothingOutcome(base: OutcomeBase, verified: boolean): PublishOutcome {
  const certainty = verified ? 'The remote holds everything.' : 'The remote could not be asked just now.';
  return {
    outcome: 'nothing-to-publish',
    commit: undefined,
    ...base,
    paths: [],
    verified,
    message: `There is nothing new to publish. ${certainty}`,
    next: [],
    detail: undefined,
  };
}

function unverifiedOutcome(base: OutcomeBase, kept: Kept, detail: string): PublishOutcome {
  return {
    outcome: 'unverified',
    ...base,
    ...kept,
    verified: false,
    message: 'Git says it was sent, but the remote could not confirm that it holds it.',
    next: ['Publish again: it asks the remote once more and sends what is missing.'],
    detail: detail === '' ? undefined : detail,
  };
}

function cancelledOutcome(base: OutcomeBase): PublishOutcome {
  return {
    outcome: 'cancelled',
    commit: undefined,
    ...base,
    paths: [],
    verified: false,
    message: 'Stopped. Nothing was done.',
    next: ['Publish again when you like.'],
    detail: undefined,
  };
}
