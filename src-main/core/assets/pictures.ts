import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AddedPicture } from '../../common/api/pictures.ts';
import { largestPicture } from '../../common/api/pictures.ts';
import { AppError } from '../../common/errors.ts';
import { join } from '../../common/site/paths.ts';
import { writePicture } from '../../common/site/picture-forms.ts';
import { altMark, targetMark } from '../../common/site/picture-uses.ts';
import { type BinEntry, type Disk, revisionOfBytes } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import { type PictureSources, pictureHabitOf } from './picture-folder.ts';
import { pictureNames, pictureStem } from './picture-name.ts';
import { type PictureWishes, preparePicture } from './prepare-picture.ts';

/** A picture that an author gives. */
export interface GivenPicture {
  /** Path of the post that will show it. */
  post: string;
  /** As the author's system calls it; may be empty. */
  name: string;
  bytes: Uint8Array;
  /** The key of the front matter that it is for; none where it goes into the text. */
  key?: readonly string[] | undefined;
}

/** Pictures on their way into the blog, and out again. */
export interface Pictures {
  /** @throws AppError `not-a-picture`, `picture-too-large`, `post-missing`, as `Disk.create` */
  add(picture: GivenPicture, wishes: PictureWishes): Promise<AddedPicture>;
  /** Moves a picture that was added here to Galley's bin, if it still is what was added. @throws AppError `bad-input` */
  remove(path: string): Promise<void>;
  /** Moves any picture to Galley's bin, for an author who no longer wants it; nothing where there is none. */
  moveToBin(path: string): Promise<void>;
  /** Brings such a picture back; nothing where it is there. */
  putBack(path: string): Promise<void>;
}

export interface PicturesOptions extends PictureSources {
  disk: Disk;
  /** Absolute path of Galley's bin. */
  bin: string;
  /** Told of each file that was written or removed. */
  onWritten(path: string): Promise<void>;
}

/** The pictures that are added to the blog at this absolute real path. */
export function createPictures(options: PicturesOptions): Pictures {
  const { root, disk, bin, onWritten } = options;
  /** Revision of each picture that was added here: only these may be removed again. */
  const added = new Map<string, string>();
  const removed = new Map<string, BinEntry>();
  let last: Promise<unknown> = Promise.resolve();

  async function add(picture: GivenPicture, wishes: PictureWishes): Promise<AddedPicture> {
    if (picture.bytes.length > largestPicture) throw new AppError('picture-too-large');
    if (!(await fencePath(root, picture.post)).exists) throw new AppError('post-missing');
    const { habit, shown } = await pictureHabitOf(options, picture.post, picture.key);
    const { bytes, extension } = await preparePicture(picture.bytes, wishes);
    const names = pictureNames(pictureStem(picture.name, picture.post), extension);
    const { path, isNew } = await put(habit.folder, names, bytes);
    if (isNew) {
      added.set(path, revisionOfBytes(bytes));
      removed.delete(path);
      await onWritten(path);
    }
    const written = writePicture(habit.form, path, shown) ?? path;
    const target = picture.key ? decodeURI(written) : written;
    const [before = '', after = ''] = habit.wrapper.replace(targetMark, () => target).split(altMark);
    return { path, target, before, after, asksAlt: habit.wrapper.includes(altMark), isNew };
  }

  /** Writes the picture under the first name that is free; where that picture is there already, it serves. */
  async function put(
    folder: string,
    names: Iterable<string>,
    bytes: Uint8Array,
  ): Promise<{ path: string; isNew: boolean }> {
    const known = await namesIn(root, folder);
    for (const name of names) {
      const path = join(folder, name);
      const { real, exists } = await fencePath(root, path);
      if (exists && (await isSame(real, bytes))) return { path, isNew: false };
      // Names that differ in case or composition alone are one file on some systems.
      if (exists || known.has(comparable(name))) continue;
      try {
        await disk.create(real, bytes);
        return { path, isNew: true };
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'post-exists')) throw worded(error);
      }
    }
    throw new Error('Names never end');
  }

  async function bringToBin(path: string, real: string): Promise<void> {
    removed.set(path, await disk.removeToBin(real, bin));
    await onWritten(path);
  }

  return {
    add(picture, wishes) {
      // One after the other: each takes memory, and two of one name would race for it.
      const result = last.then(() => add(picture, wishes));
      last = result.catch(() => undefined);
      return result;
    },
    async remove(path) {
      const revision = added.get(path);
      const { real, exists } = await fencePath(root, path);
      if (!exists) return;
      if (revision === undefined || revisionOfBytes(await readFile(real)) !== revision)
        throw new AppError('bad-input', {
          message: 'This picture is not as Galley added it, so it stays.',
          next: ['Remove the file yourself if nobody needs it.'],
        });
      await bringToBin(path, real);
    },
    async moveToBin(path) {
      const { real, exists } = await fencePath(root, path);
      if (exists) await bringToBin(path, real);
    },
    async putBack(path) {
      const entry = removed.get(path);
      if (!entry) return;
      await disk.restoreFromBin(entry, bin);
      removed.delete(path);
      await onWritten(path);
    },
  };
}

async function namesIn(root: string, folder: string): Promise<Set<string>> {
  const { real } = await fencePath(root, join(folder, 'a'));
  const names = await readdir(dirname(real)).catch(() => []);
  return new Set(names.map(comparable));
}

function comparable(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

async function isSame(real: string, bytes: Uint8Array): Promise<boolean> {
  const found = await readFile(real).catch(() => undefined);
  return found?.equals(bytes) ?? false;
}

/** The disk speaks of the author's text; here it is a picture that was not written. */
function worded(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const { code, next, detail, cause } = error;
  const message =
    code === 'disk-full'
      ? 'The disk is full, so the picture was not added.'
      : error.message.replace(/ Your text is still here, and the file is as it was\.$/, '');
  return new AppError(code, { message, next, cause, ...(detail !== undefined && { detail }) });
}
