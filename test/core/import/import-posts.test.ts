import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ImportOutcome } from '../../../src-main/common/posts/import.ts';
import {
  type ImportOrder,
  type ImportTools,
  importPosts,
} from '../../../src-main/core/import/import-posts.ts';
import { runIndexHere } from '../../../src-main/core/index/index-runner.ts';
import { type OpenSite, type OpenSiteOptions, openSite } from '../../../src-main/core/site/open-site.ts';
import { filesUnder } from '../../helpers/files-under.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { mediumPage, wordPressExport, zipOf } from './exports.ts';

let red: Buffer;
let blue: Buffer;
beforeAll(async () => {
  const picture = (background: string) =>
    sharp({ create: { width: 6, height: 4, channels: 3, background } })
      .png()
      .toBuffer();
  [red, blue] = await Promise.all([picture('red'), picture('blue')]);
});

interface Blog {
  root: string;
  site: OpenSite;
  import(
    content: string | Uint8Array | Record<string, string | Uint8Array>,
    order?: Partial<ImportOrder>,
    tools?: Partial<ImportTools>,
  ): Promise<ImportOutcome>;
  text(path: string): string;
}

/** An open blog of these files, and exports to import into it, which lie in a folder of their own. */
async function openBlog(
  files: Record<string, string>,
  options: Pick<OpenSiteOptions, 'runIndex'> = {},
): Promise<Blog> {
  const folder = temporaryFolder();
  const root = join(folder, 'blog');
  mkdirSync(root);
  writeFiles(root, files);
  const site = await openSite(root, {
    home: { data: join(folder, 'data'), cache: join(folder, 'cache') },
    isAlone: true,
    ...options,
  });
  onTestFinished(() => site.close());
  let exports = 0;
  return {
    root: site.root,
    site,
    text: (path) => readFileSync(join(root, path), 'utf8'),
    import(content, order = {}, tools = {}) {
      exports += 1;
      const isFile = typeof content === 'string' || content instanceof Uint8Array;
      const kind = typeof content === 'string' ? '.xml' : isFile ? '.zip' : '';
      const file = join(folder, `export-${exports}${kind}`);
      if (isFile) writeFileSync(file, content);
      else {
        mkdirSync(file);
        writeFiles(file, content);
      }
      return importPosts(
        {
          site,
          wishes: { longestSide: undefined, webp: false, quality: 85 },
          signal: new AbortController().signal,
          onProgress: () => {},
          ...tools,
        },
        { file, download: false, ...order },
      );
    },
  };
}

/** A server that has these files, and the paths that it was asked for. */
async function serve(files: Record<string, Uint8Array>): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const found = files[request.url ?? ''];
    response.writeHead(found ? 200 : 404).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const jekyll = {
  '_config.yml': 'title: Harbour\npermalink: /:year/:month/:title/\nplugins: [jekyll-redirect-from]\n',
  '_posts/2018-01-01-old.md':
    '---\nlayout: post\ntitle: "Old"\ndate: 2018-01-01 10:00:00 +0200\ncategories: [notes]\ntags: [wind]\n---\n\nText.\n',
};
const hugo = {
  'hugo.toml': 'baseURL = "https://harbour.example/"\n',
  'content/posts/old.md':
    '+++\ntitle = "Old"\ndate = 2018-01-01T10:00:00+02:00\ntags = ["wind"]\n+++\n\nText.\n',
};

