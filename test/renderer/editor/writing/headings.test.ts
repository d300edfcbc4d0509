import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { paragraphAround } from '../../../../src-renderer/editor/writing/focus-mode.ts';
import { headingsOf } from '../../../../src-renderer/editor/writing/headings.ts';

const textOf = (...lines: string[]) => Text.of(lines);
const found = (...lines: string[]) =>
  headingsOf(textOf(...lines), 0).map(({ level, words, line }) => `${line} ${level} ${words}`);

describe('headingsOf', () => {
  it('finds both forms', () =>
    expect(found('# One #', 'text', '', 'Two', '===', 'Three', '---', '### Four')).toEqual([
      '1 1 One',
      '4 1 Two',
      '6 2 Three',
      '8 3 Four',
    ]));
  it('finds none in code', () => expect(found('```', '# no', '```', '~~~', '# no')).toEqual([]));
  it('knows lines between parts and lists from headings', () =>
    expect(found('text', '', '---', '- item', '---', '#tag')).toEqual([]));
  it('shows the words without marks', () =>
    expect(found('## A **bold** `code` [link](x) {#id}')).toEqual(['1 2 A bold code link']));
  it('begins behind the front matter', () => {
    const doc = textOf('---', '# a comment', '---', '# One');
    expect(headingsOf(doc, doc.line(4).from)).toMatchObject([{ words: 'One', line: 4 }]);
  });
});

describe('paragraphAround', () => {
  it('reaches from blank line to blank line', () => {
    const doc = textOf('a', '', 'b', 'c', '', 'd');
    expect(paragraphAround(doc, { from: 5, to: 5 })).toEqual({ first: 3, last: 4 });
    expect(paragraphAround(doc, { from: 2, to: 2 })).toEqual({ first: 2, last: 2 });
  });
});
