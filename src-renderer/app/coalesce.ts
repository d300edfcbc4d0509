/** Asks for a run after a pause, or `now`; resolves when one that began after the call has ended. */
export type Coalesced = (when?: 'now') => Promise<void>;

/** Gathers requests for the same work: after `pause` milliseconds of quiet one run answers them all. */
export function coalesce(task: () => Promise<void>, pause: number): Coalesced {
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  async function run(when?: 'now'): Promise<void> {
    if (when !== 'now') await new Promise((resolve) => setTimeout(resolve, pause));
    await running;
    waiting = undefined;
    running = task().finally(() => {
      running = undefined;
    });
    await running;
  }

  return (when) => {
    waiting ??= run(when);
    return waiting;
  };
}
