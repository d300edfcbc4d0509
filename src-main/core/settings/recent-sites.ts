import { join } from 'node:path';
import * as v from 'valibot';
import type { RecentSite } from '../../common/site/site.ts';
import { createDisk, type Disk } from '../disk.ts';
import type { GalleyHome } from '../home.ts';
import { jsonFile } from './json-file.ts';

const limit = 20;
const entrySchema = v.object({ name: v.string(), root: v.string(), openedAt: v.string() });

/** Blogs that were open before, in `recent.json` of Galley's data folder. */
export interface RecentSites {
  /** Newest first. */
  list(): Promise<RecentSite[]>;
  /** Puts a blog first. A list that cannot be written is no reason to refuse the blog: it is then left as it is. */
  remember(site: { name: string; root: string }): Promise<void>;
}

/** The recent blogs of this person on this computer. */
export function createRecentSites(home: GalleyHome, disk: Disk = createDisk()): RecentSites {
  const file = jsonFile(disk, join(home.data, 'recent.json'));
  const list = async (): Promise<RecentSite[]> => {
    const value = await file.read();
    return Array.isArray(value) ? value.filter((entry) => v.is(entrySchema, entry)).slice(0, limit) : [];
  };
  return {
    list,
    async remember({ name, root }) {
      const others = (await list()).filter((site) => site.root !== root);
      const entry: RecentSite = { name, root, openedAt: new Date().toISOString() };
      await file.write([entry, ...others].slice(0, limit)).catch(() => undefined);
    },
  };
}
