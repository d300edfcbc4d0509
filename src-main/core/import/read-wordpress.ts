import { basename } from 'node:path';
import { Parser } from 'htmlparser2';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import { percentDecoded } from '../../common/percent-decoded.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { largestPost } from '../posts/read-post-file.ts';
import type { Archive } from './archive.ts';
import { createDecoding, lostLetters } from './decode-text.ts';
import { exportProblem, type ForeignBlog, type ForeignPost, tooDeep } from './foreign-blog.ts';
import { isPicture } from './html-to-post.ts';
import { type PictureOfLibrary, type WordPressLibrary, wordPressHtml } from './wordpress-text.ts';

const footnotesSchema = v.array(v.object({ id: v.string(), content: v.string() }));

/** One entry of the export: a post, page, picture, menu … */
interface Item {
  /** Texts by the name of their element, such as `wp:post_name`. */
  texts: Map<string, string>;
  terms: { domain: string; slug: string; name: string }[];
  meta: Map<string, string>;
}

/**
 * Reads an export of WordPress: the WXR file of Tools → Export, or the several that a large blog gets, in a folder or ZIP
 * file, https://wordpress.org/documentation/article/tools-export-screen/
 *
 * @throws AppError `bad-input` for another file
 */
export async function readWordPress(archive: Archive): Promise<ForeignBlog> {
  const files = archive.names.filter((name) => archive.names.length === 1 || /\.xml$/i.test(name));
  const exports = [];
  for (const name of files) exports.push(readItems(await archive.read(name)));
  const items = exports.flatMap((each) => each.items);
  const site = exports.find((each) => each.site)?.site;
  if (!exports.some(({ isWordPress }) => isWordPress))
    throw new AppError('bad-input', {
      message: `“${basename(files[0] ?? archive.names[0] ?? '')}” is no export of WordPress.`,
      next: ['In WordPress choose Tools, Export, All content, and name the XML file that you get.'],
    });
  const isTorn = exports.some((each) => each.isTorn);
  const library = libraryOf(items);
  const posts: ForeignPost[] = [];
  const problems: PostProblem[] = leftOutTypes(items);
  for (const item of items) {
    const kind = kindOf(item);
    const name = nameOf(item);
    if (kind === 'page')
      problems.push(
        exportProblem(name, 'info', 'page-left-out', 'This is a page, not a post, so it was left out.'),
      );
    if (kind !== 'post' || isGone(item)) continue;
    if (text(item, 'content:encoded').length > largestPost) {
      problems.push(
        exportProblem(name, 'error', 'post-too-large', 'This post is too large, so it was left out.'),
      );
      continue;
    }
    try {
      const { post, found } = readItem(item, library);
      posts.push(post);
      problems.push(...found, ...lostLetters(post, isTorn));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(tooDeep(name));
    }
  }
  return { posts, problems, site, picture: async () => undefined };
}

/** What WordPress itself keeps as entries, none of which a reader would miss as a post. */
const ownTypes =
  /^(?:post|page|attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|)$/;

/** Plugins and themes have entries of kinds of their own, such as products and projects: how many of each stay behind. */
function leftOutTypes(items: readonly Item[]): PostProblem[] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const kind = kindOf(item);
    if (!ownTypes.test(kind) && !isGone(item)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) =>
    exportProblem(
      kind,
      'warning',
      'type-left-out',
      count === 1
        ? `One entry of the type “${kind}” was left out: a plugin or a theme made it, and it is no post.`
        : `${count} entries of the type “${kind}” were left out: a plugin or a theme made them, and they are no posts.`,
    ),
  );
}

function isGone(item: Item): boolean {
  return /^(?:trash|auto-draft|inherit)$/.test(text(item, 'wp:status'));
}

function readItem(item: Item, library: WordPressLibrary): { post: ForeignPost; found: PostProblem[] } {
  const name = nameOf(item);
  const status = text(item, 'wp:status');
  const isHidden = status === 'private' || text(item, 'wp:post_password') !== '';
  const { html, shortcodes } = wordPressHtml(
    { id: text(item, 'wp:post_id'), content: text(item, 'content:encoded'), footnotes: footnotesOf(item) },
    library,
  );
  const link = text(item, 'link');
  const guid = text(item, 'guid');
  const post: ForeignPost = {
    name,
    title: decodeEntities(text(item, 'title')) || 'Untitled',
    slug: percentDecoded(text(item, 'wp:post_name')),
    date: dateOf(item),
    draft: isHidden || !/^(?:publish|future)$/.test(status),
    tags: termsOf(item, 'post_tag'),
    categories: termsOf(item, 'category').filter((category) => category !== 'Uncategorized'),
    description: decodeEntities(text(item, 'excerpt:encoded').replaceAll(/<[^>]*>/g, ' '))
      .replaceAll(/\s+/g, ' ')
      .trim(),
    cover: library.picture(item.meta.get('_thumbnail_id') ?? ''),
    // Without a name of its own it has no address that lasts.
    address: /[?&]p=\d+/.test(link) || link === '' ? undefined : link,
    shortAddress: /\?p=\d+$/.test(guid) ? guid : undefined,
    body: { html },
  };
  const found = [
    ...(isHidden
      ? [
          exportProblem(
            name,
            'warning',
            'was-private',
            'This post was private or had a password, so it came as a draft.',
          ),
        ]
      : []),
    ...(shortcodes.length > 0
      ? [
          exportProblem(
            name,
            'warning',
            'shortcode-left',
            `Shortcodes of WordPress plugins stand in its text: ${shortcodes.slice(0, 5).join(', ')}.`,
          ),
        ]
      : []),
  ];
  return { post, found };
}

