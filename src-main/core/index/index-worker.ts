import { type MessagePort, Worker } from 'node:worker_threads';
import type { PostPath } from '../../common/posts/post.ts';
import type { DiskListing } from '../site/list-files.ts';
import {
  createIndexEngine,
  type IndexChange,
  type IndexEngine,
  type IndexOptions,
  type IndexTeller,
} from './index-engine.ts';
import { type IndexRunner, runIndexHere } from './index-runner.ts';
import { type PackedPosts, packPosts, unpackPosts } from './packed-posts.ts';

type Operation = keyof IndexEngine;

/** What passes to the thread: options first, then questions. */
type ToWorker =
  | { kind: 'start'; options: IndexOptions }
  | { kind: 'ask'; id: number; operation: Operation; input: readonly unknown[] };

/** What comes back. Posts come as packed text. */
type FromWorker =
  | { kind: 'listed'; listing: PackedListing }
  | { kind: 'saved'; posts: PackedPosts }
  | { kind: 'read'; posts: PackedPosts }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failed'; id: number; message: string };

/** Ten thousand names as one text: each would be copied by itself. No name holds a zero. */
type PackedListing = Omit<DiskListing, 'files'> & { files: string };

function packListing(listing: DiskListing): PackedListing {
  return { ...listing, files: listing.files.join('\0') };
}

function unpackListing(listing: PackedListing): DiskListing {
  return { ...listing, files: listing.files === '' ? [] : listing.files.split('\0') };
}

interface PackedChange {
  changed: string;
  gone: readonly PostPath[];
}

/**
 * Runs each index in a thread of its own, so that a window never waits for one. Where the thread cannot be had, or ends,
 * the index goes on in this one.
 *
 * The first thread is started at once: it is ready when a blog is opened.
 *
 * @param program the built program of the thread, which calls `serveIndex`
 */
export function indexWorkers(program: URL): IndexRunner {
  let ready: StartedThread | undefined = startThread(program);
  return (options, teller) => {
    const thread = ready ?? startThread(program);
    ready = undefined;
    return thread.hasEnded() ? runIndexHere(options, teller) : runInWorker(thread.worker, options, teller);
  };
}

/**
 * Of the memory that new values are put into, in megabytes. Nearly all that is read stays: a larger one only holds what
 * has been copied out of it, up to thirty more, and is no quicker.
 */
const youngGeneration = 4;

interface StartedThread {
  worker: Worker;
  hasEnded(): boolean;
}

function startThread(program: URL): StartedThread {
  const worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: youngGeneration } });
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  worker.on('error', end);
  worker.on('exit', end);
  worker.unref();
  return { worker, hasEnded: () => ended };
}

function runInWorker(worker: Worker, options: IndexOptions, teller: IndexTeller): IndexEngine {
  const waiting = new Map<number, { question: Question; settle: (answer: Promise<unknown>) => void }>();
  let here: IndexEngine | undefined;
  let count = 0;

  const post = (message: ToWorker): void => worker.postMessage(message);
  // A thread that is waiting for questions does not keep the program from ending; one that is answering does.
  const hold = (): void => (waiting.size > 0 ? worker.ref() : worker.unref());

  function goOnHere(): IndexEngine {
    here ??= runIndexHere(options, teller);
    return here;
  }

  function ask(question: Question): Promise<unknown> {
    if (here) return answerHere(here, question);
    count += 1;
    const id = count;
    return new Promise((resolve) => {
      waiting.set(id, { question, settle: resolve });
      hold();
      post({ kind: 'ask', id, ...question });
    });
  }

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'listed') return teller.listed(unpackListing(message.listing));
    if (message.kind === 'read') return teller.read(unpackPosts(message.posts));
    if (message.kind === 'saved') {
      const text = message.posts;
      return teller.saved({ text, posts: () => unpackPosts(text) });
    }
    const { id } = message;
    const asked = waiting.get(id);
    waiting.delete(id);
    hold();
    asked?.settle(
      message.kind === 'answer' ? Promise.resolve(message.value) : Promise.reject(new Error(message.message)),
    );
  });
  const end = (): void => {
    if (waiting.size === 0 && !here) {
      goOnHere();
      return;
    }
    for (const { question, settle } of waiting.values()) settle(answerHere(goOnHere(), question));
    waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', end);
  post({ kind: 'start', options });
  worker.unref();

  const change = async (question: Question): Promise<IndexChange> => {
    const { changed, gone } = (await ask(question)) as PackedChange | IndexChange;
    return { changed: typeof changed === 'string' ? unpackPosts(changed) : changed, gone };
  };
  return {
    refresh: () => change({ operation: 'refresh', input: [] }),
    refreshPaths: (paths) => change({ operation: 'refreshPaths', input: [paths] }),
    readAgain: (paths) => change({ operation: 'readAgain', input: [paths] }),
    words: () => ask({ operation: 'words', input: [] }) as ReturnType<IndexEngine['words']>,
    search: (query, limit) =>
      ask({ operation: 'search', input: [query, limit] }) as ReturnType<IndexEngine['search']>,
    async close() {
      await ask({ operation: 'close', input: [] });
      worker.off('exit', end);
      await worker.terminate();
    },
  };
}

interface Question {
  operation: Operation;
  input: readonly unknown[];
}

function answerHere(engine: IndexEngine, { operation, input }: Question): Promise<unknown> {
  const run = engine[operation] as (...input: readonly unknown[]) => Promise<unknown>;
  return run(...input);
}

/** Answers for one index, on the thread's side. */
export function serveIndex(port: MessagePort): void {
  let engine: IndexEngine | undefined;
  const tell = (message: FromWorker): void => port.postMessage(message);
  const teller: IndexTeller = {
    listed: (listing) => tell({ kind: 'listed', listing: packListing(listing) }),
    saved: ({ text }) => tell({ kind: 'saved', posts: text }),
    read: (posts) => tell({ kind: 'read', posts: packPosts(posts) }),
  };
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'start') {
      engine = createIndexEngine(message.options, teller);
      return;
    }
    const { id } = message;
    if (!engine) return tell({ kind: 'failed', id, message: 'The index was not started.' });
    answerHere(engine, message).then(
      (value) => tell({ kind: 'answer', id, value: packed(value) }),
      (error: unknown) =>
        tell({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }),
    );
  });
}

function packed(value: unknown): unknown {
  const isChange = typeof value === 'object' && value !== null && 'changed' in value;
  if (!isChange) return value;
  const { changed, gone } = value as IndexChange;
  return { changed: packPosts(changed), gone } satisfies PackedChange;
}
