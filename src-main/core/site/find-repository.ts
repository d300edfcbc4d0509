import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { RepositoryLocation } from './repository-location.ts';

/**
 * Looks upwards for the repository that a folder is in. Runs no git, since a repository may name programs that git
 * would run.
 *
 * @param folder absolute real path
 */
export async function findRepository(folder: string): Promise<RepositoryLocation | undefined> {
  for (let current = folder; ; current = dirname(current)) {
    const gitFolder = await gitFolderOf(current);
    if (gitFolder) return { workingTree: current, gitFolder };
    if (dirname(current) === current) return undefined;
  }
}

/** `.git` is a folder, or for worktrees and submodules a file that names one. */
async function gitFolderOf(folder: string): Promise<string | undefined> {
  const path = join(folder, '.git');
  const status = await stat(path).catch(() => undefined);
  if (status?.isDirectory()) return (await isGitFolder(path)) ? realpath(path) : undefined;
  if (!status?.isFile() || status.size > 10_000) return undefined;
  const named = /^gitdir: ?(.+)$/m.exec(await readFile(path, 'utf8').catch(() => ''))?.[1]?.trim();
  if (named === undefined) return undefined;
  return realpath(isAbsolute(named) ? named : join(folder, named)).catch(() => undefined);
}

/** Any folder can be called `.git`. Git itself asks for these three. */
async function isGitFolder(path: string): Promise<boolean> {
  const names = ['HEAD', 'objects', 'refs'];
  const found = await Promise.all(names.map((name) => stat(join(path, name)).catch(() => undefined)));
  return found.every((status) => status !== undefined);
}
