import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import matter from 'gray-matter';
import { indexWorkers } from '../../../src-main/core/index/index-worker.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';

// One measurement in a process of its own: `CASE BLOG HOME WORKER` prints its figures as JSON.
const [, , name = '', blog = '', home = '', worker = ''] = process.argv;

/** In milliseconds: others may keep the machine busy. */
interface Times {
  milliseconds: number;
  /** Processor time of this program, compiling and collecting garbage in other threads included. */
  processor: number;
  /** Processor time of the thread that runs the program: the time it would take with the machine to itself. */
  thread: number;
}

function startClock(): () => Times {
  const start = performance.now();
  const before = process.cpuUsage();
  const threadBefore = threadTime();
  return () => {
    const thread = threadTime() - threadBefore;
    const { user, system } = process.cpuUsage(before);
    return { milliseconds: performance.now() - start, processor: (user + system) / 1000, thread };
  };
}

/** Linux tells it; elsewhere not a number. */
function threadTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

async function openAndList(inThread: boolean): Promise<object> {
  const runIndex = inThread ? indexWorkers(pathToFileURL(worker)) : undefined;
  // The thread starts with the program, which a person opens a blog in later.
  if (inThread) await new Promise((resolve) => setTimeout(resolve, 500));
  const stop = startClock();
  const site = await openSite(blog, {
    home: { data: join(home, 'data'), cache: join(home, 'cache') },
    runIndex,
  });
  const posts = await site.posts.list();
  const times = stop();
  // In a window, the texts are read for the search meanwhile.
  if (inThread) await site.posts.search({ query: 'nowhere', limit: 1 });
  const megabytes = process.resourceUsage().maxRSS / 1000;
  await site.close();
  return { ...times, megabytes, posts: posts.length };
}

/** Reads what the heads of all posts hold with gray-matter, as many programs of this field do. */
function readByGrayMatter(): object {
  const stop = startClock();
  const folder = join(blog, 'posts');
  const posts = readdirSync(folder).map((file) => matter(readFileSync(join(folder, file), 'utf8'), {}).data);
  return { ...stop(), posts: posts.length };
}

function readAllBytes(): object {
  const stop = startClock();
  const folder = join(blog, 'posts');
  const names = readdirSync(folder);
  for (const file of names) readFileSync(join(folder, file));
  return { ...stop(), posts: names.length };
}

/** What a plain program would do to list posts: their first 4 KB, a pattern a line, no site and no meaning. */
function readHeadsPlainly(): object {
  const stop = startClock();
  const posts = plainHeads();
  const times = stop();
  writeFileSync(plainList, JSON.stringify(posts));
  return { ...times, posts: posts.length };
}

interface PlainPost {
  path: string;
  size: number;
  mtimeMs: number;
  ino: number;
  data: Record<string, unknown>;
}

const plainList = join(home, 'plain-list.json');

function plainHeads(): PlainPost[] {
  const bytes = Buffer.allocUnsafeSlow(4096);
  return readdirSync(join(blog, 'posts')).map((file) => {
    const path = join(blog, 'posts', file);
    const descriptor = openSync(path, 'r');
    const { size, mtimeMs, ino } = fstatSync(descriptor);
    const read = readSync(descriptor, bytes, 0, bytes.length, 0);
    closeSync(descriptor);
    return { path, size, mtimeMs, ino, data: plainFrontMatter(bytes.toString('utf8', 0, read)) };
  });
}

function plainFrontMatter(text: string): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const line of text.slice(4, text.indexOf('\n---\n', 3)).split('\n')) {
    const [, key, value] = /^([A-Za-z_][\w-]*): *(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined || /^[&*!|>{]/.test(value)) return matter(text, {}).data;
    if (value.startsWith('['))
      data[key] = value
        .slice(1, -1)
        .split(',')
        .map((item) => item.trim());
    else data[key] = /^["']/.test(value) ? value.slice(1, -1) : value;
  }
  return data;
}

/** What a plain program would do the second time: its list as JSON, and a look at each file. */
function readListPlainly(): object {
  const stop = startClock();
  const posts = JSON.parse(readFileSync(plainList, 'utf8')) as PlainPost[];
  readdirSync(join(blog, 'posts'));
  const kept = posts.filter(({ path, size, mtimeMs, ino }) => {
    const status = statSync(path);
    return status.size === size && status.mtimeMs === mtimeMs && status.ino === ino;
  });
  return { ...stop(), posts: kept.length };
}

/** Neither package is ever part of a bundle: both are loaded from where the measurement was started. */
const packages = createRequire(join(process.cwd(), 'package.json'));

async function watchByChokidar(): Promise<object> {
  const { watch } = (await import(
    pathToFileURL(packages.resolve('chokidar')).href
  )) as typeof import('chokidar');
  const stop = startClock();
  const watcher = watch(blog, { ignoreInitial: true });
  await new Promise<void>((resolve) => watcher.on('ready', () => resolve()));
  const times = stop();
  await watcher.close();
  return times;
}

async function watchAsGalley(): Promise<object> {
  const { subscribe } = packages('@parcel/watcher') as typeof import('@parcel/watcher');
  const stop = startClock();
  const subscription = await subscribe(blog, () => {});
  const times = stop();
  await subscription.unsubscribe();
  return times;
}

const cases: Record<string, () => unknown> = {
  'reading all bytes': readAllBytes,
  'gray-matter': readByGrayMatter,
  'plain program, first time': readHeadsPlainly,
  'plain program, second time': readListPlainly,
  'chokidar ready': watchByChokidar,
  'watch ready': watchAsGalley,
  'open and list': () => openAndList(true),
  'open and list, one thread': () => openAndList(false),
};
process.stdout.write(JSON.stringify(await cases[name]?.()));
