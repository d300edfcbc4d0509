import type { FileChange } from '../../common/publish/plan.ts';
import type { Git } from '../git/git.ts';
import type { RepositoryStatus } from '../git/status.ts';
import type { PublishableSite } from './publishable-site.ts';

/** A post as it is on disk now. */
export interface PostNow {
  change: FileChange;
  text: string;
}

/**
 * Whether readers lose a post with this change: the text that the upstream holds is public, and the one of now is a draft,
 * due later, or over. Reads the upstream's text only of posts that are not public now.
 */
export async function isTakenBack(
  git: Git,
  site: PublishableSite,
  { status, post }: { status: RepositoryStatus; post: PostNow },
): Promise<boolean> {
  const { change, text } = post;
  const visibility = site.visibilityOf?.(change.path, text);
  if (visibility === undefined || visibility === 'public') return false;
  const upstream = upstreamOf(status, change);
  if (upstream.blob === undefined) return false;
  const bytes = await git.readBytes(['cat-file', 'blob', upstream.blob]).catch(() => undefined);
  return bytes !== undefined && site.visibilityOf?.(upstream.path, bytes.toString('utf8')) === 'public';
}

/** Where the upstream has the post, and its text there: through a move that is not committed yet, and one that waits. */
function upstreamOf({ entries, waiting, upstream }: RepositoryStatus, change: FileChange) {
  const before = change.previousPath ?? change.path;
  const isItself = ({ path, previousPath }: (typeof waiting)[number]): boolean =>
    path === change.path && previousPath === change.previousPath;
  const waits = waiting.find(({ path }) => path === before) ?? waiting.find(isItself);
  if (waits) return { path: waits.previousPath ?? waits.path, blob: waits.oldBlob };
  const blobOf = (path: string) => entries.find((entry) => entry.path === path)?.headBlob;
  const blob = upstream === undefined ? undefined : (blobOf(before) ?? blobOf(change.path));
  return { path: before, blob };
}
