import { createHash } from 'node:crypto';
import { readFileSync, type Stats, statSync } from 'node:fs';

/** What tells one state of a file from another without reading it. */
export interface FileStamp {
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  /** When anything of the file but its place was last changed, permissions included. Milliseconds since 1970. */
  changed: number;
  inode: number;
  /**
   * SHA-256 of a file that was changed only just before it was read: clocks of file systems are so coarse that a
   * second change may leave the same times. Undefined where the times can be believed.
   */
  digest?: string | undefined;
}

/** Clocks of file systems are at least this fine. In milliseconds. */
const coarsestClock = 25;

/** The stamp of a file as the system describes it. @param now milliseconds since 1970, from before it was read */
export function stampOf(status: Stats, absolute: string, now: number): FileStamp {
  const stamp: FileStamp = {
    size: status.size,
    modified: status.mtimeMs,
    changed: status.ctimeMs,
    inode: status.ino,
  };
  if (now - Math.max(stamp.modified, stamp.changed) < coarsestClock) stamp.digest = digestOf(absolute);
  return stamp;
}

/** Whether the file still is as it was when it was given this stamp. False for what cannot be told. */
export function isAsStamped(absolute: string, known: FileStamp): boolean {
  const status = statusOf(absolute);
  if (!status || status.mtimeMs !== known.modified || status.size !== known.size) return false;
  if (status.ctimeMs !== known.changed || status.ino !== known.inode) return false;
  return known.digest === undefined || isAsDigested(absolute, known);
}

function statusOf(absolute: string): Stats | undefined {
  try {
    return statSync(absolute, { throwIfNoEntry: false });
  } catch {
    // A folder above it may not be entered, or is none any more.
    return undefined;
  }
}

function isAsDigested(absolute: string, known: FileStamp): boolean {
  const isPast = Date.now() - Math.max(known.modified, known.changed) >= coarsestClock;
  const isSame = known.digest === digestOf(absolute);
  // From now on any change would show in the times.
  if (isSame && isPast) known.digest = undefined;
  return isSame;
}

function digestOf(absolute: string): string {
  try {
    return createHash('sha256').update(readFileSync(absolute)).digest('hex');
  } catch {
    return 'unreadable';
  }
}
