import { describe, expect, it } from 'vitest';
import { mapSites } from '../../../src-main/common/site/site-map.ts';

/** Finds the sites of files given by name; those with a text are configurations. */
function sitesOf(files: Record<string, string>) {
  return mapSites({
    files: Object.keys(files).sort(),
    texts: new Map(Object.entries(files).filter(([, text]) => text !== '')),
  });
}

function conventionsOf(files: Record<string, string>): string[] {
  return sitesOf(files).sites.map((site) => `${site.convention.name} ${site.settings.folder}`);
}

describe('recognising a site', () => {
  it.each([
    ['jekyll .', { '_config.yml': 'title: A', '_posts/2024-01-01-a.md': '' }],
    ['jekyll .', { '_config.yml': 'title: A', Gemfile: 'gem "jekyll"', 'index.md': '' }],
    ['jekyll docs', { 'docs/_config.yml': 'title: A', 'docs/_posts/2024-01-01-a.md': '', 'src/a.c': '' }],
    ['jekyll .', { '_posts/2024-01-01-a.md': '', 'category/_posts/2024-01-01-b.md': '' }],
    ['hugo .', { 'hugo.yaml': 'title: A', 'content/a.md': '' }],
    ['hugo .', { 'config.toml': 'baseURL = "https://e.org"', 'content/a.md': '' }],
    ['hugo site', { 'site/config/_default/hugo.toml': 'title = "A"', 'site/content/a.md': '' }],
    ['zola .', { 'config.toml': 'base_url = "https://e.org"', 'content/a.md': '' }],
    ['zola .', { 'zola.toml': 'base_url = "https://e.org"', 'content/a.md': '' }],
    ['hexo .', { '_config.yml': 'new_post_name: ":title.md"\nper_page: 10', 'source/_posts/a.md': '' }],
    [
      'hexo .',
      {
        '_config.yml': 'title: A',
        'package.json': '{"dependencies":{"hexo":"^7"}}',
        'source/_posts/a.md': '',
      },
    ],
    ['astro .', { 'astro.config.mjs': 'export default {}', 'src/content/blog/a.mdx': '' }],
    [
      'astro packages/site',
      { 'packages/site/astro.config.ts': 'export default {}', 'packages/site/src/content/blog/a.md': '' },
    ],
    ['eleventy .', { '.eleventy.js': 'module.exports = {}', 'posts/a.md': '' }],
    ['eleventy .', { 'package.json': '{"devDependencies":{"@11ty/eleventy":"3"}}', 'src/posts/a.md': '' }],
    [
      'docusaurus website',
      { 'website/docusaurus.config.ts': 'export default {}', 'website/blog/2024-01-01-a.md': '' },
    ],
    ['vitepress docs', { 'docs/.vitepress/config.mts': 'export default {}', 'docs/blog/a.md': '' }],
    ['gatsby .', { 'gatsby-config.js': 'module.exports = {}', 'content/blog/a/index.md': '' }],
    ['next .', { 'next.config.mjs': 'export default {}', 'content/posts/a.mdx': '' }],
    ['galley .', { 'galley.yml': 'title: A', 'posts/2024-01-01-a.md': '' }],
    ['plain .', { 'notes/a.md': '', 'notes/b.md': '' }],
    ['plain .', { 'package.json': '{}', 'a.md': '' }],
    // A folder alone speaks for Jekyll only with names that it publishes, and where no other program is at home.
    ['plain .', { '_posts/a.md': '' }],
    ['plain .', { 'source/_posts/a.md': '', 'config.php': '', 'bootstrap.php': '' }],
    ['plain .', { 'source/_posts/2024-01-01-a.md': '', 'app/config/sculpin_kernel.yml': '' }],
    ['plain .', { 'blog/_posts/2024-01-01-a.md': '', 'blog/.vuepress/config.js': '' }],
    ['plain .', { 'src/_posts/2024-01-01-a.md': '', 'svelte.config.js': '' }],
    ['plain .', { 'src/_posts/2024-01-01-a.md': '', 'bridgetown.config.yml': '' }],
    ['jekyll .', { '_drafts/a.md': '' }],
    ['plain .', {}],
  ] as [string, Record<string, string>][])('as %s', (expected, files) => {
    expect(conventionsOf(files)).toEqual([expected]);
  });

  it('finds several in one repository', () => {
    const files = {
      'blog/hugo.toml': 'title = "A"',
      'blog/content/posts/a.md': '',
      'docs/docusaurus.config.js': 'module.exports = {}',
      'docs/blog/2024-01-01-b.md': '',
    };
    expect(conventionsOf(files)).toEqual(['hugo blog', 'docusaurus docs']);
    expect(sitesOf(files).place('docs/blog/2024-01-01-b.md')).toMatchObject({ collection: 'docs/blog' });
  });

  it('leaves the examples of themes alone', () => {
    const files = {
      'hugo.toml': 'title = "A"',
      'content/posts/a.md': '',
      'themes/x/exampleSite/hugo.toml': 'title = "Example"',
      'themes/x/exampleSite/content/posts/b.md': '',
    };
    expect(conventionsOf(files)).toEqual(['hugo .']);
    expect(sitesOf(files).place('themes/x/exampleSite/content/posts/b.md')).toBeUndefined();
  });

  it('gives its evidence in sentences', () => {
    const [site] = sitesOf({ 'docs/_config.yml': 'title: A', 'docs/_posts/2024-01-01-a.md': '' }).sites;
    expect(site?.evidence).toEqual([
      'In docs: _config.yml is Jekyll’s configuration.',
      'In docs: Posts lie in _posts, Jekyll’s folder for them.',
    ]);
  });

  it('never runs or fails on a configuration, whatever is in it', () => {
    const texts = [
      '{{{{',
      '\0',
      '---\na: *b\n',
      'throw new Error()',
      'a = [',
      '[]',
      'null',
      '"text"',
      'a: &a [*a, *a]',
    ];
    for (const text of texts)
      for (const name of [
        '_config.yml',
        'config.toml',
        'hugo.json',
        'astro.config.mjs',
        'galley.yml',
        'package.json',
      ])
        expect(() => sitesOf({ [name]: text, 'a.md': '' })).not.toThrow();
  });
});

