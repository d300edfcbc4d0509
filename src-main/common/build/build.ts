import type { PostProblem } from '../site/check/check-posts.ts';

/** What is built. */
export interface BuildInput {
  /** Absolute path of the folder that the site goes to; `_site` beside the configuration where none is given. */
  out?: string | undefined;
  /** Whether drafts, and posts of the future, are built too. */
  drafts?: boolean | undefined;
}

/** How far a build is, in things of this step. */
export interface BuildProgress {
  step: 'posts' | 'pages' | 'pictures' | 'writing';
  done: number;
  total: number;
}

/** How a build ended. */
export type BuildOutcome =
  | {
      kind: 'built';
      /** HTML pages of the site, posts and redirects among them. */
      pages: number;
      posts: number;
      /** Files that were written or removed. */
      changed: number;
      milliseconds: number;
      /** Absolute path. */
      out: string;
      /** Path that the site has on its host: empty, or `/blog`. */
      base: string;
      /** What is wrong with posts, the configuration or the theme; a post with an error was left out. */
      problems: PostProblem[];
    }
  /** The site is as it was. */
  | { kind: 'cancelled' };
