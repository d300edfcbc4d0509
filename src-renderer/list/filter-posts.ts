import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { MatchedText, SearchResult } from '../../src-main/common/posts/search.ts';
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

/** The posts that belong to the tab and hold every word of the query in title, description, tags or path; `#tag` means a tag. */
export function filterPosts(
  posts: readonly PostSummary[],
  { tab, query, changes }: PostFilter,
): readonly PostSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (tab === 'all' && words.length === 0) return posts;
  return posts.filter((post) => belongs(post, tab, changes) && words.every((word) => holds(post, word)));
}

/** A word in any place; one with `#` before it in the names of tags and categories alone. */
function holds(post: PostSummary, word: string): boolean {
  const tag = word.startsWith('#') ? word.slice(1) : '';
  if (!tag) return haystack(post).includes(word);
  return [...post.tags, ...post.categories].some((name) =>
    name.toLowerCase().replace(/\s+/g, '-').startsWith(tag),
  );
}

/** What the list shows: posts, and of those that were found by their texts the place that matches. */
export interface ShownPosts {
  /** Undefined while the posts are not known. */
  shown: readonly PostSummary[] | undefined;
  snippets: ReadonlyMap<string, MatchedText>;
}

const noSnippets: ReadonlyMap<string, MatchedText> = new Map();

/** The posts that the filter finds at once, in their order, and below them those whose texts match, best first. */
export function shownPosts(
  posts: readonly PostSummary[] | undefined,
  filter: PostFilter,
  found: readonly SearchResult[],
): ShownPosts {
  const atOnce = posts && filterPosts(posts, filter);
  if (!posts || !atOnce || found.length === 0) return { shown: atOnce, snippets: noSnippets };
  const known = new Set(atOnce);
  const wanted = new Map(found.map((result) => [result.path, result]));
  const summaries = new Map(posts.filter(({ path }) => wanted.has(path)).map((post) => [post.path, post]));
  const snippets = new Map<string, MatchedText>();
  const byText = found.flatMap(({ path, snippet }) => {
    const post = summaries.get(path);
    if (!post || known.has(post) || !belongs(post, filter.tab, filter.changes)) return [];
    if (snippet) snippets.set(path, snippet);
    return [post];
  });
  return { shown: [...atOnce, ...byText], snippets };
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
