import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { AppError } from '../../../common/errors.ts';
import type { WayOut } from '../../../common/publish/ways-out.ts';
import type { RepositoryLocation } from '../../site/repository-location.ts';

/** Milliseconds that a lock must have stood: a git that was just started may not be listed yet. */
const LONG_ENOUGH = 10_000;

/** The way out of a lock that nobody holds any more; none where somebody may. */
export async function offerRemoval(location: RepositoryLocation, path: string): Promise<WayOut | undefined> {
  const lock = await findStale(location, path);
  return lock && { kind: 'remove-lock', path, seconds: lock.age / 1000 };
}

/**
 * Removes a lock that a killed git has left, after looking once more that nobody holds it.
 *
 * @throws AppError `repository-busy`
 */
export async function removeLock(location: RepositoryLocation, path: string): Promise<void> {
  const lock = await findStale(location, path);
  const now = await stat(path).catch(() => undefined);
  if (!now) return;
  if (!lock || now.ino !== lock.inode)
    throw new AppError('repository-busy', {
      message: 'That lock may be in use, so it was left alone.',
      next: ['Wait for the other git program to finish, then look again.'],
    });
  await rm(path);
}

interface StaleLock {
  /** Milliseconds. */
  age: number;
  inode: number;
}

async function findStale(location: RepositoryLocation, path: string): Promise<StaleLock | undefined> {
  if (!(await isOwnLock(location, path))) return undefined;
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const age = Date.now() - found.mtimeMs;
  if (age < LONG_ENOUGH) return undefined;
  const [oldest, isHeld] = await Promise.all([oldestGit(), isOpenSomewhere(path)]);
  return oldest === undefined || oldest >= age || isHeld ? undefined : { age, inode: found.ino };
}

/** Git’s own locks of this repository, and no other file. */
async function isOwnLock({ gitFolder }: RepositoryLocation, path: string): Promise<boolean> {
  if (!isAbsolute(path) || !path.endsWith('.lock')) return false;
  const pointer = await readFile(join(gitFolder, 'commondir'), 'utf8').catch(() => '.');
  const folders = [gitFolder, resolve(gitFolder, pointer.trim())];
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return false;
  for (const folder of folders) {
    const within = relative(await realpath(folder).catch(() => folder), real)
      .split(sep)
      .join('/');
    if (/^(index|HEAD|config|packed-refs|shallow|FETCH_HEAD|ORIG_HEAD)\.lock$|^refs\/.+\.lock$/.test(within))
      return true;
  }
  return false;
}

/** Milliseconds that the git which runs longest has been running, 0 where none does; undefined where that cannot be told. */
async function oldestGit(): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') return oldestGitByProc().catch(() => undefined);
  const listing = await new Promise<string | undefined>((done) => {
    execFile('ps', ['-A', '-o', 'etime=', '-o', 'comm='], (error, out) => done(error ? undefined : out));
  });
  return listing === undefined ? undefined : oldestGitIn(listing);
}

/** Reads what `ps -A -o etime= -o comm=` prints: `[[days-]hours:]minutes:seconds name`. */
export function oldestGitIn(listing: string): number {
  const ages = listing.split('\n').flatMap((line) => {
    const [, days = '0', hours = '0', minutes = '0', seconds = '0', name = ''] =
      /^\s*(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!isGit(basename(name.trim()))) return [];
    return [(((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000];
  });
  return Math.max(0, ...ages);
}

function isGit(name: string): boolean {
  return name === 'git' || name.startsWith('git-');
}

/** Clock ticks in a second, which the kernel gives to programs whatever its own are. Source: proc(5). */
const TICKS = 100;

async function oldestGitByProc(): Promise<number> {
  const uptime = Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]);
  const ages = await Promise.all(
    (await processes()).map(async (pid) => {
      const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const name = line.slice(line.indexOf('(') + 1, line.lastIndexOf(')'));
      // After the name come the fields from the third on; the start stands in the 22nd.
      const started = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[19]);
      return isGit(name) && Number.isFinite(started) ? (uptime - started / TICKS) * 1000 : 0;
    }),
  );
  return Math.max(0, ...ages);
}

async function processes(): Promise<string[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
}

/** Whether a program of this person has the file open, where the system tells. */
async function isOpenSomewhere(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const real = await realpath(path).catch(() => path);
  const held = await Promise.all(
    (await processes()).map(async (pid) => {
      const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
      const targets = await Promise.all(
        names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
      );
      return targets.includes(real);
    }),
  );
  return held.includes(true);
}
