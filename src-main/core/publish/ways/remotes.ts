import { AppError } from '../../../common/errors.ts';
import { checkRemoteAddress } from '../../../common/publish/remote-address.ts';
import type { PublishPlace, WayOut } from '../../../common/publish/ways-out.ts';
import { asAppError } from '../../git/failures.ts';
import type { Git } from '../../git/git.ts';
import { redactCredentials } from '../../git/redact.ts';
import type { RepositoryStatus } from '../../git/status.ts';

/** The way out of having nowhere to publish to, or of a remote that has moved. */
export function offerAddress(status: RepositoryStatus): WayOut | undefined {
  const { target, config } = status;
  if (target.kind !== 'found') return { kind: 'set-remote', remote: 'origin', address: undefined };
  const { remote } = target.target;
  const address = config.get(`remote.${remote}.pushurl`) ?? config.get(`remote.${remote}.url`);
  // Several addresses, or one that git rewrites, are the author’s own arrangement.
  const isPlain = config.all(`remote.${remote}.url`).length === 1 && !config.get(`remote.${remote}.pushurl`);
  return isPlain ? { kind: 'set-remote', remote, address: address && redactCredentials(address) } : undefined;
}

/**
 * Gives a remote its address, adding it where there is none. Kept in the repository’s own configuration.
 *
 * @throws AppError `bad-input` for an address that is none
 */
export async function setRemote(
  git: Git,
  status: RepositoryStatus,
  { remote, address: given }: { remote: string; address: string },
): Promise<void> {
  const check = checkRemoteAddress(given);
  if (!check.ok) throw new AppError('bad-input', { message: check.message, next: ['Correct the address.'] });
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(remote) || remote.endsWith('.lock') || remote.includes('..'))
    throw new AppError('bad-input', {
      message: `A remote cannot be called “${remote}”.`,
      next: ['Call it “origin”.'],
    });
  const isThere = status.config.get(`remote.${remote}.url`) !== undefined;
  const command = isThere ? ['set-url'] : ['add'];
  const outcome = await git.act(['remote', ...command, '--', remote, check.address]);
  if (outcome.failure) throw asAppError(outcome.failure);
}

/** The way out of git not knowing which of several places is meant. */
export function offerPlaces({ target, branch }: RepositoryStatus): WayOut | undefined {
  if (branch === undefined) return undefined;
  if (target.kind === 'other-name') {
    const { remote, upstream } = target;
    const names = [...new Set([upstream, branch])];
    return { kind: 'choose-place', choices: names.map((name) => ({ remote, branch: name })) };
  }
  const others = target.kind === 'no-remote' ? (target.others ?? []) : [];
  if (others.length === 0) return undefined;
  return { kind: 'choose-place', choices: others.map((remote) => ({ remote, branch })) };
}

/**
 * Tells git where this branch is published to, in the repository’s own configuration.
 *
 * @throws AppError `bad-input` for a place that was not offered
 */
export async function choosePlace(git: Git, status: RepositoryStatus, place: PublishPlace): Promise<void> {
  const offer = offerPlaces(status);
  const isOffered =
    offer?.kind === 'choose-place' &&
    offer.choices.some(({ remote, branch }) => remote === place.remote && branch === place.branch);
  if (!isOffered)
    throw new AppError('bad-input', {
      message: 'That place cannot be chosen any more.',
      next: ['Look again.'],
    });
  for (const [key, value] of settingsFor(status, place)) {
    const outcome = await git.act(['config', '--local', key, value]);
    if (outcome.failure) throw asAppError(outcome.failure);
  }
}

function settingsFor({ target, branch }: RepositoryStatus, place: PublishPlace): [string, string][] {
  if (target.kind === 'other-name')
    return [['push.default', place.branch === branch ? 'current' : 'upstream']];
  return [
    [`branch.${branch}.remote`, place.remote],
    [`branch.${branch}.merge`, `refs/heads/${place.branch}`],
  ];
}
