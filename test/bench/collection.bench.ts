import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { subscribe } from '@parcel/watcher';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { indexWorkers } from '../../src-main/core/index/index-worker.ts';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { bundleProgram } from '../helpers/bundle-program.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { compare, median, percentile, report, reportFigure } from './compare.ts';
import { generatePosts } from './generate-posts.ts';

const POSTS = 10_000;

describe(`a collection of ${POSTS} posts`, () => {
  const folder = makeTemporaryFolder();
  const blog = join(folder, 'blog');
  const home = { data: join(folder, 'data'), cache: join(folder, 'cache') };
  const post = 'posts/2010-06-24-post-4000.md';
  let program: string;
  let worker: string;
  beforeAll(async () => {
    generatePosts(blog, POSTS);
    worker = await bundleProgram('src-main/entries/index-worker.ts', join(folder, 'worker'));
    program = await bundleProgram('test/bench/programs/collection.ts', join(folder, 'collection'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs one case in a process of its own and answers its milliseconds. */
  function inProcess(name: string, memory?: number[], processor?: Record<string, number[]>): number {
    const output = execFileSync(process.execPath, [program, name, blog, folder, worker], {
      encoding: 'utf8',
    });
    const { milliseconds, megabytes, posts, thread } = JSON.parse(output) as Record<string, number>;
    if (posts !== undefined && posts !== POSTS) throw new Error(`${name} listed ${posts} posts.`);
    if (megabytes !== undefined) memory?.push(megabytes);
    if (processor && thread !== undefined) processor[name] = [...(processor[name] ?? []), thread];
    return milliseconds ?? Number.NaN;
  }
  const forget = (): void => rmSync(home.cache, { recursive: true, force: true });
  const remember = (): void => {
    forget();
    inProcess('open and list, one thread');
  };

  /** The same ratio in processor time of the thread that does the work: the machine may be busy with other things. */
  function reportProcessor(
    title: string,
    processor: Record<string, number[]>,
    to: string,
    target?: number,
  ): void {
    const medians = Object.fromEntries(
      Object.entries(processor).map(([name, times]) => [name, median(times)]),
    );
    report(`${title}, processor time`, medians, {
      of: 'open and list, one thread',
      to,
      target,
    });
  }

  it('is opened for the first time', async () => {
    const memory: number[] = [];
    const processor: Record<string, number[]> = {};
    const medians = await compare([
      { name: 'reading all bytes', run: () => inProcess('reading all bytes', undefined, processor) },
      { name: 'gray-matter', run: () => inProcess('gray-matter', undefined, processor) },
      {
        name: 'plain program, first time',
        run: () => inProcess('plain program, first time', undefined, processor),
      },
      { name: 'open and list', prepare: forget, run: () => inProcess('open and list', memory) },
      {
        name: 'open and list, one thread',
        prepare: forget,
        run: () => inProcess('open and list, one thread', undefined, processor),
      },
    ]);
    report('first open', medians, { of: 'open and list', to: 'reading all bytes', target: 1.5 });
    report('first open, one thread', medians, {
      of: 'open and list, one thread',
      to: 'reading all bytes',
      target: 1.5,
    });
    report('first open', medians, { of: 'open and list', to: 'gray-matter', target: 0.35 });
    reportProcessor('first open, one thread', processor, 'reading all bytes', 1.5);
    reportProcessor('first open, one thread', processor, 'gray-matter', 0.35);
    reportProcessor('first open, one thread', processor, 'plain program, first time');
    reportFigure('peak memory, search included', median(memory), 'MB', 250);
  });

  it('is opened again', async () => {
    const processor: Record<string, number[]> = {};
    remember();
    const medians = await compare([
      { name: 'reading all bytes', run: () => inProcess('reading all bytes', undefined, processor) },
      {
        name: 'plain program, second time',
        run: () => inProcess('plain program, second time', undefined, processor),
      },
      { name: 'open and list', run: () => inProcess('open and list') },
      {
        name: 'open and list, one thread',
        run: () => inProcess('open and list, one thread', undefined, processor),
      },
    ]);
    report('second open', medians, { of: 'open and list', to: 'reading all bytes', target: 0.5 });
    report('second open, one thread', medians, {
      of: 'open and list, one thread',
      to: 'reading all bytes',
      target: 0.5,
    });
    reportProcessor('second open, one thread', processor, 'reading all bytes', 0.5);
    reportProcessor('second open, one thread', processor, 'plain program, second time');
  });

  it('is kept in step with the disk', async () => {
    const site = await openSite(blog, { home, runIndex: indexWorkers(pathToFileURL(worker)) });
    let told = (): void => {};
    const stop = await site.watch(() => told());
    const text = readFileSync(join(blog, post), 'utf8');
    const seen: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const changed = new Promise<void>((resolve) => (told = resolve));
      const start = performance.now();
      writeFileSync(join(blog, post), text.replace(/^title: .*$/m, `title: Changed ${round}`));
      await changed;
      const title = (await site.posts.summary(post))?.title;
      seen.push(performance.now() - start);
      if (title !== `Changed ${round}`) throw new Error(`The list says ${title}.`);
    }
    reportFigure('one outside change, from writing to the new list, p50', median(seen), 'ms', 150);
    reportFigure('one outside change, from writing to the new list, p95', percentile(seen, 0.95), 'ms', 150);
    const medians = await compare([{ name: 'looking at everything', run: () => site.refresh() }]);
    report('refresh', medians, { of: 'looking at everything', to: 'looking at everything' });
    writeFileSync(join(blog, post), text);
    await stop();
    await site.close();
  });

  it('is watched', async () => {
    const byFolders = join(folder, 'folders');
    for (let index = 0; index < 100; index += 1)
      mkdirSync(join(byFolders, `folder-${index}`), { recursive: true });
    const medians = await compare([
      { name: 'chokidar ready', run: () => inProcess('chokidar ready') },
      { name: 'watch ready', run: () => inProcess('watch ready') },
    ]);
    report('watching', medians, { of: 'watch ready', to: 'chokidar ready', target: 0.1 });
    if (process.platform !== 'linux') return;
    const before = watchesOfThisProcess();
    const subscription = await subscribe(byFolders, () => {});
    reportFigure('watches a folder', (watchesOfThisProcess() - before) / 101, '', 1);
    await subscription.unsubscribe();
  });
});

/** Linux tells each watch of inotify in a line of its own. */
function watchesOfThisProcess(): number {
  const listed = execFileSync('sh', [
    '-c',
    `cat /proc/${process.pid}/fdinfo/* 2>/dev/null | grep -c ^inotify || true`,
  ]);
  return Number(listed.toString());
}
