import { syntaxTree } from '@codemirror/language';
import {
  EditorSelection,
  type EditorState,
  type StateCommand,
  type TransactionSpec,
} from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { isAddress } from '../commands.ts';
import { isFrontMatter } from './line-edits.ts';

/**
 * Makes the selection the description of a picture and puts the cursor where its address goes; a selected address
 * becomes the picture's. Inside a picture it selects the address.
 */
export const insertImage: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly || isFrontMatter(state)) return false;
  const { from, to } = state.selection.main;
  const address = imageAround(state)?.getChild('URL');
  if (address) {
    dispatch(
      state.update({ selection: EditorSelection.single(address.from, address.to), scrollIntoView: true }),
    );
    return true;
  }
  const selected = state.sliceDoc(from, to);
  const isTarget = isAddress(selected);
  const insert = isTarget ? `![](${selected})` : `![${selected}]()`;
  const cursor = from + (isTarget || selected === '' ? 2 : insert.length - 1);
  dispatch(state.update(insertion({ from, to, insert }, cursor)));
  return true;
};

/**
 * Puts a footnote at the cursor, with the next free number, and goes to its text at the end of the post. From a
 * footnote's sign it goes to its text, and from there back to the sign.
 */
export const insertFootnote: StateCommand = ({ state, dispatch }) => {
  if (isFrontMatter(state)) return false;
  const target = otherEndOf(state);
  if (target !== undefined) {
    dispatch(state.update({ selection: EditorSelection.cursor(target), scrollIntoView: true }));
    return true;
  }
  if (state.readOnly) return false;
  const text = state.doc.toString();
  const label = nextLabel(text);
  const sign = `[^${label}]`;
  const at = state.selection.main.to;
  const { gap, kept } = endOf(text.slice(0, at) + sign + text.slice(at));
  const definition = `${gap}${sign}: `;
  const end = text.length - kept;
  const changes = state.changes([
    { from: at, insert: sign },
    { from: end, insert: definition },
  ]);
  const cursor = end + sign.length + definition.length;
  dispatch(
    state.update({
      changes,
      selection: EditorSelection.cursor(cursor),
      userEvent: 'input',
      scrollIntoView: true,
    }),
  );
  return true;
};

/** Puts a line between paragraphs. */
export const insertRule: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly || isFrontMatter(state)) return false;
  const line = state.doc.lineAt(state.selection.main.to);
  const isBlank = line.text.trim() === '';
  // Dashes right below a text would make it a heading.
  const follows = isBlank && line.number > 1 && state.doc.line(line.number - 1).text.trim() !== '';
  const insert = `${isBlank ? (follows ? '\n' : '') : '\n\n'}---\n\n`;
  const from = isBlank ? line.from : line.to;
  dispatch(state.update(insertion({ from, to: line.to, insert }, from + insert.length)));
  return true;
};

function insertion(change: { from: number; to: number; insert: string }, cursor: number): TransactionSpec {
  return {
    changes: change,
    selection: EditorSelection.cursor(cursor),
    userEvent: 'input',
    scrollIntoView: true,
  };
}

function imageAround(state: EditorState): SyntaxNode | undefined {
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(state.selection.main.from, 1);
  while (node && node.name !== 'Image') node = node.parent;
  return node ?? undefined;
}

/** The smallest number that no footnote has yet. */
function nextLabel(text: string): number {
  const taken = new Set([...text.matchAll(/\[\^(\d+)\]/g)].map(([, label]) => Number(label)));
  let label = 1;
  while (taken.has(label)) label += 1;
  return label;
}

/** What parts a new definition from the text above it, and how many line ends at the end stay behind it. */
function endOf(text: string): { gap: string; kept: number } {
  const lineEnds = /\n*$/.exec(text)?.[0].length ?? 0;
  const kept = Math.min(1, lineEnds);
  const followsAnother = /(?:^|\n)\[\^[^\]]+\]:[^\n]*\n*$/.test(text);
  return { gap: '\n'.repeat(Math.max(0, (followsAnother ? 1 : 2) - (lineEnds - kept))), kept };
}

function otherEndOf(state: EditorState): number | undefined {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const text = state.doc.toString();
  const definition = /^\[\^([^\]\s]+)\]:/.exec(line.text);
  if (definition) {
    const found = [...text.matchAll(signOf(definition[1] ?? ''))].find(({ index }) => index !== line.from);
    return found && found.index + found[0].length;
  }
  for (const { index, 0: sign, 1: label = '' } of line.text.matchAll(/\[\^([^\]\s]+)\]/g)) {
    if (head - line.from < index || head - line.from > index + sign.length) continue;
    const found = new RegExp(`^${escaped(sign)}:[ \\t]*`, 'm').exec(text);
    if (found && label) return found.index + found[0].length;
  }
  return undefined;
}

function signOf(label: string): RegExp {
  return new RegExp(escaped(`[^${label}]`), 'g');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
