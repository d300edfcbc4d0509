import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A blog of a program that Galley has no convention of. */
interface Blog {
  files: Record<string, string>;
  /** Title, date, tags and categories by path; a mark before the title of a draft. */
  posts: Record<string, string>;
  /** The draft “Hello: a World” of 20 November 2026 with the tag “one”: its path, and its text. */
  draft: [path: string, text: string];
}

const yaml = (...lines: string[]) => `---\n${lines.join('\n')}\n---\n\nText.\n`;
const head = (...lines: string[]) => `${lines.join('\n')}\n\nText.\n`;

const blogs: Record<string, Blog> = {
  'Pelican, with lines in the place of front matter': {
    files: {
      'pelicanconf.py': "PATH = 'content'\n",
      'content/first.md': head(
        'Title: First: a post',
        'Date: 2024-01-02 10:20',
        'Category: Old things',
        'Tags: machine learning, b',
        'Summary: Short',
      ),
      'content/second.md': head(
        'Title: Second',
        'Date: 2024-02-02 10:20',
        'Tags: a',
        '    b',
        'Status: draft',
      ),
      'content/fenced.md': yaml('Title: Fenced', 'Date: 2023-01-01', 'Category: Old things', 'Tags: a, b'),
      'content/pages/about.md': head('Title: About'),
    },
    posts: {
      'content/first.md': 'First: a post|2024-01-02T10:20|machine learning,b|Old things',
      'content/second.md': 'draft Second|2024-02-02T10:20|a,b|',
      'content/fenced.md': 'Fenced|2023-01-01|a,b|Old things',
      'content/pages/about.md': 'About|||',
    },
    draft: [
      'content/hello-a-world.md',
      'Title: Hello: a World\nDate: 2026-11-20 00:00\nTags: one\nStatus: draft\n\n',
    ],
  },
  'Nikola, with lines in a comment': {
    files: {
      'conf.py': "BLOG_TITLE = 'x'\n",
      'posts/welcome.md': head(
        '<!--',
        '.. title: Welcome',
        '.. slug: hi',
        '.. date: 2024-03-30 23:00:00 UTC-03:00',
        '.. tags: nikola, python',
        '.. link: ',
        '-->',
      ),
      'posts/bare.md': head('.. title: Bare', '.. date: 2024-02-01', '.. status: draft'),
    },
    posts: {
      'posts/welcome.md': 'Welcome|2024-03-30T23:00:00-03:00|nikola,python|',
      'posts/bare.md': 'draft Bare|2024-02-01||',
    },
    draft: [
      'posts/hello-a-world.md',
      '<!--\n.. title: Hello: a World\n.. slug: hello-a-world\n.. date: 2026-11-20\n.. tags: one\n.. link:\n.. status: draft\n-->\n\n',
    ],
  },
  'MkDocs, with dates in a map': {
    files: {
      'mkdocs.yml': 'site_name: x\n',
      'docs/index.md': '# Home\n',
      'docs/guide/setup.md': '# Setup\n',
      'docs/blog/index.md': '# Blog\n',
      'docs/blog/posts/one.md': '---\ndate:\n  created: 2024-01-31\ndraft: true\n---\n\n# One\n',
      'docs/blog/posts/two.md': '---\ndate:\n  created: 2024-02-28\n---\n\n# Two\n',
    },
    posts: {
      'docs/index.md': 'Home|||',
      'docs/guide/setup.md': 'Setup|||',
      'docs/blog/index.md': 'Blog|||',
      'docs/blog/posts/one.md': 'draft One|2024-01-31||',
      'docs/blog/posts/two.md': 'Two|2024-02-28||',
    },
    draft: [
      'docs/blog/posts/hello-a-world.md',
      '---\ntitle: "Hello: a World"\ndraft: true\ntags: [one]\ndate:\n  created: 2026-11-20\n---\n\n',
    ],
  },
  'Quarto, with texts of its own kind': {
    files: {
      '_quarto.yml': 'project:\n  type: website\n',
      'index.qmd': yaml('title: Home'),
      'posts/one/index.qmd': yaml('title: "One"', 'date: "2024-08-26"', 'categories: [news]'),
      'posts/two/index.qmd': yaml('title: "Two"', 'date: "2024-08-29"', 'draft: true'),
    },
    posts: {
      'index.qmd': 'Home|||',
      'posts/one/index.qmd': 'One|2024-08-26||news',
      'posts/two/index.qmd': 'draft Two|2024-08-29||',
    },
    draft: [
      'posts/hello-a-world/index.qmd',
      '---\ntitle: "Hello: a World"\ndate: "2026-11-20"\ndraft: true\ntags: [one]\n---\n\n',
    ],
  },
  'SvelteKit, with pages in folders': {
    files: {
      'svelte.config.js': 'export default {};\n',
      'src/routes/blog/+page.svelte': '<p>Posts</p>\n',
      'src/routes/blog/one/+page.svx': yaml('title: One', 'date: 2024-01-01', 'published: true'),
      'src/routes/blog/no-title/+page.svx': yaml('date: 2023-02-01', 'published: false'),
      'src/routes/blog/three/+page.md': yaml('title: Three', 'date: 2024-01-03', 'published: true'),
    },
    posts: {
      'src/routes/blog/one/+page.svx': 'One|2024-01-01||',
      'src/routes/blog/no-title/+page.svx': 'draft No title|2023-02-01||',
      'src/routes/blog/three/+page.md': 'Three|2024-01-03||',
    },
    draft: [
      'src/routes/blog/hello-a-world/+page.svx',
      '---\ntitle: "Hello: a World"\ndate: 2026-11-20\npublished: false\ntags: [one]\n---\n\n',
    ],
  },
  'Nuxt, with numbers in names': {
    files: {
      'nuxt.config.ts': 'export default {};\n',
      'content/index.md': yaml('title: Home'),
      'content/1.about.md': 'Us.\n',
      'content/2.blog/1.one-thing.md': yaml('description: d', 'publishedAt: 2024-01-01'),
      'content/2.blog/2.two.md': yaml('title: Two', 'publishedAt: 2024-02-01', 'draft: true'),
    },
    posts: {
      'content/index.md': 'Home|||',
      'content/1.about.md': 'About|||',
      'content/2.blog/1.one-thing.md': 'One thing|2024-01-01||',
      'content/2.blog/2.two.md': 'draft Two|2024-02-01||',
    },
    draft: [
      'content/2.blog/hello-a-world.md',
      '---\ntitle: "Hello: a World"\npublishedAt: 2026-11-20\ndraft: true\ntags: [one]\n---\n\n',
    ],
  },
  'Middleman, with two endings': {
    files: {
      'config.rb': 'activate :blog\n',
      'source/blog/2024-01-01-one.html.md': yaml('title: One', 'date: 2024-01-01', 'tags: a, b'),
      'source/blog/2023-12-01-two.html.md': yaml('date: 2023-12-01', 'tags: ', 'published: false'),
    },
    posts: {
      'source/blog/2024-01-01-one.html.md': 'One|2024-01-01|a,b|',
      'source/blog/2023-12-01-two.html.md': 'draft Two|2023-12-01||',
    },
    draft: [
      'source/blog/2026-11-20-hello-a-world.html.md',
      '---\ntitle: "Hello: a World"\ndate: 2026-11-20\ntags: one\npublished: false\n---\n\n',
    ],
  },
  'Wintersmith, with pages around the posts': {
    files: {
      'config.json': '{"plugins": []}\n',
      'contents/about.md': yaml('title: About'),
      'contents/articles/one/index.md': yaml('title: One', 'date: 2012-10-01 15:00'),
      'contents/articles/two/index.md': yaml('title: Two', 'date: 2012-10-02 15:00'),
    },
    posts: {
      'contents/about.md': 'About|||',
      'contents/articles/one/index.md': 'One|2012-10-01T15:00||',
      'contents/articles/two/index.md': 'Two|2012-10-02T15:00||',
    },
    draft: [
      'contents/articles/hello-a-world/index.md',
      '---\ntitle: "Hello: a World"\ndate: 2026-11-20 00:00\ntags: [one]\ndraft: true\n---\n\n',
    ],
  },
  'DEV, where “published” is no date': {
    files: {
      'posts/one.md': yaml('title: One', 'published: true', "tags: 'a, b'"),
      'posts/two.md': yaml('title: Two', 'published: false', "tags: 'a, b'"),
    },
    posts: { 'posts/one.md': 'One||a,b|', 'posts/two.md': 'draft Two||a,b|' },
    draft: [
      'posts/hello-a-world.md',
      '---\ntitle: "Hello: a World"\npublished: false\ntags: one\ndate: 2026-11-20\n---\n\n',
    ],
  },
  'a garden, with words for what is ready': {
    files: {
      'notes/a.md': yaml('title: A', 'created_at: 2024-01-01', 'status: Published'),
      'notes/b.md': yaml('title: B', 'created_at: 2024-02-01', 'status: draft'),
      'notes/c.md': yaml('title: C', 'created_at: 2024-03-01', 'status: seedling'),
      'notes/d.md': yaml('title: D', 'publish_date: 2024-04-01', 'publish: false'),
      'notes/e.md': yaml('title: E', 'date_published: 2024-05-01', 'isDraft: true'),
      'notes/f.md': yaml('title: F', 'published_date: 2024-06-01', 'is_draft: true'),
    },
    posts: {
      'notes/a.md': 'A|2024-01-01||',
      'notes/b.md': 'draft B|2024-02-01||',
      'notes/c.md': 'C|2024-03-01||',
      'notes/d.md': 'draft D|2024-04-01||',
      'notes/e.md': 'draft E|2024-05-01||',
      'notes/f.md': 'draft F|2024-06-01||',
    },
    draft: [
      'notes/hello-a-world.md',
      '---\ntitle: "Hello: a World"\npublish: false\ncreated_at: 2026-11-20\ntags: [one]\n---\n\n',
    ],
  },
  'Bridgetown, whose folder is called as Jekyll’s': {
    files: {
      'bridgetown.config.yml': 'template_engine: erb\n',
      Gemfile: 'gem "bridgetown"\n',
      'src/_posts/2024-01-01-one.md': yaml('title: One'),
      'src/_posts/two.md': yaml('title: Two', 'date: 2024-02-01'),
    },
    posts: {
      'src/_posts/2024-01-01-one.md': 'One|2024-01-01||',
      'src/_posts/two.md': 'Two|2024-02-01||',
    },
    draft: [
      'src/_posts/hello-a-world.md',
      '---\ntitle: "Hello: a World"\ndate: 2026-11-20\ntags: [one]\ndraft: true\n---\n\n',
    ],
  },
};

