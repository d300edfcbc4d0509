// Starts Vitest from the project's own packages with these arguments and this environment.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string[]} args
 * @param {Record<string, string>} [environment] added to this process's own
 * @returns {number} its exit code
 */
export function runVitest(args, environment = {}) {
  const program = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [program, 'run', ...args], {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status ?? 1;
}
