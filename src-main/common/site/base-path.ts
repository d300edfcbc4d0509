import type { SitePlace } from './site-map.ts';

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
