import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/common/errors.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { slugify } from '../../../src-main/common/posts/slug.ts';
import { isConfigurationFile } from '../../../src-main/common/site/detect-sites.ts';
import { readable, readMeaning } from '../../../src-main/common/site/post-meaning.ts';
import { movedPath, otherPlace, planRename } from '../../../src-main/common/site/rename-post.ts';
import { mapSites } from '../../../src-main/common/site/site-map.ts';

type Files = Record<string, string>;

interface Renaming {
  path: string;
  slug: string;
  redirect?: boolean;
}

/** What a blog of these files would be told to change. */
function planFor(files: Files, { path, slug, redirect = false }: Renaming) {
  const names = Object.keys(files).sort();
  const texts = new Map(Object.entries(files).filter(([name]) => isConfigurationFile(name)));
  const listing = { files: names, texts };
  const map = mapSites(listing);
  const posts = names.flatMap((name) => {
    const place = map.place(name);
    if (!place) return [];
    const text = files[name] ?? '';
    const frontMatter = readFrontMatter(text);
    const body = text.slice(frontMatter.bodyStart);
    const { url } = readMeaning({ place, frontMatter: readable(frontMatter), body, now: 0 });
    return [{ path: name, url }];
  });
  const read = [...posts.map((post) => post.path), ...names.filter((name) => otherPlace(map, name))];
  const whole = new Map(read.map((name) => [name, files[name] ?? '']));
  return planRename({ path, slug, redirect, map, listing, posts, texts: whole });
}

/** The blog after a post was renamed. */
function renamed(files: Files, renaming: Renaming): Files {
  const { moves, texts } = planFor(files, renaming);
  const changed = new Map(texts.map(({ from, changed: text }) => [from, text]));
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [movedPath(path, moves), changed.get(path) ?? text]),
  );
}

/** What a text that is not the post itself says after it, where it said `body` before. */
function bodyAfter(blog: Files, renaming: Renaming, body: string): string {
  const path = Object.keys(blog).find((name) => name.includes('other')) ?? '';
  const head = blog[path] ?? '';
  const after = renamed({ ...blog, [path]: head + body }, renaming)[path] ?? '';
  expect(after.startsWith(head)).toBe(true);
  return after.slice(head.length);
}

function refusal(files: Files, renaming: Renaming) {
  try {
    planFor(files, renaming);
  } catch (error) {
    if (error instanceof AppError) return error.toData();
    throw error;
  }
  return undefined;
}

const dated = (title: string, more = '') => `---\ntitle: ${title}\ndate: 2024-05-01\n${more}---\n\n`;

const hugo: Files = {
  'hugo.toml': 'baseURL = "https://example.org/blog/"\n',
  'content/posts/old.md': dated('Old'),
  'content/posts/older.md': dated('Older'),
  'content/posts/other.md': dated('Other'),
};
const inHugo = { path: 'content/posts/old.md', slug: 'new' };

const jekyll: Files = {
  '_config.yml': 'url: https://example.org\nbaseurl: /blog\n',
  '_posts/2024-05-01-old.md': '---\ntitle: Old\n---\n\n',
  '_posts/2024-05-01-older.md': '---\ntitle: Older\n---\n\n',
  '_posts/2024-05-02-other.md': '---\ntitle: Other\n---\n\n',
};
const inJekyll = { path: '_posts/2024-05-01-old.md', slug: 'new' };

const hexo: Files = {
  '_config.yml':
    'url: https://example.org\npermalink: :year/:month/:day/:title/\npost_asset_folder: true\nnew_post_name: :title.md\n',
  'package.json': '{ "dependencies": { "hexo": "7" } }',
  'source/_posts/old.md': dated('Old'),
  'source/_posts/old/cat.png': '',
  'source/_posts/other.md': dated('Other'),
};
const inHexo = { path: 'source/_posts/old.md', slug: 'new' };

const zola: Files = {
  'config.toml': 'base_url = "https://example.org"\n',
  'content/blog/old.md': '+++\ntitle = "Old"\ndate = 2024-05-01\n+++\n\n',
  'content/blog/other.md': '+++\ntitle = "Other"\ndate = 2024-05-02\n+++\n\n',
};
const inZola = { path: 'content/blog/old.md', slug: 'new' };

const galley: Files = {
  'galley.yml': 'title: Mine\nurl: https://example.org\n',
  'posts/2024-05-01-old.md': dated('Old'),
  'posts/2024-05-02-other.md': dated('Other'),
};
const inGalley = { path: 'posts/2024-05-01-old.md', slug: 'new' };

