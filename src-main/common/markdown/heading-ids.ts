import type { Token } from 'markdown-exit';
import { takeTrailingList } from './attributes.ts';

/** The ids of a body's headings. */
export interface HeadingIds {
  /** Ids of the headings among these tokens, as one text. */
  of(tokens: Token[]): string;
}

/** For bodies whose headings have no ids. */
export const noIds: HeadingIds = { of: () => '' };

/**
 * Gives each heading the id that GitHub would give it, or its own where it ends in `{#id}` (kramdown, Hugo, Zola, Docusaurus),
 * and takes that mark away. Ids are unique in the body.
 */
export function headingIds(tokens: Token[]): HeadingIds {
  const ids = new Map<Token, string>();
  const used = new Set<string>();
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    const text = tokens[index + 1];
    if (token?.type !== 'heading_open' || text?.type !== 'inline') continue;
    const id = unused(takeOwnId(token, text) ?? idOf(token) ?? slugOfHeading(text.content), used);
    used.add(id);
    ids.set(token, id);
    token.attrSet('id', id);
  }
  return {
    of(some) {
      let list = '';
      for (const token of some) if (token.type === 'heading_open') list += `${ids.get(token)} `;
      return list;
    },
  };
}

/** The id that a list of attributes below the heading has given it. */
function idOf(heading: Token): string | undefined {
  return heading.attrGet('id') ?? undefined;
}

/** Takes `{#id .class}` off a heading's end, gives the classes to the heading and the id to the caller. */
function takeOwnId(heading: Token, text: Token): string | undefined {
  const own = takeTrailingList(text.content);
  if (!own) return undefined;
  text.content = own.text;
  for (const [name, value] of own.attributes) if (name === 'class') heading.attrJoin('class', value);
  return own.attributes.find(([name]) => name === 'id')?.[1];
}

/** The id that GitHub makes of a heading's Markdown: lower case, no punctuation, hyphens for spaces. */
function slugOfHeading(markdown: string): string {
  const text = withoutMarkup(markdown)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .trim();
  return text.replaceAll(' ', '-') || 'section';
}

function withoutMarkup(markdown: string): string {
  if (!/[[<]/.test(markdown)) return markdown;
  return markdown.replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1').replace(/<\/?[a-z][^>]*>/gi, '');
}

function unused(id: string, used: Set<string>): string {
  let candidate = id;
  for (let count = 1; used.has(candidate); count += 1) candidate = `${id}-${count}`;
  return candidate;
}
