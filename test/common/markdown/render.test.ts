import { describe, expect, it } from 'vitest';
import { highlight } from '../../../src-main/common/markdown/highlight.ts';
import { createRenderer, type RenderOptions } from '../../../src-main/common/markdown/render.ts';
import { renderTex } from '../../../src-main/common/markdown/tex.ts';

function html(markdown: string, options: Partial<RenderOptions> = {}): string {
  return createRenderer({ remoteImages: false, ...options })
    .render(markdown)
    .trim();
}

describe('headings', () => {
  it('are named as on GitHub, each name once', () => {
    expect(html('## A *nice* `day`!\n\n## A nice day')).toBe(
      '<h2 id="user-content-a-nice-day">A <em>nice</em> <code>day</code>!</h2>\n' +
        '<h2 id="user-content-a-nice-day-1">A nice day</h2>',
    );
  });
  it('keep a name of their own', () => {
    expect(html('## Über uns {#about}')).toBe('<h2 id="user-content-about">Über uns</h2>');
  });
  it('are named in any script', () => {
    expect(html('## 日本語 Überschrift')).toContain('id="user-content-日本語-überschrift"');
  });
  it('are found by links of the page', () => {
    expect(html('[go](#about)')).toContain('href="#user-content-about"');
  });
  it('are not the only places that links find: old posts have named ones', () => {
    expect(html('<a name="note"></a>Text')).toContain('<a id="user-content-note"></a>');
    expect(html('<a name="note" id="other"></a>Text')).toContain('<a id="user-content-other"></a>');
  });
});

describe('lists of tasks', () => {
  it('have boxes that cannot be ticked', () => {
    expect(html('- [ ] open\n- [x] done')).toBe(
      '<ul class="tasks">\n<li class="task"><input type="checkbox" disabled=""> open</li>\n' +
        '<li class="task"><input type="checkbox" checked="" disabled=""> done</li>\n</ul>',
    );
  });
  it('are no links', () => expect(html('- [x](/y) z')).not.toContain('checkbox'));
});

describe('text written from the right', () => {
  it('says so, block by block, by its first letter', () => {
    expect(html('שלום *world*')).toBe('<p dir="rtl">שלום <em>world</em></p>');
    expect(html('# 1. مرحبا')).toMatch(/^<h1 id="[^"]*" dir="rtl">/);
    expect(html('Hello שלום')).toBe('<p>Hello שלום</p>');
    expect(html('![**שלום**](a.png) 5')).toContain('<p dir="rtl">');
  });
  it('turns a list by its first item, and each other item by its own', () => {
    expect(html('- אחת\n- two\n- שלוש').replaceAll('\n', '')).toBe(
      '<ul dir="rtl"><li>אחת</li><li dir="ltr">two</li><li>שלוש</li></ul>',
    );
    expect(html('1. one\n2. שתיים').replaceAll('\n', '')).toBe(
      '<ol><li>one</li><li dir="rtl">שתיים</li></ol>',
    );
    expect(html('> שלום\n>\n> there').replaceAll('\n', '')).toBe(
      '<blockquote dir="rtl"><p>שלום</p><p dir="ltr">there</p></blockquote>',
    );
  });
  it('turns a table and its cells', () => {
    const table = html('| שם | Place |\n| - | - |\n| Ada | לונדון |');
    expect(table).toContain('<table dir="rtl">');
    expect(table).toContain('<th>שם</th>');
    expect(table).toContain('<th dir="ltr">Place</th>');
    expect(table).toContain('<td>לונדון</td>');
  });
  it('leaves code and all other text as they are', () => {
    expect(html('```\nשלום\n```')).not.toContain('dir=');
    expect(html('שלום', { extensions: false })).toBe('<p>שלום</p>');
  });
});

