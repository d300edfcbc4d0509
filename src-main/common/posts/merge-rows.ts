import { diffArrays } from 'diff';

/** The same thing in the text that two sides began with, and in those that they ended with. */
export interface Three<T> {
  base: T;
  ours: T;
  theirs: T;
}

/** What a merge works on: a paragraph, a line, a front matter field, an item of a list. */
export interface Row<Detail = unknown> {
  /** Rows of one key are the same row; their texts may differ where the key is not the text itself. */
  key: string;
  text: string;
  /** What stands between the row before and this one; empty for the first. */
  gap: string;
  detail: Detail;
}

/** A text as rows: `start`, the rows with what is between them, and `tail` are the whole of it. */
export interface Rows<Detail = unknown> {
  start: string;
  rows: Row<Detail>[];
  tail: string;
}

/** One stretch of a merged text: settled, or left to a choice. */
export type Piece<Where> = Settled<Where> | Conflict<Where>;

export interface Settled<Where> extends Three<string> {
  kind: 'settled';
  text: string;
  where: Where;
}

export interface Conflict<Where> extends Three<string> {
  kind: 'conflict';
  /** What stands before, between and behind the chosen texts, where any is chosen. */
  before: string;
  between: string;
  after: string;
  where: Where;
}

/** How rows of one kind are merged. */
export interface RowRules<Detail, Where> {
  /** Whether rows that both sides add at one place can stand side by side. */
  additions: 'conflict' | 'together';
  /**
   * Whether a row that is added right beside rows that the other side changed is apart from these. With `never`, rows
   * that were changed right beside each other are not either, as git has it.
   */
  touching: 'apart' | 'apart-if-as-many' | 'overlap' | 'never';
  /** Which rows of a changed stretch are versions of each other: pairs of indices, both rising. */
  pair(base: readonly Row<Detail>[], side: readonly Row<Detail>[]): [number, number][];
  /** Merges one row that both changed. Undefined where not both can be had. */
  mergeRow(row: Three<Row<Detail>>): Piece<Where>[] | undefined;
  /** Whether what stands between two rows keeps them apart. */
  separates(gap: string): boolean;
  /** Keeps rows apart where none of the texts says how. */
  separator: string;
  where(row: Row<Detail> | undefined): Where;
}

/** What both want, or the one that changed it; undefined where they want different things. */
export function mergeAtoms<T>({ base, ours, theirs }: Three<T>): T | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}

/** A stretch that is settled. */
export function settled<Where>(texts: Three<string>, text: string, where: Where): Settled<Where> {
  return { kind: 'settled', base: texts.base, ours: texts.ours, theirs: texts.theirs, text, where };
}

/** A stretch that is left to a choice. */
export function conflict<Where>(texts: Three<string>, between: string, where: Where): Conflict<Where> {
  const { base, ours, theirs } = texts;
  return { kind: 'conflict', base, ours, theirs, before: '', between, after: '', where };
}

/** Merges two texts that come from a third, row by row. Edits that do not overlap both hold. */
export function mergeRows<Detail, Where>(
  texts: Three<Rows<Detail>>,
  rules: RowRules<Detail, Where>,
): Piece<Where>[] {
  const middle = layOut(mergedItems(texts, rules), texts, rules);
  return [edge(texts, 'start', rules), ...middle, edge(texts, 'tail', rules)];
}

/** Rows of each text that belong together, and where the first of them is among all. */
type Region<Detail> = Three<{ rows: readonly Row<Detail>[]; at: number }>;

/** What stands in the merged text for the rows of a region. */
interface Item<Detail, Where> {
  region: Region<Detail>;
  pieces: Piece<Where>[];
  /** Nothing stands for these rows any more. An empty row is not gone. */
  isGone: boolean;
}

/** Replaces the base's rows `from` to `to` by the side's rows `start` to `end`. */
interface Hunk {
  from: number;
  to: number;
  start: number;
  end: number;
}

type Side = 'ours' | 'theirs';
type SidedHunk = Hunk & { side: Side };

