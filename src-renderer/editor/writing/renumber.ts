import { prefixOf } from './prefixes.ts';

interface Level {
  indent: number;
  /** Where the item's own text begins: what is indented so far belongs to it. */
  content: number;
  number: number | undefined;
  delimiter: string | undefined;
  step: 0 | 1;
  /** The number that its last item had, where that was moved here. */
  moved: number | undefined;
}

/**
 * Numbers the ordered items of some lines anew: each list counts on from its first number, a list whose items all
 * have one number keeps it, and a list that begins under another item begins with 1. Nothing but numbers is changed,
 * and the space behind them.
 *
 * @param lines - lines of a list, with what belongs to its items
 * @param begun - indices of lines that begin a new list if they are the first of one: moved there just now
 */
export function renumber(lines: readonly string[], begun: ReadonlySet<number> = new Set()): string[] {
  const levels: Level[] = [];
  const isCode = codeLines(lines);
  return lines.map((line, index) => {
    if (isCode[index]) return line;
    const prefix = prefixOf(line);
    const indent = columnAfter(prefix.container);
    if (line.trim() === '') return line;
    while (levels.length > 0 && indent < (levels.at(-1)?.indent ?? 0)) levels.pop();
    if (!prefix.marker) return line;
    const content = columnAfter(prefix.container + prefix.marker);
    const found = /^(\d+)([.)])/.exec(prefix.marker);
    const level = levels.at(-1);
    const isDeeper = !level || indent >= level.content;
    const isNext = !isDeeper && level.number !== undefined && found?.[2] === level.delimiter;
    const moved = found && begun.has(index) ? Number(found[1]) : undefined;
    if (isNext && level.number !== undefined) {
      level.number += level.step;
      level.content = content;
      level.moved = moved;
      return withNumber(line, level.number);
    }
    if (!isDeeper) levels.pop();
    // What came behind an item that moved up is now below it.
    const isCutOff = isDeeper && level?.moved !== undefined && Number(found?.[1]) === level.moved + 1;
    const isFirst = begun.has(index) || isCutOff;
    const number = found ? (isFirst ? 1 : Number(found[1])) : undefined;
    levels.push({
      indent,
      content,
      number,
      delimiter: found?.[2],
      step: stepAfter(lines, index, begun),
      moved,
    });
    return number === undefined ? line : withNumber(line, number);
  });
}

/** Which of the lines are code between fences: what looks like a number there is none. */
function codeLines(lines: readonly string[]): boolean[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const found = /^[\s>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = found;
      return false;
    }
    if (found?.startsWith(fence) && /^[\s>]*[`~]+\s*$/.test(line)) fence = undefined;
    return true;
  });
}

/** 0 for a list whose first two items have the same number: Markdown counts for its author. */
function stepAfter(lines: readonly string[], index: number, begun: ReadonlySet<number>): 0 | 1 {
  const own = prefixOf(lines[index] ?? '');
  const content = columnAfter(own.container + own.marker);
  for (let next = index + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const prefix = prefixOf(line);
    const column = columnAfter(prefix.container);
    if (line.trim() !== '' && column < columnAfter(own.container)) break;
    if (prefix.marker && column < content && !begun.has(next))
      return Number.parseInt(prefix.marker, 10) === Number.parseInt(own.marker, 10) ? 0 : 1;
  }
  return 1;
}

/** Tabs reach to the next column that four divides, as in CommonMark. */
function columnAfter(text: string): number {
  let column = 0;
  for (const sign of text) column += sign === '\t' ? 4 - (column % 4) : 1;
  return column;
}

function withNumber(line: string, number: number): string {
  const { container, marker } = prefixOf(line);
  return container + marker.replace(/^\d+/, String(number)) + line.slice(container.length + marker.length);
}
