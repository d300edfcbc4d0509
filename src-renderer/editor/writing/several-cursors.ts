import { EditorState, type Extension, type Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';

/** Several places of the text can be written in at once. The browser draws one of them, this draws the others. */
export function severalCursors(): Extension {
  return [EditorState.allowMultipleSelections.of(true), others, look];
}

const others = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor({ state }: EditorView) {
      this.decorations = drawOthers(state);
    }

    update({ state, selectionSet, docChanged }: ViewUpdate): void {
      if (selectionSet || docChanged) this.decorations = drawOthers(state);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function drawOthers({ selection }: EditorState): DecorationSet {
  if (selection.ranges.length === 1) return Decoration.none;
  const drawn = selection.ranges.flatMap((range): Range<Decoration>[] => {
    if (range === selection.main) return [];
    const head = cursor.range(range.head);
    return range.empty ? [head] : [selected.range(range.from, range.to), head];
  });
  return Decoration.set(drawn, true);
}

class Cursor extends WidgetType {
  override toDOM(): HTMLElement {
    const sign = document.createElement('span');
    sign.className = 'cm-otherCursor';
    sign.setAttribute('aria-hidden', 'true');
    return sign;
  }
}

const cursor = Decoration.widget({ widget: new Cursor(), side: 1 });
const selected = Decoration.mark({ class: 'cm-otherSelection' });

const look = EditorView.theme({
  '.cm-otherCursor': {
    display: 'inline-block',
    width: '0',
    height: '1.1em',
    marginRight: '-2px',
    borderLeft: '2px solid var(--accent)',
    verticalAlign: 'text-bottom',
  },
  '.cm-otherSelection': { backgroundColor: 'color-mix(in srgb, var(--accent) 24%, transparent)' },
});