describe('an export of WordPress', () => {
  it('comes as the blog has its posts, with pictures, categories and tags', async () => {
    const { address } = await serve({
      '/wp-content/uploads/kite.png': red,
      '/wp-content/uploads/kite-300x200.png': blue,
    });
    const blog = await openBlog(jekyll);
    const uploads = `${address}/wp-content/uploads`;
    const outcome = await blog.import(
      wordPressExport(address, [
        {
          id: 10,
          title: 'Kites &amp; “winds”: a <em>start</em>',
          link: `${address}/2019/05/kites/`,
          name: 'kites',
          excerpt: 'Of <b>kites</b> &amp; winds.',
          categories: ['Boats &amp; ships', 'Uncategorized'],
          tags: ['wind', 'sea, open'],
          meta: { _thumbnail_id: '7' },
          content: [
            'First with <strong>bold</strong> and a\nline break.',
            `See <a href="${address}/2019/06/blocks/?x=1#part">the blocks</a> and <a href="javascript:alert(1)">this</a>.`,
            '<!--more-->',
            `[caption id="a" width="3"]<a href="${uploads}/kite.png"><img src="${uploads}/kite-300x200.png" alt="A kite" /></a> Over the <em>sea</em>[/caption]`,
            '<ul>\n<li>one</li>\n<li>two\n<ol start="3"><li>inner</li></ol></li>\n</ul>',
            '[sourcecode language="php"]\n<?php\necho "a  b";\n\n\nif ($a && $b) { }   \n# end\n[/sourcecode]',
            'https://www.youtube.com/watch?v=a_b_c',
            '[gallery ids="7"]',
          ].join('\n\n'),
        },
        {
          id: 7,
          title: 'kite',
          type: 'attachment',
          attachment: `${uploads}/kite.png`,
          meta: { _wp_attachment_image_alt: 'A red kite' },
        },
        {
          id: 11,
          title: 'Blocks',
          name: 'blocks',
          link: `${address}/2019/06/blocks/`,
          date: '2019-06-02 09:30:00',
          dateGmt: '2019-06-02 07:30:00',
          content: '<!-- wp:paragraph -->\n<p>Text.</p>\n<!-- /wp:paragraph -->',
        },
      ]),
      { download: true },
    );
    expect(outcome).toEqual({
      posts: ['_posts/2019-05-01-kites.md', '_posts/2019-06-02-blocks.md'],
      assets: ['assets/images/kite-300x200.png', 'assets/images/kite.png'],
      problems: [],
      cancelled: false,
    });
    expect(blog.text('_posts/2019-05-01-kites.md')).toBe(`---
layout: post
title: "Kites & “winds”: a start"
description: Of kites & winds.
date: 2019-05-01 10:00:00 +0200
tags: [wind, "sea, open"]
categories: [Boats & ships]
image: /assets/images/kite.png
---

First with **bold** and a${'  '}
line break.

See [the blocks](/2019/06/blocks/#part) and this.

<!--more-->

![A kite](/assets/images/kite-300x200.png)
*Over the _sea_*

- one
- two
  3. inner

\`\`\`php
<?php
echo "a  b";


if ($a && $b) { }${'   '}
# end
\`\`\`

<https://www.youtube.com/watch?v=a_b_c>

![A red kite](/assets/images/kite.png)
`);
    expect(readFileSync(join(blog.root, 'assets/images/kite.png'))).toEqual(red);
    expect(blog.text('_posts/2018-01-01-old.md')).toBe(jekyll['_posts/2018-01-01-old.md']);
  });

  it('reads blocks: code with its language, captions, tables, frames; and lists former addresses', async () => {
    const blog = await openBlog(hugo);
    const { posts } = await blog.import(
      wordPressExport('https://old.example', [
        {
          id: 1,
          title: 'Blocks',
          name: 'blocks',
          link: 'https://old.example/2019/05/blocks/',
          content: `<!-- wp:heading --><h2 class="wp-block-heading">Part</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p>With <code>a*b</code> and 2 * 3.<br>Next.</p><!-- /wp:paragraph -->
<!-- wp:code --><pre class="wp-block-code"><code lang="bash" class="language-bash">ls   \n  # &lt;x&gt;</code></pre><!-- /wp:code -->
<!-- wp:embed --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/x_y_z\n</div></figure><!-- /wp:embed -->
<!-- wp:table --><figure><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></figure><!-- /wp:table -->
<!-- wp:html --><iframe src="https://player.example/1"></iframe><script>alert(1)</script><!-- /wp:html -->`,
        },
      ]),
    );
    expect(posts).toEqual(['content/posts/blocks.md']);
    expect(blog.text('content/posts/blocks.md')).toBe(`+++
title = "Blocks"
date = 2019-05-01T10:00:00+02:00
tags = []
aliases = ["/2019/05/blocks/"]
+++

## Part

With \`a*b\` and 2 \\* 3.${'  '}
Next.

\`\`\`bash
ls${'   '}
  # <x>
\`\`\`

<https://youtu.be/x_y_z>

| A   |
| --- |
| 1   |

<iframe src="https://player.example/1"></iframe>
`);
  });

  it('brings what a text only names: shared blocks, notes, galleries, films', async () => {
    const blog = await openBlog(hugo);
    const { problems } = await blog.import(
      wordPressExport('https://old.example', [
        {
          id: 1,
          title: 'Blocks',
          name: 'blocks',
          meta: { footnotes: '[{"content":"A <em>note</em>.","id":"n-1"}]', _thumbnail_id: '5' },
          content: [
            '<!-- wp:paragraph --><p>Text.<sup data-fn="n-1" class="fn"><a href="#n-1" id="n-1-link">1</a></sup></p><!-- /wp:paragraph -->',
            '<!-- wp:block {"ref":3} /-->',
            '<!-- wp:button --><div class="wp-block-button"><button type="button">Press</button></div><!-- /wp:button -->',
            '<!-- wp:footnotes /-->',
          ].join('\n\n'),
        },
        {
          id: 2,
          title: 'Typed',
          name: 'typed',
          content: [
            '[gallery columns="2"]',
            '[caption id="a" caption="Said of old"]<img src="https://old.example/o.png" alt="old" />[/caption]',
            '[audio mp3="https://old.example/a.mp3"][/audio]',
            '[video width="6" src="https://old.example/v.mp4"]',
            '[playlist]',
          ].join('\n\n'),
        },
        {
          id: 3,
          title: 'Shared',
          type: 'wp_block',
          content:
            '<!-- wp:paragraph --><p>Shared words.</p><!-- /wp:paragraph --><!-- wp:block {"ref":3} /-->',
        },
        { id: 4, title: 'kite', type: 'attachment', attachment: 'https://old.example/kite.png', parent: 2 },
        { id: 5, title: 'gone', type: 'attachment' },
      ]),
    );
    expect(problems.map(({ code }) => code)).toEqual(['shortcode-left']);
    const [blocks = '', typed = ''] = ['blocks', 'typed'].map((name) =>
      blog.text(`content/posts/${name}.md`).replace(/^[\s\S]*\n\+\+\+\n/, ''),
    );
    expect(blocks).toBe(`
Text.<sup data-fn="n-1" class="fn"><a href="#n-1" id="n-1-link">1</a></sup>

Shared words.

Press

1. A _note_. <sup id="n-1"><a href="#n-1-link">↩</a></sup>
`);
    expect(typed).toBe(`
![](https://old.example/kite.png)

![old](https://old.example/o.png)
*Said of old*

<audio controls="" src="https://old.example/a.mp3"></audio>

<video controls="" src="https://old.example/v.mp4"></video>

\\[playlist\\]
`);
    expect(blog.text('content/posts/blocks.md')).not.toContain('image =');
  });

  it('is read in the encoding that it names, and through a link', async () => {
    const blog = await openBlog(hugo);
    const whole = wordPressExport('https://old.example', [{ id: 1, title: 'Café', name: 'cafe' }]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'old.xml'), whole.replace('"UTF-8"', '"ISO-8859-1"'), 'latin1');
    const link = join(temporaryFolder(), 'link.xml');
    symlinkSync(join(folder, 'old.xml'), link);
    const { posts } = await blog.import('', { file: link });
    expect(blog.text(posts[0] ?? '')).toContain('title = "Café"');
  });

  it('leads links between posts to where they are now, however they were written', async () => {
    const blog = await openBlog(hugo);
    const addresses = [
      '/2019/05/kites/',
      'https://old.example/?p=2',
      'https://old.example/2019/05/%e4%bd%a0/#top',
      'https://old.example/?p=9',
    ];
    const { posts } = await blog.import(
      wordPressExport('https://old.example', [
        {
          id: 1,
          title: 'One',
          name: 'one',
          content: addresses.map((to) => `<a href="${to}">x</a>`).join(' '),
        },
        { id: 2, title: 'Kites', name: 'kites', link: 'https://old.example/2019/05/kites/' },
        { id: 3, title: '你', name: '%e4%bd%a0', link: 'https://old.example/2019/05/%E4%BD%A0/' },
      ]),
    );
    expect(blog.text(posts[0] ?? '').trimEnd()).toMatch(
      /\n\[x\]\(\/posts\/kites\/\) \[x\]\(\/posts\/kites\/\) \[x\]\(\/posts\/(?:你|%E4%BD%A0)\/#top\) \[x\]\(https:\/\/old\.example\/\?p=9\)$/,
    );
  });

  it('makes drafts of what no reader may see, and says what it leaves out', async () => {
    const blog = await openBlog(hugo);
    const { posts, problems } = await blog.import(
      wordPressExport('https://old.example', [
        { id: 1, title: 'Secret', status: 'private', content: 'x' },
        { id: 2, title: 'Locked', password: 'pass', content: '[contact-form-7 id="1"]' },
        {
          id: 3,
          title: 'Later',
          status: 'future',
          date: '2999-01-01 10:00:00',
          dateGmt: '2999-01-01 10:00:00',
        },
        { id: 4, title: 'Begun', status: 'draft', dateGmt: '0000-00-00 00:00:00' },
        { id: 5, title: 'Binned', status: 'trash' },
        { id: 6, title: 'About', type: 'page', link: 'https://old.example/about/' },
      ]),
    );
    const visible = Object.fromEntries(
      (await blog.site.posts.list()).map(({ title, visibility }) => [title, visibility]),
    );
    expect(visible).toEqual({
      Old: 'public',
      Secret: 'draft',
      Locked: 'draft',
      Later: 'scheduled',
      Begun: 'draft',
    });
    expect(posts).toHaveLength(4);
    expect(problems.map(({ path, severity, code }) => [path, severity, code])).toEqual([
      ['content/posts/secret.md', 'warning', 'was-private'],
      ['content/posts/locked.md', 'warning', 'was-private'],
      ['content/posts/locked.md', 'warning', 'shortcode-left'],
      ['https://old.example/about/', 'info', 'page-left-out'],
    ]);
  });

  it('leaves pictures on the web that do not come, and names them', async () => {
    const { address, asked } = await serve({ '/page.png': Buffer.from('<html>no picture</html>') });
    const blog = await openBlog(hugo);
    const other = await serve({ '/private.png': red });
    const content = [`${address}/gone.png`, `${address}/page.png`, `${other.address}/private.png`]
      .map((src) => `<img src="${src}">`)
      .join('\n\n');
    const { posts, assets, problems } = await blog.import(
      wordPressExport(address, [{ id: 1, title: 'One', name: 'one', content }]),
      { download: true },
    );
    expect(assets).toEqual([]);
    expect(problems.map(({ code, message }) => [code, message.replace(/:\d+/g, '')])).toEqual([
      ['picture-missing', expect.stringContaining('its server answered 404')],
      ['picture-missing', expect.stringContaining('no picture')],
      // Another server of this computer's own is none that an export may have us ask.
      ['picture-missing', expect.stringContaining('on a network of its own')],
    ]);
    expect(blog.text(posts[0] ?? '').match(/!\[\]\(http[^)]*\)/g)).toHaveLength(3);
    expect(asked).toEqual(['/gone.png', '/page.png']);
    expect(other.asked).toEqual([]);
  });

  it('asks nobody where pictures are to stay', async () => {
    const { address, asked } = await serve({ '/a.png': red });
    const blog = await openBlog(hugo);
    const { problems } = await blog.import(
      wordPressExport(address, [{ id: 1, title: 'One', content: `<img src="${address}/a.png">` }]),
    );
    expect([asked, problems]).toEqual([[], []]);
  });

  it('brings every post of those with one name, and none of them twice', async () => {
    const blog = await openBlog(jekyll);
    const long = 'y'.repeat(120);
    const content = wordPressExport(
      'https://old.example',
      ['', '', '', long, long].map((title, index) => ({
        id: index + 1,
        title,
        status: 'draft',
        content: `Text ${index}.`,
      })),
    );
    const { posts, problems } = await blog.import(content);
    expect(posts).toHaveLength(5);
    expect(posts.slice(0, 3)).toEqual([
      '_drafts/untitled.md',
      '_drafts/untitled-2.md',
      '_drafts/untitled-3.md',
    ]);
    expect(posts.map((path) => /Text \d/.exec(blog.text(path))?.[0])).toEqual(
      [0, 1, 2, 3, 4].map((n) => `Text ${n}`),
    );
    expect(problems).toEqual([]);
    const again = await blog.import(content);
    expect(again.posts).toEqual([]);
    expect(again.problems.map(({ code }) => code)).toEqual(Array(5).fill('post-exists'));
  });

  it('takes the time of the blog where the two times of a post cannot both be right', async () => {
    const blog = await openBlog(jekyll);
    const { posts } = await blog.import(
      wordPressExport('https://old.example', [
        { id: 1, title: 'Moved', date: '2019-05-01 10:00:00', dateGmt: '2018-01-01 08:00:00' },
      ]),
    );
    expect(posts).toEqual(['_posts/2019-05-01-moved.md']);
  });

  it('leaves out what is too deep or too large to be a post, and brings the others', async () => {
    const blog = await openBlog(hugo);
    const { posts, problems } = await blog.import(
      wordPressExport('https://old.example', [
        { id: 1, title: 'Deep', name: 'deep', content: '<div>'.repeat(20_000) },
        { id: 2, title: 'Large', name: 'large', content: 'a'.repeat(51 * 1024 * 1024) },
        { id: 3, title: 'Good', name: 'good', content: 'Text.' },
      ]),
    );
    expect(posts).toEqual(['content/posts/good.md']);
    expect(problems.map(({ code }) => code)).toEqual(['post-unreadable', 'post-too-large']);
    expect(readdirSync(join(blog.root, 'content/posts')).sort()).toEqual(['good.md', 'old.md']);
  });

  it('gives no post the name of its folder’s own page', async () => {
    const blog = await openBlog(hugo);
    const { posts } = await blog.import(
      wordPressExport('https://old.example', [{ id: 1, title: 'Index', name: 'index', content: 'Text.' }]),
    );
    expect(posts).toEqual(['content/posts/index-post.md']);
  });

  it('can be run again, and leaves what is there', async () => {
    const blog = await openBlog(hugo);
    const content = wordPressExport('https://old.example', [
      { id: 1, title: 'One', name: 'one', content: 'Theirs.' },
    ]);
    const first = await blog.import(content);
    writeFileSync(join(blog.root, first.posts[0] ?? ''), 'mine');
    const second = await blog.import(content);
    expect(second).toMatchObject({
      posts: [],
      assets: [],
      problems: [{ code: 'post-exists', severity: 'info' }],
    });
    expect(blog.text(first.posts[0] ?? '')).toBe('mine');
  });

  it('leads links to addresses that have a category in them', async () => {
    const blog = await openBlog({
      '_config.yml': 'title: Harbour\n',
      '_posts/2018-01-01-old.md': '---\ntitle: Old\ndate: 2018-01-01\n---\n\nText.\n',
    });
    const link = (name: string): string => `https://old.example/${name}/`;
    const { posts } = await blog.import(
      wordPressExport('https://old.example', [
        { id: 1, title: 'One', name: 'one', link: link('one'), categories: ['Boats'], content: 'Text.' },
        { id: 2, title: 'Two', name: 'two', link: link('two'), content: `<a href="${link('one')}">One</a>` },
      ]),
    );
    const one = await blog.site.posts.read(posts[0] ?? '');
    expect(one.url).toMatch(/^\/boats\//);
    expect(blog.text(posts[1] ?? '')).toContain(`[One](${one.url})`);
  });

  it('looks at the blog no more often for many posts than for one', async () => {
    const looks: number[] = [];
    const items = Array.from({ length: 12 }, (_, place) => ({
      id: place + 1,
      title: `Post ${place + 1}`,
      name: `post-${place + 1}`,
      link: `https://old.example/post-${place + 1}/`,
      content: `<a href="https://old.example/post-${12 - place}/">another</a>`,
    }));
    for (const some of [items.slice(0, 1), items]) {
      let count = 0;
      const blog = await openBlog(hugo, {
        runIndex(options, teller) {
          const engine = runIndexHere(options, teller);
          const counted =
            <A extends unknown[], R>(look: (...given: A) => R) =>
            (...given: A): R => {
              count += 1;
              return look(...given);
            };
          return {
            ...engine,
            refresh: counted(engine.refresh),
            refreshPaths: counted(engine.refreshPaths),
          };
        },
      });
      const before = count;
      await blog.import(wordPressExport('https://old.example', some));
      looks.push(count - before);
      expect(await blog.site.posts.list()).toHaveLength(some.length + 1);
    }
    expect(looks).toEqual([1, 1]);
  });

  it('ends though the blog is closed meanwhile, and nobody looks at it any more', async () => {
    let isClosed = false;
    const blog = await openBlog(hugo, {
      runIndex(options, teller) {
        const engine = runIndexHere(options, teller);
        const orNever = <T>(look: () => Promise<T>): Promise<T> =>
          isClosed ? new Promise<T>(() => {}) : look();
        return {
          ...engine,
          refresh: () => orNever(() => engine.refresh()),
          refreshPaths: (paths) => orNever(() => engine.refreshPaths(paths)),
          close() {
            isClosed = true;
            return engine.close();
          },
        };
      },
    });
    const item = { id: 1, title: 'One', name: 'one', content: 'Text.' };
    const onProgress = () => void blog.site.close();
    const { posts } = await blog.import(wordPressExport('https://old.example', [item]), {}, { onProgress });
    expect(blog.text(posts[0] ?? '')).toContain('Text.');
  });

  it('stops where it is told to; what has come stays', async () => {
    const blog = await openBlog(hugo);
    const stop = new AbortController();
    const items = Array.from({ length: 40 }, (_, place) => ({
      id: place + 1,
      title: `Post ${place + 1}`,
      name: `post-${place + 1}`,
      content: 'Text.',
    }));
    const { posts, cancelled } = await blog.import(
      wordPressExport('https://old.example', items),
      {},
      {
        signal: stop.signal,
        onProgress: ({ done }) => done === 2 && stop.abort(),
      },
    );
    expect(cancelled).toBe(true);
    expect(posts.length).toBeLessThan(40);
    expect(posts).toEqual(items.slice(0, posts.length).map(({ name }) => `content/posts/${name}.md`));
    expect(readdirSync(join(blog.root, 'content/posts')).sort()).toEqual(
      ['old.md', ...posts.map((path) => basename(path))].sort(),
    );
    for (const path of posts) expect(blog.text(path)).toContain('Text.');
  });

  it('writes nothing outside the blog, whatever names it is given', async () => {
    const blog = await openBlog(hugo);
    const outside = () =>
      filesUnder(join(blog.root, '..')).filter((path) => !/\/(?:blog|data|cache)\/|export-\d+/.test(path));
    const before = outside();
    const evil = [
      '../../evil',
      '/etc/evil',
      '..\\..\\evil',
      'a\u0000b',
      'C:\\evil',
      'con',
      '.git/hooks/evil',
      '%2e%2e%2fevil',
      'x/../../../evil',
    ];
    const items = evil.flatMap((name, index) => [
      { id: index * 3 + 1, title: name, name },
      {
        id: index * 3 + 2,
        title: 'x',
        name,
        content: `<img src="https://old.example/${name}.png">`,
        meta: { _thumbnail_id: name },
      },
    ]);
    const { posts, assets } = await blog.import(
      wordPressExport('https://old.example', items),
      { download: true },
      {
        fetchPicture: async (address) => ({
          name: decodeURIComponent(address.slice('https://old.example/'.length)),
          bytes: red,
        }),
      },
    );
    expect(posts.length).toBeGreaterThan(5);
    for (const path of [...posts, ...assets])
      expect(path).toMatch(/^(?:content\/posts|static)\/(?!.*\.\.)[\p{L}\p{N}/.-]+$/u);
    expect(outside()).toEqual(before);
    expect(existsSync(join(blog.root, '.git'))).toBe(false);
  });

  it.each([
    [
      'another feed',
      '<?xml version="1.0"?><rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
    ],
    ['nothing', ''],
    ['a picture', '\u0089PNG\r\n\u001a\n'],
  ])('is not taken from %s', async (_name, content) => {
    const blog = await openBlog(hugo);
    await expect(blog.import(content, { from: 'wordpress' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('no export of WordPress'),
    });
    expect(readdirSync(join(blog.root, 'content/posts'))).toEqual(['old.md']);
  });
});

describe('an export of Ghost', () => {
  const ghost = {
    db: [
      {
        meta: { version: '5.80.0' },
        data: {
          posts: [
            {
              id: 'p1',
              title: 'Tides',
              slug: 'tides',
              status: 'published',
              visibility: 'public',
              type: 'post',
              html: '<p>With <a href="__GHOST_URL__/winds/">winds</a>.</p><figure class="kg-card"><img src="__GHOST_URL__/content/images/2021/03/sea.png" alt="The sea"><figcaption>Blue</figcaption></figure><pre><code class="language-js">let a;</code></pre>',
              feature_image: '__GHOST_URL__/content/images/2021/03/cover.png',
              custom_excerpt: 'Of tides.',
              published_at: '2021-03-04T05:06:07.000Z',
            },
            {
              id: 'p2',
              title: 'Winds',
              slug: 'winds',
              status: 'published',
              visibility: 'members',
              type: 'post',
              html: '<p>Paid.</p>',
              published_at: '2021-03-05T05:06:07.000Z',
            },
            {
              id: 'p3',
              title: 'Begun',
              slug: 'begun',
              status: 'draft',
              html: null,
              mobiledoc: null,
              plaintext: 'Words.',
              published_at: null,
              created_at: '2021-03-06T05:06:07.000Z',
            },
            { id: 'p4', title: 'About', slug: 'about', status: 'published', type: 'page', html: '<p>x</p>' },
          ],
          tags: [
            { id: 't1', name: 'Sea' },
            { id: 't2', name: '#hidden', visibility: 'internal' },
            { id: 't3', name: 'Air' },
          ],
          posts_tags: [
            { post_id: 'p1', tag_id: 't3', sort_order: 1 },
            { post_id: 'p1', tag_id: 't1', sort_order: 0 },
            { post_id: 'p1', tag_id: 't2', sort_order: 2 },
          ],
          posts_meta: [{ post_id: 'p1', feature_image_alt: 'Cover' }],
        },
      },
    ],
  };

  it.each(['a folder', 'a ZIP file'])('comes with the pictures that lie beside it, from %s', async (kind) => {
    const blog = await openBlog(jekyll);
    const files = {
      'harbour.ghost.json': JSON.stringify(ghost),
      'content/images/2021/03/sea.png': blue,
      'content/images/2021/03/cover.png': red,
    };
    const { posts, assets, problems } = await blog.import(kind === 'a folder' ? files : zipOf(files));
    expect(posts).toEqual(['_posts/2021-03-04-tides.md', '_drafts/winds.md', '_drafts/begun.md']);
    expect(assets).toEqual(['assets/images/sea.png', 'assets/images/cover.png']);
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['_drafts/winds.md', 'was-private'],
      ['about', 'page-left-out'],
    ]);
    expect(blog.text('_posts/2021-03-04-tides.md')).toBe(`---
layout: post
title: "Tides"
description: Of tides.
date: 2021-03-04 05:06:07 +0000
tags: [Sea, Air]
redirect_from: [/tides/]
image: /assets/images/cover.png
---

With [winds](/winds/).

![The sea](/assets/images/sea.png)
*Blue*

\`\`\`js
let a;
\`\`\`
`);
    expect(blog.text('_drafts/begun.md')).toContain('\nWords.\n');
  });

  it('is not taken from other JSON', async () => {
    const blog = await openBlog(hugo);
    await expect(blog.import({ 'package.json': '{"name":"x"}' }, { from: 'ghost' })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('takes the Markdown of a draft that has no HTML yet', async () => {
    const blog = await openBlog(jekyll);
    const mobiledoc = JSON.stringify({
      version: '0.3.1',
      cards: [
        ['hr', {}],
        ['markdown', { markdown: 'Of *tides*.' }],
      ],
    });
    const posts = [
      {
        id: 1,
        title: 'Tides',
        slug: 'tides',
        status: 'draft',
        html: null,
        mobiledoc,
        plaintext: 'Of tides.',
      },
    ];
    const outcome = await blog.import({ 'export.json': JSON.stringify({ data: { posts } }) });
    expect(outcome.posts).toEqual(['_drafts/tides.md']);
    expect(blog.text('_drafts/tides.md')).toMatch(/\n\nOf \*tides\*\.\n$/);
  });
});

describe('an export of Medium', () => {
  const body =
    '<p class="graf graf--p">One &amp; two.</p><h3 class="graf graf--h3">Part</h3><h4 class="graf graf--h4">Smaller</h4>' +
    '<figure class="graf graf--figure"><img class="graf-image" src="https://cdn-images-1.medium.com/max/800/1*a_b.png"><figcaption class="imageCaption">A kite</figcaption></figure>' +
    '<pre data-code-block-lang="python" class="graf graf--pre"><span class="pre--content">a = 1<br>if a:<br>    b()</span></pre>';
  const files = {
    'posts/2020-02-03_Kites-and-winds-0a1b2c3d4e5f.html': mediumPage({
      title: 'Kites and winds',
      subtitle: 'A start',
      date: '2020-02-03T04:05:06.789Z',
      canonical: 'https://medium.com/@ada/kites-0a1b2c3d4e5f',
      body,
    }),
    'posts/draft_Begun-aabbccddeeff.html': mediumPage({ title: 'Begun', body: '<p>Words.</p>' }),
    'bookmarks/bookmarks-0001.html': '<html><body><ul><li>x</li></ul></body></html>',
  };

  it.each(['a folder', 'a ZIP file'])('comes with titles, code and pictures, from %s', async (kind) => {
    const blog = await openBlog(hugo);
    const asked: string[] = [];
    const { posts, assets } = await blog.import(
      kind === 'a folder' ? files : zipOf(files),
      { download: true },
      {
        fetchPicture: async (address) => {
          asked.push(address);
          return { name: '1*a_b.png', bytes: red };
        },
      },
    );
    expect(posts).toEqual(['content/posts/kites-and-winds.md', 'content/posts/begun.md']);
    expect(asked).toEqual(['https://cdn-images-1.medium.com/max/800/1*a_b.png']);
    expect(assets).toEqual(['static/images/1-a-b.png']);
    const text = blog.text('content/posts/kites-and-winds.md');
    expect(text).toContain('description = "A start"');
    expect(text.slice(text.lastIndexOf('+++') + 4)).toBe(`
One & two.

## Part

### Smaller

![](/images/1-a-b.png)
*A kite*

\`\`\`python
a = 1
if a:
    b()
\`\`\`
`);
    expect(blog.text('content/posts/begun.md')).toContain('draft = true');
  });
});

describe('Markdown of another blog', () => {
  const files = {
    '_posts/2020-02-03-kites.md':
      '---\ntitle: "Kites"\ntags: [wind, sea]\nauthor: Ada\nlayout: post\nweight: 3\n---\n\nSee ![A kite](../img/kite.png "Red") and\n\n```\n![](../img/kite.png)\n```\n\n<img src="/img/sea.png">\n\n[ref]: ../img/kite.png\n',
    'notes/plain.md': '# A plain note\n\nText with  two blanks.\\\nAnd ![gone](gone.png).\n',
    'README.md': '# Read me\n',
    'img/kite.png': '',
    'img/sea.png': '',
  };

  it.each(['a folder', 'a ZIP file'])(
    'keeps its text and all that its front matter says, from %s',
    async (kind) => {
      const blog = await openBlog(hugo);
      const all = { ...files, 'img/kite.png': red, 'img/sea.png': blue };
      const { posts, assets, problems } = await blog.import(kind === 'a folder' ? all : zipOf(all));
      expect(posts).toEqual(['content/posts/kites.md', 'content/posts/plain.md']);
      expect(assets).toEqual(['static/images/kite.png', 'static/images/sea.png']);
      expect(blog.text('content/posts/kites.md')).toBe(`+++
title = "Kites"
date = 2020-02-03T00:00:00+00:00
tags = ["wind", "sea"]
author = "Ada"
weight = 3
+++

See ![A kite](/images/kite.png "Red") and

\`\`\`
![](../img/kite.png)
\`\`\`

<img src="/images/sea.png">

[ref]: /images/kite.png
`);
      expect(blog.text('content/posts/plain.md')).toMatch(
        /title = "A plain note"\n[\s\S]*\n\nText with {2}two blanks\.\\\nAnd !\[gone\]\(gone\.png\)\.\n$/,
      );
      expect(problems.map(({ path, code }) => [path, code])).toEqual([
        ['content/posts/plain.md', 'picture-missing'],
      ]);
    },
  );

  it('leads links between files to the posts that they are now', async () => {
    const blog = await openBlog(hugo);
    const number = '0123456789abcdef0123456789abcdef';
    const { posts } = await blog.import({
      'a/one.md': `# One\n\nSee [two](../b/My%20two%20${number}.md#part), [none](none.md) and [web](https://a.example/one.md).\n`,
      [`b/My two ${number}.md`]: '# My two\n\nBack to [one](/a/one.md).\n',
    });
    expect(posts).toEqual(['content/posts/one.md', 'content/posts/my-two.md']);
    expect(blog.text('content/posts/one.md')).toContain(
      'See [two](/posts/my-two/#part), [none](none.md) and [web](https://a.example/one.md).',
    );
    expect(blog.text('content/posts/my-two.md')).toContain('Back to [one](/posts/one/).');
  });

  it('leaves out a file that is too large to be a post', async () => {
    const blog = await openBlog(hugo);
    const { posts, problems } = await blog.import({
      'a.md': new Uint8Array(51 * 1024 * 1024).fill(97),
      'b.md': '# B\n',
    });
    expect(posts).toEqual(['content/posts/b.md']);
    expect(problems.map(({ code }) => code)).toEqual(['post-too-large']);
  });

  it('does not follow links out of the folder', async () => {
    const blog = await openBlog(hugo);
    const { assets, problems } = await blog.import({
      'a/post.md': '# One\n\n![](../../blog/secret.png)\n![](/../../blog/secret.png)\n',
    });
    expect(assets).toEqual([]);
    expect(problems.every(({ code }) => code === 'picture-missing')).toBe(true);
  });
});

it('a damaged ZIP file is said to be one', async () => {
  const blog = await openBlog(hugo);
  const whole = zipOf({ 'a.md': '# One\n' });
  await expect(blog.import(whole.subarray(0, 30))).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('damaged'),
  });
});

