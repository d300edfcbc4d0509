import { Compartment, type Extension } from '@codemirror/state';
import { type Command, type EditorView, keymap } from '@codemirror/view';
import { afterFirstLook } from './after-first-look.ts';
import { tellOfMissingPart } from './missing-part.ts';

/** The fetched module. */
export type Tools = typeof import('./text-tools.ts');

let fetched: Tools | undefined;

const place = new Compartment();

/** Editors that were made without the tools, until they have them. */
const waiting = new WeakMap<EditorView, Promise<void>>();

/** Search and completion: they come once the text is shown, by `bringTools`. Their keys wait for them until then. */
export function lateTools(): Extension {
  const find = withTools(({ openSearchPanel }) => openSearchPanel);
  const keys = ['F3', 'Mod-g'].map((key) => ({ key, run: find }));
  return place.of(fetched ? fetched.textTools() : keymap.of(keys));
}

/** Puts search and completion into an editor that was just made, where it was made without them. */
export function bringTools(view: EditorView): Promise<void> {
  if (fetched && !waiting.has(view)) return Promise.resolve();
  const bringing = waiting.get(view) ?? bring(view).finally(() => waiting.delete(view));
  waiting.set(view, bringing);
  return bringing;
}

async function bring(view: EditorView): Promise<void> {
  const { doc } = view.state;
  await afterFirstLook();
  const { textTools, startCompletion } = await fetchTools();
  if (!view.dom.isConnected) return;
  view.dispatch({ effects: place.reconfigure(textTools()) });
  // What was typed meanwhile may have asked for a menu.
  if (view.hasFocus && view.state.doc !== doc) startCompletion(view);
}

/** What search and completion are made of. */
export async function fetchTools(): Promise<Tools> {
  fetched ??= await import('./text-tools.ts');
  return fetched;
}

/** A command that waits where the tools are still being fetched. */
export function withTools(commandOf: (tools: Tools) => Command): Command {
  return (view) => {
    if (fetched && !waiting.has(view)) return commandOf(fetched)(view);
    bringTools(view).then(
      () => fetched && view.dom.isConnected && commandOf(fetched)(view),
      tellOfMissingPart,
    );
    return true;
  };
}
