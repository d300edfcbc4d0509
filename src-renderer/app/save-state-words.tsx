import { CircleAlert, CircleCheck, CircleDashed, FileDiff, FileX2, LoaderCircle } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { SaveState } from '../editor-contract.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import './save-state-words.css';
import { useWindow, useWindowState } from './window-context.ts';

/** Whether the open post's text is safe on disk: always in sight, in words and shape. */
export function SaveStateWords() {
  const openPost = useWindowState((state) => state.openPost);
  const state = useWindowState((state) => state.saveState);
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
          <span>Not saved: changed on disk</span>
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

function SaveFailed({ state }: { state: Extract<SaveState, { kind: 'failed' }> }) {
  const { actions } = useWindow();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="save-state-failed" title={state.message}>
          <CircleAlert className="icon" aria-hidden />
          <span>Not saved: {firstSentence(state.message)}</span>
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover save-state-why" align="end" sideOffset={8} collisionPadding={8}>
          <Failure message={state.message} next={state.next}>
            <Button look="primary" onClick={() => void actions.saveNow()}>
              Try again
            </Button>
          </Failure>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function isLoud({ kind }: SaveState): boolean {
  return kind === 'failed' || kind === 'conflict';
}

/** Enough for the bar; the rest is a click away. */
function firstSentence(message: string): string {
  return /^.+?[.:;](?=\s|$)/.exec(message)?.[0].replace(/[.:;]$/, '') ?? message;
}
