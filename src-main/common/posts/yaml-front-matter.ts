import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type BlockProblem, deepestNesting, type ReadBlock } from './block-problem.ts';
import type {
  FrontMatterNode,
  ListNode,
  MapEntry,
  MapNode,
  ScalarNode,
  ScalarStyle,
} from './front-matter-tree.ts';
import { dataOf, emptyData } from './front-matter-tree.ts';
import { endOfQuotes, patchYaml } from './lenient-yaml.ts';

/**
 * Reads a YAML block in the way that generators do. The strict reading comes first; what Ruby's and Hexo's
 * readers forgive (tabs for indentation, quoted lines that begin at the margin, keys given twice) is forgiven
 * with a warning.
 *
 * @param offset where the block begins in the whole text
 */
export function readYamlBlock(content: string, offset: number): ReadBlock {
  const excess = excessOf(content);
  if (excess) return unreadable([{ ...excess, offset: offset + excess.offset }]);
  const strict = parse(content, true);
  const cut = strict.errors.length === 0 ? cutQuotes(content, strict) : undefined;
  if (strict.errors.length === 0 && cut === undefined) return treeOf(strict, asIs, offset, []);
  const mistakes = strict.errors
    .slice(0, mostForgiven)
    .map((error) => problemOf(error, content, strict, offset));
  if (cut !== undefined) mistakes.push(unclosedQuotes(offset + cut));
  return forgiven(content, offset, mistakes) ?? treeOf(strict, asIs, offset, apart(mistakes));
}

/** The mistakes without those that say the same of the same place. */
function apart(mistakes: readonly BlockProblem[]): BlockProblem[] {
  return mistakes.filter(
    ({ offset, message }, place) =>
      mistakes[place - 1]?.offset !== offset || mistakes[place - 1]?.message !== message,
  );
}

/** The block as lenient readers take it, where they take it at all. */
function forgiven(content: string, offset: number, mistakes: readonly BlockProblem[]): ReadBlock | undefined {
  const first = mistakes[0];
  if (!first || mistakes.length >= mostForgiven) return undefined;
  const patch = patchYaml(content);
  const text = patch?.text ?? content;
  const document = parse(text, false);
  if (document.errors.length > 0 || cutQuotes(text, document) !== undefined) return undefined;
  const warning = { ...first, severity: 'warning', code: 'front-matter-lenient' } as const;
  return treeOf(document, patch?.toOriginal ?? asIs, offset, [warning]);
}

/**
 * Where a quoted text stands that the parser has cut off at the end of a line, and took for closed because an
 * escaped quote happens to stand there.
 */
function cutQuotes(content: string, document: YamlDocument): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar(_key, node) {
      if (node.type !== 'QUOTE_DOUBLE' && node.type !== 'QUOTE_SINGLE') return undefined;
      const [from, to] = node.range ?? [0, 0];
      if (endOfQuotes(content, from) === to) return undefined;
      found = from;
      return visit.BREAK;
    },
  });
  return found;
}

function unclosedQuotes(offset: number): BlockProblem {
  const message = messages.MISSING_CHAR ?? '';
  return { severity: 'error', code: 'front-matter-invalid', message, offset };
}

/** A block with more mistakes than this is not what some other reader would take. */
const mostForgiven = 100;

function asIs(offset: number): number {
  return offset;
}

function parse(content: string, strict: boolean) {
  return parseDocument(content, {
    version: '1.2',
    schema: 'core',
    strict,
    uniqueKeys: false,
    keepSourceTokens: true,
    logLevel: 'silent',
    prettyErrors: false,
  });
}

type YamlDocument = ReturnType<typeof parse>;

const mostMarks = 1000;

/**
 * What would break the parser itself: it recurses, and near the end of the stack the engine may end the whole
 * process rather than throw; and it takes quadratic time for many anchors on one value.
 */
function excessOf(content: string): BlockProblem | undefined {
  const indents: number[] = [];
  let brackets = 0;
  let marks = 0;
  for (let from = 0; from < content.length; ) {
    const newline = content.indexOf('\n', from);
    const to = newline === -1 ? content.length : newline;
    nestByLine(content, from, to, indents);
    for (let at = from; at < to; at += 1) {
      const character = content[at];
      if (character === '[' || character === '{') brackets += 1;
      else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
      else if (character === '&' || character === '!') marks += 1;
      if (brackets > deepestNesting) break;
    }
    if (indents.length > deepestNesting || brackets > deepestNesting) {
      return excess(from, 'The front matter is nested too deeply to be read.');
    }
    if (marks > mostMarks) return excess(from, 'The front matter has too many anchors and tags to be read.');
    from = to + 1;
  }
  return undefined;
}

