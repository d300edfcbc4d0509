import { parentPort } from 'node:worker_threads';
import { serveIndex } from '../core/index/index-worker.ts';

if (parentPort) serveIndex(parentPort);
