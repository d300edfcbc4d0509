import { Compartment, type Extension } from '@codemirror/state';
import { type Command, type EditorView, keymap } from '@codemirror/view';
import { holdKeys } from '../ui/held-keys.ts';
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
  const keys = ['F3', 'Mod-g'].map((key) => ({ key, run: find }));
  return place.of(fetched ? fetched.textTools() : keymap.of(keys));
}

/** Opens the search. What is typed before it has come is looked for, and is never written into the text. */
export const find: Command = (view) => {
  const release = isReady(view) ? undefined : holdKeys('[role="search"]');
  return withTools(({ openSearchPanel }) => openSearchPanel, release)(view);
};

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

/** A command that waits where the tools are still being fetched; `afterwards` is called once it ran, or cannot. */
export function withTools(commandOf: (tools: Tools) => Command, afterwards = () => {}): Command {
  return (view) => {
    if (fetched && isReady(view)) return commandOf(fetched)(view);
    bringTools(view)
      .then(() => fetched && view.dom.isConnected && commandOf(fetched)(view), tellOfMissingPart)
      .finally(afterwards);
    return true;
  };
}

function isReady(view: EditorView): boolean {
  return fetched !== undefined && !waiting.has(view);
}
