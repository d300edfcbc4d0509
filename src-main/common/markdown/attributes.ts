import type { MarkdownExit, RuleBlock, RuleInline, Token } from 'markdown-exit';

const brace = 0x7b;

/** kramdown's `{: .class #id key="value"}`, Hugo's and Pandoc's `{.class #id}`. */
const list = /\{(:?)[ \t]*((?:[^{}"'\n]|"[^"\n]*"|'[^'\n]*'){0,500})\}/y;
const entry = /\.([\w-]+)|#([\w:.-]+)|([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|([^\s]+)/g;

interface AttributeList {
  length: number;
  attributes: [string, string][];
}

/**
 * Reads lists of attributes: on a line of their own they belong to the block before them, behind emphasis, a link, a picture
 * or code to that. Those that belong to nothing are left out, as the generators do.
 */
export function attributeLists(engine: MarkdownExit): void {
  engine.block.ruler.before('fence', 'attribute_list', blockList, {
    alt: ['paragraph', 'reference', 'blockquote', 'list', 'table'],
  });
  engine.inline.ruler.before('escape', 'attribute_list', inlineList);
  engine.inline.ruler2.push('attribute_list', giveInline);
}

/** Takes a list of attributes off the end of a heading's text. */
export function takeTrailingList(text: string): { text: string; attributes: [string, string][] } | undefined {
  if (!text.endsWith('}')) return undefined;
  const at = text.lastIndexOf('{');
  const found = at < 0 ? undefined : listAt(text, at, text.length);
  if (!found || at + found.length !== text.length) return undefined;
  return { text: text.slice(0, at).trimEnd(), attributes: found.attributes };
}

function listAt(text: string, position: number, limit: number): AttributeList | undefined {
  if (text.charCodeAt(position) !== brace || !/[:.#\w\s]/.test(text.charAt(position + 1))) return undefined;
  list.lastIndex = position;
  const [source, colon, inside = ''] = list.exec(text) ?? [];
  if (source === undefined || position + source.length > limit) return undefined;
  const attributes: [string, string][] = [];
  for (const [, className, id, key, double, single, bare, other] of inside.matchAll(entry)) {
    if (className !== undefined) attributes.push(['class', className]);
    else if (id !== undefined) attributes.push(['id', id]);
    else if (key !== undefined) attributes.push([key.toLowerCase(), double ?? single ?? bare ?? '']);
    // kramdown's own words, `toc` and names of other lists; in braces without a colon this is no list.
    else if (other !== undefined && colon === '') return undefined;
  }
  return colon === '' && attributes.length === 0 ? undefined : { length: source.length, attributes };
}

const blockList: RuleBlock = (state, startLine, _endLine, silent) => {
  const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  const end = state.eMarks[startLine] ?? 0;
  if (state.src.charCodeAt(begin) !== brace) return false;
  const found = listAt(state.src, begin, end);
  if (!found || state.src.slice(begin + found.length, end).trim() !== '') return false;
  if (silent) return true;
  const block =
    startLine > 0 && !state.isEmpty(startLine - 1) ? blockBefore(state.tokens, state.level) : undefined;
  if (block) {
    give(block, found.attributes);
    if (block.map) block.map = [block.map[0], startLine + 1];
  }
  state.line = startLine + 1;
  return true;
};

/** The opening token of the last block at this level. */
function blockBefore(tokens: Token[], level: number): Token | undefined {
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at] as Token;
    if (token.level < level) return undefined;
    if (token.level === level && token.nesting >= 0) return token;
  }
  return undefined;
}

/** What a list belongs to is known once all emphasis is found: until then a token keeps its place. */
const inlineList: RuleInline = (state, silent) => {
  const found = listAt(state.src, state.pos, state.posMax);
  if (!found) return false;
  const isKramdown = state.src.charAt(state.pos + 1) === ':';
  if (!isKramdown && (state.pending !== '' || !mayCarry(state.tokens.at(-1)))) return false;
  if (!silent) state.push('attribute_list', '', 0).meta = found.attributes;
  state.pos += found.length;
  return true;
};

function giveInline({ tokens }: { tokens: Token[] }): void {
  if (!tokens.some(({ type }) => type === 'attribute_list')) return;
  let count = 0;
  for (const token of tokens) {
    if (token.type === 'attribute_list') {
      const target = inlineBefore(tokens, count);
      if (target) give(target, token.meta as [string, string][]);
    } else {
      tokens[count] = token;
      count += 1;
    }
  }
  tokens.length = count;
}

function mayCarry(token: Token | undefined): boolean {
  return token !== undefined && (withAttributes.has(token.type) || token.type === 'text');
}

const withAttributes = new Set(['link_close', 'em_close', 'strong_close', 's_close', 'image', 'code_inline']);

/** The token that carries the attributes of what ends before this index. */
function inlineBefore(tokens: readonly Token[], index: number): Token | undefined {
  const last = tokens[index - 1];
  if (!last || !withAttributes.has(last.type)) return undefined;
  if (last.nesting === 0) return last;
  const opening = last.type.replace('_close', '_open');
  for (let at = index - 2; at >= 0; at -= 1) {
    if (tokens[at]?.type === opening && tokens[at]?.level === last.level) return tokens[at];
  }
  return undefined;
}

function give(token: Token, attributes: readonly [string, string][]): void {
  for (const [name, value] of attributes) {
    if (name === 'class') token.attrJoin('class', value);
    // What the block itself says, an address or the line it came from, is not for the list to change.
    else if (token.attrGet(name) === null && name !== 'data-line') token.attrSet(name, value);
  }
}
