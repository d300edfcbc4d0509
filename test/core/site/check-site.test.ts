import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSite } from '../../../src-main/core/site/check-site.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { withoutRoot } from '../../helpers/without-root.ts';

type Files = Record<string, string | Uint8Array>;

/** `path:line:column severity code` of each problem of a blog, without the notes about descriptions. */
async function problems(files: Files, paths?: string[]): Promise<string[]> {
  const found = await checked(files, paths);
  return found
    .filter(({ code }) => code !== 'missing-description')
    .map(({ path, line, column, severity, code }) => `${path}:${line}:${column} ${severity} ${code}`);
}

async function checked(files: Files, paths?: string[]) {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const home = temporaryFolder();
  const site = await openSite(folder, { home: { data: join(home, 'data'), cache: join(home, 'cache') } });
  try {
    return await checkSite(site, paths);
  } finally {
    await site.close();
  }
}

function post(title: string, body: string, more = ''): string {
  return `---\ntitle: ${title}\n${more}---\n${body}\n`;
}

const jekyll: Files = {
  '_config.yml': 'title: A blog\nbaseurl: /blog\n',
  '_posts/2024-01-02-one.md': post('One', 'Text'),
  '_posts/2024-01-03-two.md': post('Two', 'Text', 'redirect_from: /old/two/\n'),
  '_layouts/post.html': '',
  'about.md': post('About', 'Text'),
  'assets/a.png': '',
};

const hugo: Files = {
  'hugo.toml': 'baseURL = "https://example.org/"\n',
  'content/posts/one.md': post('One', 'Text', 'date: 2024-01-02\n'),
  'content/posts/two/index.md': post('Two', '![A](a.png)', 'date: 2024-01-03\naliases: [/old/two]\n'),
  'content/posts/two/a.png': '',
  'static/images/b.png': '',
};

const zola: Files = {
  'config.toml': 'base_url = "https://example.org"\n',
  'content/blog/_index.md': '+++\n+++\n',
  'content/blog/one.md': '+++\ntitle = "One"\ndate = 2024-01-02\n+++\n',
  'content/blog/two.md': '+++\ntitle = "Two"\ndate = 2024-01-03\n+++\n',
};

