/** Where a target leads: an image's source or a link's address as HTML holds it. */
export type Target =
  | { kind: 'remote'; url: string }
  | { kind: 'inline'; url: string }
  | { kind: 'local'; target: string }
  | { kind: 'fragment'; id: string }
  /** Only the site's generator knows. */
  | { kind: 'template'; source: string }
  /** An address of a kind that is never loaded: `file:`, `javascript:`, `\\server\share`. */
  | { kind: 'foreign'; source: string };

const safePicture = /^data:image\/(?:png|gif|jpeg|webp|avif|bmp|svg\+xml|x-icon)[;,]/i;

/** Says where a target leads, after the templates that only stand for the site's own root are taken away. */
export function readTarget(written: string): Target {
  const target = withoutRootTemplates(decoded(written))
    .trim()
    .replace(/[\t\n\r]/g, '');
  if (/\{\{|\{%/.test(target)) return { kind: 'template', source: target };
  if (target.startsWith('#')) return { kind: 'fragment', id: target.slice(1) };
  if (/^[\\/]{2}/.test(target)) {
    return target.startsWith('//')
      ? { kind: 'remote', url: `https:${written.trim()}` }
      : { kind: 'foreign', source: target };
  }
  if (/^https?:/i.test(target)) return { kind: 'remote', url: written.trim() };
  if (safePicture.test(target)) return { kind: 'inline', url: written.trim() };
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return { kind: 'foreign', source: target };
  return { kind: 'local', target };
}

/** An address without its percent signs; as it is where they are no UTF-8. */
function decoded(target: string): string {
  if (!target.includes('%')) return target;
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/**
 * Jekyll's usual ways to say "from the root of this site": `{{ site.baseurl }}/a.png`, `{{ site.url }}/a.png`,
 * `{{ '/a.png' | relative_url }}`, `{% link a.png %}`.
 */
function withoutRootTemplates(target: string): string {
  if (!target.includes('{')) return target;
  return target
    .replace(/^(?:\{\{-?\s*site\.(?:base_?url|url)\s*-?\}\})+/, '')
    .replace(/^\{\{-?\s*(["'])([^"'{}]*)\1\s*\|\s*(?:relative|absolute)_url\s*-?\}\}/, '$2')
    .replace(/^\{%-?\s*link\s+([^\s%{}]+)\s*-?%\}/, '/$1');
}
