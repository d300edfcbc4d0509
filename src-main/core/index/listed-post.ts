import { isAscii } from 'node:buffer';
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
export const packedVersion = 6;

/** The opposite of `packPost`. */
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

/** Many posts as one text, or the bytes of it: both pass between threads quicker than the posts themselves. */
export type PackedPosts = string | Uint8Array;

/** Posts as they were saved, newest first: unpacked when they are asked for, or in another thread. */
export interface SavedPosts {
  text: PackedPosts;
  posts(): readonly ListedPost[];
}

/** The posts as one text. */
export function packPosts(posts: readonly ListedPost[]): string {
  return JSON.stringify(posts.map(packPost));
}

/** The opposite of `packPosts`. */
export function unpackPosts(packed: PackedPosts): ListedPost[] {
  const text = typeof packed === 'string' ? packed : textOf(packed);
  return (JSON.parse(text) as PackedPost[]).map(unpackPost);
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(isAscii(buffer) ? 'latin1' : 'utf8');
}

/** Posts in the order of the list: the newest first, those without a date last. */
export function byNewest(a: ListedPost, b: ListedPost): number {
  if (a.instant !== b.instant) return a.instant > b.instant ? -1 : 1;
  return a.summary.path < b.summary.path ? -1 : 1;
}
