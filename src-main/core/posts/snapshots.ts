import { mkdir, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import type { Snapshot } from '../../common/posts/kept-texts.ts';
import type { PostPath, Revision } from '../../common/posts/post.ts';
import { createDisk, type Disk, revisionOfBytes } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import { type KeptFile, keptFiles, keyOf } from './journal.ts';
import { createPathLocks } from './path-locks.ts';

/** Earlier texts of one blog's posts, kept in Galley’s data folder: what was saved between two commits. */
export interface Snapshots {
  /** Keeps a text, unless it is kept already. A disk that cannot take it is no reason to stop: nothing is kept then. */
  keep(path: PostPath, text: string): Promise<void>;
  /** Whether this very text is kept. */
  has(path: PostPath, revision: Revision): Promise<boolean>;
  /** Newest first. */
  list(path: PostPath): Promise<Snapshot[]>;
  /** @throws AppError `post-missing` where it is not kept any more */
  read(path: PostPath, id: string): Promise<string>;
  /** Lets what is kept of a post follow it to another path; what is kept there already stays. */
  move(from: PostPath, to: PostPath): Promise<void>;
  /** Answers when all that was to be kept is kept. */
  settled(): Promise<void>;
}

/** How much is kept. Within a post older snapshots get sparser; over all blogs, what is oldest goes first. */
export interface SnapshotLimits {
  /** Snapshots of one post. */
  perPost: number;
  /** Over all blogs. */
  bytes: number;
  /** In milliseconds. */
  age: number;
}

const minute = 60_000;
const usualLimits: SnapshotLimits = { perPost: 1000, bytes: 256 * 1024 * 1024, age: 30 * 24 * 60 * minute };

/** Of the snapshots of one post that are older than this, one for each stretch of this length is kept. In milliseconds. */
const spacing = [
  { olderThan: 60 * minute, length: 5 * minute },
  { olderThan: 24 * 60 * minute, length: 60 * minute },
] as const;

/** Longer texts are kept no oftener than this. In UTF-16 code units, and milliseconds. */
const longText = { length: 1024 * 1024, apart: 5 * minute };

/** Snapshots after which the limits over all blogs are looked at again. */
const pruneAfter = 200;

const contentSchema = v.object({ root: v.string(), path: v.string(), text: v.string() });

export interface SnapshotsOptions {
  home: GalleyHome;
  /** Absolute real path of the blog. */
  root: string;
  disk?: Disk;
  limits?: SnapshotLimits;
  /** Milliseconds since 1970; tests let time pass. */
  now?: () => number;
}

/** The snapshots of a blog: one JSON file for each, named after its time and its text. */
export function createSnapshots({
  home,
  root,
  disk = createDisk(),
  limits = usualLimits,
  now = Date.now,
}: SnapshotsOptions): Snapshots {
  const all = join(home.data, 'snapshots');
  const folderOf = (path: PostPath) => join(all, `${keyOf(root).slice(0, 16)}-${keyOf(path)}`);
  const locks = createPathLocks();
  const going = new Set<Promise<void>>();
  let kept = 0;

  const listed = async (path: PostPath): Promise<Named[]> =>
    namedIn(await readdir(folderOf(path)).catch(() => []));

  const add = async (path: PostPath, text: string): Promise<void> => {
    const revision = revisionOfBytes(new TextEncoder().encode(text));
    const before = await listed(path);
    if (before.some((snapshot) => snapshot.revision === revision)) return;
    if (text.length > longText.length && now() - (before[0]?.taken ?? -Infinity) < longText.apart) return;
    const taken = Math.max(now(), (before[0]?.taken ?? 0) + 1);
    const content = JSON.stringify({ root, path, text });
    const name = `${taken}-${revision}`;
    await disk.write(join(folderOf(path), `${name}.json`), new TextEncoder().encode(content), {
      mode: 0o600,
    });
    for (const { id } of superfluous([{ id: name, taken, revision }, ...before], limits, now()))
      await unlink(join(folderOf(path), `${id}.json`)).catch(() => undefined);
    if (kept % pruneAfter === 0) await prune(all, limits, now());
    kept += 1;
  };

  return {
    async keep(path, text) {
      const keeping = locks.hold([path], () => add(path, text)).catch(() => undefined);
      going.add(keeping);
      await keeping;
      going.delete(keeping);
    },
    has: async (path, revision) => (await listed(path)).some((snapshot) => snapshot.revision === revision),
    async list(path) {
      const found = await listed(path);
      return found.map(({ id, taken, revision }) => ({
        id,
        takenAt: new Date(taken).toISOString(),
        revision,
      }));
    },
    async read(path, id) {
      const named = (await listed(path)).find((snapshot) => snapshot.id === id);
      const text = named && (await readContent(join(folderOf(path), `${named.id}.json`)));
      if (text === undefined) throw gone();
      return text;
    },
    move: (from, to) =>
      locks.hold([from, to], async () => {
        const [old, now] = [folderOf(from), folderOf(to)];
        await mkdir(now, { recursive: true }).catch(() => undefined);
        for (const { id } of await listed(from))
          await rename(join(old, `${id}.json`), join(now, `${id}.json`)).catch(() => undefined);
      }),
    async settled() {
      await Promise.all(going);
    },
  };
}

interface Named {
  id: string;
  /** Milliseconds since 1970. */
  taken: number;
  revision: Revision;
}

/** What the names of files say, newest first. */
function namedIn(names: readonly string[]): Named[] {
  return names
    .flatMap((name) => {
      const [, id = '', taken = '', revision = ''] = /^((\d{1,15})-([0-9a-f]{64}))\.json$/.exec(name) ?? [];
      return id === '' ? [] : [{ id, taken: Number(taken), revision }];
    })
    .sort((one, other) => other.taken - one.taken);
}

/** Those that need not be kept any longer: of each stretch of time the last one is enough. The newest always stays. */
function superfluous(newestFirst: readonly Named[], limits: SnapshotLimits, now: number): Named[] {
  const stretches = new Set<string>();
  return newestFirst.filter(({ taken }, index) => {
    const age = now - taken;
    const length = spacing.findLast(({ olderThan }) => age > olderThan)?.length;
    const isCovered = length !== undefined && stretches.has(stretchOf(taken, length));
    for (const each of spacing) stretches.add(stretchOf(taken, each.length));
    return index > 0 && (isCovered || index >= limits.perPost || age > limits.age);
  });
}

function stretchOf(taken: number, length: number): string {
  return `${length}/${Math.floor(taken / length)}`;
}

async function readContent(file: string): Promise<string | undefined> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return undefined;
  try {
    const parsed = v.safeParse(contentSchema, JSON.parse(content));
    return parsed.success ? parsed.output.text : undefined;
  } catch {
    return undefined;
  }
}

/** Removes what is too old and, oldest first, what is too much, over all blogs. */
async function prune(all: string, limits: SnapshotLimits, now: number): Promise<void> {
  const takenOf = ({ path, modified }: KeptFile) => namedIn([basename(path)])[0]?.taken ?? modified;
  const files = (await keptFiles(all)).sort((one, other) => takenOf(other) - takenOf(one));
  let bytes = 0;
  for (const file of files) {
    bytes += file.size;
    if (bytes > limits.bytes || now - takenOf(file) > limits.age)
      await unlink(file.path).catch(() => undefined);
  }
}

function gone(): AppError {
  return new AppError('post-missing', {
    message: 'This earlier text is not kept any more.',
    next: ['Choose another one.'],
  });
}
