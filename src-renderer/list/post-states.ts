import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { PlannedChange, PublishPlan } from '../../src-main/common/publish/publish.ts';

/** What a post is, besides what its text says: in words that stand in the list. */
export type PostState =
  | 'draft'
  | 'scheduled'
  | 'expired'
  | 'new'
  | 'changed'
  | 'moved'
  | 'waiting'
  | 'problem';

/** The states of a post, the most telling first. Nothing is said of what is simply published. */
export function statesOf(post: PostSummary, change: PlannedChange | undefined): PostState[] {
  const states: PostState[] = [];
  if (change) states.push(stateOfChange(change));
  if (post.visibility !== 'public') states.push(post.visibility);
  if (post.problems.some((problem) => problem.severity === 'error')) states.push('problem');
  return states;
}

function stateOfChange(change: PlannedChange): PostState {
  if (change.committed) return 'waiting';
  if (change.kind === 'new') return 'new';
  return change.kind === 'renamed' ? 'moved' : 'changed';
}

/** The plan's changes of posts by path. */
export function changesByPath(plan: PublishPlan | undefined): ReadonlyMap<string, PlannedChange> {
  const posts = plan?.changes.filter((change) => change.post) ?? [];
  return new Map(posts.map((change) => [change.path, change]));
}
