import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChange } from '../../common/publish/plan.ts';
import type { Git } from '../git/git.ts';
import type { PublishableSite } from './publishable-site.ts';

/**
 * The files that moved or went together with a post whose folder they were in, a bundle for one: without them the remote
 * would keep the old pictures beside the new ones, or pictures of a post that is gone.
 *
 * @returns paths of changes, the old places and the new ones, by the path of the post
 */
export async function findOwnFiles(
  git: Git,
  site: PublishableSite,
  changes: readonly FileChange[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const left = byFolder(changes);
  const arrived = new Map(
    changes.filter(({ kind }) => kind === 'new' || kind === 'renamed').map((change) => [change.path, change]),
  );
  for (const post of changes) {
    const before = placeBefore(post);
    if (before === undefined || !site.isPost(before)) continue;
    const folder = site.ownFolderOf?.(before);
    const files = folder === undefined ? [] : (left.get(folder) ?? []).filter((file) => file !== post);
    if (folder === undefined || files.length === 0) continue;
    if (await holdsPosts(site, git.location.workingTree, folder)) continue;
    const to = post.kind === 'renamed' ? site.ownFolderOf?.(post.path) : undefined;
    const paths = files.flatMap((file) => pathsWithPost(site, file, { folder, to, arrived }));
    if (paths.length > 0) found.set(post.path, [...new Set(paths)]);
  }
  return found;
}

function pathsWithPost(
  site: PublishableSite,
  file: FileChange,
  {
    folder,
    to,
    arrived,
  }: { folder: string; to: string | undefined; arrived: ReadonlyMap<string, FileChange> },
): string[] {
  const before = placeBefore(file) ?? file.path;
  const after = to === undefined ? undefined : arrived.get(to + before.slice(folder.length));
  // A translation beside the post is a post too, and chosen by itself.
  if (after && !site.isPost(after.path)) return [...new Set([file.path, after.path])];
  return file.kind === 'deleted' && !after && !site.isPost(before) ? [file.path] : [];
}

/** Where a file was that is there no longer. */
function placeBefore({ path, previousPath, kind }: FileChange): string | undefined {
  if (kind === 'deleted') return path;
  return kind === 'renamed' ? previousPath : undefined;
}

/** The files that are no longer where they were, by each folder above that place. */
function byFolder(changes: readonly FileChange[]): ReadonlyMap<string, FileChange[]> {
  const folders = new Map<string, FileChange[]>();
  for (const change of changes) {
    const parts = placeBefore(change)?.split('/').slice(0, -1) ?? [];
    parts.forEach((_, index) => {
      const folder = parts.slice(0, index + 1).join('/');
      const inside = folders.get(folder);
      if (inside) inside.push(change);
      else folders.set(folder, [change]);
    });
  }
  return folders;
}

/** Whether a post is still there, to which the files may have belonged as well. */
async function holdsPosts(site: PublishableSite, workingTree: string, folder: string): Promise<boolean> {
  const entries = await readdir(join(workingTree, folder), { recursive: true }).catch(() => []);
  return entries.some((entry) => site.isPost(`${folder}/${entry.replaceAll('\\', '/')}`));
}
