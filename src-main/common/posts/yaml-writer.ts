import { type FrontMatterInput, inputValue, lineStart } from './edit-plan.ts';
import type { FrontMatterNode, FrontMatterValue, MapNode, ScalarNode } from './front-matter-tree.ts';
import { isPlainText, oneLineStyle, writeBlockScalar, writeYamlString } from './yaml-scalars.ts';

/** In which quotes a text is written: `style` where it can, `quotes` where plain text cannot hold it. */
export interface Quoting {
  style: 'plain' | 'single' | 'double';
  quotes: 'single' | 'double';
}

/** Writes values as YAML, in the habits of the block that they go to. Places are given as columns. */
export class YamlWriter {
  readonly lineEnd: string;
  readonly #habits: Habits;

  constructor(tree: MapNode, text: string, lineEnd: string) {
    this.lineEnd = lineEnd;
    this.#habits = habitsOf(tree, text);
  }

  /** Whether this block writes lists as lines with dashes. */
  get writesDashes(): boolean {
    return this.#habits.dashes;
  }

  /** Columns from a key to the keys below it. */
  get indent(): number {
    return this.#habits.indent;
  }

  /** How a new value is quoted. */
  quotingOfNew(input: FrontMatterInput): Quoting {
    const { strings, quotes, quotedDates } = this.#habits;
    if (isDate(input)) return { style: quotedDates ? quotes : 'plain', quotes };
    return { style: strings, quotes };
  }

  /**
   * How the text that takes the place of a scalar is quoted: as it was. Quotes that the old text needed tell nothing
   * of what the author likes; then the rest of the block decides. So a title that is typed letter by letter does not
   * stay in quotes because it once ended with a blank.
   */
  quotingInPlaceOf(node: ScalarNode, flow: boolean): Quoting {
    const style = oneLineStyle(node.style);
    const { strings, quotes } = this.#habits;
    if (style === 'plain') return { style, quotes };
    return {
      style: hasFreeQuotes(node, flow) ? style : strings === 'plain' ? 'plain' : style,
      quotes: style,
    };
  }

  /** How an item that is new in a list is quoted: as the last of its kind. */
  quotingOfItem(items: readonly FrontMatterNode[], flow: boolean): Quoting {
    const model = items.findLast((item) => item.kind === 'scalar' && typeof item.value === 'string');
    return model?.kind === 'scalar' ? this.quotingInPlaceOf(model, flow) : this.quotingOfNew('');
  }

  /** A key with its value and whatever stands below it, as lines without their ends. */
  entryLines(path: readonly string[], input: FrontMatterInput, column: number): string[] {
    const name = `${' '.repeat(column)}${this.key(path[0] ?? '', false)}:`;
    const below = column + this.#habits.indent;
    if (path.length > 1) return [name, ...this.entryLines(path.slice(1), input, below)];
    const value = inputValue(input);
    if (Array.isArray(value) && value.length > 0 && this.writesDashes) {
      return [name, ...this.dashLines(value, column)];
    }
    if (typeof value === 'string' && value.includes('\n')) {
      const block = this.blockScalar(value, { style: 'literal', indent: column + 2, width: 80 });
      if (block !== undefined) return `${name} ${block}`.split(this.lineEnd).slice(0, -1);
    }
    if (isFilledMap(value)) {
      const children = Object.entries(value).map(([key, child]) => ({
        key,
        input: { kind: 'json', value: child } as const,
      }));
      return [name, ...children.flatMap((child) => this.entryLines([child.key], child.input, below))];
    }
    return [`${name} ${this.inline(input, false, this.quotingOfNew(input))}`];
  }

