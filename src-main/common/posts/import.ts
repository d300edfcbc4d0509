import type { PostProblem } from '../site/check/check-posts.ts';
import type { PostPath } from './post.ts';

/** Where posts come from: what the programs that give posts out call their own, and Markdown of whatever program. */
export const importFormats = ['wordpress', 'ghost', 'medium', 'markdown'] as const;

export type ImportFormat = (typeof importFormats)[number];

/** What has come into the blog. */
export interface ImportOutcome {
  /** New posts, in the order of the export. */
  posts: PostPath[];
  /** Files of pictures that were written, relative to the root. */
  assets: string[];
  /** What did not come as it was, at the new post where there is one, else at the name that the export has for it. */
  problems: PostProblem[];
  /** Whether it was stopped before its end. What had come until then stays. */
  cancelled: boolean;
}

/** What an export holds, before any of it comes. */
export interface ImportPreview {
  /** What gave it out, as it was said or as the export tells. */
  from: ImportFormat;
  posts: number;
}

/** How far an import has come, in posts: first each is written, then each gets its pictures and links. */
export interface ImportProgress {
  step: 'posts' | 'pictures';
  done: number;
  total: number;
}
