import {
  type EditableBlock,
  type EditPlan,
  type EditRefusal,
  type FrontMatterEdit,
  type FrontMatterInput,
  inputValue,
  isBlank,
  lineStart,
  lineTo,
  nextLine,
  notReachable,
  notSafely,
  placeAmong,
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
  type ScalarNode,
} from './front-matter-tree.ts';
import type { TextChange } from './text-change.ts';
import { YamlWriter } from './yaml-writer.ts';

/** The replacements that make one edit in a YAML block and leave every other byte as it is. */
export function planYamlEdit(block: EditableBlock, edit: FrontMatterEdit): EditPlan {
  const editor = new YamlEditor(block);
  return edit.kind === 'set' ? editor.set(edit.key, edit.value) : editor.unset(edit.key);
}

class YamlEditor {
  readonly #text: string;
  readonly #block: EditableBlock;
  readonly #writer: YamlWriter;

  constructor(block: EditableBlock) {
    this.#block = block;
    this.#text = block.text;
    this.#writer = new YamlWriter(block.tree, block.text, block.split.lineEnd);
  }

  set(key: readonly string[], input: FrontMatterInput): EditPlan {
    const found = this.#find(key);
    if ('ok' in found) return found;
    if (found.entry) return this.#setEntry(found.map, found.entry, input, key);
    return this.#add(found, input);
  }

