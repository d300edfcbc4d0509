import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { readable, readMeaning } from '../../../src-main/common/site/post-meaning.ts';
import { mapSites } from '../../../src-main/common/site/site-map.ts';

interface Given {
  configuration: Record<string, string>;
  path: string;
  head?: string;
  body?: string;
  now?: string;
}

function meaningOf({ configuration, path, head = '', body = '', now = '2024-07-01T00:00:00Z' }: Given) {
  const text = head.startsWith('+++') || head.startsWith('{') ? head : `---\n${head}\n---\n`;
  const map = mapSites({
    files: [...Object.keys(configuration), path],
    texts: new Map(Object.entries(configuration)),
  });
  const place = map.place(path);
  if (!place) throw new Error(`${path} belongs to no site`);
  return readMeaning({ place, frontMatter: readable(readFrontMatter(text)), body, now: Date.parse(now) });
}

describe('the address of a post', () => {
  const url = (config: string, text: string, path: string, head = '') =>
    meaningOf({ configuration: { [config]: text }, path, head }).url;
  const jekyll = (text: string, path: string, head = '') =>
    meaningOf({ configuration: { '_config.yml': text || 'a: b', Gemfile: 'gem "jekyll"' }, path, head }).url;
  const hugo = (text: string, path: string, head = '') => url('hugo.toml', text || 'a = 1', path, head);
  const zola = (text: string, path: string, head = '') => url('zola.toml', text || 'a = 1', path, head);
  const hexo = (text: string, path: string, head = '') =>
    url('_config.yml', `per_page: 1\nsource_dir: source\n${text}`, path, head);

  it.each([
    ['', '_posts/2024-05-01-Hello World.md', '', '/2024/05/01/Hello-World.html'],
    ['permalink: pretty', '_posts/2024-05-01-a.md', '', '/2024/05/01/a/'],
    ['permalink: none', 'x/_posts/2024-05-01-a.md', 'categories: [B c]', '/x/b%20c/a.html'],
    ['permalink: ordinal', '_posts/2024-05-01-a.md', '', '/2024/122/a.html'],
    ['permalink: /:i_month-:short_year/:slug', '_posts/2024-05-01-Ä b.md', '', '/5-24/%C3%A4-b'],
    ['', '_posts/2024-05-01-a.md', 'permalink: /fixed/', '/fixed/'],
    ['', '_posts/2024-05-01-a.md', 'slug: other', '/2024/05/01/other.html'],
    ['', '_posts/2024-05-01-a.md', 'date: 2024-06-07', '/2024/06/07/a.html'],
    ['timezone: America/New_York', '_posts/2024-05-01-a.md', 'date: 2024-03-01', '/2024/03/01/a.html'],
    [
      'timezone: America/New_York',
      '_posts/2024-05-01-a.md',
      'date: 2024-03-01 02:00:00',
      '/2024/02/29/a.html',
    ],
    [
      'timezone: America/New_York',
      '_posts/2024-05-01-a.md',
      'date: 2024-03-01T02:00:00+01:00',
      '/2024/02/29/a.html',
    ],
    ['collections:\n  posts:\n    permalink: /news/:title/', '_posts/2024-05-01-a.md', '', '/news/a/'],
    [
      'permalink: none\ndefaults:\n- scope: {type: posts}\n  values: {permalink: ":year/:title/"}',
      '_posts/2024-05-01-a.md',
      '',
      '/2024/a/',
    ],
    ['', 'about.md', '', '/about.html'],
    ['permalink: pretty', 'about.md', '', '/about/'],
    ['', '_recipes/a.md', '', undefined],
    ['collections:\n  recipes:\n    output: true', '_recipes/soup/a.md', '', '/recipes/soup/a.html'],
    // The name of a style counts for the whole site alone; a collection has it as its very address.
    ['collections:\n  r:\n    output: yes\n    permalink: pretty', '_r/a.md', '', '/pretty'],
    ['collections:\n  r:\n    output: true\n    permalink: "/:title/"', '_r/sub/index.md', '', '/index/'],
    ['collections:\n  r:\n    output: true', '_r/_left.md', '', undefined],
    ['collections_dir: all\ncollections:\n  r:\n    output: true', '_r/a.md', '', undefined],
    ['permalink: "/:path/"', 'x/_posts/2024-05-01-a.md', '', '/x/2024-05-01-a/'],
    ['permalink: "/:collection/:title"', 'x/_drafts/a.md', '', '/posts/a'],
    ['', '_posts/24-5-1-a.md', '', '/2024/05/01/a.html'],
    ['', '_posts/99-5-1-a.md', '', '/1999/05/01/a.html'],
    ['', '_posts/2024-05-01--a.md', '', '/2024/05/01/a.html'],
    ['', '_posts/2024-05-01-a.txt', '', '/2024/05/01/a.txt'],
    ['markdown_ext: "md,txt"', '_posts/2024-05-01-a.txt', '', '/2024/05/01/a.html'],
    ['', '_posts/2024-05-01-a.md', 'permalink: /a/../b', '/a/b'],
    ['', 'sub/about.md', 'permalink: "/:path/x/:title/"', '/sub/x/:title/'],
    // A time without seconds is the site's own; with them, it is in UTC.
    ['timezone: Asia/Tokyo', '_posts/2024-05-01-a.md', 'date: 2024-06-07 23:30', '/2024/06/07/a.html'],
    ['timezone: Asia/Tokyo', '_posts/2024-05-01-a.md', 'date: 2024-06-07 23:30:00', '/2024/06/08/a.html'],
    ['permalink: none', '_posts/2024-05-01-a.md', 'categories: [b]\ncategory: c d', '/b/c%20d/a.html'],
    ['permalink: none', 'x/_drafts/a.md', 'categories: b', '/x/b/a.html'],
    [
      'permalink: none\ndefaults:\n- scope: {path: _posts/2024, type: post}\n  values: {categories: x y}',
      '_posts/2024-05-01-a.md',
      'categories: [b]',
      '/x/y/b/a.html',
    ],
    [
      'permalink: none\ndefaults:\n- scope: {path: _posts/old, type: posts}\n  values: {permalink: /o/:title}',
      '_posts/2024-05-01-a.md',
      '',
      '/a.html',
    ],
    [
      'defaults:\n- scope: {path: ""}\n  values: {permalink: /o/:title}',
      '_posts/2024-05-01-a.md',
      'permalink:',
      '/o/a',
    ],
  ])('by Jekyll with %j: %s %s', (config, path, head, expected) => {
    expect(jekyll(config, path, head)).toBe(expected);
  });

  it.each([
    ['', 'content/posts/Hello World.md', '', '/posts/hello-world/'],
    ['', 'content/posts/a/index.md', '', '/posts/a/'],
    ['', 'content/posts/a.md', 'slug: b', '/posts/b/'],
    ['', 'content/posts/a/index.md', 'slug: b', '/posts/b/'],
    ['', 'content/posts/a.md', 'url: /x/y.html', '/x/y.html'],
    ['', 'content/posts/a.md', 'url: /x/y', '/x/y/'],
    ['disablePathToLower = true', 'content/Posts/A.md', '', '/Posts/A/'],
    ['uglyURLs = true', 'content/posts/a.md', '', '/posts/a.html'],
    [
      '[permalinks]\nposts = "/:year/:month/:slug/"',
      'content/posts/a.md',
      'date: 2024-05-01\ntitle: The Title',
      '/2024/05/the-title/',
    ],
    ['[permalinks]\nposts = "/:year/:filename/"', 'content/posts/a b.md', 'date: 2024-05-01', '/2024/a-b/'],
    [
      '[permalinks.page]\nposts = "/x/:title/"',
      'content/posts/a.md',
      'title: "It’s c++ & Go/x"',
      '/x/its-c-go/x/',
    ],
    ['[languages.en]\nweight = 1\n[languages.fr]\nweight = 2', 'content/posts/a.fr.md', '', '/fr/posts/a/'],
    ['[languages.en]\nweight = 1\n[languages.fr]\nweight = 2', 'content/posts/a.md', '', '/posts/a/'],
    ['[languages.fr]\ncontentDir = "content/fr"', 'content/fr/posts/a.md', '', '/fr/posts/a/'],
    ['', 'content/posts/日本.md', '', '/posts/%E6%97%A5%E6%9C%AC/'],
  ])('by Hugo with %j: %s %s', (config, path, head, expected) => {
    expect(hugo(config, path, head)).toBe(expected);
  });

  it.each([
    ['', 'content/blog/2024-05-01-Hello World.md', '', '/blog/hello-world/'],
    ['', 'content/blog/a/index.md', '', '/blog/a/'],
    ['', 'content/blog/a.md', '+++\nslug = "b"\n+++\n', '/blog/b/'],
    ['', 'content/blog/a.md', '+++\npath = "x/y"\n+++\n', '/x/y/'],
    ['[languages.fr]\ntitle = "F"', 'content/blog/a.fr.md', '', '/fr/blog/a/'],
    ['[slugify]\npaths = "off"', 'content/Blog/A b.md', '', '/Blog/A%20b/'],
    ['', 'content/blog/2024-05-01_a.md', '', '/blog/a/'],
    ['', 'content/blog/2024-05-01T10:00:00Z-a/index.md', '', '/blog/a/'],
    ['', 'content/blog/2024-05-01.md', '', '/blog/2024-05-01/'],
    ['', 'content/blog/2024-5-1-a.md', '', '/blog/2024-5-1-a/'],
    ['[slugify]\npaths_keep_dates = true', 'content/blog/2024-05-01_a.md', '', '/blog/2024-05-01-a/'],
    ['[slugify]\npaths = "safe"\npaths_keep_dates = true', 'content/2024-05-01_a.md', '', '/2024-05-01_a/'],
  ])('by Zola with %j: %s %s', (config, path, head, expected) => {
    expect(zola(config, path, head)).toBe(expected);
  });

  it.each([
    ['', 'source/_posts/a.md', 'date: 2024-05-01 10:00:00', '/2024/05/01/a/'],
    ['permalink: blog/:title.html', 'source/_posts/sub/a.md', 'date: 2024-05-01', '/blog/sub/a.html'],
    [
      'permalink: :category/:name/',
      'source/_posts/a.md',
      'date: 2024-05-01\ncategories: [One, Two]',
      '/One/Two/a/',
    ],
    ['permalink: :category/:title/', 'source/_posts/a.md', 'date: 2024-05-01', '/uncategorized/a/'],
    ['new_post_name: :year-:month-:day-:title.md', 'source/_posts/2024-05-01-a.md', '', '/2024/05/01/a/'],
    ['', 'source/about/index.md', '', '/about/'],
    ['', 'source/_posts/a.md', 'date: 2024-03-11T23:30:00-08:00', '/2024/03/12/a/'],
    ['post_asset_folder: true\npermalink: :year/:name', 'source/_posts/a.md', 'date: 2024-05-01', '/2024/a/'],
    ['post_asset_folder: true', 'source/_posts/a.md', 'permalink: x/y\ndate: 2024-05-01', '/x/y/'],
    [
      'new_post_name: :year-:month-:day-:title.md\npermalink: :title/',
      'source/_posts/sub/Größe & more.md',
      'date: 2024-05-01',
      '/sub-Grose-more/',
    ],
    [
      'permalink: :category/:title/',
      'source/_posts/a.md',
      'date: 2024-05-01\ncategories: がé',
      '/%E3%81%8Ce/a/',
    ],
    // A date is asked for only where the address has one, and a name's counts only as `new_post_name` has it.
    ['permalink: :title/', 'source/_posts/a.md', '', '/a/'],
    ['', 'source/_posts/2024-05-01-a.md', '', undefined],
    [
      'permalink: :category/:title/\nfilename_case: 1\ncategory_map: {Old: New}',
      'source/_posts/A.md',
      'categories: [Old, Two Three]',
      '/new/two-three/A/',
    ],
    ['permalink: :category/:title/\nnew_post_name: :category/:title.md', 'source/_posts/x/a.md', '', '/x/a/'],
    ['include: [_more/**]', 'source/_more/a.md', '', '/_more/a.html'],
    ['', 'source/_more/a.md', '', undefined],
  ])('by Hexo with %j: %s %s', (config, path, head, expected) => {
    expect(hexo(config, path, head)).toBe(expected);
  });

  it('by Hexo shows a time of the configured zone by the clock of this computer', () => {
    const here = new Date('2024-03-17T15:00:00Z');
    const day = [here.getFullYear(), here.getMonth() + 1, here.getDate()].map((part) =>
      String(part).padStart(2, '0'),
    );
    expect(hexo('timezone: Asia/Tokyo', 'source/_posts/a.md', 'date: 2024-03-18')).toBe(
      `/${day.join('/')}/a/`,
    );
  });

  it.each([
    [{ 'docusaurus.config.js': 'x' }, 'blog/2024-05-01-a.md', '', '/blog/2024/05/01/a'],
    [{ 'docusaurus.config.js': 'x' }, 'blog/2024-05-01-a/index.md', '', '/blog/2024/05/01/a'],
    [{ 'docusaurus.config.js': 'x' }, 'blog/2024/05/01/a.md', '', '/blog/2024/05/01/a'],
    [{ 'docusaurus.config.js': 'x' }, 'blog/a.md', 'slug: /b/c', '/blog/b/c'],
    [{ '.eleventy.js': 'x' }, 'posts/2024-05-01-a.md', '', '/posts/2024-05-01-a/'],
    [
      { '.eleventy.js': 'x', 'posts/posts.json': '{"permalink":"/p/{{ page.fileSlug }}/"}' },
      'posts/2024-05-01-a.md',
      '',
      '/p/a/',
    ],
    [
      { '.eleventy.js': 'x' },
      'posts/a.md',
      'permalink: "/{{ title | slugify }}/index.html"\ntitle: The Title',
      '/the-title/',
    ],
    [{ '.eleventy.js': 'x' }, 'posts/a.md', 'permalink: "/{% if x %}a{% endif %}/"', undefined],
    [{ '.eleventy.js': 'x' }, 'posts/a.md', 'permalink: false', undefined],
    [{ 'astro.config.mjs': 'x', 'src/pages/[...slug].astro': '' }, 'src/content/blog/a.md', '', '/a/'],
    [
      { 'astro.config.mjs': 'x', 'src/pages/blog/[...slug].astro': '' },
      'src/content/blog/a/index.mdx',
      '',
      '/blog/a/',
    ],
    [{ 'docs/.vitepress/config.ts': 'export default { cleanUrls: true }' }, 'docs/blog/a.md', '', '/blog/a'],
    [{ 'docs/.vitepress/config.ts': 'export default {}' }, 'docs/blog/a.md', '', '/blog/a.html'],
    [{ 'gatsby-config.js': 'x' }, 'content/blog/a/index.md', '', '/a/'],
    [{ 'next.config.js': 'x' }, 'app/blog/(posts)/a/page.mdx', '', '/blog/a'],
    [{ 'next.config.js': 'x' }, 'content/blog/a.mdx', '', '/blog/a'],
    [{ 'galley.yml': 'x' }, 'posts/2024-05-01-a.md', '', '/a/'],
    [{}, 'a.md', '', undefined],
  ] as [Record<string, string>, string, string, string | undefined][])(
    'by %j: %s %s',
    (configuration, path, head, expected) => {
      expect(meaningOf({ configuration, path, head }).url).toBe(expected);
    },
  );
});

