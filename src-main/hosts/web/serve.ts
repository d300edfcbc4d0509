import { createInterface } from 'node:readline';
import type { Application } from '../../core/application.ts';
import { createSitePreview } from '../../core/build/site-preview.ts';
import { windowFilesOf } from '../../core/window/window-files.ts';
import { openBrowser } from './open-browser.ts';
import { type SiteHost, startSiteHost } from './site-host.ts';
import { startWebHost, type WebHost } from './web-host.ts';

export interface ServeOptions {
  port: number;
  /** Whether to open the person's browser as well. */
  open: boolean;
  rendererFolder: string;
  /** Absolute path of the folder that the blog is built into, to be shown as a site. */
  siteFolder: string;
  /** Where the address is printed, and where everything else is said. */
  terminal: { out(text: string): void; error(text: string): void };
  reportBug(error: unknown): void;
}

/**
 * Serves the window until the program is asked to end.
 *
 * @throws AppError `not-available` where the port cannot be had
 */
export async function serveWindow(application: Application, options: ServeOptions): Promise<void> {
  const { terminal } = options;
  const host = await startWebHost({
    service: application,
    port: options.port,
    rendererFolder: options.rendererFolder,
    ...windowFilesOf(application),
    reportBug: options.reportBug,
  });
  const preview = createSitePreview(application, options.siteFolder);
  const siteHost = await startSiteHost(preview, options.reportBug);
  const ended = untilAskedToEnd();
  terminal.out(`Galley is at ${host.newAddress()}\n`);
  terminal.error(`The blog as a site is at ${siteHost.newAddress()}\n`);
  terminal.error('The address works once, in one browser. Stop with Ctrl+C.\n');
  const browser = options.open ? await openBrowser(host.newAddress()) : undefined;
  if (browser && !browser.isOpening)
    terminal.error('Open the address in a browser: none could be started here.\n');
  const stopOffering = offerNewAddresses([host, siteHost], terminal);
  await ended;
  stopOffering();
  await Promise.all([host.close(), siteHost.close()]);
  await preview.close();
  await browser?.tidy();
}

/** A used address is replaced by pressing Enter, where somebody sits at the terminal. */
function offerNewAddresses(
  [host, siteHost]: readonly [WebHost, SiteHost],
  terminal: ServeOptions['terminal'],
): () => void {
  if (!process.stdin.isTTY) return () => {};
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => {
    terminal.out(`Galley is at ${host.newAddress()}\n`);
    terminal.error(`The blog as a site is at ${siteHost.newAddress()}\n`);
  });
  return () => lines.close();
}

function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
