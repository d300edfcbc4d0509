import {
  type EditableBlock,
  type EditPlan,
  type EditRefusal,
  equalValues,
  type FrontMatterEdit,
  inputValue,
  refuse,
  says,
} from './edit-plan.ts';
import { type PlacedFrontMatter, placeFrontMatter } from './front-matter.ts';
import {
  emptyData,
  entryOf,
  type FrontMatterData,
  type FrontMatterNode,
  type FrontMatterValue,
  type MapNode,
  valueOfNode,
} from './front-matter-tree.ts';
import { hasHeadLine, sayOwnHead } from './head-lines.ts';
import { planJsonEdit } from './json-edit.ts';
import type { FrontMatterFormat, SplitOptions } from './split-post.ts';
import { applyChanges, composeChanges, type TextChange } from './text-change.ts';
import { planTomlEdit } from './toml-edit.ts';
import { planYamlEdit } from './yaml-edit.ts';

export type { EditRefusal, EditRefusalCode, FrontMatterEdit, FrontMatterInput } from './edit-plan.ts';
export { applyChanges, invertChanges, type TextChange } from './text-change.ts';

export type FrontMatterEditResult = { ok: true; changes: TextChange[] } | EditRefusal;

export interface EditOptions extends SplitOptions {
  /** The format of the block that is made where a post has none. */
  newBlock?: FrontMatterFormat;
  /** Whether `Title` is the key `title`, as to Hugo: then it is changed as it is spelled there. */
  keysInAnyCase?: boolean | undefined;
}

/**
 * Changes single values of a post's front matter by replacing the text of these values and nothing else: comments,
 * order, quotes, blank lines, line ends and the body stay as they are. Afterwards the text is read again and must
 * hold the old data with exactly these changes; otherwise the edit is refused and nothing changes.
 *
 * @returns replacements in `text`; none where it says all this already
 */
export function editFrontMatter(
  text: string,
  edits: readonly FrontMatterEdit[],
  options: EditOptions = {},
): FrontMatterEditResult {
  let current = text;
  let changes: TextChange[] = [];
  for (const wanted of edits) {
    const edit = options.keysInAnyCase ? asSpelled(current, wanted, options) : wanted;
    const plan = planByKeys(current, edit, options) ?? planEdit(current, edit, options);
    if ('ok' in plan) return plan;
    changes = composeChanges(text, changes, plan);
    current = applyChanges(current, plan);
  }
  return { ok: true, changes };
}

function asSpelled(text: string, edit: FrontMatterEdit, options: EditOptions): FrontMatterEdit {
  let node: FrontMatterNode | undefined = placeFrontMatter(text, options).tree;
  const key = edit.key.map((name) => {
    const map = node?.kind === 'map' ? node : undefined;
    const isSame = (entry: { key: string }) => entry.key.toLowerCase() === name.toLowerCase();
    const found = map && (entryOf(map, name) ?? map.entries.find(isSame));
    node = found?.value;
    return found?.key ?? name;
  });
  return { ...edit, key };
}

/**
 * A map in the place of a map, one key after the other, so that what both hold stays as it is written. Undefined where
 * it cannot be done so; then the whole value is written anew.
 */
function planByKeys(text: string, edit: FrontMatterEdit, options: EditOptions): TextChange[] | undefined {
  const value = edit.kind === 'set' ? inputValue(edit.value) : undefined;
  if (!isMap(value)) return undefined;
  const { tree } = placeFrontMatter(text, options);
  const node = tree && nodeAt(tree, edit.key);
  if (node?.kind !== 'map' || node.flow) return undefined;
  const old = node.entries.map(({ key }) => key);
  const names = Object.keys(value);
  if (names.length === 0 || new Set(old).size < old.length) return undefined;
  const parts: FrontMatterEdit[] = [
    ...names.map((name): FrontMatterEdit => {
      return { kind: 'set', key: [...edit.key, name], value: { kind: 'json', value: value[name] ?? null } };
    }),
    ...old
      .filter((name) => !Object.hasOwn(value, name))
      .map((name): FrontMatterEdit => ({ kind: 'unset', key: [...edit.key, name] })),
  ];
  const result = editFrontMatter(text, parts, options);
  if (!result.ok) return undefined;
  const changed = placeFrontMatter(applyChanges(text, result.changes), options);
  const written = changed.tree && nodeAt(changed.tree, edit.key);
  return written && equalValues(valueOfNode(written) ?? null, value) ? result.changes : undefined;
}

