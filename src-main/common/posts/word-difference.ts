import { diffArrays } from 'diff';

/** A stretch of two texts that are compared word by word. */
export interface WordPiece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Changed words beyond which two texts are simply two texts: nobody reads so many marks, and finding them costs. */
const mostChanges = 3000;

/**
 * What became of a text, word by word. What is removed stands before what is added in its place; a blank or a comma between
 * two changed words is part of the change. The pieces that are not `added` are the first text, those not `removed` the second.
 */
export function wordDifference(before: string, after: string): WordPiece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const found = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: mostChanges });
  if (!found) return gathered([piece('removed', before), piece('added', after)]);
  return gathered(
    found.map(({ value, added, removed }) =>
      piece(added ? 'added' : removed ? 'removed' : 'same', value.join('')),
    ),
  );
}

/** A text as words, runs of white space, and single signs; together they are the text. */
export function wordsOf(text: string): string[] {
  return text.match(word) ?? [];
}

// Scripts without blanks between words are compared sign by sign.
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]|(?:[\p{L}\p{M}\p{N}_]|['’](?=\p{L}))+|\s+|./gsu;

function piece(kind: WordPiece['kind'], text: string): WordPiece {
  return { kind, text };
}

/** One change where several stand with nothing but blanks and signs between them. */
function gathered(pieces: readonly WordPiece[]): WordPiece[] {
  const result: WordPiece[] = [];
  let removed = '';
  let added = '';
  const close = () => {
    if (removed !== '') result.push(piece('removed', removed));
    if (added !== '') result.push(piece('added', added));
    removed = '';
    added = '';
  };
  pieces.forEach(({ kind, text }, index) => {
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (isBetweenChanges(text, index, pieces)) {
      removed += text;
      added += text;
    } else {
      close();
      result.push(piece('same', text));
    }
  });
  close();
  return result;
}

/** Short and without a letter, between two places where words gave way to others; a line's end keeps them apart. */
function isBetweenChanges(text: string, index: number, pieces: readonly WordPiece[]): boolean {
  if (index === 0 || index === pieces.length - 1) return false;
  return text.length <= 3 && !/[\p{L}\p{N}\n\r]/u.test(text) && isReplaced(pieces, index);
}

/** Whether there is both taken out and put in around it: else it only stands beside what was added. */
function isReplaced(pieces: readonly WordPiece[], index: number): boolean {
  const around = [pieces[index - 2], pieces[index - 1], pieces[index + 1], pieces[index + 2]].map(
    (each) => each?.kind,
  );
  return around.includes('removed') && around.includes('added');
}
