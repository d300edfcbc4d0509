import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A program in a hooks folder that git would run. */
export interface Hook {
  name: string;
  /** SHA-256 of its content in hex. */
  hash: string;
}

/** The hooks of a folder that git would run, by name: executable, and not one of git's samples. */
export async function listHooks(folder: string): Promise<Hook[]> {
  const names = await readdir(folder).catch(() => []);
  const hooks = await Promise.all(names.map((name) => readHook(folder, name)));
  return hooks.filter((hook) => hook !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readHook(folder: string, name: string): Promise<Hook | undefined> {
  if (name.endsWith('.sample')) return undefined;
  const path = join(folder, name);
  try {
    if (!(await stat(path)).isFile()) return undefined;
    if (process.platform !== 'win32') await access(path, constants.X_OK);
    return {
      name,
      hash: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    };
  } catch {
    return undefined;
  }
}
