import { type Dirent, existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FolderListing } from '../common/api/contract.ts';
import { AppError } from '../common/errors.ts';

/**
 * The folders inside a folder, and its files if they are wanted, for choosing one where there is no system dialog. `~`
 * stands for the home folder, which is listed where no path is given; what is hidden is left out.
 *
 * @throws AppError `folder-missing`, `not-a-folder`, `folder-unreadable`
 */
export async function listFolders(path: string | undefined, withFiles = false): Promise<FolderListing> {
  const folder = await realFolder(resolve(homedir(), expandHome(path ?? '~')));
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw explain(error);
  });
  const namesOf = (isWanted: (entry: Dirent) => boolean): string[] =>
    entries
      .filter((entry) => isWanted(entry) && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const folders = namesOf((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const files = withFiles ? namesOf((entry) => entry.isFile()) : [];
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? undefined : parent,
    folders: folders.map((name) => {
      const inside = join(folder, name);
      return { name, path: inside, repository: existsSync(join(inside, '.git')) };
    }),
    files: files.map((name) => ({ name, path: join(folder, name) })),
  };
}

/** The path with `~` at its beginning as the home folder. */
export function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path;
}

async function realFolder(path: string): Promise<string> {
  return realpath(path).catch((error: unknown) => {
    throw explain(error);
  });
}

function explain(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOTDIR') return new AppError('not-a-folder', { cause: error });
  if (code === 'EACCES' || code === 'EPERM') return new AppError('folder-unreadable', { cause: error });
  return new AppError('folder-missing', { cause: error });
}

/** Whether there is a folder at this path. */
export async function folderExists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
