import { createMarkdownWriter, tidyMarkdown } from '../../../src-main/common/markdown/markdown-writer.ts';

/**
 * The Markdown of a piece of a page; undefined where its plain text says all. The HTML is read into a document that
 * belongs to no window: nothing in it runs and nothing is fetched.
 */
export function htmlToMarkdown(html: string): string | undefined {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), 'text/html');
  clean(body);
  if (!saysMore(body)) return undefined;
  return tidyMarkdown(createMarkdownWriter().turndown(body));
}

/** The window's content policy has no room for styles of others: they become words that can still be read. */
function withoutStyles(html: string): string {
  return html.replaceAll(/<[a-z][^<>]*>/gi, (tag) => tag.replaceAll(/(\s)style(\s*=)/gi, '$1data-style$2'));
}

const structure =
  'a[href], b, strong, i, em, del, s, code, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, img, hr';

/** One block of code, as editors copy it, is the same as plain text. */
function saysMore(body: HTMLElement): boolean {
  const [first, ...others] = body.children;
  const isCode = first?.localName === 'pre' && others.length === 0;
  return !isCode && (body.querySelector(structure) !== null || body.querySelectorAll('p').length > 1);
}

const unwanted =
  'script, style, noscript, iframe, frame, object, embed, template, link, meta, title, base, svg, math, canvas, video, audio, form button, button, select, textarea, input:not([type="checkbox"]), [hidden]';

/** Takes away what is no text, and makes marks of what looks like them. */
function clean(body: HTMLElement): void {
  for (const element of body.querySelectorAll(unwanted)) element.remove();
  for (const element of body.querySelectorAll<HTMLElement>('[data-style]')) {
    const style = (element.dataset.style ?? '').toLowerCase().replaceAll(/\s/g, '');
    if (/display:none/.test(style)) element.remove();
    else restoreMarks(element, style);
  }
  for (const table of body.querySelectorAll('table')) if (!table.querySelector('th')) nameColumns(table);
  for (const link of body.querySelectorAll('a[href]'))
    if (!isTarget(link.getAttribute('href'))) link.replaceWith(...link.childNodes);
  for (const image of body.querySelectorAll('img'))
    if (!isTarget(image.getAttribute('src'))) image.replaceWith(image.alt);
}

/** Spreadsheets know no heads: their first row is what the columns are called, and a table of Markdown begins with that. */
function nameColumns(table: HTMLTableElement): void {
  for (const cell of [...(table.rows[0]?.cells ?? [])]) {
    const head = table.ownerDocument.createElement('th');
    for (const { name, value } of cell.attributes) head.setAttribute(name, value);
    head.append(...cell.childNodes);
    cell.replaceWith(head);
  }
}

/** Word processors write styles where pages have elements; one of them wraps all it copies in a `b` that is not bold. */
function restoreMarks(element: HTMLElement, style: string): void {
  if (element.localName === 'b' && /font-weight:(?:normal|400)/.test(style)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  if (element.localName !== 'span') return;
  const names = [
    /font-weight:(?:bold|[6-9]00)/.test(style) && 'strong',
    /font-style:italic/.test(style) && 'em',
    /text-decoration(?:-line)?:[^;]*line-through/.test(style) && 'del',
  ].filter((name) => name !== false);
  for (const name of names) {
    const mark = element.ownerDocument.createElement(name);
    mark.append(...element.childNodes);
    element.append(mark);
  }
}

/** Addresses of the web and of mail, and those within a site; no script, no file, no data. */
function isTarget(address: string | null): boolean {
  const text = (address ?? '').replaceAll(/[\s\p{Cc}]/gu, '');
  return text !== '' && (/^(?:https?|mailto):/i.test(text) || !/^[^/?#]*:/.test(text));
}
