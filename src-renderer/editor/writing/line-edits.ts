import { syntaxTree } from '@codemirror/language';
import type {
  ChangeSpec,
  EditorState,
  Line,
  StateCommand,
  Text,
  Transaction,
  TransactionSpec,
} from '@codemirror/state';
import { linesOf } from '../commands.ts';
import { prefixOf } from './prefixes.ts';
import { renumber } from './renumber.ts';

/** The lines a list is looked for in, up and down. */
const longestList = 2000;

/** The changes that make these lines those: of each line no more than what differs, so that cursors stay. */
export function lineChanges(before: readonly Line[], after: readonly string[]): ChangeSpec[] {
  return before.flatMap((line, index) => {
    const text = after[index] ?? line.text;
    if (text === line.text) return [];
    let end = 0;
    const most = Math.min(text.length, line.text.length);
    while (end < most && text.at(-1 - end) === line.text.at(-1 - end)) end += 1;
    let start = 0;
    while (start < most - end && text[start] === line.text[start]) start += 1;
    return [{ from: line.from + start, to: line.to - end, insert: text.slice(start, text.length - end) }];
  });
}

/** A command that rewrites the lines of the selection; `rewrite` answers undefined where it has nothing to do there. */
export function lineCommand(
  rewrite: (lines: readonly string[], state: EditorState) => string[] | undefined,
): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly || isFrontMatter(state)) return false;
    const lines = selectedLines(state);
    const after = rewrite(textsOf(lines), state);
    if (!after) return false;
    dispatch(state.update(withSelection(state, lineChanges(lines, after))));
    return true;
  };
}

/** The lines of the selection. A selection that ends at the start of a line does not mean that line. */
export function selectedLines(state: EditorState): Line[] {
  const lines = linesOf(state);
  const endsBefore = (line: Line) =>
    state.selection.ranges.some(({ from, to }) => from < to && to === line.from) &&
    !state.selection.ranges.some(({ from, to }) => to > line.from || (from === to && from === line.from));
  return lines.filter((line) => !endsBefore(line));
}

/** Changes as a whole edit: a cursor at the start of a line goes behind what is put there. */
export function withSelection(state: EditorState, changes: ChangeSpec): TransactionSpec {
  const set = state.changes(changes);
  return { changes: set, selection: state.selection.map(set, 1), userEvent: 'input', scrollIntoView: true };
}

/** Whether the cursor is in front matter, where marks of Markdown would be nonsense. */
export function isFrontMatter(state: EditorState): boolean {
  const top = syntaxTree(state).topNode.firstChild;
  return top?.name === 'FrontMatter' && state.selection.main.from <= top.to;
}

/**
 * Does what the command does and numbers the lists anew that it touched. Lists that their author numbers in a way of
 * their own stay so.
 */
export function thenRenumber(command: StateCommand): StateCommand {
  return ({ state, dispatch }) => {
    let done: Transaction | undefined;
    const isDone = command({
      state,
      dispatch: (transaction) => {
        done = transaction;
      },
    });
    if (!isDone || !done) return false;
    const { changes, newSelection: selection } = done;
    const numbers = { changes: renumberAfter(done), sequential: true };
    dispatch(state.update({ changes, selection, userEvent: 'input', scrollIntoView: true }, numbers));
    return true;
  };
}

function renumberAfter({ startState, newDoc, changes }: Transaction): ChangeSpec[] {
  const before = new Set<number>();
  const after = new Set<number>();
  changes.iterChangedRanges((fromBefore, toBefore, from, to) => {
    addLines(before, startState.doc, { from: fromBefore, to: toBefore });
    addLines(after, newDoc, { from, to });
  });
  const old = textsOf(listAround(startState.doc, before));
  if (renumber(old).some((text, index) => text !== old[index])) return [];
  const block = listAround(newDoc, after);
  const begun = block.flatMap(({ number }, index) => (after.has(number) ? [index] : []));
  return lineChanges(block, renumber(textsOf(block), new Set(begun)));
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text);
}

function addLines(numbers: Set<number>, doc: Text, { from, to }: { from: number; to: number }): void {
  const last = doc.lineAt(to).number;
  for (let number = doc.lineAt(from).number; number <= last; number += 1) numbers.add(number);
}

/** The lines of the lists that these lines are in: up to the nearest text that belongs to no item. */
function listAround(doc: Text, touched: ReadonlySet<number>): Line[] {
  if (touched.size === 0 || touched.size > longestList) return [];
  let first = Math.min(...touched);
  let last = Math.max(...touched);
  const isPart = (number: number) => {
    const { text } = doc.line(number);
    return text.trim() === '' || /^[\s>]/.test(text) || prefixOf(text).marker !== '';
  };
  const top = Math.max(1, first - longestList);
  const bottom = Math.min(doc.lines, last + longestList);
  while (first > top && isPart(first - 1)) first -= 1;
  while (last < bottom && isPart(last + 1)) last += 1;
  return Array.from({ length: last - first + 1 }, (_, index) => doc.line(first + index));
}
