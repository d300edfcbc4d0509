import type { EditorState, Extension, Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** All paragraphs step back but those of the selection. */
export function focusMode(): Extension {
  return [EditorView.editorAttributes.of({ class: 'cm-focusMode' }), paragraphInFocus, look];
}

/** Lines that a paragraph is looked for in, up and down: longer ones are tables and lists of data. */
const longestParagraph = 400;
const inFocus = Decoration.line({ class: 'cm-inFocus' });

const paragraphInFocus = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor({ state }: EditorView) {
      this.decorations = decorate(state);
    }

    update({ state, docChanged, selectionSet }: ViewUpdate) {
      if (docChanged || selectionSet) this.decorations = decorate(state);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate({ doc, selection }: EditorState): DecorationSet {
  const { first, last } = paragraphAround(doc, selection.main);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => doc.line(first + index));
  return Decoration.set(lines.map((line) => inFocus.range(line.from)));
}

/** The lines between the blank lines around a selection. */
export function paragraphAround(
  doc: Text,
  { from, to }: { from: number; to: number },
): { first: number; last: number } {
  let first = doc.lineAt(from).number;
  let last = doc.lineAt(to).number;
  const isFilled = (number: number) => doc.line(number).text.trim() !== '';
  const top = Math.max(1, first - longestParagraph);
  const bottom = Math.min(doc.lines, last + longestParagraph);
  if (isFilled(first)) while (first > top && isFilled(first - 1)) first -= 1;
  if (isFilled(last)) while (last < bottom && isFilled(last + 1)) last += 1;
  return { first, last: Math.min(last, first + longestParagraph) };
}

// Quiet, and still readable: the colour that notes have, one for all that is not in focus.
const look = EditorView.theme({
  '&.cm-focusMode .cm-line:not(.cm-inFocus), &.cm-focusMode .cm-line:not(.cm-inFocus) *': {
    color: 'var(--ink-dimmed)',
  },
  '&.cm-focusMode.cm-focused .cm-activeLine': { backgroundColor: 'transparent', boxShadow: 'none' },
});
