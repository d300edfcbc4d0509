import type { Client } from '../../src-main/common/api/client.ts';
import type { PostSummary } from '../../src-main/common/posts/post.ts';

/** So many posts are taken at once: reading more of them keeps the window from answering. */
const stretch = 1500;

/**
 * All posts of the open blog, newest first, taken in stretches.
 *
 * @param onFirst called with the first stretch, to be shown while the others come
 */
export async function listPosts(
  client: Client,
  onFirst: (posts: PostSummary[]) => void,
): Promise<PostSummary[]> {
  const posts: PostSummary[] = [];
  for (;;) {
    const more = await client.call('posts.list', { from: posts.length, count: stretch });
    posts.push(...more);
    if (more.length < stretch) return posts;
    if (posts.length === stretch) onFirst([...posts]);
  }
}
