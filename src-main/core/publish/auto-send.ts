import type { PublishOutcome } from '../../common/publish/publish.ts';

/** Milliseconds until the first try, and the longest pause between two. Each pause is twice the one before. */
export const usualPauses = { first: 15_000, longest: 600_000 };

/** Sends what waits for the network, politely, while a window is open. */
export interface AutoSend {
  /** Something may wait: tries again after a while, and so on until it is sent or something else stands in its way. */
  wake(): void;
  stop(): void;
}

export interface AutoSendOptions {
  /** Undefined where nothing waits any more. */
  send(): Promise<PublishOutcome | undefined>;
  /** It went out, or needs the author: nothing more is tried. */
  onEnd(outcome: PublishOutcome): void;
  pauses?: { first: number; longest: number };
}

/** Tries with growing pauses; a failure to try, such as a publish under way, counts as one more time to wait. */
export function createAutoSend({ send, onEnd, pauses = usualPauses }: AutoSendOptions): AutoSend {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const after = (pause: number): void => {
    timer = setTimeout(() => void attempt(pause), pause);
    // A program that has nothing else to do may end.
    timer.unref();
  };
  async function attempt(pause: number): Promise<void> {
    const answer = await send().then(
      (outcome) => ({ outcome }),
      () => 'failed' as const,
    );
    timer = undefined;
    if (isStopped) return;
    if (answer === 'failed' || answer.outcome?.outcome === 'offline')
      after(Math.min(pause * 2, pauses.longest));
    else if (answer.outcome) onEnd(answer.outcome);
  }

  return {
    wake() {
      if (timer === undefined && !isStopped) after(pauses.first);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
