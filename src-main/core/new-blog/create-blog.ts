import { mkdir, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { NewBlog } from '../../common/new-blog/new-blog.ts';
import { newBlogFiles } from '../../common/new-blog/new-blog-files.ts';
import { createDisk } from '../disk.ts';
import { expandHome, folderExists } from '../folders.ts';
import type { Environment } from '../git/program.ts';
import { startBareRepository, startBlogRepository } from '../git/start-blog-repository.ts';
import { findRepository } from '../site/find-repository.ts';

/** In what surroundings a blog is made. */
export interface NewBlogSurroundings {
  /** In which git is found and run. */
  environment: Environment;
  now: Date;
  /**
   * Whether the repository that is there may run its programs: without, its files are written and the first commit is
   * left to the first publish.
   */
  isTrusted(folder: string): Promise<boolean>;
}

/**
 * Makes a blog in Galley’s own convention: its files, a repository with one commit, and a remote where one was named.
 * A folder that is not there yet is made as a whole; in one that is there nothing is ever replaced.
 *
 * @returns absolute real path of the blog
 * @throws AppError `bad-input` where the folder cannot take a blog, `git-missing`, `git-failed`, `write-refused`, `disk-full`
 */
export async function createBlog(blog: NewBlog, surroundings: NewBlogSurroundings): Promise<string> {
  const folder = expandHome(blog.folder);
  if (!isAbsolute(folder)) throw refusal('The folder of a new blog is named from the root of the disk.');
  const remote = await prepareRemote(blog, surroundings.environment);
  const files = newBlogFiles(blog, { today: localDay(surroundings.now) });
  const task = { blog, folder, files, remote, surroundings };
  try {
    if (!(await folderExists(folder))) await createAsWhole(task);
    else await createInside({ ...task, folder: await realpath(folder) });
  } catch (error) {
    await remote?.undo();
    throw error;
  }
  return realpath(folder);
}

interface Task {
  blog: NewBlog;
  /** Absolute. */
  folder: string;
  files: ReadonlyMap<string, string>;
  remote: PreparedRemote | undefined;
  surroundings: NewBlogSurroundings;
}

/** Made aside and renamed, so that a start that is cut off leaves no half blog. */
async function createAsWhole(task: Task): Promise<void> {
  const { folder } = task;
  if (await isThere(folder)) throw refusal('There is a file of this name, and no folder.');
  const making = join(dirname(folder), `.${basename(folder)}.${process.pid}.making`);
  await makeFolder(making);
  try {
    await writeAll(task, making);
    await start(task, making, false, [...task.files.keys()]);
    await rename(making, folder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function createInside(task: Task): Promise<void> {
  const { folder } = task;
  const names = await readdir(folder);
  const repository = await findRepository(folder);
  const exists = repository?.workingTree === folder;
  if (!exists && names.length > 0)
    throw refusal('This folder is not empty.', [
      'Choose a folder that is empty or not there yet.',
      'To write in the blog that is there, open it.',
    ]);
  const written = await writeAll(task, folder, exists);
  try {
    const mayCommit = !exists || (await task.surroundings.isTrusted(folder));
    await start(task, folder, exists, mayCommit ? written : []);
  } catch (error) {
    await takeBack(folder, written);
    if (!exists) await rm(join(folder, '.git'), { recursive: true, force: true });
    throw error;
  }
}

/** Writes the files; with `mayStay`, what a repository has anyway (its README, its list of ignored files) stays. */
async function writeAll({ files }: Task, folder: string, mayStay = false): Promise<string[]> {
  const disk = createDisk();
  const written: string[] = [];
  try {
    for (const [path, text] of files) {
      try {
        await disk.create(join(folder, path), new TextEncoder().encode(text));
        written.push(path);
      } catch (error) {
        const isThere = error instanceof AppError && error.code === 'post-exists';
        if (!isThere || !mayStay) throw error;
        if (path === 'galley.yml')
          throw refusal('There is a blog of Galley in this repository already.', ['Open it instead.']);
      }
    }
  } catch (error) {
    await takeBack(folder, written);
    throw error;
  }
  return written;
}

async function takeBack(folder: string, written: readonly string[]): Promise<void> {
  for (const path of written) await rm(join(folder, path), { force: true });
  // Folders that are empty now were made for these files, or were empty before and are none to git.
  const folders = new Set(written.map((path) => dirname(path)).filter((path) => path !== '.'));
  for (const path of [...folders].reverse()) await rmdir(join(folder, path)).catch(() => {});
}

function start(task: Task, folder: string, exists: boolean, paths: string[]): Promise<void> {
  const { blog, remote, surroundings } = task;
  return startBlogRepository({
    folder,
    exists,
    remote: remote?.address,
    identity: { name: blog.author, email: blog.email },
    paths,
    message: `Start ${blog.title}`,
    environment: surroundings.environment,
  });
}

interface PreparedRemote {
  address: string;
  /** Takes back what was made. */
  undo(): Promise<void>;
}

async function prepareRemote(
  { remote }: NewBlog,
  environment: Environment,
): Promise<PreparedRemote | undefined> {
  if (!remote) return undefined;
  if (remote.kind === 'address') return { address: remote.address, undo: async () => {} };
  const folder = expandHome(remote.folder);
  if (!isAbsolute(folder)) throw refusal('The folder to publish to is named from the root of the disk.');
  if (await folderExists(folder)) {
    if (await isBare(folder)) return { address: await realpath(folder), undo: async () => {} };
    if ((await readdir(folder)).length > 0)
      throw refusal('The folder to publish to is neither empty nor a bare repository.');
  } else if (await isThere(folder)) throw refusal('The folder to publish to is a file.');
  await makeFolder(folder);
  await startBareRepository(environment, folder);
  return { address: await realpath(folder), undo: () => rm(folder, { recursive: true, force: true }) };
}

async function isBare(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return ['HEAD', 'objects', 'refs'].every((name) => names.includes(name));
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Makes a folder and those that it lies in. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC') throw new AppError('disk-full', { cause: error });
    throw new AppError('bad-input', {
      message: `No folder can be made in ${dirname(folder)}.`,
      next: ['Choose another folder, such as one in your home folder.'],
      cause: error,
    });
  }
}

function localDay(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function refusal(message: string, next = ['Choose another folder.']): AppError {
  return new AppError('bad-input', { message, next });
}
