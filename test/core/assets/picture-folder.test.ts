import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

interface Case {
  files: Record<string, string>;
  post: string;
  /** Where the picture `Évening Sun.PNG` of the post goes. */
  path: string;
  /** What the post then says, the description empty. */
  link: string;
  key?: string[];
}

const text = (title: string, body = '') => `---\ntitle: ${title}\ndate: 2024-03-09\n---\n${body}`;
const toml = (body = '') => `+++\ntitle = "A"\ndate = 2024-03-09\n+++\n${body}`;
const png = 'a picture';

/** What each convention does on its own, in a blog whose posts show no picture yet. */
const conventions: Record<string, Case> = {
  jekyll: {
    files: { '_config.yml': 'title: A', '_posts/2024-03-09-a.md': text('A') },
    post: '_posts/2024-03-09-a.md',
    path: 'assets/images/evening-sun.png',
    link: '![](/assets/images/evening-sun.png)',
  },
  'jekyll below a path': {
    files: { '_config.yml': 'baseurl: /blog', '_posts/2024-03-09-a.md': text('A'), 'img/x.png': png },
    post: '_posts/2024-03-09-a.md',
    path: 'img/evening-sun.png',
    link: "![]({{ '/img/evening-sun.png' | relative_url }})",
  },
  hugo: {
    files: { 'hugo.toml': 'title = "A"', 'content/posts/a.md': toml() },
    post: 'content/posts/a.md',
    path: 'static/images/evening-sun.png',
    link: '![](/images/evening-sun.png)',
  },
  'a bundle of hugo': {
    files: { 'hugo.toml': 'title = "A"', 'content/posts/a/index.md': toml() },
    post: 'content/posts/a/index.md',
    path: 'content/posts/a/evening-sun.png',
    link: '![](evening-sun.png)',
  },
  hexo: {
    files: { '_config.yml': 'title: A\nper_page: 3\nsource_dir: source', 'source/_posts/a.md': text('A') },
    post: 'source/_posts/a.md',
    path: 'source/images/evening-sun.png',
    link: '![](/images/evening-sun.png)',
  },
  'hexo with folders of posts': {
    files: { '_config.yml': 'per_page: 3\npost_asset_folder: true', 'source/_posts/a.md': text('A') },
    post: 'source/_posts/a.md',
    path: 'source/_posts/a/evening-sun.png',
    link: '{% asset_img evening-sun.png  %}',
  },
  'hexo whose Markdown finds them': {
    files: {
      '_config.yml': 'per_page: 3\npost_asset_folder: true\nmarked:\n  postAsset: true',
      'source/_posts/a.md': text('A'),
    },
    post: 'source/_posts/a.md',
    path: 'source/_posts/a/evening-sun.png',
    link: '![](evening-sun.png)',
  },
  astro: {
    files: { 'astro.config.mjs': '', 'src/content/blog/a.md': text('A'), 'src/assets/x.png': png },
    post: 'src/content/blog/a.md',
    path: 'src/assets/evening-sun.png',
    link: '![](../../assets/evening-sun.png)',
  },
  'astro with public pictures': {
    files: { 'astro.config.mjs': '', 'src/content/blog/a.md': text('A'), 'public/images/x.png': png },
    post: 'src/content/blog/a.md',
    path: 'public/images/evening-sun.png',
    link: '![](/images/evening-sun.png)',
  },
  eleventy: {
    files: { 'eleventy.config.js': '', 'content/blog/a.md': text('A'), 'public/img/x.png': png },
    post: 'content/blog/a.md',
    path: 'public/img/evening-sun.png',
    link: '![](/img/evening-sun.png)',
  },
  zola: {
    files: { 'config.toml': 'base_url = "https://a.example"', 'content/blog/a.md': toml() },
    post: 'content/blog/a.md',
    path: 'static/images/evening-sun.png',
    link: '![](/images/evening-sun.png)',
  },
  'zola, colocated': {
    files: { 'config.toml': 'base_url = "https://a.example"', 'content/blog/a/index.md': toml() },
    post: 'content/blog/a/index.md',
    path: 'content/blog/a/evening-sun.png',
    link: '![](evening-sun.png)',
  },
  docusaurus: {
    files: { 'docusaurus.config.js': '', 'blog/2024-03-09-a.md': text('A') },
    post: 'blog/2024-03-09-a.md',
    path: 'blog/evening-sun.png',
    link: '![](./evening-sun.png)',
  },
  vitepress: {
    files: { '.vitepress/config.mts': '', 'posts/a.md': text('A') },
    post: 'posts/a.md',
    path: 'public/images/evening-sun.png',
    link: '![](/images/evening-sun.png)',
  },
  gatsby: {
    files: { 'gatsby-config.js': 'path: "./content/blog"', 'content/blog/a/index.md': text('A') },
    post: 'content/blog/a/index.md',
    path: 'content/blog/a/evening-sun.png',
    link: '![](./evening-sun.png)',
  },
  next: {
    files: { 'next.config.js': '', 'content/blog/a.mdx': text('A') },
    post: 'content/blog/a.mdx',
    path: 'public/images/evening-sun.png',
    link: '![](/images/evening-sun.png)',
  },
  galley: {
    files: { 'galley.yml': 'title: A', 'posts/2024-03-09-a.md': text('A') },
    post: 'posts/2024-03-09-a.md',
    path: 'assets/evening-sun.png',
    link: '![](/assets/evening-sun.png)',
  },
  'a plain folder': {
    files: { 'notes/a.md': text('A') },
    post: 'notes/a.md',
    path: 'notes/images/evening-sun.png',
    link: '![](images/evening-sun.png)',
  },
};

