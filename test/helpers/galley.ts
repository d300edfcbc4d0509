import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitEnvironment } from './repository.ts';

const project = resolve(fileURLToPath(new URL('.', import.meta.url)), '../..');

/** The built command line. `npm test` builds it first. */
export const galleyProgram = resolve(project, 'out/cli.js');

/** How a run of the command line ended. */
export interface GalleyRun {
  status: number | null;
  stdout: string;
  stderr: string;
  /** What `--json` printed. Throws where that is not one JSON value. */
  json<T = Record<string, unknown>>(): T;
}

/** The environment of a person's terminal with Galley's folders in `home` and no git configuration of the machine. */
export function galleyEnvironment(home: string): Record<string, string> {
  return { ...gitEnvironment, GALLEY_HOME: home, NO_COLOR: '1' };
}

/** Runs the built `galley` to its end. */
export function galley(
  options: { home: string; folder: string; env?: Record<string, string> },
  ...args: string[]
): Promise<GalleyRun> {
  if (!existsSync(galleyProgram)) throw new Error('Run "npm run build" first: out/cli.js is missing.');
  const child = spawn(process.execPath, [galleyProgram, ...args], {
    cwd: options.folder,
    env: { ...galleyEnvironment(options.home), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (status) => {
      const stdout = Buffer.concat(out).toString('utf8');
      const stderr = Buffer.concat(err).toString('utf8');
      done({ status, stdout, stderr, json: <T>() => parse<T>(stdout, stderr) });
    });
  });
}

function parse<T>(stdout: string, stderr: string): T {
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`Not one JSON value on stdout:\n${stdout}\nstderr:\n${stderr}`);
  }
}
