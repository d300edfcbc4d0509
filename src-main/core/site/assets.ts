import { stat } from 'node:fs/promises';
import type { AssetReference } from '../../common/api/bridge.ts';
import { isText } from '../../common/site/content-files.ts';
import { referencesIn } from '../../common/site/references.ts';
import type { SiteMap } from '../../common/site/site-map.ts';
import { placesOfTarget } from '../../common/site/target-places.ts';
import { fencePath } from './fence.ts';

/** Files that posts refer to: pictures, downloads. */
export interface Assets {
  /** Absolute path of the file that `![](target)` of this post means; undefined where there is none inside the blog. */
  find(reference: AssetReference): Promise<string | undefined>;
  /** Paths, relative to the root, of the files that a text of this post refers to and that exist; no posts among them. */
  assetsOf(post: string, text: string): Promise<string[]>;
}

/** The assets of the blog at this absolute real path. */
export function createAssets(root: string, map: () => Promise<SiteMap>): Assets {
  async function locate(post: string, target: string): Promise<{ path: string; real: string } | undefined> {
    for (const path of placesOfTarget(await map(), post, target)) {
      if (!isServed(path)) continue;
      const fenced = await fencePath(root, path).catch(() => undefined);
      if (
        fenced?.exists &&
        isServed(fenced.real.slice(root.length + 1).replaceAll('\\', '/')) &&
        (await isFile(fenced.real))
      )
        return { path, real: fenced.real };
    }
    return undefined;
  }
  return {
    find: async ({ post, target }) => (await locate(post, target))?.real,
    async assetsOf(post, text) {
      const found = new Set<string>();
      const places = await map();
      for (const target of referencesIn(text)) {
        const asset = await locate(post, target);
        const isPost = asset && (places.place(asset.path) !== undefined || isText(asset.path));
        if (asset && !isPost) found.add(asset.path);
      }
      return [...found].sort();
    },
  };
}

/** Never git's own folder, hidden files or keys, whoever asks. */
function isServed(path: string): boolean {
  const names = path.split('/');
  if (names.some((name) => name.startsWith('.') && name !== '.')) return false;
  return !/\.(pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg)$|^id_(rsa|dsa|ecdsa|ed25519)/i.test(
    names.at(-1) ?? '',
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
