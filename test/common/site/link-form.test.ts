import { describe, expect, it } from 'vitest';
import { learnLinkForm, linkTarget, relativePath } from '../../../src-main/common/site/link-form.ts';
import type { ConventionName } from '../../../src-main/common/site/site.ts';

const target = (convention: ConventionName, path: string, from: string, site = '.') =>
  linkTarget({ path, url: '/2024/05/hello/' }, { from, convention, site });

describe('linkTarget', () => {
  it.each<[ConventionName, string, string, string]>([
    ['jekyll', '_posts/2024-05-01-hello.md', '_posts/2024-06-01-b.md', '{% post_url 2024-05-01-hello %}'],
    ['jekyll', '_posts/notes/2024-05-01-hello.md', '_posts/b.md', '{% post_url notes/2024-05-01-hello %}'],
    ['jekyll', '_drafts/hello.md', '_posts/b.md', '/2024/05/hello/'],
    ['hugo', 'content/posts/hello.md', 'content/posts/b.md', '{{< ref "/posts/hello.md" >}}'],
    ['hugo', 'content/posts/hello/index.md', 'content/posts/b.md', '{{< ref "/posts/hello" >}}'],
    ['zola', 'content/blog/hello.md', 'content/blog/b.md', '@/blog/hello.md'],
    ['docusaurus', 'blog/2024/hello.md', 'blog/b.md', './2024/hello.md'],
    ['vitepress', 'posts/hello.md', 'notes/b.md', '../posts/hello.md'],
    ['plain', 'hello (1) a.md', 'b.md', './hello%20%281%29%20a.md'],
    ['astro', 'src/content/blog/hello.md', 'src/content/blog/b.md', '/2024/05/hello/'],
    ['hexo', 'source/_posts/hello.md', 'source/_posts/b.md', '/2024/05/hello/'],
  ])('is in the form of %s: %s', (convention, path, from, expected) =>
    expect(target(convention, path, from)).toBe(expected),
  );
  it('is that of the site where the repository holds more', () =>
    expect(target('hugo', 'site/content/posts/hello.md', 'site/content/b.md', 'site')).toBe(
      '{{< ref "/posts/hello.md" >}}',
    ));
  it('names the file where there is no address', () =>
    expect(
      linkTarget({ path: 'p/a.md', url: undefined }, { from: 'p/b.md', convention: 'astro', site: '.' }),
    ).toBe('./a.md'));
});

describe('the form that the posts of a blog show', () => {
  it.each<[ConventionName, string[], string]>([
    [
      'jekyll',
      ['[a]({% post_url 2024-05-01-a %})', '[a](/a/)', '[b]({% post_url 2024-05-01-a %})'],
      '{% post_url 2024-05-01-hello %}',
    ],
    ['jekyll', ['[a]({{ site.baseurl }}/a/)'], '{{ site.baseurl }}/2024/05/hello/'],
    [
      'jekyll',
      ['[a]({{site.baseurl}}{% link _posts/2024-05-01-a.md %})'],
      '{% link _posts/2024-05-01-hello.md %}',
    ],
    ['hugo', ['[a](/posts/a/)', '[b](/posts/b/#c)', '[a]({{< ref "a" >}})'], '/2024/05/hello/'],
    ['hugo', ['[a]({{< relref "/posts/a.md" >}})'], '{{< relref "/posts/hello.md" >}}'],
    ['zola', ['[a](/blog/a/)', '[a](@/blog/a.md)'], '@/posts/hello.md'],
    ['docusaurus', ['[a](/blog/a)', '[b](/blog/b)', '[b](./b.md)'], '/2024/05/hello/'],
    ['astro', ['[a](./a.md)', '[a](../b.mdx#c)'], './hello.md'],
    ['eleventy', ['![a](/a/b)', '```\n[a](./a.md)\n```', '[a](https://b.example/c.md)'], '/2024/05/hello/'],
  ])('is taken for links of %s: %j', (convention, bodies, expected) => {
    const paths: Partial<Record<ConventionName, string>> = {
      jekyll: '_posts/2024-05-01-hello.md',
      hugo: 'content/posts/hello.md',
      zola: 'content/posts/hello.md',
    };
    const path = paths[convention] ?? 'posts/hello.md';
    const form = learnLinkForm(bodies, convention);
    const from = path.replace('hello', 'other');
    expect(linkTarget({ path, url: '/2024/05/hello/' }, { from, convention, site: '.', form })).toBe(
      expected,
    );
  });
  it('is none where no post shows one', () => expect(learnLinkForm(['Words.'], 'jekyll')).toBeUndefined());
});

describe('relativePath', () => {
  it('goes up and down', () => {
    expect(relativePath('a/b/c.md', 'a/d/e.md')).toBe('../d/e.md');
    expect(relativePath('c.md', 'a/e.md')).toBe('./a/e.md');
    expect(relativePath('a/b/c.md', 'e.md')).toBe('../../e.md');
  });
});
