import { lstatSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostPath } from '../../common/posts/post.ts';
import { type PostHead, readHead } from '../../common/posts/read-head.ts';
import { splitPost } from '../../common/posts/split-post.ts';
import type { Problem } from '../../common/problem.ts';
import { instantOf } from '../../common/site/file-dates.ts';
import { nameOf } from '../../common/site/paths.ts';
import { type ReadableFrontMatter, readMeaning } from '../../common/site/post-meaning.ts';
import type { SitePlace } from '../../common/site/site-map.ts';
import { type FileHead, readHeadOf } from '../posts/read-post-file.ts';
import type { FileStamp } from './file-stamp.ts';
import type { ListedPost } from './listed-post.ts';

/** A listed post and the state of the file that it was read from. */
export interface StampedPost extends ListedPost {
  /** Undefined where there is no file to be believed: it is read again each time. */
  stamp: FileStamp | undefined;
}

/** A post to be read. */
export interface PostFileToList {
  /** Absolute real path of the blog. */
  root: string;
  path: PostPath;
  place: SitePlace;
  /** Whether the file is known to be none: links that lead out of the blog are not followed. */
  isLink: boolean;
}

/** Reads what the list shows of a post. Whatever is wrong with it, or with how Galley reads it, is a problem of it. */
export function readListedPost(file: PostFileToList): StampedPost {
  try {
    return read(file);
  } catch (error) {
    return { ...meant(file, noFrontMatter, '', [failure(error)]), format: 'none', stamp: undefined };
  }
}

function read(file: PostFileToList): StampedPost {
  const { head, frontMatter, bodyStart, problems } = readHeadOfPost(file);
  const body = head.text.slice(bodyStart, bodyStart + usualBody);
  const own = head.problems.length > 0 ? head.problems : problems;
  const ofName = problemsOfName(file.path);
  const ofPostName = problemsOfPostName(file);
  const isUsual = ofName.length === 0 && ofPostName.length === 0;
  const { until, instant, summary } = meant(
    file,
    frontMatter,
    body,
    isUsual ? own : [...ofName, ...ofPostName, ...own],
  );
  return { until, instant, summary, format: frontMatter.format, stamp: head.stamp };
}

/** Text behind the front matter in which a title is looked for. In UTF-16 code units. */
const usualBody = 2000;

function meant(
  { path, place }: PostFileToList,
  frontMatter: ReadableFrontMatter,
  body: string,
  problems: Problem[],
): Omit<ListedPost, 'format'> {
  const meaning = readMeaning({ place, frontMatter, body, now: Date.now() });
  const { visibleUntil: until, title, date, description, tags, categories, visibility, slug, url } = meaning;
  const { collection } = place;
  return {
    until,
    instant: instantOfPost(date),
    summary: {
      path,
      collection,
      title,
      date,
      description,
      tags,
      categories,
      visibility,
      slug,
      url,
      words: undefined,
      problems,
    },
  };
}

function instantOfPost(date: string | undefined): number {
  const instant = date === undefined ? Number.NaN : instantOf(date);
  return Number.isNaN(instant) ? Number.NEGATIVE_INFINITY : instant;
}

const noFrontMatter: ReadableFrontMatter = { data: {}, fields: () => [] };

function failure(error: unknown): Problem {
  const detail = error instanceof Error ? ` (${error.message})` : '';
  const message = `Galley failed to read this post’s front matter${detail}. The file is as it was.`;
  return { severity: 'error', code: 'internal', message, line: 1, column: 1 };
}

interface HeadOfPost {
  head: FileHead;
  frontMatter: ReadableFrontMatter & { format: string };
  bodyStart: number;
  problems: Problem[];
}

/** The quick reader for nearly all posts, the full one for those that it declines. */
function readHeadOfPost({ root, path, isLink }: PostFileToList): HeadOfPost {
  const absolute = `${root}/${path}`;
  let quick: PostHead | undefined;
  const isEnough = (text: string, whole: boolean): boolean => {
    quick = readHead(text, whole);
    return (
      quick !== undefined || !splitPost(text).problems.some(({ code }) => code === 'front-matter-unclosed')
    );
  };
  const isEnoughShort = (text: string): boolean => {
    quick = readHead(text);
    // Without a title there, one is looked for in the text.
    return typeof quick?.data.title === 'string' && quick.data.title.trim() !== '';
  };
  const head =
    isLink && leadsOutside(root, absolute) ? outsideHead : readHeadOf(absolute, { isEnoughShort, isEnough });
  const { text } = head;
  if (quick) {
    const fields = () => readFrontMatter(text).fields;
    const { format, data, bodyStart } = quick;
    return { head, frontMatter: { format, data, fields }, bodyStart, problems: noProblems };
  }
  const { format, data, fields, bodyStart, problems } = readFrontMatter(text);
  return { head, frontMatter: { format, data, fields: () => fields }, bodyStart, problems };
}

/** A link is not followed out of the blog, nor in a circle. */
export function leadsOutside(root: string, absolute: string): boolean {
  try {
    return lstatSync(absolute).isSymbolicLink() && !realpathSync(absolute).startsWith(root + sep);
  } catch {
    // Without a file there is nothing to follow; a link in a circle or to nothing is as good as outside.
    return true;
  }
}

const outsideHead: FileHead = {
  stamp: undefined,
  text: '',
  whole: false,
  problems: [
    {
      severity: 'error',
      code: 'outside-site',
      message: 'This is a link that leads out of this blog or nowhere, so Galley leaves it alone.',
      line: 1,
      column: 1,
    },
  ],
};

function problemsOfName(path: PostPath): Problem[] {
  const at = { line: 1, column: 1 };
  if (path.includes('\uFFFD')) {
    const message = 'The name of this file is not UTF-8. Rename it to edit it here.';
    return [{ severity: 'error', code: 'name-not-utf-8', message, ...at }];
  }
  if (isUsual(path)) return noProblems;
  if (!path.split('/').some(isNoNameOnWindows)) return [];
  const message = 'Windows cannot have a file of this name, so the blog cannot be checked out there.';
  return [{ severity: 'info', code: 'name-not-on-windows', message, ...at }];
}

/** Jekyll leaves out posts whose names begin with no date. */
function problemsOfPostName({ path, place }: PostFileToList): Problem[] {
  const { label, meaning } = place.site.convention;
  if (place.place.kind !== 'posts' || meaning.publishedNames?.test(nameOf(path)) !== false) return noProblems;
  const message = `${label} publishes only posts whose names begin with a date, such as 2024-05-01-hello.md.`;
  return [{ severity: 'warning', code: 'not-published-by-name', message, line: 1, column: 1 }];
}

const noProblems: Problem[] = [];

/** The folder that was judged last: one post after the other is read. */
let usualFolder: string | undefined;

/** Whether every system can have the path, by a quick look. */
function isUsual(path: PostPath): boolean {
  const end = path.lastIndexOf('/');
  const folder = end === -1 ? '' : path.slice(0, end);
  const name = path.slice(end + 1);
  // None of Windows’ own names begins with a digit, as most names of posts do.
  if (!usualName.test(name) || (!beginsWithDigit(name) && reserved.test(name))) return false;
  if (folder === usualFolder || folder === '') return true;
  if (!folder.split('/').every((one) => /^[\w-]+$/.test(one) && !reserved.test(one))) return false;
  usualFolder = folder;
  return true;
}

function beginsWithDigit(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

const usualName = /^[\w.-]*[\w-]$/;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function isNoNameOnWindows(name: string): boolean {
  return /[<>:"|?*\\\p{Cc}]|[. ]$/u.test(name) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
}
