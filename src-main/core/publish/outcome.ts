import type { Blocked, PublishOutcome, PublishOutcomeKind } from '../../common/publish/publish.ts';
import { type GitFailure, outcomeOf } from '../git/failures.ts';

/** What every outcome of one publish shares. */
export interface OutcomeBase {
  branch: string | undefined;
  remote: string | undefined;
}

/** The commit that a publish made or found waiting. */
export interface Kept {
  commit: string | undefined;
  paths: string[];
}

const nothingKept: Kept = { commit: undefined, paths: [] };

export function blockedOutcome(
  base: OutcomeBase,
  { reason, next }: Blocked,
  kept = nothingKept,
): PublishOutcome {
  return { outcome: 'blocked', ...base, ...kept, verified: false, message: reason, next, detail: undefined };
}

/** Git failed: the outcome says what it means, and what became of the commit. */
export function failedOutcome(base: OutcomeBase, failure: GitFailure, kept = nothingKept): PublishOutcome {
  const outcome = outcomeOf(failure.cause);
  const isKept = kept.commit !== undefined;
  return {
    outcome,
    ...base,
    ...kept,
    verified: false,
    message: isKept ? `${failure.message} ${keptSentence(outcome)}` : failure.message,
    next: failure.next,
    detail: failure.detail === '' ? undefined : failure.detail,
  };
}

function keptSentence(outcome: PublishOutcomeKind): string {
  return outcome === 'cancelled'
    ? 'The commit was made already; it waits here and goes out with the next publish.'
    : 'Your commit is kept here and goes out with the next publish.';
}
