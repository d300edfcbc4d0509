import { createHash, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { AppError } from '../common/errors.ts';
import type { Revision } from '../common/posts/post.ts';
import { withWriteLock } from './write-lock.ts';

/** An open file, as far as the disk needs it. */
export interface DiskFile {
  /** May write less than it was given, without an error: a full disk does that. Returns the bytes written. */
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<number>;
  stat(): Promise<Stats>;
  chmod(mode: number): Promise<void>;
  chown(user: number, group: number): Promise<void>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The calls of the system that the disk makes. Tests wrap these to make the i-th of them fail. */
export interface DiskCalls {
  open(path: string, flags: string, mode?: number): Promise<DiskFile>;
  lstat(path: string): Promise<Stats>;
  access(path: string, mode: number): Promise<void>;
  readFile(path: string): Promise<Uint8Array>;
  mkdir(path: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Of an empty folder alone. */
  rmdir(path: string): Promise<void>;
}

export interface WriteOptions {
  /** Written only if the file still has this content just before it is replaced. */
  basedOn?: Revision;
  /** Mode of a new file; an existing one keeps its own. */
  mode?: number;
}

export type WriteOutcome = 'written' | 'changed-on-disk';

/** A file in Galley's bin, with enough to bring it back. */
export interface BinEntry {
  id: string;
  /** Absolute path that it was removed from. */
  from: string;
  /** ISO 8601 instant. */
  removedAt: string;
  /** Absolute paths of what was removed with it, and comes back with it. */
  others?: readonly string[] | undefined;
}

/** What leaves together with a file. Paths are absolute. */
export interface Company {
  others: readonly string[];
  /** Folder of all of them, which goes where nothing is left in it. */
  folder: string;
}

/** Everything that writes: posts, settings, the bin. Paths are absolute and have passed the fence. */
export interface Disk {
  /**
   * Replaces a file whole: after it, and after a crash at any moment within it, the file is the old one or the new
   * one. Keeps mode, owner and hard links; follows no link (the fence has).
   *
   * @throws AppError `disk-full`, `write-refused`; the file is as it was then
   */
  write(target: string, bytes: Uint8Array, options?: WriteOptions): Promise<WriteOutcome>;
  /** Writes a file that must not be there yet, with its folders. @throws AppError `post-exists`, as `write` */
  create(target: string, bytes: Uint8Array): Promise<void>;
  /** Moves a file within one file system, never over another. @throws AppError `post-exists`, as `write` */
  move(from: string, to: string): Promise<void>;
  /** Moves a folder within one file system, never over anything. @throws AppError `post-exists`, as `write` */
  moveFolder(from: string, to: string): Promise<void>;
  /**
   * Moves a file to Galley's bin, all of its company with it or none of it.
   *
   * @param bin absolute path of the bin's folder
   */
  removeToBin(target: string, bin: string, company?: Company): Promise<BinEntry>;
  /** Brings a file back from the bin to where it was, with what left with it, never over another. @throws AppError `post-exists` */
  restoreFromBin(entry: BinEntry, bin: string): Promise<void>;
}

/** What stands beside its target during a save, and stays where one is killed; never a post, never published. */
export function isLeftover(name: string): boolean {
  return /^\.galley-(?:\d+-[0-9a-f]{12}\.(?:tmp|backup)|[0-9a-f]{12}\.lock)$/.test(name);
}

/** SHA-256 of a file's bytes in hex. */
export function revisionOfBytes(bytes: Uint8Array): Revision {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The disk over the system's own calls, or over calls that a test has wrapped. */
export function createDisk(calls: DiskCalls = systemCalls): Disk {
  return {
    write: (target, bytes, options = {}) => explained(target, () => writeFile(calls, target, bytes, options)),
    create: (target, bytes) => explained(target, () => createFile(calls, target, bytes)),
    move: (from, to) => explained(to, () => moveFile(calls, from, to)),
    moveFolder: (from, to) => explained(to, () => moveFolder(calls, from, to)),
    removeToBin: (target, bin, company) =>
      explained(target, () => removeToBin(calls, { target, bin, company })),
    restoreFromBin: (entry, bin) => explained(entry.from, () => restoreFromBin(calls, entry, bin)),
  };
}

async function writeFile(
  calls: DiskCalls,
  target: string,
  bytes: Uint8Array,
  options: WriteOptions,
): Promise<WriteOutcome> {
  const old = await orMissing(calls.lstat(target));
  if (old && !old.isFile()) throw new AppError('write-refused', { message: 'This is not an ordinary file.' });
  if (!old && options.basedOn !== undefined) return 'changed-on-disk';
  // Renaming over a read-only file works where its folder may be written; its owner did not mean that.
  if (old) await calls.access(target, nodeFiles.constants.W_OK);
  if (old && old.nlink > 1) {
    const write = () => writeInPlace(calls, { target, bytes, options, old });
    return options.basedOn === undefined ? write() : withWriteLock(calls, target, write);
  }

  if (!old) await makeFolders(calls, dirname(target));
  const temporary = nameBeside(target, 'tmp');
  try {
    await writeNewFile(calls, temporary, bytes, old ?? { mode: options.mode ?? 0o666 });
    if (!(await isReplaced(calls, temporary, target, options.basedOn))) {
      await calls.unlink(temporary).catch(ignore);
      return 'changed-on-disk';
    }
  } catch (error) {
    await calls.unlink(temporary).catch(ignore);
    throw error;
  }
  await syncFolder(calls, dirname(target));
  return 'written';
}

/** Puts a whole new file in the place of the old one; false where the old one is not that revision any more. */
async function isReplaced(
  calls: DiskCalls,
  from: string,
  to: string,
  revision: Revision | undefined,
): Promise<boolean> {
  if (revision === undefined) {
    await replace(calls, from, to);
    return true;
  }
  return withWriteLock(calls, to, async () => {
    const bytes = await orMissing(calls.readFile(to));
    if (bytes === undefined || revisionOfBytes(bytes) !== revision) return false;
    await replace(calls, from, to);
    return true;
  });
}

/** A file with several names would lose the others to a rename, so its bytes are replaced, with a copy kept beside meanwhile. */
async function writeInPlace(
  calls: DiskCalls,
  { target, bytes, options, old }: { target: string; bytes: Uint8Array; options: WriteOptions; old: Stats },
): Promise<WriteOutcome> {
  const before = await calls.readFile(target);
  if (options.basedOn !== undefined && revisionOfBytes(before) !== options.basedOn) return 'changed-on-disk';
  const backup = nameBeside(target, 'backup');
  try {
    await writeNewFile(calls, backup, before, old);
  } catch (error) {
    await calls.unlink(backup).catch(ignore);
    throw error;
  }
  try {
    await overwrite(calls, target, bytes);
  } catch (error) {
    await overwrite(calls, target, before).catch((second: unknown) => {
      throw new AppError('write-refused', {
        message: `The file was written only in part. A whole copy of it lies beside it as ${basename(backup)}.`,
        next: ['Make room on the disk, then save again.'],
        cause: second,
      });
    });
    await calls.unlink(backup).catch(ignore);
    throw error;
  }
  await calls.unlink(backup).catch(ignore);
  return 'written';
}

async function createFile(calls: DiskCalls, target: string, bytes: Uint8Array): Promise<void> {
  await makeFolders(calls, dirname(target));
  const temporary = nameBeside(target, 'tmp');
  try {
    await writeNewFile(calls, temporary, bytes, { mode: 0o666 });
    // With its second name the file is there and whole; the first one is then only litter.
    if ((await nameFree(calls, temporary, target)) === 'two-names')
      await calls.unlink(temporary).catch(ignore);
  } catch (error) {
    await calls.unlink(temporary).catch(ignore);
    throw error;
  }
  await syncFolder(calls, dirname(target));
}

async function moveFile(calls: DiskCalls, from: string, to: string): Promise<void> {
  await makeFolders(calls, dirname(to));
  if ((await nameFree(calls, from, to)) === 'two-names') {
    await calls.unlink(from).catch(async (error: unknown) => {
      await calls.unlink(to).catch(ignore);
      throw error;
    });
  }
  await syncFolder(calls, dirname(to));
  await syncFolder(calls, dirname(from));
}

/** A folder has no second name, so the look before the rename leaves a moment; a folder with files in it is never replaced. */
async function moveFolder(calls: DiskCalls, from: string, to: string): Promise<void> {
  if (await orMissing(calls.lstat(to))) await renameOntoItself(calls, from, to, 'folder');
  else await replace(calls, from, to);
  await syncFolder(calls, dirname(to));
  await syncFolder(calls, dirname(from));
}

async function removeToBin(
  calls: DiskCalls,
  { target, bin, company }: { target: string; bin: string; company: Company | undefined },
): Promise<BinEntry> {
  const removedAt = new Date().toISOString();
  const id = `${removedAt.replace(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`;
  const { others = [] } = company ?? {};
  const entry: BinEntry = { id, from: target, removedAt, ...(others.length > 0 ? { others } : {}) };
  const description = new TextEncoder().encode(JSON.stringify(entry, null, 2));
  const kept = keptOf(entry, bin);
  await withWriteLock(calls, target, async () => {
    // Copied first, since the bin may be on another disk; removed only when all files there are whole.
    for (const { from, copy } of kept) await createFile(calls, copy, await calls.readFile(from));
    await createFile(calls, join(bin, id, 'entry.json'), description);
    await removeAll(calls, kept, () => calls.unlink(join(bin, id, 'entry.json')));
  });
  await syncFolder(calls, dirname(target));
  if (company) await removeEmptied(calls, [target, ...others], company.folder);
  return entry;
}

interface Kept {
  /** Where it was. */
  from: string;
  /** Where it lies in the bin. */
  copy: string;
}

function keptOf({ id, from, others = [] }: BinEntry, bin: string): Kept[] {
  return [from, ...others].map((path, index) => ({
    from: path,
    copy: join(bin, id, index === 0 ? 'content' : `content-${index}`),
  }));
}

/** @param onNone called where not all could be removed, and all are here again */
async function removeAll(
  calls: DiskCalls,
  kept: readonly Kept[],
  onNone: () => Promise<void>,
): Promise<void> {
  const gone: Kept[] = [];
  try {
    for (const each of kept) {
      await calls.unlink(each.from);
      gone.push(each);
    }
  } catch (error) {
    await Promise.all(gone.map(async ({ from, copy }) => createFile(calls, from, await calls.readFile(copy))))
      .then(onNone)
      .catch(ignore);
    throw error;
  }
}

/** Removes the folders of these files, up to that one, in which nothing is left. */
async function removeEmptied(calls: DiskCalls, paths: readonly string[], top: string): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); isWithin(top, folder); folder = dirname(folder)) folders.add(folder);
  }
  const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst) await calls.rmdir(folder).catch(ignore);
}

