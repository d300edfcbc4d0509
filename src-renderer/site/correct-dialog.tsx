import { type FormEvent, useId, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { SiteCorrection } from '../../src-main/common/site/correction.ts';
import type { ConventionName, SiteInfo } from '../../src-main/common/site/site.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import { conventionNames } from './convention-names.ts';
import './correct-dialog.css';

/** Says what Galley took the blog for and why, and lets the author say otherwise. Nothing is written into the blog. */
export function CorrectDialog() {
  const site = useWindowState((state) => state.site);
  const { actions } = useWindow();
  if (!site) return null;
  return (
    <Dialog
      title="What this blog is"
      description={sentenceFor(site)}
      className="correct-dialog"
      onClose={() => actions.showPanel(undefined)}
    >
      <CorrectForm site={site} />
    </Dialog>
  );
}

function CorrectForm({ site }: { site: SiteInfo }) {
  const { actions } = useWindow();
  const id = useId();
  const found = postFolders(site).join(', ');
  const [convention, setConvention] = useState<ConventionName>(site.convention);
  const [folders, setFolders] = useState(found);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AppErrorData>();
  const correction = correctionFor(site, { convention, folders });

  async function say(what: SiteCorrection): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await actions.correctSite(what);
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  }

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (correction) void say(correction);
      }}
    >
      <ul className="correct-evidence" aria-label="What says so">
        {site.evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="correct-fields">
        <Labelled label="It is made with">
          <select
            data-first
            className="text-field"
            value={convention}
            onChange={(event) => setConvention(event.target.value as ConventionName)}
          >
            {Object.entries(conventionNames).map(([name, words]) => (
              <option key={name} value={name}>
                {name === 'plain' ? 'Nothing: a folder of Markdown' : words}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled label="Posts lie in" note="A folder of this blog; several with commas between them.">
          <TextField
            list={`${id}-folders`}
            value={folders}
            onChange={(event) => setFolders(event.target.value)}
          />
        </Labelled>
        <datalist id={`${id}-folders`}>
          {site.collections.map(({ folder }) => (
            <option key={folder} value={folder} />
          ))}
        </datalist>
        {failure && <Failure {...failure} />}
      </div>
      <p className="correct-note">
        Galley remembers this on this computer. Nothing is written into the blog.
      </p>
      <DialogFoot>
        {site.corrected && (
          <Button className="correct-forget" disabled={busy} onClick={() => void say({})}>
            Forget what I said
          </Button>
        )}
        <Button onClick={() => actions.showPanel(undefined)}>Cancel</Button>
        <Button look="primary" type="submit" disabled={busy || !correction}>
          Keep
        </Button>
      </DialogFoot>
    </form>
  );
}

function sentenceFor(site: SiteInfo): string {
  const folders = postFolders(site);
  const kind =
    site.convention === 'plain'
      ? 'a plain folder of Markdown'
      : `a blog made with ${conventionNames[site.convention]}`;
  if (folders.length === 0) return `This is ${kind}. No posts were found in it.`;
  const named = folders.map((folder) => (folder === '.' ? 'the blog’s own folder' : folder));
  const shown = named.length > 3 ? [...named.slice(0, 3), `${named.length - 3} more folders`] : named;
  return `This is ${kind}; posts are in ${shown.join(', ')}.`;
}

function postFolders({ collections }: SiteInfo): string[] {
  return collections.filter(({ kind }) => kind === 'posts').map(({ folder }) => folder);
}

/** Undefined where nothing is said that Galley does not know. */
function correctionFor(
  site: SiteInfo,
  { convention, folders }: { convention: ConventionName; folders: string },
): SiteCorrection | undefined {
  const posts = folders
    .split(',')
    .map((folder) => folder.trim())
    .filter((folder) => folder !== '');
  const isOther = convention !== site.convention;
  const areOther = posts.join() !== postFolders(site).join();
  if (!isOther && !areOther) return undefined;
  return {
    ...(isOther || site.corrected ? { convention } : {}),
    ...((areOther || site.corrected) && posts.length > 0 ? { posts } : {}),
  };
}
