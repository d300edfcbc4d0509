import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { UnpublishPreview } from '../../src-main/common/publish/publish.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import './unpublish-dialog.css';

/** Asks before a post is taken back from its readers, and says what will happen to it and to its address. */
export function UnpublishDialog() {
  const { client, actions, publishing } = useWindow();
  const path = useWindowState((state) => state.openPost);
  const title = useWindowState((state) => state.posts?.find((post) => post.path === state.openPost)?.title);
  const address = useWindowState((state) => state.site?.address);
  const [preview, setPreview] = useState<UnpublishPreview>();
  const [failure, setFailure] = useState<AppErrorData>();

  useEffect(() => {
    if (path === undefined) return;
    void actions
      .leavePost()
      .then(() =>
        client
          .call('publish.describeUnpublish', { path })
          .then(setPreview, (error: unknown) => setFailure(failureOf(error))),
      );
  }, [client, actions, path]);

  if (path === undefined) return null;
  const close = () => actions.showPanel(undefined);
  return (
    <Dialog title={`Unpublish “${title ?? path}”?`} onClose={close}>
      <div className="unpublish-words">
        {failure && <Failure {...failure} />}
        {preview && <Consequences preview={preview} path={path} address={address} />}
      </div>
      <DialogFoot>
        <Button onClick={close}>Leave it as it is</Button>
        <Button
          look="primary"
          disabled={!preview}
          onClick={() => preview && void publishing.unpublish(path, preview.becomes === 'removed')}
        >
          Unpublish it
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

interface ConsequencesProps {
  preview: UnpublishPreview;
  path: string;
  address: string | undefined;
}

function Consequences({ preview: { becomes, url }, path, address }: ConsequencesProps) {
  const where = url === undefined ? undefined : `${(address ?? '').replace(/\/$/, '')}${url}`;
  return (
    <>
      <p>
        {becomes === 'removed'
          ? `This site has no drafts, so ${path} is removed from it. Its text moves to the bin of this computer and stays in its history.`
          : 'The post becomes a draft. Its text stays here as it is, and you can publish it again.'}
      </p>
      <p>
        {where
          ? `Readers who open ${where} will find nothing there, once the site has been built.`
          : 'Readers will no longer find it, once the site has been built.'}{' '}
        Exactly this change is published, and nothing else.
      </p>
    </>
  );
}
