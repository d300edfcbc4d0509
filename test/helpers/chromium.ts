import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Absolute path of a Chromium to test with: the one that the environment names, the system's, Playwright's own. */
export function findChromium(): string | undefined {
  const named = process.env.GALLEY_CHROMIUM || process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [named, ...installed, chromium.executablePath()].find((path) => path && existsSync(path));
}

/** What tests use of a browser. */
export type Chromium = Pick<Browser, 'newContext' | 'newPage' | 'close'>;

/**
 * Starts a Chromium that speaks to nobody on its own. Where it has died, which fails the test that it died in, the next
 * test gets a new one.
 */
export async function launchChromium(): Promise<Chromium> {
  let browser = await start();
  const living = async (): Promise<Browser> => {
    if (!browser.isConnected()) browser = await start();
    return browser;
  };
  return {
    newContext: async (options) => {
      const context = await (await living()).newContext(options);
      context.on('page', keepFileChoosers);
      return context;
    },
    newPage: async (options) => {
      const page = await (await living()).newPage(options);
      keepFileChoosers(page);
      return page;
    },
    close: (options) => browser.close(options),
  };
}

/**
 * Lets the dialogs for files wait for a test from the first on. Playwright asks for that only when somebody listens, and
 * Chromium cancels a dialog that is opened before it has heard.
 */
function keepFileChoosers(page: Page): void {
  page.on('filechooser', () => {});
}

function start(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found: name one in GALLEY_CHROMIUM.');
  return chromium.launch({ executablePath, args: quietArguments() });
}

function quietArguments(): string[] {
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium's own sandbox cannot be set up by root.
  return process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;
}
