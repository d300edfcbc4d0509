import { type ChildNode, type Document, Element, isTag, isText, Text } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';
import { createMarkdownWriter, tidyMarkdown } from '../../common/markdown/markdown-writer.ts';
import { type Dialect, inDialect } from './dialect.ts';
import { movePictures } from './move-pictures.ts';

/** Where the pictures and pages of an imported post are now. */
export interface NewPlaces {
  /** How the post shows the picture that had this address; undefined leaves it there. */
  image(address: string): ShownImage | undefined;
  /** What a link to this address leads to now; undefined leaves it. */
  link(address: string): string | undefined;
}

/** What stands before the description of a picture, and behind it. */
export interface ShownImage {
  before: string;
  after: string;
  asksAlt: boolean;
  /** The picture's address alone, as the post writes it. */
  target: string;
}

/** Characters that Unicode promises never to be any: they stand for what must come through untouched. */
const breakMark = '\uFDD1';
const keptMark = '\uFDD2';
/** Stands in HTML for the end of a post's beginning. */
export const moreMark = '\uFDD3';
/** Letters stay letters. */
const asIs = { encodeEntities: 'utf8' } as const;
const marks = /[\uFDD1-\uFDD3]/g;

/** Addresses of all pictures that the HTML shows. */
export function imagesIn(html: string): string[] {
  const images = DomUtils.getElementsByTagName('img', parseDocument(html), true);
  return [...new Set(images.flatMap((image) => sourceOf(image) ?? []))];
}

/**
 * The Markdown of a post's HTML. Code stays as it is, with its language; films and frames stay HTML; what runs is left
 * out.
 */
export function htmlToPost(html: string, places: NewPlaces, dialect: Dialect): string {
  const document = parseDocument(html);
  prepare(document, places, dialect);
  const kept: string[] = [];
  const keep = (text: string): string => `${keptMark}${kept.push(text) - 1}${keptMark}`;
  const writer = createMarkdownWriter();
  writer.options.br = breakMark;
  if (dialect.mdx) {
    const escaped = writer.escape;
    writer.escape = (text) => escaped(text).replaceAll(/[{}]/g, '\\$&').replaceAll('<', '&lt;');
  }
  writer.remove(['script', 'style', 'noscript', 'template', 'form']);
  writer.keep(['iframe', 'video', 'audio', 'details', 'kbd', 'sup', 'sub', 'mark']);
  writer.addRule('code block', {
    filter: 'pre',
    replacement: (_content, node) => `\n\n${keep(codeBlock(node as unknown as CodeNode))}\n\n`,
  });
  writer.addRule('image', {
    filter: 'img',
    replacement: (_content, node) => keep(image(node as unknown as AttributeNode, places)),
  });
  writer.addRule('caption', {
    filter: 'figcaption',
    replacement: (content) => (content.trim() === '' ? '' : `\n*${content.trim()}*\n`),
  });
  writer.addRule('bare address', {
    filter: (node) =>
      node.nodeName === 'A' &&
      /^https?:[^\s<>]+$/.test(node.textContent?.trim() ?? '') &&
      node.textContent?.trim() === node.getAttribute('href'),
    replacement: (_content, node) => {
      const address = (node as unknown as AttributeNode).getAttribute('href') ?? '';
      return keep(dialect.mdx ? `[${address}](${inParentheses(address)})` : `<${address}>`);
    },
  });
  const text = tidyMarkdown(writer.turndown(DomUtils.getInnerHTML(document, asIs)));
  // What stays HTML, such as a table with lists in it, has its pictures in tags.
  const whole = movePictures(text, { image: places.image, link: () => undefined })
    .replaceAll(/\uFDD1(?=\n[^\n])/g, '  ')
    .replaceAll(breakMark, '')
    .replaceAll(/^.*\uFDD2.*$/gm, (line) => putBack(line, kept))
    .replaceAll(/\n*\uFDD3\n*/g, dialect.more === '' ? '\n\n' : `\n\n${dialect.more}\n\n`)
    .trim();
  return inDialect(whole, dialect);
}

/** Puts what was kept into its line; its further lines stand as far in as the first, in the same list or quote. */
function putBack(line: string, kept: readonly string[]): string {
  const [before = ''] = /^(?:[ >]|[-*+] |\d+\. )*/.exec(line) ?? [];
  const inside = before.replaceAll(/[^ >]/g, ' ');
  return line.replaceAll(/\uFDD2(\d+)\uFDD2/g, (_all, index: string) =>
    (kept[Number(index)] ?? '').replaceAll('\n', `\n${inside}`),
  );
}

