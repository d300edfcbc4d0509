import type { SyntaxNodeRef } from '@lezer/common';
import { parser } from '@lezer/markdown';

/** Something that a post's body refers to. */
export interface Reference {
  /**
   * A picture, a link, or what only the site's generator reads: Liquid's `{% post_url %}`, `{% link %}`, `{% post_link %}`
   * and `{% asset_img %}`, Hugo's `ref`. `label` is a link's label that has no definition.
   */
  kind: 'image' | 'link' | 'label' | 'post_url' | 'link-tag' | 'post_link' | 'asset' | 'ref';
  /** As it is meant: without angles, escapes and quotes. */
  target: string;
  /** The language of the page that is meant, where the reference names it. */
  language?: string;
  /** Offset in the whole text. */
  offset: number;
  /** Where the target stands as it is written, in the whole text; nothing, at `offset`, where none does. */
  from: number;
  to: number;
  /** Whether a picture has no text in its place, where it should have one. */
  lacksAlt: boolean;
}

/**
 * Finds everything that a post's body refers to, with its place, in the order of the text. What stands in code, comments
 * and raw blocks is none. Never throws; its time grows with the length of the text alone.
 *
 * @param withValues takes for links also what begins as an address does in templates and in elements of HTML, whatever it
 *   is there
 */
