// The programs that tests run beside Node: where each is found, and how a machine gets it that has not.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} Program
 * @property {string} name what people call it
 * @property {string} variable environment variable that names it, and that tests read it from
 * @property {string[]} debian Debian's packages that hold it
 * @property {() => Promise<string | undefined>} find absolute path, or undefined
 * @property {() => boolean} [download] gets it without Debian's packages; true where that went well
 */

/** @type {Program[]} */
export const programs = [
  {
    name: 'Chromium',
    variable: 'GALLEY_CHROMIUM',
    debian: ['chromium'],
    find: async () =>
      onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
      (await playwrightChromium()),
    download: () => run('npx', ['playwright-core', 'install', 'chromium']),
  },
  {
    name: 'git http-backend',
    variable: 'GALLEY_GIT_HTTP_BACKEND',
    debian: ['git'],
    find: async () => gitHttpBackend(),
  },
  {
    name: 'sshd',
    variable: 'GALLEY_SSHD',
    debian: ['openssh-server', 'openssh-client'],
    find: async () => onPath('sshd') ?? ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find(isExecutable),
  },
  { name: 'Hugo', variable: 'GALLEY_HUGO', debian: ['hugo'], find: async () => onPath('hugo') },
  { name: 'Jekyll', variable: 'GALLEY_JEKYLL', debian: ['jekyll'], find: async () => onPath('jekyll') },
  { name: 'Ruby', variable: 'GALLEY_RUBY', debian: ['ruby'], find: async () => onPath('ruby') },
  { name: 'ripgrep', variable: 'GALLEY_RIPGREP', debian: ['ripgrep'], find: async () => onPath('rg') },
  {
    name: 'Python with PyYAML',
    variable: 'GALLEY_PYTHON',
    debian: ['python3', 'python3-yaml'],
    find: async () => pythonWithYaml(),
  },
  {
    name: 'xmllint',
    variable: 'GALLEY_XMLLINT',
    debian: ['libxml2-utils'],
    find: async () => onPath('xmllint'),
  },
  {
    name: 'setpriv',
    variable: 'GALLEY_SETPRIV',
    debian: ['util-linux'],
    find: async () => onPath('setpriv'),
  },
];

/**
 * Finds every program, gets what is missing where that can be done, and names each in the environment for tests.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<string[]>} names of the programs that cannot be had
 */
export async function providePrograms(say) {
  const missing = [];
  for (const program of programs) {
    const path = (await locate(program)) ?? (await obtain(program, say));
    if (path) process.env[program.variable] = path;
    else missing.push(program.name);
  }
  return missing;
}

/** @param {Program} program */
async function locate(program) {
  const named = process.env[program.variable];
  if (named && existsSync(named)) return named;
  return program.find();
}

/**
 * @param {Program} program
 * @param {(line: string) => void} say
 */
async function obtain(program, say) {
  say(`${program.name} is missing; getting it …`);
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get'))
    installDebian(program.debian);
  else program.download?.();
  return program.find();
}

let listsAreFresh = false;

/** @param {string[]} packages */
function installDebian(packages) {
  if (!listsAreFresh) run('apt-get', ['update', '-qq']);
  listsAreFresh = true;
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const result = spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    timeout: 600_000,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) process.stderr.write(`${(result.stderr ?? String(result.error)).trimEnd()}\n`);
  return result.status === 0;
}

/** @param {string[]} names the first of these that is on the PATH */
function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function playwrightChromium() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function pythonWithYaml() {
  const candidates = [onPath('python3'), '/usr/bin/python3'];
  return candidates.find((path) => path && spawnSync(path, ['-c', 'import yaml']).status === 0);
}

function gitHttpBackend() {
  const answer = spawnSync('git', ['--exec-path'], { encoding: 'utf8' });
  if (answer.status !== 0) return undefined;
  const path = join(answer.stdout.trim(), 'git-http-backend');
  return isExecutable(path) ? path : undefined;
}
