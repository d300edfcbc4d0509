import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function openBlog(files: Record<string, string>): Promise<OpenSite> {
  const root = join(temporaryFolder(), 'blog');
  mkdirSync(root);
  writeFileSync(join(root, '..', 'secret.png'), 'secret');
  writeFiles(root, files);
  const site = await openSite(root, { home: { data: '', cache: '' } });
  onTestFinished(() => site.close());
  return site;
}

const text = '---\ntitle: A\n---\n';

describe('the pictures that a post can show', () => {
  it.each<[string, Record<string, string>, string, Record<string, string>]>([
    [
      'jekyll',
      { '_config.yml': '', '_posts/2024-01-01-a.md': text, 'images/a.png': 'x', '_drafts/b.png': 'x' },
      '_posts/2024-01-01-a.md',
      { 'images/a.png': '/images/a.png' },
    ],
    [
      'hugo',
      {
        'hugo.toml': '',
        'content/posts/a/index.md': text,
        'content/posts/a/own one.png': 'x',
        'content/posts/b/other.png': 'x',
        'static/img/a.jpg': 'x',
        'static/notes.txt': 'x',
      },
      'content/posts/a/index.md',
      { 'content/posts/a/own one.png': 'own%20one.png', 'static/img/a.jpg': '/img/a.jpg' },
    ],
    [
      'astro',
      { 'astro.config.mjs': '', 'src/content/blog/a.md': text, 'src/assets/a.png': 'x', 'public/b.svg': 'x' },
      'src/content/blog/a.md',
      { 'public/b.svg': '/b.svg', 'src/assets/a.png': '../../assets/a.png' },
    ],
  ])('have the form of %s, and lead back to their files', async (_name, files, post, expected) => {
    const site = await openBlog(files);
    const pictures = await site.assets.picturesFor(post);
    expect(Object.fromEntries(pictures.map(({ path, target }) => [path, target]))).toEqual(expected);
    for (const { path, target } of pictures)
      expect(await site.assets.find({ post, target })).toBe(join(site.root, path));
  });
});

describe('finding the file that a post means', () => {
  it.each([
    [
      'jekyll',
      { '_config.yml': '', '_posts/2024-01-01-a.md': text },
      '_posts/2024-01-01-a.md',
      '/images/a.png',
      'images/a.png',
    ],
    ['hugo', { 'hugo.toml': '', 'content/posts/a.md': text }, 'content/posts/a.md', '/a.png', 'static/a.png'],
    [
      'a Hugo bundle',
      { 'hugo.toml': '', 'content/posts/a/index.md': text },
      'content/posts/a/index.md',
      'a.png',
      'content/posts/a/a.png',
    ],
    [
      'hexo',
      { '_config.yml': 'source_dir: source\npost_asset_folder: true\n', 'source/_posts/a.md': text },
      'source/_posts/a.md',
      'p.png',
      'source/_posts/a/p.png',
    ],
    [
      'hexo',
      { '_config.yml': 'source_dir: source\npost_asset_folder: true\n', 'source/_posts/a.md': text },
      'source/_posts/a.md',
      '/img/p.png',
      'source/img/p.png',
    ],
    [
      'astro',
      { 'astro.config.mjs': '', 'src/content/blog/a.md': text },
      'src/content/blog/a.md',
      '../../assets/a.png',
      'src/assets/a.png',
    ],
    [
      'astro',
      { 'astro.config.mjs': '', 'src/content/blog/a.md': text },
      'src/content/blog/a.md',
      '/a.png',
      'public/a.png',
    ],
    [
      'astro',
      { 'astro.config.mjs': '', 'src/content/blog/a.md': text },
      'src/content/blog/a.md',
      '@/assets/a.png',
      'src/assets/a.png',
    ],
    [
      'zola',
      { 'config.toml': 'base_url = "https://e.org"', 'content/a.md': text },
      'content/a.md',
      '/a.png',
      'static/a.png',
    ],
    [
      'docusaurus',
      { 'web/docusaurus.config.js': '', 'web/blog/a.md': text },
      'web/blog/a.md',
      '/img/a.png',
      'web/static/img/a.png',
    ],
    ['galley', { 'galley.yml': '', 'posts/a.md': text }, 'posts/a.md', '/assets/a.png', 'assets/a.png'],
    [
      'galley',
      { 'galley.yml': '', 'posts/a.md': text },
      'posts/a.md',
      '../assets/a%20b.png?w=2#x',
      'assets/a b.png',
    ],
    ['plain', { 'a.md': text }, 'a.md', './pictures/a.png', 'pictures/a.png'],
  ] as const)('%s: %#', async (_, files, post, target, expected) => {
    const site = await openBlog({ ...files, [expected]: 'picture' });
    expect(await site.assets.find({ post, target })).toBe(join(site.root, expected));
  });

  it('finds nothing outside the blog, no hidden file and no key', async () => {
    const site = await openBlog({
      'galley.yml': '',
      'posts/a.md': text,
      '.git/config': 'x',
      '.env': 'x',
      'assets/.hidden.png': 'x',
      'assets/server.key': 'x',
      'assets/id_rsa': 'x',
    });
    symlinkSync('../../secret.png', join(site.root, 'assets', 'link.png'));
    symlinkSync('../.git', join(site.root, 'assets', 'store'));
    const targets = [
      '../../secret.png',
      '../../../secret.png',
      '/../secret.png',
      '%2e%2e/%2e%2e/secret.png',
      '..%2f..%2fsecret.png',
      '..%5c..%5csecret.png',
      '%252e%252e/%252e%252e/secret.png',
      '/assets/link.png',
      '/assets/store/config',
      '/.git/config',
      '/.GIT/config',
      '/%2egit/config',
      '/.env',
      '/assets/.hidden.png',
      '/assets/server.key',
      '/assets/id_rsa',
      'file:///etc/passwd',
      '//host/a.png',
      'https://example.org/a.png',
      '/etc/passwd',
      '\0',
      '',
      '%',
      '/assets',
    ];
    for (const target of targets)
      expect(await site.assets.find({ post: 'posts/a.md', target }), target).toBeUndefined();
  });
});

describe('the assets that go out with a post', () => {
  it('are all files that it refers to and that are there', async () => {
    const names = [
      'inline.png',
      'titled.png',
      'angle brackets.png',
      'reference.png',
      'html.jpg',
      'small.webp',
      'large.webp',
      'paper.pdf',
      'hero.png',
      'social.png',
      'brackets(1).png',
      'film.mp4',
    ];
    const site = await openBlog({
      'galley.yml': '',
      'posts/2024-01-01-a.md': text,
      'posts/2024-01-02-b.md': text,
      'assets/unused.png': 'x',
      'README.md': 'x',
      ...Object.fromEntries(names.map((name) => [`assets/${name}`, name])),
    });
    const post = `---
title: A
image: /assets/hero.png
seo:
  card: ../assets/social.png
---
![x](/assets/inline.png) ![x](../assets/titled.png "A title")
![x](<../assets/angle brackets.png>) ![x][ref] ![x](/assets/brackets(1).png)
<img src="/assets/html.jpg" srcset="/assets/small.webp 1x, /assets/large.webp 2x">
<video src='/assets/film.mp4'></video>
[a paper](/assets/paper.pdf#page=2) [another post](2024-01-02-b.md) [read me](/README.md)
![missing](/assets/missing.png) ![elsewhere](https://example.org/a.png) ![out](../../secret.png)

[ref]: /assets/reference.png
`;
    expect(await site.assetsOf('posts/2024-01-01-a.md', post)).toEqual(
      names.map((name) => `assets/${name}`).sort(),
    );
  });
});
