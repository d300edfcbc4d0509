import type { BuildInput, BuildOutcome, BuildProgress } from '../../common/build/build.ts';
import type { SiteBuilder } from './build-site.ts';

/** Runs builds one after the other, with one way to stop the one that is running. */
export interface BuildQueue {
  run(builder: SiteBuilder, input: BuildInput): Promise<BuildOutcome>;
  cancel(): void;
  /** Stops what is running and waits for its end. */
  end(): Promise<void>;
}

/** Progress is told at most this often. In milliseconds. */
const often = 80;

export function createBuildQueue(onProgress: (progress: BuildProgress) => void): BuildQueue {
  let last: Promise<unknown> = Promise.resolve();
  let running: AbortController | undefined;

  async function build(builder: SiteBuilder, input: BuildInput): Promise<BuildOutcome> {
    const controller = new AbortController();
    running = controller;
    let told = 0;
    try {
      return await builder.build(input, {
        signal: controller.signal,
        onProgress(progress) {
          const now = performance.now();
          if (now - told < often && progress.done < progress.total) return;
          told = now;
          onProgress(progress);
        },
      });
    } finally {
      running = undefined;
    }
  }

  return {
    run(builder, input) {
      const outcome = last.then(() => build(builder, input));
      last = outcome.catch(() => undefined);
      return outcome;
    },
    cancel: () => running?.abort(),
    async end() {
      running?.abort();
      await last;
    },
  };
}
