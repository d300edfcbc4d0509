import type { PlannedChange, PublishPlan } from '../../src-main/common/publish/publish.ts';
import { siteFileName, siteFilesInWords } from '../../src-main/common/publish/site-files.ts';

/** The plan as the review shows it. */
export interface Review {
  /** Posts that differ from what is online. */
  posts: readonly PlannedChange[];
  /** Settings and theme of the built site, which is made of them as of the posts. */
  site: readonly PlannedChange[];
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
    site: plan.changes.filter((change) => change.ofSite === true),
    others: plan.changes.filter((change) => !isOffered(change) && !used.has(change.path)),
  };
}

/** Whether a change is to be chosen by itself, rather than going with a post or staying here. */
export function isOffered({ post, ofSite }: Pick<PlannedChange, 'post' | 'ofSite'>): boolean {
  return post || ofSite === true;
}

/**
 * What is chosen to begin with. Who publishes from an open, changed post means that post; else all go. What is
 * committed already goes with any push, so it is always in, and so is the look of the site, which every post has.
 *
 * @param tried what was chosen before, by somebody who tries again
 */
export function firstSelection(
  { posts, site }: Review,
  openPost: string | undefined,
  tried: readonly string[] = [],
): ReadonlySet<string> {
  const unsent = posts.filter(({ committed }) => !committed).map(({ path }) => path);
  const again = unsent.filter((path) => tried.includes(path));
  const meant = again.length > 0 ? again : unsent.filter((path) => path === openPost);
  const chosen =
    meant.length > 0 ? posts.filter(({ path, committed }) => committed || meant.includes(path)) : posts;
  return new Set([...chosen, ...site].map(({ path }) => path));
}

/**
 * The message that stands there unless the author writes another: what a reader of the history would want to know.
 * What is committed already has its own.
 */
export function proposedMessage(chosen: readonly PlannedChange[]): string {
  const open = chosen.filter(({ committed }) => !committed);
  const changes = open.filter(({ post }) => post);
  const [first] = changes;
  if (!first) return messageOfFiles(open);
  if (changes.length === 1) return `${verbOf(first)} “${nameOf(first)}”`;
  const distinct = new Set(changes.map(verbOf));
  const hasNew = changes.some(({ kind }) => kind === 'new');
  const verb = distinct.size === 1 ? verbOf(first) : hasNew ? 'Publish' : 'Update';
  if (changes.length > 3) return `${verb} ${changes.length} posts`;
  return `${verb} ${changes.map((change) => `“${nameOf(change)}”`).join(', ')}`;
}

function messageOfFiles(files: readonly PlannedChange[]): string {
  const site = files.filter(({ ofSite }) => ofSite);
  if (site.length > 0) return `Update ${siteFilesInWords(site.map(({ path }) => path))}`;
  const [first] = files;
  if (!first) return '';
  const kinds = new Set(files.map(({ kind }) => kind));
  const verb = kinds.size > 1 ? 'Update' : fileVerbs[first.kind];
  return files.length === 1 ? `${verb} ${first.path}` : `${verb} ${files.length} files`;
}

const fileVerbs: Record<PlannedChange['kind'], string> = {
  new: 'Add',
  changed: 'Update',
  renamed: 'Move',
  deleted: 'Remove',
};

function verbOf({ kind, unpublishes }: PlannedChange): string {
  return unpublishes ? 'Unpublish' : verbs[kind];
}

const verbs: Record<PlannedChange['kind'], string> = {
  new: 'Publish',
  changed: 'Update',
  renamed: 'Move',
  deleted: 'Remove',
};

/** A post's title, or its path where it has none; of a file of the site, what it is. */
export function nameOf({ title, path, ofSite }: Pick<PlannedChange, 'title' | 'path' | 'ofSite'>): string {
  return ofSite ? siteFileName(path) : (title ?? path);
}
