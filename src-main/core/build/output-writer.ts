import { closeSync, constants, copyFileSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { checkPathName } from '../site/fence.ts';

/** Writes files into a new folder of Galley's own, each at most once. Synchronous: many small files are written so quickest. */
export interface OutputWriter {
  /** @param file relative to the folder, with `/` */
  write(file: string, content: string | Uint8Array): void;
  /** @param from absolute path of a file that is copied whole */
  copy(file: string, from: string): void;
}

/**
 * The folder is new and only Galley writes there, so no link in it can lead elsewhere; names are checked all the same,
 * and a file that is there already is never written again.
 *
 * @param folder absolute path
 */
export function createOutputWriter(folder: string): OutputWriter {
  const made = new Set<string>();

  function place(file: string): string {
    checkPathName(file);
    const target = join(folder, ...file.split('/'));
    const parent = dirname(target);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    return target;
  }

  return {
    write: (file, content) => explained(() => writeWhole(place(file), content)),
    copy: (file, from) =>
      explained(() => copyFileSync(from, place(file), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)),
  };
}

/** Where texts become bytes, one after the other: room for each anew would be most of the work of writing it. */
let room = Buffer.allocUnsafeSlow(0);
/** UTF-16 units become no more bytes each. */
const bytesPerUnit = 3;

function bytesOf(content: string | Uint8Array): Uint8Array {
  if (typeof content !== 'string') return content;
  const most = content.length * bytesPerUnit;
  if (most > largestRoom) return Buffer.from(content, 'utf8');
  if (most > room.length) room = Buffer.allocUnsafeSlow(Math.max(most, leastRoom));
  return room.subarray(0, room.write(content, 0, 'utf8'));
}

/** In bytes. */
const leastRoom = 256 * 1024;
const largestRoom = 16 * 1024 * 1024;

/** A write may take less than it was given without an error: a full disk does that. */
function writeWhole(target: string, content: string | Uint8Array): void {
  const bytes = bytesOf(content);
  const file = openSync(target, 'wx', 0o666);
  try {
    for (let written = 0; written < bytes.length; ) {
      const count = writeSync(file, bytes, written, bytes.length - written);
      if (count <= 0)
        throw new AppError('disk-full', { message: 'The disk is full. The site is as it was.' });
      written += count;
    }
  } finally {
    closeSync(file);
  }
}

/** Runs an action on the output; what the system refuses is said in words. */
export function explained<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) throw error;
    const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code));
    throw new AppError(isFull ? 'disk-full' : 'write-refused', {
      message: isFull
        ? 'The disk is full. The site is as it was.'
        : `The site could not be written (${String(error.code)}). It is as it was.`,
      next: isFull
        ? ['Make room on the disk, then try again.']
        : ['Choose another folder for it, and try again.'],
      detail: error.message,
      cause: error,
    });
  }
}
