import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { bundleProgram } from '../helpers/bundle-program.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { median, percentile, report, reportFigure } from './compare.ts';
import { generatePosts } from './generate-posts.ts';

const POSTS = 10_000;
const ripgrep = process.env.GALLEY_RIPGREP ?? '';

describe(`searching ${POSTS} posts`, () => {
  const folder = makeTemporaryFolder();
  const blog = join(folder, 'blog');
  beforeAll(() => generatePosts(blog, POSTS));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`is compared with ripgrep${ripgrep ? '' : ' (which is missing: only our own times)'}`, async () => {
    const worker = await bundleProgram('src-main/entries/index-worker.ts', join(folder, 'worker'));
    const program = await bundleProgram('test/bench/programs/search.ts', join(folder, 'search'));
    const output = execFileSync(process.execPath, [program, blog, worker, ripgrep], { encoding: 'utf8' });
    const { ready, own, processor, other, saved, megabytes } = JSON.parse(output) as {
      ready: number;
      own: number[];
      processor: number[];
      other: number[];
      saved: number[];
      megabytes: number;
    };
    if (ripgrep)
      report(
        'search, p50',
        { search: median(own), ripgrep: median(other) },
        { of: 'search', to: 'ripgrep', target: 0.7 },
      );
    reportFigure('search, p50', median(own), 'ms');
    reportFigure('search, p95', percentile(own, 0.95), 'ms', 60);
    reportFigure('search, p95 of processor time', percentile(processor, 0.95), 'ms', 60);
    reportFigure('listed and ready for the first search', ready, 'ms');
    reportFigure('what a save waits until it is found, p50', median(saved), 'ms', 5);
    reportFigure('what a save waits until it is found, p95', percentile(saved, 0.95), 'ms', 5);
    reportFigure('peak memory', megabytes, 'MB', 200);
  });
});
