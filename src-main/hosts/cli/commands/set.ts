import { AppError } from '../../../common/errors.ts';
import { instantOf, readDate } from '../../../common/posts/dates.ts';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
  type FrontMatterInput,
} from '../../../common/posts/edit-front-matter.ts';
import {
  type FrontMatter,
  type FrontMatterField,
  readFrontMatter,
} from '../../../common/posts/front-matter.ts';
import type { PostSource } from '../../../common/posts/post.ts';
import { positionAt } from '../../../common/posts/split-post.ts';
import { conventionNamed } from '../../../common/site/conventions.ts';
import { exportedObjectIn } from '../../../common/site/exported-object.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { readPost } from '../read-post.ts';

/** What a value given on the command line can be taken for. */
export const valueTypes = ['string', 'number', 'boolean', 'date', 'json'] as const;
export type ValueType = (typeof valueTypes)[number];

/** `galley set`: changes one front matter value and no other byte. */
export async function set(
  context: CommandContext,
  path: string,
  key: string,
  value: string,
  options: { type?: ValueType },
): Promise<CommandAnswer> {
  const post = await readPost(context, path);
  return edit(context, post, (text) => {
    const before = findField(context, text, key);
    const input = toInput(value, options.type ?? typeLike(before, key, value), readFrontMatter(text).format);
    const wanted: FrontMatterEdit = { kind: 'set', key: before?.key ?? newKey(key), value: input };
    // A form's text “2020” is what `2020` says already; who names the type wants a text.
    const isOtherType = before && options.type === 'string' && typeof before.value !== 'string';
    return isOtherType ? [{ ...wanted, value: `${value}…` }, wanted] : [wanted];
  });
}

/** `galley unset`: takes one front matter key away and no other byte. */
export async function unset(context: CommandContext, path: string, key: string): Promise<CommandAnswer> {
  const post = await readPost(context, path);
  return edit(context, post, (text) => [
    { kind: 'unset', key: findField(context, text, key)?.key ?? key.split('.') },
  ]);
}

/** How often an edit is made anew in what another program has written meanwhile. */
const mostAttempts = 40;

type Edits = [FrontMatterEdit, ...FrontMatterEdit[]];

/** @param editsOf what to change in the post as it is: another program may change it before this one has saved */
async function edit(
  { client }: CommandContext,
  read: PostSource,
  editsOf: (text: string) => Edits,
): Promise<CommandAnswer> {
  let post = read;
  let made = makeEdits(post, editsOf(post.text));
  for (let attempt = 1; made.text !== post.text; attempt += 1) {
    const current = await save(client, post, made.text);
    if (!current) break;
    if (attempt === mostAttempts) throw changedMeanwhile();
    post = current;
    made = makeEdits(post, editsOf(post.text));
  }
  const { wanted, text } = made;
  const isChanged = text !== post.text;
  const line = lineOf(wanted.kind === 'set' ? text : post.text, wanted.key);
  return {
    json: () => ({ path: post.path, changed: isChanged, line }),
    text: () => [isChanged ? `${post.path}:${line} changed` : `${post.path}:${line} says so already`],
  };
}

interface MadeEdits {
  wanted: FrontMatterEdit;
  text: string;
}

function makeEdits(post: PostSource, edits: Edits): MadeEdits {
  const [wanted] = edits;
  if (wanted.kind === 'set') refuseBesideExport(post);
  const result = editFrontMatter(post.text, edits);
  if (!result.ok) throw new AppError('front-matter-edit-refused', { message: result.message });
  return { wanted, text: applyChanges(post.text, result.changes) };
}

/** A block of front matter would be shown as text there, and hide what the post says of itself. */
function refuseBesideExport({ path, text }: PostSource): void {
  if (!/\.mdx$/i.test(path) || readFrontMatter(text).format !== 'none') return;
  const { before } = exportedObjectIn(text) ?? {};
  if (before === undefined) return;
  throw new AppError('front-matter-edit-refused', {
    message: `This post has no front matter: it says what it is in “${before.replace(/\s*=\s*$/, '')}”.`,
    next: ['Change it there, in the text.'],
  });
}

/** Saves the text, or answers with the post as another program has written it. */
async function save(
  client: CommandContext['client'],
  { path, revision }: PostSource,
  text: string,
): Promise<PostSource | undefined> {
  const outcome = await client.call('posts.save', { path, text, basedOn: revision });
  if (outcome.kind === 'saved') return undefined;
  if (!outcome.current) throw changedMeanwhile();
  return outcome.current;
}

