import type { ConventionName } from '../site.ts';
import { type SiteSnippet, type SnippetSource, snippetOf, unique } from './snippet.ts';

interface Definitions {
  /** Files that may define snippets; the name is in the first group where the file is one. */
  files: RegExp;
  read(source: SnippetSource, name: string): SiteSnippet[];
}

const definitions: Partial<Record<ConventionName, Definitions>> = {
  hugo: {
    files: /^(?:themes\/[^/]+\/)?layouts\/_?shortcodes\/(.+?)\.(?:html|md)$/,
    read: readHugo,
  },
  jekyll: { files: /^_includes\/(.+)$/, read: readJekyll },
  zola: {
    files: /^(?:themes\/[^/]+\/)?templates\/shortcodes\/(.+?)\.(?:html|md)$/,
    read: readZola,
  },
  hexo: { files: /^(?:themes\/[^/]+\/)?scripts\/(.+)\.[cm]?[jt]s$/, read: readHexo },
  eleventy: {
    files: /^(?:eleventy\.config|\.eleventy|(?:.*\/)?[\w-]*shortcodes?[\w-]*)\.[cm]?[jt]s$/,
    read: readEleventy,
  },
};

/** Whether the blog's own snippets may be made in this file. The path is relative to the site's folder. */
export function mayDefineSnippets(convention: ConventionName, path: string): boolean {
  return definitions[convention]?.files.test(path) ?? false;
}

/** The snippets that a file of the blog or of its theme makes, with the parameters that it reads. */
export function definedSnippets(convention: ConventionName, source: SnippetSource): SiteSnippet[] {
  const found = definitions[convention];
  const name = found?.files.exec(source.path)?.[1] ?? '';
  return found?.read(source, name) ?? [];
}

/** https://gohugo.io/templates/shortcode/ */
function readHugo({ path, text }: SnippetSource, name: string): SiteSnippet[] {
  const actions = [...text.matchAll(/\{\{(?!\/\*)([\s\S]*?)\}\}/g)]
    .map(([, inside = '']) => inside)
    .join('\n');
  const named = unique([
    ...[...actions.matchAll(/\.Get\s+["'`]([\w-]+)["'`]/g)].map(([, key]) => key),
    ...[...actions.matchAll(/\.Params\.(\w+)/g)].map(([, key]) => key),
  ]);
  const placed = unique([...actions.matchAll(/\.Get\s+(\d)/g)].map(([, place]) => place)).sort();
  const words =
    named.length > 0
      ? named.map((key) => ` ${key}="[[${key}]]"`).join('')
      : placed.map((place) => ` "[[${Number(place) + 1}]]"`).join('');
  const isPaired = /\.Inner\b/.test(actions);
  const open = `{{< ${name}${words} >}}`;
  return [snippetOf(name, path, isPaired ? `${open}\n[[text]]\n{{< /${name} >}}` : open)];
}

/** https://jekyllrb.com/docs/includes/: those with parameters; the others are parts of pages. */
function readJekyll({ path, text }: SnippetSource, name: string): SiteSnippet[] {
  const keys = unique([...text.matchAll(/\binclude\.([\w-]+)/g)].map(([, key]) => key));
  if (keys.length === 0) return [];
  return [
    snippetOf(name, path, `{% include ${name}${keys.map((key) => ` ${key}="[[${key}]]"`).join('')} %}`),
  ];
}

const teraWords: ReadonlySet<string> = new Set([
  ...[
    'and',
    'body',
    'config',
    'current_path',
    'current_url',
    'else',
    'endif',
    'false',
    'if',
    'in',
    'is',
    'lang',
  ],
  ...[
    'loop',
    'macros',
    'not',
    'now',
    'nth',
    'or',
    'page',
    'paginator',
    'section',
    'self',
    'true',
    'zola_version',
  ],
]);

/** https://www.getzola.org/documentation/content/shortcodes/ */
function readZola({ path, text }: SnippetSource, name: string): SiteSnippet[] {
  const blocks = text.replace(/\{#[\s\S]*?#\}/g, '');
  const own = new Set(
    [...blocks.matchAll(/\{%-?\s*(?:set|set_global|for)\s+(\w+)/g)].map(([, word]) => word),
  );
  const expressions = [
    ...[...blocks.matchAll(/\{\{-?([\s\S]*?)-?\}\}/g)].map(([, inside = '']) => inside),
    ...[...blocks.matchAll(/\{%-?\s*(?:if|elif|set\s+\w+\s*=|for\s+\w+\s+in)([\s\S]*?)-?%\}/g)].map(
      ([, inside = '']) => inside,
    ),
  ].map((inside) => inside.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, ''));
  // Neither fields of a value, filters, functions, nor names of arguments.
  const words = expressions.flatMap((inside) =>
    [...inside.matchAll(/(?<![.\w|])(?<!\|\s*)([A-Za-z_]\w*)(?!\s*[(\w:]|\s*=[^=])/g)].map(
      ([, word]) => word,
    ),
  );
  const keys = unique(words).filter((word) => !own.has(word) && !teraWords.has(word));
  const call = `${name.replaceAll('/', '::')}(${keys.map((key) => `${key}="[[${key}]]"`).join(', ')})`;
  const isPaired = expressions.some((inside) => /\bbody\b/.test(inside));
  return [snippetOf(name, path, isPaired ? `{% ${call} %}\n[[text]]\n{% end %}` : `{{ ${call} }}`)];
}

/** https://hexo.io/api/tag */
function readHexo({ path, text }: SnippetSource): SiteSnippet[] {
  return [...text.matchAll(/extend\.tag\.register\(\s*["'`](\w+)["'`]/g)].map(({ 1: name = '', index }) => {
    const next = text.indexOf('tag.register(', index + 20);
    const own = text.slice(index, next === -1 ? undefined : next);
    const isPaired = /ends\s*:\s*true/.test(own) || /,\s*true\s*\)/.test(own);
    const open = `{% ${name} [[values]] %}`;
    return snippetOf(name, path, isPaired ? `${open}\n[[text]]\n{% end${name} %}` : open);
  });
}

/** https://www.11ty.dev/docs/shortcodes/ */
function readEleventy({ path, text }: SnippetSource): SiteSnippet[] {
  const calls =
    /\.add(?:Async|Nunjucks|Liquid|NunjucksAsync)?(Paired)?(?:Async|Nunjucks|Liquid|NunjucksAsync)?Shortcode\(\s*["'`]([\w-]+)["'`]\s*(?:,\s*(?:async\s*)?(?:function\s*\w*\s*)?\(([^)]*)\))?/g;
  return [...text.matchAll(calls)].map(([, paired, name = '', values = '']) => {
    const keys = values
      .split(',')
      .map((value) => /^\s*(?:\{\s*)?(\w+)/.exec(value)?.[1])
      .filter((key) => key !== undefined);
    const own = paired ? keys.slice(1) : keys;
    const words = own.map((key) => `"[[${key}]]"`).join(', ');
    const open = `{% ${name}${words && ` ${words}`} %}`;
    return snippetOf(name, path, paired ? `${open}\n[[text]]\n{% end${name} %}` : open);
  });
}
