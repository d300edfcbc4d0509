import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';

/** What the stand-in keeps in a page to reach the preload. */
export interface PageSide {
  receive(channel: string, values: readonly unknown[]): void;
}

type Preloaded = {
  contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'>;
  ipcRenderer: Pick<Electron.IpcRenderer, 'invoke'> & {
    on(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown;
  };
};

/**
 * The built preload as a script that the browser runs before any other of a page. As in Electron it runs in the main
 * frame only, and nothing but `electron` can be required.
 */
export function preloadScript(file: string): string {
  const source = readFileSync(file, 'utf8');
  return `(${runPreload.toString()})((require, module, exports) => {${source}\n});`;
}

/** Runs in the page, so it may use nothing from outside itself. */
function runPreload(
  preload: (require: (name: string) => unknown, module: { exports: object }, exports: object) => void,
): void {
  if (window.top !== window) return;
  const own = window as unknown as {
    galleyInvoke(channel: string, values: unknown[]): Promise<unknown>;
    galleyPageSide?: PageSide;
  };
  const listeners: Record<string, ((event: unknown, ...values: unknown[]) => void)[]> = {};
  const electron: Preloaded = {
    contextBridge: {
      exposeInMainWorld: (name, api) => {
        Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
      },
    },
    ipcRenderer: {
      invoke: (channel, ...values) => own.galleyInvoke(channel, values),
      on(channel, listener) {
        listeners[channel] = [...(listeners[channel] ?? []), listener];
        return this;
      },
    },
  };
  own.galleyPageSide = {
    receive: (channel, values) => {
      for (const listener of listeners[channel] ?? []) listener({}, ...values);
    },
  };
  const lacking = (name: string, part: object) =>
    new Proxy(part, {
      get(target, key, receiver) {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
        throw new Error(`The stand-in for Electron’s preload has no ${name}.${key}.`);
      },
    });
  const module = { exports: {} };
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}.`);
    return lacking('electron', {
      contextBridge: lacking('contextBridge', electron.contextBridge),
      ipcRenderer: lacking('ipcRenderer', electron.ipcRenderer),
    });
  };
  preload(require, module, module.exports);
}