describe('footnotes', () => {
  it('stand at the end, in the order of their marks', () => {
    const result = html('One[^b] two[^a].\n\n[^a]: Second.\n[^b]: First.\n\nAfter.');
    expect(result.indexOf('After.')).toBeLessThan(result.indexOf('First.'));
    expect(result.indexOf('First.')).toBeLessThan(result.indexOf('Second.'));
    expect(result).toContain('<a id="user-content-fnref1" href="#user-content-fn1">1</a>');
    expect(result).toContain('id="user-content-fn1"');
  });
  it('may be written in place', () => expect(html('Text^[a note].')).toContain('a note'));
  it('without a mark are left out', () =>
    expect(html('Text.\n\n[^a]: Nobody asks.')).not.toContain('Nobody'));
  it('may hold more than a paragraph', () => {
    expect(html('T[^a]\n\n[^a]: One.\n\n    ```js\n    two\n    ```')).toContain(
      '<pre><code class="language-js">',
    );
  });
});

describe('quotes that are notes', () => {
  it('say what they are', () => {
    expect(html('> [!WARNING]\n> Hot.')).toBe(
      '<blockquote class="alert alert-warning">\n<p class="alert-label">Warning</p>\n<p>Hot.</p>\n</blockquote>',
    );
    expect(html('> [!tip]\n>\n> - a')).toBe(
      '<blockquote class="alert alert-tip">\n<p class="alert-label">Tip</p>\n<ul>\n<li>a</li>\n</ul>\n</blockquote>',
    );
  });
  it('are quotes where they are not', () => {
    for (const source of ['> [!OTHER]\n> a', '> a [!NOTE]', '> [!NOTE] a']) {
      expect(html(source)).toMatch(/^<blockquote>/);
    }
  });
});

describe('formulas', () => {
  const options = { math: renderTex };

  it('are set as MathML', () => {
    expect(html('$a_1 * b_2 * c$', options)).toMatch(
      /^<p><span class="katex"><math .*<msub>.*<\/math><\/span><\/p>$/,
    );
    expect(html('$$\n\\frac{a}{b}\n$$', options)).toMatch(/<div class="math-block">.*<mfrac>/);
  });
  it('are not seen in prices', () => {
    expect(html('from $5 to $10, or \\$3 and $4', options)).toBe('<p>from $5 to $10, or $3 and $4</p>');
  });
  it('are not seen in code', () => expect(html('`$a$`', options)).toBe('<p><code>$a$</code></p>'));
  it('show their source while they cannot be set', () => {
    expect(html('$a < b$', { math: () => undefined })).toBe('<p><code class="math">a &lt; b</code></p>');
  });
  it('are plain text without a typesetter', () => expect(html('$a$ and $b$')).toBe('<p>$a$ and $b$</p>'));
  it.each([
    ['links', '$\\href{javascript:alert(1)}{x}$'],
    ['attributes', '$\\htmlData{x onmouseover=alert(1)}{x}$'],
    ['pictures', '$\\includegraphics[alt=x]{https://example.org/x.png}$'],
  ])('make no %s', (_, tex) => {
    expect(html(tex, options)).not.toMatch(/<[^>]*(?:href|src|data-|onmouseover)=/);
  });
  it('stop macros that blow up', () => {
    const begin = process.cpuUsage();
    html(`$$\\edef\\a{xx}${'\\edef\\a{\\a\\a}'.repeat(40)}\\a$$`, options);
    html('$$\\def\\a{\\a\\a}\\a$$', options);
    expect(process.cpuUsage(begin).user / 1000).toBeLessThan(1000);
  });
});

describe('code', () => {
  it('is colored where its language is known', () => {
    const result = html('```js\nlet a = "<b>";\n```', { highlight });
    expect(result).toBe(
      '<pre><code class="language-js"><span class="token keyword">let</span> a <span class="token operator">=</span> ' +
        '<span class="token string">"&lt;b&gt;"</span><span class="token punctuation">;</span>\n</code></pre>',
    );
  });
  it('is plain where it is not', () => {
    expect(html('```klingon\nqo\n```', { highlight })).toBe(
      '<pre><code class="language-klingon">qo\n</code></pre>',
    );
  });
  it.each(['rust,ignore', 'rust {linenos=true}', 'rust{1,3}'])('finds its language in "%s"', (info) => {
    expect(html(`\`\`\`${info}\nfn\n\`\`\``)).toContain('class="language-rust"');
  });
  it('between the tags of Jekyll and Hugo is code too', () => {
    const jekyll = html('{% highlight ruby %}\n# no heading\n{% endhighlight %}', { highlight });
    expect(jekyll).toContain('<span class="token comment"># no heading</span>');
    expect(html('{{< highlight go >}}\n*x*\n{{< /highlight >}}')).toBe(
      '<pre><code class="language-go">*x*\n</code></pre>',
    );
  });
});

