import type { PublishProgress } from '../../common/publish/publish.ts';
import { describeFailure, type GitFailure, outcomeOf } from '../git/failures.ts';
import type { Git, GitOutcome } from '../git/git.ts';
import type { PushTarget } from '../git/push-target.ts';

export interface RemoteContext {
  signal: AbortSignal;
  /** Nobody is there to be asked: a credential helper must not open a window of its own. */
  byItself?: true;
  onProgress(progress: PublishProgress): void;
}

/** Milliseconds of silence after which a push is given up: a server's own checks may take minutes. */
const PUSH_SILENCE = 600_000;

/**
 * Pushes a branch as far as a commit of it, or a single commit by its name, never by force. Undefined where git says
 * that all went well, which is not believed yet: see `askRemote`.
 */
export async function pushBranch(
  git: Git,
  { branch, target, commit }: { branch: string; target: PushTarget; commit?: string },
  { signal, onProgress, byItself }: RemoteContext,
  kind: 'branch' | 'commit' = 'branch',
): Promise<GitFailure | undefined> {
  const upstream = target.hasUpstream ? [] : ['--set-upstream'];
  const single = target.isMirror ? ['-c', `remote.${target.remote}.mirror=false`] : [];
  const quiet = byItself ? ['-c', 'credential.interactive=false'] : [];
  // The first push sets the upstream, which git does for a branch only.
  const part = target.hasUpstream ? commit : undefined;
  const from = kind === 'branch' ? (part ?? `refs/heads/${branch}`) : branch;
  const refs = `${from}:refs/heads/${target.branch}`;
  const outcome = await git.act(
    [...single, ...quiet, 'push', '--porcelain', '--progress', ...upstream, '--', target.remote, refs],
    {
      signal,
      signIn: byItself ? 'known-only' : 'may-ask',
      silenceLimit: PUSH_SILENCE,
      onLine: (detail) => onProgress({ step: 'pushing', detail }),
    },
  );
  return outcome.failure && explainPushFailure(outcome, outcome.failure);
}

function explainPushFailure(outcome: GitOutcome, failure: GitFailure): GitFailure {
  const detail = wordsWithoutProgress(failure.detail);
  const report = outcome.stdout.toString('utf8');
  // A server's hook may say anything, also what sounds like another failure; that it refused is certain.
  const isTold = failure.cause === 'scope-missing' || /refused|ahead/.test(outcomeOf(failure.cause));
  if (/^!\t.*\[remote rejected\]/m.test(report) && !isTold) {
    return describeFailure(
      /hook declined/.test(report) ? 'refused-by-server-hook' : 'refused-by-remote',
      detail,
    );
  }
  if (failure.cause !== 'unknown') return { ...failure, detail };
  // The remote was never spoken to and git has nothing to say: a pre-push hook said no.
  const isSilent = outcome.exitCode === 1 && !/^[!*+= -]\t/m.test(report);
  return isSilent && !/src refspec/.test(detail)
    ? describeFailure('refused-by-own-hook', detail)
    : { ...failure, detail };
}

function wordsWithoutProgress(words: string): string {
  return words
    .split(/[\r\n]+/)
    .filter(
      (line) =>
        !/^(remote: )?(Enumerating|Counting|Compressing|Writing|Delta|Resolving|Receiving|Unpacking|Total )/.test(
          line,
        ),
    )
    .join('\n')
    .trim();
}

/** Whether the remote holds a commit. */
export type RemoteAnswer =
  | { kind: 'holds' }
  /** `tip` is what the branch is at there; undefined where it has no such branch. */
  | { kind: 'lacks'; tip: string | undefined }
  | { kind: 'failed'; failure: GitFailure };

/** Asks the remote itself for the tip of the branch, and whether that is the commit or a descendant of it. */
export async function askRemote(
  git: Git,
  { target, commit }: { target: PushTarget; commit: string },
  { signal, byItself }: Pick<RemoteContext, 'signal' | 'byItself'>,
): Promise<RemoteAnswer> {
  const ref = `refs/heads/${target.branch}`;
  const outcome = await git.ask(['ls-remote', '--', target.asked, ref], { signal, signIn: 'known-only' });
  if (outcome.failure) return { kind: 'failed', failure: outcome.failure };
  const tip = tipIn(outcome.stdout.toString('utf8'), ref);
  if (tip === commit) return { kind: 'holds' };
  if (tip === undefined) return { kind: 'lacks', tip };
  const context = { signal, onProgress: () => {}, ...(byItself && { byItself }) };
  const fetched = await fetchBranch(git, target, context);
  if (fetched.failure) return { kind: 'failed', failure: fetched.failure };
  const isAncestor = await git.ask(['merge-base', '--is-ancestor', commit, tip]);
  return isAncestor.exitCode === 0 ? { kind: 'holds' } : { kind: 'lacks', tip };
}

function tipIn(listing: string, ref: string): string | undefined {
  const line = listing.split('\n').find((each) => each.endsWith(`\t${ref}`));
  return line?.slice(0, line.indexOf('\t'));
}

/** Fetches one branch, and nothing else: no tags, no submodules, no housekeeping. */
export async function fetchBranch(
  git: Git,
  target: PushTarget,
  { signal, onProgress, byItself }: RemoteContext,
): Promise<GitOutcome> {
  const only = ['--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--progress'];
  return git.ask(['fetch', ...only, '--', target.asked, `refs/heads/${target.branch}`], {
    signal,
    signIn: byItself ? 'known-only' : 'may-ask',
    onLine: (detail) => onProgress({ step: 'syncing', detail }),
  });
}
