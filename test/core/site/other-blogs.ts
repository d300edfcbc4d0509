/** A blog, and what its generator's rules make of it: addresses by path, a mark before those that are hidden. */
export interface OtherBlog {
  files: Record<string, string>;
  posts: Record<string, string>;
}

const y = (front: string, body = 'Text.\n') => `---\n${front}\n---\n\n${body}`;
const t = (front: string, body = 'Text.\n') => `+++\n${front}\n+++\n\n${body}`;

/** Blogs in shapes that no blog of the reference data has. Written for these tests. */
export const otherBlogs: Record<string, OtherBlog> = {
  'Hexo: a folder below the host, dates in names': {
    files: {
      '_config.yml':
        'title: H\nurl: https://e.org/blog\nroot: /blog/\npermalink: :year/:month/:day/:hour-:minute-:second/:title/\npermalink_defaults:\n  lang: en\nsource_dir: source\nnew_post_name: :year-:month-:day-:title.md\npretty_urls:\n  trailing_index: false\n  trailing_html: false\n',
      'package.json': '{"dependencies":{"hexo":"^7"}}',
      'source/_posts/2020-01-02-hello.md': y('title: Hello\ndate: 2020-01-02 03:04:05'),
      'source/_posts/2020-01-03-no-date.md': y('title: Hello'),
      'source/_posts/nested/2020-01-04-x.md': y('title: Hello\ndate: 2020-01-04 00:00:00'),
      'source/_posts/perm.md': y('title: Hello\ndate: 2020-01-04 00:00:00\npermalink: custom/path.html'),
      'source/_posts/unpub.md': y('title: U\ndate: 2020-01-04 00:00:00\npublished: false'),
      'source/_drafts/d.md': y('title: D'),
      'source/about/index.md': y('title: About'),
      'source/_posts/future.md': y('title: F\ndate: 2030-01-01 00:00:00'),
      'source/_posts/ht.html': '---\ntitle: H\ndate: 2020-02-02 02:02:02\n---\n<p>x</p>\n',
      'source/_posts/nofence.md': 'title: NF\ndate: 2020-02-03 02:02:02\n---\nText\n',
    },
    posts: {
      'source/_drafts/d.md': 'draft none',
      'source/_posts/2020-01-02-hello.md': '/2020/01/02/03-04-05/hello/',
      'source/_posts/2020-01-03-no-date.md': '/2020/01/03/00-00-00/no-date/',
      'source/_posts/future.md': '/2030/01/01/00-00-00/future/',
      'source/_posts/ht.html': '/2020/02/02/02-02-02/ht/',
      'source/_posts/nested/2020-01-04-x.md': '/2020/01/04/00-00-00/nested-2020-01-04-x/',
      'source/_posts/nofence.md': '/2020/02/03/02-02-02/nofence/',
      'source/_posts/perm.md': '/custom/path',
      'source/_posts/unpub.md': 'draft /2020/01/04/00-00-00/unpub/',
      'source/about/index.md': '/about/',
    },
  },
  'Hexo: patterns of a post’s own values': {
    files: {
      '_config.yml':
        'title: H\nurl: https://e.org\npermalink: :category/:lang/:post_title/:id.html\nfuture: false\nnew_post_name: :lang/:title.md\ndefault_category: misc\ncategory_map:\n  技术: tech\npost_asset_folder: true\n',
      'package.json': '{"dependencies":{"hexo":"^6"}}',
      'source/_posts/en/hello.md': y(
        'title: Hello World!\ndate: 2020-01-02\ncategories: [技术, Sub Cat]\nid: 5',
      ),
      'source/_posts/zh/hello.md': y('title: 你好\ndate: 2020-01-02\nid: 6\nlang: zh'),
      'source/_posts/en/f.md': y('title: Fu\ndate: 2031-01-02\nid: 7'),
    },
    posts: {
      'source/_posts/en/f.md': 'scheduled /misc/en/fu/7.html',
      'source/_posts/en/hello.md': '/tech/Sub-Cat/en/hello-world/5.html',
      'source/_posts/zh/hello.md': '/misc/zh/你好/6.html',
    },
  },
  'Hexo: folders of its own, and what is copied': {
    files: {
      '_config.yml':
        'title: H\nurl: https://e.org\npermalink: posts/:name.html\nsource_dir: src\nper_page: 10\nfilename_case: 1\nskip_render: [demo/**]\n',
      'package.json': '{"hexo":{"version":"5.0.0"},"dependencies":{"hexo":"^5"}}',
      'src/_posts/a/b.md': y('title: X\ndate: 2020-01-02'),
      'src/_posts/cats.md': y(
        'title: X\ndate: 2020-01-02\ncategories:\n- [A, B]\n- [A, C]\n- D\ntags: one two',
      ),
      'src/demo/x.md': 'demo',
    },
    posts: {
      'src/_posts/a/b.md': '/posts/b.html',
      'src/_posts/cats.md': '/posts/cats.html',
    },
  },
  'Astro: loaders, and names as ids': {
    files: {
      'astro.config.mjs':
        "import { defineConfig } from 'astro/config';\nexport default defineConfig({ site: 'https://e.org', base: '/docs', trailingSlash: 'never', i18n: { locales: ['en','fr'], defaultLocale: 'en' } });\n",
      'package.json': '{"dependencies":{"astro":"^5"}}',
      'src/content.config.ts':
        "import { glob } from 'astro/loaders';\nconst blog = defineCollection({ loader: glob({ base: './src/data/blog', pattern: '**/[^_]*.{md,mdx}' }), schema: z.object({ title: z.string(), pubDate: z.coerce.date() }) });\nconst notes = defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/data/notes' }) });\nexport const collections = { blog, notes };\n",
      'src/pages/blog/[...slug].astro': '---\n---\n',
      'src/pages/notes/[id].astro': '---\n---\n',
      'src/data/blog/Hello World.md': y('title: H\npubDate: 2020-01-01'),
      'src/data/blog/nested/Über Post.mdx': y('title: H\npubDate: Jul 08 2022'),
      'src/data/blog/_draft.md': y('title: H\npubDate: 2020-01-01'),
      'src/data/blog/folder/index.md': y('title: H\npubDate: 2020-01-01'),
      'src/data/blog/slugged.md': y('title: H\npubDate: 2020-01-01\nslug: my/Slug'),
      'src/data/notes/n.md': y('title: N\npublishDate: 2020-01-01\ndraft: true'),
      'src/pages/about.md': y('title: About\nlayout: x'),
    },
    posts: {
      'src/data/blog/Hello World.md': '/docs/blog/hello-world',
      'src/data/blog/_draft.md': 'draft /docs/blog/_draft',
      'src/data/blog/folder/index.md': '/docs/blog/folder',
      'src/data/blog/nested/Über Post.mdx': '/docs/blog/nested/über-post',
      'src/data/blog/slugged.md': '/docs/blog/my/Slug',
      'src/data/notes/n.md': 'draft /docs/notes/n',
      'src/pages/about.md': '/docs/about',
    },
  },
  'Astro: one route for all': {
    files: {
      'astro.config.ts': "export default defineConfig({ site: 'https://e.org', trailingSlash: 'always' });\n",
      'package.json': '{"dependencies":{"astro":"^3"}}',
      'src/content/config.ts':
        "export const collections = { posts: defineCollection({ type: 'content' }) };\n",
      'src/pages/[...slug].astro': 'x',
      'src/content/posts/en/one.md': y('title: O\npublished: 2020-01-01'),
      'src/content/posts/de/one.md': y('title: O\npublished: 2020-01-01'),
      'src/content/posts/two.mdx': y('title: O\npublishedAt: 2020-01-01T10:00:00+02:00'),
    },
    posts: {
      'src/content/posts/de/one.md': '/de/one/',
      'src/content/posts/en/one.md': '/en/one/',
      'src/content/posts/two.mdx': '/two/',
    },
  },
  'Eleventy: addresses of folders': {
    files: {
      'eleventy.config.js':
        "export default function(cfg){ cfg.addPreprocessor('drafts', '*', (data) => (data.draft ? false : undefined)); return { dir: { input: 'src', includes: '_includes', data: '_data' }, pathPrefix: '/x/' } }\n",
      'package.json': '{"devDependencies":{"@11ty/eleventy":"^3"}}',
      'src/posts/posts.json': '{"layout":"post.njk","tags":"posts","permalink":"/blog/{{ page.fileSlug }}/"}',
      'src/posts/2020-01-02-hello.md': y('title: H'),
      'src/posts/own.md': y('title: H\ndate: 2020-05-05\npermalink: /own/{{ title | slugify }}.html'),
      'src/posts/nope.md': y('title: H\ndate: 2020-05-05\npermalink: false'),
      'src/posts/dated.md': y('title: H\ndate: git Last Modified'),
      'src/posts/dr.md': y('title: H\ndraft: true\ndate: 2020-05-05'),
      'src/notes/notes.11tydata.js':
        'module.exports = { permalink: \'/n/{{ page.date | date: "%Y/%m" }}/{{ page.fileSlug }}/\' }\n',
      'src/notes/2021-03-04-n.md': y('title: N'),
      'src/index.md': y('title: Home'),
      'src/_includes/x.md': 'x',
      'src/til/2020/2020-02-02-x.md': y('title: T'),
    },
    posts: {
      'src/index.md': '/',
      'src/notes/2021-03-04-n.md': '/n/2021/03/n/',
      'src/posts/2020-01-02-hello.md': '/blog/hello/',
      'src/posts/dated.md': '/blog/dated/',
      'src/posts/dr.md': 'draft /blog/dr/',
      'src/posts/nope.md': 'none',
      'src/posts/own.md': '/own/h.html',
      'src/til/2020/2020-02-02-x.md': '/til/2020/2020-02-02-x/',
    },
  },
  'Eleventy: addresses that are worked out': {
    files: {
      '.eleventy.js': "module.exports = (c) => { return { dir: { input: 'content' } } };\n",
      'content/blog/blog.11tydata.js':
        "module.exports = { permalink: (data) => '/p/' + data.page.fileSlug + '/' }\n",
      'content/blog/a.md': y('title: A\ndate: 2020-01-01'),
      'content/blog/b/index.md': y(
        'title: A\ndate: 2020-01-01\npermalink: "b-{{ page.date | dateFilter }}/"',
      ),
      'content/x.md': y('title: A\ndate: 2020-01-01\npermalink: x/index.html'),
      'content/blog/e.md': y('title: A\ndate: 2020-01-01\neleventyExcludeFromCollections: true'),
    },
    posts: {
      'content/blog/a.md': '/p/a/',
      'content/blog/b/index.md': 'none',
      'content/blog/e.md': '/p/e/',
      'content/x.md': '/x/',
    },
  },
  'Zola: safe names and languages': {
    files: {
      'config.toml':
        'base_url = "https://e.org/z/"\ntitle="Z"\ndefault_language="en"\n[languages.fr]\n[slugify]\npaths="safe"\n',
      'content/blog/_index.md': t('title="B"\nsort_by="date"'),
      'content/blog/2020-01-02-hello.md': t('title="H"'),
      'content/blog/2020-01-02-hello.fr.md': t('title="H"'),
      'content/blog/2020-01-03_under score.md': t('title="H"\ndate=2021-01-01'),
      'content/blog/Ünï Code.md': t('title="H"\ndate=2021-01-01'),
      'content/blog/bundle/index.md': t('title="H"\ndate=2021-01-01'),
      'content/blog/bundle/index.fr.md': t('title="H"\ndate=2021-01-01'),
      'content/blog/own.md': t('title="H"\npath="a/b/"'),
      'content/blog/slug.md': t('title="H"\nslug="My Slug"'),
      'content/blog/dr.md': t('title="H"\ndraft=true'),
      'content/top.md': t('title="H"'),
      'content/blog/yaml.md': y('title: Y\ndate: 2020-02-02\ntaxonomies:\n  tags: [a]'),
      'content/blog/norender.md': t('title="H"\nrender=false'),
      'content/blog/2020-01-04T10:00:00+02:00-time.md': t('title="H"'),
    },
    posts: {
      'content/blog/2020-01-02-hello.fr.md': '/z/fr/blog/hello/',
      'content/blog/2020-01-02-hello.md': '/z/blog/hello/',
      'content/blog/2020-01-03_under score.md': '/z/blog/under score/',
      'content/blog/2020-01-04T10:00:00+02:00-time.md': '/z/blog/time/',
      'content/blog/bundle/index.fr.md': '/z/fr/blog/bundle/',
      'content/blog/bundle/index.md': '/z/blog/bundle/',
      'content/blog/dr.md': 'draft /z/blog/dr/',
      'content/blog/norender.md': 'none',
      'content/blog/own.md': '/z/a/b/',
      'content/blog/slug.md': '/z/blog/My Slug/',
      'content/blog/yaml.md': '/z/blog/yaml/',
      'content/blog/Ünï Code.md': '/z/blog/Ünï Code/',
      'content/top.md': '/z/top/',
    },
  },
  'Zola: names in plain letters': {
    files: {
      'zola.toml': 'base_url = "https://e.org"\n',
      'content/posts/_index.md': t('transparent=true'),
      'content/posts/Straße & Co.md': t('title="H"\ndate="2020-01-01"'),
      'content/posts/sub/_index.md': t(''),
      'content/posts/sub/日本.md': t('title="H"\ndate=2020-01-01T00:00:00Z'),
      'content/posts/2020-01-02.md': t('title="H"'),
    },
    posts: {
      'content/posts/2020-01-02.md': '/posts/2020-01-02/',
      'content/posts/Straße & Co.md': '/posts/strasse-co/',
      'content/posts/sub/日本.md': 'none',
    },
  },
  'Docusaurus: several blogs, in languages': {
    files: {
      'docusaurus.config.js':
        "module.exports = { title: 'D', url: 'https://e.org', baseUrl: '/base/', trailingSlash: true, i18n: { defaultLocale: 'en', locales: ['en','fr'] }, presets: [['classic', { blog: { routeBasePath: 'news', path: './blog' }, docs: {} }]], plugins: [['@docusaurus/plugin-content-blog', { id: 'eng', path: 'eng-blog', routeBasePath: '/engineering' }]] };\n",
      'package.json': '{"dependencies":{"@docusaurus/core":"3"}}',
      'blog/2020-01-02-hello.md': y('title: H'),
      'blog/2020-01-03-dir/index.mdx': y('title: H\nslug: /custom'),
      'blog/2020/01/04/nested.md': y('title: H'),
      'blog/2020/01-05-x.md': y('title: H'),
      'blog/2020-01-06/x.md': y('title: H'),
      'blog/nodate.md': y('title: H\ndate: 2020-02-02T10:00:00-05:00\nslug: rel/slug'),
      'blog/dr.md': y('title: H\ndraft: true\ndate: 2020-02-02'),
      'blog/un.md': y('title: H\nunlisted: true\ndate: 2020-02-02'),
      'blog/authors.yml': 'a:\n  name: A\n',
      'blog/_partial.md': 'x',
      'eng-blog/2020-01-02-e.md': y('title: E'),
      'i18n/fr/docusaurus-plugin-content-blog/2020-01-02-hello.md': y('title: H'),
      'i18n/fr/docusaurus-plugin-content-blog-eng/2020-01-02-e.md': y('title: H'),
      'docs/intro.md': y('title: Doc'),
    },
    posts: {
      'blog/2020-01-02-hello.md': '/base/news/2020/01/02/hello/',
      'blog/2020-01-03-dir/index.mdx': '/base/news/custom/',
      'blog/2020-01-06/x.md': '/base/news/2020/01/06/x/',
      'blog/2020/01-05-x.md': '/base/news/2020/01/05/x/',
      'blog/2020/01/04/nested.md': '/base/news/2020/01/04/nested/',
      'blog/dr.md': 'draft /base/news/dr/',
      'blog/nodate.md': '/base/news/rel/slug/',
      'blog/un.md': '/base/news/un/',
      'eng-blog/2020-01-02-e.md': '/base/engineering/2020/01/02/e/',
      'i18n/fr/docusaurus-plugin-content-blog-eng/2020-01-02-e.md': '/base/fr/engineering/2020/01/02/e/',
      'i18n/fr/docusaurus-plugin-content-blog/2020-01-02-hello.md': '/base/fr/news/2020/01/02/hello/',
    },
  },
  'Docusaurus: a blog at the root of a site in a folder': {
    files: {
      'website/docusaurus.config.ts':
        "const config: Config = { title: 'D', url: 'https://e.org', baseUrl: '/', presets: [['classic', { docs: false, blog: { routeBasePath: '/', showReadingTime: true } } satisfies Preset.Options]] };\n",
      'website/package.json': '{"dependencies":{"@docusaurus/core":"3"}}',
      'website/blog/2020-01-02-hello.md': y('title: H\ndate: 2021-05-05'),
      'website/blog/releases/2.0/index.mdx': y('title: H\ndate: 2021-05-05'),
      'website/blog/x.md': y('title: H\nslug: "/"\ndate: 2021-05-05'),
      'packages/a/README.md': 'x',
    },
    posts: {
      'website/blog/2020-01-02-hello.md': '/2020/01/02/hello',
      'website/blog/releases/2.0/index.mdx': '/releases/2.0',
      'website/blog/x.md': '/',
    },
  },
  'Docusaurus: blogs beside the folder of the site': {
    files: {
      'website/docusaurus.config.js':
        "const path = require('path');\nmodule.exports = { title: 'D', url: 'https://e.org', baseUrl: '/', presets: [['classic', { blog: { path: '../blog', routeBasePath: 'news' } }]], plugins: [['@docusaurus/plugin-content-blog', { id: 'notes', path: path.resolve(__dirname, '..', 'notes'), routeBasePath: 'notes' }]] };\n",
      'website/package.json': '{"dependencies":{"@docusaurus/core":"3"}}',
      'blog/2020-01-02-hello.md': y('title: H'),
      'blog/sub/2020-01-03-dir/index.mdx': y('title: H'),
      'notes/n.md': y('title: N\ndate: 2020-01-02'),
      'website/src/pages/about.md': y('title: A'),
      'CONTRIBUTING.md': 'x',
    },
    posts: {
      'blog/2020-01-02-hello.md': '/news/2020/01/02/hello',
      'blog/sub/2020-01-03-dir/index.mdx': '/news/2020/01/03/sub/dir',
      'notes/n.md': '/notes/n',
      'website/src/pages/about.md': '/about',
    },
  },
  'Docusaurus: none but its own blogs': {
    files: {
      'docusaurus.config.js':
        "module.exports = { title: 'D', url: 'https://e.org', baseUrl: '/', presets: [['classic', { docs: false, blog: false }]], plugins: [['@docusaurus/plugin-content-blog', { id: 'notes', path: './notes', routeBasePath: '/' }]] };\n",
      'blog/2020-01-02-hello.md': y('title: H'),
      'notes/2020-01-02-n.md': y('title: N'),
    },
    posts: { 'blog/2020-01-02-hello.md': 'not listed none', 'notes/2020-01-02-n.md': '/2020/01/02/n' },
  },
  'VitePress: a folder of sources': {
    files: {
      '.vitepress/config.mts':
        "export default defineConfig({ title: 'V', base: '/v/', cleanUrls: true, srcDir: 'src', srcExclude: ['**/README.md'], rewrites: { 'posts/:slug.md': 'p/:slug.md' } })\n",
      'src/posts/a.md': y('title: A\ndate: 2020-01-01'),
      'src/posts/sub/index.md': y('title: A\ndate: 2020-01-01'),
      'src/index.md': y('layout: home'),
    },
    posts: {
      'src/posts/a.md': '/v/p/a',
      'src/posts/sub/index.md': '/v/posts/sub/',
    },
  },
  'VitePress: in a folder': {
    files: {
      'docs/.vitepress/config.js': "export default { title: 'V', base: '/' }\n",
      'docs/blog/2020-01-02-a.md': y('title: A\ndate: 2020-01-01'),
      'docs/blog/index.md': y('title: Blog'),
      'docs/guide/x.md': y('title: G'),
      'package.json': '{"devDependencies":{"vitepress":"1"}}',
    },
    posts: {
      'docs/blog/2020-01-02-a.md': '/blog/2020-01-02-a.html',
      'docs/blog/index.md': '/blog/',
    },
  },
  'Gatsby: several sources': {
    files: {
      'gatsby-config.js':
        "module.exports = { siteMetadata: { title: `G`, siteUrl: `https://e.org` }, pathPrefix: '/g', plugins: [{ resolve: `gatsby-source-filesystem`, options: { path: __dirname + '/content/posts', name: `posts` } }, { resolve: 'gatsby-source-filesystem', options: { name: 'notes', path: path.join(__dirname, 'content', 'notes') } }, {resolve:'gatsby-source-filesystem', options:{path: path.resolve('src/images')}}] }\n",
      'content/posts/hello/index.md': y('title: H\ndate: "2020-01-02T03:04:05.000Z"'),
      'content/posts/flat.mdx': y('title: H\ndate: 2020-01-02'),
      'content/posts/own/index.md': y('title: H\ndate: 2020-01-02\nslug: /own-slug/'),
      'content/posts/p/index.md': y('title: H\ndate: 2020-01-02\npath: /pp'),
      'content/notes/n.md': y('title: H\ndate: 2020-01-02'),
    },
    posts: {
      'content/notes/n.md': '/n/',
      'content/posts/flat.mdx': '/flat/',
      'content/posts/hello/index.md': '/hello/',
      'content/posts/own/index.md': '/own-slug/',
      'content/posts/p/index.md': '/pp/',
    },
  },
  // Expected by the code of gatsby-source-filesystem and of Gatsby's file system routes.
  'Gatsby: paths of files, below the blog': {
    files: {
      'gatsby-config.ts':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        'const config: GatsbyConfig = { plugins: [{ resolve: `gatsby-source-filesystem`, options: { path: `${__dirname}/content`, name: `content` } }] }\nexport default config\n',
      'gatsby-node.js':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "const path = require(`path`)\nconst { createFilePath } = require(`gatsby-source-filesystem`)\nconst _ = require('lodash')\nexports.createPages = async ({ graphql, actions }) => {\n  const { createPage } = actions\n  const result = await graphql(`{ allMarkdownRemark { nodes { id } } }`)\n  const posts = result.data.allMarkdownRemark.nodes\n  createPage({ path: '/blog', component: list })\n  posts.forEach((post, index) => {\n    createPage({ path: `/blog${post.fields.slug}`, component: blogPost, context: { id: post.id } })\n  })\n  tags.forEach(tag => createPage({ path: `/tags/${_.kebabCase(tag.fieldValue)}/`, component: tagTemplate }))\n  Array.from({ length: 3 }).forEach((_, i) => { createPage({ path: i === 0 ? `/blog` : `/blog/${i + 1}`, component: list }) })\n}\nexports.onCreateNode = ({ node, actions, getNode }) => {\n  if (node.internal.type === `MarkdownRemark`) {\n    const value = createFilePath({ node, getNode })\n    actions.createNodeField({ name: `slug`, node, value })\n  }\n}\n",
      'content/posts/hello/index.md': y('title: H\ndate: 2024-01-01\nslug: not-read'),
      'content/posts/flat.md': y('title: F\ndate: 2024-01-01'),
      'src/pages/index.js': 'x',
    },
    posts: {
      'content/posts/hello/index.md': '/blog/posts/hello/',
      'content/posts/flat.md': '/blog/posts/flat/',
    },
  },
  'Gatsby: addresses of front matter': {
    files: {
      'gatsby-config.js':
        "module.exports = { trailingSlash: 'never', plugins: [{ resolve: 'gatsby-source-filesystem', options: { name: 'blog', path: path.join(__dirname, 'blog') } }] }\n",
      'gatsby-node.js':
        "exports.createPages = ({ actions, graphql }) => graphql(query).then(result => {\n  // createPage({ path: node.id, component: old })\n  result.data.allMdx.edges.forEach(({ node }) => {\n    actions.createPage({ path: '/p/' + node.frontmatter.slug, component: template })\n  })\n})\n",
      'blog/a.mdx': y('title: A\ndate: 2024-01-01\nslug: own'),
      'blog/none.mdx': y('title: N\ndate: 2024-01-01'),
    },
    posts: { 'blog/a.mdx': '/p/own', 'blog/none.mdx': 'none' },
  },
  'Gatsby: a slug or else the path, in fields': {
    files: {
      'gatsby-config.js':
        "module.exports = { plugins: [{ resolve: 'gatsby-source-filesystem', options: { path: './content/blog', name: 'blog' } }, { resolve: 'gatsby-source-filesystem', options: { path: './content/notes', name: 'notes' } }] }\n",
      'gatsby-node.mjs':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "import { createFilePath } from 'gatsby-source-filesystem'\nexport const onCreateNode = ({ node, getNode, actions: { createNodeField } }) => {\n  const fileNode = getNode(node.parent)\n  const collection = fileNode.sourceInstanceName\n  const slug = node.frontmatter.slug || createFilePath({ node, getNode, basePath: `blog`, trailingSlash: false })\n  createNodeField({ node, name: 'collection', value: collection })\n  createNodeField({ node, name: 'slug', value: `/${collection}${slug}` })\n}\nexport const createPages = async ({ actions: { createPage } }) => {\n  data.allMdx.nodes.forEach((node) => {\n    const { slug } = node.fields\n    createPage({\n      path: slug,\n      component: `${template}?__contentFilePath=${node.internal.contentFilePath}`,\n    })\n  })\n}\n",
      'content/blog/a.mdx': y('title: A\ndate: 2024-01-01\nslug: /own'),
      'content/blog/b/index.mdx': y('title: B\ndate: 2024-01-01'),
      'content/notes/n.mdx': y('title: N\ndate: 2024-01-01'),
    },
    posts: {
      'content/blog/a.mdx': '/blog/own/',
      'content/blog/b/index.mdx': '/blog/b/',
      'content/notes/n.mdx': '/notes/n/',
    },
  },
  'Gatsby: pages that are named after what is in them': {
    files: {
      'gatsby-config.js':
        "module.exports = { plugins: ['gatsby-plugin-mdx', { resolve: 'gatsby-source-filesystem', options: { name: 'blog', path: __dirname + '/blog' } }] }\n",
      'src/pages/blog/{mdx.frontmatter__slug}.js': 'x',
      'src/pages/about.mdx': y('title: About'),
      'blog/a/index.mdx': y('title: A\ndate: 2024-01-01\nslug: my-own'),
      'blog/b/index.mdx': y('title: B\ndate: 2024-01-01\nslug: Ünusual'),
      'blog/c/index.mdx': y('title: C\ndate: 2024-01-01'),
    },
    posts: {
      'src/pages/about.mdx': '/about/',
      'blog/a/index.mdx': '/blog/my-own/',
      'blog/b/index.mdx': 'none',
      'blog/c/index.mdx': 'none',
    },
  },
  'Gatsby: names of files': {
    files: {
      'gatsby-config.js':
        "module.exports = { plugins: [{ resolve: 'gatsby-source-filesystem', options: { name: 'posts', path: __dirname + '/posts/' } }] }\n",
      'src/pages/posts/{MarkdownRemark.parent__(File)__name}.tsx': 'x',
      'posts/2024-01-02-a.md': y('title: A\ndate: 2024-01-01'),
    },
    posts: { 'posts/2024-01-02-a.md': '/posts/2024-01-02-a/' },
  },
  'Gatsby: the theme for blogs': {
    files: {
      'gatsby-config.js':
        "module.exports = { plugins: [{ resolve: `gatsby-theme-blog`, options: { basePath: '/blog' } }] }\n",
      'content/posts/hello/index.mdx': y('title: H\ndate: 2024-01-01'),
      'content/posts/own.mdx': y('title: O\ndate: 2024-01-01\nslug: /mine'),
    },
    posts: { 'content/posts/hello/index.mdx': '/blog/hello/', 'content/posts/own.mdx': '/blog/mine/' },
  },
  'Gatsby: addresses that only it can tell': {
    files: {
      'gatsby-config.js':
        "module.exports = { plugins: [{ resolve: 'gatsby-source-filesystem', options: { path: './posts' } }] }\n",
      'gatsby-node.js':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "const { kebabCase } = require('lodash')\nexports.createPages = ({ actions }) => { nodes.forEach(node => { actions.createPage({ path: `/${kebabCase(node.frontmatter.title)}/` }) }) }\n",
      'posts/a.md': y('title: A\ndate: 2024-01-01\nslug: b'),
    },
    posts: { 'posts/a.md': 'none' },
  },
  'Next.js: pages in groups': {
    files: {
      'next.config.mjs':
        "export default { basePath: '/nx', trailingSlash: true, pageExtensions: ['mdx','tsx'] }\n",
      'package.json': '{"dependencies":{"next":"15"}}',
      'app/(site)/blog/hello/page.mdx':
        "export const metadata = { title: 'Hi', date: '2020-01-02' }\n\n# Hi\n",
      'app/(site)/blog/two/page.mdx':
        "export const metadata = { title: 'Two', publishDate: '2020-01-02' }\n\n# Hi\n",
    },
    posts: {
      'app/(site)/blog/hello/page.mdx': '/nx/blog/hello/',
      'app/(site)/blog/two/page.mdx': '/nx/blog/two/',
    },
  },
  'Next.js: a folder with an underscore': {
    files: {
      'next.config.js': 'module.exports = {}\n',
      'package.json': '{"dependencies":{"next":"13"}}',
      '_posts/hello.md': y('title: H\ndate: 2020-01-01'),
      '_posts/preview.md': y('title: H\ndate: "2020-03-16T05:35:07.322Z"\nogImage:\n  url: /x.png'),
      'pages/posts/[slug].tsx': 'x',
      'README.md': 'x',
    },
    posts: {
      '_posts/hello.md': '/posts/hello',
      '_posts/preview.md': '/posts/preview',
    },
  },
  // Expected by the rules of Next.js's routers and by what the configurations of Contentlayer and Velite work out.
  'Next.js: posts in a folder beside their page': {
    files: {
      'next.config.js': 'module.exports = {}\n',
      'app/layout.tsx': 'x',
      'app/blog/page.tsx': 'x',
      'app/blog/[slug]/page.tsx': 'x',
      'app/blog/posts/vim.mdx': y('title: Vim\npublishedAt: "2024-04-09"'),
      'app/blog/posts/tabs.mdx': y('title: Tabs\npublishedAt: "2024-04-08"'),
      'app/og/route.tsx': 'x',
    },
    posts: { 'app/blog/posts/vim.mdx': '/blog/vim', 'app/blog/posts/tabs.mdx': '/blog/tabs' },
  },
  'Next.js: the only page for the only folder': {
    files: {
      'package.json': '{"dependencies":{"next":"14"}}',
      'content/hello.md': y('title: H\ndate: 2024-01-01'),
      'content/folder/index.md': y('title: F\ndate: 2024-01-01'),
      'src/app/notes/[slug]/page.jsx': 'x',
      'src/app/tags/[tag]/page.jsx': 'x',
    },
    posts: { 'content/hello.md': '/notes/hello', 'content/folder/index.md': '/notes/folder' },
  },
  'Next.js: posts at the root': {
    files: {
      'next.config.mjs': 'export default { trailingSlash: true }\n',
      'posts/hello.md': y('title: H\ndate: 2024-01-01'),
      'posts/2024/deep.md': y('title: D\ndate: 2024-01-01'),
      'pages/index.js': 'x',
      'pages/[id].js': 'x',
      'pages/tags/[tag].mdx': '# {props.tag}\n',
    },
    posts: {
      'posts/hello.md': '/hello/',
      'posts/2024/deep.md': 'none',
      'pages/tags/[tag].mdx': 'not listed none',
    },
  },
  'Next.js: several folders, each with its page or none': {
    files: {
      'next.config.mjs': 'export default {}\n',
      'content/articles/a.mdx': y('title: A\ndate: 2024-01-01'),
      'content/projects/p.mdx': y('title: P\ndate: 2024-01-01'),
      'content/authors/x.mdx': y('title: X'),
      'src/app/(public)/blog/[...slug]/page.tsx': 'x',
      'src/app/(public)/projects/[slug]/page.tsx': 'x',
      'src/app/(public)/blog/page/[page]/page.tsx': 'x',
    },
    posts: {
      'content/articles/a.mdx': '/blog/a',
      'content/projects/p.mdx': '/projects/p',
      'content/authors/x.mdx': 'none',
    },
  },
  'Next.js: no page for posts, and one for each language': {
    files: {
      'a/next.config.js': 'module.exports = {}\n',
      'a/content/blog/a.mdx': y('title: A\ndate: 2024-01-01'),
      'a/app/page.tsx': 'x',
      'b/next.config.js': 'module.exports = {}\n',
      'b/content/blog/b.mdx': y('title: B\ndate: 2024-01-01'),
      'b/app/[locale]/blog/[slug]/page.tsx': 'x',
    },
    posts: { 'a/content/blog/a.mdx': 'none', 'b/content/blog/b.mdx': 'none' },
  },
  'Next.js: Nextra’s pages': {
    files: {
      'next.config.js':
        "const n = require('nextra')({});\nmodule.exports = n({ i18n: { locales: ['en', 'fr'], defaultLocale: 'en' } })\n",
      'pages/_app.js': 'x',
      'pages/posts/index.md': y('title: Posts\ntype: posts'),
      'pages/posts/a.en.mdx': y('title: A\ndate: 2024/1/1\nslug: not-read'),
      'pages/posts/a.fr.mdx': y('title: A\ndate: 2024/1/1'),
    },
    posts: {
      'pages/posts/index.md': '/posts',
      'pages/posts/a.en.mdx': '/posts/a',
      'pages/posts/a.fr.mdx': '/fr/posts/a',
    },
  },
  'Next.js: Nextra’s content': {
    files: {
      'next.config.mjs': "import nextra from 'nextra';\nexport default nextra({})({ basePath: '/b' })\n",
      'app/layout.jsx': 'x',
      'app/[[...mdxPath]]/page.jsx': 'x',
      'content/index.mdx': y('title: Home'),
      'content/posts/a.mdx': y('title: A\ndate: 2024-01-01'),
      'content/posts/b/index.mdx': y('title: B\ndate: 2024-01-01'),
    },
    posts: {
      'content/index.mdx': '/b/',
      'content/posts/a.mdx': '/b/posts/a',
      'content/posts/b/index.mdx': '/b/posts/b',
    },
  },
  'Next.js: addresses that Contentlayer works out': {
    files: {
      'next.config.mjs': 'export default {}\n',
      'contentlayer.config.ts':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "import { defineDocumentType, makeSource } from 'contentlayer2/source-files'\nconst computedFields = {\n  slug: { type: 'string', resolve: (doc) => `/${doc._raw.flattenedPath}` },\n  slugAsParams: { type: 'string', resolve: (doc) => doc._raw.flattenedPath.split('/').slice(1).join('/') },\n}\nexport const Page = defineDocumentType(() => ({ name: 'Page', filePathPattern: `pages/**/*.mdx`, contentType: 'mdx', fields: {}, computedFields }))\nexport const Post = defineDocumentType(() => ({\n  name: 'Post', filePathPattern: `posts/**/*.md`, fields: { title: { type: 'string', required: true } },\n  computedFields: { url: { type: 'string', resolve: (post) => `/writing/${post._raw.flattenedPath.replace('posts/', '')}` } },\n}))\nexport default makeSource({ contentDirPath: './content', documentTypes: [Page, Post] })\n",
      'app/writing/[slug]/page.tsx': 'x',
      'app/[...slug]/page.tsx': 'x',
      'content/posts/a.md': y('title: A\ndate: 2024-01-01\nslug: not-read'),
      'content/pages/about.mdx': y('title: About'),
    },
    posts: { 'content/posts/a.md': '/writing/a', 'content/pages/about.mdx': '/about' },
  },
  'Next.js: Contentlayer’s parts of addresses': {
    files: {
      'next.config.js': 'module.exports = {}\n',
      'contentlayer.config.js':
        "const computedFields = {\n  readingTime: { type: 'json', resolve: (doc) => readingTime(doc.body.raw) },\n  slug: { type: 'string', resolve: (doc) => doc._raw.flattenedPath.replace(/^.+?(\\/)/, '') },\n}\nexport const Blog = defineDocumentType(() => ({ name: 'Blog', filePathPattern: 'blog/**/*.mdx', computedFields: { ...computedFields } }))\nexport default makeSource({ contentDirPath: 'data', documentTypes: [Blog] })\n",
      'app/blog/[...slug]/page.tsx': 'x',
      'app/tags/[tag]/page.tsx': 'x',
      'data/blog/a.mdx': y('title: A\ndate: 2024-01-01\nslug: not-read'),
      'data/blog/nested/b.mdx': y('title: B\ndate: 2024-01-01'),
      'data/authors/default.mdx': y('name: X'),
    },
    posts: {
      'data/blog/a.mdx': '/blog/a',
      'data/blog/nested/b.mdx': '/blog/nested/b',
      'data/authors/default.mdx': 'none',
    },
  },
  'Next.js: addresses that Velite works out': {
    files: {
      'next.config.js': 'module.exports = {}\n',
      'velite.config.ts':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "import { defineCollection, defineConfig, s } from 'velite'\nconst posts = defineCollection({ name: 'Post', pattern: 'posts/**/*.md', schema: s.object({ slug: s.slug('post'), date: s.isodate() }).transform((data) => ({ ...data, permalink: `/p/${data.slug}` })) })\nconst notes = defineCollection({ name: 'Note', pattern: 'notes/**/*.md', schema: s.object({ slug: s.path() }).transform((data) => ({ ...data, slugAsParams: data.slug.split('/').slice(1).join('/') })) })\nexport default defineConfig({ root: 'content', collections: { posts, notes } })\n",
      'app/p/[slug]/page.tsx': 'x',
      'app/notes/[...slug]/page.tsx': 'x',
      'content/posts/a.md': y('title: A\ndate: 2024-01-01\nslug: own'),
      'content/notes/b/c.md': y('title: C\ndate: 2024-01-01'),
    },
    posts: { 'content/posts/a.md': '/p/own', 'content/notes/b/c.md': '/notes/b/c' },
  },
  'Astro: a folder with a name of its own, and pages of a list beside the route': {
    files: {
      'astro.config.ts': 'export default defineConfig({ site: SITE.website });\n',
      'package.json': '{"dependencies":{"astro":"5"}}',
      'src/content.config.ts':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "export const FOLDER = 'src/data/texts';\nconst texts = defineCollection({ loader: glob({ pattern: '**/*.md', base: `./${FOLDER}` }) });\nconst notes = defineCollection({ loader: glob({ base: './src/data/jottings', pattern: '*.md' }) });\nexport const collections = { texts, notes };\n",
      'src/pages/posts/[...slug]/index.astro': "---\nawait getCollection('texts');\n---\n",
      'src/pages/posts/[...page].astro': 'x',
      'src/pages/n/[id].astro': "---\nawait getCollection('notes');\n---\n",
      'src/data/texts/a.md': y('title: A\npubDatetime: 2024-01-01T00:00:00Z'),
      'src/data/jottings/b.md': y('title: B\ndate: 2024-01-01'),
    },
    posts: { 'src/data/texts/a.md': '/posts/a/', 'src/data/jottings/b.md': '/n/b/' },
  },
  'Astro: languages before the blog, documentation at the root': {
    files: {
      'astro.config.mjs':
        "export default defineConfig({ site: 'https://e.org', integrations: [starlight({})] });\n",
      'package.json': '{"dependencies":{"astro":"5","@astrojs/starlight":"1"}}',
      'src/pages/[lang]/blog/[...slug].astro': 'x',
      'src/content/docs/guide/a.md': y('title: A'),
      'src/content/blog/en/a.md': y('title: A\ndate: 2024-01-01'),
    },
    posts: { 'src/content/blog/en/a.md': '/en/blog/a/', 'src/content/docs/guide/a.md': '/guide/a/' },
  },
  'Astro: pages as files': {
    files: {
      'astro.config.mjs': "export default { build: { format: 'file' } };\n",
      'src/pages/posts/a.md': y('title: A\npubDate: 2024-01-01'),
    },
    posts: { 'src/pages/posts/a.md': '/posts/a.html' },
  },
  'Astro: what loaders take, and ids that the site makes': {
    files: {
      'astro.config.mjs': "export default defineConfig({ site: 'https://e.org', trailingSlash: 'never' });\n",
      'package.json': '{"dependencies":{"astro":"^5"}}',
      'src/content.config.ts':
        "const posts = defineCollection({ loader: glob({ pattern: '**/index.md', base: new URL('../texts/posts', import.meta.url) }) });\nconst notes = defineCollection({ loader: glob({ pattern: ['*.{md,mdx}', '!old-*.md'], base: './texts/notes', generateId: ({ entry }) => entry.replace(/\\.mdx?$/, '') }) });\nconst people = defineCollection({ loader: glob({ pattern: '**/*.md', base: './texts/people' }) });\nexport const collections = { articles: posts, notes, people };\n",
      'src/pages/articles/[id].astro':
        "---\nconst posts = await getCollection('articles');\nreturn posts.map((post) => ({ params: { id: post.id }, props: { post } }));\n---\n",
      'src/pages/tags/[tag].astro':
        "---\nconst tags = await getCollection('notes');\nreturn tags.map((tag) => ({ params: { tag } }));\n---\n",
      'src/pages/garden/notes/[...slug].astro':
        "---\nconst all = await getCollection('notes');\nreturn all.map((note) => ({ params: { slug: note.id } }));\n---\n",
      'texts/posts/one/index.md': y('title: One\ndate: 2024-01-01'),
      'texts/posts/one/more.md': y('title: More\ndate: 2024-01-01'),
      'texts/notes/My Note.v1.md': y('title: N\ndate: 2024-01-01'),
      'texts/notes/_kept.md': y('title: N\ndate: 2024-01-01'),
      'texts/notes/old-x.md': y('title: N\ndate: 2024-01-01'),
      'texts/notes/sub/x.md': y('title: N\ndate: 2024-01-01'),
      'texts/people/jo.md': y('title: Jo'),
    },
    posts: {
      'texts/posts/one/index.md': '/articles/one',
      'texts/posts/one/more.md': 'not listed none',
      'texts/notes/My Note.v1.md': '/garden/notes/My Note.v1',
      'texts/notes/_kept.md': '/garden/notes/_kept',
      'texts/notes/old-x.md': 'not listed none',
      'texts/notes/sub/x.md': 'not listed none',
      'texts/people/jo.md': 'none',
    },
  },
  'Astro: addresses that pages make of front matter, and drafts': {
    files: {
      'astro.config.mjs': 'export default defineConfig({});\n',
      'package.json': '{"dependencies":{"astro":"^5"}}',
      'src/content.config.ts':
        "const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/content/blog' }) });\nconst log = defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/content/log' }) });\nexport const collections = { blog, log };\n",
      'src/pages/blog/[slug].astro':
        "---\nconst posts = await getCollection('blog');\nreturn posts.map((post) => ({ params: { slug: post.data.postSlug ?? post.id }, props: post }));\n---\n",
      'src/pages/[year]/[...slug].astro':
        "---\nconst posts = await getCollection('log', ({ data }) => !data.draft);\nreturn posts.map(({ id, data }) => ({ params: { year: String(data.date.getFullYear()), slug: id.replace(/^\\d{4}-\\d\\d-\\d\\d-/, '') } }));\n---\n",
      'src/content/blog/one.md': y('title: One\ndate: 2024-01-01\npostSlug: the-one'),
      'src/content/blog/two.md': y('title: Two\ndate: 2024-01-01\ndraft: true'),
      'src/content/blog/index.md': y('title: Index\ndate: 2024-01-01'),
      'src/content/blog/_shown.md': y('title: Shown\ndate: 2024-01-01'),
      'src/content/log/2024-01-01-a.md': y('title: A\ndate: 2024-01-01\ndraft: true'),
    },
    posts: {
      'src/content/blog/one.md': '/blog/the-one/',
      'src/content/blog/two.md': 'draft /blog/two/',
      'src/content/blog/index.md': '/blog/index/',
      'src/content/blog/_shown.md': '/blog/_shown/',
      'src/content/log/2024-01-01-a.md': 'draft /2024/a/',
    },
  },
  'Astro: addresses of files, and languages that the page takes off': {
    files: {
      'astro.config.ts': 'export default defineConfig({});\n',
      'package.json': '{"dependencies":{"astro":"^5"}}',
      'src/content.config.ts':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        "export const BLOG_PATH = 'src/data/blog';\nconst blog = defineCollection({ loader: glob({ pattern: '**/[^_]*.md', base: `./${BLOG_PATH}` }), schema: z.object({ draft: z.boolean().optional() }) });\nconst notes = defineCollection({ loader: glob({ pattern: '**/*.md', base: 'src/data/notes' }) });\nexport const collections = { blog, notes };\n",
      'src/pages/posts/[...slug]/index.astro':
        "---\nimport { getPath } from '@/utils/getPath';\nconst posts = await getCollection('blog', ({ data }) => !data.draft);\nreturn posts.map((post) => ({ params: { slug: getPath(post.id, post.filePath, false) } }));\n---\n",
      'src/pages/[lang]/notes/[...slug].astro':
        "---\nconst pages = await getCollection('notes');\nreturn pages.map((page) => {\n  const [lang, ...slug] = page.id.split('/');\n  return { params: { lang, slug: slug.join('/') || undefined } };\n});\n---\n",
      'src/data/blog/_releases/two.md': y('title: Two\npubDatetime: 2024-01-01T00:00:00Z'),
      'src/data/blog/Some Examples/three.md': y(
        'title: Three\npubDatetime: 2024-01-01T00:00:00Z\nslug: own-slug',
      ),
      'src/data/blog/_kept.md': y('title: Kept\npubDatetime: 2024-01-01T00:00:00Z'),
      'src/data/notes/pt-br/ola/index.md': y('title: O\ndate: 2024-01-01'),
    },
    posts: {
      'src/data/blog/_releases/two.md': '/posts/two/',
      'src/data/blog/Some Examples/three.md': '/posts/some-examples/own-slug/',
      'src/data/blog/_kept.md': 'draft /posts/_kept/',
      'src/data/notes/pt-br/ola/index.md': '/pt-br/notes/ola/',
    },
  },
  'Eleventy: addresses that functions make': {
    files: {
      'eleventy.config.js':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own text
        'export default function (config) {\n  config.addFilter("isoYear", (date) => date.getFullYear());\n  config.addGlobalData("permalink", () => (data) => `${data.page.filePathStem}.html`);\n  config.ignores.add("src/notes/private.md");\n}\nexport const config = { dir: { input: "src" } };\n',
      'package.json': '{"devDependencies":{"@11ty/eleventy":"^3"}}',
      '.eleventyignore': '# not yet\nsrc/wip/\nsrc/notes/skip-*.md\n',
      'src/posts/posts.11tydata.js':
        "export default {\n  eleventyComputed: {\n    permalink: (data) => {\n      if (data.secret) { return false; }\n      return '/' + data.page.date.getFullYear() + '/' + data.page.fileSlug + '/index.html';\n    },\n  },\n};\n",
      'src/journal/journal.11tydata.js':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the data file's own text
        'module.exports = { permalink({ page }) { return `/j/${page.fileSlug}/`; } };\n',
      'src/far/far.11tydata.js':
        "const at = require('../at');\nmodule.exports = { permalink: (data) => at(data) };\n",
      'src/en/en.json':
        '{"lang":"en","permalink":"/{{ lang }}/{{ page.date | isoYear }}/{{ title | slug }}/"}',
      'src/cat/cat.json': '{"permalink":"/{{ category | slugify }}/{{ title | slugify }}.html"}',
      'src/posts/2022-01-01-a.md': y('title: A\ntags: [x]'),
      'src/posts/b.md': y('title: B\ndate: 2023-05-01\nsecret: true'),
      'src/journal/2023-01-02-c.md': y('title: C'),
      'src/far/d.md': y('title: D\ndate: 2023-05-01'),
      'src/en/e.md': y('title: Hello, World & Co.!\ndate: 2023-05-01\ndraft: true'),
      'src/en/f.md': y('title: F\ndate: 2023-05-01\nlang: de'),
      'src/cat/g.md': y('title: 日本語 no post\ncategory: Big Thing\ndate: 2023-05-01'),
      'src/notes/folder/index.md': y('title: H\ndate: 2023-05-01'),
      'src/notes/2023-05-01-i.md': y('title: I'),
      'src/notes/private.md': y('title: J\ndate: 2023-05-01'),
      'src/notes/skip-k.md': y('title: K\ndate: 2023-05-01'),
      'src/notes/l.markdown': y('title: L\ndate: 2023-05-01'),
      'src/wip/m.md': y('title: M\ndate: 2023-05-01'),
    },
    posts: {
      'src/posts/2022-01-01-a.md': '/2022/a/',
      'src/posts/b.md': 'none',
      'src/journal/2023-01-02-c.md': '/j/c/',
      'src/far/d.md': 'none',
      'src/en/e.md': 'draft /en/2023/hello-world-and-co.!/',
      'src/en/f.md': '/de/2023/f/',
      'src/cat/g.md': '/big-thing/no-post.html',
      'src/notes/folder/index.md': '/notes/folder/',
      'src/notes/2023-05-01-i.md': '/notes/i.html',
      'src/notes/private.md': 'not listed none',
      'src/notes/skip-k.md': 'not listed none',
      'src/notes/l.markdown': 'not listed none',
      'src/wip/m.md': 'not listed none',
    },
  },
  'VitePress: what is left out, and addresses that a function makes': {
    files: {
      '.vitepress/config.ts':
        "export default { base: '/b/', srcDir: './src', cleanUrls: true, srcExclude: ['**/TODO.md', 'blog/wip/**'], rewrites(id) { return id.replace(/^blog\\//, 'posts/') } };\n",
      'src/blog/a.md': y('title: A\ndate: 2024-01-01'),
      'src/blog/sub/index.md': y('title: B\ndate: 2024-01-01'),
      'src/blog/TODO.md': 'x',
      'src/blog/wip/c.md': y('title: C\ndate: 2024-01-01'),
      'src/blog/[slug].md': '# {{ $params.slug }}\n',
    },
    posts: {
      'src/blog/a.md': '/b/posts/a',
      'src/blog/sub/index.md': '/b/posts/sub/',
      'src/blog/TODO.md': 'not listed none',
      'src/blog/wip/c.md': 'not listed none',
      'src/blog/[slug].md': 'not listed none',
    },
  },
  'VitePress: a function that only it can tell': {
    files: {
      '.vitepress/config.ts':
        "import { moved } from './moved';\nexport default { rewrites: (id) => moved(id) };\n",
      'posts/a.md': y('title: A\ndate: 2024-01-01'),
    },
    posts: { 'posts/a.md': 'none' },
  },
  'Docusaurus: patterns of a blog': {
    files: {
      'docusaurus.config.js':
        "module.exports = { presets: [['classic', { blog: { routeBasePath: '/', include: ['**/*.md'], exclude: ['**/wip/**', '**/*.test.md'] } }]], plugins: [['@docusaurus/plugin-content-blog', { id: 'news', routeBasePath: 'news', path: './news' }]] };\n",
      'blog/2024-01-02-first.md': y('title: First'),
      'blog/unlisted.md': y('title: U\ndate: 2024-01-01\nunlisted: true'),
      'blog/_shown.md': y('title: S\ndate: 2024-01-01'),
      'blog/wip/a.md': y('title: W'),
      'blog/b.test.md': y('title: T'),
      'blog/c.mdx': y('title: M'),
      'news/2024-01-02-n.mdx': y('title: N'),
      'news/_partial.md': 'x',
    },
    posts: {
      'blog/2024-01-02-first.md': '/2024/01/02/first',
      'blog/unlisted.md': '/unlisted',
      'blog/_shown.md': '/_shown',
      'blog/wip/a.md': 'not listed none',
      'blog/b.test.md': 'not listed none',
      'blog/c.mdx': 'not listed none',
      'news/2024-01-02-n.mdx': '/news/2024/01/02/n',
      'news/_partial.md': 'not listed none',
    },
  },
  'Eleventy: addresses that are computed, and titles in them': {
    files: {
      '.eleventy.js': "module.exports = () => ({ dir: { input: 'src' } });\n",
      'src/posts/posts.json': '{"permalink":"/p/{{ title | slugify }}/"}',
      'src/posts/a.md': y('title: "It\'s Über & Straße, isn\'t it?"\ndate: 2024-01-01'),
      'src/posts/b.md': y(
        'title: B\ndate: 2024-01-01\neleventyComputed:\n  permalink: "/c/{{ title | slugify }}/"',
      ),
      'src/posts/c.md': y('title: C\ndate: 2024-01-01\npermalink:\n  build: /d/\n  server: /e/'),
      'src/posts/d.md': y('title: Ελλάδα\ndate: 2024-01-01'),
    },
    posts: {
      'src/posts/a.md': '/p/its-ueber-and-strasse-isnt-it/',
      'src/posts/b.md': '/c/b/',
      'src/posts/c.md': '/d/',
      'src/posts/d.md': 'none',
    },
  },
  // Expected as path-to-regexp 6, which VitePress uses, gives them.
  'VitePress: pages that are served elsewhere': {
    files: {
      '.vitepress/config/index.ts':
        "export default defineConfig({ cleanUrls: true, rewrites: {\n  'posts/:year/:slug.md': ':slug.md',\n  'packages/:pkg/src/posts/:rest*': ':pkg/:rest*',\n  ':lang(en|fr)/posts/:slug.md': 'posts/:lang/:slug.md',\n  'posts/special.md': 'else/where.md',\n  'notes/blog/(.*)': '(.*)' } })\n",
      'posts/2024/a.md': y('title: A\ndate: 2024-01-01'),
      'posts/b.md': y('title: B\ndate: 2024-01-01'),
      'posts/special.md': y('title: S\ndate: 2024-01-01'),
      'packages/x/src/posts/b/c.md': y('title: C\ndate: 2024-01-01'),
      'en/posts/d.md': y('title: D\ndate: 2024-01-01'),
      'de/posts/d.md': y('title: D\ndate: 2024-01-01'),
      'notes/blog/2024/e.md': y('title: E\ndate: 2024-01-01'),
    },
    posts: {
      'posts/2024/a.md': '/a',
      'posts/b.md': '/posts/b',
      'posts/special.md': '/else/where',
      'packages/x/src/posts/b/c.md': '/x/b/c',
      'en/posts/d.md': '/posts/en/d',
      'de/posts/d.md': '/de/posts/d',
      'notes/blog/2024/e.md': '/2024/e',
    },
  },
  'VitePress: lists of folders that have any name': {
    files: {
      'docs/.vitepress/config.mts': "export default { srcDir: './src' }\n",
      'docs/.vitepress/theme/all.data.mts':
        "import { createContentLoader } from 'vitepress'\nexport default createContentLoader(['thoughts/**/*.md', '!thoughts/x.md'], { excerpt: true })\n",
      'docs/src/blog/a.md': y('title: A\ndate: 2024-01-01'),
      'docs/src/thoughts/2024/b.md': y('title: B\ndate: 2024-01-01'),
      'docs/src/guide/c.md': y('title: C'),
    },
    posts: {
      'docs/src/blog/a.md': '/blog/a.html',
      'docs/src/thoughts/2024/b.md': '/thoughts/2024/b.html',
      'docs/src/guide/c.md': 'not listed none',
    },
  },
};
