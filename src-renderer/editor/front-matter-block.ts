import {
  type ChangeDesc,
  type ChangeSpec,
  EditorSelection,
  EditorState,
  type Extension,
  Facet,
  StateEffect,
  StateField,
  type Text,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state';
import { Decoration, EditorView, type ViewUpdate } from '@codemirror/view';
import type { FrontMatter, readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import type { PostSource } from '../../src-main/common/posts/post.ts';
import { type SplitPost, splitPost } from '../../src-main/common/posts/split-post.ts';
import type { Problem } from '../../src-main/common/problem.ts';
import { formEdit, fromDisk } from './origins.ts';

/** Characters in which front matter is looked for first; more only where it began and did not end in them. */
const usualHead = 32_768;
const longestHead = 1_000_000;

/** The front matter of the document as it is now. The same object as long as its text is the same. */
export interface FrontMatterBlock {
  /** The text from its start to the body. */
  source: string;
  /** Without data and fields as long as what reads it has not been fetched. */
  reading: FrontMatter;
  isRead: boolean;
  /** Where the body begins. */
  bodyFrom: number;
  /** Whether the text could be read as keys and values, so that a form can stand for it. */
  readable: boolean;
}

/** Finds the front matter of a document without reading the whole of a long one. Offsets are those of the document. */
export function splitHead(document: Text): SplitPost {
  const split = splitPost(headOf(document));
  const mayGoOn = split.format === 'none' && split.problems.length > 0 && document.length > usualHead;
  return mayGoOn ? splitPost(document.sliceString(0, longestHead)) : split;
}

/** The beginning of a document: enough to see whether it has front matter. */
export function headOf(document: Text): string {
  return document.sliceString(0, usualHead);
}

/** The front matter of a state. */
export function frontMatterOf(state: EditorState): FrontMatterBlock {
  return state.field(blockField);
}

/** Where the text that the author sees begins: behind the block while it is hidden, else at the start. */
export function visibleFrom(state: EditorState): number {
  return state.field(hiddenField).to;
}

/** Whether the block is shown as text. Always so where it cannot be read. */
export function isSourceShown(state: EditorState): boolean {
  return state.field(hiddenField).to === 0;
}

/** Reads front matter where it was fetched already; until then what is known of the first text has to do. */
export interface FrontMatterReader {
  read: typeof readFrontMatter | undefined;
  /** What reading the first text has found elsewhere. */
  known?: readonly Problem[];
}

/** Brings what reads front matter, once it has been fetched. */
export const bringReader = StateEffect.define<typeof readFrontMatter>();

/** Shows the block as text, or hides it behind the form again. */
export const showSource = StateEffect.define<boolean>();

/**
 * Reads the front matter as it is edited and keeps it out of the text while the form stands for it. What is
 * hidden cannot be selected, and no key can change it: only the form, undo, or a text from disk.
 */
export function frontMatterBlock(reader: FrontMatterReader): Extension {
  return [
    firstReader.of(reader),
    readerField,
    blockField,
    hiddenField,
    // CodeMirror asks the last filter first.
    EditorState.transactionFilter.of(selectVisible),
    EditorState.transactionFilter.of(revealFound),
    EditorState.transactionFilter.of(protectHidden),
    EditorView.updateListener.of(leaveHidden),
  ];
}

const firstReader = Facet.define<FrontMatterReader, FrontMatterReader>({
  combine: ([reader]) => reader ?? { read: undefined },
});

const readerField = StateField.define<typeof readFrontMatter | undefined>({
  create: (state) => state.facet(firstReader).read,
  update: (read, { effects }) => effects.find((effect) => effect.is(bringReader))?.value ?? read,
});

const blockField = StateField.define<FrontMatterBlock>({
  create(state) {
    const read = state.field(readerField);
    const { known = [] } = state.facet(firstReader);
    const split = splitHead(state.doc);
    return read ? readBlockOf(state.doc, read, split) : unreadBlockOf(state.doc, known, split);
  },
  update(block, transaction) {
    const read = transaction.state.field(readerField);
    if (read && !block.isRead) return readBlockOf(transaction.newDoc, read);
    if (!transaction.docChanged || !touchesHead(transaction.changes, block)) return block;
    const split = splitHead(transaction.newDoc);
    const source = transaction.newDoc.sliceString(0, split.body.from);
    if (source === block.source && split.format === block.reading.format) return block;
    return read
      ? readBlockOf(transaction.newDoc, read, split)
      : unreadBlockOf(transaction.newDoc, block.reading.problems, split);
  },
});

/** The block of a post that was just read, before there is an editor. */
export function unreadBlock({
  text,
  problems,
}: Pick<PostSource, 'text' | 'problems'>): Pick<FrontMatterBlock, 'source' | 'readable'> {
  const head = text.slice(0, usualHead);
  const { format, body } = splitPost(head);
  return { source: head.slice(0, body.from), readable: isReadable(format, problems) };
}

/** By what is known: for the moments until the block can be read. */
function unreadBlockOf(document: Text, known: readonly Problem[], split: SplitPost): FrontMatterBlock {
  const { format, body, bodyLine } = split;
  const problems = known.filter(({ code }) => code.startsWith('front-matter-'));
  return {
    source: document.sliceString(0, body.from),
    reading: { format, data: {}, fields: [], problems, bodyStart: body.from, bodyLine },
    isRead: false,
    bodyFrom: body.from,
    readable: isReadable(format, problems),
  };
}

function isReadable(format: FrontMatter['format'], problems: readonly Problem[]): boolean {
  return format !== 'none' && !problems.some(({ severity }) => severity === 'error');
}

function readBlockOf(
  document: Text,
  read: typeof readFrontMatter,
  split = splitHead(document),
): FrontMatterBlock {
  const bodyFrom = split.body.from;
  const source = document.sliceString(0, bodyFrom);
  // A block that never ends has no text of its own; reading the head again names its line.
  const isUnclosed = bodyFrom === 0 && split.problems.length > 0;
  const reading = read(isUnclosed ? headOf(document) : source);
  return { source, reading, isRead: true, bodyFrom, readable: isReadable(reading.format, reading.problems) };
}

/** Anywhere in the first characters where there is no block yet: one may be about to begin or to end there. */
function touchesHead(changes: ChangeDesc, block: FrontMatterBlock): boolean {
  const head = block.reading.format === 'none' ? usualHead : block.bodyFrom;
  let touched = false;
  changes.iterChangedRanges((from) => {
    touched ||= from <= head;
  });
  return touched;
}

interface Hidden {
  sourceWanted: boolean;
  /** The document is hidden up to here; 0 where nothing is. */
  to: number;
}

const hiddenField = StateField.define<Hidden>({
  create: (state) => ({ sourceWanted: false, to: endOfHidden(state, 0) }),
  update: (hidden, transaction) => {
    const wish = transaction.effects.findLast((effect) => effect.is(showSource))?.value;
    const isNewlyRead = transaction.effects.some((effect) => effect.is(bringReader));
    if (!transaction.docChanged && wish === undefined && !isNewlyRead) return hidden;
    const sourceWanted = wish ?? hidden.sourceWanted;
    // A block that the author is writing as text never vanishes under the cursor.
    const isBeingWritten = hidden.to === 0 && wish === undefined && isTyped(transaction);
    const staysShown = sourceWanted || isBeingWritten;
    const to = staysShown ? 0 : endOfHidden(transaction.state, transaction.changes.mapPos(hidden.to, -1));
    return to === hidden.to && sourceWanted === hidden.sourceWanted ? hidden : { sourceWanted, to };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ to }) =>
      to === 0 ? Decoration.none : Decoration.set(Decoration.replace({ block: true }).range(0, to - 1)),
    ),
    EditorView.atomicRanges.of((view) => {
      const { to } = view.state.field(field);
      return to === 0 ? Decoration.none : Decoration.set(Decoration.replace({}).range(0, to));
    }),
  ],
});

