import { editFrontMatter, type FrontMatterEdit } from '../posts/edit-front-matter.ts';
import { readFrontMatter } from '../posts/front-matter.ts';
import { applyChanges } from '../posts/text-change.ts';
import type { Convention } from './convention.ts';
import { fillDatePattern } from './date-pattern.ts';
import type { NewPost } from './new-post.ts';
import type { PostStyle } from './post-style.ts';

/**
 * A new post that begins as the author's own template says: the title, and what else is said of the post, stands in the
 * place of what the template has, the body behind the front matter. Undefined where the template cannot be changed so.
 *
 * @param filled the template with all worked out that it asks for
 * @param isDated whether the author has said a date
 */
export function composeFilled(
  post: NewPost,
  filled: string,
  { style, convention, isDated }: { style: PostStyle; convention: Convention; isDated: boolean },
): string | undefined {
  const { data } = readFrontMatter(filled);
  const same = (key: string) => (convention.keysInAnyCase ? key.toLowerCase() : key);
  const has = (wanted: string) => Object.keys(data).some((key) => same(key) === same(wanted));
  const { draft } = convention.newPost;
  const dateKey = convention.newPost.dateKey;
  const edits: FrontMatterEdit[] = [{ kind: 'set', key: ['title'], value: post.title }];
  if (isDated && !has(dateKey))
    edits.push({
      kind: 'set',
      key: [dateKey],
      value: { kind: 'date', source: fillDatePattern(style.date, post.date) },
    });
  if (post.draft || has(draft.key))
    edits.push({ kind: 'set', key: [draft.key], value: post.draft === draft.value });
  if (post.tags.length > 0)
    edits.push({ kind: 'set', key: (style.tagKey ?? 'tags').split('.'), value: post.tags });
  const edited = editFrontMatter(filled, edits, {
    keysInAnyCase: convention.keysInAnyCase,
    newBlock: convention.newPost.format,
  });
  if (!edited.ok) return undefined;
  const text = applyChanges(filled, edited.changes);
  if (post.body === '') return text;
  return `${text.slice(0, readFrontMatter(text).bodyStart).trimEnd()}\n\n${post.body.trimEnd()}\n`;
}
