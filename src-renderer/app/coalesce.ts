/** Asks for a run after a pause; resolves when one that began after the call has ended. */
export type Coalesced = () => Promise<void>;

/** Gathers requests for the same work: after `pause` milliseconds of quiet one run answers them all. */
export function coalesce(task: () => Promise<void>, pause: number): Coalesced {
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  async function runAfterPause(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await running;
    waiting = undefined;
    running = task().finally(() => {
      running = undefined;
    });
    await running;
  }

  return () => {
    waiting ??= runAfterPause();
    return waiting;
  };
}
