import { syntaxTree } from '@codemirror/language';
import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type Line,
  type SelectionRange,
  type StateCommand,
  type Text,
  type TransactionSpec,
} from '@codemirror/state';
import { EditorView } from '@codemirror/view';

interface Span {
  from: number;
  to: number;
}

interface RangeEdit {
  range: SelectionRange;
  changes?: ChangeSpec;
}

/** A way to mark a piece of text: its mark, and the name of the node that it makes. */
interface MarkStyle {
  mark: '**' | '_' | '~~' | '`';
  nodeName: 'StrongEmphasis' | 'Emphasis' | 'Strikethrough' | 'InlineCode';
}

/** Makes the selection or the word at the cursor bold, or no longer bold. */
export const toggleBold: StateCommand = toggleMarks({ mark: '**', nodeName: 'StrongEmphasis' });

/** Makes the selection or the word at the cursor italic, or no longer italic. */
export const toggleItalic: StateCommand = toggleMarks({ mark: '_', nodeName: 'Emphasis' });

/** Strikes the selection or the word at the cursor through, or no longer. */
export const toggleStrike: StateCommand = toggleMarks({ mark: '~~', nodeName: 'Strikethrough' });

/** Makes the selection or the word at the cursor code, or no longer code. Backticks in it stay what they are. */
export const toggleCode: StateCommand = toggleMarks({ mark: '`', nodeName: 'InlineCode' });

/**
 * Makes the selection the text of a link and puts the cursor where its address goes; a selected address becomes the
 * target. Inside a link it selects the address.
 */
export const insertLink: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  dispatch(
    state.update(
      state.changeByRange((range) => linkAt(state, range)),
      { userEvent: 'input', scrollIntoView: true },
    ),
  );
  return true;
};

/** Makes the list items of the selection part of the item above. Elsewhere Tab moves the focus, as in any page. */
export const indentListItem: StateCommand = shiftListItems((line) => {
  const item = itemOf(line.text);
  return item && { from: line.from, insert: ' '.repeat(item.marker.length) };
});

/** Brings the list items of the selection one level up. */
export const outdentListItem: StateCommand = shiftListItems((line) => {
  const item = itemOf(line.text);
  return item && { from: line.from, to: line.from + Math.min(item.indent.length, item.marker.length) };
});

const pairs: Record<string, string> = {
  '*': '*',
  _: '_',
  '`': '`',
  '~': '~',
  '"': '"',
  '“': '”',
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
};

/** A mark or bracket typed over a selection goes around it. Nothing is ever closed by itself: prose is not code. */
export const surroundSelection = EditorView.inputHandler.of((view, _from, _to, text) => {
  const spec = surround(view.state, text);
  if (spec) view.dispatch(spec);
  return spec !== undefined;
});

/** What typing `text` does where every cursor is a selection within one line; undefined where it is plain typing. */
export function surround(state: EditorState, text: string): TransactionSpec | undefined {
  const closing = pairs[text];
  const isSurroundable = (range: SelectionRange) =>
    !range.empty &&
    state.doc.lineAt(range.from).to >= range.to &&
    state.sliceDoc(range.from, range.to).trim() !== '';
  if (!closing || state.readOnly || !state.selection.ranges.every(isSurroundable)) return undefined;
  const spec = state.changeByRange((range) => ({
    changes: [
      { from: range.from, insert: text },
      { from: range.to, insert: closing },
    ],
    range: moved(range, text.length),
  }));
  return { ...spec, userEvent: 'input.type', scrollIntoView: true };
}

function toggleMarks(style: MarkStyle): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const spec = state.changeByRange((range) => toggleRange(state, range, style));
    dispatch(state.update(spec, { userEvent: 'input', scrollIntoView: true }));
    return true;
  };
}

function toggleRange(state: EditorState, range: SelectionRange, style: MarkStyle): RangeEdit {
  const marksOf = (span: Span) =>
    enclosingNode(state, span, style.nodeName) ?? adjacentMarks(state.doc, span, style.mark);
  const target = range.empty ? (state.wordAt(range.head) ?? range) : range;
  const spans = target.empty ? [target] : paragraphsOf(state.doc, target);
  const around = spans.length === 1 ? marksOf(range) : undefined;
  if (around) return unwrap(range, around);
  const marked = spans.flatMap((span) => marksOf(span) ?? []);
  if (marked.length === 2 * spans.length) return unwrap(range, marked);
  return wrap(range, spans, markFor(state.doc, spans, style));
}

