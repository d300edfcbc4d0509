import type { EditorSlot } from './actions.ts';
import type { Store } from './store.ts';
import type { WindowState } from './window-state.ts';

/**
 * Saves before the window goes. While text is unsaved, closing is held back: a browser asks, the desktop's window
 * closes by itself as soon as the text is safe.
 */
export function guardUnload(store: Store<WindowState>, editor: EditorSlot): void {
  addEventListener('beforeunload', (event) => {
    const { saveState, host } = store.get();
    if (!editor.current || saveState.kind === 'saved' || saveState.kind === 'gone') return;
    event.preventDefault();
    void editor.current.flush().then((state) => {
      if ((state.kind === 'saved' || state.kind === 'gone') && host?.kind === 'electron') window.close();
    });
  });

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void editor.current?.flush();
  });
}