function isWithin(top: string, folder: string): boolean {
  return folder === top || folder.startsWith(top + sep);
}

async function restoreFromBin(calls: DiskCalls, entry: BinEntry, bin: string): Promise<void> {
  const [first, ...others] = keptOf(entry, bin);
  const missing = first ? [first] : [];
  for (const each of others) if (!(await isBack(calls, each))) missing.push(each);
  const back: string[] = [];
  try {
    for (const { from, copy } of missing) {
      await createFile(calls, from, await calls.readFile(copy));
      back.push(from);
    }
  } catch (error) {
    for (const path of back) await calls.unlink(path).catch(ignore);
    throw error;
  }
  for (const { copy } of keptOf(entry, bin)) await calls.unlink(copy).catch(ignore);
  await calls.unlink(join(bin, entry.id, 'entry.json')).catch(ignore);
  await calls.rmdir(join(bin, entry.id)).catch(ignore);
}

/** Whether a file is at its place again already. @throws AppError `post-exists` where another one is */
async function isBack(calls: DiskCalls, { from, copy }: Kept): Promise<boolean> {
  if (!(await orMissing(calls.lstat(from)))) return false;
  const [there, here] = [await calls.readFile(from), await calls.readFile(copy)];
  if (revisionOfBytes(there) !== revisionOfBytes(here)) throw new AppError('post-exists');
  return true;
}

