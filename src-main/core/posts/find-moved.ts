import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostPath } from '../../common/posts/post.ts';

/**
 * Where a post lies that another program has renamed or moved: the only file among these posts with these bytes.
 * Undefined where there is none, or where several could be meant.
 *
 * @param root absolute path that the posts' paths are relative to
 */
export async function findMoved(
  root: string,
  posts: readonly PostPath[],
  bytes: Uint8Array,
): Promise<PostPath | undefined> {
  let found: PostPath | undefined;
  for (const path of posts) {
    if (!(await holds(join(root, path), bytes))) continue;
    if (found !== undefined) return undefined;
    found = path;
  }
  return found;
}

/** A file that cannot be read is not the one. */
async function holds(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    if ((await stat(file)).size !== bytes.byteLength) return false;
    return (await readFile(file)).equals(bytes);
  } catch {
    return false;
  }
}
