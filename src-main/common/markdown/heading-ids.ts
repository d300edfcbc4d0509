import type { Token } from 'markdown-exit';

/** The ids of a body's headings. */
export interface HeadingIds {
  /** Ids of the headings among these tokens, as one text. */
  of(tokens: Token[]): string;
}

/** For bodies whose headings have no ids. */
export const noIds: HeadingIds = { of: () => '' };

/**
 * Gives each heading the id that GitHub would give it, or its own where it ends in `{#id}` (kramdown, Hugo, Zola), and
 * takes that mark away. Ids are unique in the body.
 */
export function headingIds(tokens: Token[]): HeadingIds {
  const ids = new Map<Token, string>();
  const used = new Set<string>();
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    const text = tokens[index + 1];
    if (token?.type !== 'heading_open' || text?.type !== 'inline') continue;
    const id = unused(takeOwnId(text) ?? slugOfHeading(text.content), used);
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

function takeOwnId(text: Token): string | undefined {
  const own = /\s*\{:?\s*#([\w:.-]+)\s*\}\s*$/.exec(text.content);
  if (own) text.content = text.content.slice(0, own.index);
  return own?.[1];
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
