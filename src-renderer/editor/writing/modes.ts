import { Compartment, type Extension, Prec, Transaction } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import type { Settings } from '../../../src-main/common/settings.ts';
import { holdKeys } from '../../ui/held-keys.ts';
import { tellOfMissingPart } from '../missing-part.ts';
import { focusMode } from './focus-mode.ts';
import { type LinkSource, linkSource } from './link-source.ts';
import { typewriter } from './typewriter.ts';
import type { VimCommands } from './vim-keys.ts';

/** The settings that change how the text behaves while it is written. */
export type WritingModes = Pick<Settings, 'focusMode' | 'typewriter' | 'vimKeys'>;

const modes = new Compartment();
const keys = new Compartment();
const links = new Compartment();

/** Where the modes go that `setModes` turns on. Vim's keys come before all others. */
export function writingModes(): Extension {
  return [Prec.highest(keys.of([])), modes.of([]), links.of([]), EditorView.updateListener.of(tell)];
}

const listeners = new WeakMap<EditorView, Set<() => void>>();

/** Calls after each change of an editor's text, until the returned function is called. */
export function onTextChange(view: EditorView, listener: () => void): () => void {
  const own = listeners.get(view) ?? new Set();
  listeners.set(view, own.add(listener));
  return () => own.delete(listener);
}

function tell({ view, docChanged }: ViewUpdate): void {
  if (docChanged) for (const listener of listeners.get(view) ?? []) listener();
}

/** Turns modes on and off in an open editor. Its text, cursor and history stay. */
export function setModes(
  view: EditorView,
  { focusMode: dims, typewriter: centres }: Omit<WritingModes, 'vimKeys'>,
): void {
  view.dispatch({
    effects: modes.reconfigure([dims ? focusMode() : [], centres ? typewriter() : []]),
    annotations: Transaction.addToHistory.of(false),
  });
}

/** Tells an open editor where its completions learn of other posts. */
export function setLinkSource(view: EditorView, source: LinkSource): void {
  view.dispatch({ effects: links.reconfigure(linkSource.of(source)) });
}

/**
 * Gives the text Vim's keys, or takes them away where no commands are given. Their code is fetched when they are first
 * wanted; what is typed in the text until then is Vim's.
 */
export async function setVimKeys(
  view: EditorView,
  commands: VimCommands | undefined,
  signal: AbortSignal,
): Promise<void> {
  const set = (extension: Extension): void => {
    if (!signal.aborted) view.dispatch({ effects: keys.reconfigure(extension) });
  };
  if (!commands) return set([]);
  const release = holdKeys('.cm-vimMode', { within: view.contentDOM });
  try {
    const { vimKeys } = await import('./vim-keys.ts');
    set(vimKeys(commands));
  } catch (cause) {
    tellOfMissingPart(cause);
  } finally {
    release();
  }
}