function mergedItems<Detail, Where>(
  texts: Three<Rows<Detail>>,
  rules: RowRules<Detail, Where>,
): Item<Detail, Where>[] {
  const items: Item<Detail, Where>[] = [];
  const position = { base: 0, ours: 0, theirs: 0 };
  const take = (counts: Three<number>): Region<Detail> => {
    const part = (name: keyof Three<number>) => {
      const at = position[name];
      position[name] += counts[name];
      return { rows: texts[name].rows.slice(at, position[name]), at };
    };
    return { base: part('base'), ours: part('ours'), theirs: part('theirs') };
  };
  const takeUnchanged = (to: number) => {
    while (position.base < to) {
      const count = runLength(texts, position, to, rules);
      items.push(settledItem(take({ base: count, ours: count, theirs: count }), 'ours', rules));
    }
  };
  for (const group of groupsOf(texts, rules)) {
    const from = Math.min(...group.map((hunk) => hunk.from));
    const to = Math.max(...group.map((hunk) => hunk.to));
    takeUnchanged(from);
    const length = (side: Side) => to - from + growth(group.filter((hunk) => hunk.side === side));
    const region = take({ base: to - from, ours: length('ours'), theirs: length('theirs') });
    items.push(...mergeRegion(region, group, rules));
  }
  takeUnchanged(texts.base.rows.length);
  return items;
}

/** How many rows from here on, none of them changed, can be one stretch: those of one place with nothing new between. */
function runLength<Detail, Where>(
  { base, ours, theirs }: Three<Rows<Detail>>,
  position: Three<number>,
  to: number,
  rules: RowRules<Detail, Where>,
): number {
  const where = rules.where(ours.rows[position.ours]);
  let count = 1;
  for (; position.base + count < to; count += 1) {
    const gap = base.rows[position.base + count]?.gap;
    const row = ours.rows[position.ours + count];
    if (row?.gap !== gap || theirs.rows[position.theirs + count]?.gap !== gap) break;
    if (rules.where(row) !== where) break;
  }
  return count;
}

function growth(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, { from, to, start, end }) => sum + end - start - (to - from), 0);
}

