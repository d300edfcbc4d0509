import { AppError } from '../../../common/errors.ts';
import { asAppError, type GitFailure } from '../../git/failures.ts';
import type { Git } from '../../git/git.ts';
import type { RepositoryStatus } from '../../git/status.ts';
import type { RemoteContext } from '../push.ts';

/** Milliseconds without a word from the remote: a long history takes its time to be counted. */
const SILENCE = 300_000;

/**
 * Fetches the history that a shallow copy lacks. Neither index nor files change.
 *
 * @throws AppError with the cause where no remote could give it
 */
export async function fetchHistory(
  git: Git,
  status: RepositoryStatus,
  { signal, onProgress }: RemoteContext,
): Promise<void> {
  const publishedTo = status.target.kind === 'found' ? status.target.target.remote : undefined;
  const remotes = status.config
    .subsections('remote')
    .filter((name) => status.config.get(`remote.${name}.url`));
  // The remote that is published to may be the one that lacks it.
  remotes.sort((a, b) => Number(a === publishedTo) - Number(b === publishedTo));
  let failure: GitFailure | undefined;
  for (const remote of remotes) {
    if (!(await isShallow(git))) return;
    const only = ['--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--progress'];
    const outcome = await git.ask(['fetch', '--unshallow', ...only, '--', remote], {
      signal,
      signIn: 'may-ask',
      silenceLimit: SILENCE,
      onLine: (detail) => onProgress({ step: 'syncing', detail }),
    });
    failure = outcome.failure ?? failure;
    if (outcome.failure?.cause === 'cancelled') break;
  }
  if (!(await isShallow(git))) return;
  if (failure) throw asAppError(failure);
  throw new AppError('git-failed', {
    message: 'No remote of this repository could give the rest of its history.',
    next: ['Make a new copy of the repository without “--depth”.'],
  });
}

async function isShallow(git: Git): Promise<boolean> {
  return (await git.read(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}
