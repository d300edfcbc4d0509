import type { ConventionName } from '../site.ts';
import { type SiteSnippet, snippetOf } from './snippet.ts';

const hugo = {
  // https://gohugo.io/shortcodes/
  figure: '{{< figure src="[[src]]" alt="[[alt]]" caption="[[caption]]" >}}',
  highlight: '{{< highlight [[language]] >}}\n[[code]]\n{{< /highlight >}}',
  youtube: '{{< youtube [[id]] >}}',
  vimeo: '{{< vimeo [[id]] >}}',
  x: '{{< x user="[[user]]" id="[[id]]" >}}',
  instagram: '{{< instagram [[id]] >}}',
  gist: '{{< gist [[user]] [[id]] >}}',
  details: '{{< details summary="[[summary]]" >}}\n[[text]]\n{{< /details >}}',
  ref: '{{< ref "[[path]]" >}}',
  relref: '{{< relref "[[path]]" >}}',
  param: '{{< param "[[name]]" >}}',
};

const jekyll = {
  // https://jekyllrb.com/docs/liquid/tags/
  highlight: '{% highlight [[language]] %}\n[[code]]\n{% endhighlight %}',
  post_url: '{% post_url [[post]] %}',
  link: '{% link [[path]] %}',
  raw: '{% raw %}[[text]]{% endraw %}',
};

const hexo = {
  // https://hexo.io/docs/tag-plugins
  blockquote: '{% blockquote [[author]] %}\n[[text]]\n{% endblockquote %}',
  codeblock: '{% codeblock [[title]] lang:[[language]] %}\n[[code]]\n{% endcodeblock %}',
  pullquote: '{% pullquote %}\n[[text]]\n{% endpullquote %}',
  iframe: '{% iframe [[address]] %}',
  img: '{% img [[address]] "[[title]]" %}',
  link: '{% link [[words]] [[address]] %}',
  include_code: '{% include_code [[path]] %}',
  post_link: '{% post_link [[post]] [[words]] %}',
  asset_img: '{% asset_img [[file]] [[words]] %}',
  asset_link: '{% asset_link [[file]] [[words]] %}',
};

const liquid = { raw: '{% raw %}[[text]]{% endraw %}' };

function boxes(names: readonly string[], open: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${open}${name}\n\n[[text]]\n\n:::`]));
}

const builtIn: Record<ConventionName, { label: string; texts: Record<string, string> }> = {
  hugo: { label: 'Hugo', texts: hugo },
  jekyll: { label: 'Jekyll', texts: jekyll },
  hexo: { label: 'Hexo', texts: hexo },
  eleventy: { label: 'Eleventy', texts: liquid },
  // https://docusaurus.io/docs/markdown-features/admonitions
  docusaurus: { label: 'Docusaurus', texts: boxes(['note', 'tip', 'info', 'warning', 'danger'], ':::') },
  // https://vitepress.dev/guide/markdown#custom-containers
  vitepress: { label: 'VitePress', texts: boxes(['info', 'tip', 'warning', 'danger', 'details'], '::: ') },
  zola: { label: 'Zola', texts: {} },
  astro: { label: 'Astro', texts: {} },
  gatsby: { label: 'Gatsby', texts: {} },
  next: { label: 'Next.js', texts: {} },
  galley: { label: 'Galley', texts: {} },
  plain: { label: 'Markdown', texts: {} },
};

/** What the generator itself brings. */
export function builtInSnippets(convention: ConventionName): SiteSnippet[] {
  const { label, texts } = builtIn[convention];
  return Object.entries(texts).map(([name, text]) => snippetOf(name, label, text));
}
