import { type AST, parseTOML } from 'toml-eslint-parser';
import {
  type EditableBlock,
  type EditPlan,
  type FrontMatterEdit,
  type FrontMatterInput,
  inputValue,
  lineStart,
  nextLine,
  notReachable,
  notSafely,
  placeAmong,
  refuse,
  says,
} from './edit-plan.ts';
import { replaceFlowItems, sameEnds } from './flow-edit.ts';
import {
  entryOf,
  type FrontMatterData,
  type FrontMatterNode,
  type FrontMatterValue,
  type ListNode,
  type MapEntry,
  type MapNode,
  type ScalarStyle,
} from './front-matter-tree.ts';
import type { TextChange } from './text-change.ts';

/** The replacements that make one edit in a TOML block and leave every other byte as it is. */
export function planTomlEdit(block: EditableBlock, edit: FrontMatterEdit): EditPlan {
  if (edit.kind === 'set' && !isToml(inputValue(edit.value))) {
    return refuse('value-not-writable', 'TOML has no empty value. Remove the key instead.');
  }
  const editor = new TomlEditor(block);
  return edit.kind === 'set' ? editor.set(edit.key, edit.value) : editor.unset(edit.key);
}

class TomlEditor {
  readonly #block: EditableBlock;
  readonly #text: string;
  readonly #offset: number;
  readonly #lineEnd: string;
  readonly #body: AST.TOMLTopLevelTable['body'];
  readonly #comments: readonly AST.Comment[];

  constructor(block: EditableBlock) {
    const { from, to } = block.split.content;
    this.#block = block;
    this.#text = block.text;
    this.#offset = from;
    this.#lineEnd = block.split.lineEnd;
    const { body, comments } = parseTOML(block.text.slice(from, to), { tomlVersion: '1.1' });
    this.#body = body[0].body;
    this.#comments = comments;
  }

  set(key: readonly string[], input: FrontMatterInput): EditPlan {
    let map = this.#block.tree;
    for (const [index, name] of key.slice(0, -1).entries()) {
      const entry = entryOf(map, name);
      if (!entry) return this.#add(map, key, index, input);
      if (entry.value.kind !== 'map') return notReachable(key);
      map = entry.value;
    }
    const entry = entryOf(map, key.at(-1) ?? '');
    return entry ? this.#change(entry, input, key) : this.#add(map, key, key.length - 1, input);
  }

