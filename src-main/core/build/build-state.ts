import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileStamp } from '../index/file-stamp.ts';
import type { KnownFile } from './media.ts';
import type { PostRecord } from './render-post.ts';

/** What one build leaves for the next, so that only what has changed is read again. */
export interface BuildState {
  /** Another one whenever records of other builds say nothing: Galley's version, the site's address. */
  key: string;
  posts: Map<string, { stamp: FileStamp; record: PostRecord }>;
  media: Map<string, KnownFile>;
}

/** A state that remembers nothing. */
export function emptyState(key: string): BuildState {
  return { key, posts: new Map(), media: new Map() };
}

/** Where a site's state is kept, in Galley's cache folder. */
export function buildStatePath(cache: string, root: string, site: string): string {
  const name = createHash('sha256').update(`${root}\0${site}`).digest('hex').slice(0, 32);
  return join(cache, 'build', `${name}.json`);
}

/** Reads a saved state; undefined where there is none that can be believed. */
export function readBuildState(path: string): BuildState | undefined {
  try {
    const { version, key, posts, media } = JSON.parse(readFileSync(path, 'utf8')) as {
      version: unknown;
      key: unknown;
      posts: [string, { stamp: FileStamp; record: PostRecord }][];
      media: [string, KnownFile][];
    };
    if (version !== stateVersion || typeof key !== 'string') return undefined;
    return { key, posts: new Map(posts), media: new Map(media) };
  } catch {
    return undefined;
  }
}

/** Saves a state whole or not at all. A cache that cannot be written costs time and nothing else. */
export function writeBuildState(path: string, { key, posts, media }: BuildState): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(
      temporary,
      JSON.stringify({ version: stateVersion, key, posts: [...posts], media: [...media] }),
    );
    renameSync(temporary, path);
  } catch {
    // The next build reads everything again.
  }
}

const stateVersion = 2;
