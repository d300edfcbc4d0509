import { percentDecoded } from '../../percent-decoded.ts';
import type { Anchors } from './anchors.ts';

/** The public paths that a site's own sources make, as far as they are known. */
export interface Addresses {
  has(address: string): boolean;
  /** The posts and pages whose own address it is, in whatever capitals. */
  at(address: string): readonly Addressed[];
  /**
   * Whether an address that is not there could only have been a post's: it has the dated shape that posts of this site
   * have, or posts lie beside it and it has no name of what generators make beside posts.
   */
  wouldBePost(address: string): boolean;
}

/** A post or page, as far as addresses go. */
export interface Addressed {
  url: string | undefined;
  /** Other addresses that lead to it. */
  aliases: readonly string[];
  /** Whether it is a post and not a page. */
  isPost: boolean;
  /** Whether readers see it. */
  isRead: boolean;
  /** Undefined where it is not known. */
  anchors: Anchors | undefined;
}

/**
 * Collects the public paths of posts and pages and the other paths that lead to them.
 *
 * @param redirects texts of the files that tell a server which addresses lead to others
 */
export function createAddresses(posts: readonly Addressed[], redirects: readonly string[] = []): Addresses {
  const keys = new Set<string>();
  const owners = new Map<string, Addressed[]>();
  let count = 0;
  const shapes = new Set<string>();
  const neighbours = new Map<string, number>();
  for (const post of posts) {
    const { url, aliases, isPost } = post;
    for (const alias of aliases) keys.add(addressKey(alias));
    if (url === undefined) continue;
    const key = addressKey(url);
    keys.add(key);
    owners.set(key, [...(owners.get(key) ?? []), post]);
    if (!isPost) continue;
    count += 1;
    const folder = folderOfKey(key);
    neighbours.set(folder, (neighbours.get(folder) ?? 0) + 1);
    if (isDated(key)) shapes.add(shapeOf(key));
  }
  const redirected = redirects.map((text) => text.toLowerCase());
  return {
    at: (address) => owners.get(addressKey(address)) ?? [],
    has(address) {
      const key = addressKey(address);
      return (
        keys.has(key) ||
        (key !== '' && redirected.some((text) => text.includes(`/${key}`) || text.includes(`"${key}`)))
      );
    },
    wouldBePost(address) {
      const key = addressKey(address);
      if (isDated(key) && shapes.has(shapeOf(key))) return true;
      const folder = folderOfKey(key);
      const name = key.slice(folder === '' ? 0 : folder.length + 1);
      const beside = folder === '' ? 0 : (neighbours.get(folder) ?? 0);
      // The only post of a blog shows as much as two of many.
      return (beside >= fewestNeighbours || (beside > 0 && beside === count)) && !isGenerated(name);
    },
  };
}

/** So many posts in a folder of addresses show that it is theirs. */
const fewestNeighbours = 2;

/** An address without what generators and servers add: ends of pages, cases, percent signs. */
export function addressKey(address: string): string {
  return bareAddress(address).toLowerCase();
}

/** As above, with its capitals. */
export function bareAddress(address: string): string {
  return percentDecoded(address)
    .replace(/[?#].*$/s, '')
    .normalize('NFC')
    .replace(/\/{2,}/g, '/')
    .replace(/\/(index|readme)(\.html?|\.mdx?|\.markdown)?$/i, '/')
    .replace(/\.html?$/i, '')
    .replace(/^\/|\/$/g, '');
}

function folderOfKey(key: string): string {
  const end = key.lastIndexOf('/');
  return end === -1 ? '' : key.slice(0, end);
}

/** Only posts lie under a whole day or month: `2024/05/01/hello`. */
function isDated(key: string): boolean {
  return /(^|\/)\d{4}\/\d{1,2}\/(\d{1,2}\/)?[^/]*[^\d/][^/]*$/.test(key);
}

/** `blog/2024/05/01/hello` is `blog/#/#/#/*`. */
function shapeOf(key: string): string {
  const names = key.split('/');
  return names
    .map((name, index) => (index === names.length - 1 ? '*' : /^\d+$/.test(name) ? '#' : name))
    .join('/');
}

/** Names of pages that themes and plug-ins make beside posts. */
function isGenerated(name: string): boolean {
  return (
    /^(page|pages|tags?|categor(y|ies)|topics?|series|archives?|authors?|feeds?|rss|atom|index|search|latest|all|about|contact|subscribe|newsletter|sitemap|drafts?|home|main|news|blog|posts?|docs?|\d+|page-?\d+)$/.test(
      name,
    ) || /\.(xml|json|txt|php|js|css|ics|rss|atom)$/.test(name)
  );
}