async function writeNewFile(
  calls: DiskCalls,
  path: string,
  bytes: Uint8Array,
  like: Pick<Stats, 'mode'> & Partial<Pick<Stats, 'uid' | 'gid'>>,
): Promise<void> {
  const isCopy = like.uid !== undefined;
  // What a private file holds must not be readable under its temporary name for a moment either.
  const file = await calls.open(path, 'wx', isCopy ? 0o600 : like.mode);
  try {
    await writeWhole(file, bytes);
    if (isCopy) await takeAfter(file, like);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Owner first, since a change of owner takes mode bits away. Only root may give files away; others keep what they may. */
async function takeAfter(
  file: DiskFile,
  like: Pick<Stats, 'mode'> & Partial<Pick<Stats, 'uid' | 'gid'>>,
): Promise<void> {
  const own = await file.stat();
  if (like.uid !== undefined && like.gid !== undefined && (own.uid !== like.uid || own.gid !== like.gid))
    await file.chown(like.uid, like.gid).catch(ignore);
  const mode = like.mode & 0o7777;
  // File systems without modes refuse the change, and show the same mode for every file.
  await file.chmod(mode).catch(async (error: unknown) => {
    if (((await file.stat()).mode & 0o7777) !== mode) throw error;
  });
}

async function overwrite(calls: DiskCalls, target: string, bytes: Uint8Array): Promise<void> {
  const file = await calls.open(target, 'r+');
  try {
    await writeWhole(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** One write may take less than it was given and report no error, so: until all is written, then by the file's own size. */
async function writeWhole(file: DiskFile, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const count = await file.write(bytes, written, bytes.length - written, written);
    if (count <= 0) throw new AppError('disk-full');
    written += count;
  }
  await file.truncate(bytes.length);
  if ((await file.stat()).size !== bytes.length) throw new AppError('disk-full');
}

/** Windows refuses to replace a file that another program holds for a moment, as virus scanners do. */
async function replace(calls: DiskCalls, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await calls.rename(from, to);
      return;
    } catch (error) {
      const isHeld = process.platform === 'win32' && /^(EPERM|EACCES|EBUSY)$/.test(codeOf(error));
      if (!isHeld || attempt === 6) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 40));
    }
  }
}

