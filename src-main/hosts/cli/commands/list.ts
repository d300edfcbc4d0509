import type { PostSummary } from '../../../common/posts/post.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { oneLine, styled, type Terminal } from '../terminal.ts';

export interface ListCommandOptions {
  drafts?: boolean;
  published?: boolean;
  scheduled?: boolean;
  tag?: string;
  query?: string;
  since?: string;
  until?: string;
  limit?: number;
}

/** `galley list`: the posts, newest first, that pass every filter given. */
export async function list(context: CommandContext, options: ListCommandOptions): Promise<CommandAnswer> {
  const posts = await context.client.call('posts.list');
  const candidates = posts.filter((post) => passes(post, options));
  const found = options.query === undefined ? candidates : await search(context, candidates, options.query);
  const chosen = found.slice(0, options.limit);
  return {
    json: () => countedJson(context, chosen),
    text: (terminal) => (chosen.length === 0 ? ['No posts.'] : chosen.map((post) => toLine(post, terminal))),
  };
}

/** The posts that hold every word of the query; where there are none, those with a title much like it. */
async function search(
  { client }: CommandContext,
  posts: readonly PostSummary[],
  query: string,
): Promise<PostSummary[]> {
  if (query.trim() === '') return [...posts];
  const { results } = await client.call('posts.search', { query, limit: mostResults });
  const exact = results.filter(({ kind }) => kind === 'exact');
  const found = new Set((exact.length > 0 ? exact : results).map(({ path }) => path));
  return posts.filter(({ path }) => found.has(path));
}

/** All of them: a script wants no pages. */
const mostResults = 100_000;

/** The value of `--json`, for which every body is read: a script is to wait for the number of words. */
async function countedJson({ application }: CommandContext, chosen: readonly PostSummary[]) {
  const counted = await application.site().posts.listWithWords();
  const words = new Map(counted.map((post) => [post.path, post.words]));
  return chosen.map((post) => toJson({ ...post, words: words.get(post.path) }));
}

/** Whether a post passes the filters that its summary can answer. */
export function passes(post: PostSummary, options: ListCommandOptions): boolean {
  const { drafts, published, scheduled, tag, since, until } = options;
  if (drafts && post.visibility !== 'draft') return false;
  if (published && post.visibility !== 'public') return false;
  if (scheduled && post.visibility !== 'scheduled') return false;
  if (tag !== undefined && !hasTag(post, tag)) return false;
  if (since !== undefined && !(post.date !== undefined && compareDates(post.date, since) >= 0)) return false;
  if (until !== undefined && !(post.date !== undefined && compareDates(post.date, until) <= 0)) return false;
  return true;
}

function hasTag(post: PostSummary, tag: string): boolean {
  const wanted = tag.toLowerCase();
  return [...post.tags, ...post.categories].some((own) => own.toLowerCase() === wanted);
}

/**
 * Orders two ISO dates as far as both are precise: a whole day holds all its hours, as the post's own place on earth
 * counts them. Only two instants are compared as instants.
 */
function compareDates(date: string, bound: string): number {
  const length = Math.min(date.length, bound.length);
  if (length > 10) return Date.parse(date) - Date.parse(bound);
  const [a, b] = [date.slice(0, length), bound.slice(0, length)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function toJson(post: PostSummary) {
  const { path, title, description, tags, categories, slug } = post;
  return {
    path,
    title,
    date: post.date ?? null,
    description,
    tags,
    categories,
    draft: post.visibility === 'draft',
    slug,
    url: post.url ?? null,
    words: post.words ?? null,
    problems: post.problems.length,
  };
}

function toLine(post: PostSummary, terminal: Terminal): string {
  const state = post.visibility === 'public' ? '' : ` (${post.visibility})`;
  const problems = post.problems.length > 0 ? styled(terminal, 'yellow', ' ! has problems') : '';
  const date = (post.date ?? '').slice(0, 10).padEnd(10);
  return `${date}  ${oneLine(post.title)}${state}${problems}  ${styled(terminal, 'dim', oneLine(post.path))}`;
}
