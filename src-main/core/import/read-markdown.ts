import { basename } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { percentDecoded } from '../../common/percent-decoded.ts';
import { readDatedName } from '../../common/posts/dates.ts';
import {
  type FrontMatter,
  type FrontMatterData,
  type FrontMatterValue,
  readFrontMatter,
} from '../../common/posts/front-matter.ts';
import { findHeadLines } from '../../common/posts/head-lines.ts';
import { heroOf } from '../../common/posts/hero.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { headLineData } from '../../common/site/embedded-data.ts';
import { folderOf, join, normalise } from '../../common/site/paths.ts';
import { largestPost } from '../posts/read-post-file.ts';
import type { Archive } from './archive.ts';
import { exportProblem, type ForeignBlog, type ForeignPost } from './foreign-blog.ts';

const tooLarge = Symbol('too large');

/**
 * Reads Markdown of any program: a file, a folder or a ZIP file. Each post's front matter is carried along whole.
 *
 * @throws AppError `bad-input` where there is no Markdown
 */
export async function readMarkdown(archive: Archive): Promise<ForeignBlog> {
  const names = archive.names.filter(isPost);
  if (names.length === 0)
    throw new AppError('bad-input', {
      message: 'There is no Markdown here: no file whose name ends in .md, .markdown or .mdx.',
      next: ['Name a file, or the folder that the posts are in.'],
    });
  const posts: ForeignPost[] = [];
  const problems: PostProblem[] = [];
  for (const name of names) {
    const bytes = await archive.read(name);
    const text = bytes && bytes.length > largestPost ? tooLarge : decode(bytes);
    if (text === tooLarge)
      problems.push(
        exportProblem(
          name,
          'error',
          'post-too-large',
          'This file is too large to be a post, so it was left out.',
        ),
      );
    else if (text === undefined)
      problems.push(
        exportProblem(name, 'error', 'not-text', 'This file is not text in UTF-8, so it was left out.'),
      );
    else posts.push(readText(name, text));
  }
  return {
    posts,
    problems,
    site: undefined,
    linkedPost(address, { name }) {
      const path = percentDecoded(address.replace(/\?.*$/, ''));
      if (/^[a-z][a-z\d+.-]*:/i.test(path)) return undefined;
      const file = normalise(path.startsWith('/') ? path.slice(1) : join(folderOf(name), path));
      return file !== undefined && isPost(file) ? file : undefined;
    },
    async picture(address, { name }) {
      const found = await findPicture(archive, address, name);
      return found && { name: basename(found.name), bytes: found.bytes };
    },
  };
}

/** A branch of Hugo's, and what repositories say of themselves, are no posts. */
function isPost(name: string): boolean {
  return (
    /\.(?:md|markdown|mdx)$/i.test(name) &&
    !/(?:^|\/)(?:_index|readme|license|changelog|contributing|code_of_conduct)\.[a-z]+$/i.test(name) &&
    !/(?:^|\/)\./.test(name)
  );
}

