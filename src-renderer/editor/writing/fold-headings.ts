import { codeFolding, foldable, foldEffect, unfoldAll, unfoldCode } from '@codemirror/language';
import type { EditorState, Extension, Line, StateEffect } from '@codemirror/state';
import { type Command, EditorView, keymap } from '@codemirror/view';

interface Part {
  from: number;
  to: number;
}

/** Folds what a heading, an item or a fence begins. What is folded stands as a small sign that opens it. */
export function foldParts(): Extension {
  return [codeFolding({ placeholderDOM }), look, keymap.of([{ key: 'Mod-Shift-]', run: unfoldCode }])];
}

/** Opens what is folded at the cursor; else folds what its line begins, or the part that it is in. */
export const foldHere: Command = (view) => unfoldCode(view) || foldPartOf(view);

/** Folds the part below every heading. */
export const foldAllParts: Command = (view) => {
  const effects: StateEffect<Part>[] = [];
  for (let number = 1; number <= view.state.doc.lines; ) {
    const line = view.state.doc.line(number);
    const part = isHeading(line) ? foldable(view.state, line.from, line.to) : null;
    if (part) effects.push(foldEffect.of(part));
    number = part ? view.state.doc.lineAt(part.to).number + 1 : number + 1;
  }
  if (effects.length > 0) view.dispatch({ effects });
  return effects.length > 0;
};

/** Opens all that is folded. */
export const openAllParts: Command = (view) => unfoldAll(view);

function foldPartOf(view: EditorView): boolean {
  const { state } = view;
  const here = state.doc.lineAt(state.selection.main.head);
  const found = partAt(state, here);
  if (!found) return false;
  const { part, line } = found;
  view.dispatch({ effects: foldEffect.of(part), selection: { anchor: line.to }, scrollIntoView: true });
  return true;
}

/** What the line begins, else what the nearest heading above begins that holds it. */
function partAt(state: EditorState, here: Line): { part: Part; line: Line } | undefined {
  const own = beginsPart(here) ? foldable(state, here.from, here.to) : null;
  if (own) return { part: own, line: here };
  for (let number = here.number - 1; number >= 1; number -= 1) {
    const line = state.doc.line(number);
    const part = isHeading(line) ? foldable(state, line.from, line.to) : null;
    if (part && part.to >= here.from) return { part, line };
  }
  return undefined;
}

function isHeading({ text }: Line): boolean {
  return /^ {0,3}#{1,6}\s/.test(text);
}

function beginsPart(line: Line): boolean {
  return isHeading(line) || /^\s*(?:[-*+]\s|\d+[.)]\s|`{3}|~{3})/.test(line.text);
}

function placeholderDOM(_view: EditorView, open: (event: Event) => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'cm-foldPlaceholder';
  button.textContent = '…';
  button.title = 'Open this part';
  button.setAttribute('aria-label', 'Folded: open this part');
  button.onclick = open;
  return button;
}

const look = EditorView.theme({
  '.cm-foldPlaceholder': {
    margin: '0 var(--space-2)',
    padding: '0 var(--space-2)',
    border: '0',
    borderRadius: 'var(--radius-small)',
    background: 'var(--sunken)',
    color: 'var(--ink-quiet)',
    font: 'inherit',
    lineHeight: '1.2',
    cursor: 'pointer',
  },
});
