import type { Problem } from '../problem.ts';

export type FrontMatterFormat = 'yaml' | 'toml' | 'json';

/** Offsets into a text, in UTF-16 code units; `to` is the offset behind the last one. */
export interface TextRange {
  from: number;
  to: number;
}

/** Where the parts of a post lie in its text. The ranges touch each other and cover the text from `opening` on. */
export interface SplitPost {
  /** `none` where there is no block, or none in a language that Galley reads. */
  format: FrontMatterFormat | 'none';
  /** The fence without blanks: `---`, `----`, `+++`, `;;;`; empty for a JSON object and where there is no block. */
  fence: string;
  /** The opening fence with its line end, and the blank lines before it; empty where the block has none. */
  opening: TextRange;
  /** The text between the fences, its last line end included; a JSON object with its braces. */
  content: TextRange;
  /** The closing fence with its line end. */
  closing: TextRange;
  body: TextRange;
  /** 1-based line of the file that the body starts on. */
  bodyLine: number;
  /** The line end of the block, or of the text where there is no block. */
  lineEnd: '\n' | '\r\n';
  problems: Problem[];
}

export interface SplitOptions {
  /**
   * Whether a block may begin without an opening fence, as Hexo has it. `if-clear` (the default) takes one only
   * where its lines cannot well be anything else, so that a Markdown heading is never mistaken for it.
   */
  withoutOpening?: 'never' | 'if-clear';
}

interface Line {
  from: number;
  /** Behind the last character that is no line end. */
  to: number;
  /** Start of the next line. */
  next: number;
}

interface Opening {
  kind: 'fence' | 'object';
  fence: string;
  format: FrontMatterFormat | 'none';
  language: string;
  line: Line;
  /** Blank lines or blanks stand before it, or it is longer than usual: the block must speak for itself. */
  unusual: boolean;
}

