import { stat } from 'node:fs/promises';
import { AppError } from '../../common/errors.ts';
import type { Git } from '../git/git.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { readBytes } from '../posts/read-post-file.ts';
import { fencePath } from '../site/fence.ts';
import { changesOf } from './gather.ts';
import type { PublishableSite } from './publishable-site.ts';

/** Bytes above which two versions are not compared side by side. */
const LARGEST_TEXT = 20 * 1024 * 1024;

/** One file as the remote was last known to hold it, and as it is on disk; undefined where there is none. */
export async function readBothVersions(
  git: Git,
  site: PublishableSite,
  { status, path }: { status: RepositoryStatus; path: string },
): Promise<{ published: string | undefined; current: string | undefined }> {
  const file = await fencePath(git.location.workingTree, path);
  const found = file.exists ? await stat(file.real) : undefined;
  const isKnown = status.entries.some((entry) => entry.path === path);
  if (found && !found.isFile() && !isKnown)
    throw new AppError('bad-input', {
      message: 'This is not an ordinary file, so it has no versions to compare.',
      next: ['Choose a file.'],
    });
  const current = found?.isFile() ? (await readBytes(file.real)).toString('utf8') : undefined;
  if ((current?.length ?? 0) > LARGEST_TEXT) throw new AppError('post-too-large');
  const changes = await changesOf(git, site, status.entries);
  const earlier = changes.find((change) => change.path === path)?.previousPath ?? path;
  const published = await readPublished(git, status, earlier);
  return { published: alikeLineEnds(published, current), current };
}

async function readPublished(git: Git, status: RepositoryStatus, path: string): Promise<string | undefined> {
  const waiting = status.waiting.find((change) => change.path === path);
  if (waiting) return waiting.oldBlob && readBlob(git, waiting.oldBlob);
  const entry = status.entries.find((each) => each.path === path);
  if (entry?.headBlob) return readBlob(git, entry.headBlob);
  // No difference is known: what is committed is what is published.
  return entry ? undefined : readBlob(git, `HEAD:${path}`).catch(() => undefined);
}

async function readBlob(git: Git, name: string): Promise<string> {
  return (await git.readBytes(['cat-file', 'blob', name])).toString('utf8');
}

/** Where git turns line ends on its way to disk, that is no difference to an author. */
function alikeLineEnds(published: string | undefined, current: string | undefined): string | undefined {
  if (published === undefined || current === undefined || published.includes('\r')) return published;
  const isWindowsThroughout = current.includes('\r\n') && !/[^\r]\n/.test(current);
  return isWindowsThroughout ? published.replace(/\n/g, '\r\n') : published;
}
