import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

type Files = Record<string, string>;

function folderOf(files: Files): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function opened<T>(files: Files, use: (site: OpenSite) => Promise<T>): Promise<T> {
  const root = folderOf(files);
  const site = await openSite(root, { home: { data: '', cache: '' } });
  try {
    return await use(site);
  } finally {
    await site.close();
  }
}

/** Addresses by path; a draft has a mark before it. */
const addresses = (posts: readonly PostSummary[]) =>
  Object.fromEntries(
    posts.map(({ path, url, visibility }) => [path, `${visibility === 'draft' ? 'draft ' : ''}${url ?? ''}`]),
  );

const listed = (files: Files) => opened(files, async (site) => addresses(await site.posts.list()));

const newIn = (files: Files, input: { draft?: boolean; tags?: string[] } = { tags: ['one', 'two words'] }) =>
  opened(files, async (site) => {
    const { path, text } = await site.posts.create({
      title: 'Hello: a World',
      date: '2026-11-20T10:00:00+01:00',
      ...input,
    });
    return { path, text };
  });

const yaml = (front: string, body = 'Text.\n') => `---\n${front}\n---\n\n${body}`;
const toml = (front: string) => `+++\n${front}\n+++\n\nText.\n`;

const hugoToml = 'baseURL = "https://example.org/"\nlanguageCode = "en"\n';

const hugoBlogs: Record<string, { files: Files; posts: Record<string, string> }> = {
  'a configuration in parts, patterns and bundles with texts of their own': {
    files: {
      'config/_default/config.toml': hugoToml,
      'config/_default/permalinks.toml': 'blog = "/:year/:month/:slug/"\nnotes = "/n/:slugorfilename"\n',
      'content/blog/_index.md': yaml('title: Blog'),
      'content/blog/one.md': toml('title = "One Post"\ndate = 2020-01-02T03:04:05+02:00'),
      'content/blog/two/index.md': toml('title = "Two"\ndate = 2021-01-02\ndraft = true'),
      'content/blog/two/more.md': 'A text that belongs to the post.\n',
      'content/blog/two/parts/a.md': 'Another.\n',
      'content/notes/x-y.md': toml('title = "Note"\ndate = 2020-01-02'),
      'themes/t/exampleSite/config.toml': hugoToml,
      'themes/t/exampleSite/content/posts/example.md': yaml('title: Example'),
    },
    posts: {
      'content/blog/one.md': '/2020/01/one-post/',
      'content/blog/two/index.md': 'draft /2021/01/two/',
      'content/notes/x-y.md': '/n/x-y/',
    },
  },
  'folders for languages, and folders that are no sections': {
    files: {
      'config.toml': `${hugoToml}defaultContentLanguage = "de"\ndefaultContentLanguageInSubdir = true\n[languages.de]\ncontentDir = "content/de"\n[languages.en]\ncontentDir = "content/en"\n[permalinks]\npost = "/:sections/:year/:filename/"\n`,
      'content/de/post/plain/a.md': yaml('title: A\ndate: 2020-01-01'),
      'content/de/post/own/_index.md': yaml('title: Own'),
      'content/de/post/own/b.md': yaml('title: B\ndate: 2020-01-01'),
      'content/en/post/a.md': yaml('title: A en\ndate: 2020-01-01'),
    },
    posts: {
      'content/de/post/plain/a.md': '/de/post/2020/a/',
      'content/de/post/own/b.md': '/de/post/own/2020/b/',
      'content/en/post/a.md': '/en/post/2020/a/',
    },
  },
  'dates by rules of its own, Org files, a base in a folder': {
    files: {
      'hugo.toml':
        'baseURL = "https://example.org/base/"\nuglyURLs = true\n[frontmatter]\ndate = ["when", ":filename", ":default"]\n',
      'content/post/a.md': toml('title = "A"\nwhen = 2019-01-01\ndate = 2018-01-01'),
      'content/post/2017-03-04-b.md': toml('title = "B"'),
      'content/post/g.org': '#+TITLE: Org post\n#+DATE: 2014-02-03\n#+TAGS[]: x y\n#+DRAFT: true\n\nText\n',
      'content/post/h.md': yaml('Title: H\nDate: 2013-01-01\nDraft: true'),
    },
    posts: {
      'content/post/a.md': '/base/post/a.html',
      'content/post/2017-03-04-b.md': '/base/post/b.html',
      'content/post/g.org': 'draft /base/post/g.html',
      'content/post/h.md': 'draft /base/post/h.html',
    },
  },
  'values that a section gives to its posts': {
    files: {
      'hugo.toml': hugoToml,
      'content/posts/_index.md': yaml('title: Posts\ncascade:\n  draft: true'),
      'content/posts/a.md': yaml('title: A\ndate: 2020-01-01'),
      'content/posts/b.md': yaml('title: B\ndate: 2020-01-01\ndraft: false'),
      'content/old/c.md': yaml('title: C\ndate: 2020-01-01'),
    },
    posts: {
      'content/posts/a.md': 'draft /posts/a/',
      'content/posts/b.md': '/posts/b/',
      'content/old/c.md': '/old/c/',
    },
  },
  'truth as Go has it': {
    files: {
      'hugo.toml': hugoToml,
      ...Object.fromEntries(
        ['yes', '"true"', '1', 't', 'True', 'truE', '"yes"', '0'].map((draft, index) => [
          `content/post/${index}.md`,
          yaml(`title: D\ndate: 2020-01-01\ndraft: ${draft}`),
        ]),
      ),
      'content/post/p.md': yaml('title: P\ndate: 2020-01-01\npublished: "false"'),
    },
    posts: {
      ...Object.fromEntries(
        [true, true, true, true, true, false, false, false].map((draft, index) => [
          `content/post/${index}.md`,
          `${draft ? 'draft ' : ''}/post/${index}/`,
        ]),
      ),
      'content/post/p.md': 'draft /post/p/',
    },
  },
};