describe('who can see a post', () => {
  const visibility = (configuration: Record<string, string>, path: string, head: string) =>
    meaningOf({ configuration, path, head }).visibility;
  const hugo = { 'hugo.toml': 'a = 1' };
  const jekyll = { '_config.yml': 'a: b' };
  const hexo = { '_config.yml': 'per_page: 1\nsource_dir: source' };

  it.each([
    [hugo, 'content/posts/a.md', 'draft: yes', 'draft'],
    [hugo, 'content/posts/a.md', 'draft: "yes"', 'public'],
    [hugo, 'content/posts/a.md', 'draft: false', 'public'],
    [hugo, 'content/posts/a.md', 'date: 2024-07-02', 'scheduled'],
    [hugo, 'content/posts/a.md', 'date: 2024-07-02\npublishDate: 2024-06-01', 'public'],
    [hugo, 'content/posts/a.md', 'date: 2024-01-01\nexpiryDate: 2024-06-01', 'expired'],
    [{ 'hugo.toml': 'buildFuture = true' }, 'content/posts/a.md', 'date: 2999-01-01', 'public'],
    [jekyll, '_posts/2024-01-01-a.md', 'published: false', 'draft'],
    [jekyll, '_posts/2024-01-01-a.md', 'published: no', 'draft'],
    [hexo, 'source/_posts/a.md', 'published: "false"', 'draft'],
    [hexo, 'source/_posts/a.md', 'published: 0', 'draft'],
    [hexo, 'source/_posts/a.md', 'published: no', 'public'],
    [hexo, 'source/_posts/a.md', 'published:', 'public'],
    [jekyll, '_posts/2024-01-01-a.md', 'published:', 'draft'],
    [jekyll, '_posts/2024-01-01-a.md', 'published: n', 'public'],
    [jekyll, '_posts/2024-01-01-a.md', 'draft: true', 'public'],
    [jekyll, '_posts/x.md', '', 'draft'],
    [jekyll, '_drafts/a.md', '', 'draft'],
    [{ '_config.yml': 'show_drafts: yes' }, '_drafts/a.md', '', 'public'],
    [{ '_config.yml': 'show_drafts: true' }, '_posts/2024-01-01-a.md', 'published: false', 'draft'],
    [{ '_config.yml': 'unpublished: true' }, '_posts/2024-01-01-a.md', 'published: false', 'public'],
    [{ '_config.yml': 'unpublished: true' }, '_drafts/a.md', '', 'draft'],
    [
      { '_config.yml': 'collections: [r]', Gemfile: 'gem "jekyll"' },
      '_r/a.md',
      'date: 2999-01-01',
      'scheduled',
    ],
    [jekyll, 'a.md', 'date: 2999-01-01', 'public'],
    [jekyll, '_posts/2024-07-02-a.md', '', 'scheduled'],
    [{ '_config.yml': 'future: true' }, '_posts/2999-01-01-a.md', '', 'public'],
    [{ '_config.yml': 'timezone: Asia/Tokyo' }, '_posts/2024-07-01-a.md', '', 'public'],
    [{ '_config.yml': 'timezone: America/New_York' }, '_posts/2024-07-01-a.md', '', 'scheduled'],
    [{ 'zola.toml': 'a = 1' }, 'content/a.md', '+++\ndraft = true\n+++\n', 'draft'],
    [{ 'zola.toml': 'a = 1' }, 'content/a.md', '+++\ndate = 2999-01-01\n+++\n', 'public'],
    [{ 'astro.config.mjs': 'x' }, 'src/content/blog/a.md', 'draft: true', 'draft'],
    [hexo, 'source/_drafts/a.md', '', 'draft'],
    [hexo, 'source/_posts/_a.md', '', 'draft'],
    [hexo, 'source/_posts/a.md', 'draft: true', 'public'],
    [{ 'galley.yml': 'x' }, 'posts/a.md', 'draft: true', 'draft'],
    [{ 'galley.yml': 'x' }, 'posts/a.md', 'date: 2024-07-02', 'scheduled'],
  ] as [Record<string, string>, string, string, string][])(
    '%j %s %j: %s',
    (configuration, path, head, expected) => {
      expect(visibility(configuration, path, head)).toBe(expected);
    },
  );
});

