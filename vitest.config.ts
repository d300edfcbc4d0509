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
    restoreMocks: true,
  },
});
