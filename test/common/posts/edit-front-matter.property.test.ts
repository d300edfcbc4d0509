import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
  type FrontMatterInput,
  invertChanges,
} from '../../../src-main/common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { readHead } from '../../../src-main/common/posts/read-head.ts';
import { splitPost } from '../../../src-main/common/posts/split-post.ts';

/** A post whose text is known piece by piece: an edit of one key may touch only that key's piece. */
interface MadePost {
  format: 'yaml' | 'toml' | 'json';
  head: string;
  pieces: { key: string; text: string }[];
  tail: string;
  body: string;
}

const runs = 400;
const edgeCharacters = [
  ...' :#\'"-?[]{},&*!|>%@`\\\t~=<.0123eEx_+/',
  'é',
  '日',
  '🎉',
  '\u00A0',
  '\u2028',
  'a',
  'Z',
];
const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abcdefgh') });
const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
const anyText = fc.oneof(
  words,
  fc.string({ maxLength: 12, unit: fc.constantFrom(...edgeCharacters) }),
  fc.string({ maxLength: 20, unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    '2024-05-01',
    '1.10',
    'a: b',
    '# x',
    "it's",
    'null',
    '',
    'a\nb',
    ' a',
    'two\n\nlines\n',
  ),
);
const keyName = fc.constantFrom(
  ...[
    'title',
    'date',
    'description',
    'tags',
    'draft',
    'layout',
    'author',
    'extra',
    'cSpell:ignore',
    'Title',
    'x-y',
    'weight',
  ],
);

const singleQuoted = anyText
  .filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text))
  .map((text) => `'${text.replaceAll("'", "''")}'`);
const doubleQuoted = anyText.map((text) => JSON.stringify(text).replace(/[\u2028\u2029\u00A0\u0085]/g, ''));
const comment = fc.constantFrom('', '', ' # a comment');
const yamlScalar = fc.oneof(
  words,
  singleQuoted,
  doubleQuoted,
  fc.constantFrom('2020', '1.10', 'true', 'yes', '2015-1-6', '~'),
);
const oneLine = fc.tuple(yamlScalar, comment).map(([value, behind]) => ` ${value}${behind}`);
const flowList = fc
  .tuple(
    fc.array(fc.oneof(word, singleQuoted, doubleQuoted), { maxLength: 4 }),
    fc.constantFrom(', ', ',', ' , ', ',\n    '),
    comment,
  )
  .map(([items, separator, behind]) => ` [${items.join(separator)}]${behind}`);
const blockList = fc
  .tuple(
    fc.array(fc.tuple(yamlScalar, comment), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '  ', '    '),
    fc.constantFrom('- ', '-   '),
    comment,
  )
  .map(
    ([items, indent, dash, first]) =>
      `${first}\n${items.map(([item, behind]) => indent + dash + item + behind).join('\n')}`,
  );
