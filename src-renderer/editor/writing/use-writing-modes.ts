import { useEffect, useEffectEvent, useLayoutEffect } from 'react';
import type { Desk } from '../desk.ts';
import { setModes, setVimKeys, type WritingModes } from './modes.ts';

/** Keeps an open editor in the modes that are set. `onClose` leaves the post, for Vim's `:q`. */
export function useWritingModes(
  desk: Desk | undefined,
  settings: WritingModes,
  onClose: (() => void) | undefined,
): void {
  const { focusMode, typewriter, vimKeys } = settings;
  const view = desk?.view;
  const close = useEffectEvent(() => onClose?.());

  useEffect(() => {
    if (view) setModes(view, { focusMode, typewriter });
  }, [view, focusMode, typewriter]);

  // Before the text is painted, so that no key is written into it that was meant for Vim.
  useLayoutEffect(() => {
    if (!desk) return;
    const closing = new AbortController();
    const commands = { save: () => desk.session.flush(), close: () => close() };
    void setVimKeys(desk.view, vimKeys ? commands : undefined, closing.signal);
    return () => closing.abort();
  }, [desk, vimKeys]);
}
