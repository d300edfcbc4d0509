import type { FrontMatterEdit, FrontMatterInput } from '../../src-main/common/posts/edit-front-matter.ts';
import type { FrontMatter, FrontMatterField } from '../../src-main/common/posts/front-matter.ts';
import type { FieldInUse } from '../../src-main/common/site/learn-fields.ts';
import type { ConventionName } from '../../src-main/common/site/site.ts';
import { unreachable } from '../../src-main/common/unreachable.ts';

/** A key as its field shows it, by what is written there. */
export type PostField = { key: readonly string[]; label: string } & FieldValue;

export type FieldValue =
  /** `known` are values of other posts. */
  | { kind: 'text'; text: string; present: boolean; long: boolean; known?: readonly string[] }
  /** As written, never converted. `quoted` dates stay quoted. */
  | { kind: 'date'; text: string; present: boolean; quoted: boolean }
  | { kind: 'number'; text: string }
  | { kind: 'switch'; on: boolean; present: boolean; meaning: SwitchMeaning }
  | { kind: 'list'; items: string[]; present: boolean; completes: boolean; known?: readonly string[] }
  /** The address of a picture. */
  | { kind: 'picture'; text: string }
  /** Not for the front matter to say. */
  | { kind: 'note'; note: string }
  /** What no control calls for: shown as it is written. */
  | { kind: 'source'; source: string };

/** What a switch stands for in the text. */
export type SwitchMeaning =
  | { kind: 'value' }
  /** On is `published: false`; off takes the key away. */
  | { kind: 'unpublished' };

/** The fields of a post: those that every post has, then what its neighbours use, present or not, then its own others. */
export interface PostFields {
  title: PostField;
  date: PostField;
  draft: PostField;
  tags: PostField;
  description: PostField;
  others: PostField[];
}

export interface PostPlace {
  convention: ConventionName;
  /** The folder of drafts that the post lies in; undefined elsewhere. */
  draftsFolder?: string | undefined;
  /** The keys that the posts beside it use, in their order. */
  inUse?: readonly FieldInUse[] | undefined;
}

/** Reads the form's fields from the front matter, by what the blog's generator calls them. */
export function postFieldsOf(
  reading: FrontMatter,
  { convention, draftsFolder, inUse = [] }: PostPlace,
): PostFields {
  const find = (names: readonly string[][]) => findField(reading, names);
  const usual = (names: readonly string[][]) =>
    inUse.find(({ key }) => names.some((name) => isNamed({ key }, name)))?.key;
  const title = find([['title']]);
  const date = find(dateKeys);
  const description = find(descriptionKeys);
  const tags = find(tagKeys);
  const draft = find([[draftKey(convention)]]);
  const pictures = reading.fields.filter((field) => field.key.length === 2 && isPicture(field));
  const shown = new Set([title, date, description, tags, draft, ...pictures]);
  const others = reading.fields.filter(
    (field) =>
      pictures.includes(field) || (field.key.length === 1 && !shown.has(field) && !holds(field, shown)),
  );
  return {
    title: { key: title?.key ?? ['title'], label: 'Title', ...textOf(title, false) },
    date: { key: date?.key ?? usual(dateKeys) ?? ['date'], label: 'Date', ...dateOf(date) },
    draft: {
      key: draft?.key ?? usual([[draftKey(convention)]]) ?? [draftKey(convention)],
      label: 'Draft',
      ...(draftsFolder ? inDrafts(draftsFolder) : draftOf(draft, convention)),
    },
    tags: {
      key: tags?.key ?? usual(tagKeys) ?? newTagsKey(convention),
      label: 'Tags',
      ...listOf(tags, true),
    },
    description: {
      key: description?.key ?? usual(descriptionKeys) ?? ['description'],
      label: 'Description',
      ...textOf(description, true),
    },
    others: othersOf(others, inUse),
  };
}

/** The keys in use in their order, whether the post has them or not, and then what it alone has. */
function othersOf(own: readonly FrontMatterField[], inUse: readonly FieldInUse[]): PostField[] {
  const offered = inUse.filter(isOffered);
  const used = offered.map((field) => {
    const found = own.find(({ key }) => isNamed({ key }, field.key));
    return found
      ? labelled(found.key, withKnown(otherOf(found), field))
      : labelled(field.key, emptyOf(field));
  });
  const rest = own.filter((field) => !offered.some(({ key }) => isNamed(field, key)));
  return [...used, ...rest.map((field) => labelled(field.key, otherOf(field)))];
}

