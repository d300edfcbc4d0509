import type { MarkdownExit, RuleInline } from 'markdown-exit';
import { isHtmlElement } from './sanitise.ts';
import { endOfTemplate } from './template-text.ts';

/** A tag of a component (`<YouTube id={x} />`, `</Callout>`) or of a custom element (`<lite-youtube>`). */
export interface ComponentTag {
  name: string;
  closes: boolean;
  isWhole: boolean;
  /** Offset behind it. */
  end: number;
}

const start = /<(\/?)([A-Z][\w.]*|[a-z]\w*(?:-[\w-]+|\.[\w.]+))(?=[\s/>])/y;

/** Longest tag that is read, in UTF-16 code units. */
const longestTag = 8000;

/** Reads the tag of a component that begins here, its values in braces included; undefined where there is none. */
export function readComponentTag(text: string, position: number, limit: number): ComponentTag | undefined {
  start.lastIndex = position;
  const [opening, slash, name = ''] = start.exec(text) ?? [];
  if (opening === undefined || isHtmlElement(name)) return undefined;
  const last = Math.min(limit, position + longestTag);
  let at = position + opening.length;
  while (at < last) {
    const character = text.charAt(at);
    if (character === '>') {
      return { name, closes: slash === '/', isWhole: text.charAt(at - 1) === '/', end: at + 1 };
    }
    if (character === '<') return undefined;
    const next = endOfValue(text, at, last);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** Offset behind a text in quotes, an expression in braces or a single character; undefined for what is not closed. */
function endOfValue(text: string, at: number, limit: number): number | undefined {
  const character = text.charAt(at);
  if (character === '"' || character === "'") {
    const end = text.indexOf(character, at + 1);
    return end < 0 || end >= limit ? undefined : end + 1;
  }
  return character === '{' ? endOfBraces(text, at, limit) : at + 1;
}

/** Offset behind the brace that closes the one at `at`; braces within quotes do not count. */
export function endOfBraces(text: string, at: number, limit: number): number | undefined {
  let depth = 0;
  for (let index = at; index < limit; index += 1) {
    const character = text.charAt(index);
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === '"' || character === "'" || character === '`') {
      const end = text.indexOf(character, index + 1);
      // A lone apostrophe is none that begins a text.
      if (end >= 0 && end < limit && (character === '`' || !text.slice(index, end).includes('\n')))
        index = end;
    }
    if (depth === 0) return index + 1;
  }
  return undefined;
}

/**
 * Shows the tags that only a site's own generator or scripts understand as their source. The sanitiser would drop them,
 * and their author would miss them.
 */
export function componentTags(engine: MarkdownExit): void {
  const { escapeHtml } = engine.utils;
  const label = (source: string): string => `<code class="template">${escapeHtml(source)}</code>`;
  engine.inline.ruler.before('html_inline', 'component', inlineComponent);
  engine.renderer.rules.html_inline = (tokens, index) => tokens[index]?.content ?? '';
  engine.renderer.rules.html_block = (tokens, index) => labelled(tokens[index]?.content ?? '', label);
}

const inlineComponent: RuleInline = (state, silent) => {
  const tag = readComponentTag(state.src, state.pos, state.posMax);
  if (!tag) return false;
  if (!silent) state.push('template', '', 0).content = state.src.slice(state.pos, tag.end);
  state.pos = tag.end;
  return true;
};

/** Comments, elements in which text is code, tags, and the text between them. */
const pieces =
  /<!--[\s\S]*?(?:-->|$)|<(pre|code|script|style|textarea|xmp)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?[a-z][a-z0-9]*(?![\w-])(?:"[^"]*"|'[^']*'|[^"'<>])*>/gi;

/** Raw HTML in which components and the templates between its tags are labelled. */
function labelled(html: string, label: (source: string) => string): string {
  if (!/\{[{%]|<\/?(?:[A-Z]|[a-z]\w*[-.])/.test(html)) return html;
  let result = '';
  let from = 0;
  for (const { 0: found, index } of html.matchAll(pieces)) {
    if (index < from) continue;
    const isComponent = readComponentTag(html, index, html.length) !== undefined;
    if (isComponent) continue;
    result += textPart(html.slice(from, index), label) + found;
    from = index + found.length;
  }
  return result + textPart(html.slice(from), label);
}

function textPart(text: string, label: (source: string) => string): string {
  let result = '';
  let from = 0;
  for (const { at, end } of constructsIn(text)) {
    result += text.slice(from, at) + label(text.slice(at, end));
    from = end;
  }
  return result + text.slice(from);
}

function* constructsIn(text: string): Generator<{ at: number; end: number }> {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const end =
      character === '<'
        ? readComponentTag(text, at, text.length)?.end
        : character === '{'
          ? endOfTemplate(text, at, text.length)
          : undefined;
    if (end === undefined) continue;
    yield { at, end };
    at = end - 1;
  }
}
