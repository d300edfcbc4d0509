import { readFrontMatter } from '../../../common/posts/front-matter.ts';
import type { PostSummary } from '../../../common/posts/post.ts';
import type { PublishedPost } from '../../../common/publish/live.ts';
import { newWordsIn } from '../../../common/publish/new-words.ts';
import type { PublishOutcome } from '../../../common/publish/publish.ts';

/** What tells the published posts on their pages. */
export interface PostTeller {
  list(): Promise<readonly PostSummary[]>;
  /** The text as it was published, and the one before; undefined where there is none. */
  texts(path: string, commit: string): Promise<{ now: string | undefined; before: string | undefined }>;
  /** The title of a post from its text. */
  titleOf(path: string, text: string): string | undefined;
}

/** The posts of a publish that can be told on the site: those whose page is new, has new words, or is to go. */
export async function publishedPosts(
  { outcome, commit, paths }: PublishOutcome,
  teller: PostTeller,
): Promise<PublishedPost[]> {
  if (outcome !== 'published' || commit === undefined) return [];
  const listed = new Map((await teller.list()).map((post) => [post.path, post]));
  const posts: PublishedPost[] = [];
  for (const path of paths) {
    const post = listed.get(path);
    if (post?.url === undefined) continue;
    const told = await tell(post, await teller.texts(path, commit), teller);
    if (told) posts.push({ path, url: post.url, ...told });
  }
  return posts;
}

async function tell(
  { path, title: listedTitle, visibility }: PostSummary,
  { now, before }: { now: string | undefined; before: string | undefined },
  { titleOf }: PostTeller,
): Promise<Pick<PublishedPost, 'title' | 'kind' | 'newWords'> | undefined> {
  const title = listedTitle ?? '';
  if (now === undefined) return undefined;
  // Whether the page was there before cannot be known of a text that was a draft then too; it is then gone at once.
  if (visibility === 'draft') return before === undefined ? undefined : { title, kind: 'gone', newWords: [] };
  if (visibility !== 'public' || title === '') return undefined;
  if (before === undefined) return { title, kind: 'new', newWords: [] };
  const isRenamed = titleOf(path, before) !== title;
  const newWords = [...(isRenamed ? [title] : []), ...newWordsIn(bodyOf(now), bodyOf(before))];
  return newWords.length === 0 ? undefined : { title, kind: 'changed', newWords };
}

function bodyOf(text: string): string {
  return text.slice(readFrontMatter(text).bodyStart);
}
