import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { datePatternOf } from '../../../src-main/common/site/date-pattern.ts';
import { composePost, type NewPost } from '../../../src-main/common/site/new-post.ts';
import type { PostStyle } from '../../../src-main/common/site/post-style.ts';

const style: PostStyle = {
  folder: 'posts',
  fileName: '{slug}.md',
  draftFolder: undefined,
  draftFileName: '{slug}.md',
  format: 'yaml',
  opens: true,
  keys: ['title', 'date', 'tags', 'draft'],
  constants: {},
  titleKey: 'title',
  slugKey: undefined,
  descriptionKey: undefined,
  dateKey: 'date',
  date: '{year}-{month}-{day}',
  dateQuotes: 'none',
  tagKey: 'tags',
  tags: 'flow',
  tagQuotes: 'none',
  alwaysTags: false,
  quotes: 'none',
  draft: { key: 'draft', value: true },
  published: 'published',
  alwaysDraft: false,
};

const post: NewPost = {
  title: 'A title',
  slug: 'a-title',
  draft: false,
  tags: [],
  body: '',
  date: { year: 2024, month: 5, day: 1, hour: 8, minute: 3, second: 9, offset: -210 },
};

describe('the day of a new post', () => {
  const stamped = { ...style, date: '{year}-{month}-{day}T{hour}:{minute}:{second}Z' };
  const ahead = { ...post.date, hour: 0, minute: 0, second: 0, offset: 120 };

  it('is shown on the clock of UTC where posts are dated by that', () => {
    expect(composePost({ ...post, date: ahead }, stamped).text).toContain('date: 2024-04-30T22:00:00Z');
  });

  it('is that day on any clock where no more was said', () => {
    const text = composePost({ ...post, date: { ...ahead, isDay: true } }, stamped).text;
    expect(text).toContain('date: 2024-05-01T00:00:00Z');
  });
});

