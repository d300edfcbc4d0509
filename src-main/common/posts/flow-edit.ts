import { lineStart, nextLine } from './edit-plan.ts';
import type { TextRange } from './split-post.ts';
import type { TextChange } from './text-change.ts';

/** A list or map in brackets: between `open` and `close` stand the items, with commas between them. */
export interface FlowItems {
  /** Offset behind the opening bracket. */
  open: number;
  /** Offset of the closing bracket. */
  close: number;
  items: readonly TextRange[];
}

/**
 * Replaces the items from `first` on, `count` of them, by others. Items that are only replaced keep everything
 * around them; new ones are set apart as their neighbours are.
 */
export function replaceFlowItems(
  text: string,
  flow: FlowItems,
  first: number,
  count: number,
  written: readonly string[],
): TextChange[] {
  const { items } = flow;
  const paired = Math.min(count, written.length);
  const changes = items
    .slice(first, first + paired)
    .map(({ from, to }, at) => ({ from, to, insert: written[at] ?? '' }))
    .filter(({ from, to, insert }) => text.slice(from, to) !== insert);
  if (written.length > paired) changes.push(...insertion(text, flow, first + paired, written.slice(paired)));
  if (count > paired) changes.push(...removal(text, flow, first + paired, first + count));
  return mergeTouching(changes);
}

function insertion(text: string, flow: FlowItems, at: number, written: readonly string[]): TextChange[] {
  const { items, open, close } = flow;
  const separator = separatorOf(text, flow);
  const before = items[at - 1];
  if (before) {
    return (
      insertionBelowComment(text, before, separator, written) ?? [
        { from: before.to, to: before.to, insert: written.map((item) => separator + item).join('') },
      ]
    );
  }
  const after = items[0];
  if (after) {
    return [{ from: after.from, to: after.from, insert: written.map((item) => item + separator).join('') }];
  }
  const inner = text.slice(open, close);
  const padding = /^ +$/.test(inner) ? ' ' : '';
  if (inner.trim() !== '') return [{ from: open, to: open, insert: written.join(', ') }];
  const newLine = /\r?\n[ \t]*/.exec(inner)?.[0];
  // A bracket that closes on a line of its own stays there.
  if (newLine !== undefined)
    return [{ from: open, to: open, insert: `${newLine}  ${written.join(`,${newLine}  `)}` }];
  return [{ from: open, to: close, insert: padding + written.join(', ') + padding }];
}

/** Where a comment stands behind the item before, it stays with that item. */
function insertionBelowComment(
  text: string,
  before: TextRange,
  separator: string,
  written: readonly string[],
): TextChange[] | undefined {
  const line = /^([ \t]*,?)[ \t]*#[^\n]*\n/.exec(text.slice(before.to, nextLine(text, before.to)));
  const newLine = /\r?\n[ \t]*$/.exec(separator)?.[0];
  if (!line || newLine === undefined) return undefined;
  const hasComma = line[1]?.endsWith(',') ?? false;
  const lead = newLine.replace(/^\r?\n/, '');
  const lineEnd = newLine.slice(0, newLine.length - lead.length);
  const lines = written.map((item, index) => {
    const isLast = index === written.length - 1;
    return `${lead}${item}${isLast && !hasComma ? '' : ','}${lineEnd}`;
  });
  const to = before.to + line[0].length;
  const below = { from: to, to, insert: lines.join('') };
  return hasComma ? [below] : [{ from: before.to, to: before.to, insert: ',' }, below];
}

/** What stands between two items, or what would: a comma and the white space before the first. */
function separatorOf(text: string, { items, open }: FlowItems): string {
  const last = items.at(-1);
  const beforeLast = items.at(-2);
  const between = last && beforeLast ? text.slice(beforeLast.to, last.from) : undefined;
  if (between !== undefined && /^[ \t]*,[ \t]*$/.test(between)) return between;
  if (between !== undefined && /^\s*,\s*$/.test(between)) return between.replace(/^\s+/, '');
  if (between !== undefined) {
    const end = /\r?\n[ \t]*$/.exec(between);
    return `,${end ? end[0] : ' '}`;
  }
  const lead = items[0] ? text.slice(open, items[0].from) : '';
  const newLine = /\r?\n[ \t]*$/.exec(lead);
  return `,${newLine ? newLine[0] : ' '}`;
}

function removal(text: string, flow: FlowItems, from: number, to: number): TextChange[] {
  const { items, open, close } = flow;
  const first = items[from] as TextRange;
  const last = items[to - 1] as TextRange;
  const before = items[from - 1];
  const after = items[to];
  const lines = removalOfLines(text, flow, from, to);
  if (lines) return lines;
  const around =
    text.slice(before ? before.to : open, first.from) + text.slice(last.to, after?.from ?? close);
  if (betweenItems(text, items.slice(from, to)).concat(around).includes('#')) {
    return removalBesideComments(text, items, from, to);
  }
  if (after && !before) return [removalOfFirst(text, first, last, after)];
  if (before) return [removalBehind(text, before, first, last)];
  const opensLine = text.slice(open, first.from).lastIndexOf('\n');
  // The brackets stay on their lines.
  const start = opensLine === -1 ? open : open + opensLine + 1;
  const line = opensLine === -1 ? -1 : text.slice(last.to, close).indexOf('\n');
  return [{ from: line === -1 ? open : start, to: line === -1 ? close : last.to + line + 1, insert: '' }];
}