const jekyllConfig = 'title: T\nurl: https://example.org\ntimezone: UTC\n';

const jekyllBlogs: Record<string, { files: Files; posts: Record<string, string> }> = {
  'collections in a folder of their own': {
    files: {
      '_config.yml': `${jekyllConfig}collections_dir: things\ncollections:\n  recipes:\n    output: true\n    permalink: /cook/:title/\npermalink: pretty\n`,
      'things/_posts/2020-01-02-first.md': yaml('title: First'),
      'things/_posts/2022-07-01-tex.textile': yaml('title: Tex'),
      'things/_recipes/soup.md': yaml('title: Soup'),
    },
    posts: {
      'things/_posts/2020-01-02-first.md': '/2020/01/02/first/',
      'things/_posts/2022-07-01-tex.textile': '/2022/07/01/tex/',
      'things/_recipes/soup.md': '/cook/soup/',
    },
  },
  'a source folder': {
    files: {
      '_config.yml': `${jekyllConfig}source: src\npermalink: /:categories/:year-:title.html\n`,
      'src/_posts/2020-01-02-first.md': yaml('title: First\ncategories: [Foo Bar, x]'),
      'src/_posts/2020-03-02-hidden.md': yaml('title: Hidden\npublished: false'),
    },
    posts: {
      'src/_posts/2020-01-02-first.md': '/foo%20bar/x/2020-first.html',
      'src/_posts/2020-03-02-hidden.md': 'draft /2020-hidden.html',
    },
  },
  'values for folders and kinds': {
    files: {
      '_config.yml': `${jekyllConfig}defaults:\n  - scope: {path: "_posts/secret"}\n    values: {published: false}\n  - scope: {path: "_posts/cat"}\n    values: {categories: [c1], permalink: "/q/:categories/:title/"}\n`,
      '_posts/secret/2020-01-02-a.md': yaml('title: A'),
      '_posts/cat/2020-01-03-x.md': yaml('title: X'),
      '_posts/cat/2020-01-04-y.md': yaml('title: Y\ncategories: own'),
    },
    posts: {
      '_posts/secret/2020-01-02-a.md': 'draft /2020/01/02/a.html',
      '_posts/cat/2020-01-03-x.md': '/q/c1/x/',
      '_posts/cat/2020-01-04-y.md': '/q/c1/own/y/',
    },
  },
  'dates by weeks': {
    files: {
      '_config.yml': `${jekyllConfig}permalink: weekdate\n`,
      '_posts/2020-12-30-late.md': yaml('title: Late'),
      '_posts/2021-01-03-early.md': yaml('title: Early'),
    },
    posts: {
      '_posts/2020-12-30-late.md': '/2020/W53/Wed/late.html',
      '_posts/2021-01-03-early.md': '/2021/W53/Sun/early.html',
    },
  },
};

