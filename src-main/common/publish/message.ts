import type { PlannedChange } from './publish.ts';

/**
 * The message proposed for a commit of these changes: what a reader of the history would want to know. What is
 * committed already has its own.
 */
export function proposeMessage(changes: readonly PlannedChange[]): string {
  const open = changes.filter(({ committed }) => !committed);
  const posts = open.filter(({ post }) => post);
  const subjects = posts.length > 0 ? posts : open;
  const [first] = subjects;
  if (!first) return 'Publish';
  const verb = verbFor(subjects);
  if (subjects.length === 1) return `${verb} ${nameOf(first)}`;
  return `${verb} ${subjects.length} ${posts.length > 0 ? 'posts' : 'files'}`;
}

function verbFor(changes: readonly PlannedChange[]): string {
  if (changes.every(({ unpublishes }) => unpublishes)) return 'Unpublish';
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has('new')) return changes.some(({ post }) => post) ? 'Publish' : 'Add';
  if (kinds.size > 1) return 'Update';
  if (kinds.has('deleted')) return 'Remove';
  return kinds.has('renamed') ? 'Rename' : 'Update';
}

function nameOf({ post, title, path }: PlannedChange): string {
  const name = post ? title?.replace(/\s+/g, ' ').trim() : undefined;
  return name ? `“${name}”` : path.replace(/\s+/g, ' ');
}
