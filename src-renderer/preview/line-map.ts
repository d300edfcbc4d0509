import type { BlockItem, BlockView } from './block-view.ts';

/** Where lines of the file are in the frame, and the other way round. Lines count from 1 and may be fractional. */
export interface LineMap {
  setBodyLine(line: number): void;
  /** The line at this height, in pixels from the top of the visible part. */
  lineAt(y: number): number;
  /** Scrolls until this line is at the top. */
  scrollTo(line: number): void;
}

/** A line of the file and the height, from the top of the document, at which it stands. */
interface Anchor {
  line: number;
  y: number;
}

/** Maps between lines and heights by what the blocks' elements say about the line they began on. */
export function createLineMap(target: Document, view: BlockView): LineMap {
  let bodyLine = 1;

  function scrolled(): number {
    return target.defaultView?.scrollY ?? 0;
  }

  /** Anchors of a block: its lines, where it ends, and where the next one begins. */
  function anchorsOf(index: number): Anchor[] {
    const item = view.items()[index];
    if (!item) return [];
    const next = view.items()[index + 1];
    const anchors = rising(linesIn(item).map(({ line, top }) => anchorAt(line, top)));
    append(anchors, item.toLine, bottomOf(item));
    append(anchors, next?.fromLine ?? item.toLine, topOf(next));
    return anchors;
  }

  function anchorAt(bodyOffset: number, top: number): Anchor {
    return { line: bodyLine + bodyOffset, y: top + scrolled() };
  }

  /** Between a block's end and the next one there may be no line, only space. */
  function append(anchors: Anchor[], bodyOffset: number, top: number | undefined): void {
    const last = anchors.at(-1);
    if (top === undefined || !last) return;
    const anchor = anchorAt(bodyOffset, top);
    if (anchor.line >= last.line && anchor.y > last.y) anchors.push(anchor);
  }

  /** From the top of the page, which stands for the file's first line, to the first block. */
  function anchorsAbove(): Anchor[] {
    const first = view.items()[0];
    const y = topOf(first);
    const end = y === undefined ? undefined : anchorAt(first?.fromLine ?? 0, y);
    return end ? rising([{ line: Math.min(1, end.line), y: 0 }, end]) : [{ line: 1, y: 0 }];
  }

  function indexOfLine(line: number): number {
    return lastIndex(view.items(), (item) => bodyLine + item.fromLine <= line);
  }

  function indexAtHeight(y: number): number {
    // Blocks that are not in the document lie above or below all that are.
    const items = view.items();
    let found = -1;
    let low = items.findIndex((item) => item.element);
    let high = items.findLastIndex((item) => item.element);
    while (low >= 0 && low <= high) {
      const middle = (low + high) >> 1;
      if ((topOf(items[middle]) ?? 0) <= y) {
        found = middle;
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }

  return {
    setBodyLine(line) {
      bodyLine = line;
    },
    lineAt(y) {
      const index = indexAtHeight(y);
      const anchors = index < 0 ? anchorsAbove() : anchorsOf(index);
      return interpolate(anchors, y + scrolled(), 'y', 'line');
    },
    scrollTo(line) {
      const index = indexOfLine(line);
      if (index >= 0) view.reveal(index);
      const anchors = index < 0 ? anchorsAbove() : anchorsOf(index);
      const top = line <= 1 ? 0 : interpolate(anchors, line, 'line', 'y');
      target.defaultView?.scrollTo({ top, behavior: 'instant' });
    },
  };
}

function linesIn(item: BlockItem): { line: number; top: number }[] {
  const top = topOf(item);
  if (!item.element || top === undefined) return [];
  const lines = [{ line: item.fromLine, top }];
  for (const element of item.element.querySelectorAll('[data-line]')) {
    const line = Number(element.getAttribute('data-line'));
    if (Number.isInteger(line) && line > 0 && item.fromLine + line <= item.toLine) {
      lines.push({ line: item.fromLine + line, top: element.getBoundingClientRect().top });
    }
  }
  return lines;
}

function topOf(item: BlockItem | undefined): number | undefined {
  return boxOf(item?.element, 'firstElementChild')?.top;
}

function bottomOf(item: BlockItem): number | undefined {
  return boxOf(item.element, 'lastElementChild')?.bottom;
}

/** The wrapper itself has no box; bare text in raw HTML has one only as a range. */
function boxOf(
  element: HTMLElement | undefined,
  child: 'firstElementChild' | 'lastElementChild',
): DOMRect | undefined {
  if (!element) return undefined;
  const inner = element[child];
  if (inner) return inner.getBoundingClientRect();
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

/** Drops anchors that step back, as the cells of a row do and as raw HTML may claim. */
function rising(anchors: Anchor[]): Anchor[] {
  const kept: Anchor[] = [];
  for (const anchor of anchors) {
    const last = kept.at(-1);
    if (!last || (anchor.line > last.line && anchor.y > last.y)) kept.push(anchor);
  }
  return kept;
}

function interpolate(anchors: Anchor[], at: number, from: 'line' | 'y', to: 'line' | 'y'): number {
  const index = lastIndex(anchors, (anchor) => anchor[from] <= at);
  const begin = anchors[Math.max(0, index)];
  const end = anchors[Math.max(0, index) + 1];
  if (!begin) return from === 'y' ? 1 : 0;
  if (!end || index < 0) return begin[to];
  const part = (at - begin[from]) / (end[from] - begin[from]);
  return begin[to] + part * (end[to] - begin[to]);
}

/** Index of the last element that holds, where those that hold come first; -1 where none does. */
function lastIndex<T>(list: readonly T[], holds: (element: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
