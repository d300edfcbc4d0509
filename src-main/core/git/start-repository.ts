import { dirname } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { hardenEnvironment } from './environment.ts';
import { type Environment, findGit } from './program.ts';
import { runGit } from './run.ts';

/** A repository to make of a folder, with a bare remote beside it. */
export interface NewRepository {
  /** Absolute path of the folder, whose files become the first commit. */
  folder: string;
  /** The bare remote: where it is made, and the address under which it will be found once both are in their place. */
  remote: { madeAt: string; address: string };
  branch: string;
  /** Kept in this repository's configuration alone. */
  identity: { name: string; email: string };
  message: string;
  environment: Environment;
}

/** Whether git can be used on this computer. */
export async function isGitInstalled(environment: Environment, folder: string): Promise<boolean> {
  return findGit(environment, folder).then(
    () => true,
    () => false,
  );
}

/**
 * Makes a repository of a folder, commits all of it and pushes that to a new bare remote. Templates and signing of
 * the author's are left out: they are for repositories that the author starts.
 *
 * @throws AppError `git-missing`, `git-failed`
 */
export async function startRepository(repository: NewRepository): Promise<void> {
  const { folder, remote, branch, identity } = repository;
  const git = await findGit(repository.environment, folder);
  const environment = hardenEnvironment(repository.environment, 'ask', {
    ceiling: dirname(folder),
    ownSsh: false,
  });
  const run = async (args: string[], input?: string): Promise<void> => {
    const answer = await runGit(git.path, { args, folder, environment, input });
    if (answer.exitCode === 0) return;
    throw new AppError('git-failed', {
      message: 'Git could not make the repository.',
      detail: answer.stderr,
    });
  };

  await run(['init', '--quiet', '--bare', '--template=', remote.madeAt]);
  await run(['--git-dir', remote.madeAt, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  await run(['init', '--quiet', '--template=']);
  await run(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  await run(['config', 'user.name', identity.name]);
  await run(['config', 'user.email', identity.email]);
  await run(['remote', 'add', 'origin', remote.address]);
  await run(['add', '--all']);
  await run(['-c', 'commit.gpgSign=false', 'commit', '--quiet', '-F', '-'], repository.message);
  const elsewhere = ['-c', `url.${remote.madeAt}.insteadOf=${remote.address}`];
  await run([...elsewhere, 'push', '--quiet', '--set-upstream', 'origin', branch]);
}
