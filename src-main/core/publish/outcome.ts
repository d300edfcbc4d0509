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

/** Nothing can be published now, with the ways out. */
export function blockedOutcome(
  base: OutcomeBase,
  { cause, reason, next }: Blocked,
  kept = nothingKept,
): PublishOutcome {
  return {
    outcome: 'blocked',
    ...base,
    ...kept,
    verified: false,
    message: reason,
    next,
    detail: undefined,
    cause,
  };
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
    cause: failure.cause,
  };
}

function keptSentence(outcome: PublishOutcomeKind): string {
  if (outcome === 'cancelled')
    return 'The version was made already; it waits here and goes out with the next publish.';
  // A window sends it by itself, when the network is back.
  if (outcome === 'offline') return 'Your version is kept here until it can be sent.';
  return 'Your version is kept here and goes out with the next publish.';
}

/** Committed, but not what was reviewed: it goes back to the author before it goes anywhere else. */
export function differsOutcome(
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

/**
 * Nothing of what was asked for differs.
 *
 * @param asked.paths what was asked for
 * @param asked.others how many other files have changes that are not committed
 * @param asked.verified whether the remote was asked and holds the last commit
 */
export function nothingOutcome(
  base: OutcomeBase,
  asked: { paths: readonly string[]; others: number; verified: boolean },
): PublishOutcome {
  const { verified } = asked;
  return {
    outcome: 'nothing-to-publish',
    commit: undefined,
    ...base,
    paths: [],
    verified,
    message: `${nothingNew(asked)} ${verified ? held(asked) : 'The remote could not be asked just now.'}`,
    next: [],
    detail: undefined,
  };
}

function nothingNew({
  paths: [path, ...more],
  others,
}: {
  paths: readonly string[];
  others: number;
}): string {
  if (others === 0 || path === undefined) return 'There is nothing new to publish.';
  return `There is nothing new to publish in ${more.length === 0 ? path : 'these files'}.`;
}

function held({ paths, others }: { paths: readonly string[]; others: number }): string {
  if (others === 0) return 'The remote holds everything.';
  const what = paths.length === 0 ? 'all that is committed' : paths.length === 1 ? 'it' : 'them';
  const rest = others === 1 ? 'One other file has changes' : `${others} other files have changes`;
  return `The remote holds ${what}. ${rest} that are not published.`;
}

/** Git was content, the remote did not confirm it. */
export function unverifiedOutcome(base: OutcomeBase, kept: Kept, detail: string): PublishOutcome {
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

/** Stopped before anything was done. */
export function cancelledOutcome(base: OutcomeBase): PublishOutcome {
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
