import { describe, expect, it } from 'vitest';
import { createRenderer, type RenderOptions } from '../../../src-main/common/markdown/render.ts';

function html(markdown: string, options: Partial<RenderOptions> = {}): string {
  return createRenderer({ remoteImages: false, ...options })
    .render(markdown)
    .trim();
}

const label = (source: string): string =>
  `<code class="template">${source.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</code>`;

const blog: Partial<RenderOptions> = {
  param: (name) => (name === 'title' ? 'A <title>' : undefined),
  resolveReference: (kind, target) =>
    target.includes('gone') ? undefined : { url: `/${kind}/${target}`, title: 'Its title' },
};

describe('definition lists', () => {
  it('are read as in Markdown Extra', () => {
    expect(html('Term\n: One *a*\n: Two')).toBe(
      '<dl>\n<dt>Term</dt>\n<dd>One <em>a</em></dd>\n<dd>Two</dd>\n</dl>',
    );
  });
});

describe('short names of emoji', () => {
  it('are the emoji, where GitHub knows them', () => {
    expect(html(':tada: :nope: `:tada:` 12:30:45')).toBe('<p>🎉 :nope: <code>:tada:</code> 12:30:45</p>');
  });
});

describe('lists of attributes', () => {
  it.each([
    ['text\n{: .center #x}', '<p class="center" id="user-content-x">text</p>'],
    ['- a\n{: .c}', '<ul class="c">\n<li>a</li>\n</ul>'],
    ['> a\n{: .c}', '<blockquote class="c">\n<p>a</p>\n</blockquote>'],
    ['```\na\n```\n{: .c}', '<pre class="c"><code>a\n</code></pre>'],
    ['text\n{.c}', '<p class="c">text</p>'],
    ['# A\n{: #own}', '<h1 id="user-content-own">A</h1>'],
    ['# A {#own .c}', '<h1 class="c" id="user-content-own">A</h1>'],
    ['*a*{: .c} b', '<p><em class="c">a</em> b</p>'],
    ['[a](/b){:target="_blank" .c}', '<p><a class="c" href="/b">a</a></p>'],
  ])('belong to what stands before them: %j', (source, result) => expect(html(source)).toBe(result));
  it('that belong to nothing are left out', () => {
    expect(html('a\n\n{: .c}\n\nb')).toBe('<p>a</p>\n<p>b</p>');
  });
  it('are none where braces hold something else', () => {
    expect(html('a {b} {1, 2} c')).toBe('<p>a {b} {1, 2} c</p>');
  });
  it('change no address and bring no handler', () => {
    const result = html('[a](/b){: href="javascript:alert(1)" onclick="alert(1)" style="color:red"}');
    expect(result).toBe('<p><a href="/b">a</a></p>');
  });
});

describe('boxes', () => {
  it.each([
    [':::tip\n*a*\n:::', 'tip', 'Tip'],
    [':::warning[My *own*]\n*a*\n:::', 'warning', 'My <em>own</em>'],
    ['::: danger Mind\n*a*\n:::', 'caution', 'Mind'],
    ['{{% alert title="T" color="warning" %}}\n*a*\n{{% /alert %}}', 'warning', 'T'],
    ['{% note info Words %}\n*a*\n{% endnote %}', 'note', 'Words'],
    ['{% callout "info" %}\n*a*\n{% endcallout %}', 'note', 'Note'],
  ])('hold Markdown: %j', (source, kind, title) => {
    expect(html(source)).toBe(
      `<aside class="alert alert-${kind}">\n<p class="alert-label">${title}</p>\n<p><em>a</em></p>\n</aside>`,
    );
  });
  it('may lie in each other', () => {
    const result = html('::::note\n:::tip\na\n:::\n::::');
    expect(result.match(/<aside/g)).toHaveLength(2);
    expect(result).not.toContain(':::');
  });
  it('may be opened by the reader', () => {
    const result = '<details>\n<summary>More</summary>\n<p>a</p>\n</details>';
    expect(html('::: details More\na\n:::')).toBe(result);
    expect(html('{{< details summary="More" >}}\na\n{{< /details >}}')).toBe(result);
  });
  it('may be quotes', () => {
    expect(html('{% blockquote Anna %}\n*a*\n{% endblockquote %}')).toContain(
      '<p class="quote-by">— Anna</p>',
    );
    expect(html('{% quote(author="Anna") %}\n*a*\n{% end %}')).toContain('<p class="quote-by">— Anna</p>');
  });
  it('of components are labelled, and hold Markdown', () => {
    expect(html('<Tabs items={["a > b"]}>\n\n*a*\n\n</Tabs>')).toBe(
      `<div class="template-box">\n<p class="template-label">${label('<Tabs items={["a > b"]}>')}</p>\n<p><em>a</em></p>\n</div>`,
    );
  });
  it('that only the site knows are labelled, and hold Markdown', () => {
    expect(html('{{< columns >}}\n*a*\n{{< /columns >}}')).toContain(
      `${label('{{< columns >}}')}</p>\n<p><em>a</em></p>`,
    );
  });
  it('that are never closed are only labelled', () => {
    expect(html(':::note\n\n*a*')).toBe('<pre class="template">:::note</pre>\n<p><em>a</em></p>');
  });
  it('are none in code', () => expect(html('```\n:::note\n:::\n```')).toContain(':::note'));
});

