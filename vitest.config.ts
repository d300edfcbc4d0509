import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // @parcel/watcher may live on a process's main thread only.
    pool: 'forks',
    // Most tests wait for git, a browser or the disk: a processor each, none kept free.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes in a moment; a machine with other work to do may take many.
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
  },
});
