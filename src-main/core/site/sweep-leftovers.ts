import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Disk } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import { isRunning } from '../is-running.ts';

/** Younger ones may belong to a save that is running, here or on a computer that shares the folder. In milliseconds. */
const leastAge = 10 * 60_000;

/**
 * Moves what killed saves have left in a blog to Galley's bin, so that it is never published and nothing that was
 * written is lost. What cannot be moved stays, and is not listed either.
 *
 * @param leftovers paths relative to the root
 */
export async function sweepLeftovers(
  root: string,
  leftovers: readonly string[],
  { disk, home }: { disk: Disk; home: GalleyHome },
): Promise<void> {
  if (!isAbsolute(home.data)) return;
  for (const path of leftovers) {
    const absolute = join(root, path);
    const status = await stat(absolute).catch(() => undefined);
    const isOld = status !== undefined && Date.now() - status.mtimeMs > leastAge;
    if (isOld && !isRunning(writerOf(path)))
      await disk.removeToBin(absolute, join(home.data, 'bin')).catch(() => undefined);
  }
}

/** The name carries the number of the process that wrote it; that of a lock none, and nobody holds one for so long. */
function writerOf(path: string): number {
  return Number(/\.galley-(\d+)-[^/]*$/.exec(path)?.[1]);
}
