import type { RenderedBlock } from '../../src-main/common/markdown/render.ts';
import { lateLinks } from './late-links.ts';
import { patchContent } from './patch-block.ts';

/** A block that is shown or could be. */
export interface BlockItem extends RenderedBlock {
  /** Its element where it is in the document: a wrapper without a box of its own. */
  element: HTMLElement | undefined;
  /** Height in pixels, measured or guessed. */
  height: number;
  /** Pictures of other sites in it that are held back. */
  heldImages: number;
}

/** The body's blocks in the frame's document. */
export interface BlockView {
  /** Shows these blocks; what is there already stays as it is. */
  show(blocks: RenderedBlock[]): void;
  items(): readonly BlockItem[];
  /** Makes sure that the block at this index and those around it are in the document. */
  reveal(index: number): void;
  /** Brings in what has come near to the visible part. */
  settle(): void;
  /** Makes the blocks anew that show an element of this class. */
  rebuild(className: string): void;
}

/** So many blocks are in the document at once; beyond that, patching would be felt. */
const windowSize = 300;

/** How near, in blocks, the visible part comes to the end of what is there before more is brought in. */
const margin = 60;

/** Shows blocks inside `container`, replacing only what differs. */
export function createBlockView(container: HTMLElement): BlockView {
  const target = container.ownerDocument;
  const before = spacer(target);
  const after = spacer(target);
  container.replaceChildren(before, after);
  const links = lateLinks(target);
  let items: BlockItem[] = [];
  let first = 0;

  function place(): void {
    const all = items.length <= windowSize;
    first = all ? 0 : Math.max(0, Math.min(first, items.length - windowSize));
    const last = all ? items.length : first + windowSize;
    const wanted = new Set<Element>();
    for (const item of items.slice(first, last)) {
      item.element ??= added(build(item.html));
      wanted.add(item.element);
    }
    for (const item of items) if (item.element && !wanted.has(item.element)) release(item);
    for (const child of [...container.children]) {
      if (child !== before && child !== after && !wanted.has(child)) child.remove();
    }
    let cursor = before.nextSibling;
    for (const element of wanted) {
      if (element === cursor) cursor = cursor.nextSibling;
      else container.insertBefore(element, cursor);
    }
    setHeight(before, heightOf(items.slice(0, first)));
    setHeight(after, heightOf(items.slice(last)));
  }

  function release(item: BlockItem): void {
    item.height = measured(item) ?? item.height;
    item.element = undefined;
  }

  function build(html: string): HTMLElement {
    const element = target.createElement('div');
    element.className = 'block';
    // Sanitised by the renderer, and the frame's document runs no script.
    element.innerHTML = html;
    // Lines have their places the sooner the pictures have their sizes.
    for (const image of element.querySelectorAll('img')) image.loading = 'eager';
    return element;
  }

  function added(element: HTMLElement): HTMLElement {
    links.hold(element);
    return element;
  }

  /** Blocks that were written on: their elements stay, with what changed in them. */
  function patch({ element, html }: BlockItem): void {
    if (element) patchContent(element, build(html), (inside) => links.hold(inside));
  }

  /** Whether there is more to bring in before or behind, and this block is near to it. */
  function isNearEnd(index: number): boolean {
    const nearStart = index - first < margin && first > 0;
    const nearEnd = first + windowSize - index < margin * 2 && first + windowSize < items.length;
    return nearStart || nearEnd;
  }

  function centreOn(index: number): void {
    const start = Math.max(0, Math.min(index - Math.floor(windowSize / 2), items.length - windowSize));
    if (start === first) return;
    first = start;
    place();
  }

  return {
    items: () => items,
    show(blocks) {
      const next = reuse(items, blocks);
      items = next.items;
      next.changed.forEach(patch);
      place();
    },
    reveal(index) {
      if (items.length <= windowSize) return;
      if (isNearEnd(index)) centreOn(index);
    },
    settle() {
      if (items.length <= windowSize) return;
      const index = indexAtTop(items, first, first + windowSize);
      if (isNearEnd(index)) centreOn(index);
    },
    rebuild(className) {
      for (const item of items) {
        if (!item.element?.querySelector(`.${className}`)) continue;
        const fresh = added(build(item.html));
        item.element.replaceWith(fresh);
        item.element = fresh;
      }
    },
  };
}

