import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { indexWorkers } from '../../../src-main/core/index/index-worker.ts';
import { createPostIndex } from '../../../src-main/core/posts/post-index.ts';

// `BLOG WORKER RIPGREP` prints the times of searches, in milliseconds, as JSON.
const [, , blog = '', worker = '', ripgrep = ''] = process.argv;

const queries = [
  'tenant',
  'gatew',
  '4321',
  'part7',
  'post that is nowhere',
  'zebra',
  'shard replica',
  'latency',
  'snapshot planner',
  'quor',
  'schma',
  'a retry window',
];

const index = createPostIndex(blog, { run: indexWorkers(pathToFileURL(worker)), eager: true });
const start = performance.now();
await index.list();
await index.search('nowhere', 1);
const ready = performance.now() - start;

const own: number[] = [];
/** Processor time of each search, in milliseconds: others may keep the machine busy. */
const processor: number[] = [];
const other: number[] = [];
for (let round = 0; round < 10; round += 1) {
  for (const query of queries) {
    const before = performance.now();
    const used = process.cpuUsage();
    await index.search(query, 50);
    own.push(performance.now() - before);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
    if (ripgrep !== '') other.push(timeOf(query));
  }
}

const saved: number[] = [];
const post = 'posts/2010-06-24-post-4000.md';
for (let round = 0; round < 30; round += 1) {
  appendFileSync(join(blog, post), `\nsaved${round}\n`);
  const before = performance.now();
  await index.refreshPaths([post]);
  saved.push(performance.now() - before);
  if ((await index.search(`saved${round}`, 1)).total !== 1) throw new Error('A saved post was not found.');
}
const megabytes = process.resourceUsage().maxRSS / 1000;
await index.close();
process.stdout.write(JSON.stringify({ ready, own, processor, other, saved, megabytes }));

/** Names of the files that hold the text, as the quickest program of its kind finds them. */
function timeOf(query: string): number {
  const before = performance.now();
  spawnSync(ripgrep, ['--files-with-matches', '--ignore-case', '--fixed-strings', '--', query, blog]);
  return performance.now() - before;
}
