import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { Problem } from '../../common/problem.ts';
import { type FileStamp, stampOf } from '../index/file-stamp.ts';

/** Enough for the front matter and the first lines of nearly every post. In bytes. */
const usualHead = 4096;
/** More than this between two fences is no front matter. In bytes. */
const longestHead = 1_200_000;
/** The largest file that is opened as a post. In bytes. */
export const largestPost = 50 * 1024 * 1024;

/** The beginning of a post's file. */
export interface FileHead {
  stamp: FileStamp | undefined;
  /** As much text as `isEnough` asked for; what is no UTF-8 is replaced. */
  text: string;
  /** Whether this is the whole file. */
  whole: boolean;
  problems: Problem[];
}

/** How much of a file is enough. */
export interface EnoughOfFile {
  /** Tried first, on no more than the lines down to what looks like the end of the front matter. */
  isEnoughShort?: (text: string) => boolean;
  isEnough(text: string, whole: boolean): boolean;
}

/** Reads the beginning of a file, more of it until that is enough. Never throws: what goes wrong is a problem. */
export function readHeadOf(absolute: string, { isEnoughShort, isEnough }: EnoughOfFile): FileHead {
  let descriptor: number | undefined;
  try {
    const now = Date.now();
    descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (!status.isFile()) return unreadable('unreadable', 'This is not an ordinary file.');
    const stamp = stampOf(status, absolute, now);
    for (let wanted = usualHead; ; wanted *= 16) {
      const bytes = readStart(descriptor, Math.min(wanted, status.size));
      const whole = bytes.length >= status.size;
      const ascii = isAscii(bytes);
      const problem = ascii && !bytes.includes(0) ? undefined : problemOfBytes(bytes, whole);
      const problems = problem || status.size > largestPost ? problemsOf(problem, status.size) : noProblems;
      const short = isEnoughShort && shortHead(bytes, ascii);
      if (short !== undefined && isEnoughShort?.(short))
        return { stamp, text: short, whole: false, problems };
      const text = bytes.toString(ascii ? 'latin1' : 'utf8');
      if (problem || isEnough(text, whole) || whole || wanted >= longestHead)
        return { stamp, text, whole, problems };
    }
  } catch (error) {
    return unreadable('unreadable', wordsFor(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * The lines down to the second that looks like a fence. Of ten thousand posts the titles are kept, and each would hold
 * the whole text that it was cut from.
 */
function shortHead(bytes: Buffer, ascii: boolean): string | undefined {
  const end = bytes.indexOf(bytes[0] === 0x2d ? yamlFence : tomlFence, 3);
  if (end === -1) return undefined;
  const next = bytes[end + 4] === 0x0a ? end + 4 : bytes.indexOf(0x0a, end + 4);
  return next === -1 ? undefined : bytes.toString(ascii ? 'latin1' : 'utf8', 0, next + 1);
}

const yamlFence = Buffer.from('\n---');
const tomlFence = Buffer.from('\n+++');

/** A post's whole file. */
export interface PostFile {
  bytes: Uint8Array;
  text: string;
  readOnly: boolean;
}

/**
 * Reads a whole post: every byte of it is in the text.
 *
 * @throws AppError `post-missing`, `post-unreadable`, `post-too-large`, `not-text`
 */
export async function readPostFile(absolute: string): Promise<PostFile> {
  const bytes = await readBytes(absolute);
  if (!isUtf8(bytes) || bytes.includes(0)) throw new AppError('not-text');
  // Buffer keeps a byte order mark, as nothing else in this place would.
  const text = bytes.toString('utf8');
  return { bytes, text, readOnly: !(await mayWrite(absolute)) };
}

/** The bytes of a file that may be a post. @throws AppError as `readPostFile`, but for `not-text` */
export async function readBytes(absolute: string): Promise<Buffer> {
  try {
    const file = await open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = await file.stat();
      if (!status.isFile()) throw noOrdinaryFile();
      if (status.size > largestPost) throw new AppError('post-too-large');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explain(error);
  }
}

async function mayWrite(absolute: string): Promise<boolean> {
  // Saving makes a new file beside the old one, so both must allow it.
  const allowed = [access(absolute, constants.W_OK), access(dirname(absolute), constants.W_OK)];
  return Promise.all(allowed).then(
    () => true,
    () => false,
  );
}

/** Nearly every post is read with this one: making a buffer for each takes longer than reading. */
const sharedHead = Buffer.allocUnsafeSlow(usualHead);

/** The bytes are good until the next call. */
function readStart(descriptor: number, length: number): Buffer {
  const bytes = length <= sharedHead.length ? sharedHead : Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const count = readSync(descriptor, bytes, read, length - read, read);
    if (count === 0) break;
    read += count;
  }
  return read === bytes.length ? bytes : bytes.subarray(0, read);
}

/** The text of bytes in UTF-8. */
export function textOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}

/** Why a whole file is no text that Galley edits. The list reads no more than the beginning, and may not know. */
export function problemOfFile(bytes: Buffer): Problem | undefined {
  return isAscii(bytes) && !bytes.includes(0) ? undefined : problemOfBytes(bytes, true);
}

function problemOfBytes(bytes: Buffer, whole: boolean): Problem | undefined {
  if (bytes.includes(0))
    return { ...first('error', 'not-text'), message: 'This file is not text, so Galley leaves it alone.' };
  if (isUtf8(whole ? bytes : withoutCutSign(bytes))) return undefined;
  return {
    ...first('error', 'not-utf-8'),
    message:
      'This file is not text in UTF-8, so Galley leaves it alone. Convert it to UTF-8 to edit it here.',
  };
}

/** The last sign may have been cut in two; up to three bytes of it. */
function withoutCutSign(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
  }
  return bytes;
}

const noProblems: Problem[] = [];

function problemsOf(ofBytes: Problem | undefined, size: number): Problem[] {
  const problems = ofBytes ? [ofBytes] : [];
  if (size <= largestPost) return problems;
  const message = 'This file is too large to be opened as a post.';
  return [...problems, { ...first('error', 'post-too-large'), message }];
}

function first(severity: Problem['severity'], code: string): Omit<Problem, 'message'> {
  return { severity, code, line: 1, column: 1 };
}

function unreadable(code: string, message: string): FileHead {
  return { stamp: undefined, text: '', whole: false, problems: [{ ...first('error', code), message }] };
}

function wordsFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EACCES' || code === 'EPERM') return 'You have no permission to read this file.';
  if (code === 'ENOENT') return 'This file cannot be reached by its name.';
  return 'This file could not be read.';
}

function noOrdinaryFile(cause?: unknown): AppError {
  return new AppError('post-unreadable', {
    message: 'This is not an ordinary file, so it can be no post.',
    next: ['Choose another post, or put a file in its place.'],
    cause,
  });
}

function explain(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('post-missing', { cause: error });
  // A socket cannot be opened, and a device may have nothing behind it.
  if (code === 'ENXIO' || code === 'ENODEV') return noOrdinaryFile(error);
  if (typeof code === 'string' && code !== '') return new AppError('post-unreadable', { cause: error });
  return error;
}