describe('where a renamed post lies', () => {
  const paths = (files: Files, renaming: Renaming) => Object.keys(renamed(files, renaming)).sort();

  it.each([
    ['posts/2024-05-01-old.md', 'posts/2024-05-01-new.md'],
    ['posts/2024-05-01_old.md', 'posts/2024-05-01_new.md'],
    ['posts/old.md', 'posts/new.md'],
    ['posts/old.markdown', 'posts/new.markdown'],
    ['posts/old.fr.md', 'posts/new.fr.md'],
    ['posts/2024-05-01-old.pt-BR.md', 'posts/2024-05-01-new.pt-BR.md'],
    ['posts/node.js.md', 'posts/new.md'],
    ['posts/2024/05/01/old.md', 'posts/2024/05/01/new.md'],
    ['posts/2024-05-01.md', 'posts/2024-05-01-new.md'],
  ])('%s becomes %s', (from, to) => {
    expect(paths({ 'galley.yml': '', [from]: dated('Old') }, { path: from, slug: 'new' })).toEqual([
      'galley.yml',
      to,
    ]);
  });

  it.each([
    ['24-05-01-old.md', '24-05-01-new.md'],
    ['99-5-1-old.markdown', '99-5-1-new.markdown'],
    ['2024-5-1-old.md', '2024-5-1-new.md'],
  ])('of Jekyll keeps its day as it is written: %s becomes %s', (from, to) => {
    const files = { ...jekyll, [`_posts/${from}`]: dated('Old') };
    expect(paths(files, { path: `_posts/${from}`, slug: 'new' })).toContain(`_posts/${to}`);
  });

  it('moves the folder of a bundle with all that lies in it', () => {
    const files = {
      ...hugo,
      'content/posts/2024-05-01-pack/index.md': dated('Pack'),
      'content/posts/2024-05-01-pack/index.fr.md': dated('Paquet'),
      'content/posts/2024-05-01-pack/notes.md': 'Part of the bundle.\n',
      'content/posts/2024-05-01-pack/img/cat.png': '',
    };
    const plan = planFor(files, { path: 'content/posts/2024-05-01-pack/index.md', slug: 'new' });
    expect(plan.moves).toEqual([
      { from: 'content/posts/2024-05-01-pack', to: 'content/posts/2024-05-01-new', kind: 'folder' },
    ]);
    expect(plan.to).toBe('content/posts/2024-05-01-new/index.md');
  });

  it.each([
    ['blog/2024-05-01-old.html.md', 'blog/2024-05-01-new.html.md'],
    ['blog/1.old.md', 'blog/1.new.md'],
    ['blog/old/+page.svx', 'blog/new/+page.svx'],
    ['blog/2.old/index.md', 'blog/2.new/index.md'],
  ])('keeps what the name has around the slug where no generator is known: %s', (from, to) => {
    const files = { [from]: dated('Old'), 'blog/other.md': dated('Other') };
    expect(paths(files, { path: from, slug: 'new' })).toEqual([to, 'blog/other.md'].sort());
  });

  it('moves the folder of a page of Next.js’s router, and nothing that lies beside it', () => {
    const files = {
      'next.config.mjs': '',
      'app/blog/old/page.mdx': dated('Old'),
      'app/blog/old/cat.png': '',
      'app/blog/other/page.mdx': dated('Other'),
    };
    expect(paths(files, { path: 'app/blog/old/page.mdx', slug: 'new' })).toEqual([
      'app/blog/new/cat.png',
      'app/blog/new/page.mdx',
      'app/blog/other/page.mdx',
      'next.config.mjs',
    ]);
  });

  it('moves Hexo’s folder of a post’s own files with it, where the configuration gives posts one', () => {
    expect(paths(hexo, inHexo)).toContain('source/_posts/new/cat.png');
    const without = { ...hexo, '_config.yml': 'url: https://example.org\nnew_post_name: :title.md\n' };
    expect(paths(without, inHexo)).toContain('source/_posts/old/cat.png');
  });

  it('refuses the first page of a folder that holds other posts', () => {
    for (const path of ['src/content/blog/index.md', 'src/content/blog/guide/index.md']) {
      const files = {
        'astro.config.mjs': '',
        [path]: dated('Guide'),
        'src/content/blog/guide/first.md': dated('First'),
      };
      expect(refusal(files, { path, slug: 'new' })).toMatchObject({ code: 'bad-input' });
    }
  });

  it('changes nothing where the post is called so already', () => {
    expect(planFor(galley, { ...inGalley, slug: 'old' })).toMatchObject({ moves: [], texts: [] });
  });

  it.each([
    ['New Name!', 'new-name'],
    ['a/b', 'a-b'],
    ['../up', 'up'],
    ['Über uns', 'uber-uns'],
    ['con', 'con-post'],
    ['a\u0000b', 'a-b'],
  ])('refuses the slug %j and says which would do', (slug, better) => {
    const refused = refusal(galley, { ...inGalley, slug });
    expect(refused?.code).toBe('bad-input');
    expect(refused?.next.join()).toContain(`“${better}”`);
    expect(refused?.message).not.toContain('\u0000');
  });

  it.each(['', '..', '/', '---'])('refuses the slug %j', (slug) => {
    expect(refusal(galley, { ...inGalley, slug })).toMatchObject({ code: 'bad-input' });
  });

  it('refuses a name that something has, in any spelling, and an address that another post has', () => {
    const taken = { ...galley, 'posts/2024-05-01-NEW.md': dated('New', 'slug: elsewhere\n') };
    expect(refusal(taken, inGalley)).toMatchObject({ code: 'post-exists' });
    const sameAddress = { ...galley, 'posts/2023-01-01-new.md': dated('New') };
    expect(refusal(sameAddress, inGalley)).toMatchObject({
      code: 'post-exists',
      message: expect.stringContaining('/new/'),
    });
  });
});

