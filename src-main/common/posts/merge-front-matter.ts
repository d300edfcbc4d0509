import { equalValues, lineStart, lineTo } from './edit-plan.ts';
import { type PlacedFrontMatter, placeFrontMatter } from './front-matter.ts';
import {
  type FrontMatterNode,
  type FrontMatterValue,
  type ListNode,
  type MapNode,
  valueOfNode,
} from './front-matter-tree.ts';
import { mergeLines, mergeWhole } from './merge-body.ts';
import {
  mergeRows,
  type Piece,
  type Row,
  type RowRules,
  type Rows,
  settled,
  type Three,
} from './merge-rows.ts';
import type { FrontMatterFormat, TextRange } from './split-post.ts';

/** Where a stretch of a front matter is. */
export type HeadPlace =
  /** One key; `['extra', 'author']` is a nested one. */
  | { kind: 'field'; key: string[] }
  /** The block as a whole, where it cannot be taken apart. */
  | { kind: 'front-matter' };

const wholeBlock: HeadPlace = { kind: 'front-matter' };

/** A post's text before its body, without the byte order mark. */
interface Head {
  text: string;
  placed: PlacedFrontMatter;
}

/**
 * Merges what stands before the bodies, key by key: each value, with its comments, is a stretch of one of the texts. A
 * block that cannot be read on all sides is merged by lines, and is a conflict as a whole where that fails.
 */
export function mergeHeads(texts: Three<string>, lineEnd: string): Piece<HeadPlace>[] {
  const heads = { base: headOf(texts.base), ours: headOf(texts.ours), theirs: headOf(texts.theirs) };
  const whole = mergeWhole(texts, wholeBlock);
  if (whole.kind === 'settled') return [whole];
  const byKey = mergeByKey(heads, lineEnd);
  if (byKey && isSound(byKey, heads)) return byKey;
  const { format } = heads.base.placed.split;
  const isOneFormat = format !== 'none' && all(heads, ({ placed }) => placed.split.format === format);
  const byLine = isOneFormat
    ? mergeLines(texts, { lineEnd, where: wholeBlock, touching: 'overlap' })
    : undefined;
  return byLine && isSound(byLine, heads) ? byLine : [whole];
}

function headOf(text: string): Head {
  return { text, placed: placeFrontMatter(text) };
}

function all<T>({ base, ours, theirs }: Three<T>, test: (value: T) => boolean): boolean {
  return test(base) && test(ours) && test(theirs);
}

/** One key or item, in the text of its side. */
interface Field {
  path: string[];
  node: FrontMatterNode;
  /** The text that all places count in, and where the row lies in it. */
  text: string;
  range: TextRange;
  format: FrontMatterFormat;
}

function mergeByKey(heads: Three<Head>, lineEnd: string): Piece<HeadPlace>[] | undefined {
  const { format } = heads.base.placed.split;
  if (format === 'none' || !all(heads, (head) => isReadable(head, format))) return undefined;
  const rows = (head: Head) =>
    mapRows(head.placed.tree as MapNode, {
      text: head.text,
      range: { from: 0, to: head.text.length },
      path: [],
      format,
    });
  const [base, ours, theirs] = [rows(heads.base), rows(heads.ours), rows(heads.theirs)];
  if (!base || !ours || !theirs) return undefined;
  return mergeRows(inOneOrder({ base, ours, theirs }), fieldRules(lineEnd, base.isFlow, []));
}

function isReadable({ placed }: Head, format: FrontMatterFormat): boolean {
  return placed.split.format === format && placed.tree !== undefined && placed.problems.length === 0;
}

/**
 * The texts with the keys that they share in one order: that of the side which changed it, so that a new order and a
 * new value can both be had.
 */
function inOneOrder(texts: Three<FieldRows>): Three<FieldRows> {
  const names = (rows: FieldRows) => rows.rows.map(({ key }) => key);
  const shared = new Set(
    names(texts.base).filter((key) => names(texts.ours).includes(key) && names(texts.theirs).includes(key)),
  );
  const order = (rows: FieldRows) => names(rows).filter((key) => shared.has(key));
  const isOrder = (rows: FieldRows, other: FieldRows) => order(rows).join('\0') === order(other).join('\0');
  const host = isOrder(texts.ours, texts.base) ? texts.theirs : texts.ours;
  const arranged = (rows: FieldRows): FieldRows => {
    if (isOrder(rows, host)) return rows;
    const found = new Map(rows.rows.map((row) => [row.key, row]));
    const next = order(host).map((key) => found.get(key) as Row<Field>);
    const gaps = rows.rows.map(({ gap }) => gap);
    const placed = rows.rows.map((row) => (shared.has(row.key) ? (next.shift() as Row<Field>) : row));
    return { ...rows, rows: placed.map((row, index) => ({ ...row, gap: gaps[index] ?? row.gap })) };
  };
  return { base: arranged(texts.base), ours: arranged(texts.ours), theirs: arranged(texts.theirs) };
}

