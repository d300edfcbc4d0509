import { type FormEvent, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import { holdKeys } from '../ui/held-keys.ts';
import './new-post-dialog.css';

/** Frames until the editor of a new post has the focus, on a slow computer too: some seconds. */
const longestOpening = 180;

/** Asks for a title; where the post goes and what stands above its text is the blog's own convention. */
export function NewPostDialog() {
  const { actions } = useWindow();
  const [title, setTitle] = useState('');
  const [draft, setDraft] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AppErrorData>();

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!title.trim() || busy) return;
    setBusy(true);
    // Who goes on typing means the post.
    const release = holdKeys('.cm-content, [role="dialog"]:has(.failure)', { frames: longestOpening });
    try {
      await actions.createPost(title.trim(), draft);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    } finally {
      release();
    }
  }

  return (
    <Dialog
      title="New post"
      description="It stays on this computer until you publish it."
      onClose={() => actions.showPanel(undefined)}
    >
      <form onSubmit={(event) => void create(event)}>
        <div className="new-post-fields">
          <Labelled label="Title">
            <TextField
              data-first
              spellCheck
              maxLength={1000}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Labelled>
          <div className="new-post-draft">
            <Checkbox label="Begin as a draft" checked={draft} onChange={setDraft} />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger place to click; the box has the keys */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
            <span onClick={() => setDraft(!draft)}>Begin as a draft</span>
          </div>
          {failure && <Failure {...failure} />}
        </div>
        <DialogFoot>
          <Button onClick={() => actions.showPanel(undefined)}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!title.trim() || busy}>
            Create
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
