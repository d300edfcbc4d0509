import type { AssetReference, FileReference } from './bridge.ts';

/** Path under which every host of a window serves the files of the open blog. */
export const assetPath = '/asset/';

/**
 * Address of a file of the open blog, relative to the window's own origin. The reference stands in the query, where
 * a browser leaves `..` and `%2e` as they are: the host alone decides what they lead to.
 */
export function assetAddress(reference: AssetReference | FileReference): string {
  if (!('path' in reference)) {
    const { post, target } = reference;
    return `${assetPath}?post=${encode(post)}&target=${encode(target)}`;
  }
  const { path, version } = reference;
  return `${assetPath}?path=${encode(path)}${version === undefined ? '' : `&version=${encode(version)}`}`;
}

/** Half a surrogate pair, as there is for a moment while one is typed, has no encoding of its own. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
}
