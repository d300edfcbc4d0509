/**
 * One replacement in a text: `insert` takes the place of what stands from `from` to `to`, in UTF-16 code units. A
 * list of them is sorted, does not overlap, and counts in the text as it was before: what a CodeMirror
 * transaction takes.
 */
export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** The text with the changes made. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, insert } of changes) {
    parts.push(text.slice(at, from), insert);
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The changes that bring a changed text back to what it was. */
export function invertChanges(text: string, changes: readonly TextChange[]): TextChange[] {
  let shift = 0;
  return changes.map(({ from, to, insert }) => {
    const inverse = { from: from + shift, to: from + shift + insert.length, insert: text.slice(from, to) };
    shift += insert.length - (to - from);
    return inverse;
  });
}

/** One list of changes that does what two lists do in a row; the second counts in the text after the first. */
export function composeChanges(
  text: string,
  first: readonly TextChange[],
  second: readonly TextChange[],
): TextChange[] {
  let pieces: Piece[] = cut([{ from: 0, to: text.length }], first);
  pieces = cut(pieces, second);
  return changesOf(text, pieces);
}

/** A stretch of the original text, or text that is new. */
type Piece = { from: number; to: number } | { insert: string };

function lengthOf(piece: Piece): number {
  return 'insert' in piece ? piece.insert.length : piece.to - piece.from;
}

function part(piece: Piece, from: number, to: number): Piece {
  if ('insert' in piece) return { insert: piece.insert.slice(from, to) };
  return { from: piece.from + from, to: piece.from + to };
}

function cut(pieces: readonly Piece[], changes: readonly TextChange[]): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  let skipTo = 0;
  let next = 0;
  const insertDue = (limit: number, includeLimit: boolean) => {
    let change = changes[next];
    while (change && (change.from < limit || (includeLimit && change.from === limit))) {
      result.push({ insert: change.insert });
      skipTo = Math.max(skipTo, change.to);
      next += 1;
      change = changes[next];
    }
  };
  for (const piece of pieces) {
    const end = at + lengthOf(piece);
    let cursor = at;
    while (cursor < end) {
      insertDue(cursor, true);
      if (skipTo > cursor) {
        cursor = Math.min(end, skipTo);
        continue;
      }
      const stop = Math.min(end, changes[next]?.from ?? end);
      result.push(part(piece, cursor - at, stop - at));
      cursor = stop;
    }
    at = end;
  }
  insertDue(at, true);
  return result;
}

function changesOf(text: string, pieces: readonly Piece[]): TextChange[] {
  const changes: TextChange[] = [];
  let at = 0;
  let insert = '';
  const flush = (to: number) => {
    if (to > at || insert !== '') changes.push({ from: at, to, insert });
    insert = '';
  };
  for (const piece of pieces) {
    if ('insert' in piece) {
      insert += piece.insert;
      continue;
    }
    if (piece.from === piece.to) continue;
    flush(piece.from);
    at = piece.to;
  }
  flush(text.length);
  return changes;
}