/** The hunks of both sides in order; those that overlap in one group. */
function groupsOf<Detail, Where>(texts: Three<Rows<Detail>>, rules: RowRules<Detail, Where>): SidedHunk[][] {
  const sided = (side: Side) =>
    hunksOf(texts.base.rows, texts[side].rows, rules).map((hunk) => ({ ...hunk, side }));
  const groups: SidedHunk[][] = [];
  for (const hunk of [...sided('ours'), ...sided('theirs')].sort(inOrder)) {
    const group = groups.at(-1);
    const joins = group?.some((other) => other.side !== hunk.side && overlap(other, hunk, rules.touching));
    if (group && joins) group.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function inOrder(one: Hunk, other: Hunk): number {
  const isAddition = ({ from, to }: Hunk) => (from === to ? 0 : 1);
  return one.from - other.from || isAddition(one) - isAddition(other);
}

function overlap(one: Hunk, other: Hunk, touching: RowRules<unknown, unknown>['touching']): boolean {
  const [oneAdds, otherAdds] = [one.from === one.to, other.from === other.to];
  if (oneAdds && otherAdds) return one.from === other.from;
  if (touching === 'never') return one.from <= other.to && other.from <= one.to;
  if (!oneAdds && !otherAdds) return one.from < other.to && other.from < one.to;
  const [addition, change] = oneAdds ? [one, other] : [other, one];
  if (change.from < addition.from && addition.from < change.to) return true;
  const touches = addition.from === change.from || addition.from === change.to;
  if (!touches || touching === 'apart') return false;
  return touching === 'overlap' || change.to - change.from !== change.end - change.start;
}

/** Texts that differ in more rows than this are not told apart row by row: what differs then counts as changed whole. */
const mostEdits = 4000;

function hunksOf<Detail, Where>(
  base: readonly Row<Detail>[],
  side: readonly Row<Detail>[],
  rules: RowRules<Detail, Where>,
): Hunk[] {
  const keys = { base: base.map(({ key }) => key), side: side.map(({ key }) => key) };
  const shortest = Math.min(base.length, side.length);
  let before = 0;
  while (before < shortest && keys.base[before] === keys.side[before]) before += 1;
  let behind = 0;
  while (behind < shortest - before && keys.base.at(-1 - behind) === keys.side.at(-1 - behind)) behind += 1;
  const [baseEnd, sideEnd] = [base.length - behind, side.length - behind];

  const hunks: Hunk[] = [];
  const matched = (from: number, to: number, start: number) => {
    for (let at = from; at < to; at += 1) {
      const other = start + at - from;
      if (base[at]?.text !== side[other]?.text)
        hunks.push({ from: at, to: at + 1, start: other, end: other + 1 });
    }
  };
  let [from, start] = [0, 0];
  for (const hunk of differences(keys, { from: before, to: baseEnd, start: before, end: sideEnd })) {
    matched(from, hunk.from, start);
    hunks.push(...refined(hunk, base, side, rules));
    from = hunk.to;
    start = hunk.end;
  }
  matched(from, base.length, start);
  return hunks;
}

function differences(keys: { base: string[]; side: string[] }, within: Hunk): Hunk[] {
  const { from, to, start, end } = within;
  if (from === to && start === end) return [];
  if (from === to || start === end) return [within];
  const runs = diffArrays(keys.base.slice(from, to), keys.side.slice(start, end), {
    maxEditLength: mostEdits,
  });
  if (!runs) return [within];
  const hunks: Hunk[] = [];
  let [at, sideAt] = [from, start];
  let isOpen = false;
  for (const { added, removed, count } of runs) {
    if (!added && !removed) {
      [at, sideAt] = [at + count, sideAt + count];
      isOpen = false;
      continue;
    }
    if (!isOpen) hunks.push({ from: at, to: at, start: sideAt, end: sideAt });
    isOpen = true;
    if (removed) at += count;
    else sideAt += count;
    Object.assign(hunks.at(-1) as Hunk, { to: at, end: sideAt });
  }
  return hunks;
}

/** A changed stretch as the smaller ones that it is made of: versions of a row, rows that went, rows that came. */
function refined<Detail, Where>(
  hunk: Hunk,
  base: readonly Row<Detail>[],
  side: readonly Row<Detail>[],
  rules: RowRules<Detail, Where>,
): Hunk[] {
  const pairs = rules.pair(base.slice(hunk.from, hunk.to), side.slice(hunk.start, hunk.end));
  const hunks: Hunk[] = [];
  let { from, start } = hunk;
  const rest = (to: number, end: number) => {
    if (rules.additions === 'together' && from < to && start < end)
      hunks.push({ from, to, start, end: start }, { from: to, to, start, end });
    else if (from < to || start < end) hunks.push({ from, to, start, end });
  };
  for (const [baseIndex, sideIndex] of pairs) {
    const [at, sideAt] = [hunk.from + baseIndex, hunk.start + sideIndex];
    rest(at, sideAt);
    hunks.push({ from: at, to: at + 1, start: sideAt, end: sideAt + 1 });
    [from, start] = [at + 1, sideAt + 1];
  }
  rest(hunk.to, hunk.end);
  return hunks;
}

function mergeRegion<Detail, Where>(
  region: Region<Detail>,
  group: readonly SidedHunk[],
  rules: RowRules<Detail, Where>,
): Item<Detail, Where>[] {
  const texts = textsOf(region);
  const isAgreed = texts.ours === texts.theirs && region.ours.rows.length === region.theirs.rows.length;
  if (isAgreed) return [settledItem(region, 'ours', rules)];
  const changed = new Set(group.map(({ side }) => side));
  if (changed.size === 1) {
    const [side, other]: [Side, Side] = changed.has('ours') ? ['ours', 'theirs'] : ['theirs', 'ours'];
    // The other side left the rows as they were, but not always what stands between them.
    const isKept = words(texts[other]) === words(texts.base) && !losesWords(region, side, other);
    return [isKept ? settledItem(region, side, rules) : conflictItem(region, rules)];
  }
  if (rules.additions === 'together' && region.base.rows.length === 0) return together(region, rules);
  const pieces = mergeOne(region, rules);
  return [pieces ? { region, pieces, isGone: false } : conflictItem(region, rules)];
}

function losesWords<Detail>(region: Region<Detail>, side: Side, other: Side): boolean {
  if (region[side].rows.length > 0) return false;
  return words(region[other].rows[0]?.gap ?? '') !== words(region.base.rows[0]?.gap ?? '');
}

/** Rows that both sides add: ours, then those of theirs that ours lack. */
function together<Detail, Where>(
  region: Region<Detail>,
  rules: RowRules<Detail, Where>,
): Item<Detail, Where>[] {
  const { base, ours, theirs } = region;
  const left = new Map(theirs.rows.map((row, index) => [row.key, { rows: [row], at: theirs.at + index }]));
  const none = { rows: [], at: 0 };
  const items = ours.rows.map((row, index) => {
    const same = left.get(row.key) ?? none;
    left.delete(row.key);
    const both = { base, ours: { rows: [row], at: ours.at + index }, theirs: same };
    const isAgreed = same === none || same.rows[0]?.text === row.text;
    return isAgreed ? settledItem(both, 'ours', rules) : conflictItem(both, rules);
  });
  const others = [...left.values()].map((added) =>
    settledItem({ base, ours: none, theirs: added }, 'theirs', rules),
  );
  return [...items, ...others];
}

function mergeOne<Detail, Where>(
  { base, ours, theirs }: Region<Detail>,
  rules: RowRules<Detail, Where>,
): Piece<Where>[] | undefined {
  if (base.rows.length !== 1 || ours.rows.length !== 1 || theirs.rows.length !== 1) return undefined;
  const row = { base: base.rows[0], ours: ours.rows[0], theirs: theirs.rows[0] };
  return rules.mergeRow(row as Three<Row<Detail>>);
}

function settledItem<Detail, Where>(
  region: Region<Detail>,
  side: Side,
  rules: RowRules<Detail, Where>,
): Item<Detail, Where> {
  const texts = textsOf(region);
  return {
    region,
    pieces: [settled(texts, texts[side], whereIs(region, rules))],
    isGone: region[side].rows.length === 0,
  };
}

function conflictItem<Detail, Where>(
  region: Region<Detail>,
  rules: RowRules<Detail, Where>,
): Item<Detail, Where> {
  const gaps = [region.ours, region.theirs, region.base].map(({ rows }) => rows[0]?.gap);
  const between = gaps.find((gap) => gap !== undefined && rules.separates(gap)) ?? rules.separator;
  return { region, pieces: [conflict(textsOf(region), between, whereIs(region, rules))], isGone: false };
}

function whereIs<Detail, Where>(region: Region<Detail>, rules: RowRules<Detail, Where>): Where {
  return rules.where(region.ours.rows[0] ?? region.theirs.rows[0] ?? region.base.rows[0]);
}

function textsOf<Detail>({ base, ours, theirs }: Region<Detail>): Three<string> {
  const joined = (rows: readonly Row<Detail>[]) =>
    rows.map(({ gap, text }, index) => (index === 0 ? text : gap + text)).join('');
  return { base: joined(base.rows), ours: joined(ours.rows), theirs: joined(theirs.rows) };
}

/** The items one after the other, with what has to stand between them. */
function layOut<Detail, Where>(
  items: readonly Item<Detail, Where>[],
  texts: Three<Rows<Detail>>,
  rules: RowRules<Detail, Where>,
): Piece<Where>[] {
  const pieces: Piece<Where>[] = [];
  /** Nothing stands before it: where nothing of it is chosen, what would stand behind it goes as well. */
  let leading: Conflict<Where> | undefined;
  let hasRows = false;
  for (const item of items) {
    const gaps = gapsOf(item.region);
    if (item.isGone) {
      pieces.push(settled(filled(gaps), '', whereIs(item.region, rules)), ...item.pieces);
      continue;
    }
    const gap = hasRows ? mergeGaps(gaps, texts, rules) : '';
    const only = item.pieces.length === 1 ? item.pieces[0] : undefined;
    if (gap === undefined)
      pieces.push(conflict(withGaps(item.region, gaps), '', whereIs(item.region, rules)));
    else if (leading) {
      leading.after = gap;
      pieces.push(...item.pieces);
    } else if (only?.kind === 'conflict') {
      only.before = gap;
      pieces.push(only);
    } else {
      if (hasRows) pieces.push(settled(filled(gaps), gap, whereIs(item.region, rules)));
      pieces.push(...item.pieces);
    }
    leading = hasRows || only?.kind !== 'conflict' ? undefined : only;
    hasRows = true;
  }
  return pieces;
}

/** What stands before the region's first row; undefined where it is the first of its text or has none. */
function gapsOf<Detail>({ base, ours, theirs }: Region<Detail>): Three<string | undefined> {
  const gap = ({ rows, at }: { rows: readonly Row<Detail>[]; at: number }) =>
    at > 0 ? rows[0]?.gap : undefined;
  return { base: gap(base), ours: gap(ours), theirs: gap(theirs) };
}

/** Undefined where both sides have put different words between the rows. */
function mergeGaps<Detail, Where>(
  gaps: Three<string | undefined>,
  texts: Three<Rows<Detail>>,
  rules: RowRules<Detail, Where>,
): string | undefined {
  const { base, ours, theirs } = gaps;
  const isAdded = base === undefined || ours === undefined || theirs === undefined;
  const merged = isAdded ? (ours ?? theirs ?? base) : mergeAtoms({ base, ours, theirs });
  if (merged === undefined && words(ours ?? '') !== words(theirs ?? '')) return undefined;
  if (isAdded && ours !== undefined && theirs !== undefined && words(ours) !== words(theirs))
    return undefined;
  const candidates = [merged, ours, theirs, base].filter((gap) => gap !== undefined);
  const found = candidates.find(rules.separates);
  return found ?? usualGap(texts, rules);
}

/** What keeps the rows of these texts apart, but for any words in it. */
function usualGap<Detail, Where>(texts: Three<Rows<Detail>>, rules: RowRules<Detail, Where>): string {
  const gaps = [texts.base, texts.ours, texts.theirs]
    .flatMap(({ rows }) => rows.slice(1))
    .map(({ gap }) => gap);
  return gaps.find((gap) => rules.separates(gap) && words(gap) === words(rules.separator)) ?? rules.separator;
}

function filled({ base = '', ours = '', theirs = '' }: Three<string | undefined>): Three<string> {
  return { base, ours, theirs };
}

function withGaps<Detail>(region: Region<Detail>, gaps: Three<string | undefined>): Three<string> {
  const [before, texts] = [filled(gaps), textsOf(region)];
  return {
    base: before.base + texts.base,
    ours: before.ours + texts.ours,
    theirs: before.theirs + texts.theirs,
  };
}

/** What stands before the first row or behind the last. A text without rows does not say where its edges are. */
function edge<Detail, Where>(
  texts: Three<Rows<Detail>>,
  name: 'start' | 'tail',
  rules: RowRules<Detail, Where>,
): Piece<Where> {
  const { base } = texts;
  const given = { base: base[name], ours: texts.ours[name], theirs: texts.theirs[name] };
  const said = (side: Side) =>
    texts[side].rows.length > 0 || base.rows.length === 0 ? given[side] : given.base;
  const meant = { base: given.base, ours: said('ours'), theirs: said('theirs') };
  const merged = mergeAtoms(meant);
  const where = rules.where(undefined);
  if (merged === undefined && words(meant.ours) !== words(meant.theirs)) return conflict(given, '', where);
  return settled(given, merged ?? meant.ours, where);
}

/** A text but for its white space. */
function words(text: string): string {
  return text.replace(/\s+/g, '');
}
