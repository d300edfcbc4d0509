import type { FrontMatterEdit, FrontMatterInput } from '../../src-main/common/posts/edit-front-matter.ts';
import type { FrontMatter, FrontMatterValue } from '../../src-main/common/posts/front-matter.ts';
import {
  type Meaning,
  type NewPostRule,
  usualMeaning,
  usualNewPost,
} from '../../src-main/common/site/convention.ts';
import type { SitePlace } from '../../src-main/common/site/site-map.ts';

/** An edit as an author would make it in the form. */
export interface AuthorEdit {
  name: 'title set' | 'description added' | 'tags appended' | 'draft set' | 'key removed';
  edit: FrontMatterEdit;
}

/** Not one of these texts may be written without quotes, or with the wrong ones. */
const title = 'Yes: a “new” title, isn’t it? # 1';
const description = 'It\'s "no": one \\ two, #3';

/** What an author may do to this post, by the keys that its generator reads. Of the keys, the first, a middle and the last are removed. */
export function authorEdits(front: FrontMatter, place: SitePlace | undefined): AuthorEdit[] {
  const meaning: Meaning = place?.site.convention.meaning ?? usualMeaning;
  const newPost: Omit<NewPostRule, 'folder'> = place?.site.convention.newPost ?? usualNewPost;
  const tagKey = typeof newPost.tagKey === 'string' || !place ? 'tags' : newPost.tagKey(place.site.settings);
  const tags = presentKey(front, meaning.tagKeys) ?? tagKey.split('.');
  const rule =
    meaning.draftRules.find(({ key }) => valueIn(front, key.split('.')) !== undefined) ?? newPost.draft;
  const keys = Object.keys(front.data);
  const removed = new Set([keys[0], keys[keys.length >> 1], keys.at(-1)]);
  return [
    { name: 'title set', edit: set(presentKey(front, ['title', 'Title']) ?? ['title'], title) },
    {
      name: 'description added',
      edit: set(
        presentKey(front, meaning.descriptionKeys) ?? [meaning.descriptionKeys[0] ?? 'description'],
        description,
      ),
    },
    { name: 'tags appended', edit: set(tags, appended(valueIn(front, tags))) },
    { name: 'draft set', edit: set(rule.key.split('.'), rule.value) },
    ...[...removed].flatMap((key): AuthorEdit[] =>
      key === undefined ? [] : [{ name: 'key removed', edit: { kind: 'unset', key: [key] } }],
    ),
  ];
}

function set(key: readonly string[], value: FrontMatterInput): FrontMatterEdit {
  return { kind: 'set', key, value };
}

/** One tag more, written as the others are: in the list, or in the text. */
function appended(tags: FrontMatterValue | undefined): FrontMatterInput {
  const tag = 'on';
  if (Array.isArray(tags))
    return tags.every((one) => typeof one === 'string')
      ? [...(tags as string[]), tag]
      : { kind: 'json', value: [...tags, tag] };
  if (typeof tags === 'string' && tags.trim() !== '')
    return `${tags}${tags.includes(',') ? ', ' : ' '}${tag}`;
  return [tag];
}

function presentKey(front: FrontMatter, keys: readonly string[]): string[] | undefined {
  return keys.map((key) => key.split('.')).find((key) => valueIn(front, key) !== undefined);
}

function valueIn(front: FrontMatter, key: readonly string[]): FrontMatterValue | undefined {
  return key.reduce<FrontMatterValue | undefined>(
    (value, name) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
        ? value[name]
        : undefined,
    front.data,
  );
}
