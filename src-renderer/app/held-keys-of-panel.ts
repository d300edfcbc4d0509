import { useLayoutEffect } from 'react';
import { holdKeys } from '../ui/held-keys.ts';
import { useWindow, useWindowState } from './window-context.ts';

/**
 * Stands for a small window that is being fetched. What is typed meanwhile is for it and not for the text below: it is held
 * back, and typed once the window has the focus, or is no longer wanted.
 */
export function HeldKeysOfPanel(): null {
  const { store } = useWindow();
  const panel = useWindowState((state) => state.panel);
  useLayoutEffect(
    () => holdKeys('[role="dialog"]', { isWanted: () => store.get().panel === panel }),
    [store, panel],
  );
  return null;
}
