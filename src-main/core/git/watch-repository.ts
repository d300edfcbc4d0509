import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RepositoryLocation } from '../site/repository-location.ts';

/** Milliseconds of quiet after which a burst of changes is told once: a rebase writes many files. */
const QUIET_MILLISECONDS = 120;

/**
 * Tells of what other programs do in a repository: commits, fetches, staging, a merge begun or ended. Looks at files
 * only, so it runs nothing. Where the system cannot watch, nothing is told and the plan is as old as the last call.
 *
 * @returns a function that stops watching
 */
export async function watchRepository(
  location: RepositoryLocation,
  onChange: () => void,
): Promise<() => Promise<void>> {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MILLISECONDS);
  };
  const watching = await Promise.all(gitFolders(location).map((folder) => watchFolder(folder, later)));
  return async () => {
    clearTimeout(timer);
    await Promise.all(watching.map((stop) => stop()));
  };
}

async function watchFolder(folder: string, onChange: () => void): Promise<() => Promise<void>> {
  try {
    // Loaded when something is watched: most commands end sooner.
    const { subscribe } = await import('@parcel/watcher');
    const subscription = await subscribe(
      folder,
      (error, events) => {
        if (!error && events.some(({ path }) => !path.endsWith('.lock'))) onChange();
      },
      { ignore: ['objects', 'logs', 'lfs', 'modules'] },
    );
    // What has been removed itself cannot be let go of once more.
    return () => subscription.unsubscribe().catch(() => undefined);
  } catch {
    return async () => {};
  }
}

/** A linked working tree keeps its HEAD and index apart from the branches, which lie in the common folder. */
function gitFolders({ gitFolder }: RepositoryLocation): string[] {
  const pointer = join(gitFolder, 'commondir');
  if (!existsSync(pointer)) return [gitFolder];
  return [gitFolder, resolve(gitFolder, readFileSync(pointer, 'utf8').trim())];
}
