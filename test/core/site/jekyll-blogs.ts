/** Blogs for Jekyll in shapes that no blog of the reference data has. Written for these tests. */

const y = (front: string, body = 'Text.\n') => `---\n${front}\n---\n\n${body}`;

const posts: Record<string, string> = {
  '_posts/2020-03-04-hello-world.md': y('title: Hello\ncategories: [Foo, "Bar Baz"]\ntags: a b'),
  '_posts/2020-01-05-Upper Case & sign.md': y('title: U'),
  '_posts/2020-01-06-ünï-日本.md': y('title: U\ncategory: Ünï Cat'),
  '_posts/2020-01-07-slugged.md': y('title: U\nslug: My Slug'),
  '_posts/2020-01-08-dated.md': y('title: U\ndate: 2021-02-03 23:30:00 -0800\ncategories: a b'),
  '_posts/2020-01-09-perm.md': y('title: U\npermalink: /own/:year/:title/:categories/x.html\ncategories: C'),
  '_posts/2020-01-10-perm2.md': y('title: U\npermalink: pretty'),
  '_posts/2020-01-11-perm3.md': y('title: U\npermalink: /no/slash'),
  '_posts/2020-01-12-c#-100%-what?.md': y('title: U'),
  '_posts/2020-01-13-[b] (c).md': y('title: U'),
  '_posts/2020-01-14-🎉 party.md': y('title: U'),
  '_posts/2020-01-15-dots.in.name.md': y('title: U'),
  '_posts/2020-1-6-short.md': y('title: U'),
  '_posts/2020-01-17-html.html': y('title: U'),
  '_posts/2020-01-18-mark.markdown': y('title: U'),
  '_posts/2020-01-19-mkdn.mkdn': y('title: U'),
  '_posts/2020-01-20-nofm.md': 'No front matter\n',
  '_posts/2020-01-21-empty.md': '',
  '_posts/2020-01-22-emptyfm.md': '---\n---\n',
  '_posts/sub/dir/2020-01-23-sub.md': y('title: U\ncategories: z'),
  'tech/_posts/2020-01-24-above.md': y('title: U\ncategories: z\ntags: [x, "y z"]'),
  'Big Cat/deep/_posts/2020-01-25-above2.md': y('title: U'),
  '_posts/2020-01-26-pubfalse.md': y('title: U\npublished: false'),
  '_posts/2030-01-27-future.md': y('title: U'),
  '_posts/2020-01-28-cap.md': y('Title: Cap'),
  '_posts/2020-01-29-catnil.md': y('title: U\ncategories:\ntags:'),
  '_posts/2020-01-30-nodash.md': y('title: U\ndate: 2020-02-30'),
  '_posts/2020-02-30-impossible.md': y('title: U'),
  '_posts/2020-02-01-date-only.md': y('title: U\ndate: 2020-02-02'),
  '_posts/2020-02-03-datet.md': y('title: U\ndate: 2020-02-02T23:00:00+09:00'),
  '_posts/2020-02-05-titledate.md': y('title: 2020-01-01'),
  '_posts/2020-02-06-titlenum.md': y('title: 42'),
  '_posts/2020-02-07-catdup.md': y('title: U\ncategory: one\ncategories: [two, one]\ntag: t1\ntags: [t2]'),
  '_posts/2020-02-08-under_score~tilde.md': y('title: U'),
  '_posts/2020-02-09--lead-dash.md': y('title: U'),
  '_posts/2020-02-10-trail-.md': y('title: U'),
  '_posts/2020-02-11-a--b.md': y('title: U'),
  '_posts/not-dated.md': y('title: U'),
  '_posts/_hidden.md': y('title: U'),
  '_posts/2020-02-14-crlf.md': y('title: CR\ncategories: a').replaceAll('\n', '\r\n'),
  '_posts/2020-02-15-bom.md': `\uFEFF${y('title: BOM')}`,
  '_posts/2020-02-16-perm4.md': y('title: U\npermalink: ":slug.html"'),
  "_posts/2020-02-17-it's.md": y('title: U'),
  '_posts/2020-02-18-dup.md': y('title: U'),
  '_posts/2020-02-21-slugcat.md': y('title: U\ncategories: "C++ & C#"'),
  'about.md': y('title: About'),
  'docs/index.md': y('title: Docs'),
  'docs/page.markdown': y('title: P\npermalink: /p/'),
  'nofm.md': 'x\n',
};
const configured = (pl: string, more = '') =>
  `title: Blog\nurl: https://e.org\nbaseurl: /sub\npermalink: ${pl}\n${more}`;
