import {
  type EditableBlock,
  type EditPlan,
  type FrontMatterEdit,
  inputValue,
  lineStart,
  notReachable,
  placeAmong,
  refuse,
  says,
} from './edit-plan.ts';
import { replaceFlowItems, sameEnds } from './flow-edit.ts';
import {
  entryOf,
  type FrontMatterNode,
  type FrontMatterValue,
  type ListNode,
  type MapEntry,
  type MapNode,
} from './front-matter-tree.ts';

/** The replacements that make one edit in a JSON block and leave every other byte as it is. */
export function planJsonEdit(block: EditableBlock, edit: FrontMatterEdit): EditPlan {
  if (edit.kind === 'set' && !isJson(inputValue(edit.value))) {
    return refuse('value-not-writable', 'JSON has no such number.');
  }
  let map = block.tree;
  for (const [index, name] of edit.key.slice(0, -1).entries()) {
    const entry = entryOf(map, name);
    if (!entry)
      return edit.kind === 'unset' ? [] : add(block, map, edit.key.slice(index), inputValue(edit.value));
    if (edit.kind === 'set' && entry.value.kind === 'scalar' && entry.value.value === null) {
      return change(block, entry, nested(edit.key.slice(index + 1), inputValue(edit.value)));
    }
    if (entry.value.kind !== 'map') return notReachable(edit.key);
    map = entry.value;
  }
  const name = edit.key.at(-1) ?? '';
  const entry = entryOf(map, name);
  if (edit.kind === 'unset')
    return entry ? replaceFlowItems(block.text, flowOf(map), map.entries.indexOf(entry), 1, []) : [];
  const value = inputValue(edit.value);
  return entry ? change(block, entry, value) : add(block, map, [name], value);
}

function change(block: EditableBlock, { value: node }: MapEntry, value: FrontMatterValue): EditPlan {
  if (says(block.text, node, value)) return [];
  if (node.kind === 'list' && Array.isArray(value)) return changeList(block, node, value);
  return [{ from: node.from, to: node.to, insert: write(value, styleAt(block, node.from)) }];
}

function changeList(block: EditableBlock, node: ListNode, value: readonly FrontMatterValue[]): EditPlan {
  const { start, end } = sameEnds(node.items.length, value.length, (oldAt, newAt) =>
    says(block.text, node.items[oldAt] as FrontMatterNode, value[newAt] ?? null),
  );
  if (node.items.length === 0) {
    return [{ from: node.from, to: node.to, insert: write([...value], styleAt(block, node.from)) }];
  }
  const flow = { open: node.from + 1, close: node.to - 1, items: node.items };
  const written = value
    .slice(start, value.length - end)
    .map((item) => write(item, { ...oneLine, lineEnd: '\n' }));
  return replaceFlowItems(block.text, flow, start, node.items.length - start - end, written);
}

function add(block: EditableBlock, map: MapNode, rest: readonly string[], value: FrontMatterValue): EditPlan {
  const [name = '', ...inner] = rest;
  const model = map.entries.at(-1) ?? block.tree.entries.at(-1);
  const gap = model ? block.text.slice(model.keyRange.to, model.value.from) : ': ';
  const separator = /^[ \t]*:[ \t]*$/.test(gap) ? gap : ': ';
  const style = styleAt(block, model?.keyRange.from ?? map.from);
  const at = map === block.tree ? placeAmong(map.entries, name) : map.entries.length;
  return replaceFlowItems(block.text, flowOf(map), at, 0, [
    `${JSON.stringify(name)}${separator}${write(nested(inner, value), style)}`,
  ]);
}

function nested(keys: readonly string[], value: FrontMatterValue): FrontMatterValue {
  return keys.reduceRight<FrontMatterValue>((child, key) => ({ [key]: child }), value);
}

/** How new lists and objects are laid out: over several lines where those of this block are. */
interface JsonStyle {
  severalLines: boolean;
  lineEnd: string;
  /** Blanks before the key that the value belongs to. */
  lead: string;
  /** Blanks for one level more. */
  unit: string;
}

const oneLine = { severalLines: false, lead: '', unit: '' };

function styleAt({ text, tree, split }: EditableBlock, offset: number): JsonStyle {
  const first = tree.entries[0];
  const unit = first ? leadOf(text, first.keyRange.from) : '';
  const severalLines = tree.entries.some(
    ({ value }) =>
      value.kind === 'list' && value.items.length > 0 && text.slice(value.from, value.to).includes('\n'),
  );
  return {
    severalLines: severalLines && unit !== '',
    lineEnd: split.lineEnd,
    lead: leadOf(text, offset),
    unit,
  };
}

function leadOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

function write(value: FrontMatterValue, style: JsonStyle): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = { ...style, lead: style.lead + style.unit };
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => write(item, inner))
    : Object.keys(value).map((key) => `${JSON.stringify(key)}: ${write(value[key] ?? null, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open + close;
  if (!style.severalLines) return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  const newLine = style.lineEnd + inner.lead;
  return `${open}${newLine}${parts.join(`,${newLine}`)}${style.lineEnd}${style.lead}${close}`;
}

function flowOf(map: MapNode) {
  const items = map.entries.map(({ keyRange, value }) => ({ from: keyRange.from, to: value.to }));
  return { open: map.from + 1, close: map.to - 1, items };
}

function isJson(value: FrontMatterValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  return Object.values(value).every(isJson);
}
