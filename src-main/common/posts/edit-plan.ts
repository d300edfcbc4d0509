import type { FrontMatterData, FrontMatterNode, FrontMatterValue, MapNode } from './front-matter-tree.ts';
import { valueOfNode } from './front-matter-tree.ts';
import type { SplitPost } from './split-post.ts';
import type { TextChange } from './text-change.ts';

/** A value to write. A date is written as it is given, unquoted where its neighbours are. */
export type FrontMatterInput =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | { kind: 'date'; source: string }
  | { kind: 'json'; value: FrontMatterValue };

/** One change of one key; `['extra', 'author']` names a nested one. */
export type FrontMatterEdit =
  | { kind: 'set'; key: readonly string[]; value: FrontMatterInput }
  | { kind: 'unset'; key: readonly string[] };

/** Why an edit was refused. The text is then as it was. */
export interface EditRefusal {
  ok: false;
  code: EditRefusalCode;
  message: string;
}

export type EditRefusalCode =
  /** The block has mistakes, is unclosed, or is in a language that Galley does not read. */
  | 'front-matter-unreadable'
  /** The key leads through a value that holds no keys. */
  | 'key-not-reachable'
  /** The key or the value cannot be written in this format. */
  | 'value-not-writable'
  /** The way in which the value is written now leaves no safe way to change it alone. */
  | 'not-safely-editable';

/** A block with its places, ready to be edited. */
export interface EditableBlock {
  text: string;
  split: SplitPost;
  tree: MapNode;
  data: FrontMatterData;
}

/** Replacements in `block.text`, or why there are none. */
export type EditPlan = TextChange[] | EditRefusal;

/** A refusal with its reason. */
export function refuse(code: EditRefusalCode, message: string): EditRefusal {
  return { ok: false, code, message };
}

/** A refusal for a place that is written too unusually. */
export function notSafely(key: readonly string[]): EditRefusal {
  return refuse(
    'not-safely-editable',
    `“${key.join('.')}” is written in a way that cannot be changed safely here. Edit it as text.`,
  );
}

/** A refusal for a key that leads through a value without keys. */
export function notReachable(key: readonly string[]): EditRefusal {
  return refuse('key-not-reachable', `“${key.join('.')}” leads through a value that has no keys of its own.`);
}

/** A value to write as plain data; a date as the text that is written. */
export function inputValue(input: FrontMatterInput): FrontMatterValue {
  if (input === null || typeof input !== 'object') return input;
  if (isList(input)) return [...input];
  return input.kind === 'date' ? input.source : input.value;
}

function isList(input: FrontMatterInput): input is readonly string[] {
  return Array.isArray(input);
}

/**
 * Whether a node already says what is to be written. A plain scalar says its own source text too: `2020` is what a
 * form shows of it, so writing the text “2020” there changes nothing.
 */
export function says(text: string, node: FrontMatterNode, value: FrontMatterValue): boolean {
  if (node.kind === 'list' && Array.isArray(value)) {
    return (
      node.items.length === value.length &&
      node.items.every((item, at) => says(text, item, value[at] ?? null))
    );
  }
  if (node.kind === 'scalar' && typeof value === 'string' && node.style === 'plain') {
    if (text.slice(node.from, node.to) === value) return true;
  }
  return equalValues(valueOfNode(node) ?? null, value);
}

/** Whether two values are the same data. The order of keys counts for nothing. */
export function equalValues(left: FrontMatterValue, right: FrontMatterValue): boolean {
  if (Object.is(left, right)) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object')
    return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, at) => equalValues(item, right[at] as FrontMatterValue));
  }
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) && equalValues(left[key] as FrontMatterValue, right[key] as FrontMatterValue),
  );
}

/** The start of the line that an offset is in. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line that an offset is in, before its line end. */
export function lineTo(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** The start of the line behind the one that an offset is in. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

/** Whether there are only blanks in a stretch of one line. */
export function isBlank(text: string, from: number, to: number): boolean {
  return /^[ \t]*$/.test(text.slice(from, to));
}

/** Where among a block's keys a new one goes: a title first, a description behind it, everything else last. */
export function placeAmong(entries: readonly { key: string }[], key: string): number {
  if (key === 'title') return 0;
  const title = key === 'description' ? entries.findIndex((entry) => entry.key === 'title') : -1;
  return title === -1 ? entries.length : title + 1;
}
