#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { keepCompiled } from './keep-compiled.ts';

keepCompiled();

// A thread loads its code as long as the program itself: it begins at the same moment, where there is a processor for it.
const builder =
  process.argv[2] === 'build' && availableParallelism() > 1
    ? new Worker(new URL('./build-worker.js', import.meta.url))
    : undefined;
// A small site needs no thread, and the program ends without it.
builder?.on('error', () => {}).unref();

const { runCommand } = await import('./cli-program.ts');
await runCommand(import.meta.url, builder);