  /** The items of a list as lines with dashes, below a key at that column. */
  dashLines(value: readonly FrontMatterValue[], column: number): string[] {
    const blanks = ' '.repeat(column + this.#habits.listIndent);
    const quoting = this.quotingOfNew('');
    return value.map((item) => `${blanks}- ${this.inlineValue(item, false, quoting)}`);
  }

  /** A text over several lines, from its `|` or `>` to its last line end; undefined where that cannot hold it. */
  blockScalar(
    text: string,
    place: { style: 'literal' | 'folded'; indent: number; width: number },
  ): string | undefined {
    return writeBlockScalar(text, { ...place, indent: ' '.repeat(place.indent), lineEnd: this.lineEnd });
  }

  key(name: string, flow: boolean): string {
    return writeYamlString(name, { flow, style: 'plain', quotes: 'double' });
  }

  /** A value on one line. */
  inline(input: FrontMatterInput, flow: boolean, quoting: Quoting): string {
    if (isDate(input) && quoting.style === 'plain' && isDateText(input.source)) return input.source;
    return this.inlineValue(inputValue(input), flow, quoting);
  }

  inlineValue(value: FrontMatterValue, flow: boolean, quoting: Quoting): string {
    if (typeof value === 'string') return writeYamlString(value, { flow, ...quoting });
    if (value === null) return 'null';
    if (typeof value === 'number') return writeNumber(value);
    if (typeof value === 'boolean') return String(value);
    if (Array.isArray(value))
      return `[${value.map((item) => this.inlineValue(item, true, quoting)).join(', ')}]`;
    const entries = Object.entries(value).map(
      ([key, child]) => `${this.key(key, true)}: ${this.inlineValue(child, true, quoting)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
}

/** How a block writes what it writes, so that what is new looks like its neighbours. */
interface Habits {
  quotes: 'single' | 'double';
  strings: Quoting['style'];
  quotedDates: boolean;
  dashes: boolean;
  /** Columns from a key to the dashes below it. */
  listIndent: number;
  indent: number;
}

function habitsOf(tree: MapNode, text: string): Habits {
  const scalars = tree.entries.map(({ value }) => value).filter(isText);
  const texts = scalars.filter(({ value }) => !isDateText(String(value)));
  const [single, double] = (['single', 'double'] as const).map(
    (style) => scalars.filter((node) => oneLineStyle(node.style) === style).length,
  ) as [number, number];
  const quotes = single > double ? 'single' : 'double';
  const plain = texts.filter(({ style }) => oneLineStyle(style) === 'plain').length;
  const free = texts.filter(
    (node) => oneLineStyle(node.style) === quotes && hasFreeQuotes(node, false),
  ).length;
  return {
    quotes,
    strings: free > plain ? quotes : 'plain',
    quotedDates: scalars.some(
      ({ value, style }) => isDateText(String(value)) && oneLineStyle(style) !== 'plain',
    ),
    ...listHabitsOf(tree, text),
    indent: indentOf(tree, text),
  };
}

function listHabitsOf(tree: MapNode, text: string): Pick<Habits, 'dashes' | 'listIndent'> {
  const lists = tree.entries.filter(({ value }) => value.kind === 'list' && value.items.length > 0);
  const dashed = lists.filter(({ value }) => value.kind === 'list' && !value.flow);
  const last = dashed.at(-1);
  const listIndent = last ? columnAt(text, last.value.from) - columnAt(text, last.keyRange.from) : 2;
  return { dashes: dashed.length > lists.length / 2, listIndent: Math.max(0, listIndent) };
}

function indentOf(tree: MapNode, text: string): number {
  for (const { keyRange, value } of tree.entries) {
    const first = value.kind === 'map' && !value.flow ? value.entries[0] : undefined;
    if (first) return Math.max(1, columnAt(text, first.keyRange.from) - columnAt(text, keyRange.from));
  }
  return 2;
}

function columnAt(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function isText(node: FrontMatterNode): node is ScalarNode {
  return node.kind === 'scalar' && typeof node.value === 'string';
}

/** Whether a text stands in quotes by the author's choice. For an empty text and a date they are taken as such. */
function hasFreeQuotes({ value }: ScalarNode, flow: boolean): boolean {
  if (typeof value !== 'string') return false;
  return value === '' || isDateText(value) || isPlainText(value, flow);
}

function isDate(input: FrontMatterInput): input is { kind: 'date'; source: string } {
  return typeof input === 'object' && input !== null && 'kind' in input && input.kind === 'date';
}

function isFilledMap(value: FrontMatterValue): value is { [key: string]: FrontMatterValue } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
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