const blockScalar = fc
  .tuple(
    fc.constantFrom('|', '>', '|-', '>-'),
    fc.array(words, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('  ', '    '),
  )
  .map(([style, lines, indent]) => ` ${style}\n${lines.map((line) => indent + line).join('\n')}`);
const quotedLines = fc
  .array(words, { minLength: 2, maxLength: 3 })
  .map((lines) => ` "${lines.join('\n  ')}"`);
const nestedMap = fc
  .uniqueArray(word, { minLength: 1, maxLength: 3 })
  .chain((keys) =>
    fc
      .tuple(...keys.map((key) => oneLine.map((value) => `  ${key}:${value}`)))
      .map((lines) => `\n${lines.join('\n')}`),
  );
const yamlValue = fc.oneof(
  oneLine,
  oneLine,
  flowList,
  blockList,
  blockScalar,
  quotedLines,
  nestedMap,
  fc.constant(''),
);
const between = fc.constantFrom('', '', '', '# a comment\n', '\n', '# - no item\n\n');

const body = fc.constantFrom(
  '',
  'Hello\n',
  '\nHello',
  '---\nfoo: bar\n---\n',
  '\n---js\nfoo\n---\n',
  'no newline',
  '\r\n\r\n',
  '+++\n',
);
const lineEnds = fc.constantFrom('\n', '\n', '\r\n');

/** The same post with other line ends; the body is the author's and keeps its own. */
function withLineEnds(post: MadePost, lineEnd: string): MadePost {
  const convert = (text: string) => text.replaceAll('\n', lineEnd);
  const pieces = post.pieces.map(({ key, text }) => ({ key, text: convert(text) }));
  return { ...post, head: convert(post.head), pieces, tail: convert(post.tail) };
}

const yamlPost: fc.Arbitrary<MadePost> = fc
  .record({
    entries: fc.uniqueArray(fc.tuple(keyName, yamlValue, between), {
      selector: ([key]) => key,
      maxLength: 7,
    }),
    head: fc.constantFrom('---\n', '---  \n', '\uFEFF---\n'),
    tail: fc.constantFrom('---\n', '--- \n', '...\n'),
    lead: between,
    body,
    lineEnd: lineEnds,
  })
  .map(({ entries, head, tail, lead, body, lineEnd }) =>
    withLineEnds(
      {
        format: 'yaml',
        head: head + lead,
        pieces: entries.flatMap(([key, value, after]) => [
          { key, text: `${key}:${value}\n` },
          { key: '', text: after },
        ]),
        tail,
        body,
      },
      lineEnd,
    ),
  );

const tomlString = fc.oneof(
  anyText.map((text) => JSON.stringify(text).replaceAll('\u007f', '')),
  words.map((text) => `'${text}'`),
);
const tomlScalar = fc.oneof(
  tomlString,
  fc.constantFrom('true', '12', '1.5', '2024-05-01', '2024-05-01T10:00:00Z', '2024-05-01 10:00:00'),
);
const tomlValue = fc.oneof(
  tomlScalar,
  fc
    .tuple(fc.array(tomlString, { maxLength: 3 }), fc.constantFrom(', ', ',\n  '))
    .map(([items, separator]) => `[${items.join(separator)}]`),
  words.map((text) => `"""\n${text}\n${text}"""`),
  fc.tuple(word, tomlScalar).map(([key, value]) => `{ ${key} = ${value} }`),
);
const tomlName = keyName.map((key) => key.replace(':', '-'));
const tomlPost: fc.Arbitrary<MadePost> = fc
  .record({
    entries: fc.uniqueArray(fc.tuple(tomlName, tomlValue, between, comment), {
      selector: ([key]) => key,
      maxLength: 6,
    }),
    table: fc.constantFrom(
      '',
      '[taxonomies]\ncategories = ["a"]\n',
      '\n[params]\n  x = 1\n\n[params.deep]\ny = 2\n',
      '[[list]]\nz = 1\n',
    ),
    equals: fc.constantFrom(' = ', '='),
    lead: between,
    body,
    lineEnd: lineEnds,
  })
  .map(({ entries, table, equals, lead, body, lineEnd }) =>
    withLineEnds(
      {
        format: 'toml',
        head: `+++\n${lead}`,
        pieces: [
          ...entries.flatMap(([key, value, after, behind]) => [
            { key, text: `${key}${equals}${value}${behind}\n` },
            { key: '', text: after },
          ]),
          { key: '', text: table },
        ],
        tail: '+++\n',
        body,
      },
      lineEnd,
    ),
  );

const jsonValue = fc.oneof(
  anyText,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(anyText, { maxLength: 3 }),
);
const jsonPost: fc.Arbitrary<MadePost> = fc
  .record({
    entries: fc.uniqueArray(fc.tuple(keyName, jsonValue), { selector: ([key]) => key, maxLength: 6 }),
    indent: fc.constantFrom('  ', '\t', '    '),
    body,
    lineEnd: lineEnds,
  })
  .map(({ entries, indent, body, lineEnd }) => {
    const text = JSON.stringify(Object.fromEntries(entries), null, indent).replace(/\u007f/g, '');
    return withLineEnds({ format: 'json', head: `${text}\n`, pieces: [], tail: '', body }, lineEnd);
  });

function textOf({ head, pieces, tail, body }: MadePost): string {
  return head + pieces.map(({ text }) => text).join('') + tail + body;
}

function independentData(text: string, format: MadePost['format']): Record<string, unknown> {
  const { content } = splitPost(text);
  const block = text.slice(content.from, content.to);
  const data =
    format === 'toml' ? parseToml(block) : format === 'json' ? JSON.parse(block) : parseYaml(block);
  return JSON.parse(JSON.stringify(data ?? {})) as Record<string, unknown>;
}

const input: fc.Arbitrary<FrontMatterInput> = fc.oneof(
  anyText,
  fc.integer(),
  fc.boolean(),
  fc.array(anyText, { maxLength: 4 }),
  fc.constantFrom('2024-05-01', '2024-05-01T10:00:00Z').map((source) => ({ kind: 'date' as const, source })),
  fc.dictionary(word, anyText, { maxKeys: 2 }).map((value) => ({ kind: 'json' as const, value })),
);

function writtenValue(value: FrontMatterInput): unknown {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return value;
  return value.kind === 'date' ? value.source : value.value;
}

/** What holds after every edit that was not refused. */
function holds(post: MadePost, edit: FrontMatterEdit): boolean {
  const text = textOf(post);
  const before = readFrontMatter(text);
  const result = editFrontMatter(text, [edit]);
  if (!result.ok) return false;
  const changed = applyChanges(text, result.changes);
  expect(applyChanges(changed, invertChanges(text, result.changes))).toBe(text);
  const key = edit.key[0] as string;
  expectOnlyThatPiece(post, text, changed, key, result.changes);
  const { data } = readFrontMatter(changed);
  if (edit.kind === 'unset') expect(Object.hasOwn(data, key)).toBe(false);
  else expect(says(data[key], writtenValue(edit.value)), `${text}\n⇒\n${changed}`).toBe(true);
  const { [key]: _after, ...others } = data;
  const { [key]: _before, ...othersBefore } = before.data;
  expect(others).toEqual(othersBefore);
  return true;
}

/** A list keeps an item whose source text is what was asked for: 2020 stays the number 2020. */
function says(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(wanted)) {
    return value.length === wanted.length && value.every((item, at) => says(item, wanted[at]));
  }
  if (typeof wanted === 'string' && typeof value !== 'object')
    return value === wanted || typeof value !== 'string';
  if (wanted === '~' || typeof wanted !== 'object') return value === wanted || value === null;
  return JSON.stringify(value) === JSON.stringify(wanted);
}

