import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { CommandContext } from './command.ts';

/**
 * The id of the post that a person names: as `galley list` prints it, else relative to the folder they are in. Only
 * the name is made out here; the core decides whether it is a post and lies inside the blog.
 */
export function postPath({ site, folder }: Pick<CommandContext, 'site' | 'folder'>, given: string): string {
  const isHere = /^\.[\\/]?$/.test(given);
  const isListed = !isHere && !given.split(/[\\/]/).includes('..') && existsSync(join(site.root, given));
  if (isListed) return withSlashes(given);
  const absolute = resolve(folder, given);
  const parent = dirname(absolute);
  // The root is a real path; a link on the way here must not make the post look as if it lay elsewhere.
  const real = existsSync(parent) ? join(realpathSync(parent), basename(absolute)) : absolute;
  return existsSync(real) ? withSlashes(relative(site.root, real)) : withSlashes(given);
}

function withSlashes(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replace(/^(\.\/)+/, '');
}
