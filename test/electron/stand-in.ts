import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import type { BrowserContext, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import { scheme } from '../../src-main/hosts/electron/origin.ts';
import { mapAddress } from './addresses.ts';
import { loud } from './loud.ts';
import { preloadScript } from './preload-page.ts';
import { frameOf, Preventable, StandInContents } from './web-contents.ts';

type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1];
type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1];

/** What the stand-in has seen the program do to the system. */
export interface Seen {
  /** Addresses that were handed to the system's own programs. */
  openedExternally: string[];
  /** Addresses outside the program that a page tried to reach. */
  requested: string[];
  errorBoxes: string[];
  /** How often a page held back its closing. */
  heldBack: number;
  /** Messages of boxes that asked something. */
  questions: string[];
  /** Menus that popped up under the right mouse button, as the program made them. */
  menus: Electron.MenuItemConstructorOptions[][];
  /** Words that were added to the dictionary. */
  readonly learnt: readonly string[];
  /** Settings of every window that was made. */
  windows: Electron.BrowserWindowConstructorOptions[];
}

export interface StandIn {
  /** What `import … from 'electron'` gets. */
  module: Record<string, unknown>;
  seen: Seen;
  /** The first window's page, once the program has loaded it. */
  firstPage: Promise<Page>;
  /** Lets `dialog.showOpenDialog` answer with this folder from now on. */
  choose(folder: string | undefined): void;
  /** The number of the button that questions are answered with from now on. */
  answerWith(button: number): void;
  /** Starts the program a second time, and resolves with the page of the window that opens for it. */
  startAgain(folder: string): Promise<Page>;
  /** Closes the window as its own button would. */
  closeWindow(): void;
  /** Presses the right mouse button in the window, on what these words say of it. */
  rightClick(params: Partial<Electron.ContextMenuParams>): void;
  /** Ends the program as its menu would, and waits until it has ended. */
  quit(): Promise<void>;
}

/**
 * Electron's main process in front of a real Chromium: every window is a page of this context, the program's protocol
 * answers its requests, and IPC comes with the real frame as its sender. Only what Galley uses is here, held against
 * Electron's own types; anything else is an error.
 */