/** Not what the fields above the others hold, and of nested keys pictures alone. */
function isOffered({ key, kind }: FieldInUse): boolean {
  const isStandard = standardKeys.some((name) => isNamed({ key }, name));
  return !isStandard && (key.length === 1 || (kind === 'text' && pictureKey.test(key.at(-1) ?? '')));
}

function labelled(key: readonly string[], value: FieldValue): PostField {
  return { key, label: key.join('.'), ...value };
}

function withKnown(value: FieldValue, { values }: FieldInUse): FieldValue {
  return value.kind === 'text' || value.kind === 'list' ? { ...value, known: values } : value;
}

/** The control of a key that the post does not have yet. */
function emptyOf({ key, kind, values }: FieldInUse): FieldValue {
  switch (kind) {
    case 'text':
      return pictureKey.test(key.at(-1) ?? '')
        ? { kind: 'picture', text: '' }
        : { kind: 'text', text: '', present: false, long: false, known: values };
    case 'list':
      return { kind: 'list', items: [], present: false, completes: false, known: values };
    case 'switch':
      return { kind: 'switch', on: false, present: false, meaning: { kind: 'value' } };
    case 'number':
      return { kind: 'number', text: '' };
    case 'date':
      return { kind: 'date', text: '', present: false, quoted: false };
    default:
      return unreachable(kind);
  }
}

/** The edits that put what was typed into the text. An emptied field keeps its place until it is left. */
export function editsForText(field: PostField, text: string): FrontMatterEdit[] {
  return [{ kind: 'set', key: field.key, value: text }];
}

/** The edits of a date as typed; an emptied one goes. */
export function editsForDate(field: PostField & { kind: 'date' }, text: string): FrontMatterEdit[] {
  const source = text.trim();
  if (source === '') return field.present ? [{ kind: 'unset', key: field.key }] : [];
  const value: FrontMatterInput = field.quoted ? source : { kind: 'date', source };
  return [{ kind: 'set', key: field.key, value }];
}

/** The edits of a list; an emptied one goes. */
export function editsForList(
  field: PostField & { kind: 'list' },
  items: readonly string[],
): FrontMatterEdit[] {
  if (items.length === 0) return field.present ? [{ kind: 'unset', key: field.key }] : [];
  return [{ kind: 'set', key: field.key, value: items }];
}

/** The edits of a switch, by what it stands for. */
export function editsForSwitch(field: PostField & { kind: 'switch' }, on: boolean): FrontMatterEdit[] {
  if (field.meaning.kind === 'value') return [{ kind: 'set', key: field.key, value: on }];
  return on ? [{ kind: 'set', key: field.key, value: false }] : [{ kind: 'unset', key: field.key }];
}

/** The date text with its day replaced; time and zone stay as they are written. Undefined where no day stands first. */
export function withDay(text: string, day: string): string | undefined {
  if (text.trim() === '') return day;
  return /^\d{4}-\d{1,2}-\d{1,2}(?!\d)/.test(text) ? text.replace(/^\d{4}-\d{1,2}-\d{1,2}/, day) : undefined;
}

/** The day that a date text begins with, for the picker: `2024-05-01`. */
export function dayOf(text: string): string | undefined {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text);
  return found ? [found[1], found[2]?.padStart(2, '0'), found[3]?.padStart(2, '0')].join('-') : undefined;
}

const dateKeys = [['date'], ['pubDate'], ['publishDate'], ['published_at']];
const descriptionKeys = [['description'], ['summary'], ['excerpt'], ['subtitle']];
const tagKeys = [['tags'], ['taxonomies', 'tags'], ['tag'], ['keywords']];

const standardKeys = [['title'], ...dateKeys, ['draft'], ['published'], ...descriptionKeys, ...tagKeys];

function newTagsKey(convention: ConventionName): string[] {
  return convention === 'zola' ? ['taxonomies', 'tags'] : ['tags'];
}

function draftKey(convention: ConventionName): string {
  return convention === 'jekyll' ? 'published' : 'draft';
}

