import { CircleAlert } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { SaveState } from '../editor-contract.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { useWindow } from './window-context.ts';

export interface SaveFailedProps {
  state: Extract<SaveState, { kind: 'failed' }>;
}

/** That saving failed, and behind it why and what to do. */
export function SaveFailed({ state }: SaveFailedProps) {
  const { actions } = useWindow();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="save-state-failed" title={state.message}>
          <CircleAlert className="icon" aria-hidden />
          <span>
            Not saved<span className="save-state-why-short">: {firstSentence(state.message)}</span>
          </span>
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

/** Enough for the bar; the rest is a click away. */
function firstSentence(message: string): string {
  return /^.+?[.:;](?=\s|$)/.exec(message)?.[0].replace(/[.:;]$/, '') ?? message;
}
