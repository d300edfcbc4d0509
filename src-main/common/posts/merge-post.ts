import { type BodyPlace, mergeBodies, mergeLines, mergeWhole } from './merge-body.ts';
import { type HeadPlace, isSoundMerge, mergeHeads } from './merge-front-matter.ts';
import { mergeAtoms, type Piece, type Three } from './merge-rows.ts';
import { type MergePart, type MergePlace, mergedText } from './merged-text.ts';
import { splitPost } from './split-post.ts';

export {
  type MergeChoice,
  type MergeConflict,
  type MergePart,
  type MergePlace,
  mergedText,
} from './merged-text.ts';

/** What became of two texts with one origin. */
export type MergeResult =
  | { kind: 'merged'; text: string; parts: MergePart[] }
  /** Some parts are left to a choice: `mergedText` makes the text of it. */
  | { kind: 'conflict'; parts: MergePart[] };

/**
 * Merges two texts of a post that both come from `base`: the front matter by key, the body by paragraph. Edits that do not
 * overlap both hold, and are byte by byte what their side wrote; the others are left as conflicts, never as marks in a
 * text. Whose text is whose makes no difference to what is merged.
 */
export function mergePost(base: string, ours: string, theirs: string): MergeResult {
  const plain = mergeAtoms({ base, ours, theirs });
  if (plain !== undefined) return resultOf([mergeWhole({ base, ours, theirs }, post)]);
  const texts = withOneLineEnd({ base, ours, theirs });
  if (texts.ours <= texts.theirs) return resultOf(mergeTexts(texts));
  const mirrored = mergeTexts({ base: texts.base, ours: texts.theirs, theirs: texts.ours });
  return resultOf(mirrored.map((piece) => ({ ...piece, ours: piece.theirs, theirs: piece.ours })));
}

type Place = HeadPlace | BodyPlace | { kind: 'post' };

const post: Place = { kind: 'post' };
const byteOrderMark = '\uFEFF';

function mergeTexts(texts: Three<string>): Piece<Place>[] {
  const parts = each(texts, partsOf);
  const lineEnd = /\r\n|\n|\r/.exec(texts.ours)?.[0] ?? '\n';
  const mark = mergeWhole<Place>(
    each(parts, ({ mark }) => mark),
    post,
  );
  const head: Piece<Place>[] = mergeHeads(
    each(parts, ({ head }) => head),
    lineEnd,
  );
  const body: Piece<Place>[] = mergeBodies(
    each(parts, ({ body }) => body),
    lineEnd,
  );
  const isSplit = isStillSplit(head, body, texts);
  if (isSplit && head.every(({ kind }) => kind === 'settled')) return [mark, ...head, ...body];
  // Front matter that came, went or moved is still an edit like others to the lines of the text.
  return mergeAllLines(parts, mark) ?? (isSplit ? [mark, ...head, ...body] : [mergeWhole(texts, post)]);
}

function mergeAllLines(
  parts: Three<{ head: string; body: string }>,
  mark: Piece<Place>,
): Piece<Place>[] | undefined {
  const texts = each(parts, ({ head, body }) => head + body);
  const lineEnd = /\r\n|\n|\r/.exec(texts.ours)?.[0] ?? '\n';
  const merged = mergeLines<Place>(texts, { lineEnd, where: post, touching: 'never' });
  if (!merged || mark.kind === 'conflict') return undefined;
  const text = textOf(merged, 'ours');
  const { body, problems } = splitPost(text);
  const isWhole = Object.values(texts).every((each) => splitPost(each).problems.length === 0);
  const heads = each(parts, ({ head }) => head);
  const isSound = (problems.length === 0 || !isWhole) && isSoundMerge(text.slice(0, body.from), heads);
  return isSound ? [mark, ...merged] : undefined;
}

/** A post's text in three: byte order mark, front matter with its fences, body. */
function partsOf(text: string): { mark: string; head: string; body: string } {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const { from } = splitPost(text).body;
  return { mark, head: text.slice(mark.length, from), body: text.slice(from) };
}