function isMap(value: FrontMatterValue | undefined): value is FrontMatterData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function planEdit(text: string, edit: FrontMatterEdit, options: EditOptions): EditPlan {
  const before = placeFrontMatter(text, options);
  const refusal = refusalFor(before, edit);
  if (refusal) return refusal;
  if (before.split.format === 'none') {
    const own = edit.kind === 'set' || hasHeadLine(text, edit.key) ? sayOwnHead(text) : undefined;
    if (edit.kind === 'unset' && own === undefined) return [];
    if (own !== undefined) return refuse('front-matter-unreadable', own);
    return checked(text, before, edit, planNewBlock(text, before, edit, options.newBlock ?? 'yaml'), options);
  }
  const block: EditableBlock = { text, split: before.split, tree: before.tree as MapNode, data: before.data };
  const plan = planIn(block, edit);
  // What a value cannot hold is not there to be taken away.
  if (edit.kind === 'unset' && 'ok' in plan && plan.code === 'key-not-reachable') return [];
  return checked(text, before, edit, plan, options);
}

function planIn(block: EditableBlock, edit: FrontMatterEdit): EditPlan {
  if (block.split.format === 'yaml') return planYamlEdit(block, edit);
  return block.split.format === 'toml' ? planTomlEdit(block, edit) : planJsonEdit(block, edit);
}

function refusalFor(before: PlacedFrontMatter, edit: FrontMatterEdit): EditRefusal | undefined {
  const problem = before.problems.find(
    ({ severity, code }) => severity === 'error' || code === 'front-matter-language',
  );
  if (problem) return refuse('front-matter-unreadable', `${problem.message} (line ${problem.line})`);
  if (before.split.format !== 'none' && !before.tree) {
    return refuse('front-matter-unreadable', 'The places of the values in this front matter are not known.');
  }
  if (edit.key.length === 0) return refuse('value-not-writable', 'A key is needed.');
  if (edit.kind === 'set' && !isWritable(inputValue(edit.value))) {
    return refuse('value-not-writable', 'This text holds half a character, which no file can hold.');
  }
  return undefined;
}

/** Half of a surrogate pair is no character and would be another one once written as UTF-8. */
function isWritable(value: FrontMatterValue): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, child]) => isWritable(key) && isWritable(child));
}

/** A whole block at the top of a post that has none: the empty block, with the edit made in it. */
function planNewBlock(
  text: string,
  before: PlacedFrontMatter,
  edit: FrontMatterEdit,
  format: FrontMatterFormat,
): EditPlan {
  const { from } = before.split.body;
  const { lineEnd } = before.split;
  const bare = emptyBlocks[format].replaceAll('\n', lineEnd);
  const placed = placeFrontMatter(bare);
  const plan = planIn(
    { text: bare, split: placed.split, tree: placed.tree as MapNode, data: placed.data },
    edit,
  );
  if ('ok' in plan) return plan;
  const gap = from === text.length || /^\r?\n/.test(text.slice(from, from + 2)) ? '' : lineEnd;
  return [{ from, to: from, insert: applyChanges(bare, plan) + gap }];
}

const emptyBlocks: Record<FrontMatterFormat, string> = {
  yaml: '---\n---\n',
  toml: '+++\n+++\n',
  json: '{}\n',
};

/** Lets a plan pass only if the changed text holds the old data with that one change, and the old body. */
function checked(
  text: string,
  before: PlacedFrontMatter,
  edit: FrontMatterEdit,
  plan: EditPlan,
  options: EditOptions,
): EditPlan {
  if ('ok' in plan || plan.length === 0) return plan;
  const changed = applyChanges(text, plan);
  const after = placeFrontMatter(changed, options);
  return isExactly(text, before, edit, changed, after) ? plan : notExact(edit);
}

function notExact(edit: FrontMatterEdit): EditRefusal {
  return refuse(
    'not-safely-editable',
    `“${edit.key.join('.')}” cannot be changed here without changing something else. Edit it as text.`,
  );
}

