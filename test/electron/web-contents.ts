import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { Frame, Page } from 'playwright-core';
import { mapAddress } from './addresses.ts';
import { loud } from './loud.ts';
import type { PageSide } from './preload-page.ts';

type MainFrame = Pick<Electron.WebFrameMain, 'url'>;

/** The stand-in's frames: one object for each frame of the browser, so that they can be compared. */
const frames = new WeakMap<Frame, MainFrame>();

/** What the program sees of a frame of the browser. */
export function frameOf(frame: Frame): MainFrame {
  const known = frames.get(frame);
  if (known) return known;
  const made = loud('WebFrameMain', {
    get url() {
      return mapAddress(frame.url(), 'program');
    },
  });
  frames.set(frame, made);
  return made;
}

/** An event that its listeners can hold back. */
export class Preventable {
  defaultPrevented = false;
  readonly url: string;
  readonly isMainFrame: boolean;
  constructor(url = '', isMainFrame = true) {
    this.url = url;
    this.isMainFrame = isMainFrame;
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

type Surface = Pick<
  Electron.WebContents,
  'isDestroyed' | 'getURL' | 'send' | 'setWindowOpenHandler' | 'replaceMisspelling'
>;
type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** A window's page, as the program knows it. */
export class StandInContents extends EventEmitter implements Surface {
  /** The page, once the browser has made it. */
  readonly page: Promise<Page>;
  /** Where the program itself sends the page; every other way there was the page's own wish. */
  expectedAddress: string | undefined;
  private opened: Page | undefined;
  private openHandler: WindowOpenHandler | undefined;
  private sending: Promise<unknown> = Promise.resolve();

  constructor(page: Promise<Page>) {
    super();
    this.page = page.then((opened) => {
      this.opened = opened;
      return opened;
    });
    // Who waits for the page hears of it; a page that comes too late for everybody is no error of its own.
    this.page.catch(() => {});
  }

  get mainFrame(): MainFrame {
    if (!this.opened) throw new Error('The window has no page yet.');
    return frameOf(this.opened.mainFrame());
  }

  /** Words that were added to the dictionary. */
  readonly learnt: string[] = [];
  readonly session = loud('Session', {
    addWordToSpellCheckerDictionary: (word: string) => this.learnt.push(word) > 0,
  });

  /** The browser's own page does it where there is no Electron: the word is selected, as a right click leaves it. */
  replaceMisspelling(text: string): void {
    void this.page.then((page) => page.keyboard.insertText(text));
  }

  isDestroyed(): boolean {
    return this.opened?.isClosed() ?? false;
  }

  getURL(): string {
    return this.opened ? mapAddress(this.opened.url(), 'program') : '';
  }

  send(channel: string, ...values: unknown[]): void {
    const deliver = async () => {
      const page = await this.page;
      await page.evaluate(
        ([channel, values]) =>
          (globalThis as unknown as { galleyPageSide?: PageSide }).galleyPageSide?.receive(channel, values),
        [channel, values] as const,
      );
    };
    // One after the other, as they were sent. A page that is going away hears nothing more, as in Electron.
    this.sending = this.sending.then(deliver).catch(() => {});
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }

  /** What the program answers to a page that opens another window. */
  answerOpening(url: string): 'allow' | 'deny' {
    if (!this.openHandler) return 'allow';
    const details = { url } as Electron.HandlerDetails;
    return this.openHandler(details).action;
  }

  /** Asks the program whether a frame may go to an address, with Electron's own events and in their order. */
  mayNavigate(address: string, isMainFrame: boolean): boolean {
    if (isMainFrame && address === this.expectedAddress) return true;
    const names = isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate'];
    return names.every((name) => {
      const event = new Preventable(address, isMainFrame);
      this.emit(name, event);
      return !event.defaultPrevented;
    });
  }
}
