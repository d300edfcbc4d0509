import UFuzzy from '@leeoniya/ufuzzy';
import { anyAlphabet } from '../../common/fuzzy-matching.ts';
import type { PostPath, PostSummary } from '../../common/posts/post.ts';
import type { MatchedText, MatchRange, SearchAnswer, SearchResult } from '../../common/posts/search.ts';
import { instantOf } from '../../common/site/file-dates.ts';
import { findNeedle, type Needle, needleOf } from './needle.ts';
import { comparable } from './post-text.ts';

/** A post as it is searched: all texts lower case and composed. */
interface Searched {
  summary: PostSummary;
  title: string;
  tags: string[];
  description: string;
  body: string;
  /** Milliseconds since 1970. */
  instant: number;
}

/** The texts of all posts, and the search through them. There is no inverted index: making one takes far longer than it saves. */
export interface FullText {
  set(summary: PostSummary, body: string): void;
  remove(path: PostPath): void;
  has(path: PostPath): boolean;
  search(input: SearchInput): SearchAnswer;
}

export interface SearchInput {
  query: string;
  /** Most results given. */
  limit: number;
  /** The body of a post as it is written, for the snippet. */
  bodyOf(path: PostPath): string | undefined;
}

/** An empty collection of texts. */
export function createFullText(): FullText {
  const posts = new Map<PostPath, Searched>();
  let all: readonly Searched[] | undefined;
  let titles: Titles | undefined;
  const allNow = (): readonly Searched[] => {
    all ??= [...posts.values()];
    return all;
  };
  const titlesNow = (): Titles => {
    titles ??= titlesOf(allNow());
    return titles;
  };
  return {
    set(summary, body) {
      posts.set(summary.path, searched(summary, body));
      all = undefined;
      titles = undefined;
    },
    remove(path) {
      posts.delete(path);
      all = undefined;
      titles = undefined;
    },
    has: (path) => posts.has(path),
    search: (input) => search(allNow(), titlesNow, input),
  };
}

function searched(summary: PostSummary, body: string): Searched {
  const { title, description, tags, categories, date } = summary;
  return {
    summary,
    title: comparable(title),
    tags: [...tags, ...categories].map(comparable),
    description: comparable(description),
    body,
    instant: date === undefined ? Number.NEGATIVE_INFINITY : instantOf(date),
  };
}

/** The titles of all posts as the fuzzy matcher takes them, in the same order as the posts. */
interface Titles {
  posts: readonly Searched[];
  texts: string[];
}

function titlesOf(posts: readonly Searched[]): Titles {
  return { posts, texts: posts.map(({ summary }) => summary.title.normalize('NFC')) };
}

interface Found {
  post: Searched;
  score: number;
}

/** The best of the posts that have all words, and how many have them. */
interface FoundPosts {
  best: readonly Found[];
  total: number;
}

/** Nobody reads more lines than this; each is taken from its file. */
const mostSnippets = 200;
/** More results than this are so many that similar ones would not help. */
const fewResults = 5;

function search(
  posts: readonly Searched[],
  titles: () => Titles,
  { query, limit, bodyOf }: SearchInput,
): SearchAnswer {
  const words = wordsOf(query);
  if (words.length === 0) return { results: [], total: 0 };
  const { best, total } = findExact(posts, { words, phrase: comparable(query.trim()), limit });
  const exact = best
    .slice(0, limit)
    .map(({ post }, place) => exactResult(post, words, place < mostSnippets ? bodyOf : undefined));
  if (total >= fewResults) return { results: exact, total };
  const known = new Set(best.map(({ post }) => post.summary.path));
  const similar = findSimilar(titles(), words.join(' ')).filter(({ path }) => !known.has(path));
  return { results: [...exact, ...similar].slice(0, limit), total: total + similar.length };
}

/** The words of a query, the longest first: it is the rarest, and most posts are passed over after the first. */
function wordsOf(query: string): string[] {
  const words = new Set(comparable(query).split(/\s+/).filter(Boolean));
  return [...words].sort((a, b) => b.length - a.length).slice(0, mostWords);
}