describe('what a renamed post says of itself', () => {
  const headAfter = (files: Files, renaming: Renaming) =>
    Object.values(renamed(files, renaming)).find((text) => text.includes('title: Old')) ?? '';

  it('has the new slug where it says one, and nothing else changed', () => {
    const text = dated('Old', "slug:   'old' # kept\ntags: [a,b]\n");
    expect(headAfter({ ...galley, [inGalley.path]: text }, inGalley)).toBe(text.replace("'old'", "'new'"));
    expect(headAfter(galley, inGalley)).toBe(galley[inGalley.path]);
  });

  it.each([
    ['permalink: /notes/old/', 'permalink: /notes/new/'],
    ['permalink: /notes/old.html', 'permalink: /notes/new.html'],
    ['permalink: /notes/old/index.html', 'permalink: /notes/new/index.html'],
    ['permalink: /notes/pinned/', 'permalink: /notes/pinned/'],
    ['permalink: /old/pinned/', 'permalink: /old/pinned/'],
  ])('%s becomes %s', (before, after) => {
    const text = `---\ntitle: Old\n${before}\n---\n\n`;
    expect(headAfter({ ...jekyll, [inJekyll.path]: text }, inJekyll)).toBe(text.replace(before, after));
  });

  it('leaves links to an address that is pinned', () => {
    const files = { ...jekyll, [inJekyll.path]: '---\ntitle: Old\npermalink: /pinned/\n---\n\n' };
    const body = '[a](/blog/pinned/) [b]({% post_url 2024-05-01-old %})\n';
    expect(bodyAfter(files, inJekyll, body)).toBe('[a](/blog/pinned/) [b]({% post_url 2024-05-01-new %})\n');
  });

  it('changes the slug alone where the file is called so already', () => {
    const files = { ...galley, [inGalley.path]: dated('Old', 'slug: said\n') };
    const after = renamed(files, { ...inGalley, slug: 'old' });
    expect(after[inGalley.path]).toBe(dated('Old', 'slug: old\n'));
    expect(bodyAfter(files, { ...inGalley, slug: 'old' }, '[a](/said/)\n')).toBe('[a](/old/)\n');
  });

  it('names its pictures where they are now', () => {
    const text = dated('Old', 'cover: /2024/05/01/old/cat.png\nsocial:\n  image: old/cat.png\n');
    const after = headAfter({ ...hexo, [inHexo.path]: text }, inHexo);
    expect(after).toBe(text.replaceAll('old/cat', 'new/cat'));
  });
});