describe('what only the generator can expand', () => {
  it.each(['{{ page.title }}', '{% include note.html text="*a*" %}', '{{< ref "a_b_c" >}}', '{{% x %}}'])(
    'is shown as it is: %s',
    (source) => {
      const shown = source.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(html(`a ${source} b`)).toBe(`<p>a <code class="template">${shown}</code> b</p>`);
      expect(html(source)).toBe(`<pre class="template">${shown}</pre>`);
    },
  );
  it('may take several lines', () => {
    expect(html('{{< plot\n  src="a.png"\n>}}\n\nText')).toContain('src="a.png"\n&gt;}}</pre>\n<p>Text</p>');
  });
  it('is code inside of code', () => expect(html('`{{ x }}`')).toBe('<p><code>{{ x }}</code></p>'));
  it('may be the target of a link', () => {
    expect(html('[a post]({% post_url 2024-05-01-x %})')).toBe(
      '<p><a class="template-link" title="{% post_url 2024-05-01-x %}">a post</a></p>',
    );
  });
  it('is seen through where it only names the root of the site', () => {
    const options = { resolveImage: (target: string) => `/files${target}` };
    for (const source of ['{{ site.baseurl }}/a.png', "{{ '/a.png' | relative_url }}", '{% link a.png %}']) {
      expect(html(`![x](${source})`, options)).toContain('src="/files/a.png"');
    }
    expect(html('<img src="{{ site.baseurl }}/a.png">', options)).toContain('src="/files/a.png"');
  });
  it('does not run over what follows when it is not closed', () => {
    expect(html('a {{ b\n\nc')).toBe('<p>a {{ b</p>\n<p>c</p>');
  });
  it('includes the code of MDX, in MDX only', () => {
    const source = "import A from './a'\nimport B from './b'\n\ntext";
    expect(html(source, { mdx: true })).toBe(
      `<pre class="template">import A from './a'\nimport B from './b'</pre>\n<p>text</p>`,
    );
    expect(html(source)).toMatch(/^<p>import/);
  });
  it('includes the tags of components', () => {
    expect(html('<YouTube id="x" />')).toBe('<pre class="template">&lt;YouTube id="x" /&gt;</pre>');
    expect(html('a <lite-youtube videoid="x"> b')).toContain('&lt;lite-youtube videoid="x"&gt;');
  });
  it('is not seen in the mark where a summary ends', () =>
    expect(html('a\n\n<!--more-->\n\nb')).toBe('<p>a</p>\n<p>b</p>'));
});

describe('links', () => {
  it('are made of whole addresses only', () => {
    expect(html('https://a.org www.b.org main.rs c.com')).toBe(
      '<p><a href="https://a.org">https://a.org</a> <a href="http://www.b.org">www.b.org</a> main.rs c.com</p>',
    );
  });
  it('within the site can be resolved', () => {
    const resolveLink = (target: string) => (target === '../b.md' ? '/b/' : undefined);
    expect(html('[b](../b.md) [c](../c.md)', { resolveLink })).toBe(
      '<p><a href="/b/">b</a> <a href="../c.md">c</a></p>',
    );
  });
});