const permalinks: Record<string, string> = {
  pretty: 'pretty',
  date: 'date',
  none: 'none',
  ordinal: 'ordinal',
  weekdate: 'weekdate',
  all1: '"/:categories/:short_year/:i_month/:i_day/:short_month/:long_month/:title/"',
  all2: '"/:year/:month/:day/:hour/:minute/:second/:slug:output_ext"',
  all3: '"/:slugified_categories/:week/:w_year/:w_day/:short_day/:long_day/:y_day/:title"',
  noslash: '":title"',
};
export const jekyllBlogs: Record<string, Record<string, string>> = {};
for (const [k, v] of Object.entries(permalinks))
  jekyllBlogs[`permalink ${v}`] = {
    ...posts,
    '_config.yml': configured(
      v,
      k === 'all1'
        ? 'timezone: America/New_York\n'
        : k === 'all2'
          ? 'timezone: Asia/Tokyo\nfuture: true\n'
          : k === 'none'
            ? 'unpublished: true\n'
            : k === 'date'
              ? 'limit_posts: 0\n'
              : '',
    ),
  };
jekyllBlogs['collections and defaults'] = {
  '_config.yml': configured(
    '"/blog/:title/"',
    `collections_dir: coll
collections:
  posts:
    permalink: /p/:year/:title/
  recipes:
    output: true
    permalink: /r/:path/
  guides:
    output: true
  talks:
    output: true
    permalink: /:collection/:name:output_ext
  hidden: {}
  dated:
    output: true
    permalink: /:collection/:year/:month/:title/
defaults:
  - scope: {path: "", type: recipes}
    values: {layout: recipe, tags: [food]}
  - scope: {path: "coll/_guides/draft*"}
    values: {published: false}
  - scope: {path: "coll/_posts/old", type: posts}
    values: {permalink: "/old/:title/", categories: legacy}
exclude: [skip, "*.skip.md"]
`,
  ),
  'coll/_posts/2020-01-01-a.md': y('title: A'),
  'coll/_posts/old/2019-01-01-b.md': y('title: A\ncategories: own'),
  'coll/_drafts/c.md': y('title: A'),
  'coll/_recipes/soup/hot.md': y('title: A'),
  'coll/_recipes/cake.md': y('title: A\nslug: torte'),
  'coll/_guides/Intro Guide.md': y('title: A'),
  'coll/_guides/draft-x.md': y('title: A'),
  'coll/_guides/nofm.md': 'x',
  'coll/_talks/2020-05-06-talk.md': y('title: A'),
  'coll/_hidden/x.md': y('title: A'),
  'coll/_dated/2020-05-06-x.md': y('title: A'),
  'coll/_dated/y.md': y('title: A\ndate: 2020-07-08'),
  'skip/x.md': y('title: A'),
  'a.skip.md': y('title: A'),
  'keep/x.md': y('title: A'),
};
jekyllBlogs['a folder of sources'] = {
  '_config.yml': 'source: src\ntitle: X\nshow_drafts: true\n',
  'src/_posts/2020-01-01-a.md': y('title: A'),
  'src/_drafts/d.md': y('title: D\ndate: 2020-03-03'),
  'src/_drafts/2020-02-02-e.md': y('title: D\ndate: 2020-05-05'),
  'src/blog/_posts/2020-01-01-b.md': y('title: A'),
  Gemfile: "gem 'jekyll'\n",
  'src/about.md': y('title: A'),
  'README.md': 'x',
};
jekyllBlogs['a configuration in TOML'] = {
  '_config.toml': 'title="x"\npermalink="/:title/"\n',
  '_posts/2020-01-01-a.md': y('title: A'),
};
jekyllBlogs['Octopress, which has its posts where Hexo has them'] = {
  '_config.yml':
    'source: source\nurl: http://example.org\nroot: /\npermalink: /blog/:year/:month/:day/:title/\ndestination: public\ncode_dir: downloads/code\ncategory_dir: blog/categories\nmarkdown: kramdown\ntitlecase: true\n',
  Rakefile: 'task :new_post\n',
  'source/_posts/2012-01-02-hello-world.markdown': y(
    'layout: post\ntitle: "Hello"\ndate: 2012-01-02 10:11\ncomments: true\ncategories: [a, b]',
  ),
  'source/about/index.markdown': y('layout: page\ntitle: "About"\ndate: 2012-01-02 10:11'),
};
jekyllBlogs['folders that are included, and categories with commas'] = {
  '_config.yml':
    'title: X\nbaseurl: /blog\npermalink: /:categories/:title/\ninclude: ["_pages"]\ncollections:\n  news:\n    output: true\n  talks:\n    output: true\n    permalink: /t/:name/\n',
  '_posts/2012-01-03-c.md': y('title: C\ncategories: one, two\ntags: a, b c'),
  '_posts/2012-01-04-d.md': y('title: D\ncategory: One Two'),
  '_pages/about.md': y('title: A\npermalink: /about/'),
  '_pages/home.md': y('title: H\npermalink: /'),
  '_pages/plain.md': y('title: P'),
  '_news/one_1.md': y('title: N\ndate: 2015-10-22 15:59:00-0400'),
  '_talks/My Talk.md': y('title: T'),
};
jekyllBlogs['defaults by beginnings of paths, former types and empty values'] = {
  '_config.yml': `permalink: /:categories/:title/
unpublished: true
defaults:
  - scope: {path: _posts/2020, type: post}
    values: {categories: year, tags: [t], description: Given, image: {path: x, alt: y}}
  - scope: {path: "_posts/2020-02"}
    values: {category: "Two words", permalink: "/feb/:title/"}
  - scope: {path: "tech/*"}
    values: {title: Tech, tags: a b}
  - scope: {path: ""}
    values: {slug: same}
`,
  '_posts/2020-01-01-a.md': y('title: A\ntags:\ncategories: own'),
  '_posts/2020-01-02-none.md': y('title: N\ncategories: []'),
  '_posts/2020-02-01-b.md': y('title: B\npermalink:\ncategories: [own]'),
  '_posts/2021-01-01-c.md': y('title: C\ncategory: c\ncategories: [a, c, a]'),
  'tech/_posts/2021-01-02-d.md': y('tag: one tag\ntags: 7'),
  'tech/_posts/2021-01-03-e.md': y('published: false\ntags: 7'),
};
jekyllBlogs['names, extensions and folders that are left out'] = {
  '_config.yml': `markdown_ext: "md,txt"
exclude: [old, "*.skip.md", "_posts/2019*"]
include: [_extra]
collections:
  guides: {output: yes}
  pages: {output: true, permalink: "/p/:name"}
`,
  '_posts/20-1-2-two-digits.md': y('layout: post'),
  '_posts/2020-01-03--dash first.md': y('title: D'),
  '_posts/2020-01-04-MIXED-case_of Words.txt': y('tags: ["1", ["2", b]]'),
  '_posts/2020-01-05-raw.markdown': y('title: R'),
  '_posts/2019-01-01-left-out.md': y('title: L'),
  'old/_posts/2020-01-01-left-out.md': y('title: L'),
  'older/_posts/2020-01-01-left-out.md': y('title: L'),
  'fine/_posts/2020-01-01-fine.htm': y('title: F'),
  '_extra/page.md': y('title: P'),
  '_pages/page.md': y('title: P'),
  '_guides/sub/index.md': y('title: I'),
  '_guides/_under.md': y('title: U'),
  '_guides/2020-02-03-dated.md': y('layout: x'),
};
