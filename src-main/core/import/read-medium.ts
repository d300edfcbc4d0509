import { basename } from 'node:path';
import { type Document, type Element, isTag } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';
import { AppError } from '../../common/errors.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import type { Archive } from './archive.ts';
import { createDecoding, lostLetters } from './decode-text.ts';
import { exportProblem, type ForeignBlog, type ForeignPost } from './foreign-blog.ts';

/**
 * Reads an export of Medium: the ZIP file of Settings → Security and apps → Download your information, or the folder
 * that it was unpacked to, or one of its pages. It holds no tags.
 *
 * @throws AppError `bad-input` for another file
 */
export async function readMedium(archive: Archive): Promise<ForeignBlog> {
  const pages = archive.names.filter((name) => /\.html?$/i.test(name));
  // Beside the posts there are pages with what was read, liked and followed.
  const inPosts = pages.filter((name) => /(?:^|\/)posts\/[^/]+$/.test(name));
  const posts: ForeignPost[] = [];
  const problems: PostProblem[] = [];
  for (const name of inPosts.length > 0 ? inPosts : pages) {
    const bytes = await archive.read(name);
    const decoding = createDecoding();
    const post = bytes && readPage(name, decoding.next(bytes));
    if (post) {
      posts.push(post);
      problems.push(...lostLetters(post, decoding.isTorn()));
    } else if (inPosts.length > 0)
      problems.push(
        exportProblem(name, 'error', 'post-unreadable', 'This page could not be read as a post.'),
      );
  }
  if (posts.length === 0)
    throw new AppError('bad-input', {
      message: 'This is no export of Medium: no post was found in it.',
      next: [
        'In Medium choose Settings, Security and apps, Download your information, and name the ZIP file.',
      ],
    });
  return { posts, problems, site: undefined, picture: async () => undefined };
}

function readPage(name: string, html: string): ForeignPost | undefined {
  const document = parseDocument(html);
  const body = withClass(document, 'e-content') ?? byField(document, 'body');
  if (!body) return undefined;
  const title = textOf(
    withClass(document, 'p-name') ?? DomUtils.getElementsByTagName('title', document, true, 1)[0],
  );
  const subtitle = textOf(withClass(document, 'p-summary'));
  withoutHead(body, [title, subtitle]);
  raiseHeadings(body);
  const isDraft = basename(name).startsWith('draft_');
  return {
    name,
    title: title || 'Untitled',
    slug: slugOf(name),
    date: withClass(document, 'dt-published')?.attribs.datetime?.replace(/\.\d+Z$/, 'Z'),
    draft: isDraft,
    tags: [],
    categories: [],
    // Where the author gave no subtitle, Medium repeats the beginning of the text.
    description: subtitle.endsWith('…') ? '' : subtitle,
    cover: undefined,
    address: isDraft ? undefined : withClass(document, 'p-canonical')?.attribs.href,
    body: { html: DomUtils.getInnerHTML(body, { encodeEntities: 'utf8' }) },
  };
}

function withClass(document: Document | Element, name: string): Element | undefined {
  const has = (element: Element): boolean => (element.attribs.class ?? '').split(/\s+/).includes(name);
  return DomUtils.findOne(has, document.childNodes) ?? undefined;
}

function byField(document: Document, field: string): Element | undefined {
  return (
    DomUtils.findOne((element) => element.attribs['data-field'] === field, document.childNodes) ?? undefined
  );
}

function textOf(element: Element | undefined): string {
  return element ? DomUtils.textContent(element).replaceAll(/\s+/g, ' ').trim() : '';
}

/** `2019-01-02_Some-words-0a1b2c3d4e5f.html`: the words. */
function slugOf(name: string): string {
  return basename(name)
    .replace(/\.html?$/i, '')
    .replace(/^(?:draft|\d{4}-\d\d-\d\d)_/, '')
    .replace(/-[0-9a-f]{8,12}$/, '')
    .replaceAll(/^-+|-+$/g, '');
}

/** The text begins with its title, its subtitle and a rule, which the blog shows by itself. */
function withoutHead(body: Element, titles: readonly string[]): void {
  const isHead = (element: Element): boolean =>
    /\bgraf--(?:title|subtitle)\b/.test(element.attribs.class ?? '') && titles.includes(textOf(element));
  for (const head of DomUtils.filter((node) => isTag(node) && isHead(node), body.children))
    DomUtils.removeElement(head);
  const rule = DomUtils.getElementsByTagName('hr', body, true, 1)[0];
  if (rule && !hasTextBefore('hr', body)) DomUtils.removeElement(rule);
}

function hasTextBefore(tag: string, body: Element): boolean {
  const html = DomUtils.getInnerHTML(body, { encodeEntities: 'utf8' });
  return (
    html
      .slice(0, html.indexOf(`<${tag}`))
      .replaceAll(/<(?!img)[^>]*>/g, '')
      .trim() !== ''
  );
}

/** Medium has two sizes of headings, three and four; on a page of their own they are two and three. */
function raiseHeadings(body: Element): void {
  const headings = DomUtils.getElementsByTagName((name) => name === 'h3' || name === 'h4', body, true);
  for (const heading of headings) heading.name = heading.name === 'h3' ? 'h2' : 'h3';
}