const otherBlogs: Record<string, { files: Files; posts: Record<string, string> }> = {
  'Docusaurus with several blogs': {
    files: {
      'docusaurus.config.js': `module.exports = { url: 'https://example.org', baseUrl: '/site/', presets: [['classic', { docs: {}, blog: { showReadingTime: true } }]], plugins: [['@docusaurus/plugin-content-blog', { id: 'eng', path: 'engineering', routeBasePath: 'eng' }]] };`,
      'docs/intro.md': yaml('title: Intro'),
      'versioned_docs/version-1/intro.md': yaml('title: Intro'),
      'blog/2021-01-02-x/index.mdx': yaml('title: X'),
      'blog/_part.md': 'A part of others.\n',
      'engineering/e.md': yaml('title: E\ndate: 2023-01-02'),
      'i18n/fr/docusaurus-plugin-content-blog/2021-01-02-x/index.mdx': yaml('title: X'),
    },
    posts: {
      'blog/2021-01-02-x/index.mdx': '/site/blog/2021/01/02/x',
      'engineering/e.md': '/site/eng/e',
      'i18n/fr/docusaurus-plugin-content-blog/2021-01-02-x/index.mdx': '/site/fr/blog/2021/01/02/x',
    },
  },
  'Docusaurus whose blog has another name': {
    files: {
      'website/docusaurus.config.ts': `export default { baseUrl: '/', presets: [['classic', { blog: { path: 'posts', routeBasePath: '/' }, docs: false }]] }`,
      'website/posts/2021-01-02-x.md': yaml('title: X'),
    },
    posts: { 'website/posts/2021-01-02-x.md': '/2021/01/02/x' },
  },
  'Eleventy with templates beside its posts': {
    files: {
      '.eleventy.js': 'module.exports = () => ({ dir: { input: "src", includes: "_inc" } });',
      'src/_inc/part.md': 'A part.\n',
      'src/posts/posts.json':
        '{ "layout": "post", "tags": ["posts"], "permalink": "/writing/{{ page.fileSlug }}/" }',
      'src/posts/2020-01-02-a.md': yaml('title: A'),
      'src/posts/drafts/drafts.json': '{ "draft": true }',
      'src/posts/drafts/b.md': yaml('title: B'),
    },
    posts: { 'src/posts/2020-01-02-a.md': '/writing/a/', 'src/posts/drafts/b.md': 'draft /writing/b/' },
  },
  'Next.js with texts that are no posts': {
    files: {
      'next.config.mjs': 'export default {}',
      'app/blog/one/page.mdx':
        "export const metadata = { title: 'One', date: '2024-01-01', draft: true }\n\n# One\n",
      'docs/how.md': '# How\n',
    },
    posts: { 'app/blog/one/page.mdx': 'draft /blog/one' },
  },
  'Astro in a folder of its host': {
    files: {
      'astro.config.mjs': 'export default defineConfig({ base: "/x", trailingSlash: "never" });',
      'src/pages/posts/a.md': yaml('title: A'),
      'src/content/blog/b.mdx': yaml('title: B'),
    },
    posts: { 'src/pages/posts/a.md': '/x/posts/a', 'src/content/blog/b.mdx': '/x/blog/b' },
  },
  'a theme, which has an example alone': {
    files: {
      'theme.toml': 'name = "x"\n',
      'exampleSite/config.toml': hugoToml,
      'exampleSite/content/posts/a.md': yaml('title: A'),
      'archetypes/default.md': yaml('title: x'),
    },
    posts: { 'exampleSite/content/posts/a.md': '/posts/a/' },
  },
};

const isMissing = (program: string) =>
  spawnSync(program, ['version'], { stdio: 'ignore' }).error !== undefined;

describe.each([
  ['Hugo', hugoBlogs],
  ['Jekyll', jekyllBlogs],
  ['others', otherBlogs],
])('blogs of %s', (_, blogs) => {
  it.each(Object.entries(blogs))('%s', async (_name, { files, posts }) => {
    expect(await listed(files)).toEqual(posts);
  });
});

