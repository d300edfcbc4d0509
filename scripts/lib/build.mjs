import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project. */
export const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Absolute path of what the build makes. */
export const outFolder = join(project, 'out');

const sources = ['src-main', 'src-renderer', 'electron.vite.config.ts', 'package.json'];
const products = ['main.js', 'cli.js', 'preload/preload.cjs', 'renderer/index.html', 'renderer/preview.html'];

/**
 * Builds where a part is missing or older than the sources. Quiet unless it fails.
 *
 * @returns {Promise<boolean>} whether there is a build now
 */
export async function buildIfNeeded() {
  return isUpToDate() || build();
}

/** Builds; quiet unless it fails. @returns {Promise<boolean>} whether it did not */
export async function build() {
  process.stderr.write('Building Galley, a moment…\n');
  const { code, output } = await runBuild();
  if (code !== 0) process.stderr.write(`${output}\nGalley could not be built.\n`);
  return code === 0;
}

function isUpToDate() {
  const made = products.map((path) => modified(join(outFolder, path)));
  const oldest = Math.min(...made.map((time) => time ?? 0));
  return sources.every((path) => newest(join(project, path)) <= oldest);
}

/** @returns {Promise<{ code: number, output: string }>} */
function runBuild() {
  return new Promise((done) => {
    const program = join(project, 'node_modules/electron-vite/bin/electron-vite.js');
    const child = spawn(process.execPath, [program, 'build'], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/**
 * @param {string} path
 * @returns {number} milliseconds of the newest change under it
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modified(path) ?? 0;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @param {string} path */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