describe('what belongs to a collection', () => {
  it.each([
    [
      'jekyll',
      { '_config.yml': 'exclude: [vendor]' },
      {
        '_posts/2024-01-01-a.md': '_posts',
        'cat/_posts/2024-01-01-a.markdown': 'cat/_posts',
        '_drafts/a.md': '_drafts',
        '_recipes/a.md': '_recipes',
        'about.md': '.',
        'README.md': undefined,
        'vendor/a.md': undefined,
        '_layouts/a.md': undefined,
        '_posts/a.png': undefined,
      },
    ],
    [
      'a program that Galley does not know',
      { 'mkdocs.yml': '' },
      {
        'content/index.md': 'content',
        'content/about.md': 'content',
        'content/2.blog/1.a.md': 'content/2.blog',
        'content/posts/tech/a.md': 'content/posts',
        'content/posts/b/index.md': 'content/posts',
        'content/posts/c.md': 'content/posts',
        'routes/blog/a/+page.svx': 'routes/blog',
        'en/about.md': 'en',
        'en/posts/a.md': 'en/posts',
        'blog/fr/2024/a.md': 'blog',
        'blog/a.md': 'blog',
        'notes/sub/a.md': 'notes',
        'notes/a.md': 'notes',
        'notes/pages/a.md': 'notes/pages',
        'README.md': undefined,
        'node_modules/x/README.md': undefined,
        '.github/a.md': undefined,
      },
    ],
    [
      'hugo',
      { 'hugo.toml': 'title = "A"' },
      {
        'content/post/a.md': 'content/post',
        'content/post/x/index.md': 'content/post',
        'content/post/2024/a.md': 'content/post',
        'content/about.md': 'content',
        'content/_index.md': undefined,
        'content/post/_index.fr.md': undefined,
        'content/post/README.md': 'content/post',
        'archetypes/default.md': undefined,
        'README.md': undefined,
      },
    ],
    [
      'hugo with languages',
      { 'hugo.toml': '[languages.en]\ncontentDir = "content/en"\n[languages.fr]\ncontentDir = "content/fr"' },
      { 'content/en/blog/a.md': 'content/en/blog', 'content/fr/blog/a.md': 'content/fr/blog' },
    ],
    [
      'hugo with mounts',
      { 'hugo.toml': '[[module.mounts]]\nsource = "texts"\ntarget = "content"' },
      { 'texts/blog/a.md': 'texts/blog' },
    ],
    [
      'zola',
      { 'config.toml': 'base_url = "x"' },
      {
        'content/blog/a.md': 'content/blog',
        'content/blog/_index.md': undefined,
        'content/a/index.md': 'content',
        'templates/a.md': undefined,
      },
    ],
    [
      'hexo',
      { '_config.yml': 'source_dir: src\nper_page: 1' },
      {
        'src/_posts/a.md': 'src/_posts',
        'src/_drafts/a.md': 'src/_drafts',
        'src/about/index.md': 'src',
        'scaffolds/post.md': undefined,
      },
    ],
    [
      'astro',
      {
        'astro.config.mjs': 'x',
        'src/content.config.ts': "glob({ base: './texts/posts', pattern: '**/*.md' })",
      },
      {
        'texts/posts/a.md': 'texts/posts',
        'src/content/blog/a.mdx': 'src/content/blog',
        'src/pages/about.md': 'src/pages',
        'README.md': undefined,
      },
    ],
    [
      'docusaurus',
      { 'docusaurus.config.js': 'x', 'notes/authors.yml': '' },
      {
        'blog/a.md': 'blog',
        'notes/a.mdx': 'notes',
        'i18n/fr/docusaurus-plugin-content-blog/a.md': 'i18n/fr/docusaurus-plugin-content-blog',
        'docs/a.md': undefined,
      },
    ],
    [
      'vitepress with a blog',
      { 'docs/.vitepress/config.ts': 'x', 'docs/posts/a.md': '' },
      { 'docs/posts/a.md': 'docs/posts', 'docs/guide/a.md': undefined, 'docs/.vitepress/a.md': undefined },
    ],
    [
      'galley',
      { 'galley.yml': 'x' },
      {
        'posts/a.md': 'posts',
        'pages/about.md': 'pages',
        'other/a.md': undefined,
        'posts/README.md': undefined,
      },
    ],
  ] as [string, Record<string, string>, Record<string, string | undefined>][])(
    'in %s',
    (_, configuration, expected) => {
      const files = {
        ...Object.fromEntries(Object.keys(expected).map((path) => [path, ''])),
        ...configuration,
      };
      const map = sitesOf(files);
      const found = Object.fromEntries(
        Object.keys(expected).map((path) => [path, map.place(path)?.collection]),
      );
      expect(found).toEqual(expected);
    },
  );

  it('is nothing hidden and no other people’s code', () => {
    const map = sitesOf({ 'a.md': '' });
    for (const path of ['node_modules/x/a.md', '.github/a.md', '.hidden.md', 'sub/_site/a.md', 'README.md'])
      expect(map.place(path), path).toBeUndefined();
    expect(map.place('new/b.md')).toMatchObject({ collection: 'new' });
  });

  it('is nothing that a new site of Hugo has for its templates', () => {
    const files = ['archetypes/default.md', 'content/posts/_index.md', 'themes/a/docs/b.md'];
    const map = sitesOf({
      'hugo.toml': 'title = "A"',
      ...Object.fromEntries(files.map((file) => [file, ''])),
    });
    expect(map.sites.map(({ convention }) => convention.name)).toEqual(['hugo']);
    expect(files.map((file) => map.place(file))).toEqual([undefined, undefined, undefined]);
    const beside = sitesOf({ 'hugo.toml': 'title = "A"', 'archetypes/default.md': '', 'notes/a.md': '' });
    expect(beside.place('notes/a.md')?.site.convention.name).toBe('plain');
    expect(beside.place('archetypes/default.md')).toBeUndefined();
  });

  it('is the documentation of a Docusaurus site that has no blog', () => {
    const map = sitesOf({ 'docusaurus.config.js': 'x', 'docs/a.md': '' });
    expect(map.place('docs/a.md')).toMatchObject({ collection: 'docs', place: { kind: 'pages' } });
  });

  it('is learned where the convention leaves it open', () => {
    const files = [
      'blog/a.md',
      'blog/2024/05/b.md',
      'blog/series/c.md',
      'blog/bundle/index.md',
      'notes/deep/d.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'top.md',
    ];
    const map = sitesOf(Object.fromEntries(files.map((file) => [file, ''])));
    expect(Object.fromEntries(files.map((file) => [file, map.place(file)?.collection]))).toEqual({
      'blog/a.md': 'blog',
      'blog/2024/05/b.md': 'blog',
      'blog/series/c.md': 'blog',
      'blog/bundle/index.md': 'blog',
      'notes/deep/d.md': 'notes/deep',
      'CHANGELOG.md': undefined,
      'CONTRIBUTING.md': undefined,
      'top.md': '.',
    });
  });
});
