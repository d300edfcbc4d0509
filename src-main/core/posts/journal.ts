import { createHash } from 'node:crypto';
import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { JournalEntry, JournalNote } from '../../common/posts/kept-texts.ts';
import type { PostPath } from '../../common/posts/post.ts';
import { createDisk, type Disk, isLeftover } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import { createPathLocks } from './path-locks.ts';

/** Unsaved texts of one blog, kept in Galley’s data folder so that a crash costs no word. */
export interface Journal {
  /** Keeps a text in the place of the one before. @throws AppError as `Disk.write` */
  keep(entry: Pick<JournalEntry, 'path' | 'text' | 'basedOn'>): Promise<void>;
  /** What is kept for this blog and wanted, newest first. */
  list(isWanted?: (entry: JournalEntry) => Promise<boolean>): Promise<JournalNote[]>;
  /** The text that is kept for a post; undefined where there is none. */
  read(path: PostPath): Promise<JournalEntry | undefined>;
  /** Lets the text that is kept for a post follow it to another path, unless one is kept there already. */
  move(from: PostPath, to: PostPath): Promise<void>;
  /** Forgets the text of a post: it is saved, or the author does not want it. */
  discard(path: PostPath): Promise<void>;
}

/** How much is kept, over all blogs. What was kept longest ago goes first. */
export interface JournalLimits {
  entries: number;
  bytes: number;
  /** In milliseconds. */
  age: number;
}

const usualLimits: JournalLimits = { entries: 500, bytes: 256 * 1024 * 1024, age: 90 * 24 * 60 * 60 * 1000 };
/** A temporary file this old belongs to no save that is still going on. In milliseconds. */
const abandonedAfter = 60 * 60 * 1000;

const entrySchema = v.object({
  root: v.string(),
  path: v.string(),
  text: v.string(),
  basedOn: v.optional(v.string()),
  keptAt: v.pipe(v.string(), v.isoTimestamp()),
});

export interface JournalOptions {
  home: GalleyHome;
  /** Absolute real path of the blog. */
  root: string;
  disk?: Disk;
  limits?: JournalLimits;
  /**
   * Told of a text of an earlier time, one that was kept before this journal was opened or that was read since, which is
   * about to be replaced or forgotten.
   */
  onGivenUp?: (entry: JournalEntry) => Promise<void>;
}

/** The journal of a blog: one JSON file a post, in a folder of its own for each blog. */
export function createJournal({
  home,
  root,
  disk = createDisk(),
  limits = usualLimits,
  onGivenUp = async () => {},
}: JournalOptions): Journal {
  const all = join(home.data, 'journal');
  const folder = join(all, keyOf(root));
  const fileOf = (path: PostPath) => join(folder, `${keyOf(path)}.json`);
  const locks = createPathLocks();
  /** Posts whose entry is nothing but what was typed last. */
  const current = new Set<PostPath>();
  let pruned: Promise<void> | undefined;

  const entryIn = async (file: string): Promise<JournalEntry | undefined> => {
    const entry = await readEntry(file);
    return entry?.root === root ? entry : undefined;
  };
  const giveUp = async (path: PostPath): Promise<void> => {
    if (current.has(path)) return;
    const entry = await entryIn(fileOf(path));
    if (entry) await onGivenUp(entry);
  };

  return {
    async keep({ path, text, basedOn }) {
      pruned ??= prune(all, limits);
      await pruned;
      const keptAt = new Date().toISOString();
      const bytes = new TextEncoder().encode(JSON.stringify({ root, path, basedOn, keptAt, text }));
      await locks.hold([path], async () => {
        await giveUp(path);
        await disk.write(fileOf(path), bytes, { mode: 0o600 });
        current.add(path);
      });
    },
    async list(isWanted = async () => true) {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
      const entries = await Promise.all(
        names.map(async (name) => {
          const entry = await entryIn(join(folder, name));
          return entry && (await isWanted(entry)) ? entry : undefined;
        }),
      );
      return entries
        .filter((entry) => entry !== undefined)
        .map(({ path, basedOn, keptAt }) => ({ path, basedOn, keptAt }))
        .sort((one, other) => other.keptAt.localeCompare(one.keptAt));
    },
    async read(path) {
      current.delete(path);
      return entryIn(fileOf(path));
    },
    move: (from, to) =>
      locks.hold([from, to], async () => {
        const entry = await entryIn(fileOf(from));
        if (!entry || (await entryIn(fileOf(to)))) return;
        const bytes = new TextEncoder().encode(JSON.stringify({ ...entry, path: to }));
        await disk.write(fileOf(to), bytes, { mode: 0o600 });
        await unlink(fileOf(from)).catch(ignoreMissing);
        current.delete(from);
      }),
    async discard(path) {
      await locks.hold([path], async () => {
        await giveUp(path);
        await unlink(fileOf(path)).catch(ignoreMissing);
        current.add(path);
      });
    },
  };
}

/** A name for a file or folder of ours that stands for any path. */
export function keyOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

async function readEntry(file: string): Promise<(JournalEntry & { root: string }) | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(entrySchema, JSON.parse(text));
    return parsed.success ? { ...parsed.output, basedOn: parsed.output.basedOn } : undefined;
  } catch {
    return undefined;
  }
}

/** A file of ours with what decides how long it is kept. */
export interface KeptFile {
  path: string;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

/** Every file in the folders of a folder; what killed writes have left there is removed. */
export async function keptFiles(all: string): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  for (const folder of await readdir(all).catch(() => [])) {
    for (const name of await readdir(join(all, folder)).catch(() => [])) {
      const path = join(all, folder, name);
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) continue;
      if (!isLeftover(name)) files.push({ path, size: found.size, modified: found.mtimeMs });
      else if (Date.now() - found.mtimeMs > abandonedAfter) await unlink(path).catch(() => undefined);
    }
  }
  return files;
}

/** Removes what is too old and, oldest first, what is too much. A folder that cannot be read is left alone. */
async function prune(all: string, limits: JournalLimits): Promise<void> {
  const files = (await keptFiles(all)).sort((one, other) => other.modified - one.modified);
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    bytes += file.size;
    const isTooOld = Date.now() - file.modified > limits.age;
    if (isTooOld || index >= limits.entries || bytes > limits.bytes)
      await unlink(file.path).catch(() => undefined);
  }
}

function ignoreMissing(error: unknown): void {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (!isMissing) throw error;
}
