import { type EditorState, type Extension, StateEffect, StateField, Transaction } from '@codemirror/state';
import { Decoration, EditorView, WidgetType } from '@codemirror/view';

interface Place {
  id: number;
  from: number;
  to: number;
  words: string;
}

const begin = StateEffect.define<Place>();
const end = StateEffect.define<number>();

/** Where pictures will stand that are still being added. Moves with the text. */
const places = StateField.define<readonly Place[]>({
  create: () => [],
  update(found, { changes, effects, docChanged }) {
    let next = found;
    if (docChanged && next.length > 0)
      next = next.map((place) => ({
        ...place,
        from: changes.mapPos(place.from, 1),
        to: Math.max(changes.mapPos(place.from, 1), changes.mapPos(place.to, -1)),
      }));
    for (const effect of effects) {
      if (effect.is(begin)) next = [...next, effect.value];
      if (effect.is(end)) next = next.filter(({ id }) => id !== effect.value);
    }
    return next;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (found) =>
      Decoration.set(
        found.map(({ to, words }) => Decoration.widget({ widget: new Waiting(words), side: 1 }).range(to)),
        true,
      ),
    ),
});

class Waiting extends WidgetType {
  readonly words: string;

  constructor(words: string) {
    super();
    this.words = words;
  }

  override eq(other: Waiting): boolean {
    return other.words === this.words;
  }

  override toDOM(): HTMLElement {
    const sign = document.createElement('span');
    sign.className = 'cm-pictureWaiting';
    sign.textContent = this.words;
    return sign;
  }
}

const look = EditorView.theme({
  '.cm-pictureWaiting': {
    padding: '0 var(--space-2)',
    borderRadius: 'var(--radius-small)',
    backgroundColor: 'var(--sunken)',
    color: 'var(--ink-quiet)',
    fontFamily: 'var(--face-interface)',
    fontSize: 'var(--size-note)',
  },
});

/** Keeps the places of pictures that are on their way. */
export function picturePlaces(): Extension {
  return [places, look];
}

let nextId = 0;

/** Marks where files will stand; answers the name of the place. */
export function startPlace(
  view: EditorView,
  { from, to }: { from: number; to: number },
  files: readonly File[],
): number {
  nextId += 1;
  const words = files.length === 1 ? 'Adding a picture…' : `Adding ${files.length} pictures…`;
  view.dispatch({
    effects: begin.of({ id: nextId, from, to, words }),
    annotations: Transaction.addToHistory.of(false),
  });
  return nextId;
}

/** Where a place is by now; undefined where the editor has none of that name. */
export function placeNow(state: EditorState, id: number): { from: number; to: number } | undefined {
  return state.field(places, false)?.find((place) => place.id === id);
}

/** Takes the mark away. */
export function endPlace(view: EditorView, id: number): void {
  if (view.dom.isConnected)
    view.dispatch({ effects: end.of(id), annotations: Transaction.addToHistory.of(false) });
}
