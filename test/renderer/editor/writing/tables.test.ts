import type { StateCommand } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  align,
  cellBelow,
  columnAfter,
  columnBefore,
  insertTable,
  nextCell,
  previousCell,
  removeColumn,
  removeRow,
  rowAbove,
  rowBelow,
  tidyTable,
} from '../../../../src-renderer/editor/writing/table-commands.ts';
import {
  cellsOf,
  displayWidth,
  printTable,
  readTable,
} from '../../../../src-renderer/editor/writing/tables.ts';
import { becomes, run } from '../marked-text.ts';

// A broken bar is the cursor, a pair of them the selection: bars are the table's own.
const tidied = (lines: string[]) => {
  const read = readTable(lines);
  return read && printTable(read);
};
const does = (command: StateCommand) => becomes(command, '¦');
const small = ['| a   | b   |', '| --- | --- |', '| c   | d   |'] as const;
const table = (...lines: string[]) => lines.join('\n');

describe('reading and printing', () => {
  it('tidies', () =>
    expect(tidied(['a|b', '-|:-:', 'longer|c'])).toEqual([
      '| a      |  b  |',
      '| ------ | :-: |',
      '| longer |  c  |',
    ]));
  it('keeps escaped pipes', () =>
    expect(cellsOf('| a \\| b | `c \\| d` |').map(({ text }) => text)).toEqual(['a \\| b', '`c \\| d`']));
  it('ends cells at pipes in code as GFM does', () =>
    expect(cellsOf('| `a | b` |').map(({ text }) => text)).toEqual(['`a', 'b`']));
  it('keeps what is behind the last column', () =>
    expect(tidied(['|a|', '|-|', '|b|c|'])).toEqual(['| a   |     |', '| --- | --- |', '| b   | c   |']));
  it('reads no table where there is none', () => expect(readTable(['a | b', 'c | d'])).toBeUndefined());
  it.each([
    ['ab', 2],
    ['東京', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['ｱ', 1],
    ['한글', 4],
  ])('knows how wide signs are: %s', (text, width) => expect(displayWidth(text)).toBe(width));
});

describe('going through a table', () => {
  it('goes to the next cell', () =>
    does(nextCell)(table('| a¦   | b   |', ...small.slice(1)), table('| a   | ¦b¦   |', ...small.slice(1))));
  it('goes from the head to the row below', () =>
    does(nextCell)(
      table('| a   | b¦   |', ...small.slice(1)),
      table(...small.slice(0, 2), '| ¦c¦   | d   |'),
    ));
  it('begins a row behind the last cell', () =>
    does(nextCell)(table(...small.slice(0, 2), '| c   | d¦   |'), table(...small, '| ¦    |     |')));
  it('goes back', () =>
    does(previousCell)(
      table(...small.slice(0, 2), '| c¦   | d   |'),
      table('| a   | ¦b¦   |', ...small.slice(1)),
    ));
  it('stays in the first cell', () =>
    does(previousCell)(
      table('| a¦   | b   |', ...small.slice(1)),
      table('| ¦a¦   | b   |', ...small.slice(1)),
    ));
  it('goes down', () =>
    does(cellBelow)(
      table('| a   | b¦   |', ...small.slice(1)),
      table(...small.slice(0, 2), '| c   | ¦d¦   |'),
    ));
  it('leaves from an empty row', () =>
    does(cellBelow)(table(...small, '| ¦    |     |', '', 'after'), table(...small, '¦', '', 'after')));
  it('leaves other text alone', () => does(nextCell)('a¦ | b', 'a¦ | b'));
});

describe('changing a table', () => {
  it('adds a row below', () =>
    does(rowBelow)(
      table('| a¦   | b   |', ...small.slice(1)),
      table(...small.slice(0, 2), '| ¦    |     |', small[2]),
    ));
  it('adds a row above', () =>
    does(rowAbove)(
      table(...small.slice(0, 2), '| c¦   | d   |'),
      table(...small.slice(0, 2), '| ¦    |     |', small[2]),
    ));
  it('adds a column', () => does(columnAfter)('| a¦ |\n|---|', '| a   | ¦    |\n| --- | --- |'));
  it('adds a column before', () => does(columnBefore)('| a¦ |\n|---|', '| ¦    | a   |\n| --- | --- |'));
  it('deletes a row', () =>
    does(removeRow)(table(...small, '| e¦ | f |'), table(...small.slice(0, 2), '| ¦c¦   | d   |')));
  it('deletes a column', () =>
    does(removeColumn)(table('| a¦   | b   |', ...small.slice(1)), table('| ¦b¦   |', '| --- |', '| d   |')));
  it('aligns a column', () =>
    does(align('right'))(
      table('| a¦   | b   |', ...small.slice(1)),
      '|   ¦a¦ | b   |\n| --: | --- |\n|   c | d   |',
    ));
  it('takes that back', () =>
    does(align('right'))(
      '|   a¦ | b   |\n| --: | --- |\n|   c | d   |',
      table('| ¦a¦   | b   |', ...small.slice(1)),
    ));
  it('tidies', () => does(tidyTable)('|a¦|b|\n|-|-|\n|c|d|', table('| ¦a¦   | b   |', ...small.slice(1))));
  it('stays in its quote', () => does(rowBelow)('> | a¦ |\n> |---|', '> | a   |\n> | --- |\n> | ¦    |'));
});

describe('insertTable', () => {
  it('begins below the text', () =>
    does(insertTable)('text¦', 'text\n\n| ¦    |     |\n| --- | --- |\n|     |     |\n|     |     |'));
  it('begins on a blank line', () =>
    does(insertTable)(
      'a\n\n¦\n\nb',
      'a\n\n| ¦    |     |\n| --- | --- |\n|     |     |\n|     |     |\n\nb',
    ));
  it('keeps its distance', () =>
    does(insertTable)('a\n¦\nb', 'a\n\n| ¦    |     |\n| --- | --- |\n|     |     |\n|     |     |\n\nb'));
});

describe('every table command', () => {
  const text = fc
    .stringMatching(/^[a-z東한é`*_\\ 👍]{0,8}$/u)
    .map((one) => one.replaceAll('\\', '\\|').trim());
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(text, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 5 }),
    );
  const outside = fc.array(fc.constantFrom('text', '', '# a | b', '- | item', '```\n| c |\n```', '東 | 京'), {
    maxLength: 4,
  });
  const rough = (cells: string[][]) => {
    const [head = [], ...body] = cells.map((row) => `|${row.join('|')}|`);
    return [head, `|${(cells[0] ?? []).map(() => '-').join('|')}|`, ...body];
  };
  const keeping = [
    nextCell,
    previousCell,
    cellBelow,
    tidyTable,
    rowBelow,
    rowAbove,
    columnAfter,
    columnBefore,
    align('center'),
    align('right'),
  ];
  const cellsIn = (lines: string) =>
    lines
      .split('\n')
      .flatMap((line) => cellsOf(line).map((cell) => cell.text))
      .filter((one) => one !== '' && !/^:?-+:?$/.test(one));

  it('loses no cell and leaves all other lines as they are', () => {
    fc.assert(
      fc.property(
        outside,
        rows,
        outside,
        fc.nat(),
        fc.constantFrom(...keeping),
        (above, cells, below, place, command) => {
          const body = rough(cells).join('\n');
          const at = place % (body.length + 1);
          const before = above.map((one) => `${one}\n`).join('');
          const after = below.map((one) => `\n${one}`).join('');
          const whole = `${before}\n${body.slice(0, at)}¦${body.slice(at)}\n${after}`;
          const done = run(command, whole, '¦').replaceAll('¦', '');
          expect(done.startsWith(`${before}\n`)).toBe(true);
          expect(done.endsWith(`\n${after}`)).toBe(true);
          const inner = done.slice(before.length + 1, done.length - after.length - 1);
          expect(cellsIn(inner)).toEqual(cellsIn(body));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('deletes one row or column and nothing else', () => {
    fc.assert(
      fc.property(rows, fc.nat(), fc.constantFrom(removeRow, removeColumn), (cells, place, command) => {
        const body = rough(cells).join('\n');
        const at = place % (body.length + 1);
        const done = run(
          command,
          `before\n\n${body.slice(0, at)}¦${body.slice(at)}\n\nafter`,
          '¦',
        ).replaceAll('¦', '');
        expect(done.startsWith('before\n\n') && done.endsWith('\n\nafter')).toBe(true);
        const left = cellsIn(done.slice(8, -7));
        const all = cellsIn(body);
        expect(left.every((one) => all.includes(one))).toBe(true);
        const most = command === removeRow ? (cells[0]?.length ?? 0) : cells.length;
        expect(all.length - left.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
