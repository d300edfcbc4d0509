import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { highlight } from '../../../src-main/common/markdown/highlight.ts';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';

// `BLOG` renders the texts of all posts in two threads, with colours, and keeps none: the least that a build of them by this
// renderer does. It knows no site, makes no page and writes nothing.
const blog = isMainThread ? (process.argv[2] ?? '') : String(workerData);
if (isMainThread) new Worker(new URL(import.meta.url), { workerData: blog });

const folder = join(blog, 'posts');
const renderer = createRenderer({ remoteImages: true, highlight });
readdirSync(folder).forEach((name, number) => {
  if (number % 2 === Number(isMainThread))
    renderer.render(readFileSync(join(folder, name), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, ''));
});
