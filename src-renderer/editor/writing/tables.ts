/** How a column of a table stands. */
export type Alignment = 'none' | 'left' | 'center' | 'right';

/** A table of GFM, as its author sees it: rows of cells, the first one being the head. */
export interface Table {
  /** What stands before each row: indentation, quote marks. */
  prefix: string;
  alignments: Alignment[];
  /** Each row has as many cells as there are columns; longer rows keep what GFM does not show. Texts are trimmed. */
  rows: string[][];
}

/** A place in a table. */
export interface Cell {
  row: number;
  column: number;
}

/** Reads the lines of a table; undefined where they are none. Nothing of their words is lost. */
export function readTable(lines: readonly string[]): Table | undefined {
  const [head, delimiter, ...body] = lines;
  if (head === undefined || delimiter === undefined) return undefined;
  const prefix = /^[\s>]*/.exec(head)?.[0] ?? '';
  const alignments = alignmentsOf(delimiter);
  const first = cellsOf(head).map(({ text }) => text);
  if (!alignments || alignments.length !== first.length) return undefined;
  const rows = [first, ...body.map((line) => cellsOf(line).map(({ text }) => text))];
  const columns = Math.max(...rows.map((row) => row.length));
  for (const row of rows) while (row.length < columns) row.push('');
  while (alignments.length < columns) alignments.push('none');
  return { prefix, alignments, rows };
}

/** The lines of a table, its columns as wide as their widest cell. */
export function printTable({ prefix, alignments, rows }: Table): string[] {
  const widths = alignments.map((_, column) =>
    Math.max(3, ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]) => `${prefix}| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows.map((row) =>
    line(row.map((text, column) => padded(text, widths[column] ?? 3, alignments[column] ?? 'none'))),
  );
  const delimiter = line(alignments.map((alignment, column) => dashes(alignment, widths[column] ?? 3)));
  return [head, delimiter, ...body].map(String);
}

/** A cell in a line: its trimmed text, where that stands, and where the cell itself reaches from pipe to pipe. */
export interface CellSpan {
  text: string;
  textFrom: number;
  textTo: number;
  from: number;
  to: number;
}

/**
 * The cells of a row. A pipe behind a backslash is text; so is none other: in GFM pipes end a cell even inside code
 * (https://github.github.com/gfm/#tables-extension-).
 */
export function cellsOf(line: string): CellSpan[] {
  const start = /^[\s>]*\|?/.exec(line)?.[0].length ?? 0;
  const cells: CellSpan[] = [];
  let from = start;
  for (let at = start; at <= line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (at === line.length || line[at] === '|') {
      // Behind the last pipe there is no cell.
      if (at < line.length || line.slice(from).trim() !== '' || cells.length === 0)
        cells.push(spanOf(line, from, at));
      from = at + 1;
    }
  }
  if (from < line.length) {
    const rest = spanOf(line, from, line.length);
    if (rest.text !== '') cells.push(rest);
  }
  return cells;
}

function spanOf(line: string, from: number, to: number): CellSpan {
  const raw = line.slice(from, to);
  const text = raw.trim();
  const textFrom = from + (text === '' ? Math.min(1, raw.length) : raw.length - raw.trimStart().length);
  return { text, textFrom, textTo: textFrom + text.length, from, to };
}

/** An empty table of that size, head included. */
export function emptyTable(columns: number, rows: number, prefix = ''): Table {
  const row = () => Array.from({ length: columns }, () => '');
  return {
    prefix,
    alignments: Array.from({ length: columns }, () => 'none'),
    rows: Array.from({ length: rows }, row),
  };
}

/** A row more at this place; never above the head. */
export function addRow(table: Table, at: number): Table {
  const row = table.alignments.map(() => '');
  return { ...table, rows: table.rows.toSpliced(Math.max(1, at), 0, row) };
}

/** Without that row. The head is the table's: where it goes, the row below becomes it; the last one stays. */
export function deleteRow(table: Table, row: number): Table {
  return table.rows.length <= 1 ? table : { ...table, rows: table.rows.toSpliced(row, 1) };
}

/** A column more at this place. */
export function addColumn(table: Table, at: number): Table {
  return {
    ...table,
    alignments: table.alignments.toSpliced(at, 0, 'none'),
    rows: table.rows.map((row) => row.toSpliced(at, 0, '')),
  };
}

/** Without that column; the last one stays. */
export function deleteColumn(table: Table, column: number): Table {
  if (table.alignments.length <= 1) return table;
  return {
    ...table,
    alignments: table.alignments.toSpliced(column, 1),
    rows: table.rows.map((row) => row.toSpliced(column, 1)),
  };
}

/** That column stands as it is told. */
export function alignColumn(table: Table, column: number, alignment: Alignment): Table {
  return { ...table, alignments: table.alignments.with(column, alignment) };
}

function alignmentsOf(line: string): Alignment[] | undefined {
  if (!line.includes('-') || !/^[\s>]*[|:\-\s]+$/.test(line)) return undefined;
  const texts = cellsOf(line).map(({ text }) => text);
  if (!texts.every((text) => /^:?-+:?$/.test(text))) return undefined;
  return texts.map((text) => {
    if (text.startsWith(':')) return text.endsWith(':') && text.length > 1 ? 'center' : 'left';
    return text.endsWith(':') ? 'right' : 'none';
  });
}

function dashes(alignment: Alignment, width: number): string {
  const left = alignment === 'left' || alignment === 'center' ? ':' : '';
  const right = alignment === 'right' || alignment === 'center' ? ':' : '';
  return left + '-'.repeat(width - left.length - right.length) + right;
}

function padded(text: string, width: number, alignment: Alignment): string {
  const room = Math.max(0, width - displayWidth(text));
  const before = alignment === 'right' ? room : alignment === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes in a face of one width: East Asian wide signs and emoji take two (UAX #11). */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (/^(?:\p{M}|\p{Cf})+$/u.test(segment)) continue;
    width += wide.test(segment) || /\p{Emoji_Presentation}|\ufe0f/u.test(segment) ? 2 : 1;
  }
  return width;
}
