import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import yauzl from 'yauzl';
import { AppError } from '../../common/errors.ts';
import { normalise } from '../../common/site/paths.ts';

/** The files of an export: of a folder, of a ZIP file, or a file by itself with what lies beside it. */
export interface Archive {
  /** Files to import, with `/`; of a file by itself that one alone. */
  names: readonly string[];
  /** A file's bytes; undefined where it is not there, lies elsewhere or is too large. */
  read(name: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** More than any picture or the texts of a whole blog. In bytes. */
const largestFile = 400_000_000;
/** More names than this are no export, but a disk. */
const mostFiles = 200_000;

/** @throws AppError `bad-input` where there is nothing that could be read */
export async function openArchive(path: string): Promise<Archive> {
  const status = await stat(path).catch((cause: unknown) => {
    throw new AppError('bad-input', {
      message: `“${basename(path)}” is not there, or may not be read.`,
      next: ['Check the path of the export.'],
      cause,
    });
  });
  if (status.isDirectory()) return openFolder(path, await filesUnder(path));
  if (!status.isFile())
    throw new AppError('bad-input', {
      message: `“${basename(path)}” is neither a file nor a folder.`,
      next: ['Name the file that the other program gave out.'],
    });
  if (await isZip(path)) return openZip(path);
  // A file that is named by a link has its pictures where it really is.
  const real = await realpath(path);
  return openFolder(dirname(real), [basename(real)]);
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PK\u0003\u0004';
  } finally {
    await file.close();
  }
}

async function filesUnder(folder: string, within = '', found: string[] = []): Promise<string[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory() && !/^(?:\.git|node_modules|__MACOSX)$/.test(entry.name))
      await filesUnder(folder, name, found);
    if (entry.isFile()) found.push(name);
    if (found.length > mostFiles)
      throw new AppError('bad-input', {
        message: `“${basename(folder)}” holds more than ${mostFiles} files.`,
        next: ['Name the folder that the posts are in.'],
      });
  }
  return found;
}

async function openFolder(folder: string, names: readonly string[]): Promise<Archive> {
  const root = await realpath(folder);
  return {
    names,
    async read(name) {
      const within = normalise(name);
      if (within === undefined || within.startsWith('..')) return undefined;
      const real = await realpath(join(root, within)).catch(() => undefined);
      if (!real?.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
      const status = await stat(real).catch(() => undefined);
      if (!status?.isFile() || status.size > largestFile) return undefined;
      return readFile(real).catch(() => undefined);
    },
    close: async () => {},
  };
}

async function openZip(path: string): Promise<Archive> {
  const file = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch(noZip);
  const entries = new Map<string, yauzl.Entry>();
  try {
    for await (const entry of file.eachEntry()) {
      const isFile = !entry.fileName.endsWith('/') && !entry.fileName.startsWith('__MACOSX/');
      if (isFile && entries.size < mostFiles) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    file.close();
    noZip(error);
  }
  return {
    names: [...entries.keys()].sort(),
    async read(name) {
      const entry = entries.get(normalise(name) ?? name);
      if (!entry || entry.uncompressedSize > largestFile) return undefined;
      return readEntry(file, entry);
    },
    close: async () => file.close(),
  };
}

function noZip(cause: unknown): never {
  const place =
    cause instanceof Error && /^(?:invalid relative path|absolute path): (.*)$/s.exec(cause.message);
  if (place)
    throw new AppError('bad-input', {
      message: `This ZIP file says that a file of it belongs elsewhere, at “${place[1]}”, so Galley does not read it.`,
      next: ['If you trust who made it, unpack it yourself and name the folder.'],
      cause,
    });
  throw new AppError('bad-input', {
    message: 'This ZIP file is damaged.',
    next: ['Export again, or unpack it yourself and name the folder.'],
    cause,
  });
}

/** Undefined for what is encrypted or damaged. A file that is larger than it says ends the reading by itself. */
async function readEntry(file: yauzl.ZipFile, entry: yauzl.Entry): Promise<Uint8Array | undefined> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
