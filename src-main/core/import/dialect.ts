import type { ConventionName } from '../../common/site/site.ts';

/** What the generator of a blog reads in Markdown beyond Markdown. */
export interface Dialect {
  /** Whether braces and angle brackets are code: MDX. */
  mdx: boolean;
  /** Whose `{{` and `{%` mean more than words, in code as well but for Vue's. */
  templates: 'liquid' | 'hugo' | 'zola' | 'vue' | undefined;
  /** What parts a post's beginning from the rest; empty where nothing does. */
  more: string;
}

const templates: Partial<Record<ConventionName, Dialect['templates']>> = {
  jekyll: 'liquid',
  eleventy: 'liquid',
  hexo: 'liquid',
  hugo: 'hugo',
  zola: 'zola',
  vitepress: 'vue',
};
const more: Partial<Record<ConventionName, string>> = {
  docusaurus: '<!-- truncate -->',
  galley: '<!--more-->',
  hexo: '<!-- more -->',
  hugo: '<!--more-->',
  jekyll: '<!--more-->',
  zola: '<!-- more -->',
};

/**
 * What a new post of a blog is written in.
 *
 * @param fileName of such a post, or what it is made of
 */
export function dialectOf(convention: ConventionName, fileName: string): Dialect {
  const isMdx = /\.mdx$/i.test(fileName);
  return {
    mdx: isMdx || convention === 'docusaurus',
    templates: templates[convention],
    more: isMdx ? (convention === 'docusaurus' ? '{/* truncate */}' : '') : (more[convention] ?? ''),
  };
}

/** Markdown in which what is a template to the generator stays words, and HTML is as the generator reads it. */
export function inDialect(markdown: string, dialect: Dialect): string {
  const words = withoutTemplates(markdown, dialect.templates);
  return dialect.mdx ? withClosedTags(words) : words;
}

function withoutTemplates(markdown: string, kind: Dialect['templates']): string {
  switch (kind) {
    case 'liquid':
      return withRawBlocks(markdown);
    case 'hugo':
      // Hugo shows what it finds between these marks.
      return markdown.replaceAll(/\{\{([<%])((?:(?!\{\{)[\s\S])*?)([>%])\}\}/g, '{{$1/*$2*/$3}}');
    case 'zola':
      return markdown.replaceAll(zolaShortcodes, (_all, inline?: string, begin = '', body = '', end = '') =>
        inline === undefined ? `{%/*${begin}*/%}${body}{%/*${end}*/%}` : `{{/*${inline}*/}}`,
      );
    case 'vue':
      return outsideFences(markdown, withoutInterpolations);
    case undefined:
      return markdown;
  }
}

/** Only these are shortcodes to Zola, which leaves other braces alone: `content.pest` of its source. */
const zolaShortcodes = ((): RegExp => {
  const name = '[A-Za-z_]\\w*';
  const value = String.raw`(?:"[^"]*"|'[^']*'|\x60[^\x60]*\x60|true|false|-?\d+(?:\.\d+)?|\[[^\]]*\])`;
  const given = String.raw`${name}\s*=\s*${value}`;
  const call = String.raw`\s*${name}\s*\(\s*(?:${given}(?:\s*,?\s*${given})*)?\s*\)\s*`;
  return new RegExp(
    String.raw`\{\{(${call})\}\}|\{%(${call})%\}((?:(?!\{%\s*end\s*%\})[\s\S])+)\{%(\s*end\s*)%\}`,
    'g',
  );
})();

const inlineCode = String.raw`(?<!\x60)(\x60+)(?!\x60)(?:(?!\n[ \t]*\n)[\s\S])*?[^\x60]\1(?!\x60)`;
const tag = String.raw`<\/?[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>`;
const linkTarget = String.raw`\]\((?:[^()\n]|\([^()\n]*\))*\)`;
const altText = String.raw`!\[[^\]\n]*\]`;
const interpolation = String.raw`\{\{(?:(?!\n[ \t]*\n|\}\})[\s\S])*\}\}`;
const inVue = new RegExp([inlineCode, tag, altText, linkTarget, interpolation].join('|'), 'gi');

/** Vue reads `{{ … }}` in code within a line too, and never in an attribute: https://vitepress.dev/guide/using-vue */
function withoutInterpolations(text: string): string {
  return text.replaceAll(inVue, (all) =>
    /^[\x60{]/.test(all) && /\{\{[\s\S]*\}\}/.test(all) ? `<span v-pre>${all}</span>` : all,
  );
}

const voidTags =
  /(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?[^`]\1(?!`)|<(area|br|col|embed|hr|img|input|source|track|wbr)\b((?:[^<>"']|"[^"]*"|'[^']*')*?)\s*\/?>/gi;

/** To MDX every tag that begins must end. */
function withClosedTags(markdown: string): string {
  return outsideFences(markdown, (text) =>
    text.replaceAll(voidTags, (all: string, _mark: string | undefined, name?: string, values = '') =>
      name === undefined ? all : `<${name}${values} />`,
    ),
  );
}

/** Blocks of Markdown with Liquid's signs in them stand between marks that leave them as they are. */
function withRawBlocks(markdown: string): string {
  if (!/\{[{%]/.test(markdown)) return markdown;
  return blocksOf(markdown)
    .map((block) => (/\{[{%]/.test(block) ? `{% raw %}\n${block}\n{% endraw %}` : block))
    .join('\n\n');
}

/** Parted at empty lines, but for those in code. */
function blocksOf(markdown: string): string[] {
  const blocks: string[][] = [[]];
  for (const { line, isCode } of linesOf(markdown)) {
    if (line.trim() === '' && !isCode) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
}

/** Changes what stands between blocks of code. */
function outsideFences(markdown: string, change: (text: string) => string): string {
  const parts: { isCode: boolean; lines: string[] }[] = [];
  for (const { line, isCode } of linesOf(markdown)) {
    const last = parts.at(-1);
    if (last?.isCode === isCode) last.lines.push(line);
    else parts.push({ isCode, lines: [line] });
  }
  return parts.map(({ isCode, lines }) => (isCode ? lines.join('\n') : change(lines.join('\n')))).join('\n');
}

/** Each line, and whether it belongs to a block of code between fences. */
function* linesOf(markdown: string): Generator<{ line: string; isCode: boolean }> {
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^[ >]*(?:[-*+] |\d+\. )*(`{3,}|~{3,})/.exec(line)?.[1];
    const isCode = fence !== undefined || mark !== undefined;
    if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else fence ??= mark;
    yield { line, isCode };
  }
}
