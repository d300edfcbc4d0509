import { describe, expect, it } from 'vitest';
import type { ConventionName } from '../../../../src-main/common/site/site.ts';
import { definedSnippets, mayDefineSnippets } from '../../../../src-main/common/site/snippets/defined.ts';
import type { SiteSnippet } from '../../../../src-main/common/site/snippets/snippet.ts';
import { usedSnippets } from '../../../../src-main/common/site/snippets/used.ts';

/** A snippet's text with what is to be filled in between double brackets. */
const textOf = ({ parts }: SiteSnippet) =>
  parts.map((part) => (typeof part === 'string' ? part : `[[${part.fill}]]`)).join('');

describe('a snippet that the blog makes', () => {
  it.each<[ConventionName, string, string, string[]]>([
    [
      'hugo',
      'layouts/shortcodes/note.html',
      '{{/* .Get "old" */}}<div class="{{ .Get "kind" | default "info" }}" id="{{ .Get `id` }}">{{ .Inner | markdownify }}</div>',
      ['{{< note kind="[[kind]]" id="[[id]]" >}}\n[[text]]\n{{< /note >}}'],
    ],
    [
      'hugo',
      'themes/a/layouts/_shortcodes/media/clip.html',
      '{{ $id := .Get 0 }}{{ .Get 1 }}',
      ['{{< media/clip "[[1]]" "[[2]]" >}}'],
    ],
    ['hugo', 'layouts/shortcodes/now.html', '{{ now }}', ['{{< now >}}']],
    [
      'jekyll',
      '_includes/figure.html',
      '<img src="{{ include.src }}" alt="{{ include.alt | escape }}">{% if include.src %}x{% endif %}',
      ['{% include figure.html src="[[src]]" alt="[[alt]]" %}'],
    ],
    ['jekyll', '_includes/head.html', '<head>{{ page.title }}</head>', []],
    [
      'zola',
      'templates/shortcodes/photo.html',
      '{# note #}{% set small = width / 2 %}<img src="{{ get_url(path=src) }}" alt="{{ alt | default(value="none") }}" width="{{ small }}">{{ config.title }}',
      ['{{ photo(src="[[src]]", alt="[[alt]]", width="[[width]]") }}'],
    ],
    [
      'zola',
      'templates/shortcodes/quote.md',
      '> {{ body }}\n{% if author %}-- {{ author }}{% endif %}',
      ['{% quote(author="[[author]]") %}\n[[text]]\n{% end %}'],
    ],
    [
      'hexo',
      'scripts/tags.js',
      "hexo.extend.tag.register('note', (args, body) => body, { ends: true });\nhexo.extend.tag.register('clip', (args) => args[0]);",
      ['{% note [[values]] %}\n[[text]]\n{% endnote %}', '{% clip [[values]] %}'],
    ],
    [
      'eleventy',
      'eleventy.config.js',
      `eleventyConfig.addShortcode("clip", (id, title) => id);
eleventyConfig.addPairedShortcode('callout', function (content, kind = "info") { return content; });
eleventyConfig.addAsyncShortcode("image", async (src, alt) => src);`,
      [
        '{% clip "[[id]]", "[[title]]" %}',
        '{% callout "[[kind]]" %}\n[[text]]\n{% endcallout %}',
        '{% image "[[src]]", "[[alt]]" %}',
      ],
    ],
  ])('for %s in %s has the parameters that it reads', (convention, path, text, expected) => {
    expect(mayDefineSnippets(convention, path)).toBe(true);
    expect(definedSnippets(convention, { path, text }).map(textOf)).toEqual(expected);
  });

  it.each<[ConventionName, string]>([
    ['hugo', 'layouts/_default/single.html'],
    ['zola', 'templates/page.html'],
    ['astro', 'src/components/Note.astro'],
    ['jekyll', '_layouts/post.html'],
  ])('is in no other file: %s, %s', (convention, path) =>
    expect(mayDefineSnippets(convention, path)).toBe(false),
  );
});

describe('a snippet that other posts use', () => {
  const posts = [
    {
      path: 'src/content/blog/old/index.mdx',
      text: `import Note from '../../../components/Note.astro';
import { Tabs, Tab } from "@site/tabs";

<Note kind="warning" count={3}>Beware</Note>
<Note title='x'>Beware</Note>
<Chart />
<Tabs>
</Tabs>`,
    },
  ];

  it('is a component, with the line that brings it as this post must write it', () => {
    const found = usedSnippets('astro', posts, 'src/content/blog/new.mdx');
    expect(found.map((one) => [one.name, textOf(one), one.needs])).toEqual([
      [
        'Note',
        '<Note kind="[[kind]]" count={[[count]]} title="[[title]]">\n[[text]]\n</Note>',
        "import Note from '../../components/Note.astro';",
      ],
      ['Chart', '<Chart />', undefined],
      ['Tabs', '<Tabs>\n[[text]]\n</Tabs>', 'import { Tabs, Tab } from "@site/tabs";'],
    ]);
  });

  it('is none for a post that is no MDX', () => {
    expect(usedSnippets('astro', posts, 'src/content/blog/new.md')).toEqual([]);
  });

  it('is a shortcode of a theme that lies elsewhere', () => {
    const text =
      '{{< lead >}}\nWords\n{{< /lead >}}\n{{% alert color="red" title="x" %}} {{< icon "sun" >}} {{< icon sun big >}}';
    expect(usedSnippets('hugo', [{ path: 'a.md', text }], 'b.md').map(textOf)).toEqual([
      '{{< lead >}}\n[[text]]\n{{< /lead >}}',
      '{{% alert color="[[color]]" title="[[title]]" %}}',
      '{{< icon "[[1]]" "[[2]]" >}}',
    ]);
  });
});
