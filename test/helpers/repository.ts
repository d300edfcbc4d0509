import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Real git for tests, free of the configuration of whoever runs them. */
export const gitEnvironment: Record<string, string> = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Test Author',
  GIT_AUTHOR_EMAIL: 'author@example.org',
  GIT_COMMITTER_NAME: 'Test Author',
  GIT_COMMITTER_EMAIL: 'author@example.org',
  LC_ALL: 'C',
};

/** Runs git in a folder and returns what it printed; throws with git's words where it fails. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    env: gitEnvironment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Writes files given by path relative to the folder. */
export function writeFiles(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

/**
 * A repository on branch `main` with these files committed and pushed to a bare remote beside it.
 *
 * @returns real paths of the working tree and of the bare remote
 */
export function makeRepository(
  parent: string,
  files: Record<string, string>,
): { tree: string; remote: string } {
  const tree = join(parent, 'blog');
  const remote = join(parent, 'remote.git');
  mkdirSync(tree);
  git(parent, 'init', '-q', '--bare', '-b', 'main', remote);
  git(tree, 'init', '-q', '-b', 'main');
  git(tree, 'config', 'user.name', 'Test Author');
  git(tree, 'config', 'user.email', 'author@example.org');
  writeFiles(tree, files);
  git(tree, 'add', '-A');
  git(tree, 'commit', '-q', '-m', 'First posts');
  git(tree, 'remote', 'add', 'origin', remote);
  git(tree, 'push', '-q', '-u', 'origin', 'main');
  return { tree, remote };
}