/** Items that have their lines to themselves go with these lines, and with the comments on them. */
function removalOfLines(
  text: string,
  { items, open, close }: FlowItems,
  from: number,
  to: number,
): TextChange[] | undefined {
  const changes: TextChange[] = [];
  let hasComma = false;
  for (const item of items.slice(from, to)) {
    const start = lineStart(text, item.from);
    const end = nextLine(text, item.to);
    const behind = /^[ \t]*(,?)[ \t]*(?:#[^\n]*)?\r?\n$/.exec(text.slice(item.to, end));
    if (start < open || end > close || !behind || text.slice(start, item.from).trim() !== '')
      return undefined;
    hasComma = behind[1] === ',';
    if (!hasComma && item !== items.at(-1)) return undefined;
    changes.push({ from: start, to: end, insert: '' });
  }
  const before = items[from - 1];
  const comma = before && to === items.length && !hasComma ? commaBehind(text, before) : undefined;
  return [...(comma ?? []), ...changes];
}

/** Items and the commas that belong to them go; the comments around them stay. */
function removalBesideComments(
  text: string,
  items: readonly TextRange[],
  from: number,
  to: number,
): TextChange[] {
  const before = items[from - 1];
  const own = items.slice(from, to).map((item) => commaBehind(text, item));
  const changes = items
    .slice(from, to)
    .flatMap((item, at) => [{ from: item.from, to: item.to, insert: '' }, ...(own[at] ?? [])]);
  return before && own.at(-1) === undefined ? [...(commaBehind(text, before) ?? []), ...changes] : changes;
}

/** The removal of the comma behind an item, comments or not between them. */
function commaBehind(text: string, { to }: TextRange): [TextChange] | undefined {
  const gap = /^(?:\s|#[^\n]*\n)*(?=,)/.exec(text.slice(to))?.[0];
  return gap === undefined ? undefined : [{ from: to + gap.length, to: to + gap.length + 1, insert: '' }];
}

function betweenItems(text: string, items: readonly TextRange[]): string {
  return items
    .slice(1)
    .map(({ from }, at) => text.slice(items[at]?.to, from))
    .join('');
}

/** The item behind keeps its own line and the blanks before it. */
function removalOfFirst(text: string, first: TextRange, last: TextRange, after: TextRange): TextChange {
  const gap = /^[ \t]*,[ \t]*(?=\r?\n)/.exec(text.slice(last.to, after.from));
  const start = lineStart(text, first.from);
  const isAlone = text.slice(start, first.from).trim() === '';
  if (!gap) return { from: first.from, to: after.from, insert: '' };
  const end = last.to + gap[0].length;
  return isAlone
    ? { from: start, to: nextLine(text, end), insert: '' }
    : { from: first.from, to: end, insert: '' };
}

/** A comma at the beginning of a line goes with that line, and not with the one before. */
function removalBehind(text: string, before: TextRange, first: TextRange, last: TextRange): TextChange {
  const gap = /^[^,#]*\n([ \t]*)(?=,)/.exec(text.slice(before.to, first.from));
  if (!gap) {
    // Blanks before a comma at the end of a line are that line's.
    const blanks = /^[ \t]+(?=,[ \t]*\r?\n)/.exec(text.slice(before.to, first.from))?.[0] ?? '';
    return { from: before.to, to: last.to, insert: blanks };
  }
  const comma = before.to + gap[0].length;
  const end = /^[ \t]*\r?\n/.exec(text.slice(last.to));
  return end
    ? { from: comma - (gap[1] ?? '').length, to: last.to + end[0].length, insert: '' }
    : { from: comma, to: last.to, insert: '' };
}

/** Changes that touch become one, so that a list of changes never holds two at the same place. */
function mergeTouching(changes: readonly TextChange[]): TextChange[] {
  const merged: TextChange[] = [];
  for (const change of changes) {
    const last = merged.at(-1);
    if (last && last.to === change.from) {
      last.to = change.to;
      last.insert += change.insert;
    } else merged.push({ ...change });
  }
  return merged;
}

/** How many items at the start and at the end of two lists are the same. */
export function sameEnds(
  before: number,
  after: number,
  same: (oldAt: number, newAt: number) => boolean,
): { start: number; end: number } {
  const shorter = Math.min(before, after);
  let start = 0;
  while (start < shorter && same(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && same(before - 1 - end, after - 1 - end)) end += 1;
  return { start, end };
}
