import type { PostSummary } from '../../common/posts/post.ts';

/** What the list keeps of one post. */
export interface ListedPost {
  /** Format of its front matter. */
  format: string;
  /** When its visibility will be another by itself, in milliseconds since 1970. */
  until: number | undefined;
  /** Its date, to order by, in milliseconds since 1970; `-Infinity` where it has none. */
  instant: number;
  summary: PostSummary;
}

/** Posts in the order of the list: the newest first, those without a date last. */
export function byNewest(a: ListedPost, b: ListedPost): number {
  if (a.instant !== b.instant) return a.instant > b.instant ? -1 : 1;
  return a.summary.path < b.summary.path ? -1 : 1;
}
