import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../common/errors.ts';
import type { DiskCalls } from './disk.ts';
import { isRunning } from './is-running.ts';

/** Between two looks at a lock that another program holds, in milliseconds. */
const pause = 4;

/** Who holds a lock for so long stands still, and is not waited for. In milliseconds. */
const longestWait = 10_000;

/** Locks of this program's own that a failing disk did not let it remove: nobody holds them. */
const abandoned = new Set<string>();

/**
 * Runs the action while no other Galley does the same at this file: a window and a command, or two commands, look at a
 * post and replace it, and neither may do so between the two steps of the other. The lock is a file beside the target
 * with the number of its process, so that all who share the folder see it; what a killed program has left holds nobody up.
 *
 * @throws AppError `write-refused`, or what the system says where no lock can be made: nothing can be replaced there either
 */
export async function withWriteLock<T>(
  calls: DiskCalls,
  target: string,
  action: () => Promise<T>,
): Promise<T> {
  const lock = lockOf(target);
  await take(calls, lock);
  try {
    return await action();
  } finally {
    await giveUp(calls, lock);
  }
}

function lockOf(target: string): string {
  const name = createHash('sha256').update(basename(target)).digest('hex').slice(0, 12);
  return join(dirname(target), `.galley-${name}.lock`);
}

async function take(calls: DiskCalls, lock: string): Promise<void> {
  const end = performance.now() + longestWait;
  while (performance.now() < end) {
    if (await isMade(calls, lock)) return;
    if (await isHeld(calls, lock)) await wait(pause);
    else await remove(calls, lock);
  }
  await remove(calls, lock);
  if (await isMade(calls, lock)) return;
  throw new AppError('write-refused', {
    message: 'Another program is writing this file.',
    next: ['Try again.'],
  });
}

async function isMade(calls: DiskCalls, lock: string): Promise<boolean> {
  const file = await calls.open(lock, 'wx', 0o600).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Windows says EPERM of a file that is just being removed.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return undefined;
    throw error;
  });
  if (!file) return false;
  abandoned.delete(lock);
  const holder = new TextEncoder().encode(String(process.pid));
  try {
    await file.write(holder, 0, holder.length, 0).finally(() => file.close());
  } catch (error) {
    await giveUp(calls, lock);
    throw error;
  }
  return true;
}

/** Without a number it is held: its holder writes that after making it. */
async function isHeld(calls: DiskCalls, lock: string): Promise<boolean> {
  const bytes = await calls.readFile(lock).catch(() => undefined);
  if (!bytes) return false;
  const holder = new TextDecoder().decode(bytes);
  const mayBeOwn = holder === '' || holder === String(process.pid);
  if (mayBeOwn && abandoned.has(lock)) return false;
  return holder === '' || isRunning(Number(holder));
}

/** Removes a lock that this program has made, now or, where the disk fails, when it is met again. */
async function giveUp(calls: DiskCalls, lock: string): Promise<void> {
  await calls.unlink(lock).catch(() => abandoned.add(lock));
}

async function remove(calls: DiskCalls, lock: string): Promise<void> {
  await calls.unlink(lock).catch(() => undefined);
}
