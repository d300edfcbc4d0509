import type { Place } from './convention.ts';
import { type DetectedSite, detectSites, placeInSite } from './detect-sites.ts';
import { dateAtStart } from './file-dates.ts';
import { folderOf, join, nameOf, stemOf, within } from './paths.ts';
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

/** Finds the sites of a listing and learns its collections from where the posts lie. */
export function mapSites(listing: SiteListing): SiteMap {
  const sites = detectSites(listing);
  const inner = [...sites].sort((a, b) => b.settings.folder.length - a.settings.folder.length);
  const learned = new Map<DetectedSite, Set<string>>(sites.map((site) => [site, new Set<string>()]));

  const rawPlace = (path: string): { site: DetectedSite; place: Place } | undefined => {
    for (const site of inner) {
      const place = placeInSite(site, path);
      if (place) return { site, place };
    }
    return undefined;
  };
  for (const file of listing.files) {
    const found = rawPlace(file);
    if (found && found.place.collection === undefined)
      learned.get(found.site)?.add(collectionFolder(within(found.site.settings.folder, file)));
  }

  return {
    sites,
    place(path) {
      const found = rawPlace(path);
      if (!found) return undefined;
      const { site, place } = found;
      const inSite = within(site.settings.folder, path);
      const collection =
        place.collection ?? outermost(collectionFolder(inSite), learned.get(site) ?? new Set());
      return {
        site,
        path: inSite,
        place: { ...place, collection },
        collection: join(site.settings.folder, collection),
      };
    },
  };
}

/** The folder of a post without the folders that belong to the post itself: its bundle, and those named by its date. */
function collectionFolder(path: string): string {
  let folder = folderOf(path);
  if (/^index$/i.test(stemOf(path)) && folder !== '.' && folderOf(folder) !== '.') folder = folderOf(folder);
  while (/^\d{1,4}$/.test(nameOf(folder)) || dateAtStart(nameOf(folder))) folder = folderOf(folder);
  return folder;
}

/** Posts below a folder that itself holds posts belong to that one; the root of the site gathers no others. */
function outermost(folder: string, known: ReadonlySet<string>): string {
  let found = folder;
  for (let above = folderOf(folder); above !== '.'; above = folderOf(above))
    if (known.has(above)) found = above;
  return found;
}
