import type { PublishOutcome } from '../../common/publish/publish.ts';
import type { GitFailure } from '../git/failures.ts';
import type { Git } from '../git/git.ts';
import type { PushTarget } from '../git/push-target.ts';
import { failedOutcome, type Kept, type OutcomeBase, unverifiedOutcome } from './outcome.ts';
import { askRemote, fetchBranch, pushBranch, type RemoteContext } from './push.ts';

/** A commit that is to go out. */
export interface Sending {
  base: OutcomeBase;
  branch: string;
  target: PushTarget;
  /** The commit, and all paths that go out with it. */
  kept: Kept & { commit: string };
  context: RemoteContext;
}

/** A second window, or a terminal, may have sent the same commit a moment before. */
function maySomebodyHaveSentIt({ cause }: GitFailure): boolean {
  return cause === 'remote-is-ahead' || cause === 'refused-by-remote';
}

/** Pushes a commit, and believes nobody but the remote. */
export async function sendCommit(git: Git, sending: Sending): Promise<PublishOutcome> {
  const { base, branch, target, kept, context } = sending;
  context.onProgress({ step: 'pushing', detail: undefined });
  const failure = await pushBranch(git, { branch, target, commit: kept.commit }, context);
  if (failure && !maySomebodyHaveSentIt(failure)) return failedOutcome(base, failure, kept);

  context.onProgress({ step: 'verifying', detail: undefined });
  const answer = await askRemote(git, { target, commit: kept.commit }, context);
  if (answer.kind !== 'holds') {
    return failure
      ? failedOutcome(base, failure, kept)
      : unverifiedOutcome(base, kept, answer.kind === 'failed' ? answer.failure.detail : '');
  }
  // Only a push that went well tells git that the commit waits no longer.
  if (failure) await fetchBranch(git, target, { ...context, onProgress: () => {} });
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
