import type { Client } from '../../src-main/common/api/client.ts';
import type { PostPath, Revision } from '../../src-main/common/posts/post.ts';

/** The longest that typed text is in no journal, but for the time that writing it takes. In milliseconds. */
export const journalPause = 500;
/** As `journalPause`, for texts so long that putting them together takes a moment. */
const longTextPause = 2000;
/** In UTF-16 code units. */
const longText = 1_000_000;

/** Text that no disk holds as the post's. */
export interface UnsavedText {
  path: PostPath;
  text: string;
  basedOn: Revision;
}

/** Keeps the journal in step with what is unsaved. */
export interface JournalKeeper {
  /**
   * To be called after every change of the text. Only sets a timer: the text is looked at later.
   *
   * @param length how long the text is, in UTF-16 code units
   */
  later(length: number): void;
  /** Keeps what is unsaved now, or forgets what was kept once nothing is. One call at a time; the last text wins. */
  now(): void;
  /** Leaves the journal as it is from here on. */
  stop(): void;
}

/**
 * Makes the keeper of one post. A journal that cannot be written is said nowhere: saving has its own words for a full
 * disk, and the next change tries again.
 *
 * @param unsaved asked when it is written, not when it is typed
 */
export function createJournalKeeper(client: Client, unsaved: () => UnsavedText | undefined): JournalKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  let isStopped = false;
  let isRunning = false;
  /** Paths that the journal may hold text of. */
  const kept = new Set<PostPath>();

  const step = async (): Promise<void> => {
    const current = unsaved();
    for (const path of kept) {
      if (path === current?.path) continue;
      await client.call('journal.discard', { path });
      kept.delete(path);
    }
    if (!current) return;
    kept.add(current.path);
    await client.call('journal.keep', { ...current });
  };
  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await step().catch(() => undefined);
    }
    isRunning = false;
  };
  const now = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isWanted = !isStopped;
    void run();
  };
  return {
    later(length) {
      timer ??= setTimeout(now, length > longText ? longTextPause : journalPause);
    },
    now,
    stop() {
      clearTimeout(timer);
      isStopped = true;
      isWanted = false;
    },
  };
}
