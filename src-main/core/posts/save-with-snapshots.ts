import type { SaveOutcome } from '../../common/posts/post.ts';
import type { PostStore, SaveInput } from './post-store.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * Saves a post so that both the text that was there and the text that is there now are kept: the first before it is
 * replaced, for it may be another program's and in no commit. A snapshot that fails never keeps a save back.
 */
export async function saveWithSnapshots(
  { posts, snapshots }: { posts: PostStore; snapshots: Snapshots },
  input: SaveInput,
): Promise<SaveOutcome> {
  if (input.basedOn !== undefined && !(await snapshots.has(input.path, input.basedOn))) {
    const before = await posts.read(input.path).catch(() => undefined);
    if (before?.revision === input.basedOn) await snapshots.keep(input.path, before.text);
  }
  const outcome = await posts.save(input);
  if (outcome.kind === 'saved') void snapshots.keep(input.path, input.text);
  return outcome;
}
