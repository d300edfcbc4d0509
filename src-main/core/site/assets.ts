import { readdir, readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { AssetReference } from '../../common/api/bridge.ts';
import { withoutBase } from '../../common/site/base-path.ts';
import { isText } from '../../common/site/content-files.ts';
import { type PicturePlace, pictureTarget } from '../../common/site/link-form.ts';
import { join } from '../../common/site/paths.ts';
import { referencesIn } from '../../common/site/references.ts';
import type { SiteMap } from '../../common/site/site-map.ts';
import { placesOfTarget } from '../../common/site/target-places.ts';
import { fencePath } from './fence.ts';

/** Files that posts refer to: pictures, downloads. */
export interface Assets {
  /** Absolute path of the file that `![](target)` of this post means; undefined where there is none inside the blog. */
  find(reference: AssetReference): Promise<string | undefined>;
  /** A file by its own path, as it is on disk; undefined where there is none inside the blog or it is too large. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Path, relative to the root, of that file. */
  locate(reference: AssetReference): Promise<string | undefined>;
  /** The pictures that this post can show, by path, each with the target that shows it there. */
  picturesFor(post: string): Promise<{ path: string; target: string }[]>;
  /** Paths, relative to the root, of the files that a text of this post refers to and that exist; no posts among them. */
  assetsOf(post: string, text: string): Promise<string[]>;
}

/** What is known of a blog's files. */
export interface AssetSources {
  map(): Promise<SiteMap>;
  /** Paths of all files, relative to the root. */
  files(): Promise<readonly string[]>;
}

/** The assets of the blog at this absolute real path. */
export function createAssets(root: string, { map, files }: AssetSources): Assets {
  async function locate(post: string, target: string): Promise<{ path: string; real: string } | undefined> {
    for (const path of placesWithBase(await map(), post, target)) {
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
    async read(path) {
      if (!isServed(path)) return undefined;
      const fenced = await fencePath(root, path);
      const found = fenced.exists ? await stat(fenced.real) : undefined;
      if (!found?.isFile() || found.size > LARGEST_PICTURE) return undefined;
      return isServed(relative(root, fenced.real).replaceAll('\\', '/')) ? readFile(fenced.real) : undefined;
    },
    locate: async ({ post, target }) => (await locate(post, target))?.path,
    async picturesFor(post) {
      const places = await map();
      const place = picturePlace(places, post);
      if (!place) return [];
      // What is served as it is looks like a build to the listing of the blog.
      const served =
        place.served === undefined || place.served === '.' ? [] : await filesIn(root, place.served);
      const listing = [...new Set([...(await files()), ...served])].sort();
      return picturesAmong(listing, { map: places, place });
    },
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

/** As `placesOfTarget`; then those of an address that begins with the folder which the site is served from. */
function placesWithBase(map: SiteMap, post: string, target: string): string[] {
  const place = map.place(post);
  const rest = place ? withoutBase(place, target) : target;
  return [target, ...(rest === target ? [] : [rest])].flatMap((each) => placesOfTarget(map, post, each));
}

/** Bytes above which a picture is not shown beside its published version. */
export const LARGEST_PICTURE = 30 * 1024 * 1024;

const picture = /\.(?:avif|gif|jpe?g|png|svg|webp)$/i;
/** More pictures than this nobody chooses from by name. */
const mostPictures = 5000;

function picturePlace(map: SiteMap, post: string): PicturePlace | undefined {
  const settings = map.place(post)?.site.settings;
  const first = settings?.staticFolders[0];
  return (
    settings && {
      from: post,
      convention: settings.convention,
      site: settings.folder,
      served: first === undefined ? undefined : join(settings.folder, first),
    }
  );
}

function picturesAmong(
  listing: readonly string[],
  { map, place }: { map: SiteMap; place: PicturePlace },
): { path: string; target: string }[] {
  const files = new Set(listing);
  const found = listing.flatMap((path) => {
    const target = picture.test(path) && isServed(path) ? pictureTarget(path, place) : undefined;
    if (target === undefined) return [];
    // Another file may have the same target and come first.
    const shown = placesOfTarget(map, place.from, target).find((candidate) => files.has(candidate));
    return shown === path ? [{ path, target }] : [];
  });
  return found.slice(0, mostPictures);
}

/** Paths of all files in a folder, relative to the root; links to folders are not followed. */
async function filesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(resolve(root, folder), { recursive: true }).catch(() => []);
  return entries.map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`);
}

/** Never git's own folder, hidden files or keys, whoever asks. */
export function isServed(path: string): boolean {
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
