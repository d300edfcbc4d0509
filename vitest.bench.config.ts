import { defineConfig } from 'vitest/config';

/** `npm run bench`: measurements, which print ratios and never fail for being slow. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    reporters: ['default'],
    disableConsoleIntercept: true,
  },
});
