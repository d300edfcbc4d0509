import { parse as parseToml, TomlDate } from 'smol-toml';
import { isScalar, parseDocument, parse as parseYaml, visit } from 'yaml';
import {
  applyChanges,
  type EditOptions,
  type EditRefusalCode,
  editFrontMatter,
  type FrontMatterEdit,
  invertChanges,
} from '../../src-main/common/posts/edit-front-matter.ts';
import { inputValue } from '../../src-main/common/posts/edit-plan.ts';
import { type FrontMatter, readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import { splitPost } from '../../src-main/common/posts/split-post.ts';

/** What became of one edit of one post. */
export type Verdict =
  | { kind: 'exact' }
  | { kind: 'refused'; code: EditRefusalCode; reason: string }
  /** Something but the key's lines or data changed, or undoing the edit did not bring the text back. */
  | { kind: 'beyond-the-key'; reason: string };

/**
 * Makes one edit in memory and looks whether the text differs only inside the key's lines, reads as it was meant (by
 * Galley's reader and by another one of that format), and is as it was once the edit is undone.
 */
export function judgeEdit(text: string, edit: FrontMatterEdit, options: EditOptions = {}): Verdict {
  const result = editFrontMatter(text, [edit], options);
  if (!result.ok) return { kind: 'refused', code: result.code, reason: result.message };
  const before = readFrontMatter(text);
  const wanted = edit.kind === 'unset' ? undefined : inputValue(edit.value);
  if (result.changes.length === 0)
    return same(valueAt(before.data, edit.key), wanted) ? exact : beyond('nothing was changed');
  const changed = applyChanges(text, result.changes);
  if (applyChanges(changed, invertChanges(text, result.changes)) !== text)
    return beyond('undoing does not bring the text back');
  return judgeChange(text, changed, edit);
}

/** Whether a changed text is what the edit asked for and differs nowhere else. */
export function judgeChange(text: string, changed: string, edit: FrontMatterEdit): Verdict {
  const before = readFrontMatter(text);
  const after = readFrontMatter(changed);
  const wanted = edit.kind === 'unset' ? undefined : inputValue(edit.value);
  if (!same(valueAt(after.data, edit.key), wanted)) return beyond('the value is not what was set');
  if (!same(without(after.data, edit.key), without(before.data, edit.key)))
    return beyond('the data of another key changed');
  if (!onlyThatKeysLines(text, changed, before, edit)) return beyond('bytes outside the key’s lines changed');
  return judgedByAnother({ text, before }, { text: changed, before: after }, edit, wanted);
}

const exact: Verdict = { kind: 'exact' };

function beyond(reason: string): Verdict {
  return { kind: 'beyond-the-key', reason };
}

interface ReadText {
  text: string;
  before: FrontMatter;
}

/** Where a reader of another make can read the block at all, it must see the same single change. */
function judgedByAnother(old: ReadText, edited: ReadText, edit: FrontMatterEdit, wanted: unknown): Verdict {
  const before = attempt(() => strictReader(old));
  if (before === undefined) return exact;
  const after = attempt(() => strictReader(edited));
  if (after === undefined) return beyond('another reader cannot read the block any more');
  if (!same(without(plain(after), edit.key), without(plain(before), edit.key)))
    return beyond('another reader sees another key changed');
  const value = valueAt(plain(after), edit.key);
  // A date may be an object of the reader's own.
  const isSame = typeof wanted === 'string' && isDateInput(edit) ? value !== undefined : same(value, wanted);
  return isSame ? exact : beyond('another reader sees another value');
}

function isDateInput(edit: FrontMatterEdit): boolean {
  return (
    edit.kind === 'set' &&
    typeof edit.value === 'object' &&
    edit.value !== null &&
    'kind' in edit.value &&
    edit.value.kind === 'date'
  );
}

/** As `otherReader`, which makes something of mistakes; this throws at any. */
function strictReader({ text, before }: ReadText): unknown {
  if (before.format !== 'yaml') return otherReader(text, before);
  const { content } = splitPost(text);
  const block = text.slice(content.from, content.to);
  const document = parseDocument(block, { uniqueKeys: false, merge: true, logLevel: 'silent' });
  const [mistake] = document.errors;
  if (mistake) throw mistake;
  // Parsers name the keys `null`, `~` and `1.0` each in a way of its own: here they are what is written.
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.source === undefined) return;
      if (key.value === null || /^(?:number|boolean)$/.test(typeof key.value)) key.value = key.source;
    },
  });
  return document.toJS() ?? {};
}

