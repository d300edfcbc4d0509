import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import { _electron, type Page } from 'playwright-core';
import { installedExecutable } from '../../scripts/lib/electron.mjs';
import { launchChromium } from '../helpers/chromium.ts';
import { galleyEnvironment } from '../helpers/galley.ts';
import { provideElectron } from './provide-electron.ts';
import { createStandIn, type StandIn } from './stand-in.ts';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = join(project, 'out/main.js');

/** The built desktop program with its window open. */
export interface Desktop {
  /** The window's page, in Electron or in the stand-in's Chromium. */
  page: Page;
  /** What stands in for Electron, and has seen what the program does to the system; undefined in the real one. */
  standIn: StandIn | undefined;
  /** Ends the program as its menu would, and waits until it has. */
  quit(): Promise<void>;
  /** Takes everything away, whatever state it is in. */
  end(): Promise<void>;
}

/** Whether the program has been built. */
export const isDesktopBuilt = existsSync(program);

/** The real Electron, where it was installed and has a display to show its window on. */
export const realElectron = findRealElectron();

/** What the desktop is tested on, for the names of tests. */
export const desktopRunsOn = realElectron ? 'Electron itself' : 'a stand-in for Electron, in Chromium';

/**
 * Starts the built program: in the real Electron where it can be had, else in this process with the stand-in for it.
 *
 * @param home folder for Galley's own data
 */
export function startDesktop(home: string): Promise<Desktop> {
  return realElectron ? startElectron(realElectron, home) : startStandIn(home);
}

async function startElectron(executablePath: string, home: string): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath,
    args: [project],
    env: { ...environmentOfDisplay(), ...galleyEnvironment(home) },
  });
  return {
    page: await app.firstWindow(),
    standIn: undefined,
    quit: () => app.close(),
    end: () => app.close(),
  };
}

async function startStandIn(home: string): Promise<Desktop> {
  Object.assign(process.env, galleyEnvironment(home));
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1360, height: 880 } });
  const standIn = await createStandIn(context);
  provideElectron(standIn);
  await importBuilt(program);
  return {
    page: await standIn.firstPage,
    standIn,
    quit: standIn.quit,
    end: () => browser.close(),
  };
}

/** Imports as Node does. The test runner's own `import` would take the bundle for a source and change it. */
function importBuilt(file: string): Promise<unknown> {
  const script = new Script('(address) => import(address)', {
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const importByNode = script.runInThisContext() as (address: string) => Promise<unknown>;
  return importByNode(pathToFileURL(file).href);
}

function findRealElectron(): string | undefined {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (isRoot || !hasDisplay) return undefined;
  return installedExecutable(dirname(createRequire(import.meta.url).resolve('electron/package.json')));
}

function environmentOfDisplay(): Record<string, string> {
  const names = ['DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
