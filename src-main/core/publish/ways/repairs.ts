import type { PublishPlace, UnfinishedOperation } from '../../../common/publish/ways-out.ts';
import type { Git } from '../../git/git.ts';
import type { RepositoryStatus } from '../../git/status.ts';
import type { RemoteContext } from '../push.ts';
import { abortOperation } from './abort-operation.ts';
import { fetchHistory } from './fetch-history.ts';
import { putOnBranch } from './put-on-branch.ts';
import { choosePlace, setRemote } from './remotes.ts';
import { removeLock } from './stale-lock.ts';

/** What Galley does about an obstacle when the author says so. Each throws an AppError where it is not done, with all as it was. */
export interface Repairs {
  abortOperation(operation: UnfinishedOperation): Promise<void>;
  putOnBranch(name: string): Promise<void>;
  setRemote(remote: { remote: string; address: string }): Promise<void>;
  choosePlace(place: PublishPlace): Promise<void>;
  removeLock(path: string): Promise<void>;
  fetchHistory(context: RemoteContext): Promise<void>;
}

export interface RepairTools {
  git: Git;
  isPost(path: string): boolean;
  /** Keeps a text that is to leave the working tree; false where it is not kept. */
  keepText(path: string, text: string): Promise<boolean>;
  /** @throws AppError `untrusted` */
  readStatus(): Promise<RepositoryStatus>;
  /** Runs it with a git that may ask the author to sign in. */
  signingIn(status: RepositoryStatus, action: (git: Git) => Promise<void>): Promise<void>;
}

/** The ways out of what stands in the way of publishing one blog. */
export function createRepairs({ git, isPost, keepText, readStatus, signingIn }: RepairTools): Repairs {
  return {
    async abortOperation(operation) {
      await readStatus();
      await abortOperation(git, { isPost, keep: keepText }, operation);
    },
    putOnBranch: async (name) => putOnBranch(git, await readStatus(), name),
    setRemote: async (remote) => setRemote(git, await readStatus(), remote),
    choosePlace: async (place) => choosePlace(git, await readStatus(), place),
    async removeLock(path) {
      await readStatus();
      await removeLock(git.location, path);
    },
    async fetchHistory(context) {
      const status = await readStatus();
      await signingIn(status, (signedIn) => fetchHistory(signedIn, status, context));
    },
  };
}
