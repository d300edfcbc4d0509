import { AppError } from '../../common/errors.ts';
import { planPublish } from '../../common/publish/plan.ts';
import type {
  BringInOutcome,
  OrphanedPicture,
  PublishOutcome,
  PublishPlan,
  Resolution,
  SiteOutcome,
  TrustReport,
} from '../../common/publish/publish.ts';
import type { Identity } from '../../common/publish/sign-in.ts';
import type { RepositorySummary } from '../../common/site/site.ts';
import { openSignInFor, type SignInMeans } from '../git/askpass/open-for-remote.ts';
import { createGit, type Git } from '../git/git.ts';
import { type FileCommit, findCommit, readFileAt, readFileHistory } from '../git/history.ts';
import { guessIdentity, writeIdentity } from '../git/identity.ts';
import type { Environment } from '../git/program.ts';
import { redactCredentials } from '../git/redact.ts';
import { branchByFile, findLock, type RepositoryStatus, readRepositoryStatus } from '../git/status.ts';
import { createTrust } from '../git/trust.ts';
import { type BuildSite, publishSite } from '../publish-site/publish-site.ts';
import { checkPathName } from '../site/fence.ts';
import type { RepositoryLocation } from '../site/repository-location.ts';
import { bringInChanges } from './bring-in.ts';
import { completeMerge } from './complete-merge.ts';
import { readBothVersions } from './diff.ts';
import { changesOf, gatherSituation, remoteOf } from './gather.ts';
import type { PendingMerge } from './merge-tip.ts';
import { findOrphans } from './orphans.ts';
import { type PublishInput, publishChanges } from './publish-changes.ts';
import type { PublishableSite } from './publishable-site.ts';
import { readPublishedFile, readSmallFile } from './published-file.ts';
import type { RemoteContext } from './push.ts';
import { sendWaiting, stillWaits } from './send-waiting.ts';
import { createWaitingNotes } from './waiting-note.ts';
import { findWays, withWaysOut } from './ways/find-ways.ts';
import { createRepairs, type Repairs } from './ways/repairs.ts';

export type { PublishInput } from './publish-changes.ts';

/** Publishing one blog. Everything but `summary` and `trust` throws AppError `untrusted` before it reads the index. */
export interface Publishing {
  /** The repository as far as it may be read; never throws for want of trust. */
  summary(): Promise<RepositorySummary>;
  plan(): Promise<PublishPlan>;
  /** Pictures that nothing uses, new ones and those that a post of the plan showed until now. */
  orphans(): Promise<OrphanedPicture[]>;
  /** One file as the remote was last known to hold it and as it is on disk. */
  diff(path: string): Promise<{ published: string | undefined; current: string | undefined }>;
  /** The commits that changed a file, newest first, through its renames. */
  history(path: string): Promise<FileCommit[]>;
  /** A text file as a commit has it, under the name that it had there; undefined where it has none. @throws AppError `not-text` */
  textIn(path: string, commit: string): Promise<string | undefined>;
  /** A file as a commit has it, or as the remote was last known to have it (`published`); undefined where it has none, or a large one. */
  fileIn(path: string, version: string): Promise<Uint8Array | undefined>;
  publish(input: PublishInput, context: RemoteContext): Promise<PublishOutcome>;
  /** Builds the site of what was published and publishes that; undefined where the blog wants none built here. */
  publishSite(order: SiteOrder, context: RemoteContext): Promise<SiteOutcome | undefined>;
  /** Sends the commit that waits for the network, as the author has told; undefined where none waits. */
  sendWaiting(context: RemoteContext): Promise<PublishOutcome | undefined>;
  /** Whether a commit goes out by itself once the network is back. */
  isWaiting(): Promise<boolean>;
  /** The commit that waits stays here until the author publishes again. */
  stopWaiting(): Promise<void>;
  /** Address that publishing pushes to, credentials removed; undefined where there is none. */
  remoteAddress(): Promise<string | undefined>;
  /** What Galley does about an obstacle, one at a time. */
  repair: Repairs;
  /** @param order.merge with a merge, whatever git is told */
  bringIn(context: RemoteContext, order?: { merge?: boolean | undefined }): Promise<BringInOutcome>;
  /** Completes what `bringIn` left to the author. @throws AppError `bad-input` where a decision is missing */
  resolve(resolutions: readonly Resolution[], context: RemoteContext): Promise<BringInOutcome>;
  identity: {
    /** Who the author may be, to be confirmed. */
    guess(): Promise<Identity>;
    /** Keeps it in this repository's configuration. */
    set(identity: Identity): Promise<void>;
  };
  trust: { describe(): Promise<TrustReport>; grant(): Promise<TrustReport> };
}

