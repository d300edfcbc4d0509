import { diffArrays } from 'diff';

/** A stretch of two texts that are compared word by word. */
export interface WordPiece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Changed words beyond which two texts are simply two texts: nobody reads so many marks, and finding them costs. */
const mostChanges = 3000;

/** A run of words, or of whatever else stands in a row, that was kept, put in or taken out. */
export interface WordRun {
  kind: WordPiece['kind'];
  words: readonly string[];
}

/**
 * What became of a text, word by word. What is removed stands before what is added in its place; a blank or a comma between
 * two changed words is part of the change. The pieces that are not `added` are the first text, those not `removed` the second.
 */
export function wordDifference(before: string, after: string): WordPiece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  return wordRuns(wordsOf(before), wordsOf(after)).map(({ kind, words }) => ({ kind, text: words.join('') }));
}

/** The same for words that are found already, as those of a page are between its elements. */
export function wordRuns(before: readonly string[], after: readonly string[]): WordRun[] {
  const found = diffArrays([...before], [...after], { maxEditLength: mostChanges });
  if (!found) return gathered([run('removed', before), run('added', after)]);
  return gathered(
    found.map(({ value, added, removed }) => run(added ? 'added' : removed ? 'removed' : 'same', value)),
  );
}

/** A text as words, runs of white space, and single signs; together they are the text. */
export function wordsOf(text: string): string[] {
  return text.match(word) ?? [];
}

// Scripts without blanks between words are compared sign by sign.
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]|(?:[\p{L}\p{M}\p{N}_]|['’](?=\p{L}))+|\s+|./gsu;

function run(kind: WordRun['kind'], words: readonly string[]): WordRun {
  return { kind, words };
}

/** One change where several stand with nothing but blanks and signs between them. */
function gathered(runs: readonly WordRun[]): WordRun[] {
  const result: WordRun[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const close = () => {
    if (removed.length > 0) result.push(run('removed', removed));
    if (added.length > 0) result.push(run('added', added));
    removed = [];
    added = [];
  };
  runs.forEach(({ kind, words }, index) => {
    const between = kind === 'same' && isBetweenChanges(words.join(''), index, runs);
    if (kind === 'removed' || between) removed.push(...words);
    if (kind === 'added' || between) added.push(...words);
    if (kind !== 'same' || between) return;
    close();
    result.push(run('same', words));
  });
  close();
  return result;
}

/** Short and without a letter, between two places where words gave way to others; a line's end keeps them apart. */
function isBetweenChanges(text: string, index: number, runs: readonly WordRun[]): boolean {
  if (index === 0 || index === runs.length - 1) return false;
  return text.length <= 3 && !/[\p{L}\p{N}\n\r]/u.test(text) && isReplaced(runs, index);
}

/** Whether there is both taken out and put in around it: else it only stands beside what was added. */
function isReplaced(runs: readonly WordRun[], index: number): boolean {
  const around = [runs[index - 2], runs[index - 1], runs[index + 1], runs[index + 2]].map(
    (each) => each?.kind,
  );
  return around.includes('removed') && around.includes('added');
}
