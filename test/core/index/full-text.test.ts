import { describe, expect, it } from 'vitest';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { createFullText } from '../../../src-main/core/index/full-text.ts';
import { comparable, countWords } from '../../../src-main/core/index/post-text.ts';

interface Given {
  title: string;
  body?: string;
  tags?: string[];
  description?: string;
  date?: string;
}

function find(query: string, ...posts: Given[]) {
  const texts = createFullText();
  const bodies = new Map(posts.map(({ title, body = '' }) => [title, body]));
  for (const { title, body = '', tags = [], description = '', date } of posts) {
    const summary = { path: title, title, tags, categories: [], description, date } as Partial<PostSummary>;
    texts.set(summary as PostSummary, comparable(body));
  }
  return texts.search({ query, limit: 20, bodyOf: (path) => bodies.get(path) });
}
const paths = (query: string, ...posts: Given[]) => find(query, ...posts).results.map(({ path }) => path);

describe('searching texts', () => {
  it('wants every word, whatever its case, order and place', () => {
    const posts = [
      { title: 'One', body: 'Übergang and more', tags: ['Walking'] },
      { title: 'Two', body: 'Übergang alone' },
    ];
    expect(paths('walk ÜBERGANG', ...posts)).toEqual(['One']);
  });

  it('ranks titles over tags over descriptions over texts, and whole words over parts', () => {
    const posts = [
      { title: 'In the text', body: 'a cache' },
      { title: 'In part', body: 'precached' },
      { title: 'Described', description: 'of a cache' },
      { title: 'Tagged', tags: ['cache'] },
      { title: 'Caches everywhere' },
      { title: 'The cache' },
      { title: 'Cache' },
    ];
    expect(paths('cache', ...posts)).toEqual([
      'Cache',
      'The cache',
      'Caches everywhere',
      'Tagged',
      'Described',
      'In the text',
      'In part',
    ]);
  });

  it('puts the newest of equals first', () => {
    const posts = ['2020-01-01', '2024-01-01', '2022-01-01'].map((date) => ({
      title: date,
      body: 'pear',
      date,
    }));
    expect(paths('pear', ...posts)).toEqual(['2024-01-01', '2022-01-01', '2020-01-01']);
  });

  it('forgives one typing error a word in a title', () => {
    const posts = [{ title: 'Choosing a database' }, { title: 'Something else', body: 'about nothing' }];
    expect(paths('databse', ...posts)).toEqual(['Choosing a database']);
    expect(paths('chosing datbase', ...posts)).toEqual(['Choosing a database']);
    expect(paths('dateBASE', ...posts)).toEqual(['Choosing a database']);
    expect(paths('elephant', ...posts)).toEqual([]);
    expect(find('databse', ...posts).results[0]).toMatchObject({
      kind: 'similar',
      title: { ranges: [{ from: 11 }] },
    });
  });

  it('forgives it in other alphabets too', () => {
    expect(paths('Ubergang', { title: 'Der Übergang' })).toEqual([]);
    expect(paths('übergnag', { title: 'Der Übergang' })).toEqual(['Der Übergang']);
    expect(paths('привт', { title: 'Большой привет' })).toEqual(['Большой привет']);
  });

  it('shows where it found the words', () => {
    const [result] = find('quince jam', {
      title: 'Jam',
      body: `${'word '.repeat(40)}Quince\n  jam is best.`,
    }).results;
    const { text = '', ranges = [] } = result?.snippet ?? {};
    expect(text).toMatch(/^… (word )+Quince jam is best\.$/);
    expect(ranges.map(({ from, to }) => text.slice(from, to))).toEqual(['Quince', 'jam']);
    expect(result?.title.ranges).toEqual([{ from: 0, to: 3 }]);
  });

  it('finds the same letters however they are composed', () => {
    expect(paths('cafe\u0301', { title: 'x', body: 'le café' })).toEqual(['x']);
    expect(paths('café', { title: 'x', body: 'le cafe\u0301' })).toEqual(['x']);
  });

  it.each(['', '  ', '(((', '\\', '"a', '*', 'a'.repeat(900), '\ud800', '- -'])(
    'bears the query %j',
    (query) => {
      expect(find(query, { title: 'One', body: 'Text (( here' }).total).toBeGreaterThanOrEqual(0);
    },
  );

  it('survives letters that are longer in lower case', () => {
    const [result] = find('lower', { title: 'İİİ lower', body: 'İİİİİ lower' }).results;
    expect(result?.snippet?.text.slice(result.snippet.ranges[0]?.from, result.snippet.ranges[0]?.to)).toBe(
      'lower',
    );
  });
});

describe('countWords', () => {
  it.each([
    ['', 0],
    ['One, two; three.', 3],
    ["don't re-use 1.5 snake_case", 4],
    ['über naïve Ça', 3],
    ['— dash', 1],
    ['今日は', 2],
    ['слово и дело', 3],
  ])('%j has %i', (text, count) => expect(countWords(text)).toBe(count));

  it('counts Latin texts as the general pattern does', () => {
    for (let code = 0; code < 256; code += 1) {
      const text = `a${String.fromCharCode(code)}b ${String.fromCharCode(code)}1 x${String.fromCharCode(code)}`;
      expect(countWords(text)).toBe(text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}’'.,_-]*/gu)?.length ?? 0);
    }
  });
});
