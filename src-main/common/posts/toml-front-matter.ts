import { parse, TomlDate, TomlError } from 'smol-toml';
import { type AST, parseTOML } from 'toml-eslint-parser';
import {
  type BlockProblem,
  deepestNesting,
  excessOfBrackets,
  type ReadBlock,
  tooDeep,
} from './block-problem.ts';
import {
  dataOf,
  emptyData,
  type FrontMatterData,
  type FrontMatterNode,
  type FrontMatterValue,
  type MapNode,
} from './front-matter-tree.ts';

/**
 * Reads a TOML block: smol-toml says whether it is valid, and a second parser where each value stands. Dates and
 * times are kept as the text that is written.
 *
 * @param offset where the block begins in the whole text
 */
export function readTomlBlock(content: string, offset: number): ReadBlock {
  const excess = excessOfBrackets(content) ?? longestKey(content);
  if (excess !== undefined) return unreadable([tooDeep(offset + excess)]);
  let parsed: unknown;
  try {
    parsed = parse(content, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    return unreadable([problemOf(error, content, offset)]);
  }
  const tree = tomlTree(content, offset);
  const data = tree && dataOf(tree);
  return { data: data ?? plainData(parsed), tree, problems: [] };
}

/** The places of a valid TOML block's values; undefined where the second parser does not follow the first. */
function tomlTree(content: string, offset: number): MapNode | undefined {
  try {
    return treeOf(parseTOML(content, { tomlVersion: '1.1' }).body[0], offset);
  } catch {
    return undefined;
  }
}

function treeOf(table: AST.TOMLTopLevelTable, offset: number): MapNode {
  const root = mapAt(offset, offset);
  for (const node of table.body) {
    if (node.type === 'TOMLKeyValue') {
      addKeyValue(root, node, offset);
      continue;
    }
    const target = openTable(root, node.resolvedKey, node, offset);
    for (const keyValue of node.body) addKeyValue(target, keyValue, offset);
  }
  return root;
}

function addKeyValue(map: MapNode, node: AST.TOMLKeyValue, offset: number): void {
  const keys = node.key.keys.map(nameOf);
  const parent = openTable(map, keys.slice(0, -1), node, offset);
  const keyRange = rangeOf(node.key, offset);
  const value = nodeOf(node.value, offset);
  parent.entries.push({
    key: keys.at(-1) ?? '',
    keyRange,
    valueFrom: valueStart(keyRange.to, value.from),
    value,
    special: false,
  });
}

function valueStart(keyTo: number, valueFrom: number): number {
  return Math.min(valueFrom, keyTo + 1);
}

/** Follows a dotted key from a map, making what is not there yet, as TOML's tables and dotted keys do. */
function openTable(
  map: MapNode,
  keys: readonly (string | number)[],
  node: AST.TOMLTable | AST.TOMLKeyValue,
  offset: number,
): MapNode {
  const place = rangeOf(node, offset);
  const keyRange = rangeOf(node.key, offset);
  let current = map;
  for (const [index, key] of keys.entries()) {
    if (typeof key === 'number') continue;
    const next = keys[index + 1];
    const found = current.entries.find((entry) => entry.key === key);
    if (found) {
      found.value.to = Math.max(found.value.to, place.to);
      current = intoTable(found.value, next, place);
      continue;
    }
    const table = mapAt(place.from, place.to);
    const list = typeof next === 'number';
    const value: FrontMatterNode = list ? { kind: 'list', flow: false, items: [table], ...place } : table;
    current.entries.push({ key, keyRange, valueFrom: place.from, value, special: false });
    current = table;
  }
  return current;
}

function intoTable(
  value: FrontMatterNode,
  index: string | number | undefined,
  place: { from: number; to: number },
) {
  if (value.kind === 'map') return value;
  if (value.kind !== 'list') throw new Error('not a table');
  const at = typeof index === 'number' ? index : value.items.length - 1;
  const item = value.items[at];
  if (item?.kind === 'map') return item;
  const table = mapAt(place.from, place.to);
  value.items.push(table);
  return table;
}

function nodeOf(node: AST.TOMLContentNode, offset: number): FrontMatterNode {
  const range = rangeOf(node, offset);
  if (node.type === 'TOMLArray') {
    return { kind: 'list', flow: true, items: node.elements.map((item) => nodeOf(item, offset)), ...range };
  }
  if (node.type === 'TOMLInlineTable') {
    const map: MapNode = { kind: 'map', flow: true, entries: [], ...range };
    for (const keyValue of node.body) addKeyValue(map, keyValue, offset);
    return map;
  }
  if (node.kind === 'string') {
    const style = node.style === 'basic' ? 'double' : 'single';
    return {
      kind: 'scalar',
      value: node.value,
      style: node.multiline ? `multi-line-${style}` : style,
      ...range,
    };
  }
  if (node.kind === 'integer')
    return { kind: 'scalar', value: Number(node.bigint), style: 'plain', ...range };
  if (node.kind === 'float' || node.kind === 'boolean') {
    return { kind: 'scalar', value: node.value, style: 'plain', ...range };
  }
  return { kind: 'scalar', value: node.datetime, style: 'date', ...range };
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function rangeOf(node: { range: [number, number] }, offset: number): { from: number; to: number } {
  return { from: node.range[0] + offset, to: node.range[1] + offset };
}

function mapAt(from: number, to: number): MapNode {
  return { kind: 'map', flow: false, entries: [], from, to };
}

function unreadable(problems: BlockProblem[]): ReadBlock {
  return { data: emptyData(), tree: undefined, problems };
}

function problemOf(error: unknown, content: string, offset: number): BlockProblem {
  if (!(error instanceof TomlError)) return tooDeep(offset);
  const reason = error.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '') ?? '';
  return {
    severity: 'error',
    code: 'front-matter-invalid',
    message: `The front matter is not valid TOML: ${reason}.`,
    offset: offset + offsetOf(content, error.line, error.column),
  };
}

function offsetOf(content: string, line: number, column: number): number {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const newline = content.indexOf('\n', start);
    if (newline === -1) break;
    start = newline + 1;
  }
  return Math.min(content.length, start + Math.max(0, column - 1));
}

/** The offset of a key with so many dots that reading it would go too deep. */
function longestKey(content: string): number | undefined {
  let dots = 0;
  for (let at = 0; at < content.length; at += 1) {
    const character = content[at];
    if (character === '.') dots += 1;
    else if (character === '\n' || character === '=' || character === '"' || character === "'") dots = 0;
    if (dots > deepestNesting * 10) return at;
  }
  return undefined;
}

function plainData(value: unknown): FrontMatterData {
  const data = emptyData();
  for (const [key, child] of Object.entries(value as object)) data[key] = plainValue(child);
  return data;
}

function plainValue(value: unknown): FrontMatterValue {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object' && value !== null) return plainData(value);
  return value as string | number | boolean;
}
