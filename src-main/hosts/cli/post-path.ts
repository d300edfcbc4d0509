import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { CommandContext } from './command.ts';

/**
 * The id of the post that a person names: as `galley list` prints it, else relative to the folder they are in. Only
 * the name is made out here; the core decides whether it is a post and lies inside the blog.
 */
export function postPath({ site, folder }: Pick<CommandContext, 'site' | 'folder'>, given: string): string {
  const isHere = /^\.[\\/]?$/.test(given);
  const isListed = !isHere && !given.split(/[\\/]/).includes('..') && existsSync(join(site.root, given));
  if (isListed) return withSlashes(insideOf(site.root, behindLinks(join(site.root, given))) ?? given);
  const real = behindLinks(resolve(folder, given));
  return existsSync(real) ? withSlashes(relative(site.root, real)) : withSlashes(given);
}

/** The path with its folder as it really is: by way of a link, a post would look as if it lay elsewhere. */
function behindLinks(absolute: string): string {
  const parent = dirname(absolute);
  return existsSync(parent) ? join(realpathSync(parent), basename(absolute)) : absolute;
}

/** What leads out of the blog is left to be refused under the name that it was given. */
function insideOf(root: string, absolute: string): string | undefined {
  const path = relative(root, absolute);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? undefined : path;
}

function withSlashes(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replace(/^(\.\/)+/, '');
}