/** The opening mark; the closing one is its mirror image. */
function markFor(doc: Text, spans: readonly Span[], { mark }: MarkStyle): string {
  // Underscores inside a word are no emphasis to Markdown; asterisks are.
  if (mark === '_') return spans.some((span) => isInsideWord(doc, span)) ? '*' : '_';
  if (mark !== '`') return mark;
  const texts = spans.map(({ from, to }) => doc.sliceString(from, to));
  const runs = texts.flatMap((text) => text.match(/`+/g) ?? []).map((run) => run.length);
  let length = 1;
  while (runs.includes(length)) length += 1;
  const needsBlank = texts.some((text) => text.startsWith('`') || text.endsWith('`'));
  return '`'.repeat(length) + (needsBlank ? ' ' : '');
}

function isInsideWord(doc: Text, { from, to }: Span): boolean {
  const around =
    doc.sliceString(Math.max(0, from - 1), from) + doc.sliceString(to, Math.min(doc.length, to + 1));
  return from !== to && /[\p{L}\p{N}]/u.test(around);
}

/** The marks around a node of the syntax tree that holds the whole selection. */
function enclosingNode(state: EditorState, range: Span, nodeName: string): [Span, Span] | undefined {
  for (const side of [1, -1] as const) {
    for (let node = syntaxTree(state).resolveInner(range.from, side); node.parent; node = node.parent) {
      if (node.name !== nodeName || node.from > range.from || node.to < range.to) continue;
      const opening = node.firstChild;
      const closing = node.lastChild;
      if (!opening || !closing || opening.from === closing.from || !markNames.has(opening.name)) continue;
      const blank = blankInside(state.doc, opening.to, closing.from);
      return [
        { from: opening.from, to: opening.to + blank },
        { from: closing.from - blank, to: closing.to },
      ];
    }
  }
  return undefined;
}

const markNames: ReadonlySet<string> = new Set(['EmphasisMark', 'StrikethroughMark', 'CodeMark']);

/** 1 where code begins or ends with a backtick, which a blank keeps from the marks. */
function blankInside(doc: Text, from: number, to: number): 0 | 1 {
  return /^ (?:`[\s\S]*|[\s\S]*`) $/.test(doc.sliceString(from, to)) ? 1 : 0;
}

/** The marks right around the selection, also where they hold nothing yet and are no emphasis to Markdown. */
function adjacentMarks(doc: Text, { from, to }: Span, mark: string): [Span, Span] | undefined {
  const before = { from: from - mark.length, to: from };
  const after = { from: to, to: to + mark.length };
  if (before.from < 0 || after.to > doc.length) return undefined;
  const isMarked = doc.sliceString(before.from, from) === mark && doc.sliceString(to, after.to) === mark;
  return isMarked ? [before, after] : undefined;
}

function unwrap(range: SelectionRange, marks: readonly Span[]): RangeEdit {
  const without = (position: number) =>
    marks.reduce((at, mark) => at - Math.max(0, Math.min(position, mark.to) - mark.from), position);
  return {
    changes: [...marks],
    range: EditorSelection.range(without(range.anchor), without(range.head)),
  };
}

function wrap(range: SelectionRange, spans: readonly Span[], mark: string): RangeEdit {
  const changes = spans.flatMap((span) => [
    { from: span.from, insert: mark },
    { from: span.to, insert: [...mark].reverse().join('') },
  ]);
  const added = mark.length * (2 * spans.length - 1);
  const first = spans[0];
  const last = spans.at(-1);
  if (range.empty || !first || !last) return { changes, range: moved(range, mark.length) };
  const from = first.from + mark.length;
  const to = last.to + added;
  return {
    changes,
    range: range.anchor <= range.head ? EditorSelection.range(from, to) : EditorSelection.range(to, from),
  };
}

/** The filled parts of a selection between blank lines, without the blanks around each: emphasis cannot span more. */
function paragraphsOf(doc: Text, { from, to }: Span): Span[] {
  const text = doc.sliceString(from, to);
  const spans: Span[] = [];
  for (const match of text.matchAll(/\S(?:(?!\n[ \t]*\n)[\s\S])*/g)) {
    const start = from + match.index;
    spans.push({ from: start, to: start + match[0].trimEnd().length });
  }
  return spans.length > 0 ? spans : [{ from, to: from }];
}

function linkAt(state: EditorState, range: SelectionRange): RangeEdit {
  const address = addressOfLink(state, range);
  if (address) return { range: EditorSelection.range(address.from, address.to) };
  const selected = state.sliceDoc(range.from, range.to);
  if (isAddress(selected)) {
    const changes = [
      { from: range.from, insert: '[](' },
      { from: range.to, insert: ')' },
    ];
    return { changes, range: EditorSelection.cursor(range.from + 1) };
  }
  const target = range.empty ? (state.wordAt(range.head) ?? range) : range;
  const changes = [
    { from: target.from, insert: '[' },
    { from: target.to, insert: ']()' },
  ];
  return { changes, range: EditorSelection.cursor(target.empty ? target.from + 1 : target.to + 3) };
}

function addressOfLink(state: EditorState, range: Span): Span | undefined {
  for (let node = syntaxTree(state).resolveInner(range.from, 1); node.parent; node = node.parent) {
    if (node.name !== 'Link' || node.to < range.to) continue;
    const address = node.getChild('URL');
    if (address) return { from: address.from, to: address.to };
  }
  return undefined;
}

/** Whether a text is an address and nothing else. */
export function isAddress(text: string): boolean {
  return /^(?:https?:\/\/|mailto:|www\.)\S+$/i.test(text);
}

function shiftListItems(change: (line: Line) => ChangeSpec | undefined): StateCommand {
  return ({ state, dispatch }) => {
    const items = linesOf(state).filter((line) => itemOf(line.text) && isInList(state, line));
    if (state.readOnly || items.length === 0) return false;
    const changes = items.map((line) => change(line) ?? []);
    dispatch(state.update({ changes, userEvent: 'input.indent', scrollIntoView: true }));
    return true;
  };
}

/** Every line that the selection touches, each once. */
export function linesOf(state: EditorState): Line[] {
  const lines = new Map<number, Line>();
  for (const { from, to } of state.selection.ranges) {
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      lines.set(line.from, line);
      at = line.to + 1;
    }
  }
  return [...lines.values()];
}

function itemOf(text: string): { indent: string; marker: string } | undefined {
  const found = /^(\s*)((?:[-*+]|\d+[.)])(?:\s|$))/.exec(text);
  return found ? { indent: found[1] ?? '', marker: found[2] ?? '' } : undefined;
}

function isInList(state: EditorState, line: Line): boolean {
  const start = line.from + line.text.search(/\S/);
  for (let node = syntaxTree(state).resolveInner(start, 1); node.parent; node = node.parent) {
    if (node.name === 'ListItem') return true;
  }
  return false;
}

function moved(range: SelectionRange, by: number): SelectionRange {
  return EditorSelection.range(range.anchor + by, range.head + by);
}
