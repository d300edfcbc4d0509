import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { readHead } from '../../../src-main/common/posts/read-head.ts';

const folder = fileURLToPath(new URL('../../fixtures/front-matter/', import.meta.url));

describe('readHead', () => {
  it('reads what most posts have', () => {
    const head = readHead(
      '---\ntitle: "A title"\ndate: 2024-05-01 10:00:00 +0200\ntags: [a, \'b c\']\ncategories:\n  - one\n  - two # too\ndraft: false\nextra:\n  weight: 3\n---\nBody',
    );
    expect(head).toEqual({
      format: 'yaml',
      bodyStart: 140,
      data: {
        title: 'A title',
        date: '2024-05-01 10:00:00 +0200',
        tags: ['a', 'b c'],
        categories: ['one', 'two'],
        draft: false,
        extra: { weight: 3 },
      },
    });
    expect(readHead('+++\ntitle = "T"\ndate = 2024-05-01\n[taxonomies]\ntags = ["a"]\n+++\n')?.data).toEqual({
      title: 'T',
      date: '2024-05-01',
      taxonomies: { tags: ['a'] },
    });
    expect(readHead('{\n  "title": "T",\n  "tags": ["a"]\n}\n\nBody')?.data).toEqual({
      title: 'T',
      tags: ['a'],
    });
  });

  it('declines where the block does not end in the head', () => {
    expect(readHead('---\ntitle: T\ntext: long')).toBeUndefined();
    expect(readHead('---\ntitle: T\n---')).toBeUndefined();
    expect(readHead('---\ntitle: T\n---', true)?.data).toEqual({ title: 'T' });
  });

  it('declines what the full reader should judge', () => {
    const blocks = [
      ...[
        'a: |\n  x',
        'a: >-\n  x',
        'a: x\n  y',
        'a: "x\n  y"',
        'a: *b',
        'a: &b c',
        'a: !!str 1',
        'a: b: c',
        'a: `b',
      ],
      ...[
        'a: 0x1f',
        'a: 1e3',
        'a: .inf',
        'a: [b: c]',
        'a: [b, [c]]',
        'a: {b: c}',
        'a: 1\na: 2',
        'a:\n- b: c',
      ],
      ...[
        'a:\n  - b\n - c',
        '? a',
        '- a',
        'a',
        'a:b',
        '"a": b',
        '<<: b',
        'a:\tb',
        'a: "\\x41"',
        'a: "b" c',
        "a: 'b",
      ],
      ...['a:\n  b:\n    c: 1', 'a: [b', 'a: [b] c', 'a: , b', 'a: # b\n  c', 'a: b\u00A0', 'a: \u0085'],
    ];
    for (const block of blocks) expect(readHead(`---\n${block}\n---\n`), block).toBeUndefined();
    for (const block of [
      'a.b = 1',
      'a = 1.5',
      'a = """x"""',
      'a = [[1]]',
      '[a.b]',
      '[[a]]',
      'a = 1 b',
      'a = "\\u0041"',
      'a = 1\na = 2',
    ]) {
      expect(readHead(`+++\n${block}\n+++\n`), block).toBeUndefined();
    }
  });

  it('declines rules that may be Markdown', () => {
    expect(readHead('\n---\n# Heading\n---\n')).toBeUndefined();
    expect(readHead('---\n# a comment\n---\n')?.data).toEqual({});
  });

  it('agrees with the full reader on every fixture, or declines', () => {
    let accepted = 0;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      const head = readHead(text, true);
      if (!head) continue;
      accepted += 1;
      const { format, data, bodyStart, problems } = readFrontMatter(text);
      expect({ name, ...head, problems: [] }).toEqual({ name, format, data, bodyStart, problems });
    }
    expect(accepted).toBeGreaterThan(10);
  });
});
