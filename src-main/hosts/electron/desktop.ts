import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, safeStorage, shell } from 'electron';
import type { Application, HostAbilities } from '../../core/application.ts';
import type { Cipher } from '../../core/git/askpass/secret-store.ts';
import type { GalleyHome } from '../../core/home.ts';
import { openLastSite } from '../../core/window/open-at-start.ts';
import { createWindowFiles, windowFilesOf } from '../../core/window/window-files.ts';
import { setupEnding } from './closing.ts';
import { setupIpc } from './ipc.ts';
import { setupMenu } from './menu.ts';
import { declareScheme, setupProtocol } from './protocol.ts';
import { setupSecondStart } from './second-start.ts';
import { setupSecurity } from './security.ts';
import { openWindow } from './window.ts';

export interface DesktopOptions {
  home: GalleyHome;
  rendererFolder: string;
  /** Absolute path of the built preload. */
  preload: string;
  /** The blog named at the start; undefined for the one that was open last. */
  folder: string | undefined;
  createApplication(host: Omit<HostAbilities, 'version'>): Application;
  reportBug(error: unknown): void;
}

/** Runs Galley as a desktop program: one window, one open blog, until the window is closed. */
export async function runDesktop(options: DesktopOptions): Promise<void> {
  setupFolders(options.home);
  if (!app.requestSingleInstanceLock({ folder: options.folder })) return app.quit();
  const { reportBug } = options;
  const application = options.createApplication({
    kind: 'electron',
    chooseFolder,
    chooseExport,
    openExternal: (address) => shell.openExternal(address),
    keychain,
  });
  const openExternal = (url: string): void => {
    // The contract's own check decides what may be opened; what it refuses is refused in silence here.
    application.handlers['host.openExternal']({ url }).catch(() => {});
  };

  const stateFile = join(options.home.data, 'window.json');
  const open = () => openWindow({ preload: options.preload, stateFile });
  const openAt = async (folder: string | undefined): Promise<void> => {
    if (folder !== undefined) await openAtStart(application, folder);
    await open();
  };

  declareScheme();
  setupIpc({ service: application, window: currentWindow, reportBug });
  const isReplacing = setupSecondStart({
    window: currentWindow,
    openAt: (folder) => openAt(folder).catch(reportBug),
  });
  setupEnding({ close: () => application.close().catch(reportBug), isReplacing });
  await app.whenReady();
  setupSecurity(openExternal);
  setupProtocol(
    createWindowFiles({ ...windowFilesOf(application), rendererFolder: options.rendererFolder }),
    reportBug,
  );
  setupMenu();
  setupActivation(open, reportBug);
  await openAtStart(application, options.folder);
  await open();
}

/** Chromium's own profile lies with Galley's data, so that two homes are two Galleys. */
function setupFolders(home: GalleyHome): void {
  const profile = join(home.data, 'desktop');
  mkdirSync(profile, { recursive: true });
  app.setPath('userData', profile);
}

function currentWindow(): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows()[0];
}

async function chooseFolder(): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Open a blog',
    properties: ['openDirectory', 'createDirectory'],
  });
  return filePaths[0];
}

async function chooseExport(kind: 'file' | 'folder'): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Import posts',
    properties: [kind === 'file' ? 'openFile' : 'openDirectory'],
    ...(kind === 'file' && { filters: exportFilters }),
  });
  return filePaths[0];
}

const exportFilters = [
  { name: 'Exports', extensions: ['xml', 'json', 'zip', 'html', 'htm', 'md', 'markdown', 'mdx'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's keychain, through Electron. On Linux without one Electron would only hide what it keeps: that is none. */
function keychain(): Cipher | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
    return undefined;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  };
}

/** A folder that cannot be opened is said in the window, whose start screen comes up. */
async function openAtStart(application: Application, folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    await openLastSite(application.handlers);
    return;
  }
  try {
    await application.handlers['site.open']({ path: folder });
  } catch (error) {
    dialog.showErrorBox('This blog could not be opened', error instanceof Error ? error.message : '');
  }
}

/** On macOS a program without windows lives on and gets one when it is clicked. */
function setupActivation(open: () => Promise<unknown>, reportBug: (error: unknown) => void): void {
  app.on('activate', () => {
    if (!currentWindow()) open().catch(reportBug);
  });
}
