import type { ConventionName } from '../../common/site/site.ts';

/** What the generator of a blog reads in Markdown beyond Markdown. */
export interface Dialect {
  /** Whether braces and angle brackets are code: MDX. */
  mdx: boolean;
  /** Whether `{{` and `{%` are Liquid's or Nunjucks's, in code as well. */
  liquid: boolean;
  /** Whether `{{<` and `{{%` begin a shortcode of Hugo's, in code as well. */
  shortcodes: boolean;
  /** What parts a post's beginning from the rest; empty where nothing does. */
  more: string;
}

const liquid: ReadonlySet<ConventionName> = new Set(['jekyll', 'eleventy', 'hexo']);
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
 * @param neighbour path of a post that is there; undefined where there is none
 */
export function dialectOf(convention: ConventionName, neighbour: string | undefined): Dialect {
  const isMdx = neighbour !== undefined && /\.mdx$/i.test(neighbour);
  return {
    mdx: isMdx || convention === 'docusaurus',
    liquid: liquid.has(convention),
    shortcodes: convention === 'hugo',
    more: isMdx ? (convention === 'docusaurus' ? '{/* truncate */}' : '') : (more[convention] ?? ''),
  };
}

/** Markdown in which what is a template to the generator stays words. */
export function withoutTemplates(markdown: string, dialect: Dialect): string {
  if (dialect.liquid) return withRawBlocks(markdown);
  // Hugo shows what it finds between these marks.
  return dialect.shortcodes
    ? markdown.replaceAll(/\{\{([<%])((?:(?!\{\{)[\s\S])*?)([>%])\}\}/g, '{{$1/*$2*/$3}}')
    : markdown;
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
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^[ >]*(?:[-*+] |\d+\. )*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else fence ??= mark;
    if (line.trim() === '' && fence === undefined) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
}
