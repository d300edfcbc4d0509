import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { isRunning } from '../is-running.ts';
import { checkPathName } from '../site/fence.ts';
import { explained } from './output-writer.ts';

/** Name of the list of what Galley has written, in the built site itself. */
export const manifestName = '.galley-site.json';

/** Files of a built site, relative to its folder, each with a key that is another whenever the file is. */
export type SiteFiles = ReadonlyMap<string, string>;

/** A folder that holds a built site, or will. */
export interface OutputFolder {
  /** Absolute path. */
  path: string;
  /** What an earlier build has written and left as it is; empty for a first one. */
  files(): SiteFiles;
  /** Makes an empty folder beside it for new files. @returns absolute path */
  stage(): string;
  /**
   * Puts the staged files in their places and takes away what is no longer of the site. Killed at any moment, it leaves
   * the old site or the new one: many files by swapping whole folders, a few by a list that the next build completes,
   * in an order in which no page leads to one that is not there.
   *
   * @param wanted all files of the new site; those with another key than before are staged
   * @returns how many files were written or removed
   */
  commit(wanted: SiteFiles): number;
  /** Takes the staged files away. For after a failure; harmless after a commit. */
  abandon(): void;
}

interface Manifest {
  version: 1;
  files: Record<string, string>;
}

/** With more changed files than this, folders are swapped. */
const fewChanges = 200;

/**
 * Opens the folder that a site is built to, and completes or takes back what a killed build has left there.
 *
 * @param path absolute path
 * @throws AppError `output-not-ours`, `build-running`, `write-refused`
 */
export function openOutputFolder(path: string): OutputFolder {
  const beside = (name: string): string => join(dirname(path), `.${basename(path)}.galley-${name}`);
  const staging = beside('new');
  const old = beside('old');
  explained(() => {
    makeFolders(dirname(path));
    refuseRunning(staging);
    recover({ path, staging, old });
  });
  checkIsOurs(path);
  let manifest = readManifest(path);

  return {
    path,
    files: () => manifest ?? new Map(),
    stage: () =>
      explained(() => {
        rmSync(staging, { recursive: true, force: true });
        mkdirSync(staging);
        mkdirSync(join(staging, 'site'));
        writeFileSync(join(staging, 'process'), `${process.pid}\n`);
        return join(staging, 'site');
      }),
    commit(wanted) {
      const before: SiteFiles = manifest ?? new Map();
      const changed = [...wanted].filter(([file, key]) => before.get(file) !== key).map(([file]) => file);
      const removed = [...before.keys()].filter((file) => !wanted.has(file));
      explained(() => {
        if (changed.length + removed.length === 0 && manifest) return;
        writeManifest(join(staging, 'site'), wanted);
        const isSwapped =
          !existsSync(path) || isEmpty(path) || (changed.length > fewChanges && isAllOurs(path, before));
        if (isSwapped) swap({ path, staging, old }, wanted, changed);
        else replaceFiles({ path, staging }, changed, removed);
      });
      manifest = new Map(wanted);
      rmSync(staging, { recursive: true, force: true });
      return changed.length + removed.length;
    },
    abandon() {
      // A list that was begun is completed by the next build.
      if (!existsSync(join(staging, 'list.json'))) rmSync(staging, { recursive: true, force: true });
    },
  };
}

/** One by one: in a place where the system lets nobody make any, such as /proc, Node's own `recursive` never ends. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  mkdirSync(path);
}

interface Places {
  path: string;
  staging: string;
  old: string;
}

function refuseRunning(staging: string): void {
  const pid = Number(readIfThere(join(staging, 'process')));
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return;
  if (isRunning(pid)) throw new AppError('build-running');
}

function recover({ path, staging, old }: Places): void {
  if (!existsSync(path) && existsSync(old)) renameSync(old, path);
  rmSync(old, { recursive: true, force: true });
  const list = readIfThere(join(staging, 'list.json'));
  if (list !== undefined) completeList({ path, staging }, JSON.parse(list) as MoveList);
  rmSync(staging, { recursive: true, force: true });
}

/** Galley writes only where nothing is, or where all began with a build of its own. */
function checkIsOurs(path: string): void {
  const status = lstatOf(path);
  if (!status) return;
  if (!status.isDirectory())
    throw new AppError('output-not-ours', { message: `${basename(path)} is no folder.` });
  if (isEmpty(path) || readManifest(path)) return;
  throw new AppError('output-not-ours');
}

function isEmpty(path: string): boolean {
  return lstatOf(path)?.isDirectory() === true && readdirSync(path).length === 0;
}

function readManifest(path: string): Map<string, string> | undefined {
  try {
    const text = readIfThere(join(path, manifestName));
    const { version, files } = JSON.parse(text ?? '') as Partial<Manifest>;
    if (version !== 1 || typeof files !== 'object') return undefined;
    const entries = Object.entries(files);
    // A list that somebody else has written must not lead out of the folder either.
    for (const [file, key] of entries) {
      checkPathName(file);
      if (typeof key !== 'string') return undefined;
    }
    return new Map(entries);
  } catch {
    return undefined;
  }
}

