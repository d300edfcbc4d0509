import type { Git } from '../git/git.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { LARGEST_PICTURE } from '../site/assets.ts';

/** A file as the remote was last known to hold it; undefined where it has none, or one too large to be looked at. */
export async function readPublishedFile(
  git: Git,
  status: RepositoryStatus,
  path: string,
): Promise<Uint8Array | undefined> {
  const waiting = status.waiting.find((change) => change.path === path);
  if (waiting) return waiting.oldBlob ? readSmallFile(git, waiting.oldBlob) : undefined;
  const entry = status.entries.find((each) => each.path === path);
  if (entry) return entry.headBlob ? readSmallFile(git, entry.headBlob) : undefined;
  return status.head === undefined ? undefined : readSmallFile(git, `HEAD:${path}`);
}

/** What git calls by this name, if it is a file of a size that can be looked at. Filters run, so that LFS gives the picture. */
export async function readSmallFile(git: Git, name: string): Promise<Uint8Array | undefined> {
  if (/[\n\0]/.test(name)) return undefined;
  const asked = await git.ask(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], {
    input: `${name}\n`,
  });
  const [, size] = /^blob (\d+)\n/.exec(asked.stdout.toString('utf8')) ?? [];
  if (size === undefined || Number(size) > LARGEST_PICTURE) return undefined;
  const found = await git.ask(['cat-file', ...(name.includes(':') ? ['--filters'] : ['blob']), name]);
  if (found.failure || found.stdout.length > LARGEST_PICTURE) return undefined;
  return found.stdout;
}
