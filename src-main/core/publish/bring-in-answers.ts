import type { Blocked, BringInOutcome } from '../../common/publish/publish.ts';
import { type GitFailure, outcomeOf } from '../git/failures.ts';
import type { PendingMerge } from './merge-tip.ts';

/** The outcome, with what the author has to decide first where that is so. */
export interface BringInAnswer {
  outcome: BringInOutcome;
  pending?: PendingMerge;
}

/** Git is set never to merge here. */
export function toldForwardOnly(): BringInAnswer {
  return {
    outcome: {
      kind: 'blocked',
      paths: [],
      message:
        'Git is told not to merge here (pull.ff is “only”), and both you and somebody else have new versions.',
      next: ['Merge them all the same, or bring them together in a git program. Nothing was changed yet.'],
      detail: undefined,
      offersMerge: true,
    },
  };
}

/**
 * What came, and what is to be done with the author's own versions.
 *
 * @param paths files that others changed
 * @param waits whether versions of the author's own are not online yet
 */
export function broughtIn(paths: string[], { waits }: { waits: boolean }): BringInOutcome {
  const count = paths.length === 1 ? 'one file has' : `${paths.length} files have`;
  return {
    kind: 'brought-in',
    paths,
    message:
      paths.length === 0
        ? 'What others published is here now; it changes no file.'
        : `What others published is here now: ${count} changed.`,
    next: waits ? ['Publish to send your own.'] : [],
    detail: undefined,
  };
}

/** The author has to decide first. */
export function undecided({ open }: PendingMerge): BringInOutcome {
  const count = open.length === 1 ? (open[0]?.conflict.path ?? '') : `${open.length} files`;
  return {
    kind: 'conflict',
    paths: [],
    message: `You and somebody else changed the same places in ${count}. Nothing was changed yet.`,
    next: ['Decide what is to stand in each of these places.'],
    detail: undefined,
    conflicts: open.map(({ conflict }) => conflict),
  };
}

/** There was nothing to bring in. */
export function upToDate(): BringInAnswer {
  return {
    outcome: {
      kind: 'up-to-date',
      paths: [],
      message: 'The remote has nothing that you do not have.',
      next: [],
      detail: undefined,
    },
  };
}

/** Something has to be settled first; nothing was changed. */
export function blockedBy({ reason, next }: Pick<Blocked, 'reason' | 'next'>): BringInAnswer {
  return { outcome: { kind: 'blocked', paths: [], message: reason, next, detail: undefined } };
}

/** Git could not; nothing was changed. */
export function failed({ cause, message, next, detail }: GitFailure): BringInAnswer {
  const words = detail === '' ? undefined : detail;
  return { outcome: { kind: kindOf(cause), paths: [], message, next, detail: words } };
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
