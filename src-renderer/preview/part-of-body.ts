/** The lines of a body that are shown, where it is too long to show the whole. Lines count from 0. */
export interface BodyPart {
  text: string;
  fromLine: number;
  /** The line after the last one. */
  toLine: number;
  /** Lines of the whole body. */
  lines: number;
}

/** A body up to this length is shown whole, in UTF-16 code units: some thirty thousand words. */
export const longestWhole = 200_000;

/** About so much of a longer body is shown, in UTF-16 code units: an edit of it is shown within a tenth of a second. */
const partLength = 80_000;

/**
 * The part of a body around a line, from a place between two blocks to another. A body of ordinary length is its own
 * only part.
 */
export function partAround(body: string, line: number): BodyPart {
  if (body.length <= longestWhole) return { text: body, fromLine: 0, toLine: Infinity, lines: Infinity };
  const starts = lineStarts(body);
  const middle = starts[Math.max(0, Math.min(Math.floor(line), starts.length - 1))] ?? 0;
  const { from, to } = boundsAround(body, starts, middle - partLength / 2);
  const text = body.slice(starts[from], starts[to] ?? body.length);
  const definitions = definitionsOutside(body, starts[from] ?? 0, starts[to] ?? body.length);
  return { text: text + definitions, fromLine: from, toLine: to, lines: starts.length };
}

/** Whether the part still shows what is around this line, with room to scroll on. */
export function reaches(part: BodyPart, line: number): boolean {
  const margin = (part.toLine - part.fromLine) / 8;
  const above = part.fromLine === 0 || line >= part.fromLine + margin;
  return above && (part.toLine >= part.lines || line < part.toLine - margin);
}

/** First and last line of the part: blank lines before what begins at the margin, outside of fenced code. */
function boundsAround(body: string, starts: readonly number[], wanted: number): { from: number; to: number } {
  let from = 0;
  let fence: string | undefined;
  for (let line = 0; line < starts.length; line += 1) {
    const start = starts[line] as number;
    if (mayBeFence(body, start)) fence = fenceAfter(body.slice(start, starts[line + 1]), fence);
    else if (fence === undefined && isBetweenBlocks(body, start, starts[line + 1])) {
      if (start <= wanted) from = line;
      else if (start >= (starts[from] as number) + partLength) return { from, to: line };
    }
    // A block longer than a part is cut: better than showing all of it.
    if (start > wanted + 3 * partLength) return { from, to: line };
  }
  return { from, to: starts.length };
}

/** An empty line, and what follows is not indented as the inside of a list is. */
function isBetweenBlocks(body: string, start: number, next: number | undefined): boolean {
  return next !== undefined && body.charCodeAt(start) === newline && body.charCodeAt(next) !== space;
}

function mayBeFence(body: string, start: number): boolean {
  let at = start;
  while (at < start + 3 && body.charCodeAt(at) === space) at += 1;
  const code = body.charCodeAt(at);
  return (code === backtick || code === tilde) && body.charCodeAt(at + 1) === code;
}

/** The fence that is open after this line. */
function fenceAfter(line: string, open: string | undefined): string | undefined {
  const [, marks, rest = ''] = /^ *(`{3,}|~{3,})(.*)/.exec(line) ?? [];
  if (!marks) return open;
  if (open === undefined) return marks.startsWith('`') && rest.includes('`') ? undefined : marks;
  return marks.startsWith(open) && rest.trim() === '' ? undefined : open;
}

/** Where links lead whose addresses stand elsewhere in the body. */
function definitionsOutside(body: string, from: number, to: number): string {
  const found = [body.slice(0, from), body.slice(to)].flatMap((text) => text.match(definition) ?? []);
  return found.length > 0 ? `\n\n${found.join('\n')}\n` : '';
}

const definition = /^\[[^\]^\n][^\]\n]*\]:[ \t]*\S.*$/gm;
const newline = 10;
const space = 32;
const backtick = 96;
const tilde = 126;

function lineStarts(body: string): number[] {
  const starts = [0];
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
