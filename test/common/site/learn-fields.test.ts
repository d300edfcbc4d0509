import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { learnFields } from '../../../src-main/common/site/learn-fields.ts';

const post = (front: string) => readFrontMatter(`---\n${front}\n---\n`);

describe('learnFields', () => {
  it('finds the keys in their order, each with what its values are', () => {
    const posts = [
      post(
        'layout: post\ntitle: A\ndate: 2024-05-01\nfeatured: true\nweight: 3\nseries: [x]\ncover:\n  image: a.png',
      ),
      post(
        'layout: post\ntitle: B\nauthor: Ann\ndate: 2024-05-02\nfeatured: false\nweight: 1\nseries: [y, x]',
      ),
      post('layout: page\ntitle: C\nauthor: Ann\ndate:\nweight: 2\ncover:\n  image: b.png'),
      post('layout: post\ntitle: D\ndate: soon'),
    ];
    expect(learnFields(posts)).toEqual([
      { key: ['layout'], kind: 'text', values: ['post'] },
      { key: ['title'], kind: 'text', values: [] },
      { key: ['author'], kind: 'text', values: ['Ann'] },
      { key: ['date'], kind: 'date', values: [] },
      { key: ['featured'], kind: 'switch', values: [] },
      { key: ['weight'], kind: 'number', values: [] },
      { key: ['series'], kind: 'list', values: ['x', 'y'] },
      { key: ['cover', 'image'], kind: 'text', values: [] },
    ]);
  });

  it('leaves out what one post alone has, where there are others', () => {
    const [odd, ...usual] = [post('title: A\nodd: x'), post('title: B'), post('title: C'), post('title: D')];
    expect(learnFields([odd as (typeof usual)[0], ...usual]).map(({ key }) => key)).toEqual([['title']]);
    expect(learnFields([post('title: A\nodd: x')]).map(({ key }) => key)).toEqual([['title'], ['odd']]);
  });

  it('offers no whole paragraphs, and nothing where there are no posts', () => {
    const long = `title: A\nnote: ${'long '.repeat(20)}`;
    expect(learnFields([post(long), post(long)])[1]?.values).toEqual([]);
    expect(learnFields([])).toEqual([]);
  });
});
