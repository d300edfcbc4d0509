import type { RenderedBlock } from '../../src-main/common/markdown/render.ts';
import { wordRuns, wordsOf } from '../../src-main/common/posts/word-difference.ts';
import { type Aligned, alignRows } from './align-rows.ts';

/** A block of the page, and whether anything in it is marked. */
export interface MarkedBlock extends RenderedBlock {
  changed: boolean;
}

/**
 * The blocks of a post with what differs from an earlier text marked in them: words, items of a list, rows of a table,
 * pictures, blocks that came, went or moved. Blocks that went stand where they were. Both are safe HTML, and so is the
 * answer: nothing is put together from strings.
 */
export function markChanges(
  earlier: readonly RenderedBlock[],
  current: readonly RenderedBlock[],
): MarkedBlock[] {
  const page = new DOMParser().parseFromString('', 'text/html');
  const parse = ({ html }: RenderedBlock): HTMLElement => {
    const place = page.createElement('div');
    place.innerHTML = html;
    return place;
  };
  const rows = alignRows(earlier, current, {
    keyOf: ({ html }) => plain(html),
    wordsOf: ({ html }) => bare(html),
  });
  const moved = movedKeys(rows);
  let line = 0;
  return rows.map(({ before, after }): MarkedBlock => {
    if (before && after) {
      line = after.toLine;
      if (plain(before.html) === plain(after.html)) return { ...after, changed: false };
      const place = parse(after);
      markElement(parse(before), place);
      return { ...after, html: place.innerHTML, changed: true };
    }
    const block = after ?? { html: before?.html ?? '', fromLine: line, toLine: line };
    line = block.toLine;
    const kind = moved.has(plain(block.html))
      ? after
        ? 'moved'
        : 'moved-away'
      : after
        ? 'added'
        : 'removed';
    const place = parse(block);
    const wrapper = page.createElement('div');
    wrapper.className = `change change-${kind}`;
    wrapper.append(...place.childNodes);
    return { ...block, html: wrapper.outerHTML, changed: true };
  });
}

/** Whole blocks that went in one place and came in another. */
function movedKeys(rows: readonly Aligned<RenderedBlock>[]): ReadonlySet<string> {
  const gone = new Set(rows.flatMap(({ before, after }) => (before && !after ? [plain(before.html)] : [])));
  return new Set(
    rows.flatMap(({ before, after }) => {
      const key = after && !before ? plain(after.html) : undefined;
      return key !== undefined && gone.has(key) && bare(key).length >= 3 ? [key] : [];
    }),
  );
}

/** What is compared part by part rather than as running words. */
const containers = 'ul, ol, dl, table, thead, tbody, tfoot, tr, blockquote, section, div, figure, details';

function markElement(before: Element, after: Element): void {
  if (plain(before.outerHTML) === plain(after.outerHTML)) return;
  if (after.matches(containers) && before.matches(containers) && isOfElements(after) && isOfElements(before))
    markChildren(before, after);
  else markWords(before, after);
}

function isOfElements(element: Element): boolean {
  return [...element.childNodes].every(
    (node) => node instanceof Element || node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim(),
  );
}

function markChildren(before: Element, after: Element): void {
  const rows = alignRows([...before.children], [...after.children], {
    keyOf: (element) => plain(element.outerHTML),
    wordsOf: (element) => bare(element.outerHTML),
    kindOf: (element) => element.tagName,
    inOrder: after.matches('tr') && before.children.length === after.children.length,
  });
  let last: Element | undefined;
  for (const row of rows) {
    if (row.before && row.after) markElement(row.before, row.after);
    else if (row.after) row.after.classList.add('change', 'change-added');
    const shown = row.after ?? (row.before && removedCopy(row.before));
    if (!shown) continue;
    if (!row.after) {
      if (last) last.after(shown);
      else after.prepend(shown);
    }
    last = shown;
  }
}

function removedCopy(element: Element): Element {
  const copy = element.cloneNode(true) as Element;
  copy.classList.add('change', 'change-removed');
  for (const each of [copy, ...copy.querySelectorAll('[id], [data-line]')]) {
    each.removeAttribute('id');
    each.removeAttribute('data-line');
  }
  return copy;
}

