import type { PageTask } from '../../common/build/list-pages.ts';
import { createOutputWriter } from './output-writer.ts';
import {
  createPageRenderer,
  isBody,
  type PostBody,
  type PostResult,
  type PostTask,
  type RenderJob,
} from './render-post.ts';

/** Renders the posts and pages of one build, here or in threads. */
export interface RenderPool {
  /** @param onDone told of the results of some tasks at a time, in any order */
  posts(tasks: readonly PostTask[], onDone: (results: readonly PostResult[]) => void): Promise<void>;
  pages(tasks: readonly PageTask[], onDone: (count: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** Makes what renders the pages of one build. */
export interface PoolMaker {
  /** @param staging absolute path of the folder that pages are written to */
  (job: RenderJob, staging: string, signal?: AbortSignal): RenderPool;
  /** Told that about so many posts will be rendered, before anything else of the build is known: threads may start. */
  expect?(posts: number): void;
}

/** The build was told to end. */
export class BuildCancelled extends Error {}

/** Longest time that other work of this thread waits. In milliseconds. */
const slice = 12;

/** Renders in this thread. */
export interface RenderPoolHere extends RenderPool {
  /** Makes pages of posts that another thread has rendered the text of. */
  finish(
    bodies: readonly (PostBody | PostResult)[],
    onDone: (results: readonly PostResult[]) => void,
  ): Promise<void>;
}

/** Renders in this thread, in slices. */
export const renderHere = (job: RenderJob, staging: string, signal?: AbortSignal): RenderPoolHere => {
  const renderer = createPageRenderer(job, createOutputWriter(staging));
  let since = performance.now();
  async function breathe(): Promise<void> {
    if (signal?.aborted) throw new BuildCancelled();
    if (performance.now() - since < slice) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return {
    async posts(tasks, onDone) {
      for (const task of tasks) {
        await breathe();
        onDone([await renderer.post(task)]);
      }
    },
    async finish(bodies, onDone) {
      for (const body of bodies) {
        await breathe();
        onDone([isBody(body) ? renderer.finish(body) : body]);
      }
    },
    async pages(tasks, onDone) {
      for (const task of tasks) {
        await breathe();
        renderer.page(task);
        onDone(1);
      }
    },
    close: async () => {},
  };
};