export async function createStandIn(context: BrowserContext): Promise<StandIn> {
  const seen: Seen = {
    openedExternally: [],
    requested: [],
    errorBoxes: [],
    heldBack: 0,
    questions: [],
    menus: [],
    get learnt() {
      return windows[0]?.webContents.learnt ?? [];
    },
    windows: [],
  };
  const ipcHandlers = new Map<string, InvokeHandler>();
  const protocolHandlers = new Map<string, ProtocolHandler>();
  const windows: StandInWindow[] = [];
  let chosen: string | undefined;
  let answer = 0;
  let announceFirst!: (page: Page) => void;
  const firstPage = new Promise<Page>((resolve) => {
    announceFirst = resolve;
  });

  class StandInApp
    extends EventEmitter
    implements
      Pick<
        Electron.App,
        'whenReady' | 'getVersion' | 'requestSingleInstanceLock' | 'quit' | 'isReady' | 'setPath'
      >
  {
    readonly ended: Promise<void>;
    private end!: () => void;
    private ready = false;
    constructor() {
      super();
      this.ended = new Promise((resolve) => {
        this.end = resolve;
      });
    }
    isReady = () => this.ready;
    async whenReady(): Promise<void> {
      // The program's first module runs to its end before Electron is ready.
      await new Promise((resolve) => setImmediate(resolve));
      this.ready = true;
    }
    setPath = (_: string, path: string) => {
      if (!existsSync(path)) throw new Error(`${path} does not exist.`);
    };
    getVersion = () => '0.0.0';
    requestSingleInstanceLock = () => true;
    quit(): void {
      this.emit('before-quit', new Preventable());
      for (const window of [...windows]) window.close();
      // The quit goes on, as Electron's does, once the last window has let itself be closed.
      if (windows.length === 0) this.finish();
    }
    private finish(): void {
      const event = new Preventable();
      this.emit('will-quit', event);
      if (!event.defaultPrevented) this.end();
    }
  }
  const app = new StandInApp();

  class StandInWindow
    extends EventEmitter
    implements
      Pick<
        Electron.BrowserWindow,
        | 'loadURL'
        | 'show'
        | 'focus'
        | 'close'
        | 'maximize'
        | 'restore'
        | 'isMaximized'
        | 'isMinimized'
        | 'isDestroyed'
        | 'getNormalBounds'
      >
  {
    static getAllWindows = () => windows;
    readonly webContents: StandInContents;
    private destroyed = false;
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      super();
      if (!app.isReady()) throw new Error('A window can only be made once the app is ready.');
      seen.windows.push(options);
      this.webContents = loud('WebContents', new StandInContents(openPage(context, options)));
      windows.push(this);
      void this.webContents.page.then((page) => this.watchPage(page));
      app.emit('web-contents-created', {}, this.webContents);
    }
    async loadURL(address: string): Promise<void> {
      this.webContents.expectedAddress = address;
      const page = await this.webContents.page;
      await page.goto(mapAddress(address, 'page'));
      this.emit('ready-to-show');
      announceFirst(page);
    }
    show(): void {}
    focus(): void {}
    maximize(): void {}
    restore(): void {}
    isMaximized = () => false;
    isMinimized = () => false;
    isDestroyed = () => this.destroyed;
    getNormalBounds = () => ({ x: 0, y: 0, width: 1360, height: 880 });
    close(): void {
      this.emit('close', new Preventable());
      void this.webContents.page.then((page) => page.close({ runBeforeUnload: true }));
    }
    /** The page is gone, by the program's wish or its own. */
    private forget(): void {
      this.destroyed = true;
      windows.splice(windows.indexOf(this), 1);
      this.emit('closed');
      if (windows.length === 0) app.emit('window-all-closed');
    }
    private watchPage(page: Page): void {
      page.on('close', () => this.forget());
      // A browser lets a script close only what a script has opened; Electron lets every page close its window.
      void page.exposeFunction('galleyClose', () => this.close());
      void page.addInitScript('window.close = () => void window.galleyClose();');
      page.on('dialog', async (question) => {
        if (question.type() !== 'beforeunload') return question.dismiss();
        const event = new Preventable();
        this.webContents.emit('will-prevent-unload', event);
        await (event.defaultPrevented ? question.accept() : question.dismiss());
        // Counted once the question is gone: until then the browser does not hear a second wish to close.
        seen.heldBack += 1;
      });
    }
  }

  const contentsOf = async (page: Page) => {
    for (const { webContents } of windows) if ((await webContents.page) === page) return webContents;
    return undefined;
  };

  await context.exposeBinding('galleyInvoke', async (source, channel: string, values: unknown[]) => {
    const handler = ipcHandlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    const event = loud('IpcMainInvokeEvent', { senderFrame: frameOf(source.frame) });
    return handler(event as unknown as Electron.IpcMainInvokeEvent, ...values);
  });

  await context.route('**/*', async (route, request) => {
    const address = mapAddress(request.url(), 'program');
    if (!(await isAllowed(request, address))) return route.abort('aborted');
    const handler = protocolHandlers.get(new URL(address).protocol.slice(0, -1));
    if (handler) return fulfil(route, await handler(toRequest(request, address) as never));
    seen.requested.push(address);
    return route.abort('blockedbyclient');
  });

  async function isAllowed(request: PageRequest, address: string): Promise<boolean> {
    if (!request.isNavigationRequest()) return true;
    const frame = frameOfRequest(request);
    const contents = frame && (await contentsOf(frame.page()));
    return contents ? contents.mayNavigate(address, frame.parentFrame() === null) : mayOpen(address);
  }

  /** The program is asked about a window that a page opens, and answers no: this stand-in has one window. */
  function mayOpen(address: string): false {
    const answers = windows.map(({ webContents }) => webContents.answerOpening(address));
    if (answers.includes('allow')) throw new Error('The stand-in for Electron opens no further windows.');
    return false;
  }

  context.on('page', async (page) => {
    if (await page.opener()) await page.close();
  });

  const protocol = {
    registerSchemesAsPrivileged: (schemes) => {
      if (app.isReady()) throw new Error('Schemes must be declared before the app is ready.');
      if (!schemes.some((declared) => declared.scheme === scheme))
        throw new Error('Not the scheme that is used.');
    },
    handle: (handled, handler) => {
      protocolHandlers.set(handled, handler);
    },
  } satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

  const ipcMain = {
    handle: (channel, handler) => {
      ipcHandlers.set(channel, handler);
    },
  } satisfies Pick<Electron.IpcMain, 'handle'>;

  const dialog = {
    showOpenDialog: async () => ({
      canceled: chosen === undefined,
      filePaths: chosen === undefined ? [] : [chosen],
    }),
    showMessageBoxSync: (_: unknown, { message }: Electron.MessageBoxSyncOptions) => {
      seen.questions.push(message);
      return answer;
    },
    showErrorBox: (title: string, content: string) => {
      seen.errorBoxes.push(`${title}: ${content}`);
    },
  } satisfies Pick<Electron.Dialog, 'showErrorBox'> & {
    // Of the forms that these take, only the one that is used.
    showOpenDialog(): ReturnType<Electron.Dialog['showOpenDialog']>;
    showMessageBoxSync(window: unknown, options: Electron.MessageBoxSyncOptions): number;
  };

  const shell = {
    openExternal: async (address: string) => {
      seen.openedExternally.push(address);
    },
  } satisfies Pick<Electron.Shell, 'openExternal'>;

  const defaultSession = {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
  } satisfies Pick<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >;

  const parts = {
    app,
    protocol,
    ipcMain,
    dialog,
    shell,
    safeStorage: { isEncryptionAvailable: () => false },
    session: { defaultSession: loud('Session', defaultSession) },
    nativeTheme: { shouldUseDarkColors: false } satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors'>,
    screen: { getAllDisplays: () => [] } satisfies Pick<Electron.Screen, 'getAllDisplays'>,
    Menu: {
      setApplicationMenu: () => {},
      buildFromTemplate: (template) =>
        loud('Menu', {
          popup: () => seen.menus.push(template as Electron.MenuItemConstructorOptions[]),
        }) as unknown as Electron.Menu,
    } satisfies Pick<typeof Electron.Menu, 'setApplicationMenu' | 'buildFromTemplate'>,
  };
  const loudParts = Object.entries(parts).map(([name, part]) => [name, loud(name, part)]);
  return {
    module: { ...Object.fromEntries(loudParts), BrowserWindow: loudClass(StandInWindow) },
    seen,
    firstPage,
    choose: (folder) => {
      chosen = folder;
    },
    answerWith: (button) => {
      answer = button;
    },
    startAgain: async (folder) => {
      const opened = context.waitForEvent('page');
      app.emit('second-instance', new Preventable(), [], '', { folder });
      return opened;
    },
    closeWindow: () => windows[0]?.close(),
    rightClick: (params) => windows[0]?.webContents.emit('context-menu', {}, params),
    quit: async () => {
      app.quit();
      await app.ended;
    },
  };
}

/** Windows that are loud themselves, whoever makes them. */
function loudClass<T extends new (...given: never[]) => object>(Class: T): T {
  return new Proxy(Class, {
    construct: (target, given) => loud(target.name, Reflect.construct(target, given) as object),
  });
}

async function openPage(
  context: BrowserContext,
  { webPreferences }: Electron.BrowserWindowConstructorOptions,
): Promise<Page> {
  const page = await context.newPage();
  if (webPreferences?.preload) await page.addInitScript({ content: preloadScript(webPreferences.preload) });
  return page;
}

/** Undefined for the first request of a window that is only being opened. */
function frameOfRequest(request: PageRequest): Frame | undefined {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

function toRequest(request: PageRequest, address: string): Request {
  return new Request(address, { method: request.method(), headers: request.headers() });
}

async function fulfil(route: Route, response: Response): Promise<void> {
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