describe('Markdown of programs that write lines in the place of front matter', () => {
  const files = {
    'hugo.toml': 'title = "H"\n',
    'content/posts/a.md': '---\ntitle: A\ndate: 2024-01-01\n---\n',
  };

  it('has its title, date, tags and draft from them, and its text without them', async () => {
    const blog = await openBlog(files);
    await blog.import({
      'first.md': 'Title: First: a post\nDate: 2024-01-02\nTags: big cats, b\nStatus: draft\n\nText.\n',
      'second.md': '<!--\n.. title: Second\n.. date: 2024-02-02\n-->\n\nMore.\n',
    });
    const posts = await blog.site.posts.list();
    expect(posts.map(({ title, date, tags, visibility }) => [title, date, tags, visibility])).toEqual([
      ['Second', '2024-02-02', [], 'public'],
      ['First: a post', '2024-01-02', ['big cats', 'b'], 'draft'],
      ['A', '2024-01-01', [], 'public'],
    ]);
    expect(blog.text('content/posts/first.md')).toMatch(/---\n\nText\.\n$/);
    expect(blog.text('content/posts/second.md')).toMatch(/---\n\nMore\.\n$/);
  });

  it('keeps a draft a draft, whatever the other program calls it', async () => {
    const blog = await openBlog(files);
    await blog.import({
      'x.md': '---\ntitle: X\ncreated_at: 2024-01-05\npublish: false\n---\n\nText.\n',
      'y.md': '---\ntitle: Y\ncreated_at: 2024-01-06\nstatus: draft\n---\n\nText.\n',
    });
    const posts = await blog.site.posts.list();
    expect(posts.map(({ title, date, visibility }) => [title, date, visibility])).toEqual([
      ['Y', '2024-01-06', 'draft'],
      ['X', '2024-01-05', 'draft'],
      ['A', '2024-01-01', 'public'],
    ]);
  });
});

