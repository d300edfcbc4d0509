import { describe, expect, it } from 'vitest';
import { editFrontMatter } from '../../../src-main/common/posts/edit-front-matter.ts';
import { findHeadLines } from '../../../src-main/common/posts/head-lines.ts';

const linesOf = (text: string) => findHeadLines(text)?.lines.map(({ key, value }) => [key, value]);

describe('lines in the place of front matter', () => {
  it.each([
    [
      'Title: A: b\nTags: x,\n    y\n\nText: no\n',
      [
        ['Title', 'A: b'],
        ['Tags', 'x,\ny'],
      ],
    ],
    [
      '\ufefftitle: A\r\nslug:\r\n\r\nText.\r\n',
      [
        ['title', 'A'],
        ['slug', ''],
      ],
    ],
    [
      '    Title: A\n    Date: 2024-01-01\n\nText.\n',
      [
        ['Title', 'A'],
        ['Date', '2024-01-01'],
      ],
    ],
    [
      '.. title: A\n.. link: \n\nText.\n',
      [
        ['title', 'A'],
        ['link', ''],
      ],
    ],
    ['<!--\n.. title: A\n-->\n\nText.\n', [['title', 'A']]],
  ] as [string, string[][]][])('are found: %j', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it.each([
    'Note: this is a text.\n',
    'A title: no key.\n',
    'Text.\n\nTitle: A\n',
    '# Title: A\n',
    'Title:A\n',
    '<!-- Title: A -->\n',
    '',
  ])('are not taken for such: %j', (text) => {
    expect(linesOf(text)).toBeUndefined();
  });
});

describe('an edit of a post that says what it is without front matter', () => {
  const refusalOf = (text: string) => {
    const result = editFrontMatter(text, [{ kind: 'set', key: ['title'], value: 'B' }]);
    return result.ok ? undefined : [result.code, result.message];
  };

  it('is refused, and says where', () => {
    expect(refusalOf('Author: C\nTitle: A\n\nText.\n')).toEqual([
      'front-matter-unreadable',
      'This post has no front matter: it says what it is in lines such as “Title:” at its beginning. Change them there, in the text.',
    ]);
    expect(refusalOf('<!--\n.. date: 2024-01-01\n-->\n')?.[1]).toContain('“.. date:”');
  });

  it('is refused where one of the lines would go, and changes nothing where there is none', () => {
    const text = 'Title: A\nTags: b\n\nText.\n';
    expect(editFrontMatter(text, [{ kind: 'unset', key: ['tags'] }]).ok).toBe(false);
    expect(editFrontMatter(text, [{ kind: 'unset', key: ['draft'] }])).toEqual({ ok: true, changes: [] });
  });

  it.each([
    '{:title "A"\n :layout :post}\n\nText.\n',
    '###\ntitle: A\n###\n\nText.\n',
    '```\ntitle: A\n```\n\nText.\n',
    '~~~ruby\nfront_matter do\n  title "A"\nend\n~~~\n\nText.\n',
  ])('is refused beside what other programs have: %j', (text) => {
    expect(refusalOf(text)?.[0]).toBe('front-matter-unreadable');
  });

  it.each([
    'Note: a text.\n',
    '```ruby\nputs 1\n```\n',
    '### A heading\n',
    '{% include a.html %}\n',
    '{{< x >}}\n',
  ])('is made before any other text: %j', (text) => expect(refusalOf(text)).toBeUndefined());
});