/** The data of a block as the package for its format reads it. Throws where it cannot. */
export function otherReader(text: string, front: FrontMatter): unknown {
  const { content, fence } = splitPost(text);
  const block = text.slice(content.from, content.to);
  if (front.format === 'none') return {};
  if (front.format === 'toml') return parseToml(block);
  if (front.format === 'json') return JSON.parse(fence === ';;;' ? `{${block}}` : block);
  return parseYaml(block, { uniqueKeys: false, logLevel: 'silent', merge: true }) ?? {};
}

/** Data to compare: without prototypes, and dates as texts of one form where they are a parser's own objects. */
export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, child: unknown) => {
      if (child instanceof TomlDate) return child.toISOString();
      if (typeof child === 'bigint') return String(child);
      return typeof child === 'string' ? normalDate(child) : child;
    }),
  );
}

/** TOML's dates are kept as written by one reader and normalised by the other. */
function normalDate(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[-+]\d\d:\d\d)?$/.exec(text);
  if (!match) return text;
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}${(match[4] ?? '').replace(/^\+00:00$/, 'Z').toUpperCase()}`;
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function valueAt(data: unknown, key: readonly string[]): unknown {
  return key.reduce<unknown>(
    (value, name) => (isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    data,
  );
}

/** The data without one key, and without the maps that are empty once it is gone. */
function without(data: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (!isMap(data)) return data;
  const { [name]: child, ...others } = data;
  if (rest.length === 0 || !isMap(child)) return others;
  const remaining = without(child, rest);
  // The key keeps its place among the others.
  return isMap(remaining) && Object.keys(remaining).length === 0
    ? others
    : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, key === name ? remaining : value]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the texts differ only within the lines of a key, or by added text where there was no such key. */
function onlyThatKeysLines(
  text: string,
  changed: string,
  before: FrontMatter,
  { key, kind }: FrontMatterEdit,
): boolean {
  const all = before.fields.filter((one) => one.key.join('\0') === key.join('\0'));
  if (kind === 'unset' && all.length > 1) return changed === withoutLines(text, all, key);
  const field = fieldOf(before, key);
  if (!field) return isAddition(text, changed, before, key);
  let from = text.lastIndexOf('\n', text.lastIndexOf(key.at(-1) ?? '', field.range.from)) + 1;
  let next = text.indexOf('\n', Math.max(field.range.to - 1, field.range.from)) + 1 || text.length;
  // Empty lines at the end of such a text are part of it.
  if (/^[|>]\d?\+/.test(field.source)) next += /^(?:[ \t]*\r?\n)*/.exec(text.slice(next))?.[0].length ?? 0;
  // JSON's comma before the last key, or behind the first, goes with that key.
  if (before.format === 'json') {
    from -= /,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
    next += /^\s*,[ \t]*/.exec(text.slice(next))?.[0].length ?? 0;
  }
  return isWithin(text, changed, from, next);
}

/** A key that is given several times goes with all its lines. */
function withoutLines(text: string, fields: FrontMatter['fields'], key: readonly string[]): string {
  return fields.reduceRight((left, { range }) => {
    const from = left.lastIndexOf('\n', left.lastIndexOf(key.at(-1) ?? '', range.from)) + 1;
    const to = left.indexOf('\n', Math.max(range.to - 1, range.from)) + 1 || left.length;
    return left.slice(0, from) + left.slice(to);
  }, text);
}

function isWithin(text: string, changed: string, from: number, to: number): boolean {
  const isLongEnough = changed.length >= from + text.length - to;
  return isLongEnough && changed.startsWith(text.slice(0, from)) && changed.endsWith(text.slice(to));
}

/** A new key adds text and takes none away, but for the `{}` or `null` of a map that was empty. */
function isAddition(text: string, changed: string, before: FrontMatter, key: readonly string[]): boolean {
  let start = 0;
  while (start < text.length && text[start] === changed[start]) start += 1;
  if (isWithin(text, changed, start, start)) return true;
  const parent = fieldOf(before, key.slice(0, -1));
  const isEmpty = parent !== undefined && /^(\{\s*\}|null|~)?$/i.test(parent.source);
  return isEmpty && isWithin(text, changed, parent.range.from, parent.range.to);
}

function fieldOf(front: FrontMatter, key: readonly string[]): FrontMatter['fields'][number] | undefined {
  return front.fields.findLast((one) => one.key.join('\0') === key.join('\0'));
}