/**
 * Gives a file a name that is free: a rename would replace what is there, a second name does not. Says whether the
 * first name still stands.
 */
async function nameFree(calls: DiskCalls, from: string, to: string): Promise<'two-names' | 'moved'> {
  try {
    await calls.link(from, to);
    return 'two-names';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return renameOntoItself(calls, from, to);
    // Some file systems have no second names. The look before the rename leaves a moment, and is all they offer.
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK|EACCES)$/.test(codeOf(error))) throw error;
    if (await orMissing(calls.lstat(to))) throw new AppError('post-exists');
    await replace(calls, from, to);
    return 'moved';
  }
}

/** Where names differ in case alone and the file system sees none, the file that is in the way is the file itself. */
async function renameOntoItself(
  calls: DiskCalls,
  from: string,
  to: string,
  kind: 'file' | 'folder' = 'file',
): Promise<'moved'> {
  const [first, second] = [await calls.lstat(from), await calls.lstat(to)];
  const isSame = first.ino === second.ino && first.dev === second.dev && from !== to;
  const differsInCaseOnly = from.toLowerCase() === to.toLowerCase();
  // A folder has a second name for each folder in it.
  const hasOtherNames = kind === 'file' && first.nlink > 1;
  if (!isSame || !differsInCaseOnly || hasOtherNames) throw new AppError('post-exists');
  const between = nameBeside(to, 'tmp');
  await calls.rename(from, between);
  await calls.rename(between, to);
  return 'moved';
}

async function makeFolders(calls: DiskCalls, folder: string): Promise<void> {
  if (dirname(folder) === folder || (await orMissing(calls.lstat(folder)))) return;
  await makeFolders(calls, dirname(folder));
  await calls.mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** Makes the new name last through a power cut, where the system can. The file is whole by now, so a failure changes nothing. */
async function syncFolder(calls: DiskCalls, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const file = await calls.open(folder, 'r');
    await file.sync().finally(() => file.close());
  } catch {
    // Not every file system can.
  }
}

/** Renaming is atomic only within one file system, so a temporary file lies beside its target. */
function nameBeside(target: string, kind: 'tmp' | 'backup'): string {
  return join(dirname(target), `.galley-${process.pid}-${randomBytes(6).toString('hex')}.${kind}`);
}

async function orMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

async function explained<T>(target: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw explain(target, error);
  }
}

function explain(target: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === '') return error;
  const detail = error instanceof Error ? error.message : undefined;
  const because = { cause: error, ...(detail === undefined ? {} : { detail }) };
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new AppError('disk-full', because);
  const reason = refusals[code] ?? 'the system refused it';
  return new AppError('write-refused', {
    ...because,
    message: `“${basename(target)}” could not be written: ${reason}. Your text is still here, and the file is as it was.`,
  });
}

const refusals: Record<string, string> = {
  EACCES: 'you have no permission to write it',
  EPERM: 'you have no permission to write it',
  EROFS: 'the disk can only be read',
  EBUSY: 'another program is using it',
  ETXTBSY: 'another program is using it',
  ENOENT: 'its folder is no longer there',
  ENOTDIR: 'its folder is no longer there',
  EISDIR: 'a folder of that name is there',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function ignore(): undefined {
  return undefined;
}

/** The system's own calls. */
export const systemCalls: DiskCalls = {
  async open(path, flags, mode) {
    const handle = await nodeFiles.open(path, flags, mode);
    return {
      write: async (bytes, offset, length, position) =>
        (await handle.write(bytes, offset, length, position)).bytesWritten,
      stat: () => handle.stat(),
      chmod: (wanted) => handle.chmod(wanted),
      chown: (user, group) => handle.chown(user, group),
      truncate: (length) => handle.truncate(length),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  lstat: (path) => nodeFiles.lstat(path),
  access: (path, mode) => nodeFiles.access(path, mode),
  readFile: (path) => nodeFiles.readFile(path),
  mkdir: (path) => nodeFiles.mkdir(path).then(() => undefined),
  link: (from, to) => nodeFiles.link(from, to),
  rename: (from, to) => nodeFiles.rename(from, to),
  unlink: (path) => nodeFiles.unlink(path),
  rmdir: (path) => nodeFiles.rmdir(path),
};
