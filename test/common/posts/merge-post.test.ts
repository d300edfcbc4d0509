import { describe, expect, it } from 'vitest';
import { type MergeChoice, mergedText, mergePost } from '../../../src-main/common/posts/merge-post.ts';

const post = `---
title: First words # the title
date: 2024-05-01T09:30:00+02:00
tags: [wasm, security]
categories:
  - notes
  - code
extra:
  author: Ada
  toc: true
---

The first paragraph
has two lines.

The second paragraph.

- one
- two
- three

The last paragraph.
`;

type Edit = [from: string, to: string];

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((current, [from, to]) => {
    expect(current).toContain(from);
    return current.replace(from, () => to);
  }, text);
}

/** The text where both merge by themselves, whoever is called ours. */
function merged(base: string, ours: string, theirs: string): string {
  const result = mergePost(base, ours, theirs);
  expect(result.kind, JSON.stringify(result, null, 1)).toBe('merged');
  expect(mergePost(base, theirs, ours)).toMatchObject({ text: result.kind === 'merged' && result.text });
  return result.kind === 'merged' ? result.text : '';
}

/** The conflicts, and the texts that the choices give. */
function conflicts(base: string, ours: string, theirs: string) {
  const result = mergePost(base, ours, theirs);
  expect(result.kind).toBe('conflict');
  const choose = (choice: MergeChoice) => mergedText(result.parts, () => choice);
  return {
    parts: result.parts.filter((part) => part.kind === 'conflict'),
    ours: choose('ours'),
    theirs: choose('theirs'),
    both: choose('both'),
    choose,
  };
}

