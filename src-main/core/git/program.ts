import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../common/errors.ts';

/** The author's git: where it is and what it can do. */
export interface GitProgram {
  /** Absolute path. */
  path: string;
  version: GitVersion;
}

export interface GitVersion {
  major: number;
  minor: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The oldest git that Galley works with. */
export const oldestGit: GitVersion = { major: 2, minor: 30 };

/**
 * Finds git on the author's PATH as an absolute path, once. Folders inside the blog and relative ones do not count: a
 * blog must not bring its own git.
 *
 * @param folder absolute path of the blog
 * @throws AppError `git-missing` where there is none, or one that is too old
 */
export async function findGit(environment: Environment, folder: string): Promise<GitProgram> {
  const path = await findOnPath(environment, folder);
  if (path === undefined) throw new AppError('git-missing');
  const version = await readVersion(path);
  if (isOlder(version, oldestGit)) {
    throw new AppError('git-missing', {
      message: `Git ${version.major}.${version.minor} is too old for publishing. Writing works as always.`,
      next: [`Install git ${oldestGit.major}.${oldestGit.minor} or newer, then try again.`],
    });
  }
  return { path, version };
}

export function isOlder(version: GitVersion, than: GitVersion): boolean {
  return version.major < than.major || (version.major === than.major && version.minor < than.minor);
}

async function findOnPath(environment: Environment, folder: string): Promise<string | undefined> {
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  const places = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter(isAbsolute);
  for (const candidate of places.flatMap((place) => names.map((name) => join(place, name)))) {
    if (await isProgramOutside(candidate, folder)) return candidate;
  }
  return undefined;
}

async function isProgramOutside(candidate: string, folder: string): Promise<boolean> {
  try {
    await access(candidate, constants.X_OK);
    if (!(await stat(candidate)).isFile()) return false;
    return !isInside(folder, candidate) && !isInside(folder, await realpath(candidate));
  } catch {
    return false;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

const versions = new Map<string, Promise<GitVersion>>();

function readVersion(path: string): Promise<GitVersion> {
  const known = versions.get(path);
  if (known) return known;
  const asked = askVersion(path);
  versions.set(path, asked);
  asked.catch(() => versions.delete(path));
  return asked;
}

async function askVersion(path: string): Promise<GitVersion> {
  try {
    const { stdout } = await promisify(execFile)(path, ['version'], { timeout: 10_000, encoding: 'utf8' });
    const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
    return { major: Number(major ?? 0), minor: Number(minor ?? 0) };
  } catch (error) {
    throw new AppError('git-missing', {
      message: 'Git is installed, but it does not start.',
      detail: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
}
