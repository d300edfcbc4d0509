import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { makeTemporaryFolder } from './temporary-folder.ts';

/**
 * A disk of 600 KB in memory for the tests of one file, or undefined where mounting is not allowed: such tests skip then,
 * and say so in their name.
 */
export function tinyDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = makeTemporaryFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'galley-test', folder]).status === 0;
  afterAll(() => {
    if (mounted) spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return mounted ? folder : undefined;
}