describe('mergePost', () => {
  describe('takes both edits', () => {
    const t: Edit = ['First words', 'New words'];
    const last: Edit = ['The last paragraph.', 'The end.'];
    it.each<[string, Edit[], Edit[], Edit[]?]>([
      ['values of neighbouring keys', [t], [['2024-05-01T', '2025-06-02T']]],
      [
        'a new key and one that went',
        [['tags: [', 'draft: true\ntags: [']],
        [['date: 2024-05-01T09:30:00+02:00\n', '']],
      ],
      ['a new key and a new value beside it', [['tags: [', 'draft: true\ntags: [']], [['security]', 'web]']]],
      ['a value and the comment above the next key', [t], [['date:', '# when\ndate:']]],
      ['both ends of a list of tags', [['[wasm', '[rust, wasm']], [['security]', 'security, web]']]],
      [
        'both ends of a list in lines',
        [['  - notes', '  - first\n  - notes']],
        [['  - code', '  - code\n  - last']],
      ],
      ['an item that went and one that came', [['wasm, ', '']], [['security]', 'security, web]']]],
      ['nested keys side by side', [['Ada', 'Grace']], [['toc: true', 'toc: false']]],
      ['front matter and body', [t], [last]],
      ['neighbouring lines of a paragraph', [['paragraph\n', 'words\n']], [['two lines.', 'a second line.']]],
      ['neighbouring items of a list', [['- one', '- eins']], [['- two', '- zwei']]],
      ['neighbouring paragraphs', [['The second', 'A second']], [['- one', '- eins']]],
      ['a paragraph that went and another', [['The second paragraph.\n\n', '']], [last]],
      ['the first and the last paragraph', [['The first', 'A first']], [['The last paragraph.\n', 'No']]],
      [
        'the last paragraph and the final newline',
        [last],
        [['The last paragraph.\n', 'The last paragraph.']],
        [['The last paragraph.\n', 'The end.']],
      ],
      [
        'an item and a new one behind it',
        [['- three', '- drei']],
        [['- three', '- three\n- four']],
        [['- three', '- drei\n- four']],
      ],
      [
        'a paragraph and a new one behind it',
        [last],
        [['The last paragraph.', 'The last paragraph.\n\nMore.']],
        [['The last paragraph.', 'The end.\n\nMore.']],
      ],
      [
        'a paragraph and a new one before it',
        [['The second', 'A second']],
        [['The second', 'New.\n\nThe second']],
        [['The second', 'New.\n\nA second']],
      ],
      [
        'the first paragraph that went and a new one behind it',
        [['The first paragraph\nhas two lines.\n\n', '']],
        [['two lines.', 'two lines.\n\nNew.']],
        [['The first paragraph\nhas two lines.', 'New.']],
      ],
      [
        'a tag from each, in one order',
        [['security]', 'security, web]']],
        [['security]', 'security, art]']],
        [['security]', 'security, art, web]']],
      ],
      [
        'another order of keys and a value',
        [
          [
            'title: First words # the title\ndate: 2024-05-01T09:30:00+02:00\n',
            'date: 2024-05-01T09:30:00+02:00\ntitle: First words # the title\n',
          ],
        ],
        [t],
        [
          [
            'title: First words # the title\ndate: 2024-05-01T09:30:00+02:00\n',
            'date: 2024-05-01T09:30:00+02:00\ntitle: New words # the title\n',
          ],
        ],
      ],
      ['the same edit by both, and another', [t, last], [t], [t, last]],
    ])('%s', (_name, ours, theirs, expected = [...ours, ...theirs]) => {
      expect(merged(post, edited(post, ours), edited(post, theirs))).toBe(edited(post, expected));
    });

    it.each([
      [
        'a blank line that went',
        'A\n\nB\n\nC\n\nD\n',
        'A\nB\n\nC\n\nD\n',
        'A\n\nB\n\nC\n\nD!\n',
        'A\nB\n\nC\n\nD!\n',
      ],
      ['blank lines that came', 'A\n\nB\n\nC\n', 'A\n\n\n\nB\n\nC\n', 'A\n\nB\n\nC!\n', 'A\n\n\n\nB\n\nC!\n'],
      [
        'paragraphs joined on both sides of one',
        'A\n\nB\n\nC\n',
        'A\nx\nB\n\nC\n',
        'A\n\nB\ny\nC\n',
        'A\nx\nB\ny\nC\n',
      ],
      [
        'a fence that one side has not closed yet',
        '---\ntitle: A\n---\nText\n\nMore\n',
        'title: A\n---\nText\n\nMore\n',
        '---\ntitle: A\n---\nText\n\nMore!\n',
        'title: A\n---\nText\n\nMore!\n',
      ],
    ])('%s', (_name, base, ours, theirs, both) => {
      expect(merged(base, ours, theirs)).toBe(both);
    });

    it('of every format', () => {
      const toml = '+++\ntitle = "A" # t\ntags = ["x"]\n[extra]\na = 1\nb = 2\n+++\nText\n';
      expect(
        merged(
          toml,
          toml.replace('"A"', '"B"').replace('a = 1', 'a = 3'),
          toml.replace('b = 2', 'b = 4').replace('["x"]', '["x", "y"]'),
        ),
      ).toBe('+++\ntitle = "B" # t\ntags = ["x", "y"]\n[extra]\na = 3\nb = 4\n+++\nText\n');
      const json = '{\n  "title": "A",\n  "tags": ["x"]\n}\n\nText\n';
      expect(
        merged(json, json.replace('"A"', '"B"'), json.replace('["x"]', '["x", "y"],\n  "draft": true')),
      ).toBe('{\n  "title": "B",\n  "tags": ["x", "y"],\n  "draft": true\n}\n\nText\n');
      expect(merged('{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1,\n  "c": 3\n}\n')).toBe(
        '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n',
      );
      const hexo = 'title: A\ndate: 2024-05-01\n---\nText\n';
      expect(merged(hexo, hexo.replace('A', 'B'), hexo.replace('2024', '2025'))).toBe(
        'title: B\ndate: 2025-05-01\n---\nText\n',
      );
    });

    it('where one adds the front matter', () => {
      expect(merged('Text\n', '---\ntitle: A\n---\nText\n', 'Other text\n')).toBe(
        '---\ntitle: A\n---\nOther text\n',
      );
    });

    it('where the front matter cannot be read', () => {
      const broken = '---\ntitle: "A\ndate: x\ntags: [\nnote: y\n---\nText\n';
      expect(merged(broken, broken.replace('"A', 'A'), broken.replace('tags: [', 'tags: []'))).toBe(
        '---\ntitle: A\ndate: x\ntags: []\nnote: y\n---\nText\n',
      );
    });

    it('inside a block of code, blank lines and all', () => {
      const code = 'Words.\n\n```js\nfirst();\n\nsecond();\n```\n\nMore.\n';
      expect(merged(code, code.replace('first', 'one'), code.replace('second', 'two'))).toBe(
        'Words.\n\n```js\none();\n\ntwo();\n```\n\nMore.\n',
      );
    });
  });

  describe('keeps bytes', () => {
    it.each([
      ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
      ['a byte order mark', (text: string) => `\uFEFF${text}`],
      ['no final newline', (text: string) => text.slice(0, -1)],
      ['old line ends', (text: string) => text.replaceAll('\n', '\r')],
    ])('%s', (_name, as) => {
      const ours = edited(post, [['The second', 'A second']]);
      const theirs = edited(post, [['The first', 'A first']]);
      const both = edited(post, [
        ['The second', 'A second'],
        ['The first', 'A first'],
      ]);
      expect(merged(as(post), as(ours), as(theirs))).toBe(as(both));
    });

    it('takes other line ends or a byte order mark as an edit of its own', () => {
      const windows = post.replaceAll('\n', '\r\n');
      const ours = edited(post, [['The last', 'The very last']]);
      expect(merged(post, ours, windows)).toBe(ours.replaceAll('\n', '\r\n'));
      expect(merged(windows, post, edited(windows, [['The last', 'The very last']]))).toBe(ours);
      expect(merged(`\uFEFF${post}`, post, `\uFEFF${ours}`)).toBe(ours);
    });

    it('leaves odd quotes, blanks and mixed line ends of both sides', () => {
      const base = `---\ntitle:   'A'\r\ndate: "2024"\n---\none\r\n\ntwo  \n\nthree`;
      const ours = base.replace(`  'A'`, ` 'A''s' # x`);
      const theirs = base.replace('two  ', 'two\t');
      expect(merged(base, ours, theirs)).toBe(
        `---\ntitle:  'A''s' # x\r\ndate: "2024"\n---\none\r\n\ntwo\t\n\nthree`,
      );
    });
  });

  describe('leaves to a choice', () => {
    it('a field that both set, and nothing else', () => {
      const ours = edited(post, [
        ['First words', 'Mine'],
        ['Ada', 'Grace'],
      ]);
      const theirs = edited(post, [
        ['First words', 'Yours'],
        ['The last', 'A last'],
      ]);
      const found = conflicts(post, ours, theirs);
      expect(found.parts).toMatchObject([
        {
          where: { kind: 'field', key: ['title'] },
          base: 'title: First words # the title',
          ours: 'title: Mine # the title',
          theirs: 'title: Yours # the title',
          both: undefined,
        },
      ]);
      expect(found.ours).toBe(edited(ours, [['The last', 'A last']]));
      expect(found.theirs).toBe(edited(theirs, [['Ada', 'Grace']]));
      expect(found.choose({ text: 'title: Ours' })).toContain('---\ntitle: Ours\ndate:');
    });

    it('a nested field', () => {
      const found = conflicts(
        post,
        edited(post, [['Ada', 'Grace']]),
        edited(post, [
          ['Ada', 'Alan'],
          ['toc: true', 'toc: false'],
        ]),
      );
      expect(found.parts).toMatchObject([
        { where: { kind: 'field', key: ['extra', 'author'] }, ours: '  author: Grace' },
      ]);
      expect(found.ours).toBe(
        edited(post, [
          ['Ada', 'Grace'],
          ['toc: true', 'toc: false'],
        ]),
      );
    });

    it('a field that one set and the other removed', () => {
      const ours = edited(post, [['date: 2024-05-01T09:30:00+02:00\n', '']]);
      const theirs = edited(post, [['2024-05-01', '2025-05-01']]);
      const found = conflicts(post, ours, theirs);
      expect([found.ours, found.theirs]).toEqual([ours, theirs]);
    });

    it('the first field, removed or set', () => {
      const ours = edited(post, [['title: First words # the title\n', '']]);
      const theirs = edited(post, [['First words', 'Yours']]);
      const found = conflicts(post, ours, theirs);
      expect([found.ours, found.theirs]).toEqual([ours, theirs]);
    });

    it('a paragraph that both changed, whole, with the line where ours has it', () => {
      const ours = edited(post, [['has two lines.', 'has a few lines.']]);
      const theirs = edited(post, [
        ['has two lines.', 'has no more.'],
        ['The last', 'A last'],
      ]);
      const found = conflicts(post, ours, theirs);
      expect(found.parts).toMatchObject([
        {
          where: { kind: 'paragraph', line: 13 },
          ours: 'The first paragraph\nhas a few lines.',
          theirs: 'The first paragraph\nhas no more.',
        },
      ]);
      expect(found.both).toBe(
        edited(post, [
          ['has two lines.', 'has a few lines.\n\nThe first paragraph\nhas no more.'],
          ['The last', 'A last'],
        ]),
      );
      expect(found.theirs).toBe(theirs);
    });

    it('what both added at one place', () => {
      const ours = `${post}\nMine.\n`;
      const theirs = `${post}\nYours.\n`;
      const found = conflicts(post, ours, theirs);
      expect([found.ours, found.theirs, found.both]).toEqual([ours, theirs, `${post}\nMine.\n\nYours.\n`]);
    });

    it('a line that one added to a paragraph of which the other changed the line before', () => {
      const ours = edited(post, [['two lines.', 'two lines.\nOr three.']]);
      const theirs = edited(post, [['two lines.', 'a few lines']]);
      expect(conflicts(post, ours, theirs).ours).toBe(ours);
    });

    it('one line of a list, and no others', () => {
      const ours = edited(post, [
        ['- two', '- zwei'],
        ['- three', '- drei'],
      ]);
      const theirs = edited(post, [
        ['- two', '- deux'],
        ['- one', '- un'],
      ]);
      const found = conflicts(post, ours, theirs);
      expect(found.parts).toMatchObject([{ ours: '- zwei', theirs: '- deux', where: { line: 19 } }]);
      expect(found.both).toContain('- un\n- zwei\n- deux\n- drei\n');
    });

    it('a paragraph that one changed and the other removed', () => {
      const ours = edited(post, [['The second paragraph.\n\n', '']]);
      const theirs = edited(post, [['The second', 'A second']]);
      const found = conflicts(post, ours, theirs);
      expect([found.ours, found.theirs, found.both]).toEqual([ours, theirs, theirs]);
    });

    it('the first paragraph, removed or changed', () => {
      const found = conflicts('One.\n\nTwo.\n', 'Two.\n', 'One!\n\nTwo.\n');
      expect([found.ours, found.theirs]).toEqual(['Two.\n', 'One!\n\nTwo.\n']);
    });

    it('front matter that both gave another form', () => {
      const base = '---\ntitle: A\n---\nText\n';
      const found = conflicts(base, '+++\ntitle = "B"\n+++\nText\n', '---\ntitle: C\n---\nText!\n');
      expect(found.parts).toMatchObject([{ where: { kind: 'front-matter' } }]);
      expect(found.ours).toBe('+++\ntitle = "B"\n+++\nText!\n');
    });

    it('front matter in which one key leans on another that went', () => {
      const base = '---\none: &a x\ntwo: y\nthree: z\n---\n';
      const found = conflicts(
        base,
        '---\none: &a x\ntwo: y\nthree: *a\n---\n',
        '---\none: x\ntwo: y\nthree: z\n---\n',
      );
      expect(found.parts).toMatchObject([{ where: { kind: 'front-matter' } }]);
    });

    it('a list that is written another way by now', () => {
      const ours = edited(post, [['tags: [wasm, security]', 'tags:\n  - wasm\n  - security']]);
      const theirs = edited(post, [['security]', 'security, web]']]);
      const found = conflicts(post, ours, theirs);
      expect(found.parts).toMatchObject([{ where: { kind: 'field', key: ['tags'] } }]);
      expect([found.ours, found.theirs]).toEqual([ours, theirs]);
    });
  });

  it('says what each part is', () => {
    const result = mergePost('A\n\nB\n\nC\n', 'A!\n\nB\n\nC\n', 'A\n\nB\n\nC?\n');
    expect(result.parts.map(({ kind, base }) => [kind, base])).toEqual([
      ['merged', 'A'],
      ['same', '\n\nB\n\n'],
      ['merged', 'C'],
      ['same', '\n'],
    ]);
  });

  it('leaves many changed paragraphs to be decided one by one, each with its line', () => {
    const words = ['queues', 'caches', 'clocks', 'locks', 'pages', 'ports'];
    const many = (end: string) =>
      `---\ntitle: A\n---\n\n${Array.from(
        { length: 60 },
        (_, index) => `On day ${index} we looked at ${words[index % 6]} and how they grow ${end}.`,
      ).join('\n\n')}\n`;
    const { parts, ours, theirs } = conflicts(many('slowly'), many('fast'), many('quietly'));
    expect(parts).toHaveLength(60);
    expect(parts.slice(0, 3).map(({ where }) => where)).toEqual(
      [5, 7, 9].map((line) => ({ kind: 'paragraph', line })),
    );
    expect([ours, theirs]).toEqual([many('fast'), many('quietly')]);
  });
});
