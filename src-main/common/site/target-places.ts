import { percentDecoded } from '../percent-decoded.ts';
import type { SiteSettings } from './convention.ts';
import { folderOf, isIn, join, normalise, stemOf, within } from './paths.ts';
import type { SiteMap } from './site-map.ts';

/**
 * Where the file that a post's target names may be, most likely first: beside the post, in its own folder, in the
 * folders that are served as they are. Paths relative to the root; none for addresses of other places.
 */
export function placesOfTarget(map: SiteMap, post: string, target: string): string[] {
  return placesWithin(map.place(post)?.site.settings, post, target);
}

/** As `placesOfTarget`, for a post of a site with these settings. */
export function placesWithin(
  settings: Pick<SiteSettings, 'folder' | 'staticFolders' | 'mounts'> | undefined,
  post: string,
  target: string,
): string[] {
  const path = pathOfTarget(target);
  if (path === undefined) return [];
  const site = settings?.folder ?? '.';
  const statics = settings?.staticFolders ?? ['.'];
  const own = [folderOf(post), join(folderOf(post), stemOf(post))];
  const served = [...statics.map((folder) => join(site, folder)), site, '.'];
  const bases = path.startsWith('/') ? served : [...own, ...served];
  const alias = /^[@~]\/?(.*)$/.exec(path)?.[1];
  const paths = [
    ...bases.map((base) => normalise(`${base}/${path}`)),
    ...mountedPlaces(settings?.mounts ?? [], path).map((place) => normalise(`${site}/${place}`)),
  ];
  if (alias !== undefined) {
    paths.push(normalise(`${site}/src/${alias}`), normalise(`${site}/${alias}`));
    // Docusaurus calls the site's own folder so.
    paths.push(normalise(`${site}/${path.replace(/^@site\//, '')}`));
  }
  return [...new Set(paths.filter((candidate) => candidate !== undefined))];
}

function mountedPlaces(mounts: NonNullable<SiteSettings['mounts']>, path: string): string[] {
  const address = path.replace(/^\/+/, '');
  return mounts
    .filter(({ below }) => isIn(below, address))
    .map(({ folder, below }) => join(folder, within(below, address)));
}

/** The path in a target, without query, fragment and percent signs; undefined for addresses of other places. */
export function pathOfTarget(target: string): string | undefined {
  const isElsewhere =
    /^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//') || target.startsWith('#');
  if (isElsewhere || target.includes('\0')) return undefined;
  const path = target.replace(/[?#].*$/s, '');
  if (path === '') return undefined;
  return percentDecoded(path);
}