/**
 * Where the hidden part ends: with the block and the blank lines behind it. An end that was right before stays,
 * so that a line break typed at the start of the text is seen.
 */
function endOfHidden(state: EditorState, kept: number): number {
  const { bodyFrom, readable } = state.field(blockField);
  const { doc } = state;
  if (!readable || bodyFrom === 0 || doc.lineAt(bodyFrom).from !== bodyFrom) return 0;
  const isStillRight = kept >= bodyFrom && doc.lineAt(kept).from === kept && isBlank(doc, bodyFrom, kept);
  return isStillRight ? kept : firstTextLine(doc, bodyFrom);
}

function isBlank(doc: Text, from: number, to: number): boolean {
  return doc.sliceString(from, to).trim() === '';
}

function firstTextLine(doc: Text, bodyFrom: number): number {
  let line = doc.lineAt(bodyFrom);
  while (line.text.trim() === '' && line.number < doc.lines) line = doc.line(line.number + 1);
  return line.from;
}

function isTyped(transaction: Transaction): boolean {
  const isProgram = transaction.annotation(formEdit) || transaction.annotation(fromDisk);
  return !isProgram && !transaction.isUserEvent('undo') && !transaction.isUserEvent('redo');
}

/** What a search finds in the hidden block is shown: the block opens as text. */
function revealFound(transaction: Transaction): TransactionSpec | readonly TransactionSpec[] {
  const found = transaction.selection?.main;
  const isHidden = found !== undefined && found.from < visibleFrom(transaction.startState);
  if (!isHidden || !transaction.isUserEvent('select.search')) return transaction;
  return [transaction, { effects: showSource.of(true) }];
}

