import { pageAddress } from '../../common/build/addresses.ts';
import { nameOf, normalise } from '../../common/site/paths.ts';
import { pathOfTarget, placesWithin } from '../../common/site/target-places.ts';
import type { Media, MediaFile } from './media.ts';

/** The addresses of all posts and pages. Passes to threads as data. */
export interface LinkTable {
  settings: { folder: string; staticFolders: readonly string[] };
  base: string;
  /** Address with the site's base, by the path of the post. */
  byPath: ReadonlyMap<string, string>;
  /** Address with the site's base, by each name that a generator's own references use: see `referenceNames`. */
  byName: ReadonlyMap<string, string>;
  /** Address with the site's base, by the one that its convention gives it. */
  byAddress: ReadonlyMap<string, string>;
}

/** Where a target of a post leads. */
export interface FoundTarget {
  url: string;
  /** Another one whenever what is found there is. */
  key: string;
  file?: MediaFile;
}

/** Says where a target leads; undefined leaves a link as it is written and shows a picture as missing. */
export type LinkResolver = ((
  post: string,
  target: string,
  kind: 'shown' | 'linked',
) => FoundTarget | undefined) & { measure: Media['measure'] };

export function createLinkResolver(table: LinkTable, media: Media): LinkResolver {
  const { settings, base } = table;

  function resolve(post: string, target: string, kind: 'shown' | 'linked'): FoundTarget | undefined {
    const path = pathOfTarget(target);
    if (path === undefined) return undefined;
    const rest = /[?#].*$/s.exec(target)?.[0] ?? '';
    if (kind === 'linked') {
      const known = pageAt(post, path);
      if (known !== undefined) return { url: known + rest, key: known + rest };
    }
    const file = media.find(post, target, kind);
    if (file)
      return { url: file.url + (kind === 'linked' ? rest : ''), key: `${file.url} ${file.hash}`, file };
    // What stands at the site's root stands below its base.
    if (kind === 'linked' && base !== '' && target.startsWith('/'))
      return { url: base + target, key: base + target };
    return undefined;
  }

  function pageAt(post: string, path: string): string | undefined {
    if (path.startsWith('/')) {
      const known = table.byAddress.get(addressKey(path));
      if (known !== undefined) return known;
    }
    if (!/\.[a-z]+$/i.test(path) && !path.startsWith('@')) return undefined;
    const places = placesWithin(settings, post, encodeURI(path));
    // Zola's way to name a file of the content: `@/blog/post.md`.
    if (path.startsWith('@/')) places.unshift(normalise(`${settings.folder}/content/${path.slice(2)}`) ?? '');
    for (const place of places) {
      const known = table.byPath.get(place);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  return Object.assign(resolve, { measure: (files: Iterable<MediaFile>) => media.measure(files) });
}

/** The names that Hugo's `ref`, Jekyll's `post_url` and `link`, Hexo's `post_link` and Zola's `@/` know a post by. */
export function referenceNames(path: string): string[] {
  const bare = path.replace(/\.[^./]+$/, '');
  const inContent = /(?:^|\/)content\/(.+)$/.exec(bare)?.[1];
  const inPosts = /(?:^|\/)_posts\/(.+)$/.exec(bare)?.[1];
  const names = [path, bare, inContent, inPosts, nameOf(bare)].filter((name) => name !== undefined);
  return [...new Set(names.flatMap((name) => [name, name.replace(/\/_?index$/, '')]))];
}

/** Where a generator's own reference leads; undefined where no post has that name. */
export function referenceTo(table: LinkTable, target: string): string | undefined {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(target) ?? [];
  const name = path.replace(/^(?:@?\/)+/, '').replace(/\/$/, '');
  const found = table.byName.get(name) ?? table.byName.get(name.replace(/\.(?:md|markdown|html)$/, ''));
  return found === undefined ? undefined : found + rest;
}

/** What all ways to write one address have in common. */
export function addressKey(url: string): string {
  return pageAddress(url.replace(/\/index\.html$/i, '/').replace(/\/$/, '')).url;
}
