import { createInterface } from 'node:readline';
import type { Application } from '../../core/application.ts';
import { windowFilesOf } from '../../core/window/window-files.ts';
import { openBrowser } from './open-browser.ts';
import { startWebHost, type WebHost } from './web-host.ts';

export interface ServeOptions {
  port: number;
  /** Whether to open the person's browser as well. */
  open: boolean;
  rendererFolder: string;
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
  const ended = untilAskedToEnd();
  terminal.out(`Galley is at ${host.newAddress()}\n`);
  terminal.error('The address works once, in one browser. Stop with Ctrl+C.\n');
  const browser = options.open ? await openBrowser(host.newAddress()) : undefined;
  if (browser && !browser.isOpening)
    terminal.error('Open the address in a browser: none could be started here.\n');
  const stopOffering = offerNewAddresses(host, terminal);
  await ended;
  stopOffering();
  await host.close();
  await browser?.tidy();
}

/** A used address is replaced by pressing Enter, where somebody sits at the terminal. */
function offerNewAddresses(host: WebHost, terminal: ServeOptions['terminal']): () => void {
  if (!process.stdin.isTTY) return () => {};
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => terminal.out(`Galley is at ${host.newAddress()}\n`));
  return () => lines.close();
}

function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
