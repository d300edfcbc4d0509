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

/** Tasks that pass at a time, at most. */
const atOnce = 24;
/** Fewer tasks than this are done sooner here than threads are started. */
const worthThreads = 150;
const mostThreads = 8;

/**
 * Renders in threads, as many as there are processors. A few pages are rendered here, sooner than a thread is made.
 *
 * @param program the built program of a thread, which calls `serveBuild`
 * @param settings.helps whether this thread takes its part of the work. For programs that do nothing else meanwhile: one
 * thread less is started, and what is loaded here is used
 * @param settings.started a thread that is there already
 */
export function buildWorkers(
  program: URL,
  { helps, started }: { helps: boolean; started?: Worker | undefined },
): PoolMaker {
  const processors = Math.min(mostThreads, availableParallelism());
  const count = helps ? processors - 1 : processors;
  let waiting: Worker[] = [];
  let spare = started;
  const startThread = (): Worker => {
    const worker = spare ?? new Worker(program);
    spare = undefined;
    // Heard where the thread has work; one without work is not missed, nor waited for.
    worker.on('error', () => {});
    worker.unref();
    return worker;
  };
  const expect = (posts: number): void => {
    if (helps && posts >= worthThreads && waiting.length === 0)
      waiting = Array.from({ length: count }, startThread);
  };

  const makePool = (job: RenderJob, staging: string, signal: AbortSignal | undefined): RenderPool => {
    const here = renderHere(job, staging, signal);
    let workers: Worker[] | undefined;
    const start = (): Worker[] => {
      if (workers) return workers;
      workers = waiting.length > 0 ? waiting : Array.from({ length: count }, startThread);
      waiting = [];
      for (const worker of workers) {
        worker.ref();
        worker.postMessage({ kind: 'start', job, staging } satisfies ToWorker);
      }
      return workers;
    };
    const isFew = (tasks: readonly unknown[]): boolean =>
      count === 0 || (!workers && tasks.length < worthThreads);
    return {
      posts: (tasks, onDone) =>
        isFew(tasks)
          ? here.posts(tasks, onDone)
          : share<PostTask>({
              workers: start(),
              tasks,
              message: (part) => ({ kind: 'posts', tasks: part }),
              ...(helps && { help: (part) => here.posts(part, onDone) }),
              signal,
              onAnswer: (answer) => {
                if (answer.kind === 'posts') onDone(answer.results);
              },
            }),
      pages: (tasks, onDone) =>
        isFew(tasks)
          ? here.pages(tasks, onDone)
          : share<PageTask>({
              workers: start(),
              tasks,
              message: (part) => ({ kind: 'pages', tasks: part }),
              ...(helps && { help: (part) => here.pages(part, onDone) }),
              signal,
              onAnswer: (answer) => {
                if (answer.kind === 'pages') onDone(answer.count);
              },
            }),
      async close() {
        await Promise.all((workers ?? []).map((worker) => worker.terminate()));
        workers = undefined;
      },
    };
  };
  return Object.assign(makePool, { expect });
}

/** Gives the tasks out in parts, smaller ones towards the end, so that all threads end at the same time. */
function partsOf<Task>(tasks: readonly Task[], threads: number): () => Task[] {
  let next = 0;
  return () => {
    const fair = Math.ceil((tasks.length - next) / (threads * 3));
    const part = tasks.slice(next, next + Math.min(atOnce, Math.max(1, fair)));
    next += part.length;
    return part;
  };
}

interface Share<Task> {
  workers: readonly Worker[];
  tasks: readonly Task[];
  message(part: readonly Task[]): ToWorker;
  /** Does a part in this thread; other work of it is done in between. */
  help?: (part: readonly Task[]) => Promise<void>;
  signal: AbortSignal | undefined;
  onAnswer(answer: FromWorker): void;
}

/** Gives each thread the next part as soon as it has done one; one part waits at each, so that none is idle. */
function share<Task>({ workers, tasks, message, help, signal, onAnswer }: Share<Task>): Promise<void> {
  return new Promise((resolve, reject) => {
    const nextPart = partsOf(tasks, workers.length + (help ? 1 : 0));
    let underway = 0;
    let isOver = false;
    const take = (): Task[] | undefined => {
      const part = nextPart();
      if (isOver || part.length === 0) return undefined;
      underway += 1;
      return part;
    };
    const done = (): void => {
      underway -= 1;
    };
    const give = (worker: Worker): void => {
      const part = take();
      if (part) worker.postMessage(message(part));
      else if (underway === 0) end();
    };
    const listeners = workers.map((worker) => {
      const onMessage = (answer: FromWorker): void => {
        if (answer.kind === 'failed') {
          end(answer.error ? AppError.fromData(answer.error) : new Error(answer.message));
          return;
        }
        onAnswer(answer);
        done();
        give(worker);
      };
      const onEnd = (): void => end(new Error('A thread of the build ended early.'));
      worker.on('message', onMessage).on('error', end).on('exit', onEnd);
      return () => worker.off('message', onMessage).off('error', end).off('exit', onEnd);
    });
    const onAbort = (): void => end(new BuildCancelled());
    let helping = Promise.resolve();
    function end(error?: Error): void {
      isOver = true;
      for (const remove of listeners) remove();
      signal?.removeEventListener('abort', onAbort);
      // Nobody takes the folder away while this thread still writes there.
      if (error) helping.then(() => reject(error));
      else resolve();
    }
    async function helpOut(work: (part: readonly Task[]) => Promise<void>): Promise<void> {
      for (let part = take(); part; part = take()) {
        await work(part);
        done();
      }
      if (underway === 0) end();
    }
    if (signal?.aborted) return end(new BuildCancelled());
    signal?.addEventListener('abort', onAbort, { once: true });
    for (const worker of [...workers, ...workers]) give(worker);
    if (help)
      helping = helpOut(help).catch((error: Error) => {
        setImmediate(end, error);
      });
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