/** More words than this are a text, and no query. */
const mostWords = 16;

interface ExactQuery {
  words: readonly string[];
  phrase: string;
  limit: number;
}

/** Ten thousand posts may have a word: all but the best are only numbers, which leave nothing behind. */
function findExact(posts: readonly Searched[], { words, phrase, limit }: ExactQuery): FoundPosts {
  const needles = words.map(needleOf);
  const scores = new Uint32Array(posts.length);
  const places = new Uint32Array(posts.length);
  let total = 0;
  for (const [place, post] of posts.entries()) {
    const score = scoreOf(post, needles, phrase);
    if (score === 0) continue;
    scores[place] = score;
    places[total] = place;
    total += 1;
  }
  const foundAt = (place: number): Found => ({
    post: posts[place] as Searched,
    score: scores[place] as number,
  });
  const ordered = places
    .subarray(0, total)
    .sort(
      (a, b) =>
        (scores[b] as number) - (scores[a] as number) || byNewest(posts[a] as Searched, posts[b] as Searched),
    );
  const best = Array.from(ordered.subarray(0, Math.max(limit, mostCompared)), foundAt);
  return { best: words.length > 1 ? preferPhrase(best, phrase) : best, total };
}

/** Of so many, the first are good enough without reading all their texts once more. */
const mostCompared = 300;

/** Posts that have the words side by side come before others of their kind. */
function preferPhrase(found: readonly Found[], phrase: string): Found[] {
  const first = found
    .slice(0, mostCompared)
    .map(({ post, score }) => ({ post, score: post.body.includes(phrase) ? score + 15 : score }));
  return [...first.sort(byScore), ...found.slice(mostCompared)];
}

function byScore(a: Found, b: Found): number {
  return b.score - a.score || byNewest(a.post, b.post);
}

function byNewest(a: Searched, b: Searched): number {
  if (a.instant !== b.instant) return a.instant > b.instant ? -1 : 1;
  return a.summary.path < b.summary.path ? -1 : 1;
}

/** 0 where a word is missing. The title counts most, then tags, then the description, then the text. */
function scoreOf(post: Searched, needles: readonly Needle[], phrase: string): number {
  let score = 0;
  for (const needle of needles) {
    const own = scoreOfWord(post, needle);
    if (own === 0) return 0;
    score += own;
  }
  if (post.title === phrase) score += 400;
  else if (needles.length > 1 && post.title.includes(phrase)) score += 100;
  return score;
}

function scoreOfWord(post: Searched, needle: Needle): number {
  const title = scoreIn(post.title, needle);
  if (title > 0) return 80 + 10 * title;
  let tag = 0;
  for (const own of post.tags) tag = Math.max(tag, own === needle.word ? 4 : scoreIn(own, needle));
  if (tag > 0) return 40 + 5 * tag;
  const description = scoreIn(post.description, needle);
  if (description > 0) return 20 + 3 * description;
  const body = scoreIn(post.body, needle);
  return body > 0 ? 5 + body : 0;
}

/** 0: not there. 1: inside a word. 2: at the beginning of one. 3: a word of its own. */
function scoreIn(text: string, needle: Needle): number {
  let best = 0;
  let at = findNeedle(text, needle);
  // The first places tell enough; the rest of a long text is not read for it.
  for (let place = 0; at !== -1 && place < 3 && best < 3; place += 1) {
    const begins = at === 0 || !isOfWord(text.charCodeAt(at - 1));
    const end = at + needle.word.length;
    const ends = end === text.length || !isOfWord(text.charCodeAt(end));
    best = Math.max(best, begins ? (ends ? 3 : 2) : 1);
    if (best < 3 && place < 2) at = findNeedle(text, needle, end);
  }
  return best;
}

function isOfWord(code: number): boolean {
  if (code < 0x80) return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
  return code >= 0xc0;
}

