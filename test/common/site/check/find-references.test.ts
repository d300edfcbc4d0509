import { describe, expect, it } from 'vitest';
import { findReferences } from '../../../../src-main/common/site/check/find-references.ts';

/** Kind and target of each reference in a body. */
function references(body: string): string[] {
  return findReferences(body, 0).map(({ kind, target }) => `${kind} ${target}`);
}

describe('findReferences', () => {
  it('finds links, pictures and definitions of Markdown', () => {
    expect(references('[a](b.md "t") ![c](<d e.png>)\n\n[f]: ./g.md\n\n[h][f]')).toEqual([
      'link b.md',
      'image d e.png',
      'link ./g.md',
    ]);
  });

  it('finds links and pictures of HTML, in blocks and within lines', () => {
    expect(
      references('<p><a class="x" href="/a/?b=1&amp;c=2">t</a></p>\n\ntext <img alt="" src=\'d.png\'>'),
    ).toEqual(['link /a/?b=1&c=2', 'image d.png']);
  });

  it('keeps templates as they are written', () => {
    expect(references('![a]({{ "/b c.png" | relative_url }}) [d]({{ site.baseurl }}/e/)')).toEqual([
      'image {{ "/b c.png" | relative_url }}',
      'link {{ site.baseurl }}/e/',
    ]);
  });

  it('finds the references that only generators read', () => {
    expect(
      references(
        '[a]({% post_url 2024-01-02-b %}) {% link c/d.pdf %} {% post_link e "F g" %} {% asset_img left h.png %}\n' +
          '[i]({{< ref "j.md#k" >}}) {{% relref path="l" lang="en" %}} {{< figure src="m.png" >}}',
      ),
    ).toEqual([
      'link {% post_url 2024-01-02-b %}',
      'post_url 2024-01-02-b',
      'link-tag c/d.pdf',
      'post_link e',
      'asset h.png',
      'link {{< ref "j.md#k" >}}',
      'ref j.md#k',
      'ref l',
      'image m.png',
    ]);
  });

  it('tells the language that a reference names', () => {
    const found = findReferences('{{< ref path="a" lang="fr" >}} {{< ref "b" >}}', 0);
    expect(found.map(({ language }) => language)).toEqual(['fr', undefined]);
  });

  it('leaves code, comments and raw blocks alone', () => {
    const body = [
      '`[a](b)` <code>[a](b)</code> <!-- [a](b) -->',
      '```\n[a](b) {% post_url c %}\n```',
      '    [a](b)',
      '{% raw %}[a](b) {% link c %}{% endraw %}',
      '{% highlight md %}\n[a](b)\n{% endhighlight %}',
      '<pre>\n<a href="b">a</a>\n</pre>',
      '{{</* ref "c" */>}}',
    ];
    expect(references(body.join('\n\n'))).toEqual([]);
  });

  it('tells labels that are explained nowhere', () => {
    expect(references('[a][B  c] [d][e] [^1] [x]\n\n[b C]: /y/\n')).toEqual(['label e', 'link /y/']);
  });

  it('tells pictures that have no text in their place', () => {
    const lacking = (body: string) => findReferences(body, 0).some(({ lacksAlt }) => lacksAlt);
    expect(lacking('![](a.png)')).toBe(true);
    expect(lacking('![ ][a]\n\n[a]: b.png')).toBe(true);
    expect(lacking('<img src="a.png">')).toBe(true);
    expect(lacking('![a](a.png) <img alt="" src="a.png"> <img {...a} src="b.png">')).toBe(false);
  });

  it('gives offsets in the whole text', () => {
    const text = '---\na: 1\n---\nx ![b](c.png)';
    expect(findReferences(text, 13).map(({ offset }) => text.slice(offset))).toEqual(['![b](c.png)']);
  });

  it('needs time for each byte and not for each pair of them', () => {
    for (const piece of ['<code>', '{% raw %}', '<!--', '[', '![', '<a href="', '{{', '{% link ']) {
      expect(findReferences(piece.repeat(100_000 / piece.length), 0).length).toBeLessThan(100_000);
    }
  });
});