/** Keeps the stack of columns that a line continues, and adds those that it opens: `- - a: 1` opens three. */
function nestByLine(content: string, from: number, to: number, indents: number[]): void {
  let at = from;
  while (true) {
    while (at < to && (content[at] === ' ' || content[at] === '\t')) at += 1;
    if (at >= to || content[at] === '\r') return;
    const column = at - from;
    while (indents.length > 0 && (indents.at(-1) as number) >= column) indents.pop();
    indents.push(column);
    const marker = content[at] === '-' || content[at] === '?' || content[at] === ':';
    if (!marker || (at + 1 < to && content[at + 1] !== ' ' && content[at + 1] !== '\t')) return;
    if (indents.length > deepestNesting) return;
    at += 1;
  }
}

function excess(offset: number, message: string): BlockProblem {
  return { severity: 'error', code: 'front-matter-too-deep', message, offset };
}

const messages: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'A tab stands where YAML wants blanks. Indent with blanks.',
  BAD_INDENT: 'This line is indented in a way that does not fit the lines above.',
  MISSING_CHAR: 'Something is missing here, such as a closing quote or bracket, or a blank after the colon.',
  BLOCK_AS_IMPLICIT_KEY: 'There are two colons here. Put the value in quotes.',
  MULTILINE_IMPLICIT_KEY: 'This line is neither a key with a colon nor part of the value above.',
  BAD_SCALAR_START: 'A value cannot begin with this character. Put the value in quotes.',
  UNEXPECTED_TOKEN: 'This is not expected here. If it belongs to the value, put the value in quotes.',
  BAD_DQ_ESCAPE: 'There is no such escape in double quotes. Use single quotes, or write the backslash twice.',
  BAD_ALIAS: 'A value cannot begin with an asterisk like this. Put the value in quotes.',
};

function problemOf(error: YAMLError, content: string, document: YamlDocument, offset: number): BlockProblem {
  const open = unclosedAt(error, content, document);
  if (open !== undefined) return unclosedQuotes(offset + open);
  return {
    severity: 'error',
    code: 'front-matter-invalid',
    message: messages[error.code] ?? `The front matter is not valid YAML: ${error.message}.`,
    offset: offset + error.pos[0],
  };
}

/** Where what is never closed begins: the parser names the place at which it gave up waiting. */
function unclosedAt(
  { message, pos }: YAMLError,
  content: string,
  document: YamlDocument,
): number | undefined {
  if (!/^(Missing closing|Flow (map|sequence) )/.test(message)) return undefined;
  let found: number | undefined;
  visit(document, {
    Node(_key, node) {
      const [from, to] = node.range ?? [0, 0];
      const closing = closings[content[from] ?? ''];
      if (closing === undefined) return;
      const isQuoted = closing === '"' || closing === "'";
      // A list that is closed further down is only indented too little.
      const isOpen = isQuoted ? !isClosed(content, from, to) : !content.includes(closing, from + 1);
      if (isOpen && from < pos[0] && to >= pos[0]) found = from;
    },
  });
  return found;
}

function isClosed(content: string, from: number, to: number): boolean {
  return to - from > 1 && content[to - 1] === content[from];
}

const closings: Readonly<Record<string, string>> = { '"': '"', "'": "'", '[': ']', '{': '}' };

function notAMap(offset: number): BlockProblem {
  return {
    severity: 'error',
    code: 'front-matter-not-keys',
    message: 'The front matter should be keys with values, such as “title: Hello”.',
    offset,
  };
}

function treeOf(
  document: YamlDocument,
  toOriginal: (offset: number) => number,
  offset: number,
  problems: BlockProblem[],
): ReadBlock {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && isEmpty(contents))) {
    const tree: MapNode = { kind: 'map', flow: false, entries: [], from: offset, to: offset };
    return { data: emptyData(), tree, problems };
  }
  if (!isMap(contents)) return unreadable([...problems, notAMap(offset)]);
  const reader = new TreeReader(offset, toOriginal);
  const tree = reader.map(contents as YAMLMap);
  const data = dataOf(tree);
  if (!data) return unreadable([excess(offset, 'The front matter repeats itself too often to be read.')]);
  return { data, tree, problems: [...problems, ...reader.problems] };
}

function unreadable(problems: BlockProblem[]): ReadBlock {
  return { data: emptyData(), tree: undefined, problems };
}

function isEmpty(node: Scalar): boolean {
  return node.value === null && (node.source === undefined || node.source === '');
}

/** What may stand before a key and is none of it; the comma in braces. */
const apartFromKey: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'comma']);

/** Turns the parser's nodes into ours, in the order of the text, so that an alias finds what was named before it. */
class TreeReader {
  readonly problems: BlockProblem[] = [];
  readonly #named = new Map<string, FrontMatterNode>();
  readonly #offset: number;

  readonly #toOriginal: (offset: number) => number;