function isExactly(
  text: string,
  before: PlacedFrontMatter,
  edit: FrontMatterEdit,
  changed: string,
  after: PlacedFrontMatter,
): boolean {
  if (!after.tree || !sameProblems(before, after)) return false;
  if (!sameBody(text, before, changed, after)) return false;
  const node = nodeAt(after.tree, edit.key);
  if (edit.kind === 'unset' ? node !== undefined : !node || !saysWhatWasSet(changed, node, edit))
    return false;
  const wanted = node && valueOfNode(node);
  const expected = withChange(before.data, edit.key, wanted);
  if (!equalValues(expected, after.data) && !equalValues(withoutEmptied(expected, edit), after.data))
    return false;
  // A map of TOML's dotted keys has its place where its first key stands, which may be the one that goes.
  const others = before.tree ? sourcesBut(text, before.tree, edit.key).sort() : [];
  const othersAfter = sourcesBut(changed, after.tree, edit.key).sort();
  return others.length === othersAfter.length && others.every((source, at) => source === othersAfter[at]);
}

/** No mistake may come, and none but a key given twice may go. */
function sameProblems(before: PlacedFrontMatter, after: PlacedFrontMatter): boolean {
  const codes = new Set(before.problems.map(({ code }) => code));
  return (
    after.problems.length <= before.problems.length && after.problems.every(({ code }) => codes.has(code))
  );
}

function sameBody(
  text: string,
  before: PlacedFrontMatter,
  changed: string,
  after: PlacedFrontMatter,
): boolean {
  const body = text.slice(before.split.body.from);
  const bodyAfter = changed.slice(after.split.body.from);
  if (before.split.format !== 'none') return body === bodyAfter;
  return bodyAfter === body || bodyAfter === before.split.lineEnd + body;
}

function saysWhatWasSet(
  changed: string,
  node: FrontMatterNode,
  edit: Extract<FrontMatterEdit, { kind: 'set' }>,
): boolean {
  const value = inputValue(edit.value);
  if (typeof value === 'string') return valueOfNode(node) === value;
  return says(changed, node, value);
}

function nodeAt(tree: MapNode, key: readonly string[]): FrontMatterNode | undefined {
  let node: FrontMatterNode | undefined = tree;
  for (const name of key) {
    node = node?.kind === 'map' ? entryOf(node, name)?.value : undefined;
  }
  return node;
}

/** A copy of the data with one key set, or without it where there is no value. */
function withChange(
  data: FrontMatterData,
  key: readonly string[],
  value: FrontMatterValue | undefined,
): FrontMatterData {
  const copy = Object.assign(emptyData(), data);
  const [name = '', ...rest] = key;
  if (rest.length > 0) {
    const child = copy[name];
    const map = typeof child === 'object' && child !== null && !Array.isArray(child) ? child : emptyData();
    if (value !== undefined || map === child) copy[name] = withChange(map, rest, value);
  } else if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}

/** The data without the maps that removing a key has left empty: TOML's dotted keys take their map with them. */
function withoutEmptied(data: FrontMatterData, edit: FrontMatterEdit): FrontMatterData {
  if (edit.kind === 'set') return data;
  let result = data;
  for (let length = edit.key.length - 1; length > 0; length -= 1) {
    const parent = edit.key.slice(0, length);
    const value = parent.reduce<FrontMatterValue | undefined>(
      (map, name) => (map as FrontMatterData | undefined)?.[name],
      result,
    );
    if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) break;
    result = withChange(result, parent, undefined);
  }
  return result;
}

/** What is written for every value but the edited one, with its key. */
function sourcesBut(text: string, tree: MapNode, edited: readonly string[]): string[] {
  const sources: string[] = [];
  const visit = (map: MapNode, path: readonly string[], onTheWay: boolean) => {
    for (const { key, value } of map.entries) {
      const here = onTheWay && edited[path.length] === key;
      if (here && path.length === edited.length - 1) continue;
      if (value.kind === 'map' && value.entries.length > 0) visit(value, [...path, key], here);
      else if (!here)
        sources.push(`${[...path, key].join('\u0000')}\u0000${text.slice(value.from, value.to).trimEnd()}`);
    }
  };
  visit(tree, [], true);
  return sources;
}