/** What neighbours teach, against what the convention would do. */
const neighbours: Record<string, Case> = {
  'a folder by year and month, and baseurl': {
    files: {
      '_config.yml': '',
      '_posts/2023-01-02-old.md': text('Old', '![x]({{ site.baseurl }}/uploads/2023/01/x.png)\n').replace(
        '2024-03-09',
        '2023-01-02',
      ),
      'uploads/2023/01/x.png': png,
      '_posts/2024-03-09-a.md': text('A'),
    },
    post: '_posts/2024-03-09-a.md',
    path: 'uploads/2024/03/evening-sun.png',
    link: '![]({{ site.baseurl }}/uploads/2024/03/evening-sun.png)',
  },
  'a folder for each post, by its slug': {
    files: {
      'hugo.toml': '',
      'content/posts/old.md': toml('{{< figure src="/img/old/x.png" caption="A sun" >}}\n'),
      'static/img/old/x.png': png,
      'content/posts/a.md': toml(),
    },
    post: 'content/posts/a.md',
    path: 'static/img/a/evening-sun.png',
    link: '{{< figure src="/img/a/evening-sun.png" caption="" >}}',
  },
  'folders of names of their own': {
    files: {
      'hugo.toml': '',
      'content/posts/one.md': toml('![x](/img/first-trip/x.png)\n'),
      'content/posts/two.md': toml('![x](/img/second-trip/y.png)\n'),
      'static/img/first-trip/x.png': png,
      'static/img/second-trip/y.png': png,
      'content/posts/a.md': toml(),
    },
    post: 'content/posts/a.md',
    path: 'static/img/a/evening-sun.png',
    link: '![](/img/a/evening-sun.png)',
  },
  'the post itself before its neighbours': {
    files: {
      '_config.yml': '',
      '_posts/2023-01-02-old.md': text('Old', '![x](/uploads/x.png)\n'),
      'uploads/x.png': png,
      '_posts/2024-03-09-a.md': text('A', '<img src="/photos/y.png" alt="y" />\n'),
      'photos/y.png': png,
    },
    post: '_posts/2024-03-09-a.md',
    path: 'photos/evening-sun.png',
    link: '<img src="/photos/evening-sun.png" alt="" />',
  },
  'pictures in a folder of the bundle': {
    files: {
      'hugo.toml': '',
      'content/posts/old/index.md': toml('![x](images/x.png)\n'),
      'content/posts/old/images/x.png': png,
      'content/posts/a/index.md': toml(),
    },
    post: 'content/posts/a/index.md',
    path: 'content/posts/a/images/evening-sun.png',
    link: '![](images/evening-sun.png)',
  },
  'a shortcode of Zola': {
    files: {
      'config.toml': 'base_url = "https://a.example"',
      'content/blog/old/index.md': toml('{{ photo(src="x.png", alt="x") }}\n'),
      'content/blog/old/x.png': png,
      'content/blog/a/index.md': toml(),
    },
    post: 'content/blog/a/index.md',
    path: 'content/blog/a/evening-sun.png',
    link: '{{ photo(src="evening-sun.png", alt="") }}',
  },
  'an include of Jekyll': {
    files: {
      '_config.yml': '',
      '_posts/2023-01-02-old.md': text('Old', '{% include figure.html src="/pics/x.png" alt="x" %}\n'),
      'pics/x.png': png,
      '_posts/2024-03-09-a.md': text('A'),
    },
    post: '_posts/2024-03-09-a.md',
    path: 'pics/evening-sun.png',
    link: '{% include figure.html src="/pics/evening-sun.png" alt="" %}',
  },
  'the alias of Docusaurus': {
    files: {
      'docusaurus.config.js': '',
      'blog/2023-01-02-old.md': text('Old', '![x](@site/static/img/x.png)\n'),
      'static/img/x.png': png,
      'blog/2024-03-09-a.md': text('A'),
    },
    post: 'blog/2024-03-09-a.md',
    path: 'static/img/evening-sun.png',
    link: '![](@site/static/img/evening-sun.png)',
  },
  'public pictures of Astro': {
    files: {
      'astro.config.mjs': '',
      'src/content/blog/old.md': text('Old', '![x](/blog/x.png)\n'),
      'public/blog/x.png': png,
      'src/assets/y.png': png,
      'src/content/blog/a.md': text('A'),
    },
    post: 'src/content/blog/a.md',
    path: 'public/blog/evening-sun.png',
    link: '![](/blog/evening-sun.png)',
  },
  'a site in a folder of the repository': {
    files: {
      'web/hugo.toml': '',
      'web/content/posts/old.md': toml('![x](/pics/x.png)\n'),
      'web/static/pics/x.png': png,
      'web/content/posts/a.md': toml(),
    },
    post: 'web/content/posts/a.md',
    path: 'web/static/pics/evening-sun.png',
    link: '![](/pics/evening-sun.png)',
  },
  'code that only looks like a picture': {
    files: {
      '_config.yml': '',
      '_posts/2023-01-02-old.md': text('Old', '```\n![x](/uploads/x.png)\n```\n'),
      'uploads/x.png': png,
      '_posts/2024-03-09-a.md': text('A'),
    },
    post: '_posts/2024-03-09-a.md',
    path: 'assets/images/evening-sun.png',
    link: '![](/assets/images/evening-sun.png)',
  },
};