describe('what a list shows of a post', () => {
  const astro = { 'astro.config.mjs': 'x' };
  const given = (head: string, body = '') =>
    meaningOf({ configuration: astro, path: 'src/content/blog/2024-05-01-my-post.md', head, body });

  it('takes the date by the keys that blogs use, as it is written', () => {
    expect(given('pubDate: "Jul 08 2022"').date).toBe('2022-07-08');
    expect(given('publishedAt: 2024-01-02T03:04:05.678Z').date).toBe('2024-01-02T03:04:05.678Z');
    expect(given('date: soon').date).toBe('2024-05-01');
    expect(given('').date).toBe('2024-05-01');
    const timed = { 'zola.toml': 'base_url = "https://a.b"' };
    const path = 'content/2018-10-10T10:00:00+02:00-hello.md';
    const inName = meaningOf({ configuration: timed, path, head: '+++\n+++\n' });
    expect([inName.date, inName.url]).toEqual(['2018-10-10T10:00:00+02:00', '/hello/']);
  });

  it('takes the title from the front matter, the first heading or the name', () => {
    expect(given('title: A').title).toBe('A');
    expect(given('', '\n```\n# no\n```\n\n# The *first* [heading](x) #\n').title).toBe('The first heading');
    expect(given('').title).toBe('My post');
  });

  it('takes the slug and title of a page that has its name from its folder', () => {
    const page = meaningOf({
      configuration: { 'next.config.js': 'x' },
      path: 'app/blog/my-post/page.mdx',
      head: '',
    });
    expect([page.slug, page.title, page.url]).toEqual(['my-post', 'My post', '/blog/my-post']);
  });

  it('takes tags of every style', () => {
    expect(given('tags: [a, "b c", 3]').tags).toEqual(['a', 'b c', '3']);
    expect(given('tags:\n  - a\n  - b').tags).toEqual(['a', 'b']);
    expect(given('tags: a, b c').tags).toEqual(['a', 'b c']);
    expect(given('tags: a b').tags).toEqual(['a', 'b']);
    expect(given('tags:').tags).toEqual([]);
    expect(given('tags: {a: b}').tags).toEqual([]);
  });

  it('keeps a description on one line', () => {
    expect(given('description: >\n  one\n  two').description).toBe('one two');
  });

  it('is not misled by keys of every object', () => {
    expect(given('__proto__: x\nconstructor: y\ntoString: z').title).toBe('My post');
  });
});

