import type { EditorState, Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';

/** Asks for a picture's description where it goes, as long as there is none and the cursor is there. */
export function emptyAlt(): Extension {
  return [asking, look];
}

const asking = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = signAt(view.state);
    }

    update({ state, docChanged, selectionSet }: ViewUpdate): void {
      if (docChanged || selectionSet) this.decorations = signAt(state);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function signAt(state: EditorState): DecorationSet {
  const { empty, head } = state.selection.main;
  const isAsked =
    empty &&
    !state.readOnly &&
    state.sliceDoc(head - 2, head) === '![' &&
    state.sliceDoc(head, head + 2) === '](';
  return isAsked
    ? Decoration.set([Decoration.widget({ widget: question, side: 1 }).range(head)])
    : Decoration.none;
}

class Question extends WidgetType {
  override toDOM(): HTMLElement {
    const sign = document.createElement('span');
    sign.className = 'cm-emptyAlt';
    sign.textContent = 'What does the picture show?';
    return sign;
  }
}

const question = new Question();

const look = EditorView.theme({
  '.cm-emptyAlt': { color: 'var(--ink-quiet)', fontStyle: 'italic', pointerEvents: 'none' },
  '.cm-snippetField': { backgroundColor: 'var(--sunken)', borderRadius: 'var(--radius-small)' },
  '.cm-snippetFieldPosition': { borderLeft: '1.4px dotted var(--ink-quiet)', marginLeft: '-1px' },
});
