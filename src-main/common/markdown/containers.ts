import type { MarkdownExit, RuleBlock, StateBlock, Token } from 'markdown-exit';
import { inlineRenderer } from './engine-steps.ts';
import { findPairedMarks, type PairedMark, verbatimTag } from './paired-marks.ts';
import type { TemplateTag } from './template-tag.ts';

/** How a box is shown: what stands before its content, and behind it. */
interface Box {
  open(attributes: string): string;
  close: string;
}

/** Names of boxes and the five kinds of notes that they are shown as. */
const noteKinds: Record<string, string> = {
  note: 'note',
  default: 'note',
  primary: 'note',
  notice: 'note',
  info: 'note',
  callout: 'note',
  alert: 'note',
  aside: 'note',
  admonition: 'note',
  hint: 'note',
  tip: 'tip',
  success: 'tip',
  important: 'important',
  warning: 'warning',
  warn: 'warning',
  attention: 'warning',
  pitfall: 'warning',
  caution: 'caution',
  danger: 'caution',
  error: 'caution',
};

/**
 * Shows what stands between the marks of a box (`:::tip` of Docusaurus and VitePress, paired tags of Hugo, Liquid, Hexo and
 * Zola, components of MDX) as the Markdown it is, under a label that says what the box is.
 */
export function containers(engine: MarkdownExit): void {
  const found = new WeakMap<object, Map<number, PairedMark>>();
  const rule: RuleBlock = (state, startLine, endLine, silent) => {
    const first = state.src.charAt((state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0));
    if (first !== ':' && first !== '{' && first !== '<') return false;
    const env = state.env as object;
    let pairs = found.get(env);
    if (!pairs) {
      pairs = findPairedMarks(state.src);
      found.set(env, pairs);
    }
    const pair = pairs.get(startLine);
    if (!pair || !isWithin(state, pair, startLine, endLine)) return false;
    if (silent) return true;
    const tag = verbatimTag(pair);
    if (tag) pushVerbatim(state, pair, tag, startLine);
    else push(state, pair, startLine);
    return true;
  };
  engine.block.ruler.before('fence', 'container', rule, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });

  engine.renderer.rules.container_open = (tokens, index, _options, _environment, renderer) => {
    const token = tokens[index] as Token;
    return boxOf(token.meta as PairedMark, engine).open(renderer.renderAttrs(token));
  };
  engine.renderer.rules.container_close = (tokens, index) =>
    boxOf((tokens[index] as Token).meta as PairedMark, engine).close;
}

/** Whether the box closes within the list item or quote that it stands in. */
function isWithin(state: StateBlock, pair: PairedMark, startLine: number, endLine: number): boolean {
  if (pair.closedOn >= endLine) return false;
  for (let line = startLine; line <= pair.closedOn; line += 1) {
    if (!state.isEmpty(line) && (state.sCount[line] ?? 0) < state.blkIndent) return false;
  }
  return (state.sCount[startLine] ?? 0) - state.blkIndent < 4;
}

function push(state: StateBlock, pair: PairedMark, startLine: number): void {
  const open = state.push('container_open', 'div', 1);
  open.block = true;
  open.map = [startLine, pair.closedOn + 1];
  open.meta = pair;
  const { lineMax, parentType } = state;
  // What closes a paragraph is asked for the names that it knows; that of a box is none.
  state.parentType = 'blockquote';
  state.lineMax = pair.closedOn;
  state.md.block.tokenize(state as never, pair.insideFrom, pair.closedOn);
  state.lineMax = lineMax;
  state.parentType = parentType;
  const close = state.push('container_close', 'div', -1);
  close.block = true;
  close.meta = pair;
  state.line = pair.closedOn + 1;
}

/** Code of Jekyll, Hugo and Hexo is code, their comments are nothing. */
function pushVerbatim(state: StateBlock, pair: PairedMark, tag: TemplateTag, startLine: number): void {
  state.line = pair.closedOn + 1;
  if (tag.name === 'comment') return;
  const token = tag.name === 'rawhtml' ? state.push('html_block', '', 0) : state.push('fence', 'code', 0);
  token.block = true;
  token.info = languageOf(tag);
  token.content = state.getLines(pair.insideFrom, pair.closedOn, state.sCount[startLine] ?? 0, true);
  token.map = [startLine, pair.closedOn + 1];
}

