import { createMarkdownExit, type MarkdownExit, type Token } from 'markdown-exit';
import definitionLists from 'markdown-it-deflist';
import { alerts } from './alerts.ts';
import { attributeLists } from './attributes.ts';
import { autolinks } from './autolinks.ts';
import { componentTags } from './component-tags.ts';
import { containers } from './containers.ts';
import { directions } from './directions.ts';
import { emoji } from './emoji.ts';
import { type Environment, runCore, toHtml } from './engine-steps.ts';
import type { ResolveReference } from './expansions.ts';
import { footnotes } from './footnotes.ts';
import { headingIds, noIds } from './heading-ids.ts';
import { spansOfOpenHtml } from './html-spans.ts';
import { mathRules } from './math.ts';
import { hideRawTemplates, showRawTemplates } from './raw-templates.ts';
import { taskLists } from './task-lists.ts';
import { templateRules } from './templates.ts';

/** What of the render options concerns the engine. */
export interface EngineOptions {
  extensions?: boolean;
  mdx?: boolean;
  liquidInCode?: boolean;
  param?: ((name: string) => string | undefined) | undefined;
  resolveReference?: ResolveReference | undefined;
  diagram?: ((source: string) => string | undefined) | undefined;
  math?: ((tex: string, display: boolean) => string | undefined) | undefined;
  highlight?: ((code: string, language: string) => string | undefined) | undefined;
}

/** A top-level piece of a body, not yet HTML. */
export interface ParsedBlock {
  /** Equal keys give equal HTML; undefined where what stands elsewhere in the body decides. */
  key(): string | undefined;
  fromLine: number;
  toLine: number;
  /** Unsafe HTML, made at most once and in the order of the blocks, since footnotes are numbered as they are met. */
  render(how: { lines: boolean }): string;
}

/**
 * Makes a function that splits a body into its blocks. The block structure is always that of the whole body, so a
 * block of one parse is a block of every parse; only the costly half, inline text and HTML, waits for `render`.
 */
export function createEngine(options: EngineOptions): (body: string) => ParsedBlock[] {
  if (options.extensions === false) return splitWith(plainEngine(), {});
  const { engine, notes } = extendedEngine(options);
  const hide = (body: string) => hideRawTemplates(body, { inCode: options.liquidInCode ?? false });
  return splitWith(engine, { notes, prepare: hide, drawsDiagrams: options.diagram !== undefined });
}

function plainEngine(): MarkdownExit {
  return createMarkdownExit('commonmark', { xhtmlOut: true });
}

function extendedEngine(options: EngineOptions): { engine: MarkdownExit; notes: Footnotes } {
  const engine = createMarkdownExit({ html: true, linkify: true });
  autolinks(engine);
  keepPlainAddresses(engine);
  alignByAttribute(engine);
  const { mdx = false, param, resolveReference } = options;
  containers(engine);
  templateRules(engine, { mdx, param, resolveReference });
  componentTags(engine);
  attributeLists(engine);
  if (options.math) mathRules(engine, options.math);
  codeBlocks(engine, options);
  engine.use(definitionLists);
  emoji(engine);
  engine.renderer.rules.s_open = () => '<del>';
  engine.renderer.rules.s_close = () => '</del>';
  const notes = footnotes(engine);
  taskLists(engine);
  alerts(engine);
  directions(engine);
  return { engine, notes };
}

type Footnotes = ReturnType<typeof footnotes>;

interface SplitOptions {
  notes?: Footnotes;
  prepare?: (body: string) => string;
  drawsDiagrams?: boolean;
}

function splitWith(
  engine: MarkdownExit,
  { notes, prepare = (body) => body, drawsDiagrams = false }: SplitOptions,
): (body: string) => ParsedBlock[] {
  // The block pass is called by itself, below; `core` is left with what follows it.
  engine.core.ruler.disable(['normalize', 'block', 'footnote_tail'], true);

  const versionOf = countVersions();

  return (body) => {
    const source = prepare(normalise(body));
    const lines = lineStarts(source);
    const environment: Environment = {};
    const tokens: Token[] = [];
    engine.block.parse(source, engine, environment, tokens);
    const { flow, definitions } = notes?.take(tokens) ?? { flow: tokens, definitions: [] };
    const ids = notes ? headingIds(flow) : noIds;
    let version: number | undefined;

    const blocks = joinOpenHtml(topLevel(flow)).map(
      (piece): ParsedBlock => ({
        key: () => keyOf(piece),
        fromLine: piece.fromLine,
        toLine: piece.toLine,
        render(how) {
          if (how.lines) markLines(piece.tokens, piece.fromLine);
          return showRawTemplates(toHtml(engine, runCore(engine, piece.tokens, environment), environment));
        },
      }),
    );
    if (notes && mayHoldNotes.test(source)) blocks.push(tail());
    return blocks;

    function keyOf(piece: Piece): string | undefined {
      const text = source.slice(lines[piece.fromLine], lines[piece.toLine] ?? source.length);
      if (mayHoldNotes.test(text) || (drawsDiagrams && mayHoldDiagram.test(text))) return undefined;
      if (text.includes('[')) {
        version ??= versionOf(environment);
        return `${ids.of(piece.tokens)}\n${version}\n${text}`;
      }
      return `${ids.of(piece.tokens)}\n\n${text}`;
    }

    function tail(): ParsedBlock {
      const last = blocks.at(-1)?.toLine ?? 0;
      const first = definitions.find((token) => token.map)?.map?.[0] ?? lines.length;
      return {
        key: () => undefined,
        fromLine: Math.max(last, first),
        toLine: lines.length,
        render: () => showRawTemplates(notes?.render(definitions, environment) ?? ''),
      };
    }
  };
}