  constructor(offset: number, toOriginal: (offset: number) => number) {
    this.#offset = offset;
    this.#toOriginal = toOriginal;
  }

  map(node: YAMLMap): MapNode {
    const { from, to } = this.#range(node);
    const map: MapNode = { kind: 'map', flow: node.flow === true, entries: [], from, to };
    const seen = new Set<string>();
    for (const pair of node.items as Pair[]) {
      const entry = this.#entry(pair, from);
      if (seen.has(entry.key) && !entry.special) this.problems.push(givenTwice(entry));
      seen.add(entry.key);
      map.entries.push(entry);
    }
    this.#name(node, map);
    return map;
  }

  #entry(pair: Pair, fallback: number): MapEntry {
    const { key } = pair;
    const keyRange = (key as { range?: unknown } | null)?.range
      ? this.#range(key)
      : { from: fallback, to: fallback };
    const name = this.#nameOf(key);
    const colon = pair.srcToken?.sep?.find((token) => token.type === 'map-value-ind');
    const valueFrom = colon ? this.#at(colon.offset + colon.source.length) : keyRange.to;
    const value = this.#node(pair.value, valueFrom);
    return { key: name, keyRange, valueFrom, value, special: !this.#isPlainKey(pair, name) };
  }

  /** Comments and blank lines before a key do not make it special; `? ` and anchors do. */
  #isPlainKey(pair: Pair, name: string): boolean {
    if (!isScalar(pair.key) || name === '<<') return false;
    const before = pair.srcToken?.start ?? [];
    const colon = pair.srcToken?.sep?.some((token) => token.type === 'map-value-ind') ?? false;
    return colon && before.every(({ type }) => apartFromKey.has(type));
  }

  #nameOf(key: unknown): string {
    if (isScalar(key))
      return key.type === 'PLAIN' || key.type === undefined ? (key.source ?? '') : String(key.value);
    return JSON.stringify(key) ?? '';
  }

  #node(node: unknown, place: number): FrontMatterNode {
    if (isMap(node)) return this.map(node as YAMLMap);
    if (isSeq(node)) return this.#list(node as YAMLSeq);
    if (isAlias(node)) return this.#alias(node);
    if (isScalar(node)) return this.#scalar(node, place);
    return { kind: 'scalar', value: null, style: 'empty', from: place, to: place };
  }

  #list(node: YAMLSeq): ListNode {
    const { from, to } = this.#range(node);
    const list: ListNode = { kind: 'list', flow: node.flow === true, items: [], from, to };
    for (const item of node.items) list.items.push(this.#node(item, this.#range(item).from));
    this.#name(node, list);
    return list;
  }

  #scalar(node: Scalar, place: number): ScalarNode {
    const { from, to } = this.#range(node);
    const scalar: ScalarNode =
      isEmpty(node) && node.type !== 'QUOTE_DOUBLE' && node.type !== 'QUOTE_SINGLE'
        ? { kind: 'scalar', value: null, style: 'empty', from: place, to: place }
        : { kind: 'scalar', value: plainValue(node.value), style: styleOf(node), from, to };
    this.#name(node, scalar);
    return scalar;
  }

  #alias(node: Alias): FrontMatterNode {
    const range = this.#range(node);
    const target = this.#named.get(node.source);
    if (target) return { kind: 'alias', target, ...range };
    this.problems.push({
      severity: 'error',
      code: 'front-matter-invalid',
      message: `Nothing was named “${node.source}” before this. If it is text, put the value in quotes.`,
      offset: range.from,
    });
    return { kind: 'scalar', value: null, style: 'plain', ...range };
  }

  #name(node: { anchor?: string }, named: FrontMatterNode): void {
    if (node.anchor !== undefined) this.#named.set(node.anchor, named);
  }

  #range(node: unknown): { from: number; to: number } {
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    return { from: this.#at(range?.[0] ?? 0), to: this.#at(range?.[1] ?? 0) };
  }

  #at(offset: number): number {
    return this.#offset + this.#toOriginal(offset);
  }
}

function givenTwice(entry: MapEntry): BlockProblem {
  return {
    severity: 'warning',
    code: 'front-matter-duplicate-key',
    message: `“${entry.key}” is given twice; the last one counts.`,
    offset: entry.keyRange.from,
  };
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  return String(value);
}

function styleOf(node: Scalar): ScalarStyle {
  const lines = node.srcToken && 'source' in node.srcToken && node.srcToken.source.includes('\n');
  switch (node.type) {
    case 'QUOTE_DOUBLE':
      return lines ? 'multi-line-double' : 'double';
    case 'QUOTE_SINGLE':
      return lines ? 'multi-line-single' : 'single';
    case 'BLOCK_LITERAL':
      return 'literal';
    case 'BLOCK_FOLDED':
      return 'folded';
    default:
      return 'plain';
  }
}
