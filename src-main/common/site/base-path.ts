import type { SitePlace } from './site-map.ts';
import { pathOfTarget } from './target-places.ts';

/** A site that is served from a folder of its server has that folder before every address. */
export function withoutBase({ site }: Pick<SitePlace, 'site'>, path: string): string {
  const { address, data } = site.settings;
  const given = [data.baseurl, data.baseUrl, data.base, data.basePath, data.pathPrefix, data.root];
  const ofAddress = /^https?:\/\/[^/]+(\/[^?#]+)/.exec(address ?? '')?.[1];
  for (const base of [...given, ofAddress]) {
    if (typeof base !== 'string' || !base.startsWith('/')) continue;
    const folder = base.replace(/\/+$/, '');
    if (folder !== '' && (path === folder || path.startsWith(`${folder}/`)))
      return path.slice(folder.length) || '/';
  }
  return path;
}

/** The path of an address on this very site; undefined for other sites. */
export function pathOnSite({ site: { settings } }: Pick<SitePlace, 'site'>, url: string): string | undefined {
  const [, ownHost] = hostAndPath(settings.address ?? '') ?? [];
  const [, host, path] = hostAndPath(url) ?? [];
  return host !== undefined && host === ownHost ? pathOfTarget(path || '/') : undefined;
}

function hostAndPath(url: string): [string, string, string] | undefined {
  const [whole, host, path = ''] = /^(?:https?:)?\/\/([^/?#]+)(.*)$/is.exec(url) ?? [];
  return whole === undefined || host === undefined ? undefined : [whole, host.toLowerCase(), path];
}
