import { readDate } from '../posts/dates.ts';
import type { FrontMatter, FrontMatterField } from '../posts/front-matter.ts';

/** A key that posts of a blog use, for a form to offer. */
export interface FieldInUse {
  /** `['cover', 'image']` for a nested key. */
  key: string[];
  /** What most of its values are. */
  kind: 'date' | 'list' | 'switch' | 'number' | 'text';
  /** Values that stand in several posts, most used first. Of lists and short texts alone. */
  values: string[];
}

/** A key of one post in twenty is a habit; of fewer it is that post's own affair. */
const fewest = 1 / 20;
const mostValues = 200;
/** Longer texts are no words to choose from. In UTF-16 code units. */
const longestValue = 60;

/** Learns from the posts of a blog, newest first, which keys they use: in the order that the posts have them. */
export function learnFields(posts: readonly Pick<FrontMatter, 'fields'>[]): FieldInUse[] {
  const uses = new Map<string, FrontMatterField[]>();
  const order: string[] = [];
  for (const { fields } of posts) {
    let place = -1;
    for (const field of fields) {
      const kind = kindOf(field);
      if (field.key.length > 2 || kind === undefined) continue;
      const name = field.key.join('\u0000');
      const known = order.indexOf(name);
      place = known === -1 ? place + 1 : known;
      if (known === -1) order.splice(place, 0, name);
      const others = uses.get(name);
      if (others) others.push(field);
      else uses.set(name, [field]);
    }
  }
  const enough = Math.max(posts.length > 3 ? 2 : 1, posts.length * fewest);
  return order.flatMap((name) => {
    const fields = uses.get(name) ?? [];
    return fields.length < enough ? [] : [fieldInUse(name.split('\u0000'), fields)];
  });
}

function fieldInUse(key: string[], fields: readonly FrontMatterField[]): FieldInUse {
  const kinds = fields.flatMap((field) => kindOf(field) ?? []);
  const kind = byUse(kinds)[0]?.value ?? 'text';
  return { key, kind, values: valuesOf(kind, fields) };
}

/** Undefined for what no control of a form can hold. An empty key is of the kind that the others are. */
function kindOf({ value, source }: FrontMatterField): FieldInUse['kind'] | undefined {
  if (typeof value === 'boolean') return 'switch';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return readDate(source)?.day && /\d{4}-\d/.test(source) ? 'date' : 'text';
  return Array.isArray(value) && value.every((item) => typeof item !== 'object') ? 'list' : undefined;
}

function valuesOf(kind: FieldInUse['kind'], fields: readonly FrontMatterField[]): string[] {
  if (kind !== 'list' && kind !== 'text') return [];
  const words = fields.flatMap(({ value }) => {
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item) =>
      typeof item === 'string' || typeof item === 'number' ? [String(item)] : [],
    );
  });
  const used = byUse(
    words.filter((word) => word !== '' && word.length <= longestValue && !word.includes('\n')),
  );
  // Texts that are another in each post are nothing to choose from.
  const shared = kind === 'list' ? used : used.filter(({ count }) => count > 1);
  return shared.slice(0, mostValues).map(({ value }) => value);
}

function byUse<T>(values: readonly T[]): { value: T; count: number }[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
