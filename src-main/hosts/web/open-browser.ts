import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Opens the person's browser at an address that must stay private. The browser is started with the name of a file
 * that only this user may read and that redirects it, so that the address stands in no list of processes.
 *
 * @returns whether there was something to open it with, and what removes the file again
 */
export async function openBrowser(address: string): Promise<{ isOpening: boolean; tidy(): Promise<void> }> {
  const opener = findOpener(process.platform, process.env);
  if (!opener) return { isOpening: false, tidy: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'galley-'));
  const file = join(folder, 'open.html');
  await writeFile(file, redirectPage(address), { mode: 0o600 });
  const isOpening = await start(opener.command, [...opener.arguments, pathToFileURL(file).href]);
  return { isOpening, tidy: () => rm(folder, { recursive: true, force: true }) };
}

interface Opener {
  command: string;
  arguments: string[];
}

/** The system's own way to open a file in the browser; undefined where there is no display to show it on. */
export function findOpener(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): Opener | undefined {
  if (platform === 'darwin') return { command: 'open', arguments: [] };
  if (platform === 'win32') return { command: 'explorer.exe', arguments: [] };
  const hasDisplay = environment.DISPLAY || environment.WAYLAND_DISPLAY;
  return hasDisplay ? { command: 'xdg-open', arguments: [] } : undefined;
}

/** Starts a program without waiting for it; false where it is not installed. */
function start(command: string, words: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function redirectPage(address: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Galley</title><meta http-equiv="refresh" content="0; url=${address}">`;
}
