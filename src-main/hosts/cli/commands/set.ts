import { AppError } from '../../../common/errors.ts';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
  type FrontMatterInput,
} from '../../../common/posts/edit-front-matter.ts';
import { type FrontMatterField, readFrontMatter } from '../../../common/posts/front-matter.ts';
import type { PostSource } from '../../../common/posts/post.ts';
import { positionAt } from '../../../common/posts/split-post.ts';
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
  const before = findField(post.text, key);
  const input = toInput(value, options.type ?? typeLike(before, key, value));
  const wanted: FrontMatterEdit = { kind: 'set', key: before?.key ?? key.split('.'), value: input };
  // A form's text “2020” is what `2020` says already; who names the type wants a text.
  const isOtherType = before && options.type === 'string' && typeof before.value !== 'string';
  return edit(context, post, isOtherType ? [{ ...wanted, value: `${value}…` }, wanted] : [wanted]);
}

/** `galley unset`: takes one front matter key away and no other byte. */
export async function unset(context: CommandContext, path: string, key: string): Promise<CommandAnswer> {
  const post = await readPost(context, path);
  return edit(context, post, [{ kind: 'unset', key: findField(post.text, key)?.key ?? key.split('.') }]);
}

async function edit(
  { client }: CommandContext,
  post: PostSource,
  edits: [FrontMatterEdit, ...FrontMatterEdit[]],
): Promise<CommandAnswer> {
  const [wanted] = edits;
  if (wanted.kind === 'set') refuseBesideExport(post);
  const result = editFrontMatter(post.text, edits);
  if (!result.ok) throw new AppError('front-matter-edit-refused', { message: result.message });
  const text = applyChanges(post.text, result.changes);
  const isChanged = text !== post.text;
  if (isChanged) await save(client, post, text);
  const line = lineOf(wanted.kind === 'set' ? text : post.text, wanted.key);
  return {
    json: () => ({ path: post.path, changed: isChanged, line }),
    text: () => [isChanged ? `${post.path}:${line} changed` : `${post.path}:${line} says so already`],
  };
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

async function save(client: CommandContext['client'], post: PostSource, text: string): Promise<void> {
  const outcome = await client.call('posts.save', { path: post.path, text, basedOn: post.revision });
  if (outcome.kind === 'saved') return;
  throw new AppError('write-refused', {
    message: 'Another program changed this post at the same moment, so nothing was written.',
    next: ['Try again.'],
  });
}

/** A key is what it is called, dots included; only where there is none of that name do dots lead into it. */
function findField(text: string, key: string): FrontMatterField | undefined {
  const { fields } = readFrontMatter(text);
  const isNamed = (field: FrontMatterField) => field.key.length === 1 && field.key[0] === key;
  return fields.find(isNamed) ?? fields.find((field) => field.key.join('.') === key);
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
  if (!before && /^(draft|published|unlisted)$/.test(key) && isBoolean(value)) return 'boolean';
  if (!before && /date$|^(published|updated|modified)(_?at)?$/i.test(key) && isDate(value)) return 'date';
  if (typeof before?.value === 'boolean' && isBoolean(value)) return 'boolean';
  if (typeof before?.value === 'number' && isNumber(value)) return 'number';
  if (before && isDate(before.source) && isDate(value)) return 'date';
  return 'string';
}

function toInput(value: string, type: ValueType): FrontMatterInput {
  if (type === 'string') return value;
  if (type === 'boolean' && isBoolean(value)) return value === 'true';
  if (type === 'number' && isNumber(value)) return Number(value);
  if (type === 'date' && isDate(value)) return { kind: 'date', source: value };
  if (type === 'json') return { kind: 'json', value: parseJson(value) };
  throw new AppError('bad-input', { message: `“${value}” is no ${type}.`, next: ['Give another --type.'] });
}

function parseJson(value: string) {
  try {
    return JSON.parse(value);
  } catch {
    throw new AppError('bad-input', { message: 'The value is no JSON.', next: ['Give another --type.'] });
  }
}

function isBoolean(value: string): boolean {
  return value === 'true' || value === 'false';
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?$/.test(value);
}