describe.skipIf(isMissing('hugo'))('what is expected of Hugo (skipped where it is not installed)', () => {
  it.each(Object.entries(hugoBlogs))('is its own answer: %s', (_name, { files, posts }) => {
    const output = execFileSync('hugo', ['list', 'all'], { cwd: folderOf(files), encoding: 'utf8' });
    const rows = output
      .split('\n')
      .slice(1)
      .filter((row) => row !== '' && !row.includes('_index.'));
    const theirs = rows.map((row) => {
      const [, path = '', draft, url = ''] = /^([^,]*),.*,(true|false),(.*)$/.exec(row) ?? [];
      return [path, `${draft === 'true' ? 'draft ' : ''}${new URL(url).pathname}`];
    });
    expect(Object.fromEntries(theirs)).toEqual(posts);
  });
});

const jekyllProgram = `
require 'jekyll'; require 'json'; require 'yaml'
given = YAML.load_file(File.join(ARGV[0], '_config.yml'))['source'].to_s
site = Jekyll::Site.new(Jekyll.configuration('source' => File.expand_path(given, ARGV[0]), 'config' => File.join(ARGV[0], '_config.yml'), 'quiet' => true, 'unpublished' => true))
site.reset; site.read
docs = site.collections.values.flat_map(&:docs)
puts JSON.dump(docs.map { |d| [d.path.sub(ARGV[0] + '/', ''), (d.data['published'] == false ? 'draft ' : '') + d.url] }.to_h)
`;