/** The field of the first name that is there; real posts have `Title` and `TITLE` too. */
function findField(reading: FrontMatter, names: readonly string[][]): FrontMatterField | undefined {
  for (const name of names) {
    const found = reading.fields.findLast((field) => isNamed(field, name));
    if (found) return found;
  }
  return undefined;
}

function isNamed({ key }: Pick<FrontMatterField, 'key'>, name: readonly string[]): boolean {
  return (
    key.length === name.length && key.every((part, at) => part.toLowerCase() === name[at]?.toLowerCase())
  );
}

/** A map of which the form shows a part in another field: `taxonomies` that holds nothing but tags. */
function holds(field: FrontMatterField, shown: ReadonlySet<FrontMatterField | undefined>): boolean {
  const { value } = field;
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    Object.keys(value).length !== 1
  ) {
    return false;
  }
  return [...shown].some((other) => other && other.key.length === 2 && other.key[0] === field.key[0]);
}

function textOf(field: FrontMatterField | undefined, long: boolean): FieldValue {
  if (!field) return { kind: 'text', text: '', present: false, long };
  const { value, source } = field;
  if (typeof value === 'string') return { kind: 'text', text: value, present: true, long };
  if (value === null) return { kind: 'text', text: '', present: true, long };
  if (typeof value === 'object') return { kind: 'source', source };
  return { kind: 'text', text: source, present: true, long };
}

function dateOf(field: FrontMatterField | undefined): FieldValue {
  if (!field || field.value === null)
    return { kind: 'date', text: '', present: field !== undefined, quoted: false };
  if (typeof field.value === 'object') return { kind: 'source', source: field.source };
  const quoted = /^['"]/.test(field.source);
  const text = quoted && typeof field.value === 'string' ? field.value : field.source;
  return text.includes('\n')
    ? { kind: 'source', source: field.source }
    : { kind: 'date', text, present: true, quoted };
}

function inDrafts(folder: string): FieldValue {
  return { kind: 'note', note: `A draft, since it lies in ${folder}` };
}

function draftOf(field: FrontMatterField | undefined, convention: ConventionName): FieldValue {
  const meaning: SwitchMeaning = convention === 'jekyll' ? { kind: 'unpublished' } : { kind: 'value' };
  if (!field) return { kind: 'switch', on: false, present: false, meaning };
  if (typeof field.value !== 'boolean') return { kind: 'source', source: field.source };
  const on = meaning.kind === 'unpublished' ? !field.value : field.value;
  return { kind: 'switch', on, present: true, meaning };
}

function listOf(field: FrontMatterField | undefined, completes: boolean): FieldValue {
  if (!field || field.value === null)
    return { kind: 'list', items: [], present: field !== undefined, completes };
  if (Array.isArray(field.value) && field.value.every(isWord)) {
    return { kind: 'list', items: field.value.map(String), present: true, completes };
  }
  return typeof field.value === 'object' ? { kind: 'source', source: field.source } : textOf(field, false);
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** What themes call the picture of a post. */
const pictureKey =
  /^(?:(?:hero|cover|featured?|header|teaser|thumb|banner|social|og|share|card|preview|splash|lead|main|title|post)?[-_ ]?(?:image|img|picture|photo)(?:[-_ ]?(?:url|src|path))?|cover|hero|thumb(?:nail)?|banner|splash)$/i;

function isPicture({ key, value }: FrontMatterField): boolean {
  const isAddress = value === null || (typeof value === 'string' && !value.includes('\n'));
  return isAddress && pictureKey.test(key.at(-1) ?? '');
}

function otherOf(field: FrontMatterField): FieldValue {
  const { value, source } = field;
  if (isPicture(field)) return { kind: 'picture', text: typeof value === 'string' ? value : '' };
  if (typeof value === 'boolean')
    return { kind: 'switch', on: value, present: true, meaning: { kind: 'value' } };
  if (typeof value === 'number') return { kind: 'number', text: source };
  if (typeof value === 'string' && looksLikeDate(source)) return dateOf(field);
  if (Array.isArray(value)) return listOf(field, false);
  return textOf(field, typeof value === 'string' && (value.includes('\n') || value.length > 80));
}

function looksLikeDate(source: string): boolean {
  return /^['"]?\d{4}-\d{1,2}-\d{1,2}(?:[T ]|['"]?$)/.test(source);
}