interface FieldRows extends Rows<Field> {
  /** Written in brackets or braces, rather than as lines. */
  isFlow: boolean;
}

type Place = Omit<Field, 'node'>;

/** A map as rows; undefined where its keys do not stand one after the other. */
function mapRows(map: MapNode, place: Place): FieldRows | undefined {
  const names = map.entries.map(({ key }) => key);
  if (new Set(names).size < names.length || map.entries.some(({ special }) => special)) return undefined;
  const spans = map.entries.map(({ keyRange, valueFrom, value }) => {
    const to = Math.max(
      keyRange.to,
      value.kind === 'scalar' && value.style === 'empty' ? valueFrom : value.to,
    );
    return { from: keyRange.from, to: trimmedEnd(place.text, keyRange.from, to) };
  });
  const rows = cut({ ...place, isFlow: map.flow }, spans, /^[ \t]*$/);
  return (
    rows &&
    withDetails(rows, place, (index) => {
      const { key, value } = map.entries[index] as MapNode['entries'][number];
      return { key, node: value, path: [...place.path, key] };
    })
  );
}

/** A list as rows; undefined where it is written in a way that cannot be cut into items. */
function listRows(list: ListNode, place: Place): FieldRows | undefined {
  if (!list.flow && place.format !== 'yaml') return undefined;
  const spans = list.items.map(({ from, to }) => ({ from, to: trimmedEnd(place.text, from, to) }));
  const rows = cut({ ...place, isFlow: list.flow }, spans, /^[ \t]*-[ \t]+$/);
  return (
    rows &&
    withDetails(rows, place, (index) => {
      const { from = 0, to = 0 } = spans[index] ?? {};
      return {
        key: place.text.slice(from, to),
        node: list.items[index] as FrontMatterNode,
        path: place.path,
      };
    })
  );
}

interface CutRows {
  start: string;
  rows: { text: string; gap: string; range: TextRange }[];
  tail: string;
  isFlow: boolean;
}

/** Cuts a stretch at its spans; those written as lines go from line start to line end, comments behind included. */
function cut(
  { text, range, isFlow }: Pick<Field, 'text' | 'range'> & { isFlow: boolean },
  spans: readonly TextRange[],
  before: RegExp,
): CutRows | undefined {
  const ranges: TextRange[] = [];
  for (const span of spans) {
    const found = isFlow ? span : wholeLines(text, span, before);
    if (!found || found.from < (ranges.at(-1)?.to ?? range.from) || found.to > range.to) return undefined;
    ranges.push(found);
  }
  const rows = ranges.map(({ from, to }, index) => ({
    text: text.slice(from, to),
    gap: text.slice(ranges[index - 1]?.to ?? from, from),
    range: { from, to },
  }));
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last) return { start: text.slice(range.from, range.to), rows, tail: '', isFlow };
  return { start: text.slice(range.from, first.from), rows, tail: text.slice(last.to, range.to), isFlow };
}

function wholeLines(text: string, { from, to }: TextRange, before: RegExp): TextRange | undefined {
  const start = lineStart(text, from);
  return before.test(text.slice(start, from)) ? { from: start, to: lineTo(text, to) } : undefined;
}

function withDetails(
  { rows, ...edges }: CutRows,
  { text, format }: Place,
  detailOf: (index: number) => Pick<Field, 'node' | 'path'> & { key: string },
): FieldRows {
  return {
    ...edges,
    rows: rows.map(({ range, ...row }, index) => {
      const { key, ...detail } = detailOf(index);
      return { ...row, key, detail: { ...detail, text, range, format } };
    }),
  };
}

function trimmedEnd(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}

function fieldRules(lineEnd: string, isFlow: boolean, path: string[]): RowRules<Field, HeadPlace> {
  return {
    additions: 'together',
    touching: 'apart',
    pair: () => [],
    mergeRow: (field) => mergeField(field, lineEnd),
    separates: (gap) => (isFlow ? gap.includes(',') : /[\r\n]/.test(gap)),
    separator: isFlow ? ', ' : lineEnd,
    where: (row) => (row || path.length > 0 ? { kind: 'field', key: row?.detail.path ?? path } : wholeBlock),
  };
}

function mergeField(field: Three<Row<Field>>, lineEnd: string): Piece<HeadPlace>[] | undefined {
  const nodes = {
    base: field.base.detail.node,
    ours: field.ours.detail.node,
    theirs: field.theirs.detail.node,
  };
  if (all(nodes, ({ kind }) => kind === 'map')) return mergeNested(field, lineEnd, nestedMap);
  if (all(nodes, ({ kind }) => kind === 'list')) return mergeList(field, lineEnd);
  return sameValue(field);
}