/**
 * The old items where a block's HTML is the same, so that their elements stay. Most edits leave what is before and behind
 * them as it was: only what lies between is looked for. Where as many blocks came there as went, each was written on:
 * it keeps its element too.
 */
function reuse(
  old: readonly BlockItem[],
  blocks: readonly RenderedBlock[],
): { items: BlockItem[]; changed: BlockItem[] } {
  const most = Math.min(old.length, blocks.length);
  let before = 0;
  while (before < most && old[before]?.html === blocks[before]?.html) before += 1;
  let behind = 0;
  while (behind < most - before && old.at(-1 - behind)?.html === blocks.at(-1 - behind)?.html) behind += 1;
  const between = old.slice(before, old.length - behind);
  const take = spareItems(between);
  const known = blocks.map((block, index) => {
    const fromEnd = blocks.length - index;
    if (index < before) return old[index];
    return fromEnd <= behind ? old[old.length - fromEnd] : take(block.html);
  });
  const kept = new Set(known);
  const gone = between.filter((item) => !kept.has(item));
  const isWrittenOn = gone.length === known.filter((item) => item === undefined).length;
  const changed: BlockItem[] = [];
  const items = blocks.map((block, index) => {
    const same = known[index];
    if (same) return Object.assign(same, { fromLine: block.fromLine, toLine: block.toLine });
    const item = newItem(block);
    const written = isWrittenOn ? gone[changed.length] : undefined;
    if (!written) return item;
    changed.push(item);
    return Object.assign(item, { element: written.element, height: written.height });
  });
  return { items, changed };
}

/** Hands out items by their HTML, each once and in their order. */
function spareItems(items: readonly BlockItem[]): (html: string) => BlockItem | undefined {
  const spare = new Map<string, { items: BlockItem[]; taken: number }>();
  for (const item of items) {
    const same = spare.get(item.html);
    if (same) same.items.push(item);
    else spare.set(item.html, { items: [item], taken: 0 });
  }
  return (html) => {
    const same = spare.get(html);
    if (!same) return undefined;
    same.taken += 1;
    return same.items[same.taken - 1];
  };
}

function newItem(block: RenderedBlock): BlockItem {
  const heldImages = block.html.split('class="placeholder placeholder-remote"').length - 1;
  return { ...block, element: undefined, height: guess(block), heldImages };
}

/** Height of a block that has not been laid out, in pixels: a line of source makes about a line of text. */
function guess(block: RenderedBlock): number {
  return 20 + 28 * Math.max(1, block.toLine - block.fromLine);
}

function measured(item: BlockItem): number | undefined {
  const begin = item.element?.firstElementChild?.getBoundingClientRect();
  const end = item.element?.lastElementChild?.getBoundingClientRect();
  return begin && end ? end.bottom - begin.top + 20 : undefined;
}

/** Index of the block at the top of the visible part, among those in the document. */
function indexAtTop(items: readonly BlockItem[], from: number, to: number): number {
  let low = from;
  let high = Math.min(to, items.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = items[middle]?.element?.lastElementChild?.getBoundingClientRect();
    if (box && box.bottom <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, items.length - 1);
}

function spacer(target: Document): HTMLElement {
  const element = target.createElement('div');
  element.className = 'spacer';
  return element;
}

function setHeight(element: HTMLElement, height: number): void {
  element.style.height = `${Math.round(height)}px`;
}

function heightOf(items: readonly BlockItem[]): number {
  return items.reduce((sum, item) => sum + item.height, 0);
}
