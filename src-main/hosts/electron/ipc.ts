import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Reply } from '../../common/api/bridge.ts';
import { type EventName, events } from '../../common/api/contract.ts';
import type { Service } from '../../common/api/direct-bridge.ts';
import { dispatch } from '../../common/api/dispatch.ts';
import { AppError } from '../../common/errors.ts';
import { callChannel, eventChannel } from './channels.ts';
import { isOwnAddress } from './origin.ts';

export interface IpcOptions {
  service: Service;
  /** The window, where it is open. */
  window(): BrowserWindow | undefined;
  /** Hears of failures that are bugs. */
  reportBug(error: unknown): void;
}

/** Connects the window to the contract: its calls are answered, every event is sent to it. */
export function setupIpc({ service, window, reportBug }: IpcOptions): void {
  ipcMain.handle(callChannel, async (sender, method: unknown, input: unknown): Promise<Reply> => {
    if (!isFromWindow(sender, window())) return { ok: false, error: new AppError('not-allowed').toData() };
    return dispatch(service.handlers, { method: String(method), input }, reportBug);
  });
  for (const event of Object.keys(events) as EventName[]) {
    service.listen(event, (payload) => {
      const contents = window()?.webContents;
      if (contents && !contents.isDestroyed()) contents.send(eventChannel, event, payload);
    });
  }
}

/** Only the main frame of our window, while it shows our own page: no frame inside it, no page it was led to. */
function isFromWindow({ senderFrame }: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  if (!window || window.isDestroyed() || !senderFrame) return false;
  return senderFrame === window.webContents.mainFrame && isOwnAddress(senderFrame.url);
}