const formats = fc.constantFrom('yaml', 'toml', 'json') as fc.Arbitrary<PostStyle['format']>;
const quotes = fc.constantFrom('none', 'single', 'double') as fc.Arbitrary<PostStyle['quotes']>;
const tagForms = fc.constantFrom('flow', 'block', 'block-indented') as fc.Arbitrary<PostStyle['tags']>;
/** Texts of any sign, and texts that YAML readers have taken for something else. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/\p{Cs}/u.test(text)),
  fc.constantFrom(
    'yes',
    'no',
    'on',
    'off',
    'null',
    '~',
    'true',
    '1e3',
    '012',
    '0x1f',
    '12:30',
    '2024-01-01',
    '1.10',
    '=',
    '<<',
    '-',
    '?',
    ':',
    '#',
    '@',
    '`',
    'a: b',
    'a #b',
    ' a',
    'a ',
    "it's",
    '"',
    '---',
    '+++',
    '[a]',
    '{a}',
    '*a',
    '&a',
    '!a',
    '%a',
    'a\nb',
    '',
    '\\',
  ),
);

describe('a new post', () => {
  it('holds exactly the title and the tags that were given, in every style', () => {
    fc.assert(
      fc.property(
        texts,
        fc.array(texts, { maxLength: 3 }),
        formats,
        quotes,
        quotes,
        tagForms,
        (title, tags, format, forTitle, forTags, form) => {
          const { text } = composePost(
            { ...post, title, tags },
            { ...style, format, quotes: forTitle, tagQuotes: forTags, tags: form },
          );
          const { data, problems } = readFrontMatter(text);
          expect(problems, text).toEqual([]);
          expect(data.title, text).toBe(title);
          expect(data.tags ?? [], text).toEqual(tags);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['2020-12-31', 'yaml', '2024-05-01'],
    ['2020-12-31 10:00:00', 'yaml', '2024-05-01 08:03:09'],
    ['2020-12-31 10:00', 'yaml', '2024-05-01 08:03'],
    ['2020-12-31T10:00:00', 'yaml', '2024-05-01T08:03:09'],
    ['2020-12-31 10:00:00 +0200', 'yaml', '2024-05-01 08:03:09 -0330'],
    ['2020-12-31 10:00:00 +02:00', 'yaml', '2024-05-01 08:03:09 -03:30'],
    ['2020-12-31T10:00:00+02:00', 'yaml', '2024-05-01T08:03:09-03:30'],
    ['2020-12-31T10:00Z', 'yaml', '2024-05-01T11:33Z'],
    ['2020-12-31T10:00:00Z', 'yaml', '2024-05-01T11:33:09Z'],
    ['2020-12-31T10:00:00.123Z', 'yaml', '2024-05-01T11:33:09.000Z'],
    ['2020/12/31 10:00:00', 'yaml', '2024/05/01 08:03:09'],
    ['2020-1-2', 'yaml', '2024-5-1'],
    ['Jul 08 2022', 'yaml', 'May 01 2024'],
    ['July 8, 2022', 'yaml', 'May 1, 2024'],
    ['8 Aug 2022', 'yaml', '1 May 2024'],
    ['Wed, 02 Oct 2002 15:00:00 +0200', 'yaml', 'Wed, 01 May 2024 08:03:09 -0330'],
    ['2020-12-31T10:00:00+02:00', 'toml', '2024-05-01T08:03:09-03:30'],
    ['2020-12-31 10:00:00 +0200', 'toml', '"2024-05-01 08:03:09 -0330"'],
    ['2020-12-31', 'json', '"2024-05-01"'],
  ] as const)('has its date as its neighbours have it: %s in %s', (neighbour, format, expected) => {
    const date = datePatternOf(neighbour) ?? 'no pattern';
    const { text } = composePost(post, { ...style, date, format });
    expect(text).toContain(`${expected}\n`);
    expect(readFrontMatter(text).problems).toEqual([]);
  });

  it.each(['2020-12-31 10:00 AM', '2020-12-31 10:00:00 PST', '2020-12-31 10:00:00 +5:30', 'someday', ''])(
    'learns no form from %j',
    (source) => {
      expect(datePatternOf(source)).toBeUndefined();
    },
  );

  it.each([
    ['{date}-{slug}.md', 'posts/2024-05-01-a-title.md'],
    ['{year}/{month}/{day}/{slug}.md', 'posts/2024/05/01/a-title.md'],
    ['{slug}/index.mdx', 'posts/a-title/index.mdx'],
  ])('is named by the pattern %s', (fileName, expected) => {
    expect(composePost(post, { ...style, fileName }).path).toBe(expected);
  });

  it('ends its body with one line end', () => {
    expect(composePost({ ...post, body: 'Text.\n\n\n' }, style).text).toMatch(/---\n\nText\.\n$/);
  });

  it('marks a draft by the blog’s own key, or by its folder', () => {
    expect(
      composePost({ ...post, draft: true }, { ...style, draft: { key: 'draft', value: true } }).text,
    ).toContain('draft: true');
    const published = { ...style, keys: ['title', 'published'], draft: { key: 'published', value: false } };
    expect(composePost({ ...post, draft: true }, published).text).toContain('published: false');
    expect(composePost(post, { ...published, alwaysDraft: true }).text).toContain('published: true');
    const apart = composePost({ ...post, draft: true }, { ...style, draftFolder: '_drafts' });
    expect(apart.path).toBe('_drafts/a-title.md');
    expect(apart.text).not.toContain('draft');
  });
});

describe('a date of one digit', () => {
  it.each([
    ['2021/3/19', '{year}/{m}/{d}'],
    ['2021-12-3', '{year}-{m}-{d}'],
    ['2021-03-19', '{year}-{month}-{day}'],
    ['2021-12-19', '{year}-{month}-{day}'],
  ])('%s is the pattern %s', (date, pattern) => {
    expect(datePatternOf(date)).toBe(pattern);
  });
});
