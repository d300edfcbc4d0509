import type { TextRange } from './split-post.ts';

/** What a front matter value can be, as plain data. Maps have no prototype, so that every key is a plain key. */
export type FrontMatterValue =
  | string
  | number
  | boolean
  | null
  | FrontMatterValue[]
  | { [key: string]: FrontMatterValue };

/** A whole block as data. */
export type FrontMatterData = { [key: string]: FrontMatterValue };

/** A value with its place in the whole text. The same for every format, so that one editor serves them all. */
export type FrontMatterNode = ScalarNode | ListNode | MapNode | AliasNode;

export interface ScalarNode extends TextRange {
  kind: 'scalar';
  value: string | number | boolean | null;
  style: ScalarStyle;
}

export type ScalarStyle =
  | 'plain'
  | 'single'
  | 'double'
  | 'multi-line-single'
  | 'multi-line-double'
  | 'literal'
  | 'folded'
  /** TOML's own dates and times; `value` is the source text. */
  | 'date'
  /** Nothing is written: `tags:` with nothing behind it. */
  | 'empty';

export interface ListNode extends TextRange {
  kind: 'list';
  /** Written in brackets, rather than as lines with a dash or as TOML's arrays of tables. */
  flow: boolean;
  items: FrontMatterNode[];
}

export interface MapNode extends TextRange {
  kind: 'map';
  /** Written in braces. */
  flow: boolean;
  entries: MapEntry[];
}

export interface MapEntry {
  key: string;
  /** Place of the key as written, quotes included. */
  keyRange: TextRange;
  /** Offset behind the colon or equals sign. */
  valueFrom: number;
  value: FrontMatterNode;
  /** The key is no plain scalar, a merge or otherwise nothing that a form could name. */
  special: boolean;
}

/** YAML's `*name`; stands for what was named before. */
export interface AliasNode extends TextRange {
  kind: 'alias';
  target: FrontMatterNode;
}

/** A map without prototype: `__proto__` and `constructor` are keys like any other. */
export function emptyData(): FrontMatterData {
  return Object.create(null) as FrontMatterData;
}

/** More values than this are no front matter but an attack by aliases of aliases. */
const mostValues = 100_000;

/**
 * The plain data of a tree: aliases and merges written out, of two equal keys the last. Undefined where that would
 * be absurdly large. Each call makes new values; nothing is shared.
 */
export function dataOf(tree: MapNode): FrontMatterData | undefined {
  return valueOfNode(tree) as FrontMatterData | undefined;
}

/** The plain value of a node, as `dataOf` has it. */
export function valueOfNode(node: FrontMatterNode): FrontMatterValue | undefined {
  const budget = { left: mostValues };
  try {
    return plainValue(node, budget);
  } catch (error) {
    if (error instanceof TooManyValues) return undefined;
    throw error;
  }
}

interface Budget {
  left: number;
}

function plainValue(node: FrontMatterNode, budget: Budget): FrontMatterValue {
  budget.left -= 1;
  if (budget.left < 0) throw new TooManyValues();
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'alias') return plainValue(node.target, budget);
  if (node.kind === 'list') return node.items.map((item) => plainValue(item, budget));
  return plainMap(node, budget);
}

function plainMap(node: MapNode, budget: Budget): FrontMatterData {
  const data = emptyData();
  for (const entry of node.entries) {
    if (!isMerge(entry)) data[entry.key] = plainValue(entry.value, budget);
  }
  for (const entry of node.entries) {
    if (isMerge(entry)) mergeInto(data, plainValue(entry.value, budget));
  }
  return data;
}

class TooManyValues extends Error {}

/** YAML's `<<: *defaults`, which every generator reads as the keys of that map. */
function isMerge(entry: MapEntry): boolean {
  if (entry.key !== '<<' || !entry.special) return false;
  const { value } = entry;
  if (value.kind === 'list') return value.items.every((item) => resolved(item).kind === 'map');
  return resolved(value).kind === 'map';
}

function mergeInto(data: FrontMatterData, merged: FrontMatterValue): void {
  for (const source of Array.isArray(merged) ? merged : [merged]) {
    if (source === null || typeof source !== 'object' || Array.isArray(source)) continue;
    for (const key of Object.keys(source)) {
      if (!Object.hasOwn(data, key)) data[key] = source[key] as FrontMatterValue;
    }
  }
}

/** The node that an alias stands for; the node itself where it is none. */
export function resolved(node: FrontMatterNode): Exclude<FrontMatterNode, AliasNode> {
  let current = node;
  while (current.kind === 'alias') current = current.target;
  return current;
}

/** The last entry of that key, which is the one that counts. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.findLast((entry) => entry.key === key);
}