it('a ZIP file with a file that belongs elsewhere is said to be one', async () => {
  const blog = await openBlog(hugo);
  await expect(blog.import(zipOf({ 'a.md': '# One\n', '../b.md': '# Two\n' }))).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('belongs elsewhere, at “../b.md”'),
  });
});

it('entries of plugins are counted by their type', async () => {
  const blog = await openBlog(hugo);
  const { posts, problems } = await blog.import(
    wordPressExport('https://old.example', [
      { id: 1, title: 'One', name: 'one' },
      { id: 2, title: 'A boat', type: 'portfolio' },
      { id: 3, title: 'A sail', type: 'portfolio' },
      { id: 4, title: 'Thrown away', type: 'portfolio', status: 'trash' },
      { id: 5, title: 'Menu', type: 'nav_menu_item' },
      { id: 6, title: 'Styles', type: 'wp_global_styles' },
    ]),
  );
  expect(posts).toHaveLength(1);
  expect(problems).toMatchObject([
    {
      path: 'portfolio',
      severity: 'warning',
      code: 'type-left-out',
      message: expect.stringMatching(/^2 entries/),
    },
  ]);
});

it.each([
  [
    'WordPress',
    'old.xml',
    wordPressExport('https://old.example', [
      { id: 1, title: 'One', name: 'one', content: 'caf\u00e9' },
      { id: 2, title: 'Two', name: 'two', content: 'Whole: \ufffd is a sign.' },
    ]).replace('Whole: \ufffd', 'Whole'),
  ],
  [
    'Ghost',
    'old.json',
    JSON.stringify({
      db: [
        {
          data: {
            posts: [{ id: 1, title: 'One', slug: 'one', status: 'published', html: '<p>caf\u00e9</p>' }],
          },
        },
      ],
    }),
  ],
  ['Medium', 'one.html', mediumPage({ title: 'One', body: '<p>caf\u00e9</p>' })],
])('bytes of %s that are no letters are told of, at the post that has them', async (_program, name, text) => {
  const torn = Buffer.from(text, 'latin1');
  const blog = await openBlog(hugo);
  const { posts, problems } = await blog.import({ [name]: torn });
  expect(blog.text(posts[0] ?? '')).toContain('caf\ufffd');
  expect(problems.map(({ path, severity, code }) => [path, severity, code])).toEqual([
    [posts[0], 'warning', 'letters-lost'],
  ]);
  const whole = await openBlog(hugo);
  expect((await whole.import({ [name]: text })).problems).toEqual([]);
});

it('pictures in what stays HTML lead to where they are now', async () => {
  const { address } = await serve({ '/a.png': red, '/b.png?x=1&y=2': blue });
  const blog = await openBlog(hugo);
  const { posts, problems } = await blog.import(
    wordPressExport(address, [
      {
        id: 1,
        title: 'One',
        name: 'one',
        content: `<details><summary>More</summary><img src="${address}/a.png" srcset="${address}/a.png 2x" alt="A"></details>
<table><tr><th>x</th></tr><tr><td><ul><li><img src="${address}/b.png?x=1&amp;y=2" alt="B"></li></ul></td></tr></table>`,
      },
    ]),
    { download: true },
  );
  expect(problems).toEqual([]);
  const text = blog.text(posts[0] ?? '');
  expect(text).toMatch(/<details>.*<img src="[^":]+\/a\.png" alt="A">/s);
  expect(text).toMatch(/<table>.*<img src="[^":]+\/b\.png" alt="B">/s);
  expect(text).not.toContain(address);
});