interface AttributeNode {
  getAttribute(name: string): string | null;
}

interface CodeNode extends AttributeNode {
  nodeName: string;
  nodeType: number;
  nodeValue: string | null;
  textContent: string | null;
  childNodes: ArrayLike<CodeNode>;
}

function image(node: AttributeNode, places: NewPlaces): string {
  const address = node.getAttribute('src') ?? '';
  const alt = (node.getAttribute('alt') ?? '').replaceAll(/\s+/g, ' ').trim();
  const shown = places.image(address);
  if (shown) return shown.before + (shown.asksAlt ? inBrackets(alt, shown.before) : '') + shown.after;
  return address === '' ? '' : `![${inBrackets(alt, '![')}](${inParentheses(address)})`;
}

/** A description as Markdown's brackets hold it, or the quotes of HTML and shortcodes. */
function inBrackets(alt: string, before: string): string {
  return before.endsWith('"') ? alt.replaceAll('"', '”') : alt.replaceAll(/[[\]\\]/g, '\\$&');
}

function inParentheses(address: string): string {
  return address.replaceAll(/[\s()<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function codeBlock(node: CodeNode): string {
  const text = textOf(node)
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^\n+|\s+$/g, '')
    .replaceAll(marks, '');
  const longest = Math.max(2, ...[...text.matchAll(/^ {0,3}(`+)/gm)].map(([, fence = '']) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${node.getAttribute('data-language') ?? ''}\n${text}\n${fence}`;
}

function textOf(node: CodeNode): string {
  if (node.nodeType === 3) return node.nodeValue ?? '';
  if (node.nodeName === 'BR') return '\n';
  return Array.from(node.childNodes, textOf).join('');
}

/** Gives pictures and links their own addresses, code its language, and takes marks of ours out of the text. */
function prepare(document: Document, places: NewPlaces, { mdx }: Dialect): void {
  for (const node of DomUtils.find(() => true, document.childNodes, true, Number.POSITIVE_INFINITY)) {
    if (isText(node) && node.data !== moreMark) node.data = node.data.replaceAll(/[\uFDD1\uFDD2]/g, '');
    if (!isTag(node)) continue;
    // Styles and handlers of HTML are no code that MDX could read.
    if (mdx) for (const name of ['style', 'onclick', 'onload']) delete node.attribs[name];
    if (node.name === 'img') prepareImage(node, places);
    if (node.name === 'a') prepareLink(node, places);
    if (node.name === 'script' || node.name === 'embed') showEmbedded(node);
    if (node.name === 'pre') node.attribs['data-language'] = languageOf(node);
  }
}

/** What only runs elsewhere is a link to it: a gist by its script, an old film by its player. */
function showEmbedded(node: Element): void {
  const address = node.attribs.src ?? '';
  const isGist = /^https:\/\/gist\.github\.com\//.test(address);
  const isPage = node.name === 'embed' && /^https?:\/\//.test(address);
  if (!isGist && !isPage) return;
  const page = address.replace(/\.js(?=$|\?)/, '');
  const link = new Element('a', { href: page }, [new Text(page)]);
  const { parent } = node;
  // Nothing within a player is text.
  const player = parent && isTag(parent) && parent.name === 'object' ? parent : node;
  DomUtils.replaceElement(player, new Element('p', {}, [link]));
}

/** A link around whole paragraphs, as of a card, is one around the words of each: Markdown has no other. */
function linkEachBlock(link: Element): void {
  const inner = DomUtils.find((node) => isTag(node) && blocks.has(node.name), link.children, true, 1);
  if (inner.length === 0) return;
  const { href } = link.attribs;
  const linked = (nodes: readonly ChildNode[]): ChildNode[] => {
    const result: ChildNode[] = [];
    let run: ChildNode[] = [];
    const end = (): void => {
      const isShown = run.some((node) => DomUtils.textContent(node).trim() !== '' || hasPicture(node));
      if (isShown && href !== undefined) result.push(new Element('a', { href }, run));
      else result.push(...run);
      run = [];
    };
    for (const node of nodes) {
      if (!(isTag(node) && blocks.has(node.name))) {
        run.push(node);
        continue;
      }
      end();
      result.push(new Element(node.name, { ...node.attribs }, linked(node.children)));
    }
    end();
    return result;
  };
  DomUtils.replaceElement(link, new Element('div', {}, linked([...link.children])));
}

function hasPicture(node: ChildNode): boolean {
  return isTag(node) && (node.name === 'img' || node.children.some(hasPicture));
}

function prepareImage(node: Element, places: NewPlaces): void {
  const address = sourceOf(node) ?? '';
  node.attribs.src = address;
  // These are the same picture, where it was.
  if (places.image(address)) for (const name of ['srcset', 'sizes']) delete node.attribs[name];
}

function prepareLink(node: Element, places: NewPlaces): void {
  const address = node.attribs.href ?? '';
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined && !['http', 'https', 'mailto', 'tel'].includes(scheme)) delete node.attribs.href;
  else node.attribs.href = places.link(address) ?? address;
  // A picture that leads to itself, larger, leads nowhere once it has moved.
  const [only] = node.children.filter((child) => !(isText(child) && child.data.trim() === ''));
  // A post of another site stands in the text as a link without words, which a script would fill.
  if (!only && /^https?:/.test(address) && isAloneInQuote(node))
    DomUtils.appendChild(node, new Text(address));
  if (!only || !isTag(only) || only.name !== 'img') {
    linkEachBlock(node);
    return;
  }
  const isItself = isPicture(address) && places.image(sourceOf(only) ?? '') !== undefined;
  if (isItself) DomUtils.replaceElement(node, only);
}

function isAloneInQuote({ parent }: Element): boolean {
  return (
    parent !== null &&
    isTag(parent) &&
    parent.name === 'blockquote' &&
    DomUtils.textContent(parent).trim() === ''
  );
}

/** By the address's end. */
export function isPicture(address: string): boolean {
  return /\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)/i.test(address);
}

/** The picture's own address: pages that load late keep it beside a stand-in. */
function sourceOf({ attribs }: Element): string | undefined {
  const late = ['data-orig-file', 'data-src', 'data-lazy-src', 'data-original'].map((name) => attribs[name]);
  const found = [attribs.src?.startsWith('data:') ? undefined : attribs.src, ...late].find((one) =>
    one?.trim(),
  );
  return found?.trim();
}

const languageClass = /(?:^|[\s;])(?:language-|lang-|lang:\s*|brush:\s*)([\w+#.-]+)/i;
const noLanguage = /^(?:plain|plaintext|text|default|none|auto|nohighlight)$/i;

/** What language code says it is in: as highlighters, Medium and WordPress's plugins write it. */
function languageOf(pre: Element): string {
  const code = DomUtils.getElementsByTagName('code', pre, true, 1)[0];
  const said = [pre, code].flatMap((node) => [
    node?.attribs['data-code-block-lang'],
    node?.attribs['data-lang'],
    languageClass.exec(node?.attribs.class ?? '')?.[1],
    node?.attribs.lang,
  ]);
  const language = said.find((one) => one !== undefined && one !== '') ?? '';
  return noLanguage.test(language) || /[\s`]/.test(language) ? '' : language.toLowerCase();
}

/** Block elements as WordPress counts them: text around them makes paragraphs of its own. */
const blocks = new Set(
  'address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe li main nav ol p pre section table ul video audio script style'.split(
    ' ',
  ),
);
const containers = new Set(['blockquote', 'div', 'section', 'article', 'aside']);

/** Paragraphs and line breaks of what was typed in an editor that wrote none: an empty line parts, a line end breaks. */
export function withParagraphs(html: string): string {
  return paragraphsOf(parseDocument(html).childNodes);
}

function paragraphsOf(nodes: readonly ChildNode[]): string {
  let result = '';
  let run = '';
  const end = (): void => {
    const parts = run.replaceAll(/<br\s*\/?>[ \t]*\n/g, '\n').split(/\n[ \t]*\n\s*/);
    for (const part of parts) {
      const text = part.trim();
      if (text !== '') result += `<p>${text.replaceAll('\n', '<br>\n')}</p>\n`;
    }
    run = '';
  };
  for (const node of nodes) {
    if (isTag(node) && blocks.has(node.name)) {
      end();
      result += containers.has(node.name) ? contained(node) : DomUtils.getOuterHTML(node, asIs);
    } else run += DomUtils.getOuterHTML(node, asIs);
  }
  end();
  return result;
}

function contained(node: Element): string {
  const inside = paragraphsOf(node.children);
  const empty = new Element(node.name, { ...node.attribs }, [new Text(keptMark)]);
  return DomUtils.getOuterHTML(empty, asIs).replace(keptMark, () => inside);
}