describe.skipIf(isMissing('jekyll'))('what is expected of Jekyll (skipped where it is not installed)', () => {
  it.each(Object.entries(jekyllBlogs))('is its own answer: %s', (_name, { files, posts }) => {
    const output = execFileSync('ruby', ['-e', jekyllProgram, folderOf(files)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(JSON.parse(output)).toEqual(posts);
  });
});

describe('a new post', () => {
  const astro = { 'astro.config.mjs': 'export default {}' };

  it('lies where most are, where none lies in the folder itself, with a date as theirs', async () => {
    const head = (day: string) => yaml(`title: 'A'\npubDate: 'Jul ${day} 2022'\ndescription: 'd'`);
    expect(
      await newIn({
        ...astro,
        'src/content/blog/en/a.md': head('08'),
        'src/content/blog/en/b.md': head('09'),
        'src/content/blog/fr/a.md': head('08'),
      }),
    ).toEqual({
      path: 'src/content/blog/en/hello-a-world.md',
      text: "---\ntitle: 'Hello: a World'\npubDate: 'Nov 20 2026'\ndescription: ''\ntags: [one, two words]\n---\n\n",
    });
  });

  it('lies with those in the site’s own language, of translations of each other', async () => {
    const languages =
      '[languages.de]\ncontentDir = "content/de"\n[languages.en]\ncontentDir = "content/en"\n';
    const files = {
      'hugo.toml': `${hugoToml}defaultContentLanguage = "de"\n${languages}`,
      'content/de/blog/a.md': yaml('title: A\ndate: 2020-01-01'),
      'content/de/blog/b.md': yaml('title: B\ndate: 2020-01-02'),
      'content/en/blog/a.md': yaml('title: A\ndate: 2020-01-03'),
      'content/en/blog/b.md': yaml('title: B\ndate: 2020-01-04'),
      'content/en/blog/c.md': yaml('title: C\ndate: 2020-01-05'),
    };
    expect((await newIn(files)).path).toBe('content/de/blog/hello-a-world.md');
  });

  it('is a draft by a key that is no date', async () => {
    const files = { ...astro, 'src/content/posts/a.md': yaml('title: A\npublished: 2020-01-01') };
    const { text } = await newIn(files, { draft: true });
    expect(text).toBe('---\ntitle: "Hello: a World"\npublished: 2026-11-20\ndraft: true\n---\n\n');
  });

  it('begins without a fence where its neighbours do', async () => {
    const head = 'title: One\ndate: 2019-01-02 03:04:05\ntags:\n- a\n---\nText\n';
    expect(
      await newIn({
        '_config.yml':
          'title: H\nper_page: 10\nnew_post_name: :year-:month-:day-:title.md\nsource_dir: source\n',
        'source/_posts/2019-01-02-one.md': head,
        'source/_posts/2019-01-03-two.md': head,
      }),
    ).toEqual({
      path: 'source/_posts/2026-11-20-hello-a-world.md',
      text: 'title: "Hello: a World"\ndate: 2026-11-20 10:00:00\ntags:\n- one\n- two words\n---\n\n',
    });
  });

  it('is a page of its own folder where the router has it so', async () => {
    const files = { 'next.config.mjs': '', 'app/blog/one/page.mdx': yaml('title: One\ndate: 2024-01-02') };
    expect((await newIn(files)).path).toBe('app/blog/hello-a-world/page.mdx');
  });

  it('has a heading alone where its neighbours have no more', async () => {
    const files = { '2020-01-01-hello.md': '# Hello\n', '2020-02-01-again.md': '# Again\n' };
    expect(await newIn(files, {})).toEqual({
      path: '2026-11-20-hello-a-world.md',
      text: '# Hello: a World\n\n',
    });
    expect((await newIn(files, { draft: true })).text).toContain('draft: true');
  });

  it('keeps the capitals that its neighbours write keys with', async () => {
    const files = {
      'hugo.toml': hugoToml,
      'content/post/a.md': yaml('Title: A\nDate: 2020-01-01\nTags: [a]'),
      'content/post/b.md': yaml('Title: B\nDate: 2020-01-02\nTags: [a]'),
    };
    expect((await newIn(files)).text).toBe(
      '---\nTitle: "Hello: a World"\nDate: 2026-11-20\nTags: [one, two words]\n---\n\n',
    );
  });

  it('has a name that its generator publishes, whatever names lie beside it', async () => {
    const files = {
      '_config.yml': jekyllConfig,
      '_posts/20-1-2-a.md': yaml('title: A'),
      '_posts/20-1-3-b.md': yaml('title: B'),
      '_posts/not-dated.md': yaml('title: C'),
    };
    expect((await newIn(files)).path).toBe('_posts/2026-11-20-hello-a-world.md');
  });

  it('has its tags in a list where the text of several would be parted at blanks', async () => {
    const files = { '_config.yml': jekyllConfig, '_posts/2020-01-02-a.md': yaml('title: A\ntags: a, b') };
    expect((await newIn(files)).text).toContain('tags: [one, two words]\n');
    expect((await newIn(files, { tags: ['one', 'two'] })).text).toContain('tags: one two\n');
  });

  it.each([
    // Jekyll takes a time with seconds for one in UTC.
    ['2020-01-02 10:00:00', 'Asia/Tokyo', '2026-11-20 18:00:00 +0900'],
    ['2020-01-02 10:00:00', 'UTC', '2026-11-20 09:00:00'],
    ['2020-01-02 10:00', 'Asia/Tokyo', '2026-11-20 18:00'],
    ['2020-01-02 10:00:00 +0900', 'Asia/Tokyo', '2026-11-20 10:00:00 +0100'],
  ])('beside one of %s in %s is of the moment that was meant', async (date, zone, expected) => {
    const files = {
      '_config.yml': `title: T\ntimezone: ${zone}\n`,
      '_posts/2020-01-02-a.md': yaml(`title: A\ndate: ${date}`),
    };
    expect((await newIn(files)).text).toContain(`date: ${expected}\n`);
  });

  it('says that it is no draft where the site takes all for drafts that say nothing', async () => {
    const files = {
      '_config.yml': `${jekyllConfig}defaults:\n  - scope: {path: _posts}\n    values: {published: false}\n`,
      '_posts/2020-01-02-a.md': yaml('title: A'),
    };
    expect((await newIn(files)).text).toContain('published: true\n');
    expect((await newIn(files, { draft: true })).text).not.toContain('published');
  });

  it('lies in the drafts beside the posts', async () => {
    const files = {
      '_config.yml': `${jekyllConfig}collections_dir: things\n`,
      'things/_posts/2020-01-02-a.md': yaml('title: A'),
    };
    expect((await newIn(files, { draft: true })).path).toBe('things/_drafts/hello-a-world.md');
  });
});

describe('blogs of odd shapes', () => {
  it('Hugo: an address from the root has no language before it, and no date is the year 1', async () => {
    const config =
      'baseURL: https://example.org/site/\ndefaultContentLanguageInSubdir: true\ndefaultContentLanguage: de\nlanguages:\n  de: {contentDir: content/de}\n  en: {contentDir: content/en}\npermalinks:\n  notes: /n/:year/:month/:slug/\n';
    const files = {
      'hugo.yaml': config,
      'content/en/notes/a.md': yaml('title: A\nurl: /fixed/a.html'),
      'content/en/notes/b.md': yaml('title: B\nurl: rel/b'),
      'content/en/notes/c.md': yaml('title: Hello'),
    };
    expect(await listed(files)).toEqual({
      'content/en/notes/a.md': '/site/fixed/a.html',
      'content/en/notes/b.md': '/site/en/rel/b/',
      'content/en/notes/c.md': '/site/en/n/1/01/hello/',
    });
  });

  it('Jekyll: folders above the posts are categories, and one category may have blanks', async () => {
    const files = {
      '_config.yml': 'collections_dir: stuff\npermalink: pretty\n',
      '_layouts/post.html': '',
      'stuff/food/_posts/2020-03-03-three.md': yaml('title: Three\ncategories: sweet'),
      'stuff/_posts/2020-04-04-four.md': yaml('title: Four\ncategory: Two words\ntag: one tag'),
    };
    expect(await listed(files)).toEqual({
      'stuff/food/_posts/2020-03-03-three.md': '/food/sweet/2020/03/03/three/',
      'stuff/_posts/2020-04-04-four.md': '/two%20words/2020/04/04/four/',
    });
    const named = await opened(files, async (site) =>
      (await site.posts.list()).map(({ categories, tags }) => [categories, tags]),
    );
    expect(named).toEqual([
      [['Two words'], ['one tag']],
      [['food', 'sweet'], []],
    ]);
  });

  it('Hexo: names are taken apart as the settings have new ones', async () => {
    const config = 'source_dir: source\nper_page: 5\npermalink: :category/:year/:title/\n';
    const post = { 'package.json': '{"dependencies":{"hexo":"7"}}' };
    const named = (pattern: string, path: string) =>
      listed({
        ...post,
        '_config.yml': `${config}new_post_name: ${pattern}\n`,
        [path]: yaml('title: T\ndate: 2022-01-02 03:04:05\ncategories: [Tech, Web]'),
      });
    const folders = 'source/_posts/2022/first-one/index.md';
    expect(await named(':year/:title/index.md', folders)).toEqual({ [folders]: '/Tech/Web/2022/first-one/' });
    const dated = 'source/_posts/2022-01-02-one.md';
    expect(await named(':year-:month-:day-:title.md', dated)).toEqual({ [dated]: '/Tech/Web/2022/one/' });
    expect(await named(':title.md', dated)).toEqual({ [dated]: '/Tech/Web/2022/2022-01-02-one/' });
  });

  it('Eleventy: the data of a folder may be a program, and a file may have its folder’s name', async () => {
    const data =
      'export default { tags: ["post"], layout: "post.njk", permalink: "/w/{{ page.fileSlug }}/" };\n';
    const files = {
      'eleventy.config.mjs': 'export default () => ({ dir: { input: "src" } })\n',
      'src/writing/writing.11tydata.js': data,
      'src/writing/2023-01-01-hello.md': yaml('title: Hello'),
      'src/other/there/there.md': yaml('title: There\ndate: 2023-02-02'),
    };
    expect(await listed(files)).toEqual({
      'src/writing/2023-01-01-hello.md': '/w/hello/',
      'src/other/there/there.md': '/other/there/',
    });
  });
});

describe('what belongs together', () => {
  const collections = (files: Files) =>
    opened(files, async (site) => [
      ...new Set((await site.posts.list()).map(({ collection }) => collection)),
    ]);

  it.each([
    ['Hugo', { 'hugo.toml': hugoToml }, toml('title = "A"\ndate = 2020-01-02')],
    [
      'Zola',
      { 'config.toml': 'base_url = "https://example.org"\ncompile_sass = true\n' },
      toml('title = "A"\ndate = 2020-01-02'),
    ],
  ])('counts posts in folders of their own to the folder around them: %s', async (_, configuration, text) => {
    const files = { 'content/a.md': text, 'content/b/index.md': text, 'content/c/index.md': text };
    expect(await collections({ ...configuration, ...files, 'content/notes/d/index.md': text })).toEqual([
      'content',
      'content/notes',
    ]);
  });

  it.each([
    ['Hugo', { 'hugo.toml': hugoToml }, 'content/posts/a.md'],
    ['Eleventy', { 'eleventy.config.js': 'export default () => {};\n' }, 'posts/a.md'],
  ])('takes tags that are one text for one tag: %s', async (_, configuration, path) => {
    const files = { ...configuration, [path]: yaml('title: A\ndate: 2020-01-02\ntags: another tag') };
    expect(await opened(files, async (site) => (await site.posts.list())[0]?.tags)).toEqual(['another tag']);
  });
});
