import { app, type BrowserWindow } from 'electron';

export interface SecondStartOptions {
  /** The window, where it is open. */
  window(): BrowserWindow | undefined;
  /** Opens a window at the blog in this folder; at the one that is open where none is given. */
  openAt(folder: string | undefined): Promise<void>;
}

/**
 * Only one Galley runs: starting it again shows the window of the first. Where the second start names a blog, that
 * window is closed as its owner would close it, which saves what is unsaved, and opened again at the other blog.
 *
 * @returns whether a window is about to take the place of the one that closes
 */
export function setupSecondStart({ window, openAt }: SecondStartOptions): () => boolean {
  let isReplacing = false;

  function replace(shown: BrowserWindow, folder: string): void {
    isReplacing = true;
    shown.once('closed', () => {
      void openAt(folder).finally(() => {
        isReplacing = false;
      });
    });
    shown.close();
  }

  app.on('second-instance', (_event, _words, _place, data) => {
    const shown = window();
    const folder = folderOf(data);
    if (!shown) void openAt(folder);
    else if (folder === undefined) bringForward(shown);
    else if (!isReplacing) replace(shown, folder);
  });
  return () => isReplacing;
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

function folderOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('folder' in data)) return undefined;
  return typeof data.folder === 'string' ? data.folder : undefined;
}
