import { AppError } from '../../errors.ts';
import { editFrontMatter, type FrontMatterEdit } from '../../posts/edit-front-matter.ts';
import { type FrontMatter, type FrontMatterField, readFrontMatter } from '../../posts/front-matter.ts';
import type { TextChange } from '../../posts/text-change.ts';
import type { Convention, FormerAddresses, SiteSettings } from '../convention.ts';

/** Keys that say the last part of an address, and those that say it whole. */
const slugKey = /^slug$/i;
const addressKeys = /^(permalink|url|path|slug)$/i;

/**
 * What a post's own front matter says of its slug, said of the new one: `slug`, and the last name of an address that it
 * pins. An address that ends in another name stays.
 *
 * @param old the slug that the post's file has in its name
 */
export function slugEdits(text: string, old: string, slug: string): FrontMatterEdit[] {
  const fields = readFrontMatter(text).fields.filter(
    ({ key, value }) => key.length === 1 && typeof value === 'string',
  );
  const said = fields.find(isSlug)?.value;
  const olds = [old, ...(typeof said === 'string' ? [said] : [])];
  return fields.flatMap((field): FrontMatterEdit[] => {
    const value = newValue(field, olds, slug);
    return value === undefined || value === field.value ? [] : [{ kind: 'set', key: field.key, value }];
  });
}

/** Whether the front matter says a slug that is not this one. */
export function saysOtherSlug(text: string, slug: string): boolean {
  return readFrontMatter(text).fields.some((field) => isSlug(field) && field.value !== slug);
}

function isSlug({ key, value }: FrontMatterField): boolean {
  // With a slash in it, it is an address.
  return key.length === 1 && slugKey.test(key[0] ?? '') && typeof value === 'string' && isOneName(value);
}

function isOneName(value: string): boolean {
  return value !== '' && !value.includes('/');
}

function newValue(field: FrontMatterField, olds: readonly string[], slug: string): string | undefined {
  const [key = ''] = field.key;
  if (isSlug(field)) return slug;
  if (!addressKeys.test(key) || typeof field.value !== 'string') return undefined;
  const [, before, name = '', after] =
    /^(.*?)([^/]+?)((?:\.html?|\/index\.html?)?\/*)$/s.exec(field.value) ?? [];
  if (before === undefined || !olds.some((old) => isSameName(old, name))) return undefined;
  return before + slug + after;
}

function isSameName(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC');
}

/**
 * The list of former addresses with one more; an address that the post itself has now is none of them any more.
 *
 * @param former as the site has it at its root, not percent-encoded; undefined adds none
 */
export function formerAddressEdits(
  frontMatter: Pick<FrontMatter, 'data'>,
  rule: Extract<FormerAddresses, { key: string }>,
  { former, current }: { former: string | undefined; current: string | undefined },
  keysInAnyCase?: boolean,
): FrontMatterEdit[] {
  const { write = (address: string) => address } = rule;
  const { data } = frontMatter;
  const isSame = (name: string) => keysInAnyCase && name.toLowerCase() === rule.key.toLowerCase();
  const isOther = (name: string) => name === rule.otherKey;
  const names = Object.keys(data);
  const key =
    names.find((name) => name === rule.key) ?? names.find(isSame) ?? names.find(isOther) ?? rule.key;
  const value = data[key];
  const listed = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  const kept = listed.filter((one) => current === undefined || !isSameAddress(one, write(current)));
  const isNew = former !== undefined && !kept.some((one) => isSameAddress(one, write(former)));
  if (!isNew && kept.length === listed.length) return [];
  const wanted = [...kept, ...(isNew ? [write(former)] : [])];
  if (wanted.length === 0) return [{ kind: 'unset', key: [key] }];
  return [{ kind: 'set', key: [key], value: wanted }];
}

function isSameAddress(one: string, other: string): boolean {
  const plain = (address: string) => address.replace(/^\/+|(\/index\.html?|\/+)$/g, '').toLowerCase();
  return plain(one) === plain(other);
}

/** The key that lists a post's former addresses here. @throws AppError `not-available`, which names what to do instead */
export function requireFormerAddresses(
  convention: Convention,
  settings: SiteSettings,
): Extract<FormerAddresses, { key: string }> {
  const rule = convention.formerAddresses;
  if ('elsewhere' in rule)
    throw new AppError('not-available', {
      message: `With ${convention.label} a post cannot say its former addresses itself, so nothing was renamed.`,
      next: ['Rename it without the redirect.', rule.elsewhere],
    });
  if (rule.package && !listsFormerAddresses(convention, settings))
    throw new AppError('not-available', {
      message: `This blog does not use ${rule.package.name}, which leads readers on from former addresses. Nothing was renamed.`,
      next: [rule.package.add, 'Or rename it without the redirect.'],
    });
  return rule;
}

/** Whether posts of this site can list their former addresses. */
export function listsFormerAddresses(
  { formerAddresses: rule }: Convention,
  { packages }: SiteSettings,
): boolean {
  return 'key' in rule && (rule.package === undefined || (packages?.has(rule.package.name) ?? false));
}

/** The changes in the text. @throws AppError `front-matter-edit-refused` */
export function changesFor(
  text: string,
  edits: readonly FrontMatterEdit[],
  format: Convention['newPost']['format'],
): TextChange[] {
  const edited = editFrontMatter(text, edits, { newBlock: format });
  if (edited.ok) return edited.changes;
  throw new AppError('front-matter-edit-refused', { message: edited.message });
}
