import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { exportProblem, type ForeignPost } from './foreign-blog.ts';

/** Turns bytes into text piece by piece, and knows whether all of them were text. */
export interface Decoding {
  next(bytes: Uint8Array): string;
  /** Whether something stands as � that was no character. */
  isTorn(): boolean;
}

/** @param encoding as the export names it; UTF-8 where it names none that is known */
export function createDecoding(encoding?: string): Decoding {
  const decoder = decoderOf(encoding, false);
  const strict = decoderOf(encoding, true);
  let isTorn = false;
  return {
    next(bytes) {
      try {
        if (!isTorn) strict.decode(bytes, { stream: true });
      } catch {
        isTorn = true;
      }
      return decoder.decode(bytes, { stream: true });
    },
    isTorn: () => isTorn,
  };
}

function decoderOf(encoding: string | undefined, fatal: boolean): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch {
    return new TextDecoder('utf-8', { fatal });
  }
}

/** What is said of a post with letters that nobody can read any more; nothing of others. */
export function lostLetters({ name, title, description, body }: ForeignPost, isTorn: boolean): PostProblem[] {
  const text = [title, description, 'html' in body ? body.html : body.markdown].join('\n');
  // Half of a character comes whole from no file.
  if (!(isTorn && text.includes('\uFFFD')) && !/\p{Cs}/u.test(text)) return [];
  return [
    exportProblem(
      name,
      'warning',
      'letters-lost',
      'The export holds bytes that are no letters in its encoding: � stands for each of them.',
    ),
  ];
}