const keys: Record<string, Case> = {
  'as neighbours have it at that key': {
    files: {
      'astro.config.mjs': '',
      'src/content/blog/old.md': text('Old', '![x](/x.png)\n').replace(
        'title',
        'heroImage: ../../images/x.png\ntitle',
      ),
      'src/images/x.png': png,
      'public/x.png': png,
      'src/content/blog/a.md': text('A'),
    },
    post: 'src/content/blog/a.md',
    key: ['heroImage'],
    path: 'src/images/evening-sun.png',
    link: '../../images/evening-sun.png',
  },
  'a key of its own table': {
    files: {
      'hugo.toml': '',
      'content/posts/old.md': '+++\ntitle = "A"\n[cover]\nimage = "covers/x.png"\n+++\n',
      'static/covers/x.png': png,
      'content/posts/a.md': toml(),
    },
    post: 'content/posts/a.md',
    key: ['cover', 'image'],
    path: 'static/covers/evening-sun.png',
    link: 'covers/evening-sun.png',
  },
  'as in the text, without templates': {
    files: { '_config.yml': 'baseurl: /blog', '_posts/2024-03-09-a.md': text('A') },
    post: '_posts/2024-03-09-a.md',
    key: ['image'],
    path: 'assets/images/evening-sun.png',
    link: '/assets/images/evening-sun.png',
  },
};

let picture: Uint8Array;
beforeAll(async () => {
  picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
});

async function added({ files, post, key }: Case) {
  const root = join(temporaryFolder(), 'blog');
  mkdirSync(root);
  writeFiles(root, files);
  const site = await openSite(root, { home: { data: '', cache: '' } });
  onTestFinished(() => site.close());
  const result = await site.pictures.add(
    { post, name: 'Évening Sun.PNG', bytes: picture, key },
    { longestSide: undefined, webp: false, quality: 85 },
  );
  return { site, result };
}

describe.each([
  ['goes where the convention has it', conventions],
  ['goes where the neighbours have theirs', neighbours],
  ['for a key of the front matter goes', keys],
])('a new picture %s', (_what, cases) => {
  it.each(Object.entries(cases))('%s', async (_name, expected) => {
    const { site, result } = await added(expected);
    expect(result.path).toBe(expected.path);
    expect(result.before + result.after).toBe(expected.link);
    // What the post says then leads to the file: the preview and publishing find it.
    if (/^[^{<]*$/.test(result.target))
      expect(await site.assets.find({ post: expected.post, target: result.target })).toBe(
        join(site.root, expected.path),
      );
  });
});
