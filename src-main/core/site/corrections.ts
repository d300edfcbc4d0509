import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import { type SiteCorrection, siteCorrectionSchema } from '../../common/site/correction.ts';
import { createDisk, type Disk } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import { jsonFile } from '../settings/json-file.ts';
import { fencePath } from './fence.ts';

/** What a person has said of their blogs, by the real path of each, in `corrections.json` of Galley's data folder. */
export interface Corrections {
  /** Undefined where nothing was said of the blog at this absolute real path. */
  read(root: string): Promise<SiteCorrection | undefined>;
  /**
   * Keeps what was said; nothing said forgets.
   *
   * @throws AppError `folder-missing`, `path-outside-site` for folders of posts, and as `Disk.write`
   */
  write(root: string, correction: SiteCorrection): Promise<void>;
}

/** The corrections of this person on this computer. */
export function createCorrections(home: GalleyHome, disk: Disk = createDisk()): Corrections {
  const file = jsonFile(disk, join(home.data, 'corrections.json'));
  const readAll = async (): Promise<Record<string, unknown>> => {
    const value = await file.read();
    return v.is(v.record(v.string(), v.unknown()), value) ? value : {};
  };
  return {
    async read(root) {
      const all = await readAll();
      const found = v.safeParse(siteCorrectionSchema, Object.hasOwn(all, root) ? all[root] : undefined);
      return found.success ? found.output : undefined;
    },
    async write(root, { convention, posts }) {
      const folders = await Promise.all((posts ?? []).map((path) => folderInside(root, path)));
      const { [root]: _, ...others } = await readAll();
      const said = {
        ...(convention === undefined ? {} : { convention }),
        ...(folders.length === 0 ? {} : { posts: folders }),
      };
      await file.write(Object.keys(said).length === 0 ? others : { ...others, [root]: said });
    },
  };
}

/** The folder's path as posts' paths have it. */
async function folderInside(root: string, given: string): Promise<string> {
  const path = given.replace(/^(\.\/)+|\/+$/g, '');
  if (path === '' || path === '.') return '.';
  const { real } = await fencePath(root, path);
  const isFolder = await stat(real).then(
    (status) => status.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new AppError('folder-missing', { message: `There is no folder ${path} in this blog.` });
  return path;
}
