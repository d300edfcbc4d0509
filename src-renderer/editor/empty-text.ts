import type { EditorState, Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { frontMatterOf } from './front-matter-block.ts';

/** Words that stand where the text of a post will be, as long as there is none. */
export function emptyText(words: string): Extension {
  const widget = Decoration.widget({ widget: new Words(words), side: 1 });
  return EditorView.decorations.compute(['doc'], (state) => decorate(state, widget));
}

/** More blank characters than this are no new post. */
const mostBlank = 200;

function decorate(state: EditorState, widget: Decoration): DecorationSet {
  const { bodyFrom } = frontMatterOf(state);
  const { length } = state.doc;
  const isEmpty = length - bodyFrom < mostBlank && state.sliceDoc(bodyFrom).trim() === '';
  return isEmpty ? Decoration.set(widget.range(length)) : Decoration.none;
}

class Words extends WidgetType {
  readonly words: string;

  constructor(words: string) {
    super();
    this.words = words;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = 'cm-placeholder';
    element.textContent = this.words;
    element.setAttribute('aria-hidden', 'true');
    return element;
  }

  override eq(other: Words): boolean {
    return other.words === this.words;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}