function writeManifest(folder: string, files: SiteFiles): void {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const manifest: Manifest = { version: 1, files: Object.fromEntries(sorted) };
  writeFileSync(join(folder, manifestName), `${JSON.stringify(manifest, null, 0)}\n`, { flag: 'wx' });
}

/** Whether nothing but Galley's own files is there: only then the folder may be replaced as a whole. */
function isAllOurs(path: string, files: SiteFiles): boolean {
  if (realpathSync(path) !== path && lstatOf(path)?.isSymbolicLink()) return false;
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.every((entry) => {
    if (entry.isDirectory()) return true;
    const name = join(entry.parentPath, entry.name)
      .slice(path.length + 1)
      .split(sep)
      .join('/');
    return entry.isFile() && (files.has(name) || name === manifestName);
  });
}

/** Completes the staged folder with what stays, and puts it in the old one's place. */
function swap({ path, staging, old }: Places, wanted: SiteFiles, changed: readonly string[]): void {
  const site = join(staging, 'site');
  const isChanged = new Set(changed);
  for (const file of wanted.keys()) {
    if (isChanged.has(file)) continue;
    const target = join(site, ...file.split('/'));
    mkdirSync(dirname(target), { recursive: true });
    linkSync(join(path, ...file.split('/')), target);
  }
  if (isEmpty(path)) rmdirSync(path);
  if (!existsSync(path)) {
    renameSync(site, path);
    return;
  }
  renameSync(path, old);
  try {
    renameSync(site, path);
  } catch (error) {
    renameSync(old, path);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** Moves that make the old site the new one, in this order. */
interface MoveList {
  moved: string[];
  removed: string[];
}

function replaceFiles(
  { path, staging }: Omit<Places, 'old'>,
  changed: readonly string[],
  removed: string[],
): void {
  const list: MoveList = { moved: inOrder(changed), removed };
  // From this name on, a build that is killed is completed by the next one.
  const draft = join(staging, `list-${randomBytes(4).toString('hex')}.json`);
  const file = openSync(draft, 'wx');
  try {
    writeFileSync(file, JSON.stringify(list));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, join(staging, 'list.json'));
  completeList({ path, staging }, list);
}

/** What pages load first, then posts, then the lists that lead to them. */
function inOrder(files: readonly string[]): string[] {
  const rank = (file: string): number => {
    if (/^(?:theme|media|assets)\//.test(file)) return 0;
    if (/^(?:archive|tags|page|search)\//.test(file) || !file.includes('/')) return 2;
    return 1;
  };
  return [...files].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function completeList({ path, staging }: Omit<Places, 'old'>, { moved, removed }: MoveList): void {
  const site = join(staging, 'site');
  const safe = new Set<string>([path]);
  const removedFirst = new Set(removed);
  for (const file of [...moved, manifestName]) {
    checkPathName(file);
    const from = join(site, ...file.split('/'));
    if (!existsSync(from)) continue;
    const target = join(path, ...file.split('/'));
    makeWay(path, file, removedFirst);
    makeFolder(path, dirname(target), safe);
    renameSync(from, target);
  }
  for (const file of removed) removeFile(path, file);
}

/** A file may stand where a folder is wanted now, and the other way round. */
function makeWay(path: string, file: string, removed: ReadonlySet<string>): void {
  const names = file.split('/');
  for (let count = 1; count < names.length; count += 1) {
    const above = names.slice(0, count).join('/');
    if (removed.has(above)) removeFile(path, above);
  }
  if (lstatOf(join(path, ...names))?.isDirectory())
    for (const other of removed) if (other.startsWith(`${file}/`)) removeFile(path, other);
}

/** A link among the folders could lead out of the site: nothing is written through one. */
function makeFolder(root: string, folder: string, safe: Set<string>): void {
  if (safe.has(folder)) return;
  makeFolder(root, dirname(folder), safe);
  const status = lstatOf(folder);
  if (status && !status.isDirectory())
    throw new AppError('write-refused', {
      message: `“${folder.slice(root.length + 1)}” in the output folder is no folder of Galley’s. The site is as it was.`,
      next: ['Remove it, or choose another folder.'],
    });
  if (!status) mkdirSync(folder);
  safe.add(folder);
}

function removeFile(path: string, file: string): void {
  checkPathName(file);
  const names = file.split('/');
  let folder = path;
  for (const name of names.slice(0, -1)) {
    folder = join(folder, name);
    if (!lstatOf(folder)?.isDirectory()) return;
  }
  const target = join(path, ...names);
  const status = lstatOf(target);
  if (status && !status.isDirectory()) unlinkSync(target);
  for (let count = names.length - 1; count > 0; count -= 1) {
    try {
      rmdirSync(join(path, ...names.slice(0, count)));
    } catch {
      return;
    }
  }
}

function lstatOf(path: string): ReturnType<typeof lstatSync> | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
