import { isAscii } from 'node:buffer';
import type { PostSummary, Visibility } from '../../common/posts/post.ts';
import type { Problem } from '../../common/problem.ts';
import type { ListedPost } from './listed-post.ts';

/** Many posts as one text, or the bytes of it: both pass between threads quicker than the posts themselves. */
export type PackedPosts = string | Uint8Array;

/** Posts as they were saved, newest first: unpacked when they are asked for, or in another thread. */
export interface SavedPosts {
  text: PackedPosts;
  posts(): readonly ListedPost[];
}

/** Grows with every change of what is packed, or of how front matter is read, so that no older file is believed. */
export const packedVersion = 12;

/** The first line. Behind it stand the columns, one after the other. */
interface Head {
  count: number;
  /** In UTF-16 code units, in the order of `textColumns`, then tags and categories. */
  lengths: number[];
  /** Columns whose texts are JSON: some hold what parts texts, or half characters. */
  asJson: number[];
  /** How many tags and categories each post has. */
  tags: number[];
  categories: number[];
  /** What many posts share: the values, and for each post the place of its own. */
  collections: Shared<string>;
  visibilities: Shared<Visibility>;
  formats: Shared<string>;
  words: (number | null)[];
  until: (number | null)[];
  /** JSON has no infinity. */
  instants: (number | null)[];
  /** Of the few posts that have some. */
  problems: [number, Problem[]][];
  /** Posts without these. */
  dateless: number[];
  addressless: number[];
}

interface Shared<T> {
  values: T[];
  places: number[];
}

/** Between the texts of a column. */
const parting = '\0';

/**
 * The posts as one text: a column for each of what they have, since one text with ten thousand titles is made and taken
 * apart several times as quickly as ten thousand small texts are read.
 */
export function packPosts(posts: readonly ListedPost[]): string {
  const asJson: number[] = [];
  const columns = [
    posts.map(({ summary }) => summary.path),
    posts.map(({ summary }) => summary.title),
    posts.map(({ summary }) => summary.date ?? ''),
    posts.map(({ summary }) => summary.description),
    posts.map(({ summary }) => summary.slug),
    posts.map(({ summary }) => summary.url ?? ''),
    posts.flatMap(({ summary }) => summary.tags),
    posts.flatMap(({ summary }) => summary.categories),
  ].map((texts, place) => {
    const joined = joinedTexts(texts);
    if (joined === undefined) asJson.push(place);
    return joined ?? JSON.stringify(texts);
  });
  const head: Head = {
    count: posts.length,
    lengths: columns.map(({ length }) => length),
    asJson,
    tags: posts.map(({ summary }) => summary.tags.length),
    categories: posts.map(({ summary }) => summary.categories.length),
    collections: shared(posts.map(({ summary }) => summary.collection)),
    visibilities: shared(posts.map(({ summary }) => summary.visibility)),
    formats: shared(posts.map(({ format }) => format)),
    words: posts.map(({ summary }) => summary.words ?? null),
    until: posts.map(({ until }) => until ?? null),
    instants: posts.map(({ instant }) => instant),
    problems: placesOf(posts, ({ summary }) => summary.problems.length > 0).map((place) => [
      place,
      (posts[place] as ListedPost).summary.problems,
    ]),
    dateless: placesOf(posts, ({ summary }) => summary.date === undefined),
    addressless: placesOf(posts, ({ summary }) => summary.url === undefined),
  };
  return `${JSON.stringify(head)}\n${columns.join('')}`;
}

/** Undefined where it could not be taken apart again. */
function joinedTexts(texts: readonly string[]): string | undefined {
  if (texts.some((text) => text.includes(parting))) return undefined;
  const joined = texts.join(parting);
  return /\p{Cs}/u.test(joined) ? undefined : joined;
}

function shared<T extends string>(all: readonly T[]): Shared<T> {
  const places = new Map<T, number>();
  const own = all.map((value) => {
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return place;
  });
  return { values: [...places.keys()], places: own };
}

function placesOf(posts: readonly ListedPost[], is: (post: ListedPost) => boolean): number[] {
  return posts.flatMap((post, place) => (is(post) ? [place] : []));
}

/** The opposite of `packPosts`. */
export function unpackPosts(packed: PackedPosts): ListedPost[] {
  const text = typeof packed === 'string' ? packed : textOf(packed);
  const end = text.indexOf('\n');
  const head = JSON.parse(text.slice(0, end)) as Head;
  const [
    paths = [],
    titles = [],
    dates = [],
    descriptions = [],
    slugs = [],
    urls = [],
    tags = [],
    categories = [],
  ] = columnsOf(text, end + 1, head);
  const { collections, visibilities, formats } = head;
  const posts: ListedPost[] = [];
  let tag = 0;
  let category = 0;
  for (let place = 0; place < head.count; place += 1) {
    const lastTag = tag + (head.tags[place] as number);
    const lastCategory = category + (head.categories[place] as number);
    const summary: PostSummary = {
      path: paths[place] as string,
      collection: collections.values[collections.places[place] as number] as string,
      title: titles[place] as string,
      date: dates[place],
      description: descriptions[place] as string,
      tags: tags.slice(tag, lastTag),
      categories: categories.slice(category, lastCategory),
      visibility: visibilities.values[visibilities.places[place] as number] as Visibility,
      slug: slugs[place] as string,
      url: urls[place],
      words: head.words[place] ?? undefined,
      problems: [],
    };
    posts.push({
      summary,
      format: formats.values[formats.places[place] as number] as string,
      until: head.until[place] ?? undefined,
      instant: head.instants[place] ?? Number.NEGATIVE_INFINITY,
    });
    tag = lastTag;
    category = lastCategory;
  }
  addTheRare(posts, head);
  return posts;
}

function addTheRare(posts: readonly ListedPost[], { problems, dateless, addressless }: Head): void {
  for (const [place, own] of problems) summaryAt(posts, place).problems = own;
  for (const place of dateless) summaryAt(posts, place).date = undefined;
  for (const place of addressless) summaryAt(posts, place).url = undefined;
}

function summaryAt(posts: readonly ListedPost[], place: number): PostSummary {
  return (posts[place] as ListedPost).summary;
}

function columnsOf(text: string, from: number, { lengths, asJson }: Head): string[][] {
  let at = from;
  return lengths.map((length, place) => {
    const column = text.slice(at, at + length);
    at += length;
    return asJson.includes(place) ? (JSON.parse(column) as string[]) : column.split(parting);
  });
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(isAscii(buffer) ? 'latin1' : 'utf8');
}