describe('links to a renamed post', () => {
  it.each([
    ['a file beside it', '[a](old.md)', '[a](new.md)'],
    ['with an anchor and a title', '[a](./old.md#part "old")', '[a](./new.md#part "old")'],
    ['its address with the base', '[a](/blog/posts/old/)', '[a](/blog/posts/new/)'],
    ['its address from the root', '[a](/posts/old/)', '[a](/posts/new/)'],
    ['without the slash', '[a](/posts/old)', '[a](/posts/new)'],
    ['with a file’s name', '[a](/posts/old/index.html?x=old#old)', '[a](/posts/new/index.html?x=old#old)'],
    ['from the text’s own address', '[a](../old/)', '[a](../new/)'],
    [
      'on the site’s own host',
      '[a](https://example.org/blog/posts/old/)',
      '[a](https://example.org/blog/posts/new/)',
    ],
    ['between angles', '<https://example.org/blog/posts/old/>', '<https://example.org/blog/posts/new/>'],
    ['of HTML', '<a class="old" href="/posts/old/">old</a>', '<a class="old" href="/posts/new/">old</a>'],
    ['a definition', '[old][1]\n\n[1]: <old.md> "old"', '[old][1]\n\n[1]: <new.md> "old"'],
    ['ref', '[a]({{< ref "old" >}})', '[a]({{< ref "new" >}})'],
    ['ref with its extension', '[a]({{< ref "posts/old.md#x" >}})', '[a]({{< ref "posts/new.md#x" >}})'],
    ['relref', '[a]({{% relref path="/posts/old" %}})', '[a]({{% relref path="/posts/new" %}})'],
    ['a shortcode', '{{< card link="/posts/old/" >}}', '{{< card link="/posts/new/" >}}'],
    ['another element', '<Card to="/posts/old/#x" />', '<Card to="/posts/new/#x" />'],
  ])('follow in Hugo: %s', (_, before, after) => {
    expect(bodyAfter(hugo, inHugo, `${before}\n`)).toBe(`${after}\n`);
  });

  it.each([
    '[a](older.md) [b](/posts/older/) [c]({{< ref "older" >}})',
    '[a](https://example.com/posts/old/) [b](mailto:old@example.org)',
    '[a](/old/) [b](/posts/old/more/) [c](#old)',
    '`[a](old.md)` and\n\n```\n[a](old.md) {{< ref "old" >}}\n```',
    '<!-- [a](old.md) -->\n\n<pre>\n<a href="/posts/old/">a</a>\n</pre>',
    '{{</* ref "old" */>}} ![old](old.png)',
  ])('leave what is none: %s', (body) => {
    expect(bodyAfter(hugo, inHugo, `${body}\n`)).toBe(`${body}\n`);
  });

  it('leave a name that Hugo itself could not tell', () => {
    const files = {
      'hugo.toml': 'baseURL = "https://example.org/"\n',
      [inHugo.path]: dated('Old'),
      'content/notes/old.md': dated('Another'),
      'content/pages/other.md': dated('Other'),
    };
    const body = '[a]({{< ref "old" >}}) [b]({{< ref "/notes/old" >}}) [c]({{< ref "/posts/old" >}})\n';
    expect(bodyAfter(files, inHugo, body)).toBe(body.replace('/posts/old', '/posts/new'));
  });

  it.each([
    ['post_url', '[a]({% post_url 2024-05-01-old %})', '[a]({% post_url 2024-05-01-new %})'],
    ['link', '{% link _posts/2024-05-01-old.md %}', '{% link _posts/2024-05-01-new.md %}'],
    ['its address', '[a](/2024/05/01/old.html)', '[a](/2024/05/01/new.html)'],
    ['with the base', '[a](/blog/2024/05/01/old)', '[a](/blog/2024/05/01/new)'],
    [
      'after a template',
      '[a]({{ site.baseurl }}/2024/05/01/old.html)',
      '[a]({{ site.baseurl }}/2024/05/01/new.html)',
    ],
    [
      'in a template',
      '[a]({{ "/2024/05/01/old" | relative_url }})',
      '[a]({{ "/2024/05/01/new" | relative_url }})',
    ],
    [
      'before a filter',
      '[a]({{ "/2024/05/01/old.html" | prepend: site.baseurl }})',
      '[a]({{ "/2024/05/01/new.html" | prepend: site.baseurl }})',
    ],
    [
      'in a variable',
      '{% assign old = "/blog/2024/05/01/old.html" | escape %}[a]({{ old }})',
      '{% assign old = "/blog/2024/05/01/new.html" | escape %}[a]({{ old }})',
    ],
    [
      'of what is included',
      '{% include card.html title="old" url="/2024/05/01/old.html#x" %}',
      '{% include card.html title="old" url="/2024/05/01/new.html#x" %}',
    ],
    [
      'in Markdown within HTML',
      '<div markdown="1">\n[a](/2024/05/01/old.html) `[a](/2024/05/01/old.html)`\n</div>',
      '<div markdown="1">\n[a](/2024/05/01/new.html) `[a](/2024/05/01/old.html)`\n</div>',
    ],
    ['without quotes', '<a href=/2024/05/01/old.html>a</a>', '<a href=/2024/05/01/new.html>a</a>'],
    ['a file', '[a](2024-05-01-old.md)', '[a](2024-05-01-new.md)'],
    [
      'others',
      '{% post_url 2024-05-01-older %} {% post_url 2023-05-01-old %}',
      '{% post_url 2024-05-01-older %} {% post_url 2023-05-01-old %}',
    ],
    [
      'raw',
      '{% raw %}{% post_url 2024-05-01-old %}{% endraw %}',
      '{% raw %}{% post_url 2024-05-01-old %}{% endraw %}',
    ],
  ])('follow in Jekyll: %s', (_, before, after) => {
    expect(bodyAfter(jekyll, inJekyll, `${before}\n`)).toBe(`${after}\n`);
  });

  it.each([
    ['2024-05-01-old', '2024-05-01-new'],
    ['notes/2024-05-01-old', 'notes/2024-05-01-new'],
    ['/notes/2024-05-01-old', '/notes/2024-05-01-new'],
    ['elsewhere/2024-5-1-old', 'elsewhere/2024-5-1-new'],
    ['travel/2024-05-01-old', 'travel/2024-05-01-old'],
  ])('follow in Jekyll to a post in a folder of a category: %s', (before, after) => {
    const files = {
      '_config.yml': '',
      'notes/_posts/2024-05-01-old.md': '---\ntitle: Old\n---\n\n',
      'travel/_posts/2024-05-01-old.md': '---\ntitle: Old\n---\n\n',
      '_posts/2024-05-02-other.md': '---\ntitle: Other\n---\n\n',
    };
    const renaming = { path: 'notes/_posts/2024-05-01-old.md', slug: 'new' };
    expect(bodyAfter(files, renaming, `{% post_url ${before} %}\n`)).toBe(`{% post_url ${after} %}\n`);
  });

  it.each([
    ['post_link', '{% post_link old "Old old" %}', '{% post_link new "Old old" %}'],
    ['its address', '[a](/2024/05/01/old/)', '[a](/2024/05/01/new/)'],
    ['a picture beside its page', '![a](/2024/05/01/old/cat.png)', '![a](/2024/05/01/new/cat.png)'],
  ])('follow in Hexo: %s', (_, before, after) => {
    expect(bodyAfter(hexo, inHexo, `${before}\n`)).toBe(`${after}\n`);
  });

  it('follow to a Hexo post whose file begins with its date', () => {
    const files = {
      '_config.yml': 'new_post_name: :year-:month-:day-:title.md\n',
      'package.json': hexo['package.json'] ?? '',
      'source/_posts/2024-05-01-old.md': dated('Old'),
      'source/_posts/2024-05-02-other.md': dated('Other'),
    };
    const renaming = { path: 'source/_posts/2024-05-01-old.md', slug: 'new' };
    expect(bodyAfter(files, renaming, '{% post_link old %} [a](/2024/05/01/old/)\n')).toBe(
      '{% post_link new %} [a](/2024/05/01/new/)\n',
    );
  });

  it.each([
    ['@/', '[a](@/blog/old.md#x)', '[a](@/blog/new.md#x)'],
    ['its address', '[a](/blog/old/)', '[a](/blog/new/)'],
  ])('follow in Zola: %s', (_, before, after) => {
    expect(bodyAfter(zola, inZola, `${before}\n`)).toBe(`${after}\n`);
  });

  it('follow in the pages of sections', () => {
    const inHugoSection = {
      ...hugo,
      'content/posts/_index.md': '[a](old.md) {{< ref "old" >}} [b](/posts/old/)\n',
    };
    expect(renamed(inHugoSection, inHugo)['content/posts/_index.md']).toBe(
      '[a](new.md) {{< ref "new" >}} [b](/posts/new/)\n',
    );
    const inZolaSection = { ...zola, 'content/_index.md': '+++\n+++\n\n[a](@/blog/old.md)\n' };
    expect(renamed(inZolaSection, inZola)['content/_index.md']).toContain('(@/blog/new.md)');
  });

  it.each([
    [
      'a page of HTML',
      'index.html',
      '---\n---\n\n    <a href="{% post_url 2024-05-01-old %}">old</a> <a href="/blog/2024/05/01/older.html">b</a>\n',
      '---\n---\n\n    <a href="{% post_url 2024-05-01-new %}">old</a> <a href="/blog/2024/05/01/older.html">b</a>\n',
    ],
    [
      'what is included',
      '_includes/nav.html',
      '<a href="{{ "/2024/05/01/old.html" | relative_url }}" title="old">{% link _posts/2024-05-01-old.md %}</a>\n',
      '<a href="{{ "/2024/05/01/new.html" | relative_url }}" title="old">{% link _posts/2024-05-01-new.md %}</a>\n',
    ],
    [
      'data',
      '_data/menu.yml',
      '# old\n- title: old\n  url: /2024/05/01/old.html # old\n- url: "https://example.org/blog/2024/05/01/old.html"\n',
      '# old\n- title: old\n  url: /2024/05/01/new.html # old\n- url: "https://example.org/blog/2024/05/01/new.html"\n',
    ],
    ['nobody’s', 'themes/a/nav.html', '<a href="/2024/05/01/old.html">', '<a href="/2024/05/01/old.html">'],
  ])('follow in Jekyll in files that are no posts: %s', (_, path, before, after) => {
    expect(renamed({ ...jekyll, [path]: before }, inJekyll)[path]).toBe(after);
  });

  it('follow in templates, menus and programs of others', () => {
    const menu = '[[menus.main]]\npageRef = "/posts/old"\n[[menus.main]]\nurl = "/blog/posts/old/"\n';
    const files = {
      ...hugo,
      'hugo.toml': `${hugo['hugo.toml']}${menu}`,
      'layouts/index.html':
        '{{ ref . "posts/old" }} {{ with site.GetPage "/posts/old" }}{{ .Title }}{{ end }} old\n',
    };
    const after = renamed(files, inHugo);
    expect(after['hugo.toml']).toBe(files['hugo.toml'].replaceAll('/old', '/new'));
    expect(after['layouts/index.html']).toBe(files['layouts/index.html'].replaceAll('/old', '/new'));
    const sidebar = 'export default { themeConfig: { sidebar: [{ text: "old", link: "/posts/old" }] } };\n';
    const vitepress = {
      '.vitepress/config.mts': sidebar,
      'posts/old.md': dated('Old'),
      'posts/other.md': dated('Other'),
    };
    expect(renamed(vitepress, { path: 'posts/old.md', slug: 'new' })['.vitepress/config.mts']).toBe(
      sidebar.replace('/old', '/new'),
    );
  });

  it('follow in front matter, but for former addresses and what a text says of its own', () => {
    const head =
      'redirect_from:\n  - /2024/05/01/old.html\nnext: /2024/05/01/old.html\nmenu:\n  - link: "/blog/2024/05/01/old.html#x"\n';
    const files = { ...jekyll, '_posts/2024-05-02-other.md': `---\n${head}---\n\n` };
    expect(renamed(files, inJekyll)['_posts/2024-05-02-other.md']).toBe(
      `---\n${head.replace('next: /2024/05/01/old', 'next: /2024/05/01/new').replace('"/blog/2024/05/01/old', '"/blog/2024/05/01/new')}---\n\n`,
    );
  });

  it('follow in Zola’s templates, and in documentation beside a blog of Docusaurus', () => {
    const template = '<a href="{{ get_url(path="@/blog/old.md") }}">old</a>\n';
    const path = 'templates/index.html';
    expect(renamed({ ...zola, [path]: template }, inZola)[path]).toBe(template.replace('/old', '/new'));
    const files = {
      'docusaurus.config.js': 'module.exports = { presets: [["classic", {}]] };\n',
      'blog/2024-05-01-old.md': '---\ntitle: Old\n---\n',
      'docs/intro.md': '[old](../blog/2024-05-01-old.md) [b](/blog/2024/05/01/old)\n',
    };
    const after = renamed(files, { path: 'blog/2024-05-01-old.md', slug: 'new' });
    expect(after['docs/intro.md']).toBe('[old](../blog/2024-05-01-new.md) [b](/blog/2024/05/01/new)\n');
  });

  it('follow to a document of Docusaurus, whose number stays', () => {
    const files = {
      'docusaurus.config.js': 'module.exports = { baseUrl: "/p/", presets: [["classic", {}]] };\n',
      'docs/02-guide/01-old.md': '---\ntitle: Old\n---\n',
      'docs/02-guide/02-other.md': '---\ntitle: Other\n---\n',
    };
    const renaming = { path: 'docs/02-guide/01-old.md', slug: 'new' };
    expect(
      bodyAfter(files, renaming, '[a](./01-old.md) [b](/docs/guide/old) [c](/p/docs/guide/old#x)\n'),
    ).toBe('[a](./01-new.md) [b](/docs/guide/new) [c](/p/docs/guide/new#x)\n');
  });

  it('follow to a post with a name of another script, in the way that it is written', () => {
    const files = { ...galley, 'posts/2024-05-03-été.md': dated('Été') };
    const renaming = { path: 'posts/2024-05-03-été.md', slug: '夏' };
    const body = '[a](/%C3%A9t%C3%A9/) [b](/été/) [c](2024-05-03-e\u0301te\u0301.md)\n';
    expect(bodyAfter(files, renaming, body)).toBe('[a](/%E5%A4%8F/) [b](/夏/) [c](2024-05-03-夏.md)\n');
  });

  it('follow in pages and drafts, and in the post itself', () => {
    const files = {
      ...jekyll,
      [inJekyll.path]: '---\ntitle: Old\n---\n\n[me](/2024/05/01/old.html#x)\n',
      '_drafts/idea.md': '---\ntitle: Idea\n---\n\n{% post_url 2024-05-01-old %}\n',
      'about.md': '---\ntitle: About\n---\n\n[a](/2024/05/01/old.html)\n',
    };
    const after = renamed(files, inJekyll);
    expect(after['_posts/2024-05-01-new.md']).toContain('(/2024/05/01/new.html#x)');
    expect(after['_drafts/idea.md']).toContain('post_url 2024-05-01-new');
    expect(after['about.md']).toContain('(/2024/05/01/new.html)');
  });

  it('follow into a bundle', () => {
    const files = {
      ...hugo,
      'content/posts/pack/index.md': `${dated('Pack')}![a](cat.png)\n`,
      'content/posts/pack/cat.png': '',
    };
    const renaming = { path: 'content/posts/pack/index.md', slug: 'new' };
    const body =
      '[a](pack/index.md) [b](/posts/pack/) ![c](/posts/pack/cat.png) ![d](pack/cat.png) [e]({{< ref "pack" >}})\n';
    expect(bodyAfter(files, renaming, body)).toBe(body.replaceAll('pack', 'new'));
    expect(renamed(files, renaming)['content/posts/new/index.md']).toBe(files['content/posts/pack/index.md']);
  });
});

