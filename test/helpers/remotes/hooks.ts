import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a shell script where git runs it as a hook. */
export function writeHook(gitFolder: string, name: string, script: string): void {
  const hooks = join(gitFolder, 'hooks');
  mkdirSync(hooks, { recursive: true });
  writeScript(join(hooks, name), script);
}

/** Writes a shell script that can be run. */
export function writeScript(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
