import { AppError } from '../../common/errors.ts';
import type { PublishOutcomeKind } from '../../common/publish/publish.ts';
import type { GitFailureCause } from './failure-cause.ts';
import { failureSigns } from './failure-signs.ts';
import { failureWordings } from './failure-wordings.ts';
import type { GitAnswer } from './run.ts';

/** A failure of git with what the author should read about it. */
export interface GitFailure {
  cause: GitFailureCause;
  /** One sentence in a writer's words. */
  message: string;
  next: string[];
  /** Git's own words, credentials removed. */
  detail: string;
}

/** Names the cause from git's own English words. */
export function causeOf(words: string): GitFailureCause {
  return failureSigns.find(([, sign]) => sign.test(words))?.[0] ?? 'unknown';
}

/** What a run that did not succeed means; undefined where it did. */
export function failureOf(answer: GitAnswer): GitFailure | undefined {
  if (answer.ending === 'exited' && answer.exitCode === 0) return undefined;
  const detail = answer.stderr.trim();
  switch (answer.ending) {
    case 'cancelled':
      return describeFailure('cancelled', detail);
    case 'silent':
      return describeFailure('no-answer', detail);
    case 'not-started':
      return describeFailure('git-missing', detail);
    default:
      return describeFailure(causeOf(`${answer.stdout.toString('utf8')}\n${detail}`), detail);
  }
}

/** A cause with its sentence and next step. */
export function describeFailure(cause: GitFailureCause, detail: string): GitFailure {
  const { message, next } = failureWordings[cause];
  const lock = cause === 'locked' ? /Unable to create '(.*\.lock)'/.exec(detail)?.[1] : undefined;
  const forLock =
    lock === undefined ? [] : [`If no other git program is running, delete ${lock}, then publish again.`];
  return { cause, message, next: [...next, ...forLock], detail };
}

/** How publishing ends when it meets this cause. */
export function outcomeOf(cause: GitFailureCause): PublishOutcomeKind {
  return failureWordings[cause].outcome;
}

/** The failure as an error, for operations whose outcomes do not include it. */
export function asAppError(failure: GitFailure): AppError {
  const { message, next, detail } = failure;
  switch (failure.cause) {
    case 'dubious-ownership':
      return new AppError('dubious-ownership', { detail });
    case 'git-missing':
      return new AppError('git-missing', { detail });
    case 'no-repository':
      return new AppError('no-repository', { detail });
    case 'locked':
      return new AppError('repository-busy', { detail });
    default:
      return new AppError('git-failed', { message, next, detail });
  }
}
