import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorSelection, EditorState, type StateCommand } from '@codemirror/state';
import { expect } from 'vitest';

/** A state of Markdown. The sign stands for the cursor, a pair of them for the selection. */
export function stateOf(marked: string, sign = '|'): EditorState {
  const [before = '', selected, after] = marked.split(sign);
  const doc = before + (selected ?? '') + (after ?? '');
  const anchor = before.length;
  const head = after === undefined ? anchor : anchor + (selected ?? '').length;
  const state = EditorState.create({
    doc,
    selection: EditorSelection.single(anchor, head),
    extensions: markdown({ base: markdownLanguage }),
  });
  ensureSyntaxTree(state, doc.length, 5000);
  return state;
}

/** The text of a state with its cursor or selection marked. */
export function markedText(state: EditorState, sign = '|'): string {
  const { from, to, empty } = state.selection.main;
  const text = state.doc.toString();
  return empty
    ? text.slice(0, from) + sign + text.slice(from)
    : text.slice(0, from) + sign + text.slice(from, to) + sign + text.slice(to);
}

/** What a command makes of a marked text. */
export function run(command: StateCommand, before: string, sign = '|'): string {
  let state = stateOf(before, sign);
  command({
    state,
    dispatch: (transaction) => {
      state = transaction.state;
    },
  });
  return markedText(state, sign);
}

/** An expectation of one command: this text becomes that. Tables mark the cursor with `¦`, all else with `|`. */
export const becomes =
  (command: StateCommand, sign = '|') =>
  (before: string, after: string) =>
    expect(run(command, before, sign)).toBe(after);
