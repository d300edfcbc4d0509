import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { RenamePreview } from '../../src-main/common/posts/post.ts';
import { slugify } from '../../src-main/common/posts/slug.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import './rename-dialog.css';

/** Gives the open post another name in its file and address, and says which links follow. */
export function RenameDialog() {
  const { client, actions } = useWindow();
  const path = useWindowState((state) => state.openPost);
  const title = useWindowState((state) => state.posts?.find((post) => post.path === state.openPost)?.title);
  const field = useRef<HTMLInputElement>(null);
  const [preview, setPreview] = useState<RenamePreview>();
  const [name, setName] = useState<string>();
  const [redirect, setRedirect] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AppErrorData>();

  useEffect(() => {
    if (path === undefined) return;
    // What is typed and not saved yet may hold a link too.
    void actions.leavePost().then((isSaved) => {
      if (!isSaved) return actions.showPanel(undefined);
      return client
        .call('posts.describeRename', { path })
        .then(setPreview, (error: unknown) => setFailure(failureOf(error)));
    });
  }, [client, actions, path]);

  const isUntouched = preview !== undefined && name === undefined;
  useEffect(() => {
    // What is typed replaces the name, as in a list of files.
    if (isUntouched) field.current?.select();
  }, [isUntouched]);

  if (path === undefined) return null;
  const close = () => actions.showPanel(undefined);
  const slug = slugOf(name ?? preview?.slug ?? '');
  const isOther = slug !== '' && slug !== preview?.slug;

  async function rename(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (path === undefined || !preview || !isOther || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await actions.renamePost({ path, slug, redirect: redirect && preview.canRedirect });
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={`Rename “${title ?? path}”`}
      description="The name of its file and the last part of its address. The title stays."
      onClose={close}
    >
      <form onSubmit={(event) => void rename(event)}>
        <div className="rename-fields">
          <Labelled label="Name in the address">
            <TextField
              data-first
              spellCheck={false}
              autoCapitalize="none"
              maxLength={200}
              value={name ?? preview?.slug ?? ''}
              ref={field}
              onChange={(event) => setName(event.target.value)}
            />
          </Labelled>
          <p className="rename-note" aria-live="polite">
            {noteOf(preview, { name, slug })}
          </p>
          {preview?.canRedirect && (
            <div className="rename-redirect">
              <Checkbox
                label="Lead readers on from the former address"
                checked={redirect}
                onChange={setRedirect}
              />
              {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger place to click; the box has the keys */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
              <span onClick={() => setRedirect(!redirect)}>Lead readers on from the former address</span>
            </div>
          )}
          {failure && <Failure {...failure} />}
        </div>
        <DialogFoot>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!preview || !isOther || busy}>
            Rename
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** What is typed as a slug: blanks and capitals need not be thought of. Nothing for what has no words. */
function slugOf(name: string): string {
  return /[\p{L}\p{N}]/u.test(name) ? slugify(name) : '';
}

function noteOf(
  preview: RenamePreview | undefined,
  { name, slug }: { name: string | undefined; slug: string },
): string {
  if (!preview) return '';
  const spelling = name !== undefined && slug !== '' && slug !== name ? `It will be “${slug}”. ` : '';
  const { linkedFrom: count } = preview;
  if (count === 0) return `${spelling}No other text links to it.`;
  return `${spelling}${count === 1 ? 'One other text links' : `${count} other texts link`} to it; those links will follow.`;
}