describe('the former address of a renamed post', () => {
  it.each([
    ['Hugo', hugo, inHugo, 'aliases:\n  - /posts/old/\n'],
    ['Galley', galley, inGalley, 'aliases:\n  - /old/\n'],
    [
      'Jekyll',
      { ...jekyll, '_config.yml': 'plugins: [jekyll-redirect-from]\n' },
      inJekyll,
      'redirect_from:\n  - /2024/05/01/old.html\n',
    ],
    [
      'Hexo',
      { ...hexo, 'package.json': '{ "dependencies": { "hexo": "7", "hexo-generator-alias": "1" } }' },
      inHexo,
      'alias:\n  - 2024/05/01/old/index.html\n',
    ],
    ['Zola', zola, inZola, 'aliases = ["/blog/old/"]\n'],
  ])('is listed where %s has it', (_, files, renaming, line) => {
    const { to, texts } = planFor(files as Files, { ...renaming, redirect: true });
    const own = texts.find((text) => text.to === to);
    const { data } = readFrontMatter(own?.changed ?? '');
    expect(own?.hasLinks).toBe(false);
    expect(own?.changed.replace(line.replace(/\n {2}- (.*)\n$/, ' [$1]\n'), line)).toBe(
      own?.text.replace(/\n(---|\+\+\+)\n\n/, `\n${line}$1\n\n`),
    );
    expect(Object.keys(data)).toHaveLength(Object.keys(readFrontMatter(own?.text ?? '').data).length + 1);
  });

  it('joins those that are there, in their form', () => {
    const flow = { ...hugo, [inHugo.path]: dated('Old', 'aliases: ["/a/"] # kept\n') };
    expect(renamed(flow, { ...inHugo, redirect: true })['content/posts/new.md']).toBe(
      dated('Old', 'aliases: ["/a/", "/posts/old/"] # kept\n'),
    );
    const block = { ...hugo, [inHugo.path]: dated('Old', 'aliases:\n- /a/\n') };
    expect(renamed(block, { ...inHugo, redirect: true })['content/posts/new.md']).toBe(
      dated('Old', 'aliases:\n- /a/\n- /posts/old/\n'),
    );
  });

  it('joins those of the key that hides the usual one from Hexo’s package', () => {
    const files = {
      ...hexo,
      'package.json': '{ "dependencies": { "hexo": "7", "hexo-generator-alias": "1" } }',
      [inHexo.path]: dated('Old', 'aliases: [a/index.html]\n'),
    };
    expect(renamed(files, { ...inHexo, redirect: true })['source/_posts/new.md']).toBe(
      dated('Old', 'aliases: [a/index.html, 2024/05/01/old/index.html]\n'),
    );
  });

  it('is none any more once the post is called so again', () => {
    const there = renamed(hugo, { ...inHugo, redirect: true });
    const back = renamed(there, { path: 'content/posts/new.md', slug: 'old' });
    expect(back).toEqual(hugo);
  });

  it('is not listed where the address stays', () => {
    const files = { ...hugo, [inHugo.path]: dated('Old', 'url: /pinned/\n') };
    expect(renamed(files, { ...inHugo, redirect: true })['content/posts/new.md']).toBe(files[inHugo.path]);
  });

  it.each([
    ['Jekyll without the plugin', jekyll, inJekyll, 'jekyll-redirect-from'],
    ['Hexo without the plugin', hexo, inHexo, 'hexo-generator-alias'],
    [
      'Astro',
      { 'astro.config.mjs': '', 'src/content/blog/old.md': dated('Old') },
      { path: 'src/content/blog/old.md', slug: 'new' },
      'astro.config',
    ],
  ])('is refused for %s, with what to do', (_, files, renaming, words) => {
    const refused = refusal(files as Files, { ...renaming, redirect: true });
    expect(refused).toMatchObject({ code: 'not-available' });
    expect(refused?.next.join(' ')).toContain(words);
    expect(refusal(files as Files, renaming)).toBeUndefined();
  });

  it.each([
    ["group :jekyll_plugins do\n  gem 'jekyll-redirect-from'\nend\n", undefined],
    ['gem "jekyll-redirect-from", "~> 0.16", group: :jekyll_plugins\n', undefined],
    ["group :jekyll_plugins do\nend\ngem 'jekyll-redirect-from'\n", 'not-available'],
    ["group :development do\n  gem 'jekyll-redirect-from'\nend\n", 'not-available'],
  ])('is taken where Jekyll loads the plugin that the Gemfile names: %#', (Gemfile, code) => {
    expect(refusal({ ...jekyll, Gemfile }, { ...inJekyll, redirect: true })?.code).toBe(code);
  });
});

