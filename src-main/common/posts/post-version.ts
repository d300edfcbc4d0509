import type { PostPath } from './post.ts';

/** An earlier version of a post: a commit that changed it, or a text that Galley has kept on this computer. */
export interface PostVersion {
  /** What to call it by in `posts.version` and `posts.restore`: a commit's name, or a snapshot's. */
  commit: string;
  /** ISO 8601 instant, with its author's offset where it has one. */
  date: string;
  /** Undefined for a snapshot. */
  author: string | undefined;
  /** What its author said of it; of a snapshot, what it is. */
  message: string;
  /** Where the post was then. */
  path: PostPath;
  source: 'git' | 'snapshot';
}
