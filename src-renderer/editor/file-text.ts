import { invertedEffects } from '@codemirror/commands';
import {
  type ChangeDesc,
  type EditorState,
  type Extension,
  MapMode,
  type Range,
  RangeSet,
  RangeValue,
  StateEffect,
  StateField,
  Text,
  type Transaction,
} from '@codemirror/state';

/** The characters that end a line, as CodeMirror splits a text. U+2028 and its kin are ordinary characters to it. */
export type LineEnd = '\n' | '\r\n' | '\r';

const lineEndPattern = /\r\n?|\n/g;
const byteOrderMark = '\uFEFF';

/**
 * What CodeMirror's document does not hold of a file: its byte order mark and its line ends. A break of the document
 * is `usual` unless a mark in `unusual` stands right before it.
 */
export interface LineEnds {
  byteOrderMark: boolean;
  /** What a new line gets, and what most lines of the file have. */
  usual: LineEnd;
  unusual: RangeSet<LineEndMark>;
}

/** A file's text, taken apart so that it can be edited and put together again without a byte lost. */
export interface FileText {
  document: Text;
  lineEnds: LineEnds;
}

class LineEndMark extends RangeValue {
  readonly lineEnd: LineEnd;

  constructor(lineEnd: LineEnd) {
    super();
    this.lineEnd = lineEnd;
    // Text written before the break pushes the mark along; the mark goes when its break goes.
    this.startSide = 1;
    this.endSide = 1;
    this.mapMode = MapMode.TrackAfter;
  }

  override eq(other: LineEndMark): boolean {
    return this.lineEnd === other.lineEnd;
  }
}

const marks: Record<LineEnd, LineEndMark> = {
  '\n': new LineEndMark('\n'),
  '\r\n': new LineEndMark('\r\n'),
  '\r': new LineEndMark('\r'),
};

/** Takes a file's text apart. `printFileText` of the answer is the very same text. */
export function parseFileText(text: string): FileText {
  const hasMark = text.startsWith(byteOrderMark);
  const content = hasMark ? text.slice(1) : text;
  const ends = content.match(lineEndPattern) ?? [];
  const usual = mostFrequent(ends);
  const lines = content.split(/\r\n?|\n/);
  const unusual = ends.every((end) => end === usual) ? RangeSet.empty : unusualEnds(lines, ends, usual);
  return { document: Text.of(lines), lineEnds: { byteOrderMark: hasMark, usual, unusual } };
}

/** The file's text, byte order mark and line ends as they were. */
export function printFileText(file: FileText): string {
  const { byteOrderMark: hasMark, usual, unusual } = file.lineEnds;
  const parts = hasMark ? [byteOrderMark] : [];
  let at = 0;
  for (const cursor = unusual.iter(); cursor.value; cursor.next()) {
    parts.push(file.document.sliceString(at, cursor.from, usual), cursor.value.lineEnd);
    at = cursor.from + 1;
  }
  parts.push(file.document.sliceString(at, file.document.length, usual));
  return parts.join('');
}

/** Whether two texts are the same byte by byte. Cheap where one came from the other by editing. */
export function isSameFileText(a: FileText, b: FileText): boolean {
  return a.document.eq(b.document) && isSameLineEnds(a.lineEnds, b.lineEnds);
}

/** The file's text as the editor holds it now. */
export function fileTextOf(state: EditorState): FileText {
  return { document: state.doc, lineEnds: state.field(lineEndsField) };
}

/** Gives the whole document other line ends: a file that came from disk again. Positions are those after the change. */
export const replaceLineEnds = StateEffect.define<LineEnds>({
  map: (value, mapping) => ({ ...value, unusual: value.unusual.map(mapping) }),
});

interface RestoredEnd {
  position: number;
  lineEnd: LineEnd;
}

/** Undo brings a deleted break back; this brings back how it was written. */
const restoreLineEnds = StateEffect.define<RestoredEnd[]>({
  map: (value, mapping) =>
    value.map(({ position, lineEnd }) => ({ position: mapping.mapPos(position, 1), lineEnd })),
});

const lineEndsField = StateField.define<LineEnds>({
  create: () => ({ byteOrderMark: false, usual: '\n', unusual: RangeSet.empty }),
  update: (value, transaction) => {
    const moved = transaction.docChanged ? mapLineEnds(value, transaction.changes) : value;
    return transaction.effects.reduce((ends, effect) => {
      if (effect.is(replaceLineEnds)) return effect.value;
      if (effect.is(restoreLineEnds)) return restore(ends, effect.value, transaction);
      return ends;
    }, moved);
  },
});

/** Keeps each line end of the file beside the document, through edits, undo and redo. */
export function keepLineEnds(initial: LineEnds): Extension {
  return [lineEndsField.init(() => initial), invertedEffects.of(rememberLineEnds)];
}

function mostFrequent(ends: readonly string[]): LineEnd {
  const counts: Record<LineEnd, number> = { '\n': 0, '\r\n': 0, '\r': 0 };
  for (const end of ends) counts[end as LineEnd] += 1;
  if (counts['\r\n'] > counts['\n'] && counts['\r\n'] >= counts['\r']) return '\r\n';
  return counts['\r'] > counts['\n'] ? '\r' : '\n';
}

function unusualEnds(lines: string[], ends: string[], usual: LineEnd): RangeSet<LineEndMark> {
  const ranges: Range<LineEndMark>[] = [];
  let position = 0;
  for (const [index, end] of ends.entries()) {
    position += lines[index]?.length ?? 0;
    if (end !== usual) ranges.push(marks[end as LineEnd].range(position));
    position += 1;
  }
  return RangeSet.of(ranges);
}

function isSameLineEnds(a: LineEnds, b: LineEnds): boolean {
  if (a === b) return true;
  return a.byteOrderMark === b.byteOrderMark && a.usual === b.usual && RangeSet.eq([a.unusual], [b.unusual]);
}

function mapLineEnds(ends: LineEnds, changes: ChangeDesc): LineEnds {
  return ends.unusual.size === 0 ? ends : { ...ends, unusual: ends.unusual.map(changes) };
}

function restore(ends: LineEnds, restored: RestoredEnd[], transaction: Transaction): LineEnds {
  const document = transaction.newDoc;
  const wanted = restored.filter(
    ({ position, lineEnd }) =>
      lineEnd !== ends.usual &&
      position < document.length &&
      document.lineAt(position).to === position &&
      isInserted(transaction, position),
  );
  if (wanted.length === 0) return ends;
  const add = wanted.map(({ position, lineEnd }) => marks[lineEnd].range(position));
  return { ...ends, unusual: ends.unusual.update({ add, sort: true }) };
}

function isInserted(transaction: Transaction, position: number): boolean {
  let inserted = false;
  transaction.changes.iterChangedRanges((_fromBefore, _toBefore, from, to) => {
    inserted ||= from <= position && position < to;
  });
  return inserted;
}

function rememberLineEnds(transaction: Transaction): StateEffect<unknown>[] {
  const before = transaction.startState.field(lineEndsField);
  if (transaction.effects.some((effect) => effect.is(replaceLineEnds))) return [replaceLineEnds.of(before)];
  if (!transaction.docChanged || before.unusual.size === 0) return [];
  const deleted: RestoredEnd[] = [];
  transaction.changes.iterChangedRanges((from, to) => {
    before.unusual.between(from, to, (position, _to, mark) => {
      if (position < to) deleted.push({ position, lineEnd: mark.lineEnd });
    });
  });
  return deleted.length > 0 ? [restoreLineEnds.of(deleted)] : [];
}