async function openedIn(files: Blog['files'], folder = '.') {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, site: await openSite(join(root, folder), { home: { data: '', cache: '' } }) };
}

describe.each(Object.entries(blogs))('%s', (_, { files, posts, draft }) => {
  it('is a plain folder with every post in it', async () => {
    const { site } = await openedIn(files);
    expect(site.description().convention).toBe('plain');
    const listed = (await site.posts.list()).map(({ path, title, date, tags, categories, visibility }) => [
      path,
      `${visibility === 'draft' ? 'draft ' : ''}${title}|${date ?? ''}|${tags}|${categories}`,
    ]);
    await site.close();
    expect(Object.fromEntries(listed)).toEqual(posts);
  });

  it('has a new draft where and as its posts are, and shows it as one', async () => {
    const { root, site } = await openedIn(files);
    const input = { title: 'Hello: a World', date: '2026-11-20', draft: true, tags: ['one'] };
    const { path } = await site.posts.create(input);
    const found = (await site.posts.list()).find((post) => post.path === path);
    await site.close();
    expect([path, readFileSync(join(root, path), 'utf8')]).toEqual(draft);
    expect(found).toMatchObject({ title: 'Hello: a World', visibility: 'draft', tags: ['one'] });
  });
});

describe('several blogs in one repository', () => {
  const files = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/objects/.keep': '',
    '.git/refs/.keep': '',
    'README.md': '# Both\n',
    'a/_config.yml': 'title: A\n',
    'a/_posts/2024-01-01-a.md': yaml('title: A'),
    'a/_posts/2024-02-01-b.md': yaml('title: B'),
    'b/hugo.toml': 'title = "B"\n',
    'b/content/posts/x.md': yaml('title: X', 'date: 2024-01-02'),
    'c/mkdocs.yml': 'site_name: C\n',
    'c/docs/posts/y.md': yaml('title: Y', 'date: 2024-01-03'),
  };
  const newIn = async (folder: string) => {
    const { site } = await openedIn(files, folder);
    const { path } = await site.posts.create({ title: 'New', date: '2026-11-20' });
    const description = site.description();
    const listed = (await site.posts.list()).map((post) => post.path);
    await site.close();
    return { path, convention: description.convention, site: description.site, listed };
  };

  it.each([
    ['.', 'a/_posts/2026-11-20-new.md', 'jekyll', 'a'],
    ['a', 'a/_posts/2026-11-20-new.md', 'jekyll', 'a'],
    ['b', 'b/content/posts/new.md', 'hugo', 'b'],
    ['c', 'c/docs/posts/new.md', 'plain', 'c'],
  ])('has a new post in the one that was opened: %s', async (folder, path, convention, site) => {
    expect(await newIn(folder)).toMatchObject({ path, convention, site });
  });

  it('lists what lies in the folder that was opened, though no generator is known for it', async () => {
    expect((await newIn('c')).listed).toContain('c/docs/posts/y.md');
    expect((await newIn('c')).listed).not.toContain('README.md');
  });
});

it('has a new post among posts rather than pages where nothing is dated', async () => {
  const { site } = await openedIn({ 'docs/a.md': 'A\n', 'docs/b.md': 'B\n', 'posts/c.md': 'C\n' });
  const { path } = await site.posts.create({ title: 'New' });
  await site.close();
  expect(path).toBe('posts/new.md');
});

it.each([
  ['status: Published', 'status: draft'],
  ['status: seedling', 'status: seedling\ndraft: true'],
  ['publish: true', 'publish: false'],
])('makes a draft of a post as it says that it is none: %s', async (said, says) => {
  const { site } = await openedIn({ 'notes/a.md': yaml('title: A', said) });
  const draft = site.asDraft('notes/a.md', yaml('title: A', said));
  await site.close();
  expect(draft).toBe(yaml('title: A', says));
});
