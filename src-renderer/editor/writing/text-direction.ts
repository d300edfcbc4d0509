import type { EditorState, Extension, Line } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/**
 * Each line runs in the direction of its own first letter. Only lines with signs of a script that is written from
 * the right are looked at by the browser, so that all others cost nothing.
 */
export function lineDirections(): Extension {
  return [EditorView.perLineTextDirection.of(true), directions];
}

// Hebrew, Arabic and their kin, with their presentation forms, and the supplementary planes that hold others.
const fromTheRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const automatic = Decoration.line({ attributes: { dir: 'auto' } });

const directions = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor({ state, viewport }: EditorView) {
      this.decorations = decorate(state, viewport);
    }

    update({ state, view, docChanged, viewportChanged }: ViewUpdate) {
      if (docChanged || viewportChanged) this.decorations = decorate(state, view.viewport);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(state: EditorState, { from, to }: { from: number; to: number }): DecorationSet {
  if (!fromTheRight.test(state.sliceDoc(from, to))) return Decoration.none;
  const lines: Line[] = [];
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    if (fromTheRight.test(line.text)) lines.push(line);
    if (line.to >= to) break;
  }
  return Decoration.set(lines.map((line) => automatic.range(line.from)));
}
