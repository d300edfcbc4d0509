import { dirname } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { hardenEnvironment } from './environment.ts';
import { type Environment, findGit } from './program.ts';
import { runGit } from './run.ts';

/** What becomes of the folder of a new blog. */
export interface BlogRepository {
  /** Absolute path of the folder, whose files are there already. */
  folder: string;
  /** It is a repository already: only the remote and the commit are added. */
  exists: boolean;
  /** Address of the remote `origin`; none is set where there is none, or where there is an `origin` already. */
  remote: string | undefined;
  /** Kept in this repository alone, and only where git knows none. */
  identity: { name: string; email: string | undefined };
  /** Paths of the files to commit; none: no commit is made. */
  paths: readonly string[];
  message: string;
  environment: Environment;
}

const branch = 'main';

/** Name and mail address that git knows for a folder’s commits; undefined where it knows none. */
export async function readIdentity(
  environment: Environment,
  folder: string,
): Promise<{ name: string | undefined; email: string | undefined }> {
  const run = await prepareGit(environment, folder);
  const get = async (key: string): Promise<string | undefined> => {
    const { stdout } = await run(['config', '--get', key], { mayFail: true });
    return stdout.trim() || undefined;
  };
  return { name: await get('user.name'), email: await get('user.email') };
}

/**
 * Makes a repository of the folder of a new blog, or completes the one that is there, and commits exactly these files.
 *
 * @throws AppError `git-missing`, `git-failed`; `bad-input` where git needs a mail address and none is given
 */
export async function startBlogRepository(repository: BlogRepository): Promise<void> {
  const { folder, identity, remote } = repository;
  const run = await prepareGit(repository.environment, folder);
  if (!repository.exists) {
    await run(['init', '--quiet']);
    await run(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  }
  await keepIdentity(run, await readIdentity(repository.environment, folder), identity);
  if (remote !== undefined) {
    const known = await run(['config', '--get', 'remote.origin.url'], { mayFail: true });
    if (known.stdout.trim() === '') await run(['remote', 'add', 'origin', '--', remote]);
  }
  if (repository.paths.length === 0) return;
  const listed = repository.paths.map((path) => `:(literal)${path}`);
  await run(['add', '--', ...listed]);
  await run(['commit', '--quiet', '-F', '-', '--only', '--', ...listed], { input: repository.message });
}

/** Makes a bare repository that can be published to. @throws AppError as `startBlogRepository` */
export async function startBareRepository(environment: Environment, folder: string): Promise<void> {
  const run = await prepareGit(environment, folder);
  await run(['init', '--quiet', '--bare']);
  await run(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}

type Run = (
  args: string[],
  options?: { input?: string; mayFail?: boolean },
) => Promise<{ stdout: string; exitCode: number | undefined }>;

async function prepareGit(base: Environment, folder: string): Promise<Run> {
  const git = await findGit(base, folder);
  const environment = hardenEnvironment(base, 'act', { ceiling: dirname(folder), ownSsh: false });
  return async (args, { input, mayFail = false } = {}) => {
    const { exitCode, stdout, stderr } = await runGit(git.path, { args, folder, environment, input });
    if (exitCode !== 0 && !mayFail)
      throw new AppError('git-failed', { message: 'Git could not make the repository.', detail: stderr });
    return { stdout: stdout.toString('utf8'), exitCode };
  };
}

async function keepIdentity(
  run: Run,
  known: { name: string | undefined; email: string | undefined },
  identity: BlogRepository['identity'],
): Promise<void> {
  if (known.name === undefined) await run(['config', '--local', 'user.name', identity.name]);
  if (known.email !== undefined) return;
  if (identity.email === undefined)
    throw new AppError('bad-input', {
      message: 'Git does not know your mail address, which every version carries.',
      next: ['Give a mail address; it is kept in this blog’s repository alone.'],
    });
  await run(['config', '--local', 'user.email', identity.email]);
}
