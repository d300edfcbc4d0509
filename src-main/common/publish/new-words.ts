/** Shorter pieces of text may stand on any page. In characters. */
const TELLING = 12;
/** In characters: a page may break a longer piece with something of its own. */
const LONGEST = 60;
/** More pieces than these prove nothing more. */
const MOST = 3;

/**
 * Pieces of a body that stand in it and not in the earlier one, as a reader would see them whatever a generator makes
 * of marks and punctuation. None where nothing tells the two apart.
 */
export function newWordsIn(body: string, earlier: string): string[] {
  const before = new Set(earlier.split(/\r?\n/));
  const known = readable(earlier);
  return proseLines(body)
    .filter((line) => !before.has(line))
    .flatMap((line) => longestPiece(line) ?? [])
    .filter((piece) => !known.includes(readable(piece)))
    .slice(0, MOST);
}

/** Lines outside of code, HTML, tables and front matter of any kind. */
function proseLines(body: string): string[] {
  let fence: string | undefined;
  return body.split(/\r?\n/).filter((line) => {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
      return false;
    }
    return fence === undefined && !/^(\s*[<|[{:]| {4}|\t|import |export )/.test(line);
  });
}

/** The longest stretch without marks: what is inside of links, code and emphasis may be shown in other ways. */
function longestPiece(line: string): string | undefined {
  const pieces = line
    .replace(/!?\[[^\]]*\](\([^)]*\)|\[[^\]]*\])|`[^`]*`|<[^>]*>|\{[{%].*?[%}]\}|https?:\S+/g, '\n')
    .split(/[\n*_~`[\]()<>#|{}!&$\\^=+:@]+/)
    .map((piece) => piece.trim().slice(0, LONGEST))
    .filter((piece) => readable(piece).length >= TELLING)
    .sort((a, b) => b.length - a.length);
  return pieces[0];
}

function readable(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
