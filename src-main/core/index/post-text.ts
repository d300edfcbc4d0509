import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import { readHead } from '../../common/posts/read-head.ts';

/** The largest file that is searched. In bytes. */
const largestSearched = 50 * 1024 * 1024;

/** A post's body as it is written; undefined where it is gone or is no text. */
export function readBodyOf(absolute: string): string | undefined {
  const bytes = readWhole(absolute);
  if (!bytes || bytes.includes(0)) return undefined;
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) return undefined;
  const text = bytes.toString(ascii ? 'latin1' : 'utf8');
  return text.slice((readHead(text, true) ?? readFrontMatter(text)).bodyStart);
}

/** Texts that look the same to a reader are the same. */
export function comparable(text: string): string {
  return (isLatin(text) ? text : text.normalize('NFC')).toLowerCase();
}

/** Nothing of these is written in two ways. */
function isLatin(text: string): boolean {
  return !/[^\0-\u00ff]/.test(text);
}

/** Most posts fit; a buffer for each would take as long as reading it. */
const shared = Buffer.allocUnsafeSlow(65_536);

/** The bytes of a file that may be a post; undefined where it is none. They are good until the next call. */
export function readWhole(absolute: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > largestSearched) return undefined;
    const bytes = status.size <= shared.length ? shared : Buffer.allocUnsafe(status.size);
    let read = 0;
    while (read < status.size) {
      const count = readSync(descriptor, bytes, read, status.size - read, read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Made where a text needs it: the tables are large. */
let segmenter: Intl.Segmenter | undefined;
const withoutBlanks = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/;
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}’'.,_-]*/gu;

/** Words of a text. Scripts without blanks between words are told apart by the system's own tables. */
export function countWords(text: string): number {
  if (!isLatin(text)) return withoutBlanks.test(text) ? countSegments(text) : (text.match(word)?.length ?? 0);
  // Bits instead of branches: no processor can guess where words end, and a wrong guess takes longer than all the rest.
  let count = 0;
  let inside = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = kinds[text.charCodeAt(at)] ?? 0;
    count += kind & starts & ~inside;
    inside = (kind & starts) | (inside & (kind >> 1));
  }
  return count;
}

function countSegments(text: string): number {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  let count = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) count += 1;
  return count;
}

const starts = 0b01;
const continues = 0b10;

/** For each character of Latin 1, what it is to the pattern `word`. */
const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\p{L}\p{N}]/u.test(character)) return starts;
  return /[\p{M}’'.,_-]/u.test(character) ? continues : 0;
});