describe('any blog', () => {
  // A name that is a day and nothing else would keep the day before its new name.
  const word = fc
    .stringMatching(/^[a-zé0-9]{1,6}(-[a-z0-9]{1,4}){0,2}$/)
    .map(slugify)
    .filter((name) => !/^\d{4}-\d/.test(name));
  const bodyOf = (slug: string) =>
    fc.array(
      fc.oneof(
        fc.constantFrom(
          `[a](${slug}.md)`,
          `[a](/posts/${slug}/)`,
          `[a](https://example.org/blog/posts/${slug}#${slug})`,
          `{{< ref "${slug}" >}}`,
          `<a href='/blog/posts/${slug}/'>${slug}</a>`,
          `\`[a](${slug}.md)\``,
          `[a](/${slug}/)`,
          `![${slug}](${slug}.png)`,
        ),
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.constantFrom('\n\n', '```\n', '<!-- ', ' -->', '\r\n', '{{<', '](', '<a href="'),
      ),
      { maxLength: 12 },
    );

  it('has its bytes again once a post is renamed and renamed back, and never another byte changed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 3, maxLength: 3 }).chain(([old = '', slug = '', other = '']) =>
          fc.record({
            old: fc.constant(old),
            slug: fc.constant(slug),
            other: fc.constant(other),
            body: bodyOf(old),
          }),
        ),
        ({ old, slug, other, body }) => {
          const files = {
            'hugo.toml': 'baseURL = "https://example.org/blog/"\n',
            [`content/posts/${old}.md`]: dated('Old') + body.join(' '),
            [`content/posts/${other}-2.md`]: dated('Other') + body.join('\n'),
          };
          const there = renamed(files, { path: `content/posts/${old}.md`, slug });
          const back = renamed(there, { path: `content/posts/${slug}.md`, slug: old });
          expect(back).toEqual(files);
          const names = (text: string) => text.split(/[\s/.#()[\]<>"'`{}!]/);
          for (const [path, text] of Object.entries(files)) {
            const now = there[path === `content/posts/${old}.md` ? `content/posts/${slug}.md` : path] ?? '';
            expect(now.replace(/[^\s/.#()[\]<>"'`{}!]/g, '')).toBe(
              text.replace(/[^\s/.#()[\]<>"'`{}!]/g, ''),
            );
            const before = names(text);
            const others = names(now).filter((name, at) => name !== before[at]);
            expect(others.every((name) => name === slug)).toBe(true);
            expect(before.filter((name, at) => name !== names(now)[at]).every((name) => name === old)).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
