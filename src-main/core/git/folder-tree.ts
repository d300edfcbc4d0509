import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { createDisk } from '../disk.ts';
import { hardenEnvironment } from './environment.ts';
import { asAppError, failureOf } from './failures.ts';
import type { Git } from './git.ts';
import { quietSettings } from './instance.ts';
import type { Environment } from './program.ts';
import { runGit } from './run.ts';

/** A folder to make a tree of. */
export interface FolderTree {
  /** Absolute path of a folder that is no repository. */
  folder: string;
  /** Absolute path of a folder for what is remembered between two times; it is made where it is missing. */
  memory: string;
  environment: Environment;
  signal?: AbortSignal | undefined;
}

const memorySchema = v.record(v.string(), v.tuple([v.string(), v.string()]));
type Memory = v.InferOutput<typeof memorySchema>;

/**
 * Writes every file of a folder into the repository as it is, byte by byte, and makes a tree of them. The author’s index,
 * working tree, filters and line-end settings have no part in it. Files that have not changed since the last time are
 * known by size and times.
 *
 * @returns name of the tree
 * @throws AppError with the cause
 */
export async function writeFolderTree(git: Git, task: FolderTree): Promise<string> {
  const memoryFile = join(task.memory, 'blobs.json');
  const known = await readMemory(memoryFile);
  const files = await listFiles(task.folder);
  const blobs = new Map<string, string>();
  const unknown: string[] = [];
  for (const { path, stamp } of files) {
    const [before, blob] = known[path] ?? [];
    if (before === stamp && blob !== undefined) blobs.set(path, blob);
    else unknown.push(path);
  }
  const run = await runner(git, task);
  // What was remembered may be gone from the repository, as after a fresh clone or a clean-up.
  const missing = await missingOf(run, new Set(blobs.values()));
  for (const [path, blob] of blobs) if (missing.has(blob)) unknown.push(path);
  const written = await writeBlobs(run, unknown);
  unknown.forEach((path, position) => {
    blobs.set(path, written[position] ?? '');
  });
  const remembered = files.map(({ path, stamp }) => [path, [stamp, blobs.get(path) ?? '']]);
  const text = JSON.stringify(Object.fromEntries(remembered));
  await mkdir(task.memory, { recursive: true });
  await createDisk().write(memoryFile, new TextEncoder().encode(text));
  return writeTree(run, task, blobs);
}

async function readMemory(file: string): Promise<Memory> {
  try {
    const read = v.safeParse(memorySchema, JSON.parse(await readFile(file, 'utf8')));
    return read.success ? read.output : {};
  } catch {
    return {};
  }
}

/** Paths with `/`, in order. Links are left out: what is published is plain files. */
async function listFiles(folder: string): Promise<{ path: string; stamp: string }[]> {
  const found: { path: string; stamp: string }[] = [];
  const walk = async (within: string): Promise<void> => {
    const entries = await readdir(join(folder, within), { withFileTypes: true });
    for (const entry of entries) {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== '.git') await walk(path);
      if (!entry.isFile()) continue;
      const { size, mtimeMs, ctimeMs, ino } = await lstat(join(folder, path));
      found.push({ path, stamp: [size, mtimeMs, ctimeMs, ino].join(' ') });
    }
  };
  await walk('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Run = (args: string[], input?: string, index?: string) => Promise<string>;

async function runner(git: Git, { folder, environment, signal }: FolderTree): Promise<Run> {
  const { path } = await git.program();
  const hardened = hardenEnvironment(environment, 'ask', { ceiling: dirname(folder), ownSsh: false });
  const settings = quietSettings.flatMap((setting) => ['-c', setting]);
  return async (args, input, index) => {
    const answer = await runGit(path, {
      args: ['--git-dir', git.location.gitFolder, ...settings, ...args],
      folder,
      environment: index === undefined ? hardened : { ...hardened, GIT_INDEX_FILE: index },
      input,
      signal,
    });
    const failure = failureOf(answer);
    if (failure) throw asAppError(failure);
    return answer.stdout.toString('utf8');
  };
}

async function missingOf(run: Run, blobs: ReadonlySet<string>): Promise<Set<string>> {
  if (blobs.size === 0) return new Set();
  const said = await run(['cat-file', '--batch-check'], `${[...blobs].join('\n')}\n`);
  return new Set(said.split('\n').flatMap((line) => /^(\S+) missing$/.exec(line)?.[1] ?? []));
}

async function writeBlobs(run: Run, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const odd = paths.find((path) => path.includes('\n'));
  if (odd !== undefined) throw new Error(`A line end in the name of a built file: ${JSON.stringify(odd)}`);
  const names = await run(['hash-object', '-w', '--no-filters', '--stdin-paths'], `${paths.join('\n')}\n`);
  return names.trim().split('\n');
}

/** By an index of its own, which is gone afterwards. */
async function writeTree(
  run: Run,
  { memory }: FolderTree,
  blobs: ReadonlyMap<string, string>,
): Promise<string> {
  const index = join(memory, `index-${process.pid}`);
  try {
    const entries = [...blobs].map(([path, blob]) => `100644 ${blob}\t${path}\0`).join('');
    await run(['update-index', '-z', '--index-info'], entries, index);
    return (await run(['write-tree'], undefined, index)).trim();
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}