/** What is one thing to a reader, however it is made. */
const atoms = 'img, svg, video, audio, iframe, input, .katex, .katex-display, .placeholder';

/** A word of a page, or a picture or formula among the words. */
interface Token {
  key: string;
  node: Text | Element;
}

function tokensOf(root: Element): Token[] {
  const tokens: Token[] = [];
  const walk = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE)
      for (const key of wordsOf(node.textContent ?? '')) tokens.push({ key, node: node as Text });
    else if (node.nodeType === Node.ELEMENT_NODE) {
      const element = node as Element;
      if (element.matches(atoms)) tokens.push({ key: plain(element.outerHTML), node: element });
      else for (const child of [...element.childNodes]) walk(child);
    }
  };
  walk(root);
  return tokens;
}

/** Marks words that came, and puts those that went where they were. */
function markWords(before: Element, after: Element): void {
  const [old, current] = [tokensOf(before), tokensOf(after)];
  const pieces: { token: Token; added: boolean; gone: Token[] }[] = current.map((token) => ({
    token,
    added: false,
    gone: [],
  }));
  const first: Token[] = [];
  let [oldAt, at] = [0, 0];
  for (const { kind, words } of wordRuns(
    old.map(({ key }) => key),
    current.map(({ key }) => key),
  )) {
    if (kind === 'removed') (pieces[at - 1]?.gone ?? first).push(...old.slice(oldAt, oldAt + words.length));
    if (kind === 'added') for (const piece of pieces.slice(at, at + words.length)) piece.added = true;
    if (kind !== 'added') oldAt += words.length;
    if (kind !== 'removed') at += words.length;
  }
  rebuild(after, pieces, first);
  if (isStyleChangeOnly(old, current)) after.classList.add('change', 'change-form');
}

/** The words are the same: an address, an emphasis, the kind of block is another. */
function isStyleChangeOnly(old: readonly Token[], current: readonly Token[]): boolean {
  return old.length === current.length && old.every(({ key }, index) => key === current[index]?.key);
}

function rebuild(
  root: Element,
  pieces: readonly { token: Token; added: boolean; gone: Token[] }[],
  first: readonly Token[],
): void {
  const page = root.ownerDocument;
  const built = new Map<Node, Node[]>();
  for (const { token, added, gone } of pieces) {
    const nodes = built.get(token.node) ?? [];
    built.set(token.node, nodes);
    const last = nodes.at(-1);
    const word =
      token.node.nodeType === Node.TEXT_NODE ? page.createTextNode(token.key) : token.node.cloneNode(true);
    if (added && last instanceof Element && last.className === addedClass) last.append(word);
    else nodes.push(added ? marked(page, 'ins', [word]) : word);
    if (gone.length > 0)
      nodes.push(
        marked(
          page,
          'del',
          gone.map((each) => shown(page, each)),
        ),
      );
  }
  for (const [node, nodes] of built) (node as ChildNode).replaceWith(...nodes);
  if (first.length === 0) return;
  const gone = marked(
    page,
    'del',
    first.map((each) => shown(page, each)),
  );
  const start = pieces[0] && built.get(pieces[0].token.node)?.[0];
  if (start) (start as ChildNode).before(gone);
  else (root.firstElementChild ?? root).prepend(gone);
}

const addedClass = 'word-added';

function marked(page: Document, name: 'ins' | 'del', nodes: readonly Node[]): HTMLElement {
  const element = page.createElement(name);
  element.className = name === 'ins' ? addedClass : 'word-removed';
  element.append(...nodes);
  return element;
}

function shown(page: Document, { key, node }: Token): Node {
  return node.nodeType === Node.TEXT_NODE ? page.createTextNode(key) : node.cloneNode(true);
}

/** HTML without what says only which line it came from. */
function plain(html: string): string {
  return html.replace(/ data-line="\d+"/g, '');
}

function bare(html: string): string[] {
  return wordsOf(html.replace(/<[^>]*>/g, ' ').toLowerCase()).filter((word) => /[\p{L}\p{N}]/u.test(word));
}
