import { isIgnoredFolder, isPostsFolderName } from './content-files.ts';
import type { Place } from './convention.ts';
import { correctSites } from './correction.ts';
import { type DetectedSite, detectSites, placeInSite } from './detect-sites.ts';
import { dateAtStart } from './file-dates.ts';
import { folderOf, nameOf, normalise, seenFrom, stemOf } from './paths.ts';
import type { SiteListing } from './site-folder.ts';

/** Where a file of the repository belongs. */
export interface SitePlace {
  site: DetectedSite;
  /** Relative to the site's folder. */
  path: string;
  /** Relative to the site's folder, its collection filled in. */
  place: Place & { collection: string };
  /** Folder of the collection relative to the root. */
  collection: string;
}

/** All sites of a repository, and the answer to which of them a file belongs to. */
export interface SiteMap {
  sites: readonly DetectedSite[];
  /** Undefined for what is no content of any site. Answers for files that are gone, too. */
  place(path: string): SitePlace | undefined;
}

/** Whether a file there is content only with front matter: without, its generator copies it as it is. */
export function needsFrontMatter({ site, place, path }: SitePlace): boolean {
  return site.convention.needsFrontMatter?.(place, path) ?? false;
}

/** Finds the sites of a listing and learns its collections from where the posts lie. */
export function mapSites(listing: SiteListing): SiteMap {
  const sites = correctSites(detectSites(listing), listing, listing.correction);
  const inner = [...sites].sort((a, b) => b.settings.folder.length - a.settings.folder.length);
  const hidden = new Map<string, boolean>();
  const isHidden = (path: string): boolean => {
    const folder = folderOf(path);
    const known = hidden.get(folder);
    const isInHidden = known ?? isHiddenFolder(folder);
    if (known === undefined) hidden.set(folder, isInHidden);
    return isInHidden || nameOf(path).startsWith('.');
  };
  const rawPlace = (path: string): { site: DetectedSite; place: Place } | undefined => {
    if (isHidden(path)) return undefined;
    for (const site of inner) {
      const place = placeInSite(site, path);
      if (place) return { site, place };
    }
    return undefined;
  };
  /** Learned where a convention leaves the folder open: most say it themselves. */
  let learned: ReadonlyMap<DetectedSite, Learned> | undefined;
  const learnedOf = (site: DetectedSite): Learned | undefined => {
    learned ??= learn(listing.files, sites, rawPlace);
    return learned.get(site);
  };

  return {
    sites,
    place(path) {
      const found = rawPlace(path);
      if (!found) return undefined;
      const { site, place } = found;
      const inSite = seenFrom(site.settings.folder, path);
      const collection = place.collection ?? learnedCollection(inSite, learnedOf(site));
      return {
        site,
        path: inSite,
        place: { ...place, collection },
        collection: normalise(`${site.settings.folder}/${collection}`) ?? collection,
      };
    },
  };
}

/** Whoever names a path, what is hidden or other people's code is no content. */
function isHiddenFolder(folder: string): boolean {
  return folder !== '.' && folder.split('/').some(isIgnoredFolder);
}

/** What the places of a site's posts teach. */
interface Learned {
  /** Folders that hold posts of their own names, not only an `index`. */
  direct: Set<string>;
  folders: Set<string>;
}

function learn(
  files: readonly string[],
  sites: readonly DetectedSite[],
  placeOf: (path: string) => { site: DetectedSite; place: Place } | undefined,
): ReadonlyMap<DetectedSite, Learned> {
  const learned = new Map<DetectedSite, Learned>(
    sites.map((site) => [site, { direct: new Set(), folders: new Set() }]),
  );
  const open = files.flatMap((file) => {
    const found = placeOf(file);
    const known = found && found.place.collection === undefined ? learned.get(found.site) : undefined;
    return found && known ? [{ path: seenFrom(found.site.settings.folder, file), known }] : [];
  });
  for (const { path, known } of open) if (!isIndex(path)) known.direct.add(folderOf(path));
  for (const { path, known } of open) known.folders.add(collectionFolder(path, known));
  return learned;
}

function learnedCollection(path: string, known: Learned = { direct: new Set(), folders: new Set() }): string {
  const folder = collectionFolder(path, known);
  let found = folder;
  // Posts below a folder that itself holds posts belong to that one; the top of the site gathers no others. What lies
  // around a folder that says of itself that it holds posts are pages: `content/about.md` beside `content/posts`; so is
  // what lies in one that says that it holds pages.
  for (
    let above = folderOf(folder);
    above !== '.' && !/^_?pages$/i.test(nameOf(found));
    above = folderOf(above)
  )
    if (known.folders.has(above) && (isPostsFolderName(above) || !isPostsFolderName(found))) found = above;
  return found;
}

/** The folder of a post without the folders that belong to the post itself: its bundle, and those named by its date. */
function collectionFolder(path: string, known: Learned): string {
  let folder = folderOf(path);
  const isBundle = isIndex(path) && !known.direct.has(folder) && !isPostsFolderName(folder);
  if (isBundle && folder !== '.' && folderOf(folder) !== '.') folder = folderOf(folder);
  while (/^\d{1,4}$/.test(nameOf(folder)) || dateAtStart(nameOf(folder))) folder = folderOf(folder);
  return folder;
}

function isIndex(path: string): boolean {
  return /^(?:index|\+page)$/i.test(stemOf(path));
}
