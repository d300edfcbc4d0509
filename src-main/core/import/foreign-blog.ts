import type { FrontMatterData } from '../../common/posts/front-matter.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';

/** A post as another program gave it out. */
export interface ForeignPost {
  /** What its author finds it by in the export, for problems. */
  name: string;
  title: string;
  /** The last part of its address there; made of the title where it is empty. */
  slug: string;
  /** ISO 8601 day or instant; undefined where it has none yet. */
  date: string | undefined;
  draft: boolean;
  tags: readonly string[];
  categories: readonly string[];
  description: string;
  /** Address of the picture at its head, and what it shows. */
  cover: { address: string; alt: string } | undefined;
  /** Its public address there, whole; undefined where it had none. */
  address: string | undefined;
  /** Another address that led there, such as `https://example.org/?p=1`. */
  shortAddress?: string | undefined;
  body: ForeignBody;
  /** Front matter that stands for none of these, to be carried along. */
  others?: FrontMatterData;
}

/** HTML is written as Markdown on its way; Markdown stays as it is, but for where its pictures are. */
export type ForeignBody = { html: string } | { markdown: string };

/** A picture as it is read or fetched. */
export interface ForeignPicture {
  /** Its file's name. */
  name: string;
  bytes: Uint8Array;
}

/** All that an export holds. */
export interface ForeignBlog {
  /** In the order of the export. */
  posts: readonly ForeignPost[];
  /** What was left out, or could not be read. */
  problems: readonly PostProblem[];
  /** Address of the blog that they come from, as `https://example.org`; undefined where the export does not say it. */
  site: string | undefined;
  /** Name of the post whose file a link of another one leads to; undefined where it is none. */
  linkedPost?(address: string, from: ForeignPost): string | undefined;
  /** A picture that the export itself holds, by the address that a post has for it; undefined where it does not. */
  picture(address: string, post: ForeignPost): Promise<ForeignPicture | undefined>;
}

/** A problem of the export, before there is a post that it could be about. */
export function exportProblem(
  path: string,
  severity: PostProblem['severity'],
  code: string,
  message: string,
): PostProblem {
  return { path, severity, code, message, line: 1, column: 1 };
}

/** Of HTML within HTML beyond what a program can follow, which ends in a RangeError. */
export function tooDeep(path: string): PostProblem {
  return exportProblem(
    path,
    'error',
    'post-unreadable',
    'Its parts lie too deep within each other to be read, so it was left out.',
  );
}
