import { app, type BrowserWindow, dialog } from 'electron';

/** A second wish to close within this time means that saving did not help. */
const patienceMilliseconds = 10_000;

/**
 * A window with unsaved text holds its closing back, saves, and closes by itself. Where it cannot save, the author is
 * asked when they close it once more: the text is never dropped in silence, and the window is never a trap.
 */
export function guardClosing(window: BrowserWindow): void {
  let lastHeldBack = 0;
  window.webContents.on('will-prevent-unload', (event) => {
    const isAgain = Date.now() - lastHeldBack < patienceMilliseconds;
    lastHeldBack = Date.now();
    // Here, preventing means not to let the page hold the closing back.
    if (isAgain && wantsToCloseAnyway(window)) event.preventDefault();
  });
}

function wantsToCloseAnyway(window: BrowserWindow): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'Your last changes are not saved.',
    detail: 'Galley could not save them. If you close the window now, they are lost.',
    buttons: ['Keep writing', 'Close without saving'],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === 1;
}

export interface EndingOptions {
  /** Closes the open blog in order. Never rejects. */
  close(): Promise<void>;
  /** Whether another window is about to open. */
  isReplacing(): boolean;
}

/** The program ends with its window; on macOS it lives on without one, unless it was told to end. */
export function setupEnding({ close, isReplacing }: EndingOptions): void {
  let isEnding = false;
  let isClosed = false;
  app.on('before-quit', () => {
    isEnding = true;
  });
  app.on('window-all-closed', () => {
    if (isReplacing() && !isEnding) return;
    if (isEnding || process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (isClosed) return;
    // The open blog is closed in order first.
    event.preventDefault();
    void close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
