import type { Page } from 'playwright-core';
import { type Chromium, launchChromium } from '../../helpers/chromium.ts';
import { type ServedWindow, serveWindow } from './serve-window.ts';

/** A browser and the window over a program in memory. */
export interface WindowBrowser {
  /** Opens the window in a state of `fake-host.ts`; what the page reports as an error ends up in `errors`. */
  open(query?: string, size?: { width: number; height: number }): Promise<OpenWindow>;
  stop(): Promise<void>;
}

export interface OpenWindow {
  page: Page;
  errors: string[];
  close(): Promise<void>;
}

/** Starts both. */
export async function startWindowBrowser(): Promise<WindowBrowser> {
  const [browser, served]: [Chromium, ServedWindow] = await Promise.all([launchChromium(), serveWindow()]);
  return {
    async open(query = '', size = { width: 1440, height: 900 }) {
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB' });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(served.address(query));
      return { page, errors, close: () => context.close() };
    },
    async stop() {
      await browser.close();
      await served.close();
    },
  };
}
