import type { AppErrorCode } from '../../common/errors.ts';
import type { PublishOutcomeKind } from '../../common/publish/publish.ts';

/** Exit codes that scripts rely on. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  remoteIsAhead: 3,
  unreachable: 4,
  signIn: 5,
  refused: 6,
  untrusted: 7,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Exit code of a command that failed with this error. */
export function exitCodeOfError(code: AppErrorCode): ExitCode {
  if (code === 'bad-input' || code === 'unknown-method') return exitCodes.wrongUsage;
  if (code === 'untrusted') return exitCodes.untrusted;
  return exitCodes.failed;
}

/** Exit code of a publish that ended like this. */
export const exitCodeOfOutcome: Readonly<Record<PublishOutcomeKind, ExitCode>> = {
  published: exitCodes.done,
  'nothing-to-publish': exitCodes.done,
  blocked: exitCodes.failed,
  cancelled: exitCodes.failed,
  'remote-is-ahead': exitCodes.remoteIsAhead,
  conflict: exitCodes.remoteIsAhead,
  offline: exitCodes.unreachable,
  unverified: exitCodes.unreachable,
  'needs-sign-in': exitCodes.signIn,
  refused: exitCodes.refused,
};
