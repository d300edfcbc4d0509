import type { Token } from 'markdown-exit';

/**
 * Gives each heading the id that GitHub would give it, or its own where it ends in `{#id}` (kramdown, Hugo, Zola), and
 * takes that mark away. Ids are unique in the body.
 *
 * @returns the ids by their heading's opening token
 */
export function headingIds(tokens: Token[]): Map<Token, string> {
  const ids = new Map<Token, string>();
  const used = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const text = tokens[index + 1];
    if (token.type !== 'heading_open' || text?.type !== 'inline') continue;
    const own = takeOwnId(text);
    const id = unused(own ?? slugOfHeading(text.content), used);
    used.add(id);
    ids.set(token, id);
    token.attrSet('id', id);
  }
  return ids;
}

function takeOwnId(text: Token): string | undefined {
  const own = /\s*\{:?\s*#([\w:.-]+)\s*\}\s*$/.exec(text.content);
  if (own) text.content = text.content.slice(0, own.index);
  return own?.[1];
}

/** The id that GitHub makes of a heading's Markdown: lower case, no punctuation, hyphens for spaces. */
function slugOfHeading(markdown: string): string {
  const text = markdown
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .trim();
  return text.replaceAll(' ', '-') || 'section';
}

function unused(id: string, used: Set<string>): string {
  let candidate = id;
  for (let count = 1; used.has(candidate); count += 1) candidate = `${id}-${count}`;
  return candidate;
}
