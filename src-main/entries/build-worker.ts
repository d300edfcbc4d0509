import { parentPort } from 'node:worker_threads';
import { serveBuild } from '../core/build/build-worker.ts';

if (parentPort) serveBuild(parentPort);
