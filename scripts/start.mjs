// `npm start [-- PATH] [-- --web] [-- --port N]`: builds Galley where that is needed and opens its window, as a desktop
// program where Electron can run, else in the browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded, outFolder, project } from './lib/build.mjs';
import { findElectron } from './lib/electron.mjs';

const usage = 'Usage: npm start [-- PATH] [--web] [--port N]';

process.exitCode = await main();

/** @returns {Promise<number>} the exit code */
async function main() {
  const asked = readArguments();
  if (!asked) return 2;
  if (!existsSync(resolve(project, 'node_modules/electron-vite'))) return fail('Run npm ci first.');
  if (!(await buildIfNeeded())) return 1;

  const desktop = asked.web ? { reason: undefined } : await findElectron();
  if (desktop.executable) {
    const ended = await startElectron(desktop.executable, asked.folder);
    if (ended !== 'could-not-start') return ended;
    desktop.reason = 'The desktop window could not start here';
  }
  if (desktop.reason) say(`${desktop.reason}, so Galley opens in the browser.`);
  return startWeb(asked);
}

/** @returns {{ folder: string | undefined, web: boolean, port: string } | undefined} */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        web: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
      },
    });
    if (positionals.length > 1) throw new Error('Name one folder.');
    const [folder] = positionals;
    // npm runs scripts in the project; the person named the folder from where they are.
    const from = process.env.INIT_CWD ?? process.cwd();
    // A port asked for is a port of the browser's window.
    const web = values.web || values.port !== '0';
    return { folder: folder && resolve(from, folder), web, port: values.port };
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n${usage}`);
    return undefined;
  }
}

/**
 * @param {string} executable
 * @param {string | undefined} folder
 * @returns {Promise<number | 'could-not-start'>}
 */
async function startElectron(executable, folder) {
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const started = Date.now();
  const code = await run(executable, [project], {
    ...environment,
    ...(folder === undefined ? {} : { GALLEY_OPEN: folder }),
  });
  // A system that refuses Electron its sandbox ends it at once. The sandbox is never switched off for that.
  return code !== 0 && Date.now() - started < 5000 ? 'could-not-start' : code;
}

/** @param {{ folder: string | undefined, port: string }} asked */
function startWeb({ folder, port }) {
  const place = folder === undefined ? ['--last'] : ['--site', folder];
  return run(
    process.execPath,
    [resolve(outFolder, 'cli.js'), 'serve', ...place, '--port', port, '--open'],
    process.env,
  );
}

/**
 * Runs a program in this terminal to its end. Ctrl+C reaches it by itself; other signals are handed on.
 *
 * @param {string} command
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function run(command, words, env) {
  return new Promise((done) => {
    const handOn = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
    const wait = () => {};
    // Before it starts: a signal may come with its first sign of life.
    process.on('SIGINT', wait);
    process.on('SIGTERM', handOn);
    process.on('SIGHUP', handOn);
    const child = spawn(command, words, { stdio: 'inherit', env });
    const end = (/** @type {number} */ code) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', handOn);
      process.off('SIGHUP', handOn);
      done(code);
    };
    child.on('error', (error) => {
      say(error.message);
      end(1);
    });
    child.on('exit', (code, signal) => end(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}

/** @param {string} message */
function fail(message) {
  say(message);
  return 1;
}

/** @param {string} message */
function say(message) {
  process.stderr.write(`${message}\n`);
}
