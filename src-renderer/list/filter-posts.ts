import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';

/** The tabs above the list. */
export type ListTab = 'all' | 'drafts' | 'changed';

/** Lower-cased words of each post, made once: a filter of ten thousand posts takes a few milliseconds. */
const haystacks = new WeakMap<PostSummary, string>();

export interface PostFilter {
  tab: ListTab;
  query: string;
  changes: ReadonlyMap<string, PlannedChange>;
}

/** The posts that belong to the tab and hold every word of the query in title, description, tags or path. */
export function filterPosts(
  posts: readonly PostSummary[],
  { tab, query, changes }: PostFilter,
): readonly PostSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (tab === 'all' && words.length === 0) return posts;
  return posts.filter(
    (post) => belongs(post, tab, changes) && words.every((word) => haystack(post).includes(word)),
  );
}

function belongs(post: PostSummary, tab: ListTab, changes: ReadonlyMap<string, PlannedChange>): boolean {
  if (tab === 'drafts') return post.visibility === 'draft';
  return tab === 'all' || changes.has(post.path);
}

function haystack(post: PostSummary): string {
  let text = haystacks.get(post);
  if (text === undefined) {
    text = [post.title, post.description, ...post.tags, ...post.categories, post.path]
      .join('\n')
      .toLowerCase();
    haystacks.set(post, text);
  }
  return text;
}
