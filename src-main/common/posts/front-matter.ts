import type { Problem } from '../problem.ts';
import type { BlockProblem, ReadBlock } from './block-problem.ts';
import {
  emptyData,
  type FrontMatterData,
  type FrontMatterValue,
  type MapNode,
  valueOfNode,
} from './front-matter-tree.ts';
import { readJsonBlock } from './json-front-matter.ts';
import { positionAt, type SplitOptions, type SplitPost, splitPost, type TextRange } from './split-post.ts';
import { readTomlBlock } from './toml-front-matter.ts';
import { readYamlBlock } from './yaml-front-matter.ts';

export type { FrontMatterData, FrontMatterValue } from './front-matter-tree.ts';

/** One value as it stands in the text, so that a form can show what is written where the value surprises. */
export interface FrontMatterField {
  /** `['extra', 'author']` for a nested key. */
  key: string[];
  value: FrontMatterValue;
  /** Exactly what is written: `yes`, `1.10`, `2024-05-01 18:00:00 -0800`, quotes included. */
  source: string;
  /** Where `source` stands in the whole text. */
  range: TextRange;
}

export interface FrontMatter {
  format: SplitPost['format'];
  /** As much as could be read. New values on every call, and no map has a prototype. */
  data: FrontMatterData;
  /** Every key, nested ones after their parent, in the order of the text. */
  fields: FrontMatterField[];
  problems: Problem[];
  /** Offset of the body. */
  bodyStart: number;
  /** 1-based line that the body starts on. */
  bodyLine: number;
}

/** A post's front matter with the places of its values, for the editor of this folder. */
export interface PlacedFrontMatter {
  split: SplitPost;
  data: FrontMatterData;
  tree: MapNode | undefined;
  problems: Problem[];
}

/** More text than this between two fences is no front matter. In UTF-16 code units. */
export const longestBlock = 1_000_000;

/** Nobody mends more mistakes of one block at a time. */
const mostProblems = 20;

/** Reads the front matter of a post. Never throws: what cannot be read is in `problems`, with line and column. */
export function readFrontMatter(text: string, options: SplitOptions = {}): FrontMatter {
  const { split, data, tree, problems } = placeFrontMatter(text, options);
  return {
    format: split.format,
    data,
    fields: tree ? fieldsOf(text, tree) : [],
    problems,
    bodyStart: split.body.from,
    bodyLine: split.bodyLine,
  };
}

/** The front matter as a tree of places, with the same data and problems as `readFrontMatter`. */
export function placeFrontMatter(text: string, options: SplitOptions = {}): PlacedFrontMatter {
  const split = splitPost(text, options);
  const block = readBlock(text, split);
  const problems = [
    ...split.problems,
    ...block.problems.slice(0, mostProblems).map((problem) => placed(text, problem)),
  ];
  return { split, data: block.data, tree: block.tree, problems };
}

/** Reads the block that a split has found. For readers that have split the text themselves. */
export function readBlock(text: string, split: SplitPost): ReadBlock {
  const { from, to } = split.content;
  if (split.format === 'none') return { data: emptyData(), tree: undefined, problems: [] };
  if (to - from > longestBlock) return { data: emptyData(), tree: undefined, problems: [tooLong(from)] };
  const content = text.slice(from, to);
  if (split.format === 'toml') return readTomlBlock(content, from);
  if (split.format === 'json')
    return readJsonBlock(content, from, split.fence.startsWith(';') ? 'left-out' : 'written');
  return readYamlBlock(content, from);
}

function tooLong(offset: number): BlockProblem {
  return {
    severity: 'error',
    code: 'front-matter-too-long',
    message: 'The front matter is over a megabyte long, so Galley shows it as text only.',
    offset,
  };
}

function placed(text: string, { offset, ...problem }: BlockProblem): Problem {
  return { ...problem, ...positionAt(text, offset) };
}

const mostFields = 10_000;

function fieldsOf(text: string, tree: MapNode): FrontMatterField[] {
  const fields: FrontMatterField[] = [];
  addFields(text, tree, [], fields);
  return fields;
}

function addFields(text: string, map: MapNode, path: string[], fields: FrontMatterField[]): void {
  for (const { key, value } of map.entries) {
    if (fields.length >= mostFields) return;
    const range = { from: value.from, to: value.to };
    const source = text.slice(range.from, range.to).trimEnd();
    range.to = range.from + source.length;
    fields.push({ key: [...path, key], value: valueOfNode(value) ?? null, source, range });
    if (value.kind === 'map') addFields(text, value, [...path, key], fields);
  }
}
