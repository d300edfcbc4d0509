import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { type Dialect, dialectOf } from '../../../src-main/core/import/dialect.ts';
import {
  htmlToPost,
  moreMark,
  type NewPlaces,
  withParagraphs,
} from '../../../src-main/core/import/html-to-post.ts';
import { sharedFolder } from '../../helpers/shared.ts';

const asThere: NewPlaces = { image: () => undefined, link: () => undefined };
const plain: Dialect = { mdx: false, templates: undefined, more: '<!--more-->' };
const write = (html: string, dialect: Partial<Dialect> = {}) =>
  htmlToPost(html, asThere, { ...plain, ...dialect });

describe('HTML as Markdown', () => {
  it('keeps words that look like HTML, or like a name of a character in it', () => {
    const text = 'Use the <div> tag, </p>, <!-- and --> &amp; a < b, &copy; {{ x }}';
    const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(write(`<p>${html}</p>`)).toBe(
      'Use the &lt;div> tag, &lt;/p>, &lt;!-- and --> &amp;amp; a < b, &amp;copy; {{ x }}',
    );
  });

  it('leaves code as it is in lists and quotes', () => {
    const code = '<pre><code class="language-js">let a;\n\n\nlet b;   \n```\n</code></pre>';
    expect(write(`<ul><li>one${code}</li></ul><blockquote>${code}</blockquote>`)).toBe(
      [
        '- one',
        '  ',
        '  ````js',
        '  let a;',
        '  ',
        '  ',
        '  let b;   ',
        '  ```',
        '  ````',
        '',
        '> ````js',
        '> let a;',
        '> ',
        '> ',
        '> let b;   ',
        '> ```',
        '> ````',
      ]
        .join('\n')
        .replace('- one\n  \n', '- one\n\n'),
    );
  });

  it('leaves out what runs, and what leads to it', () => {
    const html =
      '<p onclick="a()">Text<script>alert(1)</script><style>p{}</style> <a href="JaVaScRiPt:alert(1)">a</a> <a href=" data:text/html,x">b</a> <a href="/c">c</a></p><form><input></form>';
    expect(write(html)).toBe('Text a b [c](/c)');
  });

  it('takes the picture itself where the page loads it late, and not the larger one behind it', () => {
    const html =
      '<p><img src="data:image/gif;base64,R0" data-src="https://a.example/a b.png" alt="An [old] kite"></p><p><a href="/big.png"><img src="/small.png"></a></p>';
    expect(write(html)).toBe(
      '![An \\[old\\] kite](https://a.example/a%20b.png)\n\n[![](/small.png)](/big.png)',
    );
    const moved = {
      image: () => ({ before: '![', after: '](/here.png)', asksAlt: true, target: '/here.png' }),
      link: () => undefined,
    };
    expect(htmlToPost(html, moved, plain)).toBe('![An \\[old\\] kite](/here.png)\n\n![](/here.png)');
  });

  it('makes paragraphs and breaks of what an editor left to WordPress', () => {
    const typed =
      'One <b>bold</b>\nline.\n\nTwo\n<blockquote>Said.\n\nTwice.</blockquote>\nThree\n<pre>a\n\nb</pre>\n\n\n<h2>Part</h2>Four';
    expect(write(withParagraphs(typed))).toBe(
      'One **bold**  \nline.\n\nTwo\n\n> Said.\n>\n> Twice.\n\nThree\n\n```\na\n\nb\n```\n\n## Part\n\nFour',
    );
  });

  it('marks words within words, and beside punctuation, so that they are read as marked', () => {
    const html =
      '<p>W<em>ord</em>s, 中文<em>强调</em>中文, <strong>Note:</strong>text, <b>“强调”</b>中文, a<em> b </em>c, <em>d</em>.</p>';
    expect(write(html)).toBe(
      'W*ord*s, 中文*强调*中文, <strong>Note:</strong>text, <strong>“强调”</strong>中文, a _b_ c, _d_.',
    );
  });

  it('links each paragraph of a card, which Markdown cannot link whole', () => {
    const card =
      '<figure><a href="https://a.example/"><div><div>Title</div><div>Words <img src="/t.png"></div></div></a></figure>';
    expect(write(card)).toBe('[Title](https://a.example/)\n\n[Words ![](/t.png)](https://a.example/)');
  });

  it('links to what only a script or player would show', () => {
    const html = [
      '<figure><script src="https://gist.github.com/ada/0a1b.js"></script></figure>',
      '<blockquote class="twitter-tweet"><a href="https://twitter.com/ada/status/1"></a></blockquote>',
      '<object><param name="movie" value="x"><embed src="https://www.youtube.com/v/abc"></object>',
    ].join('');
    expect(write(html)).toBe(
      '<https://gist.github.com/ada/0a1b>\n\n> <https://twitter.com/ada/status/1>\n\n<https://www.youtube.com/v/abc>',
    );
  });

  it('has no marks of its own in the text', () => {
    expect(write('<p>a\uFDD1b\uFDD20\uFDD2c</p><pre>x\uFDD1</pre>')).toBe('ab0c\n\n```\nx\n```');
  });
});

