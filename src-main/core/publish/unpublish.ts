import { AppError } from '../../common/errors.ts';
import type { PostPath, PostSource } from '../../common/posts/post.ts';
import type { PublishOutcome, PublishPlan } from '../../common/publish/publish.ts';
import type { PostStore } from '../posts/post-store.ts';
import { blockedOutcome } from './outcome.ts';
import type { PublishInput } from './publish-changes.ts';
import type { RemoteContext } from './push.ts';

/** What taking a post back needs of the open blog. */
export interface UnpublishTools {
  publishing: {
    plan(): Promise<PublishPlan>;
    publish(input: PublishInput, context: RemoteContext): Promise<PublishOutcome>;
  };
  posts: Pick<PostStore, 'read' | 'save'>;
  titleOf(path: PostPath, text: string): string | undefined;
  /** The text as a draft; undefined where the convention has no drafts. @throws AppError `front-matter-edit-refused` */
  asDraft(path: PostPath, text: string): string | undefined;
  /** Moves the file to the bin, and answers how it comes back. */
  remove(path: PostPath): Promise<() => Promise<void>>;
}

/**
 * Takes a post back from its readers with an ordinary commit: makes it a draft, or removes it where the convention has
 * none. Publishes exactly that, so a post with other changes is refused. If it does not come to a commit, the post is
 * as it was.
 *
 * @throws AppError `post-missing`, `front-matter-edit-refused`, `write-refused`, and as `publish`
 */
export async function unpublishPost(
  tools: UnpublishTools,
  path: PostPath,
  context: RemoteContext,
): Promise<PublishOutcome> {
  const plan = await tools.publishing.plan();
  const post = await tools.posts.read(path);
  if (!plan.blocked) {
    const change = plan.changes.find((each) => each.path === path && !each.committed);
    if (change) return hasOtherChanges(plan, change.kind === 'new');
  }
  const draft = plan.blocked ? post.text : tools.asDraft(path, post.text);
  const message = `Unpublish “${(tools.titleOf(path, post.text) ?? path).replace(/\s+/g, ' ').trim()}”`;
  if (draft === post.text) return tools.publishing.publish({ paths: [path], message }, context);
  const undo = draft === undefined ? await tools.remove(path) : await saveDraft(tools.posts, post, draft);
  return publishOrUndo(() => tools.publishing.publish({ paths: [path], message }, context), undo);
}

async function saveDraft(
  posts: UnpublishTools['posts'],
  { path, text, revision }: PostSource,
  draft: string,
): Promise<() => Promise<void>> {
  const outcome = await posts.save({ path, text: draft, basedOn: revision });
  if (outcome.kind !== 'saved') {
    throw new AppError('write-refused', {
      message: 'Another program changed this post at the same moment, so nothing was done.',
      next: ['Try again.'],
    });
  }
  return async () => {
    await posts.save({ path, text, basedOn: outcome.revision });
  };
}

async function publishOrUndo(
  publish: () => Promise<PublishOutcome>,
  undo: () => Promise<void>,
): Promise<PublishOutcome> {
  try {
    const outcome = await publish();
    if (outcome.commit === undefined) await undo();
    return outcome;
  } catch (error) {
    await undo();
    throw error;
  }
}

function hasOtherChanges({ branch, remote }: PublishPlan, isNew: boolean): PublishOutcome {
  return blockedOutcome(
    { branch, remote },
    isNew
      ? { cause: 'not-published', reason: 'This post was never published.', next: ['Leave it as it is.'] }
      : {
          cause: 'unpublished-changes',
          reason: 'This post has changes that are not published, and they would go out with it.',
          next: ['Publish them first, or bring back the published version (galley restore).'],
        },
  );
}