function languageOf(tag: TemplateTag): string {
  switch (tag.name) {
    case 'mermaid':
      return 'mermaid';
    case 'math':
    case 'katex':
      return 'latex';
    // Hexo gives a title first and the language by its name.
    case 'codeblock':
    case 'code':
      return tag.named.lang ?? '';
    default:
      return tag.named.lang ?? tag.positional[0] ?? '';
  }
}

function boxOf({ mark, source }: PairedMark, engine: MarkdownExit): Box {
  switch (mark.kind) {
    case 'colons':
      return colonBox(mark, engine);
    case 'template':
      return templateBox(mark.tag, source, engine);
    case 'component':
      return labelledBox(
        source,
        engine,
        Object.hasOwn(noteKinds, mark.name.toLowerCase()) ? mark.name.toLowerCase() : undefined,
      );
  }
}

function colonBox({ name, title }: { name: string; title: string }, engine: MarkdownExit): Box {
  const words = titleOf(title);
  const lower = name.toLowerCase();
  if (lower === 'details') return details(words, engine);
  if (/^(?:|v-pre|raw|code-group|tabs|table-wrapper|figure|div)$/.test(lower)) return plainBox;
  if (Object.hasOwn(noteKinds, lower)) return note(lower, words || capital(name), engine);
  return {
    open: (attributes) =>
      `<aside class="template-box"${attributes}><p class="template-label">${engine.utils.escapeHtml([name, words].filter(Boolean).join(' · '))}</p>\n`,
    close: '</aside>\n',
  };
}

const plainBox: Box = { open: (attributes) => `<div${attributes}>\n`, close: '</div>\n' };

/** `[My title]{.class}` and `My title {open}` without brackets and attributes. */
function titleOf(written: string): string {
  const text = written.replace(/\{[^{}]*\}[ \t]*$/, '').trim();
  return /^\[(.*)\]$/.exec(text)?.[1] ?? text;
}

function templateBox(tag: TemplateTag, source: string, engine: MarkdownExit): Box {
  const { escapeHtml } = engine.utils;
  switch (tag.name) {
    case 'details':
      return details(tag.named.summary ?? tag.named.title ?? tag.positional.join(' '), engine);
    case 'blockquote':
    case 'pullquote':
    case 'quote': {
      const by = tag.named.author ?? tag.positional.join(' ');
      const cite = by ? `<p class="quote-by">— ${escapeHtml(by)}</p>` : '';
      return {
        open: (attributes) => `<blockquote${attributes}>\n`,
        close: `${cite}</blockquote>\n`,
      };
    }
    default:
      return Object.hasOwn(noteKinds, tag.name)
        ? noteOfTag(tag, engine)
        : labelledBox(source, engine, undefined);
  }
}

function noteOfTag(tag: TemplateTag, engine: MarkdownExit): Box {
  const words = [
    tag.named.type,
    tag.named.color,
    tag.named.level,
    tag.named.class,
    ...tag.positional,
    tag.name,
  ];
  const kind =
    words.find((word) => word !== undefined && Object.hasOwn(noteKinds, word.toLowerCase())) ?? 'note';
  const title =
    tag.named.title ??
    tag.positional.filter((word) => !Object.hasOwn(noteKinds, word.toLowerCase())).join(' ');
  return note(kind.toLowerCase(), title || capital(noteKinds[kind.toLowerCase()] ?? 'note'), engine);
}

function note(name: string, title: string, engine: MarkdownExit): Box {
  return {
    open: (attributes) =>
      `<aside class="alert alert-${noteKinds[name]}"${attributes}>\n<p class="alert-label">${inlineRenderer(engine)(title)}</p>\n`,
    close: '</aside>\n',
  };
}

function details(summary: string, { utils }: MarkdownExit): Box {
  return {
    open: (attributes) =>
      `<details${attributes}>\n<summary>${utils.escapeHtml(summary || 'Details')}</summary>\n`,
    close: '</details>\n',
  };
}

function labelledBox(source: string, { utils }: MarkdownExit, kind: string | undefined): Box {
  const names = kind === undefined ? '' : ` alert alert-${noteKinds[kind]}`;
  const label = `<p class="template-label"><code class="template">${utils.escapeHtml(source)}</code></p>`;
  return {
    open: (attributes) => `<div class="template-box${names}"${attributes}>\n${label}\n`,
    close: '</div>\n',
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
