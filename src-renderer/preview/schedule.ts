/** Work that may wait. */
export interface Later {
  /** Asks for the work to be done soon; asking again before then changes nothing. */
  request(): void;
  cancel(): void;
}

/** Longest wait for an idle moment, in milliseconds: typing on must not starve the preview. */
const longestWait = 150;

/**
 * Does work when the window is idle, off the path of a key press. Work that takes long waits longer between two runs, so
 * that it never takes more than about half of the time.
 */
export function latestWhenIdle(work: () => void): Later {
  let idle: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restUntil = 0;

  function run(): void {
    idle = undefined;
    const begin = performance.now();
    work();
    const end = performance.now();
    restUntil = end + (end - begin);
  }

  function waitForIdle(): void {
    timer = undefined;
    idle = requestIdleCallback(run, { timeout: longestWait });
  }

  return {
    request() {
      if (idle !== undefined || timer !== undefined) return;
      const rest = restUntil - performance.now();
      if (rest > 0) timer = setTimeout(waitForIdle, rest);
      else waitForIdle();
    },
    cancel() {
      if (idle !== undefined) cancelIdleCallback(idle);
      clearTimeout(timer);
      idle = undefined;
      timer = undefined;
    },
  };
}
