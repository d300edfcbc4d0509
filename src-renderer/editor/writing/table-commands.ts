import { syntaxTree } from '@codemirror/language';
import {
  EditorSelection,
  type EditorState,
  type Line,
  type StateCommand,
  type TransactionSpec,
} from '@codemirror/state';
import type { KeyBinding } from '@codemirror/view';
import type { SyntaxNode } from '@lezer/common';
import { isFrontMatter } from './line-edits.ts';
import {
  type Alignment,
  addColumn,
  addRow,
  alignColumn,
  type Cell,
  cellsOf,
  deleteColumn,
  deleteRow,
  emptyTable,
  printTable,
  readTable,
  type Table,
} from './tables.ts';

/** A table in a document, and the cell that the cursor is in. */
interface TableAt {
  table: Table;
  lines: Line[];
  cell: Cell;
}

/** Puts a table of two columns below the line of the cursor, which goes to its first cell. */
export const insertTable: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly || isFrontMatter(state) || tableAt(state)) return false;
  const line = state.doc.lineAt(state.selection.main.head);
  const prefix = /^[ \t]*(?:>[ \t]?)*/.exec(line.text)?.[0].replace(/^[ \t]+$/, '') ?? '';
  const isBlank = line.text.slice(prefix.length).trim() === '';
  const above = isBlank && line.number > 1 ? state.doc.line(line.number - 1).text : '';
  const below = line.number < state.doc.lines ? state.doc.line(line.number + 1).text : '';
  const blank = `${prefix.trimEnd()}\n`;
  const before = isBlank ? (isFilled(above, prefix) ? blank : '') : `\n${blank}`;
  const after = isFilled(below, prefix) ? `\n${prefix.trimEnd()}` : '';
  const insert = before + printTable(emptyTable(2, 3, prefix)).join('\n') + after;
  const from = isBlank ? line.from : line.to;
  const cursor = from + before.length + prefix.length + 2;
  dispatch(
    state.update({
      changes: { from, to: line.to, insert },
      selection: EditorSelection.cursor(cursor),
      userEvent: 'input',
      scrollIntoView: true,
    }),
  );
  return true;
};

/** To the next cell, its text selected; behind the last one a row begins. */
export const nextCell: StateCommand = inTable(({ table, cell }) => {
  const columns = table.alignments.length;
  if (cell.column + 1 < columns) return { table, cell: { ...cell, column: cell.column + 1 } };
  const row = cell.row + 1;
  return { table: row < table.rows.length ? table : addRow(table, row), cell: { row, column: 0 } };
});

/** To the cell before; before the first one the cursor stays. */
export const previousCell: StateCommand = inTable(({ table, cell }) => {
  if (cell.column > 0) return { table, cell: { ...cell, column: cell.column - 1 } };
  if (cell.row === 0) return { table, cell };
  return { table, cell: { row: cell.row - 1, column: table.alignments.length - 1 } };
});

/** To the cell below; a row begins where there is none. From an empty last row the cursor leaves the table. */
export const cellBelow: StateCommand = (target) => leaveTable(target) || goBelow(target);

const goBelow = inTable(({ table, cell }) => {
  const row = cell.row + 1;
  return { table: row < table.rows.length ? table : addRow(table, row), cell: { row, column: cell.column } };
});

/** Puts the columns of the table under each other. */
export const tidyTable: StateCommand = inTable(({ table, cell }) => ({ table, cell }));

export const rowBelow: StateCommand = inTable(({ table, cell }) => ({
  table: addRow(table, cell.row + 1),
  cell: { row: cell.row + 1, column: cell.column },
}));

export const rowAbove: StateCommand = inTable(({ table, cell }) => ({
  table: addRow(table, cell.row),
  cell: { row: Math.max(1, cell.row), column: cell.column },
}));

export const columnAfter: StateCommand = inTable(({ table, cell }) => ({
  table: addColumn(table, cell.column + 1),
  cell: { row: cell.row, column: cell.column + 1 },
}));

export const columnBefore: StateCommand = inTable(({ table, cell }) => ({
  table: addColumn(table, cell.column),
  cell,
}));

export const removeRow: StateCommand = inTable(({ table, cell }) => ({
  table: deleteRow(table, cell.row),
  cell: { row: Math.min(cell.row, table.rows.length - 2), column: cell.column },
}));