/** Whether the front matter ends where it should, whichever side is chosen: a head of one and a body of the other could make another block. */
function isStillSplit(
  head: readonly Piece<Place>[],
  body: readonly Piece<Place>[],
  { base, ours, theirs }: Three<string>,
): boolean {
  const isWhole = [base, ours, theirs].every((text) => splitPost(text).problems.length === 0);
  return (['ours', 'theirs'] as const).every((side) => {
    const start = textOf(head, side);
    const split = splitPost(start + textOf(body, side));
    return split.body.from === start.length && (split.problems.length === 0 || !isWhole);
  });
}

function textOf(pieces: readonly Piece<Place>[], side: 'ours' | 'theirs'): string {
  return mergedText(
    pieces.map((piece) => partOf(piece, 1)),
    () => side,
  );
}

/** Where one side gave all lines another end, that is one edit of its own: the other texts get it before anything is compared. */
function withOneLineEnd(texts: Three<string>): Three<string> {
  const ends = each(texts, lineEndOf);
  const base = ends.base ?? [ends.ours, ends.theirs].filter((end) => end !== undefined).sort()[0];
  if (base === undefined || Object.values(ends).includes('mixed')) return texts;
  const wanted = mergeAtoms({ base, ours: ends.ours ?? base, theirs: ends.theirs ?? base }) ?? base;
  return each(texts, (text) => (lineEndOf(text) === wanted ? text : text.replace(/\r\n|\n|\r/g, wanted)));
}

function lineEndOf(text: string): '\n' | '\r\n' | '\r' | 'mixed' | undefined {
  const [first] = /\r\n|\n|\r/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const isMixed = {
    '\n': text.includes('\r'),
    '\r\n': /\r(?!\n)|[^\r]\n|^\n/.test(text),
    '\r': text.includes('\n'),
  }[first];
  return isMixed ? 'mixed' : (first as '\n' | '\r\n' | '\r');
}

function each<T, U>({ base, ours, theirs }: Three<T>, change: (value: T) => U): Three<U> {
  return { base: change(base), ours: change(ours), theirs: change(theirs) };
}

function resultOf(pieces: readonly Piece<Place>[]): MergeResult {
  const parts = joined(placed(pieces));
  if (parts.some(({ kind }) => kind === 'conflict')) return { kind: 'conflict', parts };
  return { kind: 'merged', text: mergedText(parts, () => 'ours'), parts };
}

/** The parts with the lines that ours has them on. */
function placed(pieces: readonly Piece<Place>[]): MergePart[] {
  let line = 1;
  return pieces.map((piece) => {
    const { before, after } =
      piece.kind === 'conflict' && piece.ours !== '' ? piece : { before: '', after: '' };
    const part = partOf(piece, line + breaksIn(before));
    line += breaksIn(before + piece.ours + after);
    return part;
  });
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function partOf(piece: Piece<Place>, line: number): MergePart {
  const { base, ours, theirs } = piece;
  const where: MergePlace = piece.where.kind === 'paragraph' ? { kind: 'paragraph', line } : piece.where;
  if (piece.kind === 'conflict') {
    const { before, between, after } = piece;
    const both = ours !== '' && theirs !== '' ? ours + between + theirs : ours + theirs;
    const hasBoth = where.kind === 'paragraph';
    return { kind: 'conflict', base, ours, theirs, both: hasBoth ? both : undefined, before, after, where };
  }
  const isSame = base === piece.text && ours === base && theirs === base;
  return { kind: isSame ? 'same' : 'merged', base, ours, theirs, text: piece.text, where };
}

/** Neighbours that nobody changed, as one; parts that say nothing are left out. */
function joined(parts: readonly MergePart[]): MergePart[] {
  const result: MergePart[] = [];
  for (const part of parts) {
    const { base, ours, theirs } = part;
    const last = result.at(-1);
    if (base === '' && ours === '' && theirs === '' && (part.kind === 'conflict' || part.text === ''))
      continue;
    if (last?.kind === 'same' && part.kind === 'same' && isOneRun(last.where, part.where)) {
      const text = last.text + part.text;
      result[result.length - 1] = { ...last, base: text, ours: text, theirs: text, text };
    } else result.push(part);
  }
  return result;
}

function isOneRun(one: MergePlace, other: MergePlace): boolean {
  return one.kind === 'paragraph' && other.kind === 'paragraph';
}
