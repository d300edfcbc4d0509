import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from '@codemirror/lang-markdown';
import { syntaxTree } from '@codemirror/language';
import { EditorSelection, type EditorState, type StateCommand } from '@codemirror/state';
import type { KeyBinding } from '@codemirror/view';
import type { SyntaxNode } from '@lezer/common';
import { indentListItem, outdentListItem } from '../commands.ts';
import { thenRenumber } from './line-edits.ts';
import { prefixOf } from './prefixes.ts';

const goOn = insertNewlineContinueMarkupCommand({ nonTightLists: false });

/** Begins the next item or goes on with the quote; an item or a second quoted line without words ends what it is in. */
export const continueMarkup: StateCommand = (target) => endList(target) || goOn(target);

/** An item without words below another one: the list ends, with a blank line, so that what follows is no part of it. */
const endList: StateCommand = ({ state, dispatch }) => {
  const { main, ranges } = state.selection;
  const line = state.doc.lineAt(main.head);
  const { container, marker, words } = prefixOf(line.text);
  const isEmptyItem = container === '' && marker !== '' && words.trim() === '' && main.head === line.to;
  if (state.readOnly || ranges.length > 1 || !main.empty || !isEmptyItem || line.number === 1) return false;
  if (state.doc.line(line.number - 1).text.trim() === '' || !isListItem(state, line.from)) return false;
  const changes = { from: line.from, to: line.to, insert: state.lineBreak };
  const selection = EditorSelection.cursor(line.from + 1);
  dispatch(state.update({ changes, selection, userEvent: 'input', scrollIntoView: true }));
  return true;
};

function isListItem(state: EditorState, position: number): boolean {
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(position, 1);
  while (node && node.name !== 'ListItem') node = node.parent;
  return node !== null;
}

/** The keys of lists and quotes. Outside of them Tab goes on to the next control, as in any page. */
export const listKeys: readonly KeyBinding[] = [
  { key: 'Enter', run: continueMarkup },
  { key: 'Backspace', run: thenRenumber(deleteMarkupBackward) },
  { key: 'Tab', run: thenRenumber(indentListItem), shift: thenRenumber(outdentListItem) },
];
