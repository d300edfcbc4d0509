import type { Text } from '@codemirror/state';

/** How long a text is, for the line below it. */
export interface TextStatistics {
  words: number;
  /** Minutes a reader takes for it, at least 1 where there is any word. */
  minutes: number;
}

const wordsPerMinute = 220;
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu;

/** Characters counted in one go: a few milliseconds. */
const inOneGo = 100_000;

/**
 * Counts the words of a document from a position on, with a rest now and then so that nobody waits for it. Signs of
 * scripts without blanks count as words of their own. Undefined where the signal came first.
 */
export async function measureText(
  document: Text,
  from: number,
  signal: AbortSignal,
): Promise<TextStatistics | undefined> {
  let words = 0;
  for (let at = from; at < document.length; ) {
    const end = document.lineAt(Math.min(document.length, at + inOneGo)).to;
    words += countWords(document.sliceString(at, end));
    at = end + 1;
    if (at < document.length) await rest();
    if (signal.aborted) return undefined;
  }
  return { words, minutes: words === 0 ? 0 : Math.max(1, Math.round(words / wordsPerMinute)) };
}

function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(word)) words += 1;
  return words;
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