  unset(key: readonly string[]): EditPlan {
    const found = this.#find(key);
    if ('ok' in found) return found;
    const { map, entry } = found;
    if (!entry) return this.#isMergedIn(map, key) ? notSafely(key) : [];
    const same = map.entries.filter((other) => other.key === entry.key);
    if (same.some(({ special }) => special)) return notSafely(key);
    if (same.length > 1) return map.flow ? notSafely(key) : this.#removeAll(same, key);
    if (map.flow) {
      const at = map.entries.indexOf(entry);
      return replaceFlowItems(this.#text, flowOf(map), at, 1, []);
    }
    const from = this.#lineStart(entry.keyRange.from);
    if (!isBlank(this.#text, from, entry.keyRange.from)) return notSafely(key);
    if (map.entries.length === 1 && key.length > 1) return this.#emptyParent(key.slice(0, -1));
    return [{ from, to: nextLine(this.#text, this.#endOf(entry)), insert: '' }];
  }

  /** Whether the key comes with a `<<` from elsewhere. */
  #isMergedIn(map: MapNode, key: readonly string[]): boolean {
    return map.entries.some(({ key: name, special }) => special && name === '<<') && this.#says(key);
  }

  #says(key: readonly string[]): boolean {
    let value: FrontMatterValue | undefined = this.#block.data;
    for (const name of key) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      value = Object.hasOwn(value, name) ? value[name] : undefined;
    }
    return value !== undefined;
  }

  /** A key that is given twice goes wherever it stands: the other value would come in its place. */
  #removeAll(entries: readonly MapEntry[], key: readonly string[]): EditPlan {
    const lines = entries.map((entry) => ({
      from: this.#lineStart(entry.keyRange.from),
      to: nextLine(this.#text, this.#endOf(entry)),
      insert: '',
    }));
    const isClean = entries.every(({ keyRange }, at) =>
      isBlank(this.#text, lines[at]?.from ?? 0, keyRange.from),
    );
    if (!isClean) return notSafely(key);
    return lines.filter(({ from }, at) => at === 0 || from >= (lines[at - 1]?.to ?? 0));
  }

  /** A map that loses its only key stays a map. */
  #emptyParent(parent: readonly string[]): EditPlan {
    const found = this.#find(parent);
    if ('ok' in found || !found.entry) return notSafely(parent);
    const to = this.#endOf(found.entry);
    return [{ from: found.entry.valueFrom, to, insert: ` {}${this.#commentBehindKey(found.entry, to)}` }];
  }

  #find(key: readonly string[]): Found | EditRefusal {
    let map = this.#block.tree;
    let parent: MapEntry | undefined;
    for (const [index, name] of key.slice(0, -1).entries()) {
      const entry = entryOf(map, name);
      if (!entry) return { map, entry: undefined, rest: key.slice(index), parent };
      if (entry.special) return notSafely(key);
      if (this.#isNothing(entry)) {
        return { map, entry: undefined, rest: key.slice(index + 1), parent: entry };
      }
      if (entry.value.kind !== 'map') return notReachable(key);
      map = entry.value;
      parent = undefined;
    }
    const last = key.at(-1) ?? '';
    return { map, entry: entryOf(map, last), rest: [last], parent };
  }

  /** Whether a key says that it has no value: `key:`, `key: ~`, `key: null`. */
  #isNothing({ value, valueFrom }: MapEntry): boolean {
    if (value.kind !== 'scalar' || value.value !== null) return false;
    return value.style === 'empty' || (value.style === 'plain' && isBlank(this.#text, valueFrom, value.from));
  }

  #setEntry(map: MapNode, entry: MapEntry, input: FrontMatterInput, key: readonly string[]): EditPlan {
    if (entry.special) return notSafely(key);
    const value = inputValue(input);
    const { value: node } = entry;
    if (says(this.#text, node, value)) return [];
    const tag = this.#tagAgainst(entry, value);
    if (tag !== undefined) {
      const insert = this.#writer.inline(input, map.flow, this.#writer.quotingOfNew(input));
      return [{ from: tag, to: this.#endOf(entry), insert }];
    }
    if (Array.isArray(value) && node.kind === 'list') {
      if (node.flow) return this.#setFlowList(node, value);
      if (value.length > 0) return this.#setDashes(node, value, key);
      const emptied = this.#emptyDashes(entry, node);
      if (emptied) return emptied;
    }
    if (node.kind === 'scalar') {
      if (node.style === 'empty') return [this.#fill(map, entry, entry.valueFrom, input)];
      return [this.#setScalar(map, entry, node, input)];
    }
    if (node.kind !== 'alias' && !node.flow) return [this.#fill(map, entry, this.#endOf(entry), input)];
    const insert = this.#writer.inline(input, map.flow, this.#writer.quotingOfNew(input));
    return [{ from: node.from, to: node.to, insert }];
  }

  /** Where a type is written before a value (`!!int 3`) that does not hold for the new one. */
  #tagAgainst({ valueFrom, value: node }: MapEntry, value: FrontMatterValue): number | undefined {
    const gap = this.#text.slice(valueFrom, node.from);
    const tag = /(?<=[ \t])![^\s]*(?=[ \t])/.exec(gap);
    if (!tag || gap.includes('\n')) return undefined;
    // Behind a bare `!` Ruby's reader takes texts in quotes for what they would be without.
    return tag[0] === '!!str' && typeof value === 'string' ? undefined : valueFrom + tag.index;
  }

  /** Writes a value behind the colon, where there is none yet or up to the end of the lines that were one. */
  #fill(map: MapNode, entry: MapEntry, to: number, input: FrontMatterInput): TextChange {
    const value = inputValue(input);
    const lineEnd = lineTo(this.#text, entry.valueFrom);
    if (this.#takesDashes(map, value)) {
      // What stands behind the colon of an empty key is a comment, and stays.
      const hasComment = to <= lineEnd || this.#commentBehindKey(entry, to) !== '';
      const from = hasComment ? lineEnd : entry.valueFrom;
      return { from, to: Math.max(to, lineEnd), insert: this.#dashesBelow(entry, value) };
    }
    const written = this.#writer.inline(input, map.flow, this.#writer.quotingOfNew(input));
    return { from: entry.valueFrom, to, insert: ` ${written}${this.#commentBehindKey(entry, to)}` };
  }

  /** What is remarked beside a key whose value stands on the lines below; it stays beside the key. */
  #commentBehindKey({ valueFrom }: MapEntry, to: number): string {
    const lineEnd = lineTo(this.#text, valueFrom);
    if (to <= lineEnd) return '';
    return /^[ \t]+#.*$/.exec(this.#text.slice(valueFrom, lineEnd))?.[0] ?? '';
  }

  #setScalar(map: MapNode, entry: MapEntry, node: ScalarNode, input: FrontMatterInput): TextChange {
    if (node.style === 'literal' || node.style === 'folded') return this.#setBlockScalar(entry, node, input);
    const value = inputValue(input);
    const endsLine = isBlank(this.#text, node.to, lineTo(this.#text, node.to));
    if (endsLine && this.#takesDashes(map, value)) {
      return { from: entry.valueFrom, to: node.to, insert: this.#dashesBelow(entry, value) };
    }
    const literal = endsLine && !map.flow ? this.#literalInPlaceOf(entry, node, value) : undefined;
    if (literal) return literal;
    const insert = this.#writer.inline(input, map.flow, this.#writer.quotingInPlaceOf(node, map.flow));
    return { from: node.from, to: node.to, insert };
  }

  /** Several lines of text where a plain value of one line stood. */
  #literalInPlaceOf(entry: MapEntry, node: ScalarNode, value: FrontMatterValue): TextChange | undefined {
    if (node.style !== 'plain' || typeof value !== 'string' || !value.includes('\n')) return undefined;
    const place = { style: 'literal', indent: this.#columnOf(entry) + 2, width: 80 } as const;
    const insert = this.#writer.blockScalar(value, place);
    if (insert === undefined) return undefined;
    return { from: node.from, to: nextLine(this.#text, node.to), insert };
  }

  /** A text in the style, indentation and width of the block scalar that it takes the place of. */
  #setBlockScalar(entry: MapEntry, node: ScalarNode, input: FrontMatterInput): TextChange {
    const [header = '', ...lines] = this.#text.slice(node.from, node.to).split(/\r?\n/);
    const comment = /[ \t]+#.*$/.exec(header)?.[0] ?? '';
    const value = inputValue(input);
    const style = node.style === 'folded' ? 'folded' : 'literal';
    const indent = /^ */.exec(lines[0] ?? '')?.[0].length || this.#columnOf(entry) + 2;
    const width = lines.reduce((widest, line) => Math.max(widest, line.length), 40);
    const written =
      typeof value === 'string' ? this.#writer.blockScalar(value, { style, indent, width }) : undefined;
    if (written !== undefined) {
      const insert = written.replace(/^[^\r\n]*/, (newHeader) => newHeader + comment);
      return { from: node.from, to: node.to, insert };
    }
    const oneLine = this.#writer.inline(input, false, this.#writer.quotingOfNew(input));
    const ending = lines.at(-1) === '' ? this.#writer.lineEnd : '';
    return { from: node.from, to: node.to, insert: oneLine + comment + ending };
  }

  #takesDashes(map: MapNode, value: FrontMatterValue): value is FrontMatterValue[] {
    return Array.isArray(value) && value.length > 0 && !map.flow && this.#writer.writesDashes;
  }

  #dashesBelow(entry: MapEntry, value: readonly FrontMatterValue[]): string {
    const lines = this.#writer.dashLines(value, this.#columnOf(entry));
    return ['', ...lines].join(this.#writer.lineEnd);
  }

  #setFlowList(node: ListNode, value: readonly FrontMatterValue[]): EditPlan {
    const { start, oldEnd, wanted } = this.#difference(node, value);
    const quotingOfNew = this.#writer.quotingOfItem(node.items, true);
    const written = wanted.map((item, at) => {
      const old = start + at < oldEnd ? node.items[start + at] : undefined;
      const quoting = old?.kind === 'scalar' ? this.#writer.quotingInPlaceOf(old, true) : quotingOfNew;
      return this.#writer.inlineValue(item, true, quoting);
    });
    const flow = { open: node.from + 1, close: node.to - 1, items: node.items };
    return replaceFlowItems(this.#text, flow, start, oldEnd - start, written);
  }

  /** Changes the items of a list with dashes: those that differ in place, the rest as whole lines. */
  #setDashes(node: ListNode, value: readonly FrontMatterValue[], key: readonly string[]): EditPlan {
    const lines = node.items.flatMap((item) => this.#itemLines(item) ?? []);
    if (lines.length < node.items.length) return notSafely(key);
    const { start, oldEnd, wanted } = this.#difference(node, value);
    const paired = node.items.slice(start, oldEnd).slice(0, wanted.length);
    if (!paired.every((item) => isOneLineScalar(item) || !this.#hasComment(item))) return notSafely(key);
    const changes = paired.map((item, at) => this.#replaceItem(item, wanted[at] ?? null));
    const added = wanted.slice(paired.length);
    if (added.length > 0) changes.push(this.#addItems(node, lines, start + paired.length, added));
    const first = lines[start + paired.length];
    const last = lines[oldEnd - 1];
    if (first && last && start + paired.length < oldEnd)
      changes.push({ from: first.from, to: last.to, insert: '' });
    return changes;
  }

  /** The items go with their lines; what is remarked between them stays. */
  #emptyDashes({ valueFrom }: MapEntry, node: ListNode): EditPlan | undefined {
    const lines = node.items.flatMap((item) => this.#itemLines(item) ?? []);
    const headEnd = lineTo(this.#text, valueFrom);
    const isBare = /^[ \t]*(?:#.*)?$/.test(this.#text.slice(valueFrom, headEnd));
    if (lines.length < node.items.length || !isBare) return undefined;
    const head = { from: valueFrom, to: valueFrom, insert: ' []' };
    return [head, ...lines.map(({ from, to }) => ({ from, to, insert: '' }))];
  }

  #hasComment(item: FrontMatterNode): boolean {
    return /[ \t]#/.test(this.#text.slice(item.from, nextLine(this.#text, endOfNode(this.#text, item))));
  }

  #replaceItem(item: FrontMatterNode, value: FrontMatterValue): TextChange {
    if (!isOneLineScalar(item)) {
      const insert = this.#writer.inlineValue(value, false, this.#writer.quotingOfNew(''));
      return { from: item.from, to: endOfNode(this.#text, item), insert };
    }
    const insert = this.#writer.inlineValue(value, false, this.#writer.quotingInPlaceOf(item, false));
    return { from: item.from, to: item.to, insert };
  }

  #addItems(
    node: ListNode,
    lines: readonly ItemLines[],
    place: number,
    added: readonly FrontMatterValue[],
  ): TextChange {
    const { lead, from, to } = lines[Math.max(0, place - 1)] as ItemLines;
    const quoting = this.#writer.quotingOfItem(node.items, false);
    const written = added.map(
      (item) => lead + this.#writer.inlineValue(item, false, quoting) + this.#writer.lineEnd,
    );
    const at = place > 0 ? to : from;
    return { from: at, to: at, insert: written.join('') };
  }

  /** The lines of an item; undefined where it does not begin with its dash at the start of a line. */
  #itemLines(item: FrontMatterNode): ItemLines | undefined {
    const from = this.#lineOfDash(item);
    const before = this.#text.slice(from, item.from);
    // A name or a type may stand between the dash and the item: `- &first x`.
    const [, dash] = /^([ \t]*-)[ \t]*(?:\r?\n[ \t]*)*(?:[&!][^\s,[\]{}]*[ \t]+)*$/.exec(before) ?? [];
    if (dash === undefined || (before === dash && !isEmptyItem(item))) return undefined;
    const lead = before.slice(0, dash.length) + (/^[ \t]+/.exec(before.slice(dash.length))?.[0] ?? ' ');
    return { from, to: nextLine(this.#text, endOfNode(this.#text, item)), lead };
  }

  /** The start of the line with the dash of an item, which may itself stand on a line below. */
  #lineOfDash(item: FrontMatterNode): number {
    const from = lineStart(this.#text, item.from);
    if (!isBlank(this.#text, from, item.from)) return from;
    const above = this.#text.slice(0, from).trimEnd();
    return above.endsWith('-') ? lineStart(this.#text, above.length) : from;
  }

  /** The stretch of a list that differs: from `start` to `oldEnd` in the old one, `wanted` in its place. */
  #difference(node: ListNode, value: readonly FrontMatterValue[]) {
    const { start, end } = sameEnds(node.items.length, value.length, (oldAt, newAt) =>
      says(this.#text, node.items[oldAt] as FrontMatterNode, value[newAt] ?? null),
    );
    return { start, oldEnd: node.items.length - end, wanted: value.slice(start, value.length - end) };
  }

  #add({ map, parent, rest }: Missing, input: FrontMatterInput): EditPlan {
    if (map.flow)
      return parent ? [this.#fillWithMap(parent, rest, input)] : this.#addToFlow(map, rest, input);
    const column = parent ? this.#columnOf(parent) + this.#writer.indent : this.#columnOfMap(map);
    const lines = this.#writer.entryLines(rest, input, column);
    const at = parent ? nextLine(this.#text, parent.valueFrom) : this.#placeFor(map, rest[0] ?? '');
    const added = { from: at, to: at, insert: lines.map((line) => line + this.#writer.lineEnd).join('') };
    // The `~` of a key that had no value makes room for the keys below it.
    const isWritten = parent && parent.value.to > parent.valueFrom;
    return isWritten ? [{ from: parent.valueFrom, to: parent.value.to, insert: '' }, added] : [added];
  }

  #fillWithMap(entry: MapEntry, rest: readonly string[], input: FrontMatterInput): TextChange {
    const value = nest(rest, inputValue(input));
    const written = this.#writer.inlineValue(value, true, this.#writer.quotingOfNew(input));
    return { from: entry.valueFrom, to: Math.max(entry.valueFrom, entry.value.to), insert: ` ${written}` };
  }

  #addToFlow(map: MapNode, rest: readonly string[], input: FrontMatterInput): EditPlan {
    const [name = '', ...inner] = rest;
    const nested = { kind: 'json', value: nest(inner, inputValue(input)) } as const;
    const value = inner.length > 0 ? nested : input;
    const written = this.#writer.inline(value, true, this.#writer.quotingOfNew(value));
    const entry = `${this.#writer.key(name, true)}: ${written}`;
    return replaceFlowItems(this.#text, flowOf(map), map.entries.length, 0, [entry]);
  }

  #placeFor(map: MapNode, key: string): number {
    const first = map.entries[0];
    if (!first) return this.#block.split.content.to;
    const at = map === this.#block.tree ? placeAmong(map.entries, key) : map.entries.length;
    const before = map.entries[at - 1];
    return before ? this.#behind(before) : this.#lineStart(first.keyRange.from);
  }

  /** Behind the last line of an entry, and of the empty lines that belong to a text which keeps them (`|+`). */
  #behind(entry: MapEntry): number {
    const { to } = lastScalarOf(entry.value) ?? entry.value;
    return this.#keepsEmptyLines(entry.value) && this.#text[to - 1] === '\n'
      ? to
      : nextLine(this.#text, this.#endOf(entry));
  }

  #keepsEmptyLines(node: FrontMatterNode): boolean {
    const last = lastScalarOf(node);
    if (last?.style !== 'literal' && last?.style !== 'folded') return false;
    return /^[|>][0-9]?\+/.test(this.#text.slice(last.from, last.from + 3));
  }

  #columnOfMap(map: MapNode): number {
    const first = map.entries[0];
    return first ? this.#columnOf(first) : 0;
  }

  #columnOf(entry: MapEntry): number {
    const from = this.#lineStart(entry.keyRange.from);
    const before = this.#text.slice(from, entry.keyRange.from);
    // Marks may stand before a key: `? key`, `!!str key`, `&name key`.
    return /^ *(?=(?:\?[ \t]+|[&!]\S*[ \t]+)+$)/.exec(before)?.[0].length ?? before.length;
  }

  /** A byte order mark before a block without an opening fence belongs to no line of it. */
  #lineStart(offset: number): number {
    return Math.max(this.#block.split.content.from, lineStart(this.#text, offset));
  }

  #endOf(entry: MapEntry): number {
    return Math.max(entry.valueFrom, endOfNode(this.#text, entry.value));
  }
}

/** Where a key would be: `rest` is what is missing of it, below `parent` where that has no value yet. */
interface Missing {
  map: MapNode;
  rest: readonly string[];
  parent: MapEntry | undefined;
}

/** Where a key is, or would be. */
interface Found extends Missing {
  entry: MapEntry | undefined;
}

interface ItemLines {
  from: number;
  to: number;
  /** From the start of the line to the item: blanks, dash, blanks. */
  lead: string;
}

function isEmptyItem(node: FrontMatterNode): boolean {
  return node.kind === 'scalar' && node.style === 'empty';
}

function isOneLineScalar(node: FrontMatterNode): node is ScalarNode {
  return node.kind === 'scalar' && !['literal', 'folded', 'empty'].includes(node.style);
}

/** Where the last thing that a node says ends: neither a line end nor a comment behind it. */
function endOfNode(text: string, node: FrontMatterNode): number {
  if (node.kind === 'list' && !node.flow) {
    const last = node.items.at(-1);
    if (last) return Math.max(node.from + 1, endOfNode(text, last));
  }
  if (node.kind === 'map' && !node.flow) {
    const last = node.entries.at(-1);
    if (last) return Math.max(last.valueFrom, endOfNode(text, last.value));
  }
  let end = node.to;
  while (end > node.from && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

/** The scalar that a block of lines ends with. */
function lastScalarOf(node: FrontMatterNode): ScalarNode | undefined {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'alias' || node.flow) return undefined;
  const last = node.kind === 'list' ? node.items.at(-1) : node.entries.at(-1)?.value;
  return last && lastScalarOf(last);
}

function flowOf(map: MapNode) {
  const items = map.entries.map(({ keyRange, value, valueFrom }) => ({
    from: keyRange.from,
    to: Math.max(valueFrom, value.to),
  }));
  return { open: map.from + 1, close: map.to - 1, items };
}

function nest(keys: readonly string[], value: FrontMatterValue): FrontMatterValue {
  return keys.reduceRight<FrontMatterValue>((inner, key) => ({ [key]: inner }), value);
}