/** A site to build and publish. */
export interface SiteOrder {
  /** Where the blog is in the repository, with `/`; empty for all of it. */
  within: string;
  /** Absolute path of a folder of ours for this blog. */
  memory: string;
  build: BuildSite;
}

export interface PublishingOptions {
  repository: RepositoryLocation;
  site: PublishableSite;
  home: { data: string; cache: string };
  /** Keeps a text on this computer before it leaves the working tree; false where it could not. Absent: none can. */
  keepText?: (path: string, text: string) => Promise<boolean>;
  /** The author's environment; that of this process where none is given. */
  environment?: Environment;
  /** How the author can be asked to sign in; absent: only what git itself finds. */
  signIn?: SignInMeans | undefined;
}

/** Everything about publishing one blog: trust, plan, commit, push, verification. One publish runs at a time. */
export function createPublishing(options: PublishingOptions): Publishing {
  const { repository, site, home } = options;
  const environment = options.environment ?? process.env;
  const git = createGit({ location: repository, environment });
  const trust = createTrust({ git: git.program, location: repository, data: home.data, environment });
  let last: Promise<unknown> = Promise.resolve();
  let isActing = false;
  let pending: PendingMerge | undefined;

  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      isActing = true;
      return action().finally(() => {
        isActing = false;
      });
    });
    last = mine.catch(() => {});
    return mine;
  };
  const readStatus = async (): Promise<RepositoryStatus> => {
    await trust.require();
    return readRepositoryStatus(git, { ownLock: isActing });
  };
  const isPost = (path: string): boolean => site.isPost(path);
  const planFor = async (status: RepositoryStatus): Promise<PublishPlan> => {
    const plan = planPublish(await gatherSituation(git, site, { status, environment }));
    if (!plan.blocked) return plan;
    const ways = await findWays(git, { status, isPost }, plan.blocked);
    return ways.length === 0 ? plan : { ...plan, blocked: withWaysOut(plan.blocked, ways) };
  };
  const withWays = async (outcome: PublishOutcome, status: RepositoryStatus): Promise<PublishOutcome> => {
    const { cause, detail } = outcome;
    const ways = cause === undefined ? [] : await findWays(git, { status, isPost }, { cause, detail });
    return ways.length === 0 ? outcome : { ...outcome, ways };
  };
  /** A post that was moved and not committed since has the past of where it was. */
  const historyOf = async (path: string): Promise<FileCommit[]> => {
    await trust.require();
    const known = await readFileHistory(git, path);
    if (known.length > 0) return known;
    const changes = await changesOf(git, site, (await readStatus()).entries);
    const from = changes.find((change) => change.path === path)?.previousPath;
    return from === undefined ? [] : readFileHistory(git, from);
  };
  const notes = createWaitingNotes(home.data, repository);
  /** What the network kept here goes out by itself later; whatever else it came to needs the author. */
  const note = async ({ outcome, commit, branch }: PublishOutcome): Promise<void> => {
    if (outcome === 'offline' && commit !== undefined && branch !== undefined)
      await notes.remember({ branch, commit });
    else if (outcome !== 'blocked' && outcome !== 'offline') await notes.forget();
  };
  /** Git that may ask the author, for an operation that the author clicked. */
  const signingIn = async <T>(
    status: RepositoryStatus,
    action: (signedIn: Git) => Promise<T>,
  ): Promise<T> => {
    const { config } = status;
    const session = await openSignInFor(options.signIn, { config, environment, remote: remoteOf(status) });
    try {
      return await action(git.signingIn(session));
    } finally {
      await session?.close();
    }
  };

  const keepText = options.keepText ?? (async () => false);
  const repairs = createRepairs({
    git,
    isPost,
    signingIn,
    keepText,
    readStatus: async () => {
      await trust.require();
      return readRepositoryStatus(git);
    },
  });

  return {
    summary: () => summarise(git, readStatus),
    async plan() {
      try {
        const status = await readStatus();
        const [plan, waits] = await Promise.all([planFor(status), stillWaits(git, status, notes)]);
        return waits === undefined ? plan : { ...plan, waitsForNetwork: true };
      } catch (error) {
        if (error instanceof AppError && error.code === 'git-missing') return planWithoutGit(git, error);
        throw error;
      }
    },
    async orphans() {
      const status = await readStatus();
      return findOrphans(git, site, { status, plan: await planFor(status) });
    },
    async diff(path) {
      checkPathName(path);
      return readBothVersions(git, site, { status: await readStatus(), path });
    },
    history: historyOf,
    async textIn(path, name) {
      await trust.require();
      const commit = await findCommit(git, name);
      if (commit === undefined) return undefined;
      const known = (await historyOf(path)).find((each) => each.commit === commit);
      const bytes = await readFileAt(git, commit, known?.path ?? path);
      return bytes && decode(bytes);
    },
    async fileIn(path, version) {
      checkPathName(path);
      if (version === 'published') return readPublishedFile(git, await readStatus(), path);
      await trust.require();
      const commit = await findCommit(git, version);
      return commit === undefined ? undefined : readSmallFile(git, `${commit}:${path}`);
    },
    publish: (input, context) =>
      inTurn(async () => {
        context.onProgress({ step: 'checking', detail: undefined });
        await trust.require();
        await lockLetGo(git, context);
        const status = await readRepositoryStatus(git);
        const plan = await planFor(status);
        const outcome = await signingIn(status, (signedIn) =>
          publishChanges({ git: signedIn, site, cache: home.cache }, { status, plan, input, context }),
        );
        context.onProgress({ step: 'done', detail: undefined });
        if (!input.dryRun) await note(outcome);
        return withWays(outcome, status);
      }),
    publishSite: (order, context) =>
      inTurn(async () => {
        await trust.require();
        const status = await readRepositoryStatus(git);
        return signingIn(status, (signedIn) => {
          const tools = { git: signedIn, site, cache: home.cache };
          const publishFiles = async (folder: string): Promise<PublishOutcome> => {
            const now = await readRepositoryStatus(git);
            const plan = await planFor(now);
            const built = plan.changes.filter(({ path }) => path.startsWith(`${folder}/`));
            const input = { paths: built.map(({ path }) => path), message: 'Build the site' };
            return publishChanges(tools, { status: now, plan, input, context });
          };
          return publishSite(signedIn, { ...order, status, environment, publishFiles }, context);
        });
      }),
    sendWaiting: (context) =>
      inTurn(async () => {
        await trust.require();
        if (!(await notes.read())) return undefined;
        const status = await readRepositoryStatus(git);
        const outcome = await signingIn(status, (signedIn) =>
          sendWaiting(signedIn, { status, notes }, context),
        );
        context.onProgress({ step: 'done', detail: undefined });
        if (outcome) await note(outcome);
        return outcome && withWays(outcome, status);
      }),
    isWaiting: async () => (await notes.read()) !== undefined,
    stopWaiting: () => notes.forget(),
    async remoteAddress() {
      const { target, config } = await readStatus();
      if (target.kind !== 'found') return undefined;
      const address = config.get(`remote.${target.target.remote}.url`);
      return address && redactCredentials(address);
    },
    repair: {
      abortOperation: (operation) => inTurn(() => repairs.abortOperation(operation)),
      putOnBranch: (name) => inTurn(() => repairs.putOnBranch(name)),
      setRemote: (remote) => inTurn(() => repairs.setRemote(remote)),
      choosePlace: (place) => inTurn(() => repairs.choosePlace(place)),
      removeLock: (path) => inTurn(() => repairs.removeLock(path)),
      fetchHistory: (context) => inTurn(() => repairs.fetchHistory(context)),
    },
    bringIn: (context, { merge = false } = {}) =>
      inTurn(async () => {
        await trust.require();
        await lockLetGo(git, context);
        const status = await readRepositoryStatus(git);
        const answer = await signingIn(status, (signedIn) =>
          bringInChanges(signedIn, site, { status, environment, context, merge, keepText }),
        );
        // What could not be asked of the remote leaves what was compared before as it is.
        const hasAsked = !['offline', 'needs-sign-in'].includes(answer.outcome.kind);
        if (hasAsked) pending = answer.pending;
        return answer.outcome;
      }),
    resolve: (resolutions, context) =>
      inTurn(async () => {
        await trust.require();
        await lockLetGo(git, context);
        const status = await readRepositoryStatus(git);
        const outcome = await completeMerge(git, site, {
          status,
          environment,
          pending,
          resolutions,
          signal: context.signal,
          keepText,
        });
        if (outcome.kind === 'brought-in') pending = undefined;
        return outcome;
      }),
    identity: {
      guess: async () => guessIdentity(git, (await readStatus()).config),
      set: (identity) =>
        inTurn(async () => {
          await trust.require();
          await writeIdentity(git, identity);
        }),
    },
    trust: { describe: trust.describe, grant: trust.grant },
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AppError('not-text');
  }
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
async function lockLetGo(git: Git, { signal, onProgress }: RemoteContext): Promise<void> {
  const until = Date.now() + 10_000;
  while (Date.now() < until && !signal.aborted) {
    const lock = await findLock(git.location);
    // One that is older was left behind by a git that was killed: waiting does not help.
    if (!lock || lock.age > 10_000) return;
    onProgress({ step: 'checking', detail: 'Another git program is working here; trying again.' });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
