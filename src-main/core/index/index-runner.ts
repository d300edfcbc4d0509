import { createIndexEngine, type IndexEngine, type IndexOptions, type IndexTeller } from './index-engine.ts';

/** Gives an index a place to run. */
export type IndexRunner = (options: IndexOptions, teller: IndexTeller) => IndexEngine;

/** Runs the index in this thread, in slices, for scripts that wait for it anyway and where there are no others. */
export const runIndexHere: IndexRunner = createIndexEngine;