function nestedMap({ detail }: Row<Field>): FieldRows | undefined {
  return detail.node.kind === 'map' ? mapRows(detail.node, detail) : undefined;
}

function nestedList({ detail }: Row<Field>): FieldRows | undefined {
  return detail.node.kind === 'list' ? listRows(detail.node, detail) : undefined;
}

function mergeNested(
  field: Three<Row<Field>>,
  lineEnd: string,
  rowsOf: (row: Row<Field>) => FieldRows | undefined,
): Piece<HeadPlace>[] | undefined {
  const [base, ours, theirs] = [rowsOf(field.base), rowsOf(field.ours), rowsOf(field.theirs)];
  if (!base || !ours || !theirs) return undefined;
  if (base.isFlow !== ours.isFlow || base.isFlow !== theirs.isFlow) return undefined;
  const rules = fieldRules(lineEnd, base.isFlow, field.ours.detail.path);
  return mergeRows({ base, ours, theirs }, rules);
}

/** Fields whose items have no order that matters: what both sides add there can stand side by side. */
const sets: ReadonlySet<string> = new Set(['tags', 'categories', 'keywords', 'aliases', 'topics', 'labels']);

function mergeList(field: Three<Row<Field>>, lineEnd: string): Piece<HeadPlace>[] | undefined {
  const [base, ours, theirs] = [nestedList(field.base), nestedList(field.ours), nestedList(field.theirs)];
  if (!base || !ours || !theirs) return undefined;
  if (base.isFlow !== ours.isFlow || base.isFlow !== theirs.isFlow) return undefined;
  const { path } = field.ours.detail;
  const isSet = sets.has((path.at(-1) ?? '').toLowerCase());
  const pieces = mergeRows(
    { base, ours, theirs },
    {
      ...fieldRules(lineEnd, base.isFlow, path),
      additions: isSet ? 'together' : 'conflict',
      mergeRow: () => undefined,
    },
  );
  return pieces.every(({ kind }) => kind === 'settled') ? pieces : undefined;
}

/** Both wrote the same value, though not in the same way: one way is as good as the other, unless a comment says more. */
function sameValue({ base, ours, theirs }: Three<Row<Field>>): Piece<HeadPlace>[] | undefined {
  const values = [ours, theirs].map(({ detail }) => valueOfNode(detail.node) ?? null);
  const isSame = equalValues(values[0] as FrontMatterValue, values[1] as FrontMatterValue);
  if (!isSame || ours.text.includes('#') || theirs.text.includes('#')) return undefined;
  const texts = { base: base.text, ours: ours.text, theirs: theirs.text };
  return [settled(texts, ours.text, { kind: 'field', key: ours.detail.path })];
}

/** Whether each side's choices give a block that reads as well as the sides do and says nothing that neither said. */
function isSound(pieces: readonly Piece<HeadPlace>[], heads: Three<Head>): boolean {
  return (['ours', 'theirs'] as const).every((side) => {
    const text = pieces.map((piece) => chosen(piece, side)).join('');
    return isSoundHead(text, heads);
  });
}

function isSoundHead(text: string, heads: Three<Head>): boolean {
  if (!all(heads, ({ placed }) => placed.problems.length === 0)) return true;
  const { split, data, problems } = placeFrontMatter(text);
  if (problems.length > 0 || split.body.from !== text.length) return false;
  return isFromEither(data, heads.ours.placed.data, heads.theirs.placed.data);
}

/** Whether a head that was merged with its body reads as well as those that it comes from. */
export function isSoundMerge(merged: string, heads: Three<string>): boolean {
  return isSoundHead(merged, {
    base: headOf(heads.base),
    ours: headOf(heads.ours),
    theirs: headOf(heads.theirs),
  });
}

function chosen(piece: Piece<HeadPlace>, side: 'ours' | 'theirs'): string {
  if (piece.kind === 'settled') return piece.text;
  return piece[side] === '' ? '' : piece.before + piece[side] + piece.after;
}

/** Whether all that a value says is said by one of two others. */
function isFromEither(
  value: FrontMatterValue,
  one: FrontMatterValue | undefined,
  other: FrontMatterValue | undefined,
): boolean {
  if (one !== undefined && equalValues(value, one)) return true;
  if (other !== undefined && equalValues(value, other)) return true;
  if (Array.isArray(value)) {
    const items = [one, other].flatMap((list) => (Array.isArray(list) ? list : []));
    return value.every((item) => items.some((known) => equalValues(item, known)));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([key, child]) =>
    isFromEither(child, childOf(one, key), childOf(other, key)),
  );
}

function childOf(value: FrontMatterValue | undefined, key: string): FrontMatterValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