/** Numbers the states of what blocks share: a new number whenever it differs from the body before. */
function countVersions(): (environment: Environment) => number {
  let version = 0;
  let last = '';
  return ({ references, footnotes: notes }) => {
    const current = JSON.stringify([references, Object.keys(notes?.refs ?? {})]);
    if (current !== last) version += 1;
    last = current;
    return version;
  };
}

/** Notes are numbered as they are met, so what refers to one depends on all that stands before it. */
const mayHoldNotes = /\[\^|\^\[/;

/** A diagram's picture comes later than its text. */
const mayHoldDiagram = /mermaid/i;

interface Piece {
  tokens: Token[];
  fromLine: number;
  toLine: number;
}

function normalise(body: string): string {
  return body.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
}

/** Offsets at which the lines begin. */
function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function topLevel(tokens: Token[]): Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let begin = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    depth += tokens[index]?.nesting ?? 0;
    if (depth > 0) continue;
    const [fromLine, toLine] = tokens[begin]?.map ?? [0, 0];
    pieces.push({ tokens: tokens.slice(begin, index + 1), fromLine, toLine });
    begin = index + 1;
  }
  return pieces;
}

/** Makes one piece of those that lie between a raw opening tag and its end, such as the inside of `<details>`. */
function joinOpenHtml(pieces: Piece[]): Piece[] {
  const spans = spansOfOpenHtml(pieces.map((piece) => rawHtml(piece)));
  if (spans.length === 0) return pieces;
  const joined: Piece[] = [];
  let next = 0;
  for (const span of [...spans, { from: pieces.length, to: pieces.length }]) {
    joined.push(...pieces.slice(next, span.from));
    const inside = pieces.slice(span.from, span.to + 1);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first && last) {
      const tokens = inside.flatMap((piece) => piece.tokens);
      joined.push({ tokens, fromLine: first.fromLine, toLine: last.toLine });
    }
    next = span.to + 1;
  }
  return joined;
}

function rawHtml(piece: Piece): string {
  const [token] = piece.tokens;
  return token?.type === 'html_block' ? token.content : '';
}

function markLines(tokens: Token[], firstLine: number): void {
  for (const token of tokens) {
    if (token.map && token.nesting >= 0 && !token.hidden) {
      token.attrSet('data-line', String(token.map[0] - firstLine));
    }
  }
}

/** An address in which nothing is left to encode. */
const plainAddress = /^(?:[\w\-.~:/?#@!$&'()*+,;=]|%[0-9a-f]{2})*$/i;

/** Most addresses are plain; taking them apart and putting them together again costs as much as the rest of a link. */
function keepPlainAddresses(engine: MarkdownExit): void {
  const normalise = engine.normalizeLink;
  engine.normalizeLink = (url) => (plainAddress.test(url) ? url : normalise(url));
}

/** Style attributes do not pass the sanitiser or the frame's content policy; `align` does the same. */
function alignByAttribute(engine: MarkdownExit): void {
  for (const name of ['th_open', 'td_open']) {
    engine.renderer.rules[name] = (tokens, index, options, _environment, renderer) => {
      const token = tokens[index] as Token;
      const align = /^text-align:(\w+)$/.exec(token.attrGet('style') ?? '')?.[1];
      if (align) token.attrs = [...(token.attrs ?? []).filter(([key]) => key !== 'style'), ['align', align]];
      return renderer.renderToken(tokens, index, options);
    };
  }
}

function codeBlocks(engine: MarkdownExit, { highlight, diagram }: EngineOptions): void {
  const { escapeHtml, unescapeAll } = engine.utils;
  engine.renderer.rules.fence = (tokens, index, _options, _environment, renderer) => {
    const token = tokens[index] as Token;
    // `js{1,3}`, `rust,ignore` and `go {linenos=true}` name a language and more.
    const language = /^[^\s{,]+/.exec(unescapeAll(token.info).trim())?.[0] ?? '';
    if (language.toLowerCase() === 'mermaid') {
      const drawn = diagram?.(token.content);
      if (drawn !== undefined) return `<div class="diagram"${renderer.renderAttrs(token)}>${drawn}</div>\n`;
    }
    const colored = language ? highlight?.(token.content, language.toLowerCase()) : undefined;
    const name = language ? ` class="language-${escapeHtml(language)}"` : '';
    return `<pre${renderer.renderAttrs(token)}><code${name}>${colored ?? escapeHtml(token.content)}</code></pre>\n`;
  };
  engine.renderer.rules.code_block = (tokens, index, _options, _environment, renderer) => {
    const token = tokens[index] as Token;
    return `<pre${renderer.renderAttrs(token)}><code>${escapeHtml(token.content)}</code></pre>\n`;
  };
}