describe('pictures by shortcode', () => {
  it('have their caption, link and size', () => {
    expect(
      html('{{< figure src="a.png" alt="A" caption="C *d*" title="T" link="/x" width="300px" >}}\nb'),
    ).toBe(
      '<figure><a href="/x"><img src="a.png" alt="A" width="300" loading="lazy" decoding="async"></a>' +
        '<figcaption><strong>T</strong><br>C <em>d</em></figcaption></figure>\n<p>b</p>',
    );
  });
  it('are found as other pictures are', () => {
    const resolveImage = (target: string) => `/files/${target}`;
    expect(html('{{< figure src="a.png" >}}', { resolveImage })).toContain('src="/files/a.png"');
    expect(html('{% asset_img a.png 20 30 "A cat" %}', { resolveImage })).toContain(
      '<img src="/files/a.png" alt="A cat" width="20" height="30"',
    );
    expect(html('![a]({% asset_path b.png %})', { resolveImage })).toContain('src="/files/b.png"');
  });
  it.each([
    '{{< figure src="javascript:alert(1)" >}}',
    '{{< figure src="a.png" link="javascript:alert(1)" >}}',
    '{{< figure src="a.png" caption="<img src=x onerror=alert(1)><script>alert(1)</script>" >}}',
    '{{< figure src="a.png" alt=\'"><img src=x onerror=alert(1)>\' class=\'"onclick="alert(1)\' >}}',
    '{{< youtube id="javascript:alert(1)" title="<script>alert(1)</script>" >}}',
    '{% link a javascript:alert(1) %} {% asset_link javascript:alert(1) a %}',
  ])('carry nothing that acts: %s', (source) => {
    expect(html(source)).not.toMatch(/<script|<[^>]*\son\w+=|(?:href|src)="javascript:/i);
  });
});

describe('what other sites would show', () => {
  it.each([
    ['{{< youtube abc >}}', 'https://www.youtube.com/watch?v=abc', 'YouTube video · abc'],
    ['{{< youtube id="abc" title="T" >}}', 'https://www.youtube.com/watch?v=abc', 'YouTube video · T'],
    ['{% youtube abc %}', 'https://www.youtube.com/watch?v=abc', 'YouTube video · abc'],
    ['{{ youtube(id="abc") }}', 'https://www.youtube.com/watch?v=abc', 'YouTube video · abc'],
    ['{{< vimeo 12 >}}', 'https://vimeo.com/12', 'Vimeo video · 12'],
    ['{{< tweet user="a" id="1" >}}', 'https://x.com/a/status/1', 'Post by @a · 1'],
    ['{{< gist a 12 >}}', 'https://gist.github.com/a/12', 'Gist · a/12'],
    ['{% gist 12 %}', 'https://gist.github.com/12', 'Gist · 12'],
  ])('is a link to it: %s', (source, url, text) => {
    expect(html(source)).toBe(`<p class="embed"><a href="${url}">${text}</a></p>`);
  });
});

describe('references to other posts', () => {
  it.each([
    ['[a]({{< ref "b.md" >}})', '/ref/b.md'],
    ['[a]({{% relref "b.md" %}})', '/ref/b.md'],
    ['[a]({% post_url 2024-05-01-b %})', '/post_url/2024-05-01-b'],
    ['[a]({% link _posts/b.md %})', '/link-tag/_posts/b.md'],
    ['[a](@/blog/b.md#c)', '/content-path/blog/b.md#c'],
  ])('lead to their addresses: %s', (source, url) => {
    expect(html(source, blog)).toBe(`<p><a href="${url}">a</a></p>`);
  });
  it('may bring the title', () => {
    expect(html('{% post_link b %} {% post_link b Own words %}', blog)).toBe(
      '<p><a href="/post_link/b">Its title</a> <a href="/post_link/b">Own words</a></p>',
    );
  });
  it('that lead nowhere are shown as written', () => {
    expect(html('[a]({{< ref "gone" >}})', blog)).toContain('class="template-link"');
    expect(html('a {% post_link gone %}', blog)).toContain(label('{% post_link gone %}'));
  });
  it('never lead to where a link may not', () => {
    const hostile = { resolveReference: () => ({ url: 'javascript:alert(1)' }) };
    expect(html('[a]({{< ref "b" >}}) [c](@/d.md)', hostile)).not.toContain('javascript:');
  });
});

describe('values of the front matter', () => {
  it('are shown as text', () => {
    expect(html('{{< param "title" >}}', blog)).toBe('<p>A &lt;title&gt;</p>');
    expect(html('a {{< param other >}}', blog)).toBe(`<p>a ${label('{{< param other >}}')}</p>`);
  });
});

describe('templates that are meant to be seen', () => {
  it('are text between raw and endraw', () => {
    expect(html('{% raw %}{{ a }} *b*{% endraw %}')).toBe('<p>{{ a }} <em>b</em></p>');
    expect(html('{% raw %}\n\n# {{ a }}\n\n{% endraw %}')).toContain('>{{ a }}</h1>');
  });
  it('are text in code as well, where the generator reads Liquid first', () => {
    const source = '```\n{% raw %}{{ a }}{% endraw %}\n```';
    expect(html(source)).toContain('{% raw %}');
    expect(html(source, { liquidInCode: true })).toBe('<pre><code>{{ a }}\n</code></pre>');
  });
  it("are shortcodes that Hugo's authors write about", () => {
    expect(html('{{</* figure src="a" */>}}')).toBe(`<p>${label('{{< figure src="a" >}}')}</p>`);
  });
});

describe('code by tag', () => {
  it.each([
    ['{% codeblock Title lang:js %}\n*a*\n{% endcodeblock %}', ' class="language-js"'],
    ['{% code %}\n*a*\n{% endcode %}', ''],
    ['{{< highlight go "linenos=table" >}}\n*a*\n{{< /highlight >}}', ' class="language-go"'],
    ['{{< mermaid >}}\n*a*\n{{< /mermaid >}}', ' class="language-mermaid"'],
  ])('is code: %j', (source, names) => {
    expect(html(source)).toBe(`<pre><code${names}>*a*\n</code></pre>`);
  });
});

describe('what is on no page', () => {
  it.each([
    'a{% comment %}x{% endcomment %}',
    'a\n\n{% comment %}\nx\n{% endcomment %}',
    'a{# x #}',
    'a\n\n{/* truncate */}',
    'a\n\n<!--more-->',
    'a\n\n<!-- truncate -->',
  ])('is left out: %j', (source) => expect(html(source)).toBe('<p>a</p>'));
});

describe('MDX', () => {
  it('shows its expressions as they are', () => {
    expect(html('a {b.c} {/* d */}', { mdx: true })).toBe(`<p>a ${label('{b.c}')} </p>`);
    expect(html('{a.map((b) => (\n  <li>{b}</li>\n))}', { mdx: true })).toMatch(
      /^<pre class="template">\{a\.map/,
    );
  });
  it('shows components whose values hold more than one line', () => {
    expect(html('<Chart\n  data={{ a: 1 }}\n/>', { mdx: true })).toMatch(/^<pre class="template">&lt;Chart/);
  });
});

describe('raw HTML', () => {
  it('has its templates labelled, but not in code and attributes', () => {
    expect(html('<p title="{{ a }}">{% b %}<code>{{ c }}</code></p>')).toBe(
      `<p title="{{ a }}">${label('{% b %}')}<code>{{ c }}</code></p>`,
    );
  });
});