export const removeColumn: StateCommand = inTable(({ table, cell }) => ({
  table: deleteColumn(table, cell.column),
  cell: { row: cell.row, column: Math.max(0, Math.min(cell.column, table.alignments.length - 2)) },
}));

/** Sets how the column of the cursor stands; once more takes it back. */
export function align(alignment: Alignment): StateCommand {
  return inTable(({ table, cell }) => ({
    table: alignColumn(table, cell.column, table.alignments[cell.column] === alignment ? 'none' : alignment),
    cell,
  }));
}

/** The keys of a table. Outside of one they do what they always do. */
export const tableKeys: readonly KeyBinding[] = [
  { key: 'Tab', run: nextCell, shift: previousCell },
  { key: 'Enter', run: cellBelow },
];

/** Whether the cursor is in a table. */
export function isInTable(state: EditorState): boolean {
  return tableAt(state) !== undefined;
}

function inTable(edit: (at: TableAt) => { table: Table; cell: Cell }): StateCommand {
  return ({ state, dispatch }) => {
    const at = tableAt(state);
    if (!at || state.readOnly) return false;
    const { table, cell } = edit(at);
    dispatch(state.update(rewritten(state, at.lines, table, cell)));
    return true;
  };
}

/** Writes the table in the place of its lines, and of them no more than what differs. */
function rewritten(state: EditorState, lines: readonly Line[], table: Table, cell: Cell): TransactionSpec {
  const from = lines[0]?.from ?? 0;
  const to = lines.at(-1)?.to ?? from;
  const printed = printTable(table);
  const insert = printed.join('\n');
  const index = cell.row === 0 ? 0 : cell.row + 1;
  const start = from + printed.slice(0, index).reduce((length, line) => length + line.length + 1, 0);
  const span = cellsOf(printed[index] ?? '')[cell.column];
  const selection = span
    ? EditorSelection.single(start + span.textFrom, start + span.textTo)
    : EditorSelection.cursor(from);
  const isSame = state.sliceDoc(from, to) === insert;
  return {
    ...(!isSame && { changes: { from, to, insert }, userEvent: 'input' }),
    selection,
    scrollIntoView: true,
  };
}

/** Clears an empty last row and goes to the line below the table. */
const leaveTable: StateCommand = ({ state, dispatch }) => {
  const at = tableAt(state);
  const row = at?.table.rows[at.cell.row];
  const line = at?.lines.at(-1);
  if (!at || !row || !line || state.readOnly) return false;
  const isEmptyLast =
    at.cell.row > 0 && at.cell.row === at.table.rows.length - 1 && row.every((text) => text === '');
  if (!isEmptyLast) return false;
  const insert = at.table.prefix.trimEnd();
  const selection = EditorSelection.cursor(line.from + insert.length);
  const changes = { from: line.from, to: line.to, insert };
  dispatch(state.update({ changes, selection, userEvent: 'input', scrollIntoView: true }));
  return true;
};

function tableAt(state: EditorState): TableAt | undefined {
  const { head } = state.selection.main;
  let node: SyntaxNode | null = null;
  for (const side of [1, -1] as const) {
    node = syntaxTree(state).resolveInner(head, side);
    while (node && node.name !== 'Table') node = node.parent;
    if (node) break;
  }
  if (!node) return undefined;
  const lines: Line[] = [];
  for (let line = state.doc.lineAt(node.from); ; line = state.doc.line(line.number + 1)) {
    lines.push(line);
    if (line.to >= node.to) break;
  }
  const table = readTable(lines.map(({ text }) => text));
  if (!table) return undefined;
  return { table, lines, cell: cellAt(state, lines) };
}

/** The cell of a position; the line of dashes counts as the head. */
function cellAt(state: EditorState, lines: readonly Line[]): Cell {
  const { head } = state.selection.main;
  const index = Math.max(
    0,
    lines.findIndex((line) => head <= line.to),
  );
  const line = lines[index] ?? state.doc.lineAt(head);
  const cells = cellsOf(line.text);
  const found = cells.findIndex(({ to }) => head - line.from <= to);
  return { row: index <= 1 ? 0 : index - 1, column: found < 0 ? Math.max(0, cells.length - 1) : found };
}

function isFilled(line: string, prefix: string): boolean {
  return line.startsWith(prefix.trimEnd()) && line.slice(prefix.trimEnd().length).trim() !== '';
}
