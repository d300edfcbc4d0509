import type { AssetReference } from './bridge.ts';

/** Path under which every host of a window serves the files of the open blog. */
export const assetPath = '/asset/';

/**
 * Address of a file of the open blog, relative to the window's own origin. The reference stands in the query, where
 * a browser leaves `..` and `%2e` as they are: the host alone decides what they lead to.
 */
export function assetAddress({ post, target }: AssetReference): string {
  return `${assetPath}?post=${encode(post)}&target=${encode(target)}`;
}

/** Half a surrogate pair, as there is for a moment while one is typed, has no encoding of its own. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
}