function changedMeanwhile(): AppError {
  return new AppError('write-refused', {
    message: 'Another program changed this post at the same moment, so nothing was written.',
    next: ['Try again.'],
  });
}

/** A key is what it is called, dots included; only where there is none of that name do dots lead into it. */
function findField({ site }: CommandContext, text: string, key: string): FrontMatterField | undefined {
  const { fields } = readFrontMatter(text);
  const isNamed = (field: FrontMatterField) => field.key.length === 1 && field.key[0] === key;
  const found = fields.find(isNamed) ?? fields.find((field) => field.key.join('.') === key);
  if (found || !conventionNamed(site.convention).keysInAnyCase) return found;
  return fields.find((field) => field.key.join('.').toLowerCase() === key.toLowerCase());
}

/** A key to be made. A name without a sign in it is a slip of the hand. */
function newKey(key: string): string[] {
  const names = key.split('.');
  if (names.every((name) => name.trim() !== '')) return names;
  throw new AppError('bad-input', {
    message: `“${key}” is no key: a name is missing.`,
    next: ['Write names with a dot between them, such as “extra.author”.'],
  });
}

/** 1-based line that the value stands on; the first one where the key is not there. */
function lineOf(text: string, key: readonly string[]): number {
  const field = readFrontMatter(text).fields.find((one) => one.key.join('\0') === key.join('\0'));
  return field ? positionAt(text, field.range.from).line : 1;
}

/**
 * Without a type the value stays of the kind that it is, where it can be read as that; a new one is text, but for the keys
 * that every generator reads as something else.
 */
function typeLike(before: FrontMatterField | undefined, key: string, value: string): ValueType {
  if (isBoolean(value) && (isSwitch(before) || (!before && switchKey.test(key)))) return 'boolean';
  if (!before && /date$|^(published|updated|modified)(_?at)?$/i.test(key) && isDate(value)) return 'date';
  if (typeof before?.value === 'number' && isNumber(value)) return 'number';
  if (before && isDate(before.source) && isDate(value)) return 'date';
  return 'string';
}

const switchKey = /^(draft|published|unlisted)$/;

/** Whether a value is one of two, by YAML 1.1 too; under keys that are known for it also where it is empty or in quotes. */
function isSwitch(field: FrontMatterField | undefined): boolean {
  if (!field) return false;
  const { key, value, source } = field;
  if (typeof value === 'boolean' || /^(yes|no|on|off)$/i.test(source)) return true;
  const isEmpty = value === null || value === '';
  return (
    switchKey.test(key.join('.')) && (isEmpty || /^(true|false|yes|no|on|off|y|n)$/i.test(String(value)))
  );
}

function toInput(value: string, type: ValueType, format: FrontMatter['format']): FrontMatterInput {
  if (type === 'string') return value;
  if (type === 'boolean' && isBoolean(value)) return value === 'true';
  if (type === 'number' && isNumber(value)) return Number(value);
  if (type === 'date' && isDate(value))
    return { kind: 'date', source: format === 'toml' ? tomlDate(value) : value };
  if (type === 'json') return { kind: 'json', value: parseJson(value) };
  throw new AppError('bad-input', { message: `“${value}” is no ${type}.`, next: ['Give another --type.'] });
}

function parseJson(value: string) {
  const long = value.match(textOrNumber)?.find((token) => !token.startsWith('"') && !isNumber(token));
  if (long !== undefined)
    throw new AppError('bad-input', {
      message: `“${long}” has more digits than a number keeps.`,
      next: ['Write it as a text, in quotes.'],
    });
  try {
    return JSON.parse(value);
  } catch {
    throw new AppError('bad-input', { message: 'The value is no JSON.', next: ['Give another --type.'] });
  }
}

const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

function isBoolean(value: string): boolean {
  return value === 'true' || value === 'false';
}

/** A number with more digits than a number keeps would be written as another one. */
function isNumber(value: string): boolean {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return false;
  return !/^\s*[-+]?\d+\s*$/.test(value) || Number.isSafeInteger(number);
}

/** Whether there is such a day, and such a time of it. */
function isDate(value: string): boolean {
  if (!/^\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?$/.test(value)) return false;
  const date = readDate(value);
  return date !== undefined && !Number.isNaN(instantOf(date));
}

/** A date as TOML has it, which wants seconds and a colon in the offset. What TOML has already stays as it is. */
function tomlDate(value: string): string {
  if (/^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)?)?$/.test(value)) return value;
  const iso = readDate(value)?.iso ?? value;
  return iso.replace(/(T\d\d:\d\d)(?!:)/, '$1:00');
}
