import { availableParallelism } from 'node:os';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { PageTask } from '../../common/build/list-pages.ts';
import { AppError, type AppErrorData } from '../../common/errors.ts';
import { createOutputWriter } from './output-writer.ts';
import { BuildCancelled, type PoolMaker, type RenderPool, renderHere } from './render-pool.ts';
import {
  createPageRenderer,
  type PageRenderer,
  type PostBody,
  type PostResult,
  type PostTask,
  type RenderJob,
} from './render-post.ts';

/** What passes to a thread: the job first, then some tasks at a time. */
type ToWorker =
  | { kind: 'start'; job: RenderJob; staging: string }
  | { kind: 'posts' | 'bodies'; tasks: readonly PostTask[] }
  | { kind: 'pages'; tasks: readonly PageTask[] };

type FromWorker =
  | { kind: 'posts'; results: PostResult[] }
  | { kind: 'bodies'; bodies: Bodies }
  | { kind: 'pages'; count: number }
  | { kind: 'failed'; message: string; error: AppErrorData | undefined };

/** Posts of which the texts alone are rendered; those that could not be are done. */
type Bodies = readonly (PostBody | PostResult)[];

/** Tasks that pass at a time, at most. */
const atOnce = 24;
/** Fewer tasks than this are done sooner here than threads are started. */
const worthThreads = 150;
const mostThreads = 8;
/**
 * Of fewer posts than this, one thread renders the texts and another makes the pages: the engine compiles what a thread has to
 * do in each thread anew, which for some thousand posts costs more than waiting for each other.
 */
const worthBoth = 2500;
/** Parts that wait for the thread that makes pages, before the others make their pages themselves. */
const mostWaiting = 8;

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
              message: (part, isBehind) => ({ kind: helps && !isBehind ? 'bodies' : 'posts', tasks: part }),
              ...(helps && {
                help: {
                  work: (part) => here.posts(part, onDone),
                  finish: (bodies) => here.finish(bodies, onDone),
                  worth: worthBoth,
                },
              }),
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
              ...(helps && { help: { work: (part) => here.pages(part, onDone) } }),
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

/** Gives the tasks out in parts, smaller ones at both ends, so that no thread waits long for its first and all end at the same time. */
function partsOf<Task>(tasks: readonly Task[], threads: number): () => Task[] {
  let next = 0;
  return () => {
    const fair = Math.ceil((tasks.length - next) / (threads * 3));
    const part = tasks.slice(next, next + Math.min(atOnce, Math.max(1, fair), 2 + 2 * next));
    next += part.length;
    return part;
  };
}

interface Share<Task> {
  workers: readonly Worker[];
  tasks: readonly Task[];
  /** @param isBehind whether what others have left for this thread waits already */
  message(part: readonly Task[], isBehind: boolean): ToWorker;
  help?: Help<Task>;
  signal: AbortSignal | undefined;
  onAnswer(answer: FromWorker): void;
}

/** What this thread does; other work of it is done in between. */
interface Help<Task> {
  /** Does a part. */
  work(part: readonly Task[]): Promise<void>;
  /** Does what other threads have left of theirs. */
  finish?(bodies: Bodies): Promise<void>;
  /** Only of more tasks than this are whole parts done here. */
  worth?: number;
}

/** Gives each thread the next part as soon as it has done one; one part waits at each, so that none is idle. */
function share<Task>({ workers, tasks, message, help, signal, onAnswer }: Share<Task>): Promise<void> {
  return new Promise((resolve, reject) => {
    const nextPart = partsOf(tasks, workers.length + (help ? 1 : 0));
    const left: Bodies[] = [];
    let underway = 0;
    let isOver = false;
    let wake = (): void => {};
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
      if (part) worker.postMessage(message(part, left.length >= mostWaiting));
      else if (underway === 0) end();
    };
    const listeners = workers.map((worker) => {
      const onMessage = (answer: FromWorker): void => {
        if (answer.kind === 'failed') {
          end(answer.error ? AppError.fromData(answer.error) : new Error(answer.message));
          return;
        }
        if (answer.kind === 'bodies') left.push(answer.bodies);
        else {
          onAnswer(answer);
          done();
        }
        give(worker);
        wake();
      };
      const onEnd = (): void => end(new Error('A thread of the build ended early.'));
      worker.on('message', onMessage).on('error', end).on('exit', onEnd);
      return () => worker.off('message', onMessage).off('error', end).off('exit', onEnd);
    });
    const onAbort = (): void => end(new BuildCancelled());
    let helping = Promise.resolve();
    function end(error?: Error): void {
      isOver = true;
      wake();
      for (const remove of listeners) remove();
      signal?.removeEventListener('abort', onAbort);
      // Nobody takes the folder away while this thread still writes there.
      if (error) helping.then(() => reject(error));
      else resolve();
    }
    async function helpOut({ work, finish, worth = 0 }: Help<Task>): Promise<void> {
      while (!isOver) {
        const bodies = left.shift();
        const part = bodies || tasks.length < worth ? undefined : take();
        if (bodies) await finish?.(bodies);
        else if (part) await work(part);
        if (bodies || part) done();
        else if (underway > 0)
          await new Promise<void>((resume) => {
            wake = resume;
          });
        else end();
      }
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
  // Nearly every large blog holds code; a thread that waits for its first post has the time.
  void import('../../common/markdown/render.ts');
  void import('../../common/markdown/highlight.ts');
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
    if (message.kind === 'bodies') {
      const bodies: (PostBody | PostResult)[] = [];
      for (const task of message.tasks) bodies.push(await renderer.body(task));
      tell({ kind: 'bodies', bodies });
      return;
    }
    const results: PostResult[] = [];
    for (const task of message.tasks) results.push(await renderer.post(task));
    tell({ kind: 'posts', results });
  }
}
