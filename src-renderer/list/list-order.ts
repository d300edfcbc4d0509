import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { SiteLayout } from '../../src-main/common/settings.ts';

/** How the list of posts is ordered. */
export type ListOrder = NonNullable<SiteLayout['listOrder']>;

/** The orders in a writer's words, the usual one first. */
export const listOrders: readonly { order: ListOrder; words: string }[] = [
  { order: 'newest', words: 'Newest first' },
  { order: 'oldest', words: 'Oldest first' },
  { order: 'title', words: 'By title' },
];

/** The words of an order, within a sentence. */
export function wordsOfOrder(order: ListOrder): string {
  return (listOrders.find((each) => each.order === order)?.words ?? '').toLowerCase();
}

const titles = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The posts, which come newest first, in another order; the very same list where it is that already. */
export function inOrder(posts: readonly PostSummary[], order: ListOrder): readonly PostSummary[] {
  switch (order) {
    case 'newest':
      return posts;
    case 'oldest':
      // Those without a date stay last: they are no older than the others.
      return [...posts.filter(({ date }) => date).reverse(), ...posts.filter(({ date }) => !date)];
    case 'title':
      return [...posts].sort((one, other) => titles.compare(one.title, other.title));
  }
}
