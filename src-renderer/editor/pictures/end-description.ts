import { type Extension, Prec } from '@codemirror/state';
import { type Command, type EditorView, keymap } from '@codemirror/view';
import type { AddedPicture } from '../../../src-main/common/api/pictures.ts';
import type { Tools } from '../late-tools.ts';

/** Pictures whose description was asked for, by the editor that they came into. */
const asked = new WeakMap<EditorView, { pictures: readonly AddedPicture[]; tools: Tools }>();

/** Remembers whose description is being typed. */
export function noteAsked(view: EditorView, pictures: readonly AddedPicture[], tools: Tools): void {
  asked.set(view, { pictures: pictures.filter(({ asksAlt, after }) => asksAlt && after !== ''), tools });
}

/** Enter ends the description of a picture that was just added, as Tab does: a line break in it would break the link. */
export function endDescription(): Extension {
  return Prec.highest(keymap.of([{ key: 'Enter', run: goOn }]));
}

const goOn: Command = (view) => {
  const just = asked.get(view);
  if (!just) return false;
  const { pictures, tools } = just;
  const { main } = view.state.selection;
  const isAtItsEnd = pictures.some(
    ({ after }) => view.state.sliceDoc(main.head, main.head + after.length) === after,
  );
  return main.empty && isAtItsEnd && tools.nextSnippetField(view);
};
