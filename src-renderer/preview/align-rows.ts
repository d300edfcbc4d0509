import { diffArrays } from 'diff';

/** A row as it was and as it is; one of them is missing where it came or went. */
export interface Aligned<Row> {
  before?: Row;
  after?: Row;
}

/** How rows are told apart and how they are known to be versions of each other. */
export interface AlignRules<Row> {
  /** Rows of one key are the same. */
  keyOf(row: Row): string;
  /** What a changed row is recognised by. */
  wordsOf(row: Row): readonly string[];
  /** Only rows of one kind are versions of each other. */
  kindOf?(row: Row): string;
  /** They are versions of each other by their places alone. */
  inOrder?: boolean;
}

/** Rows that share less than this much are different ones. */
const leastLikeness = 0.35;

/** Rows on both sides of one change beyond which versions are not looked for, as the product of their numbers. */
const mostPairs = 10_000;

/** Puts rows that are the same or versions of each other side by side, in the order of the text. */
export function alignRows<Row>(
  before: readonly Row[],
  after: readonly Row[],
  rules: AlignRules<Row>,
): Aligned<Row>[] {
  if (rules.inOrder) return after.map((row, index) => ({ before: before[index] as Row, after: row }));
  const keys = (rows: readonly Row[]) => rows.map((row) => rules.keyOf(row));
  const result: Aligned<Row>[] = [];
  let [old, at] = [0, 0];
  let gone: Row[] = [];
  let came: Row[] = [];
  const close = () => {
    result.push(...pairVersions(gone, came, rules));
    gone = [];
    came = [];
  };
  for (const { value, added, removed } of diffArrays(keys(before), keys(after))) {
    const count = value.length;
    if (removed) gone.push(...before.slice(old, old + count));
    else if (added) came.push(...after.slice(at, at + count));
    else {
      close();
      for (let index = 0; index < count; index += 1)
        result.push({ before: before[old + index] as Row, after: after[at + index] as Row });
    }
    if (!added) old += count;
    if (!removed) at += count;
  }
  close();
  return result;
}

/** Within one change: a row and the first like it, in order; what is left came or went. */
function pairVersions<Row>(
  gone: readonly Row[],
  came: readonly Row[],
  rules: AlignRules<Row>,
): Aligned<Row>[] {
  const result: Aligned<Row>[] = [];
  let next = 0;
  const areMany = gone.length * came.length > mostPairs;
  for (const before of gone) {
    const rest = areMany ? [] : came.slice(next);
    const found = rest.findIndex((after) => isVersion(before, after, rules));
    if (found < 0) {
      result.push({ before });
      continue;
    }
    result.push(...rest.slice(0, found).map((after) => ({ after })), { before, after: rest[found] as Row });
    next += found + 1;
  }
  return [...result, ...came.slice(next).map((after) => ({ after }))];
}

function isVersion<Row>(before: Row, after: Row, rules: AlignRules<Row>): boolean {
  if (rules.kindOf && rules.kindOf(before) !== rules.kindOf(after)) return false;
  const [one, other] = [new Set(rules.wordsOf(before)), new Set(rules.wordsOf(after))];
  if (one.size === 0 || other.size === 0) return one.size === other.size;
  const shared = [...one].filter((word) => other.has(word)).length;
  return (2 * shared) / (one.size + other.size) >= leastLikeness;
}