export function findReferences(text: string, bodyStart: number, withValues = false): Reference[] {
  const body = text.slice(bodyStart);
  if (!/[[<]|\{%|\{\{/.test(body)) return [];
  const readable = withoutRawBlocks(body);
  const finder = new Finder(readable, withValues);
  parser.parse(withoutTemplates(readable)).iterate({ enter: (node) => finder.enter(node) });
  return finder
    .finish()
    .sort((a, b) => a.offset - b.offset)
    .map((reference) => movedBy(reference, bodyStart));
}

/** What a target of Markdown or HTML means as it is written: without angles, escapes and the entity of `&`. */
export function plainTarget(written: string): string {
  const bare = written.startsWith('<') && written.endsWith('>') ? written.slice(1, -1) : written;
  return bare.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&amp;', '&');
}

/** Blanks inside a template would end a link's address. */
function withoutTemplates(text: string): string {
  return text.replace(template, (found) => found.replace(/[^\r\n]/g, '\uE000'));
}

const template = /\{\{[^{}]{0,1000}\}\}|\{%[^{}]{0,1000}%\}/g;

/** Blocks whose content is shown as it is written, or not at all. */
const rawBlock =
  /\{%-?\s*(raw|highlight|comment|codeblock|verbatim)\b|\{\{[<%]\s*(highlight|rawhtml)\b|<!--|<(script|style|pre|textarea|code)\b[^<>]{0,200}>/gi;

function withoutRawBlocks(body: string): string {
  const closings = new Closings(body);
  let result = '';
  let from = 0;
  for (const match of body.matchAll(rawBlock)) {
    if (match.index < from) continue;
    const [opening, tag, shortcode, element] = match;
    const to = closings.after(closingOf(tag, shortcode, element), match.index + opening.length);
    // A block that is not closed, or only far away, is no block.
    if (to === undefined || to - match.index > longestRaw) continue;
    result += body.slice(from, match.index) + body.slice(match.index, to).replace(/[^\r\n]/g, ' ');
    from = to;
  }
  return result + body.slice(from);
}

const longestRaw = 20_000;

function closingOf(
  tag: string | undefined,
  shortcode: string | undefined,
  element: string | undefined,
): string {
  if (tag) return `\\{%-?\\s*end${tag.toLowerCase()}\\s*-?%\\}`;
  if (shortcode) return `\\{\\{[<%]\\s*/\\s*${shortcode.toLowerCase()}\\s*[%>]\\}\\}`;
  return element ? `</${element.toLowerCase()}\\s*>` : '-->';
}

/** Finds ends of blocks; remembers them, so that many openings without an end cost one look and not many. */
class Closings {
  readonly #text: string;
  readonly #next = new Map<string, { from: number; to: number } | undefined>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Offset behind the next match of the pattern. Must be asked in the order of the text. */
  after(pattern: string, start: number): number | undefined {
    const known = this.#next.get(pattern);
    if (this.#next.has(pattern) && (known === undefined || known.from >= start)) return known?.to;
    const search = new RegExp(pattern, 'gi');
    search.lastIndex = start;
    const match = search.exec(this.#text);
    const next = match ? { from: match.index, to: match.index + match[0].length } : undefined;
    this.#next.set(pattern, next);
    return next?.to;
  }
}

class Finder {
  readonly #text: string;
  readonly #found: Reference[] = [];
  readonly #labels: { label: string; offset: number }[] = [];
  readonly #definitions = new Set<string>();
  /** Code and HTML of more lines, in order: tags of templates do not count there. */
  readonly #code: { from: number; to: number }[] = [];

  readonly #withValues: boolean;

  constructor(text: string, withValues: boolean) {
    this.#text = text;
    this.#withValues = withValues;
  }

  /** Whether to look inside the node. */
  enter(node: SyntaxNodeRef): boolean {
    switch (node.name) {
      case 'Image':
      case 'Link':
        this.#addLink(node);
        return true;
      case 'LinkReference':
        this.#addDefinition(node);
        return false;
      case 'Autolink':
        this.#addAutolink(node);
        return false;
      case 'HTMLBlock':
        this.#addHtml(node.from, node.to);
        this.#addMarkdownIn(node.from, node.to);
        return false;
      case 'HTMLTag':
        this.#addHtml(node.from, node.to);
        return false;
      case 'FencedCode':
      case 'CodeBlock':
      case 'InlineCode':
        this.#code.push({ from: node.from, to: node.to });
        return false;
      default:
        return true;
    }
  }

  finish(): Reference[] {
    for (const { label, offset } of this.#labels) {
      if (!this.#definitions.has(label))
        this.#found.push(found('label', { ...nowhere(offset), target: label }, offset));
    }
    this.#addTags();
    if (this.#withValues) this.#addTemplateValues();
    return this.#found;
  }

  #addLink(node: SyntaxNodeRef): void {
    const kind = node.name === 'Image' ? 'image' : 'link';
    const url = node.node.getChild('URL');
    const marks = node.node.getChildren('LinkMark');
    const alt = this.#text.slice(marks[0]?.to ?? node.from, marks[1]?.from ?? node.to);
    const lacksAlt = kind === 'image' && alt.trim() === '';
    if (url) {
      this.#found.push({ ...found(kind, this.#written(url), node.from), lacksAlt });
      return;
    }
    const label = node.node.getChild('LinkLabel');
    const name = label ? this.#text.slice(label.from + 1, label.to - 1) : '';
    if (name.trim() !== '' && !name.startsWith('^'))
      this.#labels.push({ label: normalLabel(name), offset: node.from });
    if (label && lacksAlt) this.#found.push({ ...found(kind, nowhere(node.from), node.from), lacksAlt });
  }

  #addAutolink(node: SyntaxNodeRef): void {
    const url = node.node.getChild('URL');
    if (url) this.#found.push(found('link', this.#written(url), node.from));
  }

  #written({ from, to }: { from: number; to: number }): WrittenTarget {
    return { target: plainTarget(this.#text.slice(from, to)), from, to };
  }

  #addDefinition(node: SyntaxNodeRef): void {
    const label = node.node.getChild('LinkLabel');
    const url = node.node.getChild('URL');
    if (!label || !url) return;
    this.#definitions.add(normalLabel(this.#text.slice(label.from + 1, label.to - 1)));
    const written = this.#written(url);
    this.#found.push(found(isPicture(written.target) ? 'image' : 'link', written, node.from));
  }

  #addHtml(from: number, to: number): void {
    for (const match of this.#text.slice(from, to).matchAll(htmlElement)) {
      const [, name = '', attributes = ''] = match;
      const isImage = name.toLowerCase() === 'img';
      const offset = from + match.index;
      const behindName = offset + 1 + name.length;
      const target = attributeOf(attributes, name.toLowerCase() === 'a' ? 'href' : 'src', behindName);
      const lacksAlt = isImage && !/\balt\b|\.\.\.|\{\{|\{%|role=|aria-hidden/i.test(attributes);
      if (target === undefined && !lacksAlt) continue;
      const kind = name.toLowerCase() === 'a' ? 'link' : 'image';
      this.#found.push({ ...found(kind, target ?? nowhere(offset), offset), lacksAlt });
    }
    for (const { index, 1: name = '', 2: attributes = '' } of this.#text
      .slice(from, to)
      .matchAll(htmlElement)) {
      const behindName = from + index + 1 + name.length;
      for (const picture of otherPictures(attributes, behindName))
        this.#found.push(found('image', picture, from + index));
    }
    if (!this.#withValues) return;
    for (const { index, 0: whole } of this.#text.slice(from, to).matchAll(anyElement))
      this.#found.push(...addressesIn(whole).map((reference) => movedBy(reference, from + index)));
  }

  /** What kramdown reads as Markdown in an element of HTML that says so. */
  #addMarkdownIn(from: number, to: number): void {
    const block = this.#text.slice(from, to);
    if (!/^<[a-z][^<>]*\smarkdown\s*=/i.test(block)) return;
    const markdown = block.replace(/<[^<>]*>/g, (found) => found.replace(/[^\r\n]/g, ' '));
    const inside = new Finder(markdown, false);
    parser.parse(withoutTemplates(markdown)).iterate({ enter: (node) => inside.enter(node) });
    for (const reference of inside.#found) this.#found.push(movedBy(reference, from));
    for (const { label, offset } of inside.#labels) this.#labels.push({ label, offset: offset + from });
    for (const definition of inside.#definitions) this.#definitions.add(definition);
  }

  #addTags(): void {
    for (const match of this.#outsideCode(tag)) {
      const reference = tagReference(match);
      if (reference) this.#found.push(reference);
    }
  }

  /** Addresses that a template is given: `{% include card.html url="/a/" %}`. */
  #addTemplateValues(): void {
    for (const { index, 0: whole } of this.#outsideCode(template))
      this.#found.push(...addressesIn(whole).map((reference) => movedBy(reference, index)));
  }

  *#outsideCode(pattern: RegExp): Generator<RegExpExecArray> {
    let code = 0;
    for (const match of this.#text.matchAll(pattern)) {
      while (code < this.#code.length && (this.#code[code]?.to ?? 0) <= match.index) code += 1;
      const inCode = (this.#code[code]?.from ?? Number.POSITIVE_INFINITY) <= match.index;
      if (!inCode) yield match;
    }
  }
}

/** What tags of generators refer to, wherever they stand. */
export function findTags(text: string): Reference[] {
  return [...text.matchAll(tag)].map(tagReference).filter((reference) => reference !== undefined);
}

/** What begins as an address does, at the begin of a word or of a value. */
export function addressesIn(text: string): Reference[] {
  return [...text.matchAll(address)].map(({ index, 0: target }) =>
    found('link', { target: target.replaceAll('&amp;', '&'), from: index, to: index + target.length }, index),
  );
}

const address = /(?<=["'`=\s(,[]|\}\}|^)(?:https?:\/|@)?\/[^\s"'`<>(){}|,\]]+/g;

function movedBy(reference: Reference, by: number): Reference {
  const { offset, from, to } = reference;
  return { ...reference, offset: offset + by, from: from + by, to: to + by };
}

const htmlElement =
  /<(img|a|source|video|audio)\b((?:[^<>"']{0,400}|"[^"]{0,4000}"|'[^']{0,4000}'){0,60})\/?>/gi;

/** Elements of any name, components of programs among them. */
const anyElement = /<[a-z][^<>]{0,4000}>/gi;

const tag =
  /\{%-?\s*(post_url|link|post_link|post_path|asset_img|asset_path|asset_link)\s+([^%{}]{1,400}?)\s*-?%\}|\{\{[<%]\s*(ref|relref|figure)\s+([^{}]{1,1000}?)\s*\/?[%>]\}\}/g;

/** A target and where it stands as it is written. */
type WrittenTarget = Pick<Reference, 'target' | 'from' | 'to'>;

function nowhere(offset: number): WrittenTarget {
  return { target: '', from: offset, to: offset };
}

function tagReference(match: RegExpExecArray): Reference | undefined {
  const [whole, name = '', liquid = '', shortcode, parameters = ''] = match;
  const given = shortcode === undefined ? liquid : parameters;
  const behindName = whole.indexOf(shortcode ?? name) + (shortcode ?? name).length;
  const at = match.index + whole.indexOf(given, behindName);
  if (shortcode === 'figure') {
    const target = attributeOf(` ${parameters}`, 'src', at - 1);
    return target === undefined ? undefined : found('image', target, match.index);
  }
  if (shortcode) {
    const target = attributeOf(` ${parameters}`, 'path', at - 1) ?? firstWord(parameters, at);
    const language = attributeOf(` ${parameters}`, 'lang', at - 1)?.target;
    return { ...found('ref', target, match.index), ...(language && { language }) };
  }
  if (name === 'post_url') return found('post_url', unquoted(liquid, at), match.index);
  if (name === 'link') return found('link-tag', unquoted(liquid, at), match.index);
  if (name.startsWith('post_')) return found('post_link', firstWord(liquid, at), match.index);
  const file = [...liquid.matchAll(/\S+/g)].find(([word]) => /\.[a-z0-9]{2,5}$/i.test(word));
  return file === undefined ? undefined : found('asset', unquoted(file[0], at + file.index), match.index);
}

function found(kind: Reference['kind'], written: WrittenTarget, offset: number): Reference {
  return { kind, ...written, offset, lacksAlt: false };
}

/** The value of an attribute in quotes. What is made by a program is none. @param at offset of `attributes` */
function attributeOf(attributes: string, name: string, at: number): WrittenTarget | undefined {
  const match = new RegExp(`[\\s"']${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|\`([^\`]*)\`)`, 'i').exec(
    attributes,
  );
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  if (!match || value === undefined) return undefined;
  const to = at + match.index + match[0].length - 1;
  return { target: value.replaceAll('&amp;', '&'), from: to - value.length, to };
}

/** What a player shows before it plays, and the forms of a picture for other screens. */
function otherPictures(attributes: string, at: number): WrittenTarget[] {
  const poster = attributeOf(attributes, 'poster', at);
  const set = attributeOf(attributes, 'srcset', at);
  // A comma parts the forms, but may stand in an address, too.
  const forms = set && !/data:|[{}]/.test(set.target) ? [...set.target.matchAll(/(?:^|,\s*)([^\s,]+)/g)] : [];
  const pictures = forms.map(({ index, 0: whole, 1: target = '' }) => {
    const from = (set?.from ?? at) + index + whole.length - target.length;
    return { target, from, to: from + target.length };
  });
  return poster ? [poster, ...pictures] : pictures;
}

function firstWord(words: string, at: number): WrittenTarget {
  const match = /^\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+))/.exec(words);
  const target = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
  if (!match || target === undefined) return nowhere(at);
  const to = at + match[0].length - (match[4] === undefined ? 1 : 0);
  return { target, from: to - target.length, to };
}

function unquoted(text: string, at: number): WrittenTarget {
  const trimmed = text.trim();
  const from = at + text.indexOf(trimmed);
  const quoted = /^(["'])(.*)\1$/.exec(trimmed)?.[2];
  if (quoted !== undefined) return { target: quoted, from: from + 1, to: from + 1 + quoted.length };
  return { target: trimmed, from, to: from + trimmed.length };
}

/** Source: CommonMark 0.31, "matches". */
function normalLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

function isPicture(target: string): boolean {
  return /\.(png|jpe?g|gif|svg|webp|avif|bmp|ico)([?#].*)?$/i.test(target);
}
