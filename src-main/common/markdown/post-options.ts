import type { ConventionName } from '../site/site.ts';
import type { RenderOptions } from './render.ts';

/** What decides, besides its body, how a post is read. */
export interface RenderedPost {
  path: string;
  /** What makes the site of it. */
  generator?: ConventionName | undefined;
  /** The front matter's values, for shortcodes that show one. */
  values?: Readonly<Record<string, unknown>> | undefined;
}

/** How the body of a post is read, the same wherever it is shown as its author sees it. */
export function postOptions({
  path,
  generator,
  values = {},
}: RenderedPost): Pick<RenderOptions, 'mdx' | 'liquidInCode' | 'param'> {
  return {
    mdx: /\.mdx$/i.test(path) || generator === 'docusaurus',
    liquidInCode: generator === 'jekyll' || generator === 'eleventy',
    param: (name) => textOf(values, name),
  };
}

/** Whether a body may refer to other posts in a generator's own words, so that these must be known to show it. */
export function mayReferToPosts(body: string): boolean {
  return /\{[{%]|@\//.test(body);
}

/** A value of the front matter as Hugo's `param` shows it; names of nested values are joined by dots. */
function textOf(values: Readonly<Record<string, unknown>>, name: string): string | undefined {
  let value: unknown = values;
  for (const key of name.split('.')) {
    const isGroup = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    value = isGroup ? (value as Record<string, unknown>)[key] : undefined;
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
