import { lstat, mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { createDisk, type Disk } from '../disk.ts';
import { asAppError } from '../git/failures.ts';
import type { Git } from '../git/git.ts';

/** A commit to lay out as files. */
export interface CommitExport {
  commit: string;
  /** The part of the repository that is wanted, with `/`; empty for all of it. */
  within: string;
  /** Absolute path of a folder that is ours alone. Files of an earlier export that are still right stay as they are. */
  folder: string;
  signal?: AbortSignal | undefined;
}

interface TreeEntry {
  path: string;
  blob: string;
  size: number;
}

const recordSchema = v.record(v.string(), v.string());
/** Bytes of files that are read from git at a time. */
const atOnce = 32 * 1024 * 1024;
/** A pointer of Git LFS is no longer than this. */
const longestPointer = 1024;

/**
 * Lays a commit out as files, so that a site is built of what was published and of nothing that only lies on this disk.
 * Author’s index and working tree are not touched. Links and submodules are left out.
 *
 * @throws AppError with the cause
 */
export async function exportCommit(git: Git, task: CommitExport): Promise<void> {
  const disk = createDisk();
  const record = join(dirname(task.folder), 'export.json');
  await mkdir(task.folder, { recursive: true });
  const before = await readRecord(record);
  const entries = await listTree(git, task);
  const wanted = new Map(entries.map((entry) => [entry.path, entry]));
  // Forgotten first, so that a run that is cut off writes them anew.
  await disk.write(record, new TextEncoder().encode('{}'));
  for (const path of before.keys()) if (!wanted.has(path)) await removeFile(task.folder, path);
  const changed: TreeEntry[] = [];
  for (const entry of entries) {
    const isKnown = before.get(entry.path) === entry.blob && (await isFile(join(task.folder, entry.path)));
    if (!isKnown) changed.push(entry);
  }
  for (const some of inPortions(changed)) await writePortion({ git, disk, task }, some);
  const now = Object.fromEntries(entries.map(({ path, blob }) => [path, blob]));
  await disk.write(record, new TextEncoder().encode(JSON.stringify(now)));
}

async function readRecord(file: string): Promise<Map<string, string>> {
  try {
    const read = v.safeParse(recordSchema, JSON.parse(await readFile(file, 'utf8')));
    return new Map(read.success ? Object.entries(read.output) : []);
  } catch {
    return new Map();
  }
}

async function listTree(git: Git, { commit, within }: CommitExport): Promise<TreeEntry[]> {
  const part = within === '' ? [] : ['--', within];
  const listed = await git.readBytes(['ls-tree', '-r', '-l', '-z', '--full-tree', commit, ...part]);
  const prefix = within === '' ? '' : `${within}/`;
  return listed
    .toString('utf8')
    .split('\0')
    .flatMap((line): TreeEntry[] => {
      const [, mode, blob, size, path] = /^(\d+) blob (\S+) +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
      if (mode === '120000' || blob === undefined || !path?.startsWith(prefix)) return [];
      // A name that is no UTF-8 is no name of a post or a picture that anything refers to.
      if (path.includes('\uFFFD')) return [];
      return [{ path: path.slice(prefix.length), blob, size: Number(size) }];
    });
}

function* inPortions(entries: readonly TreeEntry[]): Generator<TreeEntry[]> {
  let portion: TreeEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (portion.length > 0 && bytes + entry.size > atOnce) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(entry);
    bytes += entry.size;
  }
  if (portion.length > 0) yield portion;
}

async function writePortion(
  { git, disk, task }: { git: Git; disk: Disk; task: CommitExport },
  entries: readonly TreeEntry[],
): Promise<void> {
  const asked = entries.map(({ blob }) => `${blob}\n`).join('');
  const answer = await git.ask(['cat-file', '--batch'], { input: asked, signal: task.signal });
  if (answer.failure) throw asAppError(answer.failure);
  let position = 0;
  for (const entry of entries) {
    const start = answer.stdout.indexOf(10, position) + 1;
    let bytes: Uint8Array = answer.stdout.subarray(start, start + entry.size);
    position = start + entry.size + 1;
    if (isPointer(bytes)) bytes = await smudged(git, entry, task);
    const target = join(task.folder, entry.path);
    // A folder may be where a file was, and the other way round.
    await clearWay(task.folder, entry.path);
    await disk.write(target, bytes);
  }
}

function isPointer(bytes: Uint8Array): boolean {
  if (bytes.length > longestPointer) return false;
  return Buffer.from(bytes).toString('latin1').startsWith('version https://git-lfs.github.com/spec/');
}

/** What a pointer of Git LFS stands for, by the author’s own filter. */
async function smudged(
  git: Git,
  { path, blob }: TreeEntry,
  { within, signal }: CommitExport,
): Promise<Buffer> {
  const whole = within === '' ? path : `${within}/${path}`;
  const answer = await git.act(['cat-file', '--filters', `--path=${whole}`, blob], { signal });
  if (answer.failure) throw asAppError(answer.failure);
  return answer.stdout;
}

async function isFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function clearWay(folder: string, path: string): Promise<void> {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length += 1) {
    const place = join(folder, ...parts.slice(0, length));
    const found = await lstat(place).catch(() => undefined);
    const isLast = length === parts.length;
    if (found && found.isDirectory() === isLast) await rm(place, { recursive: true, force: true });
  }
}

async function removeFile(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true, recursive: true });
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const isEmptied = await rmdir(join(folder, above)).then(
      () => true,
      () => false,
    );
    if (!isEmptied) return;
  }
}
