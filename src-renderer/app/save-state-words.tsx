import { CircleCheck, CircleDashed, FileDiff, FileX2, LoaderCircle } from 'lucide-react';
import { useEffect } from 'react';
import { afterFirstLook } from '../editor/after-first-look.ts';
import type { SaveState } from '../editor-contract.ts';
import { latePart } from '../ui/late-part.tsx';
import type { SaveFailedProps } from './save-failed.tsx';
import './save-state-words.css';
import { useWindowState } from './window-context.ts';

const fetchSaveFailed = async () => (await import('./save-failed.tsx')).SaveFailed;
const SaveFailed = latePart(fetchSaveFailed, ({ state }: SaveFailedProps) => (
  <span className="save-state-loud">Not saved: {state.message}</span>
));

/** Whether the open post's text is safe on disk: always in sight, in words and shape. */
export function SaveStateWords() {
  const openPost = useWindowState((state) => state.openPost);
  const state = useWindowState((state) => state.saveState);
  // Saving fails when the program is gone, and nothing can be fetched from it any more.
  useEffect(() => {
    afterFirstLook()
      .then(fetchSaveFailed)
      .catch(() => undefined);
  }, []);
  if (!openPost) return null;
  return (
    <div className="save-state" data-save-state={state.kind} role={isLoud(state) ? 'status' : undefined}>
      <SaveStateContent state={state} />
    </div>
  );
}

function SaveStateContent({ state }: { state: SaveState }) {
  switch (state.kind) {
    case 'saved':
      return (
        <>
          <CircleCheck className="icon" aria-hidden />
          <span>Saved</span>
        </>
      );
    case 'saving':
      return (
        <>
          <LoaderCircle className="icon" aria-hidden />
          <span>Saving…</span>
        </>
      );
    case 'unsaved':
      return (
        <>
          <CircleDashed className="icon" aria-hidden />
          <span>Not saved yet</span>
        </>
      );
    case 'conflict':
      return (
        <span className="save-state-loud">
          <FileDiff className="icon" aria-hidden />
          <span>
            Not saved<span className="save-state-why-short">: changed on disk</span>
          </span>
        </span>
      );
    case 'gone':
      return (
        <>
          <FileX2 className="icon" aria-hidden />
          <span>The file is gone</span>
        </>
      );
    case 'failed':
      return <SaveFailed state={state} />;
  }
}

function isLoud({ kind }: SaveState): boolean {
  return kind === 'failed' || kind === 'conflict';
}
