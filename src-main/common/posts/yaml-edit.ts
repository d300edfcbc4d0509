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
import { oneLineStyle, writeBlockScalar, writeYamlString } from './yaml-scalars.ts';

/** The replacements that make one edit in a YAML block and leave every other byte as it is. */
export function planYamlEdit(block: EditableBlock, edit: FrontMatterEdit): EditPlan {
  const editor = new YamlEditor(block);
  return edit.kind === 'set' ? editor.set(edit.key, edit.value) : editor.unset(edit.key);
}

type Quoting = 'plain' | 'single' | 'double';

class YamlEditor {
  readonly #text: string;
  readonly #block: EditableBlock;
  readonly #lineEnd: string;
  readonly #habits: Habits;

  constructor(block: EditableBlock) {
    this.#block = block;
    this.#text = block.text;
    this.#lineEnd = block.split.lineEnd;
    this.#habits = habitsOf(block.tree, block.text);
  }

  set(key: readonly string[], input: FrontMatterInput): EditPlan {
    const found = this.#find(key);
    if ('ok' in found) return found;
    if (found.entry) return this.#setEntry(found.map, found.entry, input, key);
    return this.#add(found, input, key);
  }

  unset(key: readonly string[]): EditPlan {
    const found = this.#find(key);
    if ('ok' in found) return found;
    const { map, entry } = found;
    if (!entry) return [];
    if (entry.special) return notSafely(key);
    if (map.flow) {
      const at = map.entries.indexOf(entry);
      return replaceFlowItems(this.#text, flowOf(map), at, 1, []);
    }
    const from = this.#lineStart(entry.keyRange.from);
    if (!isBlank(this.#text, from, entry.keyRange.from)) return notSafely(key);
    if (map.entries.length === 1 && key.length > 1) return this.#emptyParent(key.slice(0, -1));
    return [{ from, to: nextLine(this.#text, this.#endOf(entry)), insert: '' }];
  }

  /** A map that loses its only key stays a map. */
  #emptyParent(parent: readonly string[]): EditPlan {
    const found = this.#find(parent);
    if ('ok' in found || !found.entry) return notSafely(parent);
    return [{ from: found.entry.valueFrom, to: this.#endOf(found.entry), insert: ' {}' }];
  }

  #find(key: readonly string[]): Found | EditRefusal {
    let map = this.#block.tree;
    let parent: MapEntry | undefined;
    for (const [index, name] of key.slice(0, -1).entries()) {
      const entry = entryOf(map, name);
      if (!entry) return { map, entry: undefined, rest: key.slice(index), parent };
      if (entry.special) return notSafely(key);
      if (entry.value.kind === 'scalar' && entry.value.style === 'empty') {
        return { map, entry: undefined, rest: key.slice(index + 1), parent: entry };
      }
      if (entry.value.kind !== 'map') return notReachable(key);
      map = entry.value;
      parent = undefined;
    }
    const last = key.at(-1) ?? '';
    return { map, entry: entryOf(map, last), rest: [last], parent };
  }

  #setEntry(map: MapNode, entry: MapEntry, input: FrontMatterInput, key: readonly string[]): EditPlan {
    if (entry.special) return notSafely(key);
    const value = inputValue(input);
    const { value: node } = entry;
    if (says(this.#text, node, value)) return [];
    if (Array.isArray(value) && node.kind === 'list') {
      if (node.flow) return this.#setFlowList(node, value);
      if (value.length > 0) return this.#setBlockList(node, value, key);
    }
    if (node.kind === 'scalar' && node.style !== 'empty') return this.#setScalar(map, entry, node, input);
    if (node.kind === 'alias' || (node.kind !== 'scalar' && node.flow)) {
      return [
        { from: node.from, to: node.to, insert: this.#inline(input, { flow: map.flow, style: 'plain' }) },
      ];
    }
    const to = node.kind === 'scalar' ? entry.valueFrom : this.#endOf(entry);
    return this.#setFromColon(map, entry, to, input);
  }

  /** Writes a value where there is none yet, or where there were lines of items or keys. */
  #setFromColon(map: MapNode, entry: MapEntry, to: number, input: FrontMatterInput): EditPlan {
    const value = inputValue(input);
    if (Array.isArray(value) && value.length > 0 && !map.flow && this.#habits.blockLists) {
      const end = Math.max(to, lineTo(this.#text, entry.valueFrom));
      const lines = this.#blockList(value, this.#columnOf(entry));
      const from = to > lineTo(this.#text, entry.valueFrom) ? entry.valueFrom : end;
      return [{ from, to: end, insert: `${this.#lineEnd}${lines.join(this.#lineEnd)}` }];
    }
    const written = this.#inline(input, { flow: map.flow, style: this.#habits.strings });
    return [{ from: entry.valueFrom, to, insert: ` ${written}` }];
  }

  #setScalar(map: MapNode, entry: MapEntry, node: ScalarNode, input: FrontMatterInput): EditPlan {
    const value = inputValue(input);
    const style = oneLineStyle(node.style);
    const isBlock = node.style === 'literal' || node.style === 'folded';
    if (isBlock) return [this.#setBlockScalar(entry, node, input)];
    if (Array.isArray(value) && value.length > 0 && !map.flow && this.#habits.blockLists) {
      if (!isBlank(this.#text, node.to, lineTo(this.#text, node.to))) {
        return [
          { from: node.from, to: node.to, insert: this.#inline(input, { flow: false, style: 'plain' }) },
        ];
      }
      const lines = this.#blockList(value, this.#columnOf(entry));
      return [{ from: entry.valueFrom, to: node.to, insert: this.#lineEnd + lines.join(this.#lineEnd) }];
    }
    const literal = map.flow || style !== 'plain' ? undefined : this.#literal(entry, node, value);
    if (literal) return [literal];
    return [{ from: node.from, to: node.to, insert: this.#inline(input, { flow: map.flow, style }) }];
  }

  /** Several lines of text where a plain value of one line stood. */
  #literal(entry: MapEntry, node: ScalarNode, value: FrontMatterValue): TextChange | undefined {
    if (typeof value !== 'string' || !value.includes('\n')) return undefined;
    const lineEnd = lineTo(this.#text, node.to);
    if (!isBlank(this.#text, node.to, lineEnd)) return undefined;
    const written = this.#blockScalar(value, 'literal', this.#columnOf(entry), 80);
    if (written === undefined) return undefined;
    return { from: node.from, to: nextLine(this.#text, lineEnd), insert: written };
  }

  #setBlockScalar(entry: MapEntry, node: ScalarNode, input: FrontMatterInput): TextChange {
    const { value, source } = { value: inputValue(input), source: this.#text.slice(node.from, node.to) };
    const headerEnd = lineTo(this.#text, node.from);
    const comment = /[ \t]+#.*$/.exec(this.#text.slice(node.from, headerEnd))?.[0] ?? '';
    const style = node.style === 'folded' ? 'folded' : 'literal';
    if (typeof value === 'string') {
      const width = Math.max(
        40,
        ...source
          .split(/\r?\n/)
          .slice(1)
          .map((line) => line.length),
      );
      const kept = source.split(/\r?\n/)[1]?.match(/^ */)?.[0];
      const written = this.#blockScalar(value, style, this.#columnOf(entry), width, kept);
      if (written !== undefined) {
        const header = /^[^\r\n]*/.exec(written)?.[0] ?? '';
        return { from: node.from, to: node.to, insert: header + comment + written.slice(header.length) };
      }
    }
    const written = this.#inline(input, { flow: false, style: this.#habits.strings });
    const ending = source.endsWith('\n') ? this.#lineEnd : '';
    return { from: node.from, to: node.to, insert: written + comment + ending };
  }

  #blockScalar(
    value: string,
    style: 'literal' | 'folded',
    column: number,
    width: number,
    indent = ' '.repeat(column + 2),
  ): string | undefined {
    const place = {
      style,
      indent: indent === '' ? ' '.repeat(column + 2) : indent,
      lineEnd: this.#lineEnd,
      width,
    };
    return writeBlockScalar(value, place);
  }

  #setFlowList(node: ListNode, value: readonly FrontMatterValue[]): EditPlan {
    const { start, end } = this.#sameItems(node, value);
    const written = value.slice(start, value.length - end).map((item, at) => {
      const old = node.items[start + at];
      return this.#inlineValue(item, {
        flow: true,
        style: this.#itemStyle(node, start + at < node.items.length - end ? old : undefined),
      });
    });
    const flow = { open: node.from + 1, close: node.to - 1, items: node.items };
    return replaceFlowItems(this.#text, flow, start, node.items.length - start - end, written);
  }

  #setBlockList(node: ListNode, value: readonly FrontMatterValue[], key: readonly string[]): EditPlan {
    const lines = node.items.map((item) => this.#itemLines(item));
    if (lines.some((line) => line === undefined)) return notSafely(key);
    const places = lines as ItemLines[];
    const { start, end } = this.#sameItems(node, value);
    const oldEnd = node.items.length - end;
    const wanted = value.slice(start, value.length - end);
    const paired = Math.min(oldEnd - start, wanted.length);
    const changes: TextChange[] = [];
    for (let at = 0; at < paired; at += 1) {
      const item = node.items[start + at] as FrontMatterNode;
      if (
        item.kind !== 'scalar' ||
        item.style === 'literal' ||
        item.style === 'folded' ||
        item.style === 'empty'
      ) {
        return notSafely(key);
      }
      const style = oneLineStyle(item.style);
      changes.push({
        from: item.from,
        to: item.to,
        insert: this.#inlineValue(wanted[at] ?? null, { flow: false, style }),
      });
    }
    if (wanted.length > paired) {
      const pattern = places[Math.max(0, start + paired - 1)] as ItemLines;
      const at = start + paired > 0 ? pattern.to : pattern.from;
      const style = this.#itemStyle(node, undefined);
      const added = wanted
        .slice(paired)
        .map((item) => pattern.lead + this.#inlineValue(item, { flow: false, style }) + this.#lineEnd);
      changes.push({ from: at, to: at, insert: added.join('') });
    }
    if (oldEnd - start > paired) {
      const first = places[start + paired] as ItemLines;
      const last = places[oldEnd - 1] as ItemLines;
      changes.push({ from: first.from, to: last.to, insert: '' });
    }
    return changes;
  }

  /** The lines of an item; undefined where it does not begin with its dash at the start of a line. */
  #itemLines(item: FrontMatterNode): ItemLines | undefined {
    const from = lineStart(this.#text, item.from);
    const lead = this.#text.slice(from, item.from);
    if (!/^[ \t]*-[ \t]+$/.test(lead)) return undefined;
    return { from, to: nextLine(this.#text, endOfNode(this.#text, item)), lead };
  }

  #sameItems(node: ListNode, value: readonly FrontMatterValue[]) {
    return sameEnds(node.items.length, value.length, (oldAt, newAt) =>
      says(this.#text, node.items[oldAt] as FrontMatterNode, value[newAt] ?? null),
    );
  }

  #itemStyle(list: ListNode, old: FrontMatterNode | undefined): Quoting {
    const model =
      old ?? list.items.findLast((item) => item.kind === 'scalar' && typeof item.value === 'string');
    return model?.kind === 'scalar' ? oneLineStyle(model.style) : this.#habits.strings;
  }

  #add(found: Found, input: FrontMatterInput, key: readonly string[]): EditPlan {
    const { map, parent, rest } = found;
    const column = parent ? this.#columnOf(parent) + this.#habits.indent : this.#columnOfMap(map);
    if (map.flow || column === undefined) return this.#addToFlow(map, parent, input, rest, key);
    const lines = this.#entryLines(rest, input, column);
    const written = lines.map((line) => line + this.#lineEnd).join('');
    const at = parent ? nextLine(this.#text, parent.valueFrom) : this.#placeFor(map, rest[0] ?? '');
    return [{ from: at, to: at, insert: written }];
  }

  #addToFlow(
    map: MapNode,
    parent: MapEntry | undefined,
    input: FrontMatterInput,
    rest: readonly string[],
    key: readonly string[],
  ): EditPlan {
    if (!map.flow || parent) return notSafely(key);
    const nested = nest(rest.slice(1), inputValue(input));
    const value = rest.length > 1 ? ({ kind: 'json', value: nested } as const) : input;
    const written = `${this.#key(rest[0] ?? '', true)}: ${this.#inline(value, { flow: true, style: this.#habits.strings })}`;
    return replaceFlowItems(this.#text, flowOf(map), map.entries.length, 0, [written]);
  }

  #entryLines(rest: readonly string[], input: FrontMatterInput, column: number): string[] {
    const blanks = ' '.repeat(column);
    const name = `${blanks}${this.#key(rest[0] ?? '', false)}:`;
    if (rest.length > 1)
      return [name, ...this.#entryLines(rest.slice(1), input, column + this.#habits.indent)];
    const value = inputValue(input);
    if (Array.isArray(value) && value.length > 0 && this.#habits.blockLists) {
      return [name, ...this.#blockList(value, column)];
    }
    if (typeof value === 'string' && value.includes('\n')) {
      const block = this.#blockScalar(value, 'literal', column, 80);
      if (block !== undefined) return `${name} ${block}`.split(this.#lineEnd).slice(0, -1);
    }
    if (isFilledMap(value)) {
      return [
        name,
        ...Object.keys(value).flatMap((child) =>
          this.#entryLines(
            [child],
            { kind: 'json', value: value[child] ?? null },
            column + this.#habits.indent,
          ),
        ),
      ];
    }
    return [`${name} ${this.#inline(input, { flow: false, style: this.#habits.strings })}`];
  }

  #blockList(value: readonly FrontMatterValue[], column: number): string[] {
    const blanks = ' '.repeat(column + (this.#habits.listIndent ?? 2));
    return value.map(
      (item) => `${blanks}- ${this.#inlineValue(item, { flow: false, style: this.#habits.strings })}`,
    );
  }

  /** A title comes first and a description behind it; everything else at the end. */
  #placeFor(map: MapNode, key: string): number {
    const first = map.entries[0];
    if (!first) return this.#block.split.content.to;
    if (map === this.#block.tree && key === 'title') return this.#lineStart(first.keyRange.from);
    const title = map === this.#block.tree && key === 'description' ? entryOf(map, 'title') : undefined;
    return nextLine(this.#text, this.#endOf(title ?? (map.entries.at(-1) as MapEntry)));
  }

  #columnOfMap(map: MapNode): number | undefined {
    const first = map.entries[0];
    if (!first) return map === this.#block.tree ? 0 : undefined;
    return map.entries.some(({ special }) => special) && first.special ? 0 : this.#columnOf(first);
  }

  #columnOf(entry: MapEntry): number {
    return entry.keyRange.from - this.#lineStart(entry.keyRange.from);
  }

  /** A byte order mark before a block without an opening fence belongs to no line of it. */
  #lineStart(offset: number): number {
    return Math.max(this.#block.split.content.from, lineStart(this.#text, offset));
  }

  #endOf(entry: MapEntry): number {
    return Math.max(entry.valueFrom, endOfNode(this.#text, entry.value));
  }

  #key(name: string, flow: boolean): string {
    return writeYamlString(name, { flow, style: 'plain', quotes: 'double' });
  }

  #inline(input: FrontMatterInput, place: { flow: boolean; style: Quoting }): string {
    if (typeof input === 'object' && input !== null && 'kind' in input && input.kind === 'date') {
      const quoted =
        place.style === 'plain' || (place.style === this.#habits.strings && !this.#habits.quotedDates);
      if (quoted && isDateText(input.source)) return input.source;
    }
    return this.#inlineValue(inputValue(input), place);
  }

  #inlineValue(value: FrontMatterValue, place: { flow: boolean; style: Quoting }): string {
    if (typeof value === 'string') return writeYamlString(value, { ...place, quotes: this.#habits.quotes });
    if (value === null) return 'null';
    if (typeof value === 'number') return writeNumber(value);
    if (typeof value === 'boolean') return String(value);
    const inner = { flow: true, style: place.style };
    if (Array.isArray(value)) return `[${value.map((item) => this.#inlineValue(item, inner)).join(', ')}]`;
    const entries = Object.keys(value).map(
      (key) => `${this.#key(key, true)}: ${this.#inlineValue(value[key] ?? null, inner)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
}

/** Where a key is, or would be: `rest` is what is missing of it, below `parent` where that is still empty. */
interface Found {
  map: MapNode;
  entry: MapEntry | undefined;
  rest: readonly string[];
  parent: MapEntry | undefined;
}

interface ItemLines {
  from: number;
  to: number;
  /** From the start of the line to the item: blanks, dash, blanks. */
  lead: string;
}

/** How this block writes what it writes, so that what is new looks like its neighbours. */
interface Habits {
  strings: Quoting;
  quotes: 'single' | 'double';
  quotedDates: boolean;
  blockLists: boolean;
  /** Columns from a key to the dashes below it. */
  listIndent: number | undefined;
  indent: number;
}

function habitsOf(tree: MapNode, text: string): Habits {
  const count = { plain: 0, single: 0, double: 0 };
  const habits: Habits = {
    strings: 'plain',
    quotes: 'double',
    quotedDates: false,
    blockLists: false,
    listIndent: undefined,
    indent: 2,
  };
  let flowLists = 0;
  let blockLists = 0;
  for (const { keyRange, value } of tree.entries) {
    if (value.kind === 'scalar' && typeof value.value === 'string') {
      if (isDateText(value.value)) habits.quotedDates ||= oneLineStyle(value.style) !== 'plain';
      else count[oneLineStyle(value.style)] += 1;
    }
    if (value.kind === 'list') {
      if (value.flow) flowLists += value.items.length > 0 ? 1 : 0;
      else {
        blockLists += 1;
        habits.listIndent = columnAt(text, value.from) - columnAt(text, keyRange.from);
      }
    }
    if (value.kind === 'map' && !value.flow && value.entries[0]) {
      habits.indent = Math.max(
        1,
        columnAt(text, value.entries[0].keyRange.from) - columnAt(text, keyRange.from),
      );
    }
  }
  habits.quotes = count.single > count.double ? 'single' : 'double';
  if (count[habits.quotes] > count.plain) habits.strings = habits.quotes;
  habits.blockLists = blockLists > flowLists;
  return habits;
}

function columnAt(text: string, offset: number): number {
  return offset - lineStart(text, offset);
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

function flowOf(map: MapNode) {
  const items = map.entries.map(({ keyRange, value, valueFrom }) => ({
    from: keyRange.from,
    to: Math.max(valueFrom, value.to),
  }));
  return { open: map.from + 1, close: map.to - 1, items };
}

function isFilledMap(value: FrontMatterValue): value is { [key: string]: FrontMatterValue } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

function nest(keys: readonly string[], value: FrontMatterValue): FrontMatterValue {
  return keys.reduceRight<FrontMatterValue>((inner, key) => ({ [key]: inner }), value);
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  // YAML 1.1 reads an exponent only with a dot before it and a sign behind the e.
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

/** A date that may stand without quotes: a year, month and day, and perhaps a time of day. */
function isDateText(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[ \t]*(?:[Zz]|[-+]\d\d?(?::?\d\d)?))?)?$/.test(
    text,
  );
}