  unset(key: readonly string[]): EditPlan {
    let map = this.#block.tree;
    for (const name of key.slice(0, -1)) {
      const entry = entryOf(map, name);
      if (!entry) return [];
      if (entry.value.kind !== 'map') return notReachable(key);
      map = entry.value;
    }
    const entry = entryOf(map, key.at(-1) ?? '');
    if (!entry) return [];
    if (map.flow) return replaceFlowItems(this.#text, flowOf(map), map.entries.indexOf(entry), 1, []);
    if (isTable(entry.value)) return this.#removeTable(key);
    return [this.#lines(entry.keyRange.from, entry.value.to)];
  }

  #change(entry: MapEntry, input: FrontMatterInput, key: readonly string[]): EditPlan {
    const { value: node } = entry;
    const value = inputValue(input);
    if (says(this.#text, node, value)) return [];
    if (isTable(node)) return this.#changeTables(node, value, key);
    if (node.kind === 'list' && Array.isArray(value)) return this.#changeList(node, value);
    const isText = node.kind === 'scalar' && typeof node.value === 'string';
    const becomesDate = isDate(input) && isText && !isTomlDate(String(node.value));
    const style = isText && !becomesDate ? node.style : this.#styleOfNew(input);
    return [{ from: node.from, to: node.to, insert: this.#write(input, style) }];
  }

  #changeList(node: ListNode, value: readonly FrontMatterValue[]): EditPlan {
    const { start, end } = sameEnds(node.items.length, value.length, (oldAt, newAt) =>
      says(this.#text, node.items[oldAt] as FrontMatterNode, value[newAt] ?? null),
    );
    const style = node.items.findLast(isText)?.style ?? this.#stringStyle();
    const written = value.slice(start, value.length - end).map((item) => this.#writeValue(item, style));
    const flow = { open: node.from + 1, close: node.to - 1, items: node.items };
    return replaceFlowItems(this.#text, flow, start, node.items.length - start - end, written);
  }

  /** Of tables in a list, those that stay the same stay as they are written; what else it becomes has one place of its own. */
  #changeTables(node: FrontMatterNode, value: FrontMatterValue, key: readonly string[]): EditPlan {
    const items = this.#itemsOf(node, key);
    if (!isListOfMaps(value)) {
      const gone = items.flat();
      const top = this.#insertAtTop(key[0] ?? '', this.#writeValue(value, this.#stringStyle()));
      return key.length > 1 || gone.length === 0 || this.#holdComment(gone) ? notSafely(key) : [top, ...gone];
    }
    if (node.kind !== 'list' || items.length !== node.items.length) return notSafely(key);
    const { start, end } = sameEnds(items.length, value.length, (oldAt, newAt) =>
      says(this.#text, node.items[oldAt] as FrontMatterNode, value[newAt] ?? null),
    );
    const gone = items.slice(start, items.length - end).flat();
    if (this.#holdComment(gone)) return notSafely(key);
    const gap = this.#lineEnd;
    const tables = value.slice(start, value.length - end).map((map) => this.#writeTable(key, map));
    const [first, ...others] = gone;
    if (first)
      return [{ ...first, insert: tables.join(gap) }, ...others.map((lines) => this.#withBlanks(lines))];
    const next = items[start]?.[0];
    const at = next?.from ?? items.at(-1)?.at(-1)?.to ?? this.#block.split.content.to;
    const written = tables.map((table) => (next ? table + gap : gap + table)).join('');
    return [{ from: at, to: at, insert: written }];
  }

  /** The lines of each table of a list, those of the tables in it included; of a table alone, all its lines. */
  #itemsOf(node: FrontMatterNode, key: readonly string[]): TextChange[][] {
    if (node.kind !== 'list') return [this.#linesOfTable(key)];
    const items: TextChange[][] = [];
    for (const { resolvedKey, range } of this.#tables()) {
      if (!startsWith(resolvedKey, key)) continue;
      const at = Number(resolvedKey[key.length]);
      items[at] = [...(items[at] ?? []), this.#lines(this.#offset + range[0], this.#offset + range[1])];
    }
    return items;
  }

  #writeTable(key: readonly string[], map: FrontMatterData): string {
    const style = this.#stringStyle();
    const lines = Object.entries(map).map(
      ([name, value]) => `${writeKey(name)}${this.#equals()}${this.#writeValue(value, style)}`,
    );
    return [`[[${key.map(writeKey).join('.')}]]`, ...lines].map((line) => line + this.#lineEnd).join('');
  }

  /** What an author has remarked in a table goes with no edit. */
  #holdComment(places: readonly TextChange[]): boolean {
    return this.#comments.some(({ range }) => {
      const at = this.#offset + range[0];
      return places.some(({ from, to }) => from <= at && at < to);
    });
  }

  /** The lines with the blank ones before them. */
  #withBlanks(lines: TextChange): TextChange {
    const blanks = /(?:(?<=\n)[ \t]*\r?\n)*$/.exec(this.#text.slice(0, lines.from))?.[0] ?? '';
    return { ...lines, from: lines.from - blanks.length };
  }

  /** @param found how many parts of the key lead to `map` */
  #add(map: MapNode, key: readonly string[], found: number, input: FrontMatterInput): EditPlan {
    const written = this.#write(input, this.#styleOfNew(input));
    if (map.flow) {
      const name = key.slice(found).map(writeKey).join('.');
      return replaceFlowItems(this.#text, flowOf(map), map.entries.length, 0, [`${name} = ${written}`]);
    }
    const name = writeKey(key.at(-1) ?? '');
    if (key.length === 1) return [this.#insertAtTop(key[0] ?? '', written)];
    const parent = key.slice(0, -1);
    const table = found === parent.length ? this.#tableOf(parent) : undefined;
    if (table)
      return [this.#insertBehind(table.body.at(-1), `${name}${this.#equals()}${written}`, table.key)];
    const sibling = found === parent.length ? this.#lastDottedUnder(parent) : undefined;
    if (sibling)
      return [this.#insertBehind(sibling, `${key.map(writeKey).join('.')}${this.#equals()}${written}`)];
    return [this.#appendTable(parent, `${name}${this.#equals()}${written}`)];
  }

  /** A line among the keys that stand before the first table. */
  #insertAtTop(key: string, written: string) {
    const keyValues = this.#topKeyValues();
    const line = `${writeKey(key)}${this.#equals()}${written}`;
    const first = keyValues[0];
    if (!first) {
      const at = this.#offset;
      const gap = this.#body.length > 0 ? this.#lineEnd : '';
      return { from: at, to: at, insert: line + this.#lineEnd + gap };
    }
    const names = keyValues.map((keyValue) => ({ key: keyValue.key.keys.map(nameOf).join('.') }));
    const place = placeAmong(names, key);
    if (place > 0) return this.#insertBehind(keyValues[place - 1], line);
    const at = lineStart(this.#text, this.#offset + first.range[0]);
    return { from: at, to: at, insert: this.#leadAt(this.#offset + first.range[0]) + line + this.#lineEnd };
  }

  #insertBehind(node: AST.TOMLKeyValue | undefined, line: string, header?: AST.TOMLKey) {
    const range = node?.range ?? header?.range ?? [0, 0];
    const lead = node ? this.#leadAt(this.#offset + range[0]) : '';
    const at = nextLine(this.#text, this.#offset + range[1]);
    return { from: at, to: at, insert: lead + line + this.#lineEnd };
  }

  #appendTable(parent: readonly string[], line: string) {
    const at = this.#block.split.content.to;
    const before = this.#text.slice(this.#offset, at);
    const gap = before === '' || /\n[ \t]*\r?\n$/.test(before) ? '' : this.#lineEnd;
    const insert = `${gap}[${parent.map(writeKey).join('.')}]${this.#lineEnd}${line}${this.#lineEnd}`;
    return { from: at, to: at, insert };
  }

  /** A table may stand in several places: under headers of its own, of its inner tables, and as dotted keys. */
  #removeTable(key: readonly string[]): EditPlan {
    const places = this.#linesOfTable(key);
    return places.length === 0 ? notSafely(key) : places;
  }

  #linesOfTable(key: readonly string[]): TextChange[] {
    const tables = this.#tables().filter((table) => startsWith(table.resolvedKey, key));
    const dotted = [
      ...this.#topKeyValues().filter((node) => startsWith(node.key.keys.map(nameOf), key)),
      ...this.#tables()
        .filter((table) => !tables.includes(table))
        .flatMap((table) =>
          table.body.filter((node) => startsWith([...table.resolvedKey, ...node.key.keys.map(nameOf)], key)),
        ),
    ];
    const places = [...tables, ...dotted].map(({ range }) => range).sort((a, b) => a[0] - b[0]);
    return places.map(([from, to]) => this.#lines(this.#offset + from, this.#offset + to));
  }

  #lines(from: number, to: number) {
    return { from: lineStart(this.#text, from), to: nextLine(this.#text, to), insert: '' };
  }

  #topKeyValues(): AST.TOMLKeyValue[] {
    return this.#body.filter((node) => node.type === 'TOMLKeyValue');
  }

  #tables(): AST.TOMLTable[] {
    return this.#body.filter((node) => node.type === 'TOMLTable');
  }

  #tableOf(path: readonly string[]): AST.TOMLTable | undefined {
    return this.#tables().find(
      ({ resolvedKey, kind }) =>
        kind === 'standard' && resolvedKey.length === path.length && startsWith(resolvedKey, path),
    );
  }

  /** The last key at the top that is written with dots and lies in that map. */
  #lastDottedUnder(path: readonly string[]): AST.TOMLKeyValue | undefined {
    return this.#topKeyValues().findLast((node) => startsWith(node.key.keys.map(nameOf), path));
  }

  #leadAt(offset: number): string {
    const lead = this.#text.slice(lineStart(this.#text, offset), offset);
    return /^[ \t]*$/.test(lead) ? lead : '';
  }

  /** How this block writes the equals sign; aligned columns are left to the author. */
  #equals(): string {
    const node = this.#topKeyValues().at(-1);
    const written =
      node && this.#text.slice(this.#offset + node.key.range[1], this.#offset + node.value.range[0]);
    return written === '=' || written === '= ' ? written : ' = ';
  }

  #stringStyle(): ScalarStyle {
    const texts = this.#block.tree.entries.map(({ value }) => value).filter(isText);
    const single = texts.filter(({ style }) => style === 'single').length;
    return single > texts.length / 2 ? 'single' : 'double';
  }

  /** A date is TOML's own where this block does not have its dates in quotes. */
  #styleOfNew(input: FrontMatterInput): ScalarStyle {
    return isDate(input) && !this.#block.tree.entries.some(isQuotedDate) ? 'date' : this.#stringStyle();
  }

  #write(input: FrontMatterInput, style: ScalarStyle): string {
    if (isDate(input) && style === 'date' && isTomlDate(input.source)) return input.source;
    return this.#writeValue(inputValue(input), style === 'date' ? this.#stringStyle() : style);
  }

  #writeValue(value: FrontMatterValue, style: ScalarStyle): string {
    if (typeof value === 'string') return writeTomlString(value, style, this.#lineEnd);
    if (typeof value === 'number') return writeNumber(value);
    if (typeof value === 'boolean') return String(value);
    const inner = style.startsWith('multi-line') ? 'double' : style;
    if (Array.isArray(value)) return `[${value.map((item) => this.#writeValue(item, inner)).join(', ')}]`;
    const parts = Object.entries(value ?? {}).map(
      ([key, child]) => `${writeKey(key)} = ${this.#writeValue(child, inner)}`,
    );
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }
}

/** Whether a value is made of tables or dotted keys, rather than written in one place behind its key. */
function isTable(node: FrontMatterNode): boolean {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow;
}

function isListOfMaps(value: FrontMatterValue): value is FrontMatterData[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
  );
}

function isText(node: FrontMatterNode): node is Extract<FrontMatterNode, { kind: 'scalar' }> {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.style !== 'date';
}

function isDate(input: FrontMatterInput): input is { kind: 'date'; source: string } {
  return typeof input === 'object' && input !== null && 'kind' in input && input.kind === 'date';
}

function isQuotedDate({ value }: MapEntry): boolean {
  return isText(value) && isTomlDate(String(value.value));
}

function flowOf(map: MapNode) {
  const items = map.entries.map(({ keyRange, value }) => ({ from: keyRange.from, to: value.to }));
  return { open: map.from + 1, close: map.to - 1, items };
}

function startsWith(whole: readonly (string | number)[], start: readonly string[]): boolean {
  return start.every((part, at) => whole[at] === part);
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function writeKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : basicString(name);
}

/** Writes a text as a TOML string, in the style that is asked for where that can hold it. */
export function writeTomlString(text: string, style: ScalarStyle, lineEnd: string): string {
  if (style === 'single' && !/['\p{Cc}\p{Surrogate}]/u.test(text)) return `'${text}'`;
  // Parsers differ in what they make of CRLF inside a string, so several lines are written only where there is none.
  if (text.includes('\n') && lineEnd === '\n' && !/[^\P{Cc}\n\t]/u.test(text)) {
    if (style === 'multi-line-single' && !text.includes("'''") && !text.endsWith("'"))
      return `'''\n${text}'''`;
    if (style.startsWith('multi-line') || style === 'double') return multiLineString(text);
  }
  return basicString(text);
}

function multiLineString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('""', '"\\"');
  return `"""\n${escaped.endsWith('"') ? `${escaped.slice(0, -1)}\\"` : escaped}"""`;
}

function basicString(text: string): string {
  const escaped = text.replace(
    /["\\\p{Cc}]/gu,
    (character) => shortEscapes.get(character) ?? unicodeEscape(character),
  );
  return `"${escaped}"`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\b', '\\b'],
  ['\f', '\\f'],
]);

function unicodeEscape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

function isTomlDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[-+]\d\d:\d\d)?)?$/.test(text);
}

function isToml(value: FrontMatterValue): boolean {
  if (value === null) return false;
  if (typeof value !== 'object') return true;
  return Object.values(value).every(isToml);
}
