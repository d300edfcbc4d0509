import { BrowserWindow, nativeTheme } from 'electron';
import { guardClosing } from './closing.ts';
import { setupContextMenu } from './context-menu.ts';
import { windowAddress } from './origin.ts';
import { readWindowState, rememberWindowState } from './window-state.ts';

export interface WindowOptions {
  /** Absolute path of the built preload. */
  preload: string;
  /** Absolute path of the file that keeps the window's place. */
  stateFile: string;
}

/** Opens the one window: a page without Node, isolated from its preload, in the sandbox. */
export async function openWindow({ preload, stateFile }: WindowOptions): Promise<BrowserWindow> {
  const state = readWindowState(stateFile);
  const window = new BrowserWindow({
    width: state?.width ?? 1360,
    height: state?.height ?? 880,
    ...(state && { x: state.x, y: state.y }),
    minWidth: 480,
    minHeight: 360,
    title: 'Galley',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#fdfcfa',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: true,
    },
  });
  rememberWindowState(window, stateFile);
  guardClosing(window);
  setupContextMenu(window);
  window.once('ready-to-show', () => {
    if (state?.maximized) window.maximize();
    window.show();
  });
  await window.loadURL(windowAddress);
  return window;
}
