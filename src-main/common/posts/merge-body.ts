import {
  conflict,
  mergeAtoms,
  mergeRows,
  type Piece,
  type Row,
  type RowRules,
  type Rows,
  settled,
  type Three,
} from './merge-rows.ts';

/** Where a stretch of a body is; its line is known once the whole text is put together. */
export type BodyPlace = { kind: 'paragraph' };

type Block = Row<undefined>;

const paragraph: BodyPlace = { kind: 'paragraph' };

/**
 * Merges bodies: by lines, where edits are well apart, and else by blocks, which are what blank lines part, a fenced block
 * as one. Of a block that both sides changed, edits of different lines both hold; of prose as well, if no line comes or
 * goes beside a changed one, since sentences run on.
 */
export function mergeBodies(bodies: Three<string>, lineEnd: string): Piece<BodyPlace>[] {
  const byLine = mergeLines(bodies, { lineEnd, where: paragraph, touching: 'never' });
  if (byLine) return byLine;
  const byBlock = mergeByBlock(bodies, lineEnd);
  return hasLinesOfBoth(bodies, byBlock) ? byBlock : [conflict(bodies, lineEnd, paragraph)];
}

function mergeByBlock(bodies: Three<string>, lineEnd: string): Piece<BodyPlace>[] {
  const rows = {
    base: blocksOf(bodies.base),
    ours: blocksOf(bodies.ours),
    theirs: blocksOf(bodies.theirs),
  };
  return mergeRows(rows, {
    additions: 'conflict',
    touching: 'apart',
    pair: pairVersions,
    mergeRow: (block) => mergeBlocks(block, lineEnd),
    separates: (gap) => (gap.match(/\n|\r(?!\n)/g)?.length ?? 0) > 1,
    separator: lineEnd + lineEnd,
    where: () => paragraph,
  });
}

/**
 * Whether a merged text has each line as often as both sides together want it. Blocks that one side joined to those
 * before and the other to those behind would be had twice.
 */
