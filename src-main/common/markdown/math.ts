import type { MarkdownExit, RuleBlock, RuleInline, Token } from 'markdown-exit';

const dollar = 0x24;
const backslash = 0x5c;

/**
 * Reads `$…$` and `$$…$$`. As in Pandoc a single dollar opens only before a character that is not white space, closes
 * only after one and not before a digit, so that "from $5 to $10" stays text.
 */
export function mathRules(
  engine: MarkdownExit,
  render: (tex: string, display: boolean) => string | undefined,
): void {
  const { escapeHtml } = engine.utils;
  engine.inline.ruler.before('escape', 'math', inlineMath);
  engine.block.ruler.before('fence', 'math_block', blockMath, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });

  function show(token: Token, display: boolean): string {
    const tex = token.content.trim();
    return render(tex, display) ?? `<code class="math">${escapeHtml(tex)}</code>`;
  }

  engine.renderer.rules.math = (tokens, index) => {
    const token = tokens[index] as Token;
    return show(token, token.markup === '$$');
  };
  engine.renderer.rules.math_block = (tokens, index, _options, _environment, renderer) => {
    const token = tokens[index] as Token;
    return `<div class="math-block"${renderer.renderAttrs(token)}>${show(token, true)}</div>\n`;
  };
}

const inlineMath: RuleInline = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== dollar) return false;
  const markup = state.src.charCodeAt(state.pos + 1) === dollar ? '$$' : '$';
  const begin = state.pos + markup.length;
  const end = closingDollars(state.src, begin, state.posMax, markup);
  if (end === undefined) return false;
  if (!silent) {
    const token = state.push('math', '', 0);
    token.markup = markup;
    token.content = state.src.slice(begin, end);
  }
  state.pos = end + markup.length;
  return true;
};

/** Offset of the dollars that close what begins at `begin`. */
function closingDollars(text: string, begin: number, limit: number, markup: string): number | undefined {
  if (markup === '$' && /\s/.test(text.charAt(begin))) return undefined;
  for (let at = text.indexOf('$', begin); at >= 0 && at < limit; at = text.indexOf('$', at + 1)) {
    if (at === begin || text.charCodeAt(at - 1) === backslash) continue;
    if (markup === '$$') {
      if (text.charCodeAt(at + 1) === dollar && at + 1 < limit) return at;
    } else if (!/\s/.test(text.charAt(at - 1)) && !/\d/.test(text.charAt(at + 1))) return at;
    else return undefined;
  }
  return undefined;
}

const blockMath: RuleBlock = (state, startLine, endLine, silent) => {
  const lineAt = (line: number): string =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd();
  const first = lineAt(startLine);
  if (!first.startsWith('$$') || (state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;

  let last = startLine;
  let content = first.slice(2);
  if (content.endsWith('$$') && content.length > 2) content = content.slice(0, -2);
  else if (content.includes('$$')) return false;
  else {
    const body = [content];
    for (last = startLine + 1; ; last += 1) {
      if (last >= endLine || (state.sCount[last] ?? 0) < state.blkIndent) return false;
      const line = lineAt(last);
      if (line.endsWith('$$')) {
        body.push(line.slice(0, -2));
        break;
      }
      body.push(line);
    }
    content = body.join('\n');
  }
  if (silent) return true;

  const token = state.push('math_block', '', 0);
  token.block = true;
  token.content = content;
  token.markup = '$$';
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
};
