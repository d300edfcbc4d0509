import type { Client } from '../../src-main/common/api/client.ts';
import type { PostSummary } from '../../src-main/common/posts/post.ts';
import { firstStretch as stretch } from '../bridge/ask-ahead.ts';

/** In milliseconds. */
const longestMoment = 200;

/** How the stretches of a list are taken. */
export interface Stretches {
  /** Called with the first stretch where there are more, to be shown while the others come. */
  onFirst(posts: PostSummary[]): void;
  /** What the others wait for. */
  beforeRest(): Promise<unknown> | undefined;
}

/** All posts of the open blog, newest first, taken in stretches. */
export async function listPosts(client: Client, { onFirst, beforeRest }: Stretches): Promise<PostSummary[]> {
  const posts: PostSummary[] = [];
  for (;;) {
    const more = await client.call('posts.list', { from: posts.length, count: stretch });
    posts.push(...more);
    if (more.length < stretch) return posts;
    if (posts.length === stretch) onFirst([...posts]);
    await beforeRest();
    await aMoment();
  }
}

/** The rest of a long list waits until the window has nothing more urgent to do, but not for ever. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => {
    requestIdleCallback(() => resolve(), { timeout: longestMoment });
  });
}
