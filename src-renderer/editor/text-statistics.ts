/** How long a text is, for the line below it. */
export interface TextStatistics {
  words: number;
  /** Minutes a reader takes for it, at least 1 where there is any word. */
  minutes: number;
}

const wordsPerMinute = 220;
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu;

/** Counts the words of a body. Signs of scripts without blanks count as words of their own. */
export function measureText(body: string): TextStatistics {
  let words = 0;
  for (const _ of body.matchAll(word)) words += 1;
  return { words, minutes: words === 0 ? 0 : Math.max(1, Math.round(words / wordsPerMinute)) };
}
