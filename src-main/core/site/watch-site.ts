import { isAbsolute, relative, sep } from 'node:path';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import type { PostPath } from '../../common/posts/post.ts';
import { isIgnoredFolder } from '../../common/site/content-files.ts';
import { isConfigurationFile } from '../../common/site/detect-sites.ts';
import { isLeftover } from '../disk.ts';
import type { PostIndex } from '../posts/post-index.ts';

/** What changed on disk. */
export interface SiteChange {
  /** Posts that were added, changed or removed; empty means: read the list again. */
  paths: PostPath[];
  /** Other files of the blog that changed: pictures, configurations. */
  files: string[];
  /** Whether the list of posts is another; false where only other files changed. */
  list: boolean;
}

/** Keeps the index in step with the disk. */
export interface SiteWatch {
  /** Begins to watch with the first listener and ends with the last. */
  listen(listener: (change: SiteChange) => void): Promise<() => Promise<void>>;
  /** Called before listeners are told. */
  onChange(action: () => Promise<void>): void;
  /** A file that this program has written: the index looks at once, and its event later says nothing new. */
  noteOwn(path: PostPath): Promise<void>;
  /** As `noteOwn`, of many files: the index looks once. */
  noteMany(paths: readonly PostPath[]): Promise<void>;
  /** Files that this program has moved: the index looks at everything at once. */
  noteMoves(): Promise<void>;
  /** Whether watching was asked for and failed: then the list must be looked at whenever it is asked for. */
  hasFailed(): boolean;
  close(): Promise<void>;
}

/** When changes are looked at. In milliseconds. */
interface Patience {
  /** Events that come within this time of each other are one change. */
  quiet: number;
  /** A change is told after this time at the latest, however many events still come. */
  longest: number;
}

/** The watcher itself has waited already. */
const usual: Patience = { quiet: 10, longest: 250 };
/** A checkout of another branch goes on for seconds, and is one change. */
const duringStorm: Patience = { quiet: 200, longest: 5000 };
/** From this many files on, looking at everything is quicker than at each. */
const storm = 200;

/** Watches the blog at this absolute real path. */
export function createSiteWatch(root: string, index: PostIndex): SiteWatch {
  const listeners = new Set<(change: SiteChange) => void>();
  let beforeTelling: () => Promise<void> = async () => {};
  let subscription: Promise<AsyncSubscription | undefined> | undefined;
  let pending = new Set<string>();
  let missed = false;
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  let running: Promise<void> = Promise.resolve();

  function collect(error: Error | null, events: readonly Event[]): void {
    // After an error events may be missing; only looking at everything finds what they would have said.
    if (error) missed = true;
    for (const event of events) {
      const path = pathOf(root, event.path);
      if (path !== undefined) pending.add(path);
    }
    if (pending.size === 0 && !missed) return;
    const now = Date.now();
    if (timer === undefined) since = now;
    clearTimeout(timer);
    const { quiet, longest } = pending.size >= storm ? duringStorm : usual;
    timer = setTimeout(flush, Math.max(0, Math.min(quiet, since + longest - now)));
  }

  function flush(): void {
    timer = undefined;
    running = running.then(handle).catch(() => undefined);
  }

  async function handle(): Promise<void> {
    const paths = [...pending];
    const hasMissed = missed;
    pending = new Set();
    missed = false;
    const changed = hasMissed ? await index.refresh() : await lookAt(paths);
    const map = await index.map();
    const files = paths.filter((path) => map.place(path) === undefined);
    const list = changed.length > 0 || files.some(isConfigurationFile);
    if (!list && files.length === 0) return;
    await tell({ paths: changed.length >= storm ? [] : changed, files, list });
  }

  function lookAt(paths: readonly string[]): Promise<PostPath[]> {
    return paths.length >= storm ? index.refresh() : index.refreshPaths(paths);
  }

  async function tellOfPosts(changed: readonly PostPath[]): Promise<void> {
    if (changed.length > 0)
      await tell({ paths: changed.length >= storm ? [] : [...changed], files: [], list: true });
  }

  async function tell(change: SiteChange): Promise<void> {
    if (change.list) await beforeTelling();
    for (const listener of listeners) listener(change);
  }

  async function start(): Promise<AsyncSubscription | undefined> {
    try {
      // The package brings a binary for each system; without one for this system the blog opens all the same.
      const watcher = await import('@parcel/watcher');
      return await watcher.subscribe(root, collect, { ignore: ignored });
    } catch {
      return undefined;
    }
  }

  async function stop(): Promise<void> {
    const stopping = subscription;
    subscription = undefined;
    clearTimeout(timer);
    timer = undefined;
    // What has been removed itself cannot be let go of once more.
    await (await stopping)?.unsubscribe().catch(() => undefined);
    await running;
  }

  let failed = false;
  return {
    async listen(listener) {
      listeners.add(listener);
      subscription ??= start();
      failed = (await subscription) === undefined;
      return async () => {
        if (listeners.delete(listener) && listeners.size === 0) await stop();
      };
    },
    onChange(action) {
      beforeTelling = action;
    },
    async noteOwn(path) {
      await tellOfPosts(await lookAt([path]));
    },
    async noteMany(paths) {
      await tellOfPosts(await lookAt(paths));
    },
    async noteMoves() {
      await tellOfPosts(await index.refresh());
    },
    hasFailed: () => failed,
    async close() {
      listeners.clear();
      await stop();
    },
  };
}

const ignored = ['.git', '**/.git/**', '**/node_modules/**', '**/_site/**', '**/.cache/**'];

function pathOf(root: string, absolute: string): string | undefined {
  const inside = relative(root, absolute);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return undefined;
  const path = inside.split(sep).join('/');
  const names = path.split('/');
  const isOurs = names.some(isLeftover);
  return isOurs || names.slice(0, -1).some(isIgnoredFolder) || names[0] === '.git' ? undefined : path;
}
