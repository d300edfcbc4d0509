import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AppError } from '../../common/errors.ts';

/** A path of the open blog that has been shown to lie inside it. */
export interface FencedPath {
  /** As it was asked for, relative to the root, with `/`. */
  path: string;
  /** Absolute path by the names that were given; may be a link. */
  absolute: string;
  /** Absolute path of the file itself, links followed: what is read and written. */
  real: string;
  /** Whether there is something at `real`. */
  exists: boolean;
}

/**
 * Turns a path from outside (a window, a script, a post) into one inside the blog, or refuses it. Links inside the
 * blog are followed; those that lead out, to nothing or in a circle are refused.
 *
 * @param root absolute real path of the blog
 * @throws AppError `path-outside-site`, `folder-missing` where the blog's own folder has gone
 */
export async function fencePath(root: string, path: string): Promise<FencedPath> {
  checkPathName(path);
  const absolute = join(root, ...path.split('/'));
  const status = await lstat(absolute).catch(undefinedIfMissing);
  if (status) {
    const real = await realpath(absolute).catch(() => refuse('This link leads nowhere.'));
    checkInside(root, real);
    return { path, absolute, real, exists: true };
  }
  const parent = await realParent(root, dirname(absolute));
  return { path, absolute, real: join(parent.real, ...parent.rest, lastName(path)), exists: false };
}

/**
 * Refuses by the name alone what can be no path of a blog: absolute paths, drive letters, alternate streams,
 * backslashes, `.` and `..`, NUL, and anything of git's own folder.
 *
 * @throws AppError `path-outside-site`
 */
export function checkPathName(path: string): void {
  const outside = path === '' || path.includes('\0') || path.split('/').some(isForbiddenName);
  if (outside) refuse();
}

function isForbiddenName(name: string): boolean {
  if (name === '' || name === '.' || name === '..') return true;
  // Windows reads `a\b` as a path and `a:b` as a drive or a stream. On other systems both are names like any other.
  if (process.platform === 'win32' && /[\\:]/.test(name)) return true;
  if (/^[a-z]:(\\|$)/i.test(name) || /(^|\\)\.\.?(\\|$)/.test(name)) return true;
  return isGitFolder(name);
}

/** `.git` in every spelling that some file system takes for it. Source: git's own `verify_path`. */
function isGitFolder(name: string): boolean {
  // HFS+ ignores these characters in names.
  const shown = name.normalize('NFC').replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '');
  return /^(\.git|git~1)[ .]*(:.*)?$/i.test(shown) || /^\.git[\\:]/i.test(shown);
}

async function realParent(root: string, folder: string): Promise<{ real: string; rest: string[] }> {
  const rest: string[] = [];
  let current = folder;
  for (;;) {
    const status = await lstat(current).catch(undefinedIfMissing);
    if (status) {
      const real = await realpath(current).catch(() => refuse('This link leads nowhere.'));
      checkInside(root, real);
      return { real, rest };
    }
    if (current === root) rootIsGone();
    if (dirname(current) === current) refuse();
    rest.unshift(lastName(current.split(sep).join('/')));
    current = dirname(current);
  }
}

function checkInside(root: string, real: string): void {
  const base = root.endsWith(sep) ? root : root + sep;
  if (real !== root && !real.startsWith(base)) refuse();
  const inner = real.slice(base.length).split(sep);
  if (inner.some(isGitFolder)) refuse();
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  if (error.code === 'EACCES' || error.code === 'EPERM')
    throw new AppError('post-unreadable', { cause: error });
  // A name too long, links in a circle: nothing there can be shown to be inside.
  return refuse();
}

function rootIsGone(): never {
  throw new AppError('folder-missing', {
    message: 'The folder of this blog is not there any more.',
    next: ['Bring it back to where it was, or copy your text to another place.'],
  });
}

function refuse(message?: string): never {
  throw new AppError('path-outside-site', message === undefined ? {} : { message });
}
