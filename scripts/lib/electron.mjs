import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { project } from './build.mjs';

/** How long fetching Electron's program may keep a person waiting. */
const longestFetch = 20_000;

/** A fetch that failed is not tried again at every start. */
const untilNextFetch = 24 * 60 * 60 * 1000;

/**
 * Electron's program, where the desktop window can be shown; else the reason why not, for people.
 *
 * The package `electron` is never loaded: that alone would fetch the program without a limit, and print a stack.
 *
 * @returns {Promise<{ executable?: string, reason?: string | undefined }>}
 */
export async function findElectron() {
  if (!hasDisplay()) return { reason: 'There is no display here' };
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return { reason: 'The desktop window does not run as root' };
  const folder = electronFolder();
  if (!folder) return { reason: 'Electron is not installed' };
  const executable = installedExecutable(folder) ?? (await fetchExecutable(folder));
  return executable ? { executable } : { reason: 'Electron’s program is not here and could not be fetched' };
}

function hasDisplay() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function electronFolder() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/**
 * The program that the package `electron` was installed with: its installer writes the name into `path.txt`. The
 * package's own variable for a program elsewhere is heeded.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
export function installedExecutable(folder) {
  const file = join(folder, 'path.txt');
  const name = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const elsewhere = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!elsewhere && !name) return undefined;
  const executable = join(elsewhere ?? join(folder, 'dist'), name ?? 'electron');
  return existsSync(executable) ? executable : undefined;
}

/**
 * Runs the package's own installer, with an end to it and in silence.
 *
 * @param {string} folder
 * @returns {Promise<string | undefined>}
 */
async function fetchExecutable(folder) {
  const failure = join(project, 'node_modules/.cache/galley/electron-could-not-be-fetched');
  const failed = statSync(failure, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - failed < untilNextFetch) return undefined;
  process.stderr.write('Fetching Electron’s program, at most 20 seconds…\n');
  await new Promise((done) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: longestFetch,
      killSignal: 'SIGKILL',
    });
    child.on('error', done);
    child.on('exit', done);
  });
  const executable = installedExecutable(folder);
  if (!executable) {
    mkdirSync(dirname(failure), { recursive: true });
    writeFileSync(failure, '');
  }
  return executable;
}
