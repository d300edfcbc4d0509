import type { EditorView } from '@codemirror/view';
import { useEffect } from 'react';
import { setModes, setVimKeys, type WritingModes } from './modes.ts';

/** Keeps an open editor in the modes that are set. */
export function useWritingModes(view: EditorView | undefined, settings: WritingModes): void {
  const { focusMode, typewriter, vimKeys } = settings;

  useEffect(() => {
    if (view) setModes(view, { focusMode, typewriter });
  }, [view, focusMode, typewriter]);

  useEffect(() => {
    if (!view) return;
    const closing = new AbortController();
    void setVimKeys(view, vimKeys, closing.signal);
    return () => closing.abort();
  }, [view, vimKeys]);
}
