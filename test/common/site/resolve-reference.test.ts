import { describe, expect, it } from 'vitest';
import { referenceResolver } from '../../../src-main/common/site/resolve-reference.ts';

const posts = [
  { path: 'content/blog/hello.md', url: '/blog/hello/', title: 'Hello' },
  { path: 'content/blog/bundle/index.md', url: '/blog/bundle/', title: 'Bundle' },
  { path: 'docs/_posts/2024-05-01-news.markdown', url: '/2024/05/01/news.html', title: 'News' },
  { path: 'source/_posts/plain.md', url: undefined, title: 'Plain' },
];

describe('a reference to another post', () => {
  const resolve = referenceResolver(posts);
  it.each([
    ['ref', '/blog/hello.md', '/blog/hello/'],
    ['ref', 'hello', '/blog/hello/'],
    ['ref', 'hello.md#part', '/blog/hello/#part'],
    ['ref', '/blog/bundle', '/blog/bundle/'],
    ['content-path', 'blog/hello.md', '/blog/hello/'],
    ['post_url', '2024-05-01-news', '/2024/05/01/news.html'],
    ['link-tag', '_posts/2024-05-01-news.markdown', '/2024/05/01/news.html'],
    ['post_link', 'hello', '/blog/hello/'],
  ] as const)('is found: %s %s', (kind, target, url) => expect(resolve(kind, target)?.url).toBe(url));
  it('brings the title', () => expect(resolve('post_link', 'hello')?.title).toBe('Hello'));
  it.each(['', 'ello', 'gone.md', 'plain'])('is not made up: %j', (target) =>
    expect(resolve('ref', target)).toBeUndefined(),
  );
});