describe('tags and titles of one generator', () => {
  const ofJekyll = (head: string, path = '_posts/2024-05-01-hello-my_WORLD.md') =>
    meaningOf({ configuration: { '_config.yml': 'a: b' }, path, head });

  it('has Jekyll’s title of a name, where its own key says none', () => {
    expect(ofJekyll('').title).toBe('Hello My_world');
    expect(ofJekyll('Title: Other').title).toBe('Hello My_world');
    expect(ofJekyll('', '_posts/24-5-1-two-digits.md')).toMatchObject({
      title: 'Two Digits',
      date: '2024-05-01',
      slug: 'two-digits',
    });
  });

  it('has no tags in Jekyll where a number stands for them', () => {
    expect(ofJekyll('tags: 2024').tags).toEqual([]);
    expect(ofJekyll('tag: 2024').tags).toEqual(['2024']);
  });

  it.each([
    ['5/6/2020', '2020-06-05'],
    ['06-05-2020', '2020-05-06'],
    ['20200506', '2020-05-06'],
    ['20200506 10:00', '2020-05-06T10:00'],
    ['20200506T100000', '2020-05-06T10:00'],
    ['2020-05-06 10h30', '2020-05-06T10:30'],
    ['2020-05-06 9pm', '2020-05-06T21:00'],
    ['2020-05-06 24:00:00', '2020-05-07T00:00:00'],
    ['2020-02-30', '2020-03-01'],
    ['2020-05-06 at 10:00', '2020-05-06T10:00'],
    ['2020-05-06 10:00:00 2020 -0800', '2020-05-06T10:00'],
    ['2020-05-06 (draft)', '2020-05-06'],
    ['2020-May-06', '2020-05-06'],
    ['May 2020', '2020-05-01'],
    ['20-05-06', '2020-05-06'],
    // What Ruby cannot read: the name says the day.
    ['2020-13-06', '2024-05-01'],
    ['soon', '2024-05-01'],
  ])('reads the date %s as Ruby does', (written, expected) => {
    expect(ofJekyll(`date: ${written}`).date).toBe(expected);
  });

  it('takes a text of several words for one tag in Eleventy', () => {
    const configuration = { 'eleventy.config.js': '' };
    expect(meaningOf({ configuration, path: 'posts/a.md', head: 'tags: two words' }).tags).toEqual([
      'two words',
    ]);
  });

  it('takes tags with addresses of their own by their labels', () => {
    const configuration = { 'docusaurus.config.js': '' };
    const head = 'tags: [{label: Hello, permalink: /hello}, b]';
    expect(meaningOf({ configuration, path: 'blog/a.md', head }).tags).toEqual(['Hello', 'b']);
  });

  it('leaves a heading’s own anchor out of the title', () => {
    const configuration = { 'docusaurus.config.js': '' };
    expect(meaningOf({ configuration, path: 'blog/a.md', body: '# Hello {#there}\n' }).title).toBe('Hello');
  });
});