describe('pictures', () => {
  const resolveImage = (target: string) => (target.includes('gone') ? undefined : `/files/${target}`);

  it('of the site are found by the host, in Markdown and in HTML', () => {
    const targets: string[] = [];
    const options = {
      resolveImage(target: string) {
        targets.push(target);
        return resolveImage(target);
      },
    };
    const result = html(
      '![A](<my pic.png> "t")\n\n<img src="b%20c.png" width="20">\n\n![](100%.png)',
      options,
    );
    expect(targets).toEqual(['my%20pic.png', 'b%20c.png', '100%25.png']);
    expect(result).toContain(
      '<img src="/files/my%20pic.png" alt="A" title="t" loading="lazy" decoding="async">',
    );
    expect(result).toContain('width="20"');
  });
  it('that are not there say so', () => {
    expect(html('![A cat](gone.png)', { resolveImage })).toBe(
      '<p><span class="placeholder placeholder-missing">Missing picture · A cat · gone.png</span></p>',
    );
  });
  it.each(['https://example.org/a.png', '//example.org/a.png'])(
    'of other sites wait to be asked for: %s',
    (url) => {
      expect(html(`![A](${url})`)).toBe(
        '<p><span class="placeholder placeholder-remote">Picture on another site · A · https://example.org/a.png</span></p>',
      );
      expect(html(`![A](${url})`, { remoteImages: true })).toContain('<img src="https://example.org/a.png"');
    },
  );
  it('are never loaded without encryption, nor from the machine', () => {
    for (const target of [
      'http://example.org/a.png',
      'file:///a.png',
      '\\\\\\\\server\\a.png',
      'blob:x',
      'data:text/html,x',
    ]) {
      expect(html(`<img src="${target}">`, { remoteImages: true }), target).not.toContain('<img');
    }
  });
  it('may be written into their address', () => {
    expect(html('![](data:image/png;base64,AA==)')).toContain('src="data:image/png;base64,AA=="');
  });
});

describe('raw HTML', () => {
  it('may hold Markdown between its tags', () => {
    expect(html('<details>\n<summary>More</summary>\n\n**bold**\n\n</details>\n\nafter')).toBe(
      '<details>\n<summary>More</summary>\n<p><strong>bold</strong></p>\n</details>\n<p>after</p>',
    );
  });
  it('that is never closed ends with its block', () => {
    expect(html('<div class="a">\n\n*b*')).toBe('<div class="a">\n</div><p><em>b</em></p>');
  });
});

describe('blocks', () => {
  const renderer = createRenderer({ remoteImages: false });

  it('know the lines that they came from', () => {
    const body = '# A\n\ntext\nmore\n\n- b\n- c\n\n```\nd\n```\n';
    expect(renderer.renderBlocks(body).map(({ fromLine, toLine }) => [fromLine, toLine])).toEqual([
      [0, 1],
      [2, 4],
      [5, 8],
      [8, 11],
    ]);
  });
  it('count lines the same with any line end', () => {
    const lines = (body: string) => renderer.renderBlocks(body).map(({ fromLine }) => fromLine);
    expect(lines('a\r\n\r\nb\r\rc\n\nd')).toEqual([0, 2, 4, 6]);
  });
  it('mark the lines inside of them from their own beginning', () => {
    const [list] = renderer.renderBlocks('\n\n- a\n- b\n\n  c\n');
    expect(list?.fromLine).toBe(2);
    expect(
      [...(list?.html.matchAll(/<(li|p) data-line="(\d+)"/g) ?? [])].map(([, tag, line]) => `${tag}${line}`),
    ).toEqual(['li0', 'p0', 'li1', 'p1', 'p3']);
  });
  it('keep their HTML when lines are added above them', () => {
    const before = renderer.renderBlocks('## A\n\n- b\n');
    const after = renderer.renderBlocks('new\n\n\n## A\n\n- b\n');
    expect(after.slice(1).map(({ html }) => html)).toEqual(before.map(({ html }) => html));
  });
  it('share references and footnotes', () => {
    const blocks = renderer.renderBlocks('[a] b[^n]\n\n[a]: /x\n\n[^n]: note');
    expect(blocks).toHaveLength(2);
    expect(blocks[0]?.html).toContain('href="/x"');
    expect(blocks[1]).toMatchObject({ fromLine: 4, html: expect.stringContaining('note') });
  });
  it('together are what is rendered at once', () => {
    const body = '# A\n\n- [ ] b\n\n> c[^1]\n\n<details>\n\nd\n\n</details>\n\n[^1]: e\n';
    const joined = renderer.renderBlocks(body).map(({ html }) => html.replace(/ data-line="\d+"/g, ''));
    expect(joined.join('')).toBe(renderer.render(body));
  });
});
