import type { HostBridge } from '../../src-main/common/api/bridge.ts';

declare global {
  interface Window {
    /** Set by the desktop's preload, before any script of the page runs. */
    readonly galley?: HostBridge;
  }
}

/** The contract over Electron's IPC, as the preload has put it into the page; undefined in a browser. */
export function electronBridge(): HostBridge | undefined {
  // An element with id="galley" would be found under this name as well: only the preload's object has functions.
  return typeof window.galley?.call === 'function' ? window.galley : undefined;
}
