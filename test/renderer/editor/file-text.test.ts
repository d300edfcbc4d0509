import { history, isolateHistory, redo, undo } from '@codemirror/commands';
import { EditorState, type TransactionSpec } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fileTextOf,
  isSameFileText,
  keepLineEnds,
  parseFileText,
  printFileText,
  replaceLineEnds,
} from '../../../src-renderer/editor/file-text.ts';

function open(text: string): EditorState {
  const file = parseFileText(text);
  return EditorState.create({ doc: file.document, extensions: [history(), keepLineEnds(file.lineEnds)] });
}

function edit(state: EditorState, ...specs: TransactionSpec[]): EditorState {
  return specs.reduce((current, spec) => current.update(spec).state, state);
}

function run(state: EditorState, command: typeof undo): EditorState {
  let after = state;
  command({ state, dispatch: (transaction) => (after = transaction.state) });
  return after;
}

const print = (state: EditorState) => printFileText(fileTextOf(state));

const samples: Record<string, string> = {
  'uniform line feeds': 'one\ntwo\nthree\n',
  'Windows line ends': 'one\r\ntwo\r\nthree\r\n',
  'mixed line ends': 'one\r\ntwo\nthree\r\nfour\rfive\r\n',
  'lone carriage returns': 'one\rtwo\rthree',
  'a byte order mark': '\uFEFFone\r\ntwo',
  'no final newline': 'one\ntwo',
  'U+2028 and its kin': 'one\u2028two\u2029three\u0085four\n\u000bfive\u000c',
  'a byte order mark inside': 'one\uFEFF\ntwo',
  'nothing at all': '',
  'only line ends': '\r\n\n\r\r\n',
};

describe('the bytes of a file', () => {
  for (const [name, text] of Object.entries(samples)) {
    it(`come back as they were: ${name}`, () => expect(print(open(text))).toBe(text));

    it(`differ by the one letter that was typed: ${name}`, () => {
      const state = open(text);
      for (let position = 0; position <= state.doc.length; position += 1) {
        const typed = print(edit(state, { changes: { from: position, insert: 'x' } }));
        expect(typed.replace('x', '')).toBe(text);
        expect(typed).toHaveLength(text.length + 1);
      }
    });

    it(`are the original again after an edit is undone: ${name}`, () => {
      const state = open(text);
      for (let from = 0; from <= state.doc.length; from += 1) {
        for (const insert of ['', 'x', '\n', 'a\nb\n']) {
          const edited = edit(state, { changes: { from, to: Math.min(from + 4, state.doc.length), insert } });
          const undone = run(edited, undo);
          expect(print(undone)).toBe(text);
          expect(isSameFileText(fileTextOf(undone), fileTextOf(state))).toBe(true);
          expect(print(run(undone, redo))).toBe(print(edited));
        }
      }
    });
  }

  it('are kept for any text', () => {
    const piece = fc.constantFrom('a', 'word ', '\n', '\r\n', '\r', '\u2028', '\uFEFF', '😀', '---');
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(text, (value) => print(open(value)) === value));
  });

  it('are kept through any edits and undoing them all', () => {
    const piece = fc.constantFrom('a', 'b', '\n', '\r\n', '\r');
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    const change = fc.record({
      at: fc.nat(40),
      remove: fc.nat(6),
      insert: fc.constantFrom('', 'x', '\n', 'y\nz'),
    });
    fc.assert(
      fc.property(text, fc.array(change, { minLength: 1, maxLength: 12 }), (value, changes) => {
        let state = open(value);
        for (const { at, remove, insert } of changes) {
          const from = Math.min(at, state.doc.length);
          const to = Math.min(from + remove, state.doc.length);
          state = edit(state, { changes: { from, to, insert }, userEvent: 'input.type' });
        }
        for (let steps = 0; steps < changes.length; steps += 1) state = run(state, undo);
        return print(state) === value;
      }),
      { numRuns: 500 },
    );
  });
});

describe('a new line', () => {
  it('ends as most lines of the file do', () => {
    expect(print(edit(open('a\r\nb\r\nc\n'), { changes: { from: 1, insert: '\nx' } }))).toBe(
      'a\r\nx\r\nb\r\nc\n',
    );
    expect(print(edit(open('a'), { changes: { from: 1, insert: '\nx' } }))).toBe('a\nx');
  });
});

describe('a file that came from disk again', () => {
  it('brings its own line ends, and undo brings back those of before', () => {
    const theirs = parseFileText('one\r\ntwo\nthree\r\n');
    const state = open('one\ntwo\n');
    const replaced = edit(state, {
      changes: { from: 0, to: state.doc.length, insert: theirs.document },
      effects: replaceLineEnds.of(theirs.lineEnds),
      annotations: isolateHistory.of('full'),
    });
    expect(print(replaced)).toBe('one\r\ntwo\nthree\r\n');
    expect(print(run(replaced, undo))).toBe('one\ntwo\n');
    expect(print(run(run(replaced, undo), redo))).toBe('one\r\ntwo\nthree\r\n');
  });
});

describe('isSameFileText', () => {
  it('sees a line end that differs', () => {
    expect(isSameFileText(parseFileText('a\nb\n'), parseFileText('a\nb\n'))).toBe(true);
    expect(isSameFileText(parseFileText('a\nb\n'), parseFileText('a\nb\r\n'))).toBe(false);
    expect(isSameFileText(parseFileText('a\r\nb'), parseFileText('a\nb'))).toBe(false);
    expect(isSameFileText(parseFileText('\uFEFFa'), parseFileText('a'))).toBe(false);
  });
});