function exactResult(
  post: Searched,
  words: readonly string[],
  bodyOf: SearchInput['bodyOf'] | undefined,
): SearchResult {
  const { path, title, tags, categories } = post.summary;
  const inBody = words.filter((word) => post.body.includes(word));
  return {
    path,
    kind: 'exact',
    title: { text: title, ranges: rangesIn(title, words) },
    tags: [...tags, ...categories].filter((tag) => words.some((word) => comparable(tag).includes(word))),
    snippet: bodyOf && inBody.length > 0 ? snippetOf(bodyOf(path) ?? post.body, inBody) : undefined,
  };
}

/** Text before and behind the first match. In UTF-16 code units. */
const before = 40;
const behind = 120;

/** One line around the first place of the longest word. */
function snippetOf(body: string, words: readonly string[]): MatchedText | undefined {
  const text = body.normalize('NFC');
  const lower = text.toLowerCase();
  // A few letters are longer in lower case: then places differ, and the lower case is shown.
  const shown = lower.length === text.length ? text : lower;
  const at = lower.indexOf(words[0] ?? '');
  if (at === -1) return undefined;
  const from = at <= before ? 0 : wordStart(shown, at - before, at);
  const to = Math.min(shown.length, at + behind);
  const line = `${from > 0 ? '… ' : ''}${shown.slice(from, to).replace(/\s+/g, ' ').trim()}${to < shown.length ? ' …' : ''}`;
  return { text: line, ranges: rangesIn(line, words) };
}

function wordStart(text: string, from: number, to: number): number {
  const blank = text.slice(from, to).search(/\s/);
  return blank === -1 ? from : from + blank + 1;
}

/** Every place of every word, in order and without overlaps. */
function rangesIn(text: string, words: readonly string[]): MatchRange[] {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [];
  const ranges: MatchRange[] = [];
  for (const word of words)
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + word.length))
      ranges.push({ from: at, to: at + word.length });
  ranges.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = 0;
  return ranges.filter(({ from, to }) => {
    const isFree = from >= end;
    if (isFree) end = to;
    return isFree;
  });
}

const errors = { intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 } as const;

/** Made when they are first asked for: that takes some 5 ms, which nothing but a search should wait for. */
const matchers: { latin?: UFuzzy; any?: UFuzzy } = {};

function matcherOf(query: string): UFuzzy {
  if (/^[\0-\x7f]*$/.test(query)) {
    matchers.latin ??= new UFuzzy(errors);
    return matchers.latin;
  }
  matchers.any ??= new UFuzzy({ ...errors, ...anyAlphabet });
  return matchers.any;
}

/** Longer queries have no typing errors that are worth the time of looking for them. In UTF-16 code units. */
const longestMistyped = 80;

/** More similar titles than this are none. */
const mostSimilar = 20;

/** Posts whose title has each word but for one letter, best first. */
function findSimilar({ posts, texts }: Titles, query: string): SearchResult[] {
  if (query.length > longestMistyped) return [];
  const matcher = matcherOf(query);
  const [found, info, order] = matcher.search(texts, query, mostPermuted, texts.length);
  // Of more words than it permutes, the matcher tells no order.
  const places = info && order ? order : (found ?? []).map((_, place) => place);
  return places.slice(0, mostSimilar).flatMap((place) => {
    const index = (info ? info.idx[place] : found?.[place]) ?? -1;
    const post = posts[index];
    const text = texts[index];
    if (!post || text === undefined) return [];
    const title = { text, ranges: pairs(info?.ranges[place] ?? []) };
    return [{ path: post.summary.path, kind: 'similar', title, tags: [], snippet: undefined }];
  });
}

/** The words of a query may come in any order up to this many. */
const mostPermuted = 4;

function pairs(flat: readonly number[]): MatchRange[] {
  const ranges: MatchRange[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) ranges.push({ from: flat[at] ?? 0, to: flat[at + 1] ?? 0 });
  return ranges;
}