function libraryOf(items: readonly Item[]): WordPressLibrary {
  const pictures = new Map<string, PictureOfLibrary>();
  const ofPosts = new Map<string, PictureOfLibrary[]>();
  const blocks = new Map<string, string>();
  for (const item of items) {
    const id = text(item, 'wp:post_id');
    const address = text(item, 'wp:attachment_url');
    if (kindOf(item) === 'wp_block') blocks.set(id, text(item, 'content:encoded'));
    if (kindOf(item) !== 'attachment' || address === '') continue;
    const picture = { address, alt: item.meta.get('_wp_attachment_image_alt') ?? '' };
    pictures.set(id, picture);
    const post = text(item, 'wp:post_parent');
    const others = ofPosts.get(post) ?? [];
    if (isPicture(address)) ofPosts.set(post, [...others, picture]);
  }
  return {
    picture: (id) => pictures.get(id),
    picturesOf: (post) => ofPosts.get(post) ?? [],
    block: (id) => blocks.get(id),
  };
}

/** Texts of the notes below a post, by what its marks name them. */
function footnotesOf(item: Item): { id: string; content: string }[] {
  try {
    const notes = v.safeParse(footnotesSchema, JSON.parse(item.meta.get('footnotes') ?? '[]'));
    return notes.success ? notes.output : [];
  } catch {
    return [];
  }
}

function kindOf(item: Item): string {
  return text(item, 'wp:post_type');
}

function text(item: Item, name: string): string {
  return item.texts.get(name)?.trim() ?? '';
}

function nameOf(item: Item): string {
  return text(item, 'link') || decodeEntities(text(item, 'title')) || `post ${text(item, 'wp:post_id')}`;
}

function termsOf(item: Item, domain: string): string[] {
  const names = item.terms
    .filter((term) => term.domain === domain)
    .map(({ name, slug }) => decodeEntities(name) || slug);
  return [...new Set(names)];
}

/** By the blog's own clock, with the offset that the two times tell. */
function dateOf(item: Item): string | undefined {
  const [local, utc] = ['wp:post_date', 'wp:post_date_gmt'].map((name) => instant(text(item, name)));
  if (local === undefined)
    return utc === undefined ? undefined : new Date(utc).toISOString().replace(/\.\d+Z$/, 'Z');
  const day = new Date(local).toISOString().slice(0, 19);
  if (utc === undefined) return day;
  const minutes = Math.round((local - utc) / 60_000);
  // One of the two was never brought up to date: the earth has no such offset.
  if (Math.abs(minutes) > 14 * 60) return day;
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const offset = Math.abs(minutes);
  return `${day}${minutes < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}

/** Drafts have a date of noughts. */
function instant(date: string): number | undefined {
  const value = Date.parse(`${date.replace(' ', 'T')}Z`);
  return /^0000/.test(date) || Number.isNaN(value) ? undefined : value;
}

/** Titles are HTML within XML. */
function decodeEntities(html: string): string {
  let result = '';
  const parser = new Parser({ ontext: (data) => (result += data) }, { decodeEntities: true });
  parser.end(html);
  return result.trim();
}

interface ReadItems {
  items: Item[];
  site: string | undefined;
  isWordPress: boolean;
  /** Whether something in it is not text. */
  isTorn: boolean;
}

/** Old blogs say an encoding of their own in the file's first line. */
function encodingOf(bytes: Uint8Array | undefined): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes?.subarray(0, 200));
  return /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1];
}

function readItems(bytes: Uint8Array | undefined): ReadItems {
  const items: Item[] = [];
  const path: string[] = [];
  let site: string | undefined;
  let isWordPress = false;
  let item: Item | undefined;
  let value = '';
  let term = { domain: '', slug: '', name: '' };
  let metaKey = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        path.push(name);
        value = '';
        if (name === 'rss')
          isWordPress = Object.entries(attributes).some(
            ([key, of]) => key === 'xmlns:wp' && /wordpress\.org\/export/.test(of),
          );
        if (name === 'item') item = { texts: new Map(), terms: [], meta: new Map() };
        if (name === 'category')
          term = { domain: attributes.domain ?? '', slug: attributes.nicename ?? '', name: '' };
      },
      ontext(data) {
        value += data;
      },
      onclosetag(name) {
        path.pop();
        if (name === 'wp:base_blog_url' || (name === 'wp:base_site_url' && site === undefined))
          site = value.trim();
        if (!item) return;
        if (name === 'item') {
          items.push(item);
          item = undefined;
        } else if (name === 'wp:meta_key') metaKey = value;
        else if (name === 'wp:meta_value' && path.at(-1) === 'wp:postmeta') item.meta.set(metaKey, value);
        else if (name === 'category') item.terms.push({ ...term, name: value.trim() });
        else if (path.at(-1) === 'item') item.texts.set(name, value);
        value = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  const decoding = createDecoding(encodingOf(bytes));
  const size = 1 << 20;
  for (let at = 0; bytes && at < bytes.length; at += size)
    parser.write(decoding.next(bytes.subarray(at, at + size)));
  parser.end();
  return { items, site, isWordPress, isTorn: decoding.isTorn() };
}
