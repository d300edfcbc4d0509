import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { DeletedPost } from '../../src-main/common/posts/post.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { sinceWords } from './dates.ts';
import './deleted-posts-dialog.css';

/** The posts of this blog that were deleted, each with a button that brings it back. */
export function DeletedPostsDialog() {
  const { client, actions } = useWindow();
  const [posts, setPosts] = useState<readonly DeletedPost[]>();
  const [failure, setFailure] = useState<AppErrorData>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    client.call('posts.removed').then(setPosts, (error: unknown) => setFailure(failureOf(error)));
  }, [client]);

  const close = () => actions.showPanel(undefined);
  const putBack = (id: string) => {
    setBusy(true);
    setFailure(undefined);
    actions
      .putBackPost(id)
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title="Deleted posts"
      description="What was deleted here stays on this computer, outside the blog."
      onClose={close}
    >
      <div className="deleted-posts">
        {failure && <Failure {...failure} />}
        {!posts && !failure && <AfterAMoment>Looking…</AfterAMoment>}
        {posts?.length === 0 && <p>No post of this blog was deleted.</p>}
        {posts && posts.length > 0 && (
          <ul aria-label="Deleted posts">
            {posts.map(({ id, path, title, removedAt, files }) => (
              <li key={id}>
                <div className="deleted-post-words">
                  <span className="deleted-post-title">{title}</span>
                  <span className="deleted-post-note">
                    <time dateTime={removedAt}>{sinceWords(removedAt)}</time> · {path}
                    {files > 0 && ` · with ${files === 1 ? 'one other file' : `${files} other files`}`}
                  </span>
                </div>
                <Button disabled={busy} aria-label={`Put back “${title}”`} onClick={() => putBack(id)}>
                  Put back
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <DialogFoot>
        <Button onClick={close}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}