describe('checkSite', () => {
  it('leaves dates alone that the generator works out', async () => {
    const post = (date: string) => `---\ntitle: A\ndescription: d\ndate: ${date}\n---\n\nText.\n`;
    const found = await checked({
      'eleventy.config.js': 'export default {}',
      'posts/a.md': post('git Last Modified'),
      'posts/b.md': post('Created'),
      'posts/c.md': post('soon'),
    });
    expect(found.filter((one) => JSON.stringify(one).includes('-date'))).toHaveLength(1);
  });

  it('has nothing to say of references that lead somewhere in Jekyll', async () => {
    const body = [
      '[a]({% post_url 2024-01-02-one %}) [b]({% link assets/a.png %}) ![c]({{ site.baseurl }}/assets/a.png)',
      '![d](/assets/a.png) ![e]({{ "/assets/a.png" | relative_url }}) [f](/2024/01/02/one.html#part)',
      '[g](/blog/2024/01/03/two.html) [h](/old/two/) [i](/about/) [j](/about.html) [k](#here) [l]()',
      '[m](/tags/news/) [n](/feed.xml) [o](https://example.org/nowhere) [p](mailto:a@example.org) [q](/page/2/)',
      '[r](/archive/2024/) [s](/2024/01/) ![t](data:image/png;base64,AA==) <a href="/nowhere-known/">u</a>',
    ];
    expect(
      await problems({ ...jekyll, '_posts/2024-01-04-three.md': post('Three', body.join('\n')) }),
    ).toEqual([]);
  });

  it('tells references of Jekyll that lead nowhere, with their places', async () => {
    const body = [
      'A [a]({% post_url 2024-01-02-none %})',
      '{% link assets/none.png %}',
      '![b](/assets/none.png)',
      '[c](/2024/01/09/none.html)',
      '<img src="../none.png" alt="">',
      '[d]: none.md',
    ];
    expect(
      await problems({ ...jekyll, '_posts/2024-01-04-three.md': post('Three', body.join('\n\n')) }),
    ).toEqual([
      '_posts/2024-01-04-three.md:4:7 error broken-link',
      '_posts/2024-01-04-three.md:6:1 error broken-link',
      '_posts/2024-01-04-three.md:8:1 error broken-image',
      '_posts/2024-01-04-three.md:10:1 error broken-link',
      '_posts/2024-01-04-three.md:12:1 error broken-image',
      '_posts/2024-01-04-three.md:14:1 error broken-link',
    ]);
  });

  describe('of links that lead to a page', () => {
    const head = (title: string, more = '') => `---\ntitle: ${title}\ndate: 2024-05-01\n${more}---\n\n`;
    const hugo: Files = {
      'hugo.toml': 'baseURL = "https://blog.test/"\n',
      'content/posts/one.md': `${head('One', 'aliases: [former]\n')}## 1. The *first* part\n\nTwo\n---\n\n<a id="mark"></a>\n`,
      'content/posts/slugged.md': head('Slugged', 'slug: other-name\n'),
      'content/posts/hidden.md': head('Hidden', 'draft: true\n'),
      'content/posts/late.md': head('Late').replace('2024', '2999'),
      'static/img/cat.png': 'cat',
    };
    const said = async (body: string, more = '') => {
      const found = await checked({ ...hugo, 'content/posts/two.md': `${head('Two', more)}${body}\n` });
      return found
        .filter(({ path, code }) => path === 'content/posts/two.md' && code.startsWith('broken'))
        .map(({ severity, message }) => `${severity}: ${message}`);
    };

    it.each([
      '[a](/posts/one/#1-the-first-part) [b](/posts/one#two) [c](../one/#mark) [d](/posts/one/index.html#top)',
      '# Mine\n\n[a](#mine) [b](#comments) [c](#fn:1) [d](#mine-1)',
      '[no heading here](#anything)',
      '# Mine\n\n{{< more >}} [a](#made-by-it)',
      '[a](/posts/former/) [b](https://blog.test/posts/one/) ![c](https://blog.test/img/cat.png)',
      '[a](https://blog.test/a-page-of-others/) [b](https://other.test/posts/none/)',
    ])('says nothing where something is there: %j', async (body) => expect(await said(body)).toEqual([]));

    it.each([
      ['[a](/posts/one/#third-part)', 'warning: No heading there is called as #third-part says.'],
      ['# Mine\n\n[a](#yours)', 'warning: No heading there is called as #yours says.'],
      ['[a](/posts/hidden/)', 'warning: Readers do not see the post that has the address /posts/hidden/.'],
      ['[a](/posts/late/)', 'warning: Readers do not see the post that has the address /posts/late/.'],
      [
        '[a](/posts/One/)',
        'warning: /posts/One/ is called /posts/one/ here: most servers tell capitals apart.',
      ],
      ['[a](/posts/slugged/)', 'error: No post of this blog has the address /posts/slugged/.'],
      ['<https://blog.test/posts/none/>', 'error: No post of this blog has the address /posts/none/.'],
      ['[a](//blog.test/posts/none)', 'error: No post of this blog has the address /posts/none.'],
      [
        '![a](/static/img/cat.png)',
        'warning: /static/img/cat.png is at /img/cat.png in the site: it serves the folder from its root.',
      ],
      ['<video poster="/img/dog.png"></video>', 'error: There is no file for /img/dog.png.'],
      [
        '<img alt="a" src="/img/cat.png" srcset="/img/cat.png 1x, /img/dog.png 2x">',
        'error: There is no file for /img/dog.png.',
      ],
      ['![a](https://blog.test/img/dog.png)', 'error: There is no file for https://blog.test/img/dog.png.'],
    ])('tells what is not there: %j', async (body, message) => expect(await said(body)).toEqual([message]));

    it('tells links to files where nothing makes addresses of them', async () => {
      expect(await said('[a](one.md)')).toEqual([
        'warning: Hugo leaves this link to a file as it is, so that one.md leads readers nowhere: a ref finds it.',
      ]);
      const hook = { 'themes/t/layouts/_default/_markup/render-link.html': '' };
      const found = await checked({
        ...hugo,
        ...hook,
        'content/posts/two.md': `${head('Two')}[a](one.md)\n`,
      });
      expect(found.filter(({ code }) => code.startsWith('broken'))).toEqual([]);
    });

    it('tells pictures that the front matter lists', async () => {
      expect(await said('', 'images: [/img/cat.png, /img/dog.png]\n')).toEqual([
        'warning: There is no file for /img/dog.png.',
      ]);
    });
  });

  it('takes Jekyll’s tags for what Jekyll finds by them', async () => {
    const files = {
      '_config.yml':
        'title: A\nsource: src\ncollections_dir: all\ncollections:\n  guides:\n    output: true\n  quiet: {}\n',
      'src/all/_posts/2024-01-02-one.md': post('One', 'Text'),
      'src/all/_posts/sub/2024-01-03-two.dots.md': post('Two', 'Text', 'slug: second\n'),
      'src/all/tech/_posts/2024-01-04-three.md': post('Three', 'Text', 'published: false\n'),
      'src/all/_drafts/later.md': post('Later', 'Text'),
      'src/all/_guides/a.md': post('A', 'Text'),
      'src/all/_guides/a.png': '',
      'src/all/_quiet/b.md': post('B', 'Text'),
      'src/files/x.pdf': '',
      'src/about.md': post('About', 'Text'),
    };
    const path = 'src/all/_posts/2024-02-01-links.md';
    const found = async (tags: string[], more = '') => {
      const body = tags.map((tag) => `[x]({% ${tag} %})`).join('\n\n');
      return (await problems({ ...files, [path]: post('Links', body, more) })).filter((one) =>
        one.startsWith(path),
      );
    };
    const resolved = [
      ...['post_url 2024-01-02-one', 'post_url /2024-1-2-one', 'post_url no/such/2024-01-02-one'],
      ...['post_url sub/2024-01-03-two', 'post_url sub/2024-01-03-two.dots', 'post_url 2024-01-03-second'],
      ...['link _posts/2024-01-02-one.md', 'link _guides/a.md', 'link _guides/a.png', 'link about.md'],
      ...['link files/x.pdf', 'link /files/x.pdf'],
    ];
    expect(await found(resolved)).toEqual([]);
    const ofHidden = ['post_url tech/2024-01-04-three', 'link tech/_posts/2024-01-04-three.md'];
    const unresolved = [
      ...['post_url 2024-01-02-One', 'post_url 2024-01-02-one.md', 'post_url one', 'post_url 2024-01-04-two'],
      ...['link all/_posts/2024-01-02-one.md', 'link /about.md', 'link ./about.md', 'link _quiet/b.md'],
      ...['link src/about.md', 'link _drafts/later.md', 'link files/y.pdf', ...ofHidden],
    ];
    expect(await found(unresolved)).toHaveLength(unresolved.length);
    // What readers do not see may refer to what they do not see.
    expect(await found(ofHidden, 'published: false\n')).toEqual([]);
  });

  it('follows a link beside the post to a page with a dot in its name', async () => {
    const files = {
      ...jekyll,
      'version-1.page.md': post('V', 'Text'),
      'start.md': post('S', '[a](version-1.page) [b](version-2.page)'),
    };
    expect(await problems(files)).toEqual(['start.md:4:21 error broken-link']);
  });

  it('tells an empty date, with which Jekyll builds nothing', async () => {
    const files = { ...jekyll, '_posts/2024-01-05-empty.md': post('Empty', 'Text', 'date:\n') };
    expect(await problems(files)).toEqual(['_posts/2024-01-05-empty.md:3:6 error invalid-date']);
  });

  it('follows Hugo’s references, bundles and static folder', async () => {
    const body = [
      '[a]({{< ref "one" >}}) [b]({{< relref "posts/two/index.md#c" >}}) [c]({{% ref "/posts/one.md" %}})',
      '![d](/images/b.png) [e](../two/) [f](/posts/one/) [g](/old/two/) [h](/posts/) [i](/tags/x/)',
      '[j](/posts/page/2/) [k](/posts/index.xml) {{< figure src="/images/b.png" >}}',
    ];
    const sound = post('Three', body.join('\n'), 'date: 2024-01-04\n');
    expect(await problems({ ...hugo, 'content/posts/three.md': sound })).toEqual([]);
    const bad =
      '[a]({{< ref "none.md" >}})\n![b](none.png)\n[c](/posts/none/)\n{{< figure src="/images/none.png" >}}';
    expect(
      await problems({ ...hugo, 'content/posts/three.md': post('Three', bad, 'date: 2024-01-04\n') }),
    ).toEqual([
      'content/posts/three.md:5:5 error broken-link',
      'content/posts/three.md:6:1 error broken-image',
      'content/posts/three.md:7:1 error broken-link',
      'content/posts/three.md:8:1 error broken-image',
    ]);
  });

  it('takes Hugo’s ref for what Hugo finds by it, beside the post, from the content on and by its name', async () => {
    const files = {
      'hugo.toml': 'defaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n',
      'content/about.md': post('About', 'Text', 'tags: [Gardens]\n'),
      'content/posts/one.md': post('One', 'Text', 'date: 2024-01-02\n'),
      'content/posts/two/index.md': post('Two', 'Text', 'date: 2024-01-03\n'),
      'content/posts/later.md': post('Later', 'Text', 'date: 2024-01-03\ndraft: true\n'),
      'content/posts/french.fr.md': post('French', 'Text', 'date: 2024-01-03\n'),
      'content/guides/_index.md': post('Guides', ''),
      'content/guides/deep/My Guide.md': post('Guide', 'Text', 'date: 2024-01-03\n'),
    };
    const path = 'content/posts/bundle/index.md';
    const found = async (references: string[], more = '') => {
      const body = references.map((reference) => `[x]({{< ref ${reference} >}})`).join('\n\n');
      const links = post('Links', body, `date: 2024-02-01\n${more}`);
      return (await problems({ ...files, [path]: links })).filter((one) => one.startsWith(path));
    };
    const resolved = [
      ...[
        '"one"',
        '"one.md"',
        '"ONE.md#part"',
        '"./one"',
        '"../one.md"',
        '"../two/"',
        '"posts/two/index.md"',
      ],
      ...['"/about"', '"../../about.md"', '"../../../about.md"', '"guides/_index.md"', '"/posts"', '"#part"'],
      ...['"/guides/deep/my guide.md"', '"my-guide"', '"tags"', '"gardens"', '"/tags/go"', '"/"'],
      ...['path="french" lang="fr"', '"french" lang="fr"'],
    ];
    expect(await found(resolved)).toEqual([]);
    const unresolved = [
      ...['"../about.md"', '"posts/about"', '"guides/deep"', '"deep/my guide"', '"/series/x"'],
      ...['"french.md"', 'path="one" lang="fr"', '"later"'],
    ];
    expect(await found(unresolved)).toHaveLength(unresolved.length);
    expect(await found(['"later"'], 'draft: true\n')).toEqual([]);
  });

  it('takes any end of a path for a page where modules of Hugo bring some', async () => {
    const body = '[a]({{< ref "deep/one" >}}) [b]({{< ref "none" >}})';
    const files = {
      'hugo.toml': '[[module.imports]]\npath = "example.org/x"\n',
      'content/docs/deep/one.md': post('One', 'Text', 'date: 2024-01-02\n'),
      'content/posts/two.md': post('Two', body, 'date: 2024-01-02\n'),
    };
    expect(await problems(files)).toEqual(['content/posts/two.md:5:33 error broken-link']);
  });

  it('knows the files that Hugo makes and serves from other folders, and that nothing is above the root', async () => {
    const body =
      '[a](/robots.txt) [b](/img/p.png) [c](/q.png) [d](/index.json) [e](../../../posts/one/) [f](/posts/one/index.json)';
    const files = {
      'hugo.toml': [
        'enableRobotsTXT = true',
        '[[module.mounts]]\nsource = "pictures"\ntarget = "static/img"',
        '[[module.mounts]]\nsource = "public-files"\ntarget = "static"\n',
      ].join('\n'),
      'content/posts/one.md': post('One', body, 'date: 2024-01-02\n'),
      'pictures/p.png': '',
      'public-files/q.png': '',
    };
    expect(await problems(files)).toEqual([]);
    const without = { ...files, 'hugo.toml': 'title = "Mine"\n', 'static/a.png': '' };
    expect(
      await problems({
        ...without,
        'content/posts/one.md': post('One', '[a](/robots.txt)', 'date: 2024-01-02\n'),
      }),
    ).toEqual(['content/posts/one.md:5:1 error broken-link']);
  });

  it('follows Zola’s paths of content', async () => {
    const three = (body: string) => `+++\ntitle = "Three"\ndate = 2024-01-04\n+++\n${body}\n`;
    const sound = '[a](@/blog/one.md) [b](@/blog/_index.md#c) [c](/blog/two/)';
    expect(await problems({ ...zola, 'content/blog/three.md': three(sound) })).toEqual([]);
    expect(await problems({ ...zola, 'content/blog/three.md': three('[a](@/blog/none.md)') })).toEqual([
      'content/blog/three.md:5:1 error broken-link',
    ]);
  });

  it('follows Hexo’s tags, Docusaurus’s files and a plain folder’s', async () => {
    expect(
      await problems({
        '_config.yml': 'title: B\ntheme: landscape\nnew_post_name: :title.md\n',
        'package.json': '{"dependencies":{"hexo":"1"}}',
        'source/_posts/one.md': post('One', 'Text', 'date: 2024-01-02 10:00:00\n'),
        'source/_posts/two.md': post(
          'Two',
          '{% post_link one %} {% asset_img a.png %}',
          'date: 2024-01-03 10:00:00\n',
        ),
        'source/_posts/two/a.png': '',
      }),
    ).toEqual([]);
    expect(
      await problems({
        'docusaurus.config.js': 'module.exports = { baseUrl: "/" };',
        'blog/2024-01-02-one.md': post('One', 'Text'),
        'blog/2024-01-03-two.md': post(
          'Two',
          '[a](./2024-01-02-one.md) ![b](@site/static/img/c.png) [d](./none.md)',
        ),
        'static/img/c.png': '',
      }),
    ).toEqual(['blog/2024-01-03-two.md:4:55 error broken-link']);
    expect(
      await problems({
        'one.md': '# One\n\n[a](notes/two.md) [b](none.md)\n',
        'notes/two.md': '# Two\n\n![c](../pictures/d.jpg) ![e](f.jpg)\n',
        'pictures/d.jpg': '',
      }),
    ).toEqual(['notes/two.md:3:25 error broken-image', 'one.md:3:19 error broken-link']);
  });

  it('warns where only a build can know, and where servers differ', async () => {
    const body = ['![a](/generated/none.png)', '![b](/assets/A.png)', '[c](www.example.org/d)', '[e][f]'];
    expect(
      await problems({ ...jekyll, '_posts/2024-01-04-three.md': post('Three', body.join('\n')) }),
    ).toEqual([
      '_posts/2024-01-04-three.md:4:1 warning broken-image',
      '_posts/2024-01-04-three.md:5:1 warning broken-image',
      '_posts/2024-01-04-three.md:6:1 warning broken-link',
      '_posts/2024-01-04-three.md:7:1 warning broken-link',
    ]);
  });

  it.each([
    ['shows drafts', 'export default function (c) { c.addPassthroughCopy("img"); }\n', ['posts/b.md']],
    ['leaves drafts out', 'export default (c) => c.addPreprocessor("drafts", "*", leaveDraftsOut);\n', []],
  ])('says of drafts of a site that %s whether readers see them', async (_, configuration, shown) => {
    const found = await checked({
      'eleventy.config.js': configuration,
      'posts/a.md': post('A', 'Text', 'date: 2024-01-01\n'),
      'posts/b.md': post('B', 'Text', 'date: 2024-01-02\ndraft: true\n'),
    });
    expect(found.flatMap(({ code, path }) => (code === 'draft-shown' ? [path] : []))).toEqual(shown);
  });

  it('says what a mail address wants', async () => {
    const body = '[a](ann@example.org) [b](mailto:ben@example.org)';
    const found = await checked({ ...jekyll, '_posts/2024-01-04-three.md': post('Three', body) });
    expect(found.flatMap(({ code, message }) => (code === 'broken-link' ? [message] : []))).toEqual([
      'ann@example.org is a mail address only with mailto: before it.',
    ]);
  });

  const nowhere = '[a](/nope/), [b](../nope/), [c](/hello/), [d](../hello/)';
  it.each([
    ['Galley’s own', { 'galley.yml': 'title: Mine\n', 'posts/2024-01-02-hello.md': post('One', nowhere) }],
    ['Hugo', { 'hugo.toml': 'title = "Mine"\n', 'content/hello.md': post('One', nowhere) }],
    [
      'Zola',
      {
        'zola.toml': 'base_url = "https://a.b"\n',
        'content/hello.md': '+++\n+++\n\n\n[a](/nope/), [b](../nope/), [c](/hello/)',
      },
    ],
    [
      'a plain',
      { 'hello.md': post('One', '[a](/nope/), [b](nope/), [c](/hello/)'), LICENSE: '', 'a.png': '' },
    ],
  ] as [string, Files][])(
    'tells addresses that no page has in a blog of %s with one post',
    async (_, files) => {
      const found = await problems(files);
      expect(found.filter((problem) => problem.endsWith('broken-link'))).toHaveLength(2);
    },
  );

  it('leaves alone what may be made besides posts', async () => {
    const body =
      '[a](/posts/), [b](/tags/x/), [c](/page/2/), [d](/topics/), [e](/topics/go/), [f](/fr/), [g](/search/), [h](/moved/), [i](/fr/tags/), [j](/)';
    const files = {
      'hugo.toml': 'title = "Mine"\n[taxonomies]\ntopic = "topics"\n[languages.fr]\nweight = 2\n',
      'content/posts/one.md': post('One', body, 'date: 2024-01-02\n'),
      'content/about/_index.md': '---\naliases: [/moved/]\n---\n',
    };
    expect(await problems(files)).toEqual([]);
    const withModule = {
      ...files,
      'go.mod': 'module x\n',
      'content/posts/one.md': post('One', '[a](/nope/)', 'date: 2024-01-02\n'),
    };
    expect(await problems(withModule)).toEqual([]);
    expect(await problems({ 'a.md': post('A', '[b](/nope/)'), 'app.go': 'package main\n' })).toEqual([]);
  });

  it('leaves alone what a server leads elsewhere and what a build makes of a picture', async () => {
    const body = '[a](/2024/01/09/moved.html) ![b](/assets/a-800.webp)';
    expect(
      await problems({
        ...jekyll,
        _redirects: '/2024/01/09/moved /elsewhere\n',
        '_posts/2024-01-04-three.md': post('Three', body),
      }),
    ).toEqual([]);
  });

  it('tells two posts with one address, not a draft', async () => {
    expect(
      await problems({
        ...hugo,
        'content/posts/three.md': post('Three', 'Text', 'date: 2024-01-04\nslug: one\n'),
        'content/posts/four.md': post('Four', 'Text', 'date: 2024-01-05\nslug: one\ndraft: true\n'),
      }),
    ).toEqual([
      'content/posts/three.md:4:7 error duplicate-url',
      'content/posts/one.md:1:1 error duplicate-url',
    ]);
  });

  it('tells what is missing: title, date, description, words for pictures', async () => {
    const bare = '---\nlayout: post\n---\n![](/images/b.png)\n';
    const found = await checked({ ...hugo, 'content/posts/three.md': bare }, ['content/posts/three.md']);
    expect(found.map(({ severity, code }) => `${severity} ${code}`).sort()).toEqual([
      'info missing-description',
      'warning missing-alt',
      'warning missing-date',
      'warning missing-title',
    ]);
    const drafted = await checked(
      { ...hugo, 'content/posts/three.md': post('Three', 'Text', 'draft: true\n') },
      ['content/posts/three.md'],
    );
    expect(drafted).toEqual([]);
  });

  it('tells front matter and files that cannot be read, and dates that are none', async () => {
    expect(
      await problems({
        ...hugo,
        'content/posts/bad.md': '---\ntitle: "One\n---\n[a](none.md)\n',
        'content/posts/when.md': post('When', 'Text', 'date: tomorrow\n'),
        'content/posts/latin.md': Buffer.from('---\ntitle: caf\xe9\ndate: 2024-01-09\n---\n', 'latin1'),
        'content/posts/torn.md': post(
          'Torn',
          '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other',
          'date: 2024-01-07\n',
        ),
      }),
    ).toEqual([
      'content/posts/latin.md:1:1 error not-utf-8',
      'content/posts/torn.md:5:1 error conflict-markers',
      'content/posts/bad.md:2:8 error front-matter-invalid',
      'content/posts/bad.md:4:1 error broken-link',
      'content/posts/when.md:3:7 warning invalid-date',
    ]);
  });

  it('tells texts that end in something else, and folders that may not be read', async () => {
    const long = post('Long', 'A line of text.\n'.repeat(1000), 'date: 2024-01-09\n');
    expect(
      await problems({ ...hugo, 'content/posts/long.md': Buffer.from(`${long}caf\xe9\n`, 'latin1') }),
    ).toEqual(['content/posts/long.md:1:1 error not-utf-8']);

    const folder = temporaryFolder();
    writeFiles(folder, { ...hugo, 'content/posts/closed/inside.md': long });
    chmodSync(folder, 0o755);
    const closed = join(folder, 'content/posts/closed');
    chmodSync(closed, 0);
    await withoutRoot(async () => {
      const home = { data: join(folder, 'data'), cache: join(folder, 'cache') };
      const site = await openSite(folder, { home });
      const named = async (paths?: string[]) =>
        (await checkSite(site, paths))
          .filter(({ severity }) => severity === 'error')
          .map(({ path, code }) => `${path} ${code}`);
      expect(await named()).toEqual(['content/posts/closed unreadable']);
      expect(await named(['content/posts'])).toEqual(['content/posts/closed unreadable']);
      expect(await named(['content/posts/one.md'])).toEqual([]);
      await site.close();
    });
    chmodSync(closed, 0o755);
  });

  it('answers for the posts and folders that are named, against all the others', async () => {
    const files = {
      ...hugo,
      'content/posts/three.md': post('Three', '[a](/posts/two/) [b](/posts/none/)', 'date: 2024-01-04\n'),
      'content/notes/four.md': post('Four', '[b](none.md)', 'date: 2024-01-04\n'),
    };
    const expected = ['content/posts/three.md:5:18 error broken-link'];
    expect(await problems(files, ['content/posts/three.md'])).toEqual(expected);
    expect(await problems(files, ['content/posts/'])).toEqual(expected);
    await expect(problems(files, ['content/posts/none.md'])).rejects.toMatchObject({ code: 'post-missing' });
  });

  it('counts lines and columns behind a byte order mark and with Windows line ends', async () => {
    const text = `\uFEFF${post('Three', 'x\n\ny ![a](none.png)', 'date: 2024-01-04\n')}`.replace(
      /\n/g,
      '\r\n',
    );
    expect(await problems({ ...hugo, 'content/posts/three.md': text })).toEqual([
      'content/posts/three.md:7:3 error broken-image',
    ]);
  });
});