/** Moves what would be selected of the hidden block to the start of the text. */
function selectVisible(transaction: Transaction): TransactionSpec | readonly TransactionSpec[] {
  const wish = transaction.effects.findLast((effect) => effect.is(showSource))?.value;
  if (wish === true || (wish === undefined && !transaction.selection)) return transaction;
  const before = transaction.startState;
  const hiddenTo = wish === false ? endOfHidden(before, 0) : visibleFrom(before);
  const selection = withoutHidden(transaction.newSelection, transaction.changes.mapPos(hiddenTo, -1));
  return selection ? [transaction, { selection, sequential: true }] : transaction;
}

/** The selection without what is hidden; undefined where it holds nothing of that. */
function withoutHidden(selection: EditorSelection, hiddenTo: number): EditorSelection | undefined {
  if (selection.ranges.every((range) => range.from >= hiddenTo)) return undefined;
  const ranges = selection.ranges.map((range) =>
    EditorSelection.range(Math.max(range.anchor, hiddenTo), Math.max(range.head, hiddenTo)),
  );
  return EditorSelection.create(ranges, selection.mainIndex);
}

/**
 * Refuses what would change the hidden block, and takes out of a change of everything what is hidden. What a
 * replacement of all that was found changes there is changed and shown.
 */
function protectHidden(transaction: Transaction): TransactionSpec | readonly TransactionSpec[] {
  const hiddenTo = visibleFrom(transaction.startState);
  if (hiddenTo === 0 || !transaction.docChanged || !isTyped(transaction)) return transaction;
  const visible: ChangeSpec[] = [];
  let reach: 'visible' | 'across' | 'hidden' = 'visible';
  transaction.changes.iterChanges((from, to, _fromAfter, _toAfter, insert) => {
    if (from < hiddenTo) reach = to <= hiddenTo || reach === 'hidden' ? 'hidden' : 'across';
    visible.push({ from: Math.max(from, hiddenTo), to: Math.max(to, hiddenTo), insert });
  });
  return confine(transaction, visible, reach);
}

function confine(
  transaction: Transaction,
  visible: ChangeSpec[],
  reach: 'visible' | 'across' | 'hidden',
): TransactionSpec | readonly TransactionSpec[] {
  if (reach === 'visible') return transaction;
  if (transaction.isUserEvent('input.replace')) return [transaction, { effects: showSource.of(true) }];
  // Half of a moved line would be neither here nor there.
  if (reach === 'hidden') return [];
  const userEvent = transaction.annotation(Transaction.userEvent);
  return [{ changes: visible, effects: transaction.effects, ...(userEvent && { userEvent }) }];
}

/** A text from disk may bring a block where the cursor is. */
function leaveHidden(update: ViewUpdate): void {
  const selection = withoutHidden(update.state.selection, visibleFrom(update.state));
  if (selection) update.view.dispatch({ selection });
}
