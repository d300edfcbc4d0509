import type { MarkdownExit, RuleBlock, RuleInline, StateBlock, Token } from 'markdown-exit';
import { endOfBraces, readComponentTag } from './component-tags.ts';
import { inlineRenderer } from './engine-steps.ts';
import { type ExpansionContext, expand } from './expansions.ts';
import { readTemplateTag } from './template-tag.ts';
import { endOfComment, endOfTemplate } from './template-text.ts';

const brace = 0x7b;
const lessThan = 0x3c;

/** What templates need of the body's generator and of the window around. */
export type TemplateOptions = Pick<ExpansionContext, 'param' | 'resolveReference'> & {
  /** Whether the body is MDX, in which braces hold expressions and paragraphs that begin with `import` or `export` are code. */
  mdx: boolean;
};

/**
 * Shows what only the site's generator can expand (Liquid, Hugo's shortcodes, Nunjucks, expressions of MDX) as its source,
 * untouched by Markdown, and lets it stand as a link's target. What means the same everywhere is expanded.
 */
export function templateRules(engine: MarkdownExit, { mdx, param, resolveReference }: TemplateOptions): void {
  const { escapeHtml } = engine.utils;
  const context: ExpansionContext = {
    escaped: escapeHtml,
    inline: inlineRenderer(engine),
    param,
    resolveReference,
  };
  const expanded = (source: string) => {
    const tag = readTemplateTag(source);
    return tag && expand(tag, context);
  };

  engine.inline.ruler.before('escape', 'template', inlineTemplate(mdx));
  engine.block.ruler.before('fence', 'template_comment', commentBlock, { alt: ['paragraph'] });
  engine.block.ruler.before('html_block', 'component_block', componentBlock);
  // A heading that is underlined looks ahead: many templates in a row must not be looked at once each by each.
  engine.block.ruler.before(
    'lheading',
    'template_block',
    blockTemplate(mdx, (source) => expanded(source)?.isBlock ?? false),
  );
  engine.block.ruler.before('fence', 'container_mark', containerMark, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  if (mdx) engine.block.ruler.before('paragraph', 'mdx_module', moduleCode);
  allowInTargets(engine);

  engine.renderer.rules.template = (tokens, index) => {
    const source = (tokens[index] as Token).content;
    return (
      escapedShortcode(source, escapeHtml) ??
      expanded(source)?.html ??
      `<code class="template">${escapeHtml(source)}</code>`
    );
  };
  engine.renderer.rules.template_block = (tokens, index, _options, _environment, renderer) => {
    const token = tokens[index] as Token;
    const attributes = renderer.renderAttrs(token);
    const known = escapedShortcode(token.content, escapeHtml) ?? expanded(token.content);
    if (typeof known === 'string') return `<p${attributes}>${known}</p>\n`;
    if (known?.isBlock) return known.html.replace(/^<\w+/, (start) => start + attributes);
    if (known) return `<p${attributes}>${known.html}</p>\n`;
    return `<pre class="template"${attributes}>${escapeHtml(token.content)}</pre>\n`;
  };
}

/** `{{</* figure *\/>}}` is how Hugo's authors write about a shortcode. */
function escapedShortcode(source: string, escaped: (text: string) => string): string | undefined {
  const inside = /^\{\{([<%])\/\*([\s\S]*)\*\/([>%])\}\}$/.exec(source);
  return inside
    ? `<code class="template">${escaped(`{{${inside[1]}${inside[2]}${inside[3]}}}`)}</code>`
    : undefined;
}

/** Offset behind the template, or in MDX the expression, that begins here. */
function endOf(text: string, position: number, limit: number, mdx: boolean): number | undefined {
  if (text.charCodeAt(position) !== brace) return undefined;
  const end = endOfTemplate(text, position, limit);
  if (end !== undefined || !mdx) return end;
  const closed = endOfBraces(text, position, Math.min(limit, position + longestExpression));
  return closed !== undefined && closed > position + 2 ? closed : undefined;
}

const longestExpression = 6000;

const liquidComment = /\{%-?\s*comment\s*-?%\}(?:(?!\{%)[\s\S]){0,4000}\{%-?\s*endcomment\s*-?%\}/y;

/** Offset behind `{% comment %}…{% endcomment %}` within a line. */
function endOfLiquidComment(text: string, position: number, limit: number): number | undefined {
  liquidComment.lastIndex = position;
  return liquidComment.test(text) && liquidComment.lastIndex <= limit ? liquidComment.lastIndex : undefined;
}

const inlineTemplate =
  (mdx: boolean): RuleInline =>
  (state, silent) => {
    const comment =
      endOfComment(state.src, state.pos, state.posMax) ??
      endOfLiquidComment(state.src, state.pos, state.posMax);
    const end = comment ?? endOf(state.src, state.pos, state.posMax, mdx);
    if (end === undefined) return false;
    if (!silent && comment === undefined) {
      state.push('template', '', 0).content = state.src.slice(state.pos, end);
    }
    state.pos = end;
    return true;
  };

/** Where the line that holds this offset ends, if nothing but blanks stands between; undefined otherwise. */
function lineEndedBy(state: StateBlock, end: number, startLine: number, endLine: number): number | undefined {
  let last = startLine;
  while (last < endLine && (state.eMarks[last] ?? 0) < end) last += 1;
  if (last >= endLine || state.src.slice(end, state.eMarks[last]).trim() !== '') return undefined;
  return last;
}

function beginOf(state: StateBlock, line: number): number {
  return (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
}

/** A template alone on its line or lines; before more text only where it becomes a block whatever follows. */
const blockTemplate =
  (mdx: boolean, isBlock: (source: string) => boolean): RuleBlock =>
  (state, startLine, endLine, silent) => {
    const begin = beginOf(state, startLine);
    const end = endOf(state.src, begin, state.eMarks[endLine - 1] ?? 0, mdx);
    const last = end === undefined ? undefined : lineEndedBy(state, end, startLine, endLine);
    if (end === undefined || last === undefined) return false;
    const source = state.src.slice(begin, end);
    const next = last + 1;
    const startsAnother =
      next < endLine && [brace, lessThan].includes(state.src.charCodeAt(beginOf(state, next)));
    if (next < endLine && !state.isEmpty(next) && !startsAnother && !isBlock(source)) return false;
    if (!silent) pushBlock(state, source, startLine, next);
    return true;
  };

/** A component that closes itself, or a single mark of one, alone on its line or lines. */
const componentBlock: RuleBlock = (state, startLine, endLine, silent) => {
  const begin = beginOf(state, startLine);
  if (state.src.charCodeAt(begin) !== lessThan) return false;
  const tag = readComponentTag(state.src, begin, state.eMarks[endLine - 1] ?? 0);
  const last = tag && lineEndedBy(state, tag.end, startLine, endLine);
  if (!tag || last === undefined) return false;
  if (!silent) pushBlock(state, state.src.slice(begin, tag.end), startLine, last + 1);
  return true;
};

/** `{# … #}` and `{/* … *\/}`: nothing of it is on the page. */
const commentBlock: RuleBlock = (state, startLine, endLine, silent) => {
  const end = endOfComment(state.src, beginOf(state, startLine), state.eMarks[endLine - 1] ?? 0);
  const last = end === undefined ? undefined : lineEndedBy(state, end, startLine, endLine);
  if (last === undefined) return false;
  if (!silent) state.line = last + 1;
  return true;
};

/** `:::note` or `:::` without its other mark. */
const containerMark: RuleBlock = (state, startLine, _endLine, silent) => {
  const line = lineAt(state, startLine);
  if (!/^:{3,}\s*(?:[\w-].*)?$/.test(line)) return false;
  if (!silent) pushBlock(state, line.trim(), startLine, startLine + 1);
  return true;
};

const moduleCode: RuleBlock = (state, startLine, endLine, silent) => {
  if (
    !/^(?:import\s.*['"]|import\s*\{|export\s+(?:const|let|default|function|\{))/.test(
      lineAt(state, startLine),
    )
  ) {
    return false;
  }
  if (silent) return true;
  let last = startLine + 1;
  while (last < endLine && !state.isEmpty(last)) last += 1;
  pushBlock(state, state.getLines(startLine, last, state.blkIndent, false), startLine, last);
  return true;
};

function pushBlock(state: StateBlock, source: string, startLine: number, nextLine: number): void {
  const token = state.push('template_block', '', 0);
  token.block = true;
  token.content = source;
  token.map = [startLine, nextLine];
  state.line = nextLine;
}

/** A line without its indentation. */
function lineAt(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

/** Lets a link's target hold templates with blanks in them: `[text]({% post_url 2024-05-01-hello %})`. */
function allowInTargets(engine: MarkdownExit): void {
  const plain = engine.helpers.parseLinkDestination;
  engine.helpers.parseLinkDestination = (text, start, limit) => {
    const end = endOfTemplateTarget(text, start, limit);
    return end === undefined
      ? plain(text, start, limit)
      : { ok: true, pos: end, str: text.slice(start, end) };
  };
}

/** Where a target that holds a template ends, undefined where it holds none. */
function endOfTemplateTarget(text: string, start: number, limit: number): number | undefined {
  let found = false;
  let depth = 0;
  let at = start;
  while (at < limit) {
    const end = endOfTemplate(text, at, limit);
    if (end !== undefined) {
      found = true;
      at = end;
      continue;
    }
    const character = text.charAt(at);
    if (/\s/.test(character)) break;
    if (character === '(') depth += 1;
    if (character === ')' && --depth < 0) break;
    at += 1;
  }
  return found ? at : undefined;
}