function expectOnlyThatPiece(
  post: MadePost,
  text: string,
  changed: string,
  key: string,
  changes: readonly { from: number; to: number; insert: string }[],
): void {
  expect(changed.endsWith(post.tail + post.body)).toBe(true);
  if (post.format === 'json') return;
  const at = post.pieces.findIndex((piece) => piece.key === key);
  if (at === -1) {
    expect(changes.every(({ from, to }) => from === to)).toBe(true);
    return;
  }
  const prefix =
    post.head +
    post.pieces
      .slice(0, at)
      .map((piece) => piece.text)
      .join('');
  const suffix =
    post.pieces
      .slice(at + 1)
      .map((piece) => piece.text)
      .join('') +
    post.tail +
    post.body;
  expect(changed.startsWith(prefix), `${text}\n⇒\n${changed}`).toBe(true);
  expect(changed.endsWith(suffix), `${text}\n⇒\n${changed}`).toBe(true);
}

const kinds = { yaml: yamlPost, toml: tomlPost, json: jsonPost };

describe('front matter of any shape', () => {
  for (const [format, posts] of Object.entries(kinds)) {
    it(`${format}: is split into parts that are the whole text`, () => {
      fc.assert(
        fc.property(posts, (post) => {
          const text = textOf(post);
          const { opening, content, closing, body } = splitPost(text);
          const parts = [opening, content, closing, body]
            .map(({ from, to }) => text.slice(from, to))
            .join('');
          expect((text.startsWith('\uFEFF') ? '\uFEFF' : '') + parts).toBe(text);
          expect(text.slice(body.from)).toBe(post.body);
        }),
        { numRuns: runs },
      );
    });

    it(`${format}: is read as an independent parser reads it, and its head the same`, () => {
      fc.assert(
        fc.property(posts, (post) => {
          const text = textOf(post);
          const front = readFrontMatter(text);
          expect(front.problems).toEqual([]);
          const plain = JSON.parse(JSON.stringify(front.data)) as Record<string, unknown>;
          if (format !== 'toml') expect(plain).toEqual(independentData(text, post.format));
          const head = readHead(text, true);
          if (head) expect(head).toEqual({ format, data: front.data, bodyStart: front.bodyStart });
        }),
        { numRuns: runs },
      );
    });

    it(`${format}: takes any value for any key and changes nothing else`, () => {
      let refused = 0;
      fc.assert(
        fc.property(posts, keyName, input, (post, key, value) => {
          if (!holds(post, { kind: 'set', key: [key], value })) refused += 1;
        }),
        { numRuns: runs },
      );
      expect(refused / runs).toBeLessThan(0.02);
    });

    it(`${format}: loses any key and nothing else`, () => {
      let refused = 0;
      fc.assert(
        fc.property(posts, keyName, (post, key) => {
          if (!holds(post, { kind: 'unset', key: [key] })) refused += 1;
        }),
        { numRuns: runs },
      );
      expect(refused / runs).toBeLessThan(0.02);
    });

    it(`${format}: takes several edits at once as one list of changes`, () => {
      fc.assert(
        fc.property(posts, fc.array(fc.tuple(keyName, anyText), { maxLength: 4 }), (post, wanted) => {
          const text = textOf(post);
          const edits = wanted.map(([key, value]) => ({ kind: 'set' as const, key: [key], value }));
          const together = editFrontMatter(text, edits);
          let oneByOne = text;
          for (const edit of edits) {
            const result = editFrontMatter(oneByOne, [edit]);
            if (!result.ok) return;
            oneByOne = applyChanges(oneByOne, result.changes);
          }
          if (!together.ok) throw new Error(together.message);
          expect(applyChanges(text, together.changes)).toBe(oneByOne);
          for (const [at, change] of together.changes.entries()) {
            expect(change.from).toBeGreaterThanOrEqual(together.changes[at - 1]?.to ?? 0);
          }
        }),
        { numRuns: runs / 2 },
      );
    });
  }

  it('json: is what JSON.stringify would write, after a change and after a removal', () => {
    const entries = fc.uniqueArray(fc.tuple(keyName, jsonValue), {
      selector: ([key]) => key,
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(entries, fc.constantFrom('  ', '\t'), fc.nat(5), anyText, (made, indent, place, value) => {
        const print = (list: typeof made) => `${JSON.stringify(Object.fromEntries(list), null, indent)}\n`;
        const text = print(made);
        const at = place % made.length;
        const key = made[at]?.[0] as string;
        const removed = editFrontMatter(text, [{ kind: 'unset', key: [key] }]);
        const changed = editFrontMatter(text, [{ kind: 'set', key: [key], value }]);
        if (!removed.ok || !changed.ok) throw new Error('refused');
        expect(applyChanges(text, removed.changes)).toBe(print(made.filter((_, index) => index !== at)));
        if (changed.changes.length === 0) return;
        expect(applyChanges(text, changed.changes)).toBe(
          print(made.map((entry, index) => (index === at ? [key, value] : entry))),
        );
      }),
      { numRuns: runs },
    );
  });

  it('survives any text at all', () => {
    const lines = fc.constantFrom(
      ...[
        '---',
        '+++',
        ';;;',
        '...',
        '{',
        '}',
        'title: x',
        'title = "x"',
        '"title": "x",',
        '- a',
        '  b: c',
        '',
        '# c',
        'tags:',
        '&a',
        '*a',
        '"',
        "'",
        '[',
        ']',
        '\t',
        '? a',
        '|',
        '<<: *a',
      ],
    );
    const text = fc.array(fc.oneof(lines, anyText), { maxLength: 12 }).map((list) => list.join('\n'));
    fc.assert(
      fc.property(text, fc.boolean(), (made, fenced) => {
        const post = fenced ? `---\n${made}\n---\n` : made;
        const front = readFrontMatter(post);
        expect(post.slice(front.bodyStart)).toBe(post.slice(splitPost(post).body.from));
        const head = readHead(post, true);
        if (head) expect([head.data, front.problems]).toEqual([front.data, []]);
        const result = editFrontMatter(post, [{ kind: 'set', key: ['title'], value: 'new' }]);
        if (result.ok) {
          const after = readFrontMatter(applyChanges(post, result.changes));
          expect({ ...after.data }).toEqual({ ...front.data, title: 'new' });
        }
      }),
      { numRuns: runs * 5 },
    );
  });
});
