import { availableParallelism } from 'node:os';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { PageTask } from '../../common/build/list-pages.ts';
import { AppError, type AppErrorData } from '../../common/errors.ts';
import { createOutputWriter } from './output-writer.ts';
import { BuildCancelled, type PoolMaker, type RenderPool, renderHere } from './render-pool.ts';
import {
  createPageRenderer,
  type PageRenderer,
  type PostResult,
  type PostTask,
  type RenderJob,
} from './render-post.ts';

/** What passes to a thread: the job first, then some tasks at a time. */
type ToWorker =
  | { kind: 'start'; job: RenderJob; staging: string }
  | { kind: 'posts'; tasks: readonly PostTask[] }
  | { kind: 'pages'; tasks: readonly PageTask[] };

type FromWorker =
  | { kind: 'posts'; results: PostResult[] }
  | { kind: 'pages'; count: number }
  | { kind: 'failed'; message: string; error: AppErrorData | undefined };

/** Tasks that pass at a time. */
const atOnce = 24;
/** Fewer tasks than this are done sooner here than threads are started. */
const worthThreads = 150;
const mostThreads = 8;

/**
 * Renders in threads, as many as there are processors. A few pages are rendered here, sooner than a thread is made.
 *
 * @param program the built program of a thread, which calls `serveBuild`
 */
export function buildWorkers(program: URL): PoolMaker {
  return (job, staging, signal) => {
    const here = renderHere(job, staging, signal);
    let workers: Worker[] | undefined;
    const start = (): Worker[] => {
      workers ??= Array.from({ length: Math.min(mostThreads, availableParallelism()) }, () => {
        const worker = new Worker(program);
        worker.postMessage({ kind: 'start', job, staging } satisfies ToWorker);
        // Heard where the thread has work; one without work is not missed.
        worker.on('error', () => {});
        return worker;
      });
      return workers;
    };
    const isFew = (tasks: readonly unknown[]): boolean => !workers && tasks.length < worthThreads;
    return {
      posts: (tasks, onDone) =>
        isFew(tasks)
          ? here.posts(tasks, onDone)
          : share(
              start(),
              inParts(tasks).map((part) => ({ kind: 'posts', tasks: part })),
              signal,
              (answer) => {
                if (answer.kind === 'posts') onDone(answer.results);
              },
            ),
      pages: (tasks, onDone) =>
        isFew(tasks)
          ? here.pages(tasks, onDone)
          : share(
              start(),
              inParts(tasks).map((part) => ({ kind: 'pages', tasks: part })),
              signal,
              (answer) => {
                if (answer.kind === 'pages') onDone(answer.count);
              },
            ),
      async close() {
        await Promise.all((workers ?? []).map((worker) => worker.terminate()));
      },
    } satisfies RenderPool;
  };
}

function inParts<T>(tasks: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < tasks.length; at += atOnce) parts.push(tasks.slice(at, at + atOnce));
  return parts;
}

/** Gives each thread the next part as soon as it has done one; one part waits at each, so that none is idle. */
function share(
  workers: readonly Worker[],
  parts: readonly ToWorker[],
  signal: AbortSignal | undefined,
  onAnswer: (answer: FromWorker) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let answered = 0;
    const give = (worker: Worker): void => {
      const part = parts[next];
      next += 1;
      if (part) worker.postMessage(part);
    };
    const listeners = workers.map((worker) => {
      const onMessage = (answer: FromWorker): void => {
        if (answer.kind === 'failed') {
          end(answer.error ? AppError.fromData(answer.error) : new Error(answer.message));
          return;
        }
        onAnswer(answer);
        answered += 1;
        if (answered === parts.length) end();
        else give(worker);
      };
      const onEnd = (): void => end(new Error('A thread of the build ended early.'));
      worker.on('message', onMessage).on('error', end).on('exit', onEnd);
      return () => worker.off('message', onMessage).off('error', end).off('exit', onEnd);
    });
    const onAbort = (): void => end(new BuildCancelled());
    function end(error?: Error): void {
      for (const remove of listeners) remove();
      signal?.removeEventListener('abort', onAbort);
      if (error) reject(error);
      else resolve();
    }
    if (signal?.aborted) return end(new BuildCancelled());
    signal?.addEventListener('abort', onAbort, { once: true });
    if (parts.length === 0) return end();
    for (const worker of [...workers, ...workers]) give(worker);
  });
}

/** Renders for one build, on the thread's side. */
export function serveBuild(port: MessagePort): void {
  let renderer: PageRenderer | undefined;
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    last = last
      .then(() => handle(message))
      .catch((error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        tell({
          kind: 'failed',
          message: words,
          error: error instanceof AppError ? error.toData() : undefined,
        });
      });
  });
  const tell = (answer: FromWorker): void => port.postMessage(answer);

  async function handle(message: ToWorker): Promise<void> {
    if (message.kind === 'start') {
      renderer = createPageRenderer(message.job, createOutputWriter(message.staging));
      return;
    }
    if (!renderer) throw new Error('The thread was not started.');
    if (message.kind === 'pages') {
      for (const task of message.tasks) renderer.page(task);
      tell({ kind: 'pages', count: message.tasks.length });
      return;
    }
    const results: PostResult[] = [];
    for (const task of message.tasks) results.push(await renderer.post(task));
    tell({ kind: 'posts', results });
  }
}
