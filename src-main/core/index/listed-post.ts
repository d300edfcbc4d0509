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

/** A listed post as JSON: an array in a fixed order, half as long as with its keys. */
export type PackedPost = readonly unknown[];

/** Makes a post ready for JSON. Change `packedVersion` with it. */
export function packPost({ format, until, instant, summary }: ListedPost): PackedPost {
  return [
    summary.path,
    summary.collection,
    summary.title,
    summary.date,
    summary.description,
    summary.tags,
    summary.categories,
    summary.visibility,
    summary.slug,
    summary.url,
    summary.words,
    summary.problems,
    format,
    until,
    instant,
  ];
}

/** Grows with every change of what is packed, or of how front matter is read, so that no older file is believed. */
export const packedVersion = 3;

/** Whether a value of a file is a packed post, as far as its types tell. */
export function isPackedPost(value: unknown): value is PackedPost {
  if (!Array.isArray(value) || value.length !== 15) return false;
  const [path, collection, title, date, description, tags, categories, visibility, slug, url] = value;
  return (
    [path, collection, title, description, visibility, slug, value[12]].every(
      (text) => typeof text === 'string',
    ) &&
    [date, url].every((text) => text === null || typeof text === 'string') &&
    [value[10], value[13], value[14]].every((number) => number === null || typeof number === 'number') &&
    [tags, categories].every(
      (list) => Array.isArray(list) && list.every((text) => typeof text === 'string'),
    ) &&
    Array.isArray(value[11]) &&
    value[11].every((problem) => typeof problem === 'object' && problem !== null)
  );
}

/** The opposite of `packPost`; for what comes from a file, after `isPackedPost`. */
export function unpackPost(packed: PackedPost): ListedPost {
  const summary = {
    path: packed[0],
    collection: packed[1],
    title: packed[2],
    date: packed[3] ?? undefined,
    description: packed[4],
    tags: packed[5],
    categories: packed[6],
    visibility: packed[7],
    slug: packed[8],
    url: packed[9] ?? undefined,
    words: packed[10] ?? undefined,
    problems: packed[11],
  } as PostSummary;
  return {
    summary,
    format: packed[12] as string,
    until: (packed[13] as number | null) ?? undefined,
    // JSON has no infinity.
    instant: (packed[14] as number | null) ?? Number.NEGATIVE_INFINITY,
  };
}

/** Many posts as one text, which passes between threads quicker than the posts themselves. */
export function packPosts(posts: readonly ListedPost[]): string {
  return JSON.stringify(posts.map(packPost));
}

/** The opposite of `packPosts`. */
export function unpackPosts(text: string): ListedPost[] {
  return (JSON.parse(text) as PackedPost[]).map(unpackPost);
}