const byteOrderMark = '\uFEFF';
const readableLanguages: ReadonlyMap<string, FrontMatterFormat> = new Map([
  ['', 'yaml'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
  ['json', 'json'],
]);
const keysOfPosts = new Set([
  'title',
  'date',
  'layout',
  'tags',
  'categories',
  'permalink',
  'published',
  'draft',
]);

/**
 * Finds the front matter of a post by its own anchored fences. Nothing is interpreted: the block may still be
 * invalid. A fence is a line of its own, so that `-----` or `---foo` in a text never ends a block.
 */
export function splitPost(text: string, options: SplitOptions = {}): SplitPost {
  const start = text.startsWith(byteOrderMark) ? 1 : 0;
  const opening = findOpening(text, start);
  if (opening?.kind === 'object') return splitObject(text, start, opening);
  if (opening) return splitFenced(text, start, opening);
  if (options.withoutOpening !== 'never') {
    const closing = findClosingWithoutOpening(text, start);
    if (closing) return splitWithoutOpening(text, start, closing);
  }
  return withoutBlock(text, start, []);
}

/** The 1-based line and column of an offset, as problems give them. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

function findOpening(text: string, start: number): Opening | undefined {
  const line = firstFilledLine(text, start);
  if (!line) return undefined;
  const first = skipBlanks(text, line.from, line.to);
  const unusual = first > start;
  const written = text.slice(first, trimmedEnd(text, first, Math.min(line.to, first + 200)));
  if (text[first] === '{') {
    const object: Opening = { kind: 'object', fence: '', format: 'json', language: '', line, unusual };
    return opensObject(text, first) ? object : undefined;
  }
  if (first - line.from > 3) return undefined;
  const fence = leadingFence(written);
  if (!fence) return undefined;
  const language = written.slice(fence.length).trim().toLowerCase();
  if (language !== '' && (fence !== '---' || !/^[a-z]{1,20}$/.test(language))) return undefined;
  const format = formatOf(fence, language);
  return { kind: 'fence', fence, format, language, line, unusual: unusual || fence.length > 3 };
}

function formatOf(fence: string, language: string): Opening['format'] {
  if (fence.startsWith('+')) return 'toml';
  if (fence.startsWith(';')) return 'json';
  return readableLanguages.get(language) ?? 'none';
}

/** The run of fence characters that a line starts with, where it is one that opens a block. */
function leadingFence(line: string): string | undefined {
  const character = line[0];
  if (character !== '-' && character !== '+' && character !== ';') return undefined;
  let length = 1;
  while (line[length] === character) length += 1;
  const longest = character === '+' ? 3 : 6;
  return length >= 3 && length <= longest ? line.slice(0, length) : undefined;
}

function splitFenced(text: string, start: number, opening: Opening): SplitPost {
  const closing = findClosing(text, opening.line.next, opening.fence);
  const speaksForItself = blockLooksRight(text, opening.line.next, closing?.from ?? text.length, opening);
  if (opening.unusual && !speaksForItself) return withoutBlock(text, start, []);
  if (!closing) return withoutBlock(text, start, speaksForItself ? [unclosed(text, opening.line.from)] : []);
  const split: SplitPost = {
    format: opening.format,
    fence: opening.fence,
    opening: { from: start, to: opening.line.next },
    content: { from: opening.line.next, to: closing.from },
    closing: { from: closing.from, to: closing.next },
    body: { from: closing.next, to: text.length },
    bodyLine: positionAt(text, closing.next).line,
    lineEnd: lineEndIn(text, start, closing.next),
    problems: [],
  };
  if (opening.format === 'none') split.problems.push(foreignLanguage(text, opening));
  return split;
}

function splitWithoutOpening(text: string, start: number, closing: Line): SplitPost {
  return {
    format: 'yaml',
    fence: text.slice(closing.from, trimmedEnd(text, closing.from, closing.to)),
    opening: { from: start, to: start },
    content: { from: start, to: closing.from },
    closing: { from: closing.from, to: closing.next },
    body: { from: closing.next, to: text.length },
    bodyLine: positionAt(text, closing.next).line,
    lineEnd: lineEndIn(text, start, closing.next),
    problems: [],
  };
}

function splitObject(text: string, start: number, opening: Opening): SplitPost {
  const from = skipBlanks(text, opening.line.from, opening.line.to);
  const to = endOfObject(text, from);
  if (to === undefined) return withoutBlock(text, start, [unclosed(text, from)]);
  const line = lineAt(text, to);
  if (skipBlanks(text, to, line.to) !== line.to) return withoutBlock(text, start, []);
  return {
    format: 'json',
    fence: '',
    opening: { from: start, to: from },
    content: { from, to },
    closing: { from: to, to: line.next },
    body: { from: line.next, to: text.length },
    bodyLine: positionAt(text, line.next).line,
    lineEnd: lineEndIn(text, start, line.next),
    problems: [],
  };
}

function withoutBlock(text: string, start: number, problems: Problem[]): SplitPost {
  const nothing = { from: start, to: start };
  return {
    format: 'none',
    fence: '',
    opening: nothing,
    content: nothing,
    closing: nothing,
    body: { from: start, to: text.length },
    bodyLine: 1,
    lineEnd: lineEndIn(text, start, text.length),
    problems,
  };
}

function findClosing(text: string, from: number, fence: string): Line | undefined {
  for (let at = from; at < text.length; ) {
    const line = lineAt(text, at);
    if (isFence(text, line, fence) || (fence === '---' && isFence(text, line, '...'))) return line;
    at = line.next;
  }
  return undefined;
}

/**
 * The closing fence of a block that has no opening one: every line up to it must be a key, an item, a comment or
 * a continuation, and one key must be one that posts have.
 */
function findClosingWithoutOpening(text: string, start: number): Line | undefined {
  let known = false;
  let keys = 0;
  for (let at = start; at < text.length; ) {
    const line = lineAt(text, at);
    if (
      keys > 0 &&
      known &&
      /^-{3,6}[ \t]*$/.test(text.slice(line.from, Math.min(line.to, line.from + 200)))
    ) {
      return line;
    }
    const key = keyOfLine(text, line);
    if (key !== undefined) {
      keys += 1;
      known ||= keysOfPosts.has(key);
    } else if (keys === 0 || !continuesBlock(text, line)) return undefined;
    at = line.next;
  }
  return undefined;
}

function continuesBlock(text: string, line: Line): boolean {
  const first = skipBlanks(text, line.from, line.to);
  if (first === line.to || first > line.from || text[first] === '#') return true;
  return text[first] === '-' && (first + 1 === line.to || text[first + 1] === ' ');
}

/** The key that a line starts with at its very beginning, undefined where it is no `key:` line. */
function keyOfLine(text: string, line: Line): string | undefined {
  const head = text.slice(line.from, Math.min(line.to, line.from + 100));
  return /^([A-Za-z_][\w-]*):(?:[ \t]|$)/.exec(head)?.[1];
}

/** Whether the first line of a block that is no comment is one that a block of that format begins with. */
function blockLooksRight(text: string, from: number, to: number, opening: Opening): boolean {
  const isClosed = to < text.length;
  if (opening.format === 'none') return isClosed;
  let line = firstFilledLine(text, from);
  while (line && line.from < to && text[skipBlanks(text, line.from, line.to)] === '#') {
    line = firstFilledLine(text, line.next);
  }
  // Two rules with nothing but a heading between them are Markdown; plus signs are not.
  if (!line || line.from >= to) return isClosed && opening.format === 'toml';
  const head = text.slice(skipBlanks(text, line.from, line.to), Math.min(line.to, line.from + 1000));
  if (opening.format === 'toml') return /^(?:\[|[\w."'-][^=]*=)/.test(head);
  if (opening.format === 'json') return /^["{}]/.test(head);
  return /^(?:[\w"'?<.-][^:]*:(?:\s|$)|\{)/.test(head);
}

/** `{` of a JSON object, not of a template tag or an expression. */
function opensObject(text: string, from: number): boolean {
  let at = from + 1;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return text[at] === '"' || text[at] === '}';
}

function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function unclosed(text: string, offset: number): Problem {
  return {
    severity: 'error',
    code: 'front-matter-unclosed',
    message: 'The front matter begins here and never ends: add its closing fence on a line of its own.',
    ...positionAt(text, offset),
  };
}

function foreignLanguage(text: string, opening: Opening): Problem {
  return {
    severity: 'warning',
    code: 'front-matter-language',
    message: `This front matter is written in “${opening.language}”. Galley shows it as text and never runs it.`,
    ...positionAt(text, opening.line.from),
  };
}

function firstFilledLine(text: string, start: number): Line | undefined {
  for (let at = start; at < text.length; ) {
    const line = lineAt(text, at);
    if (skipBlanks(text, line.from, line.to) < line.to) return line;
    at = line.next;
  }
  return undefined;
}

function lineAt(text: string, from: number): Line {
  const newline = text.indexOf('\n', from);
  if (newline === -1) return { from, to: text.length, next: text.length };
  const to = newline > from && text[newline - 1] === '\r' ? newline - 1 : newline;
  return { from, to, next: newline + 1 };
}

function isFence(text: string, line: Line, fence: string): boolean {
  if (!text.startsWith(fence, line.from)) return false;
  const end = line.from + fence.length;
  return skipBlanks(text, end, line.to) === line.to;
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return at;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return end;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** The line end of the first line; most files have but one kind. */
function lineEndIn(text: string, from: number, to: number): '\n' | '\r\n' {
  const newline = text.indexOf('\n', from);
  return newline > from && newline < to && text[newline - 1] === '\r' ? '\r\n' : '\n';
}
