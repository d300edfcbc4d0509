import type { ReferenceKind } from './expansions.ts';
import { readTemplateTag } from './template-tag.ts';

const kinds: Record<string, ReferenceKind> = {
  ref: 'ref',
  relref: 'ref',
  post_url: 'post_url',
  link: 'link-tag',
  post_path: 'post_link',
};

/** What a link's target refers to where it is nothing but a generator's way to name a post: `{% post_url 2024-05-01-x %}`. */
export function readReference(source: string): { kind: ReferenceKind; target: string } | undefined {
  const tag = readTemplateTag(decoded(source).trim());
  if (!tag || tag.closes || !Object.hasOwn(kinds, tag.name)) return undefined;
  const target = tag.named.path ?? tag.positional[0];
  const kind = kinds[tag.name];
  return target === undefined || kind === undefined ? undefined : { kind, target };
}

function decoded(source: string): string {
  if (!source.includes('%7B') && !source.includes('%20') && !source.includes('%22')) return source;
  try {
    return decodeURIComponent(source.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    return source;
  }
}

/** Hexo's `{% asset_path a.png %}` as a picture's source is the file beside the post. */
export function withoutAssetTag(source: string): string {
  return source.replace(
    /^(?:\{%|%7B%25|\{%25)(?:\s|%20)*asset_path(?:\s|%20)+([^\s%{}]+)(?:\s|%20)*(?:%\}|%25%7D|%25\})$/i,
    '$1',
  );
}