function hasLinesOfBoth(bodies: Three<string>, pieces: readonly Piece<BodyPlace>[]): boolean {
  if (pieces.some(({ kind }) => kind === 'conflict')) return true;
  const text = pieces.map((piece) => (piece.kind === 'settled' ? piece.text : '')).join('');
  const [base, ours, theirs, merged] = [bodies.base, bodies.ours, bodies.theirs, text].map(countLines);
  const lines = new Set([...(base?.keys() ?? []), ...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  return [...lines].every((line) => {
    const [b, o, t] = [base?.get(line) ?? 0, ours?.get(line) ?? 0, theirs?.get(line) ?? 0];
    const count = merged?.get(line) ?? 0;
    return Math.min(o, t, o + t - b) <= count && count <= Math.max(o, t, o + t - b);
  });
}

function countLines(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split(/[\r\n]+/)) {
    const words = line.trim();
    if (words !== '') counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return counts;
}

/** A body as blocks; what parts them begins with the line end of the block before. */
function blocksOf(body: string): Rows<undefined> {
  const spans = blockSpans(body);
  const rows = spans.map(({ from, to }, index) => {
    const text = body.slice(from, to);
    return { key: text, text, gap: body.slice(spans[index - 1]?.to ?? from, from), detail: undefined };
  });
  const end = spans.at(-1)?.to ?? body.length;
  return { start: body.slice(0, spans[0]?.from ?? body.length), rows, tail: body.slice(end) };
}

interface Span {
  from: number;
  to: number;
}

function blockSpans(body: string): Span[] {
  const lines = linesOf(body);
  const closings = closingFences(body, lines);
  const spans: Span[] = [];
  let open: Span | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as Span;
    if (isBlankLine(body, line)) {
      open = undefined;
      continue;
    }
    if (!open) {
      open = { from: line.from, to: line.to };
      spans.push(open);
    }
    index = closings.get(index) ?? index;
    open.to = (lines[index] as Span).to;
  }
  return spans;
}

function isBlankLine(body: string, { from, to }: Span): boolean {
  for (let at = from; at < to; at += 1)
    if (body[at] !== ' ' && body[at] !== '\t') return body.slice(at, to).trim() === '';
  return true;
}

interface Fence {
  line: number;
  /** Its characters, without what stands before and behind. */
  marks: string;
  /** Nothing stands behind it. */
  canClose: boolean;
}

/** For each line that begins a fenced block which ends, the line that ends it. */
function closingFences(body: string, lines: readonly Span[]): Map<number, number> {
  const fences = lines.flatMap((line, index) => fenceIn(body, line, index) ?? []);
  const closings = new Map<number, number>();
  for (let index = 0; index < fences.length; index += 1) {
    const { line, marks } = fences[index] as Fence;
    const closing = fences.findIndex(
      (fence, at) => at > index && fence.canClose && fence.marks.startsWith(marks),
    );
    if (closing === -1) continue;
    closings.set(line, (fences[closing] as Fence).line);
    index = closing;
  }
  return closings;
}

function fenceIn(body: string, { from, to }: Span, line: number): Fence | undefined {
  const text = body.slice(from, Math.min(to, from + 500));
  const [, marks, behind = ''] = /^[ \t]{0,12}(?:[-*+>] {1,3})?(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(text) ?? [];
  return marks === undefined ? undefined : { line, marks, canClose: behind.trim() === '' };
}

/** The lines of a text without their ends. */
function linesOf(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const end of text.matchAll(/\r\n?|\n/g)) {
    spans.push({ from, to: end.index });
    from = end.index + end[0].length;
  }
  if (from < text.length) spans.push({ from, to: text.length });
  return spans;
}

/** Blocks in which every line stands for itself: code, tables, lists, quotes, HTML. */
const standingLines = /^(?:\s*(?:[-*+] |\d+[.)] |`{3}|~{3}|\||>|<|\{)| {4}|\t)/;

function mergeBlocks(block: Three<Block>, lineEnd: string): Piece<BodyPlace>[] | undefined {
  const texts = { base: block.base.text, ours: block.ours.text, theirs: block.theirs.text };
  const isProse = !standingLines.test(texts.base) || !standingLines.test(texts.ours);
  const lines = { base: lineRows(texts.base), ours: lineRows(texts.ours), theirs: lineRows(texts.theirs) };
  const pieces = mergeRows(lines, {
    ...lineRules,
    touching: isProse ? 'overlap' : 'apart-if-as-many',
    separator: lineEnd,
  });
  const isMerged = pieces.every(({ kind }) => kind === 'settled');
  if (isMerged) return pieces;
  return isProse ? undefined : pieces;
}

const lineRules: Omit<RowRules<undefined, BodyPlace>, 'touching' | 'separator'> = {
  additions: 'conflict',
  pair: (base, side) =>
    base.length === side.length ? base.map((_row, index): [number, number] => [index, index]) : [],
  mergeRow: () => undefined,
  separates: (gap) => gap !== '',
  where: () => paragraph,
};

function lineRows(text: string): Rows<undefined> {
  const spans = linesOf(text);
  const rows = spans.map(({ from, to }, index) => {
    const line = text.slice(from, to);
    return { key: line, text: line, gap: text.slice(spans[index - 1]?.to ?? from, from), detail: undefined };
  });
  return { start: '', rows, tail: text.slice(spans.at(-1)?.to ?? 0) };
}

/**
 * Merges texts of no known structure by lines.
 *
 * @returns undefined where edits overlap
 */
export function mergeLines<Where>(
  texts: Three<string>,
  { lineEnd, where, touching }: { lineEnd: string; where: Where; touching: 'overlap' | 'never' },
): Piece<Where>[] | undefined {
  const rows = { base: lineRows(texts.base), ours: lineRows(texts.ours), theirs: lineRows(texts.theirs) };
  const pieces = mergeRows<undefined, Where>(rows, {
    ...lineRules,
    mergeRow: () => undefined,
    touching,
    separator: lineEnd,
    where: () => where,
  });
  return pieces.every(({ kind }) => kind === 'settled') ? pieces : undefined;
}

/** One text as a whole: what one side made of it, or a choice. */
export function mergeWhole<Where>(texts: Three<string>, where: Where): Piece<Where> {
  const text = mergeAtoms(texts);
  return text === undefined ? conflict(texts, '', where) : settled(texts, text, where);
}

/** Blocks that share less than this much are different ones. */
const leastLikeness = 0.4;
/** Rows of a changed stretch beyond which versions are not looked for, as the product of both sides. */
const mostPairs = 10_000;

/** Finds the blocks that are versions of each other, so that a block beside them is known to be new. */
function pairVersions(base: readonly Block[], side: readonly Block[]): [number, number][] {
  if (base.length === 1 && side.length === 1) return [[0, 0]];
  if (base.length === 0 || side.length === 0 || base.length * side.length > mostPairs) return [];
  const [baseParts, sideParts] = [base, side].map((rows) => rows.map(({ text }) => partsOf(text)));
  const likeness = (baseParts ?? []).map((one) => (sideParts ?? []).map((other) => likenessOf(one, other)));
  return bestPairs(likeness);
}

/** The pairs of most likeness in all, in order: a longest common subsequence with weights. */
function bestPairs(likeness: readonly (readonly number[])[]): [number, number][] {
  const [rows, columns] = [likeness.length, likeness[0]?.length ?? 0];
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const at = (row: number, column: number) => best[row]?.[column] ?? 0;
  const weight = (row: number, column: number) => {
    const value = likeness[row]?.[column] ?? 0;
    return value >= leastLikeness ? value : 0;
  };
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const paired = weight(row, column) > 0 ? weight(row, column) + at(row + 1, column + 1) : 0;
      (best[row] as Float64Array)[column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const here = at(row, column);
    if (weight(row, column) > 0 && here === weight(row, column) + at(row + 1, column + 1)) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (here === at(row + 1, column)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** Pairs of neighbouring characters with their counts: they serve scripts with and without blanks alike. */
function partsOf(text: string): Map<string, number> {
  const parts = new Map<string, number>();
  const start = text.slice(0, 2000);
  for (let at = 0; at + 1 < start.length; at += 1) {
    const part = start.slice(at, at + 2);
    parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return parts;
}

/** How much two blocks share, from 0 to 1 (Dice’s coefficient). */
function likenessOf(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let shared = 0;
  let total = 0;
  for (const [part, count] of one) {
    shared += Math.min(count, other.get(part) ?? 0);
    total += count;
  }
  for (const count of other.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}
