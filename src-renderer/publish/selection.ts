import type { PlannedChange, PublishPlan } from '../../src-main/common/publish/publish.ts';

/** The plan as the review shows it. */
export interface Review {
  /** Posts that differ from what is online. */
  posts: readonly PlannedChange[];
  /** What stays here whatever is chosen: neither a post nor used by one. */
  others: readonly PlannedChange[];
}

/** Sorts the plan for the review: the open post first, then as planned. */
export function reviewOf(plan: PublishPlan, openPost: string | undefined): Review {
  const posts = plan.changes.filter((change) => change.post);
  const used = new Set(posts.flatMap((change) => change.assets));
  return {
    posts: [
      ...posts.filter(({ path }) => path === openPost),
      ...posts.filter(({ path }) => path !== openPost),
    ],
    others: plan.changes.filter((change) => !change.post && !used.has(change.path)),
  };
}

/**
 * What is chosen to begin with. Who publishes from an open, changed post means that post; else all go. What is
 * committed already goes with any push, so it is always in.
 */
export function firstSelection({ posts }: Review, openPost: string | undefined): ReadonlySet<string> {
  const open = posts.some(({ path, committed }) => path === openPost && !committed);
  const chosen = open ? posts.filter(({ path, committed }) => committed || path === openPost) : posts;
  return new Set(chosen.map(({ path }) => path));
}

/**
 * The message that stands there unless the author writes another: what a reader of the history would want to know.
 * What is committed already has its own.
 */
export function proposedMessage(chosen: readonly PlannedChange[]): string {
  const changes = chosen.filter(({ committed }) => !committed);
  const [first] = changes;
  if (!first) return '';
  if (changes.length === 1) return `${verbs[first.kind]} “${nameOf(first)}”`;
  const kinds = new Set(changes.map(({ kind }) => kind));
  const verb = kinds.size === 1 ? verbs[first.kind] : 'Publish';
  if (changes.length > 3) return `${verb} ${changes.length} posts`;
  return `${verb} ${changes.map((change) => `“${nameOf(change)}”`).join(', ')}`;
}

const verbs: Record<PlannedChange['kind'], string> = {
  new: 'Publish',
  changed: 'Update',
  renamed: 'Move',
  deleted: 'Remove',
};

/** A post's title, or its path where it has none. */
export function nameOf({ title, path }: Pick<PlannedChange, 'title' | 'path'>): string {
  return title ?? path;
}