function decode(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const titleKeys = ['title', 'Title'];
const dateKeys = [
  'date',
  'pubDate',
  'pubDatetime',
  'publishDate',
  'publish_date',
  'published_at',
  'publishedAt',
  'published',
  'datePublished',
  'date_published',
  'created',
  'created_at',
  'createdAt',
];
const tagKeys = ['tags', 'tag', 'keywords'];
const categoryKeys = ['categories', 'category'];
const descriptionKeys = ['description', 'summary', 'excerpt', 'subtitle'];

function readText(name: string, text: string): ForeignPost {
  const { data, fields, bodyStart } = readHeadOf(text);
  const body = text.slice(bodyStart);
  const dated = readDatedName(name);
  const heading = /^\s*#[ \t]+(.+?)[ \t#]*(?:\n|$)/.exec(body);
  const title = textAt(data, titleKeys);
  const said = dateKeys.find((key) => /^\D*\d{4}-\d/.test(String(data[key] ?? '')));
  const source = fields
    .find(({ key }) => key.length === 1 && key[0] === said)
    ?.source.replaceAll(/^["']|["']$/g, '');
  const hero = heroOf(data);
  return {
    name,
    title: title || heading?.[1] || slugOf(name).replaceAll(/[-_]+/g, ' ') || 'Untitled',
    slug: oneName(data.slug) ?? slugOf(name),
    date: source ?? (said && textAt(data, [said])) ?? dated?.date.iso,
    draft: saysDraft(data) || /(?:^|\/)_?drafts\//i.test(name),
    tags: listAt(data, tagKeys),
    categories: listAt(data, categoryKeys),
    description: textAt(data, descriptionKeys) ?? '',
    cover: hero && { address: hero.target, alt: hero.alt },
    address: undefined,
    // A heading that served as the title would stand there twice.
    body: {
      markdown: (title === undefined && heading ? body.slice(heading[0].length) : body).replace(/^\s*\n/, ''),
    },
    others: othersOf(data, [said ?? '', hero?.target ?? '']),
  };
}

/** The front matter, or the lines that some programs have in its place. */
function readHeadOf(text: string): Pick<FrontMatter, 'data' | 'fields' | 'bodyStart'> {
  const frontMatter = readFrontMatter(text);
  const head = frontMatter.format === 'none' ? findHeadLines(text) : undefined;
  return head ? { data: headLineData(head), fields: [], bodyStart: head.end } : frontMatter;
}

function saysDraft({ draft, isDraft, published, publish, status }: FrontMatterData): boolean {
  const isHidden = draft === true || isDraft === true || published === false || publish === false;
  return isHidden || (typeof status === 'string' && /^draft$/i.test(status));
}

/** What the front matter says beyond what has its own place. */
function othersOf(data: FrontMatterData, [dateKey, cover]: readonly string[]): FrontMatterData {
  const own = new Set([
    ...titleKeys,
    ...tagKeys,
    ...categoryKeys,
    ...descriptionKeys,
    dateKey,
    'draft',
    'slug',
    'layout',
  ]);
  return Object.fromEntries(
    Object.entries(data).filter(
      ([key, value]) =>
        !own.has(key) && value !== cover && !(/^publish(?:ed)?$/.test(key) && typeof value === 'boolean'),
    ),
  );
}

function textAt(data: FrontMatterData, keys: readonly string[]): string | undefined {
  const found = keys
    .map((key) => data[key])
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return found === undefined ? undefined : String(found).trim();
}

function listAt(data: FrontMatterData, keys: readonly string[]): string[] {
  const value = keys.map((key) => data[key]).find((one) => one !== undefined && one !== null);
  const list: readonly FrontMatterValue[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(/\s*,\s*/)
      : [];
  return list
    .flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one).trim()] : []))
    .filter((one) => one !== '');
}

function oneName(value: FrontMatterValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && !value.includes('/') ? value : undefined;
}

function isBundle(name: string): boolean {
  return /(?:^|\/)index\.[a-z]+$/i.test(name) && folderOf(name) !== '.';
}

function slugOf(name: string): string {
  const own = isBundle(name) ? folderOf(name) : name.replace(/\.[^.]+$/, '');
  // Notion ends each name in a number of its own.
  const words = basename(own).replace(/ [0-9a-f]{32}$/, '');
  return words.replace(/^\d{4}-\d{1,2}-\d{1,2}[-_ ]?/, '') || words;
}

/** Beside the post, below the root, or in one of the folders that generators serve from the root. */
async function findPicture(
  archive: Archive,
  address: string,
  post: string,
): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const path = percentDecoded(address.replace(/[?#].*$/, ''));
  const below = path.replace(/^\/+/, '');
  const places = path.startsWith('/') ? [] : [join(folderOf(post), path)];
  const served = ['', 'static/', 'public/', 'source/', 'assets/', 'content/'].map((folder) => folder + below);
  for (const place of [...places, ...served]) {
    const name = normalise(place);
    const bytes = name === undefined ? undefined : await archive.read(name);
    if (name !== undefined && bytes) return { name, bytes };
  }
  return undefined;
}
