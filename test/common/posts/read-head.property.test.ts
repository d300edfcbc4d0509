import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { readHead } from '../../../src-main/common/posts/read-head.ts';

const key = fc.constantFrom('title', 'date', 'tags', 'a-b', 'x.y', '_z', 'K9', '__proto__', 'constructor');
const scalar = fc.oneof(
  fc.constantFrom(
    ...[
      'Hello world',
      'a:b',
      'a: b',
      'a #b',
      'a#b',
      'C#',
      '2024-05-01',
      '2024-02-30',
      '12',
      '-1',
      '+1',
      '0x1f',
    ],
    ...[
      '1.10',
      '1e3',
      'true',
      'no',
      '~',
      'null',
      'Null',
      "it's",
      '"',
      "'",
      '"a" b',
      '"a\\tb"',
      "'a''b'",
      "'a'b",
    ],
    ...[
      '"a: b # c"',
      "'[x]'",
      '[',
      ']',
      '[]',
      '[ ]',
      '[a]',
      '[a, b]',
      '[a,]',
      '[, a]',
      "['a, b', c]",
      '["a" , b ]',
    ],
    ...[
      '[a b,c/d]',
      '[a: b]',
      '[[a]]',
      '[a] # x',
      '{a: b}',
      '|',
      '>-',
      '*a',
      '&a b',
      '!t',
      '@a',
      '%a',
      '`a`',
      '- a',
    ],
    ...[
      '(a)',
      '/a',
      '.5',
      '...',
      '---',
      '-',
      '?',
      ':',
      'Grün',
      'für [x]',
      '[ü, a]',
      '[a ü]',
      '文字',
      'a\u00a0b',
      'a\tb',
    ],
    ...[
      'a\u2028b',
      '\ufeffa',
      'a\u007fb',
      'a  b',
      'a ',
      '',
      ' ',
      '<<',
      'b:',
      'a,b',
      '10:30',
      '1_000',
      '.inf',
    ],
  ),
  fc.string({ unit: fc.constantFrom(...'ab1-:#\'"[], .&*ü'), maxLength: 12 }),
);
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, scalar).map(([name, value]) => `${name}: ${value}`) },
  { weight: 2, arbitrary: key.map((name) => `${name}:`) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(3), scalar).map(([indent, value]) => `${' '.repeat(indent)}- ${value}`),
  },
  { weight: 1, arbitrary: fc.tuple(key, scalar).map(([name, value]) => `  ${name}: ${value}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '# comment', '  ', ' # comment', '---', '...', '--- ', 'text', 'a:b'),
  },
);

describe('readHead', () => {
  it('reads what the full reader reads from any lines, or declines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = ['---', ...lines, '---', 'Body', ''].join(end);
        const head = readHead(text, true);
        if (!head) return;
        const { format, data, bodyStart, problems } = readFrontMatter(text);
        expect({ ...head, problems: [] }).toEqual({ format, data, bodyStart, problems });
      }),
      { numRuns: 20_000 },
    );
  });

  it('accepts most lines of the usual kinds', () => {
    const usual = fc.constantFrom(
      'Hello world',
      '"a: b"',
      "'x'",
      '[a, "b c"]',
      '2024-05-01',
      'true',
      '\n  - a\n  - b',
      '',
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(key, usual), { selector: ([name]) => name, minLength: 1 }),
        (lines) => {
          const block = lines.map(([name, value]) => `${name}: ${value}\n`).join('');
          expect(readHead(`---\n${block}---\n`)).toBeDefined();
        },
      ),
    );
  });
});
