import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a Hugo site with these posts and a theme that makes what Galley's does: lists, tags, archive, feeds, sitemap. */
export function hugoSite(posts: string): Record<string, string> {
  const content = Object.fromEntries(
    readdirSync(posts).map((name) => [`content/posts/${name}`, readFileSync(join(posts, name), 'utf8')]),
  );
  return { ...files, ...content };
}

const files: Record<string, string> = {
  'config.yaml': `baseURL: https://e.example/
languageCode: en
title: Generated
paginate: 50
permalinks:
  posts: /:slug/
taxonomies:
  tag: tags
markup:
  highlight:
    noClasses: false
outputs:
  home: [HTML, RSS]
  section: [HTML]
  taxonomy: [HTML]
  term: [HTML]
rssLimit: 20
`,
  'layouts/_default/baseof.html': `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:description" content="{{ .Description }}">
<meta property="og:url" content="{{ .Permalink }}">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="/">{{ site.Title }}</a><nav><ul><li><a href="/posts/">Archive</a></li><li><a href="/tags/">Tags</a></li></ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><a href="/index.xml">RSS</a></footer>
</body>
</html>
`,
  'layouts/partials/entries.html': `<ol>{{ range . }}<li><article><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "January 2, 2006" }}</time></p><p>{{ .Description }}</p></article></li>{{ end }}</ol>
`,
  'layouts/index.html': `{{ define "main" }}{{ $pages := (.Paginate (where site.RegularPages "Type" "posts")).Pages }}{{ partial "entries.html" $pages }}{{ with .Paginator.Next }}<a rel="next" href="{{ .URL }}">Older</a>{{ end }}{{ end }}
`,
  'layouts/_default/single.html': `{{ define "main" }}<article><h1>{{ .Title }}</h1><p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "January 2, 2006" }}</time> · {{ .ReadingTime }} min read</p>{{ .Content }}<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></article><nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
`,
  'layouts/_default/list.html': `{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := (.Paginate .Pages).Pages }}{{ partial "entries.html" $pages }}{{ with .Paginator.Next }}<a rel="next" href="{{ .URL }}">Older</a>{{ end }}{{ end }}
`,
  'layouts/posts/list.html': `{{ define "main" }}<h1>Archive</h1>{{ range .Pages.GroupByDate "2006" }}<h2>{{ .Key }}</h2><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "January 2, 2006" }}</time></li>{{ end }}</ul>{{ end }}{{ end }}
`,
  'static/style.css': 'body { max-width: 42rem; margin: auto }\n',
};