describe('what generators read beyond Markdown', () => {
  const liquid = '<p>Plain.</p><p>Say {{ name }}.</p><pre>{% if x %}\n\n{% endif %}</pre>';

  it('stays words where Liquid reads texts', () => {
    expect(write(liquid, { templates: 'liquid' })).toBe(
      'Plain.\n\n{% raw %}\nSay {{ name }}.\n{% endraw %}\n\n{% raw %}\n```\n{% if x %}\n\n{% endif %}\n```\n{% endraw %}',
    );
    expect(write(liquid)).not.toContain('raw');
  });

  it('stays words where Hugo reads shortcodes', () => {
    expect(write('<p>A {{&lt; x >}} b</p><pre>{{% note %}}\n{{ y }}</pre>', { templates: 'hugo' })).toBe(
      'A {{</* x */>}} b\n\n```\n{{%/* note */%}}\n{{ y }}\n```',
    );
  });

  it('stays words where Zola reads shortcodes, and only these', () => {
    const words = '{{ youtube(id="a)b") }}, {{ name }}, {{ t("a") }} and {% quote() %}x {{ y() }}{% end %}';
    expect(write(`<p>${words}</p><pre>{{ y(n=1) }}</pre>`, { templates: 'zola' })).toBe(
      '{{/* youtube(id="a)b") */}}, {{ name }}, {{ t("a") }} and {%/* quote() */%}x {{ y() }}{%/* end */%}\n\n```\n{{/* y(n=1) */}}\n```',
    );
  });

  it('stays words where Vue reads texts, but for blocks of code and attributes', () => {
    const html =
      '<p>Say {{ name }}, <code>{{ x }}</code> and {one} <a href="/a{{b}}">c</a>.</p><ul><li><pre>{{ y }}</pre></li></ul>';
    expect(write(html, { templates: 'vue' })).toBe(
      'Say <span v-pre>{{ name }}</span>, <span v-pre>`{{ x }}`</span> and {one} [c](/a{{b}}).\n\n- ```\n  {{ y }}\n  ```',
    );
  });

  it('ends each tag where MDX wants its end', () => {
    const html =
      '<details><summary>a</summary>b<br>c <img src="/a.png" alt="x > y"></details><p><code>&lt;br></code></p><pre>&lt;br></pre>';
    expect(write(html, { mdx: true })).toBe(
      '<details><summary>a</summary>b<br />c <img src="/a.png" alt="x &gt; y" /></details>\n\n`<br>`\n\n```\n<br>\n```',
    );
  });

  it('stays words where braces are code', () => {
    const html =
      '<p>A {brace}, a &lt; b, <a href="https://a.example/">https://a.example/</a></p><iframe src="https://b.example/" style="a:b"></iframe>';
    expect(write(html, { mdx: true })).toBe(
      'A \\{brace\\}, a &lt; b, [https://a.example/](https://a.example/)\n\n<iframe src="https://b.example/"></iframe>',
    );
  });

  it.each([
    ['docusaurus', 'blog/a.md', '<!-- truncate -->'],
    ['docusaurus', 'blog/a.mdx', '{/* truncate */}'],
    ['hexo', '{slug}.md', '<!-- more -->'],
    ['astro', 'a.mdx', ''],
  ] as const)('parts a post of %s (%s) by its own mark', (convention, fileName, mark) => {
    const text = htmlToPost(`<p>a</p><p>${moreMark}</p><p>b</p>`, asThere, dialectOf(convention, fileName));
    expect(text).toBe(['a', mark, 'b'].filter((part) => part !== '').join('\n\n'));
  });
});

const suites = sharedFolder('suites');

describe.skipIf(!suites)('strings that break programs (needs ../shared)', () => {
  it('come through as the words that they are', () => {
    const strings: string[] = JSON.parse(
      readFileSync(join(suites ?? '', 'naughty-strings/blns.json'), 'utf8'),
    );
    const renderer = createRenderer({ remoteImages: false });
    // Addresses are shown in their usual spelling, and templates by their names.
    const plainStrings = strings.filter((words) => !/https?:|\{[{%]/.test(words));
    expect(plainStrings.length).toBeGreaterThan(400);
    const changed = plainStrings.filter((words) => {
      const html = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      const rendered = renderer.render(write(`<p>${html}</p>`));
      return plainWords(shown(rendered)) !== plainWords(words);
    });
    expect(changed).toEqual([]);
  });
});

/** The words of a page. */
function shown(html: string): string {
  const names = { lt: '<', gt: '>', quot: '"', amp: '&' } as const;
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|amp);/g, (_all, name: keyof typeof names) => names[name]);
}

function plainWords(text: string): string {
  return text.replaceAll(/[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cc}]+/gu, '');
}
