import { percentDecoded } from '../percent-decoded.ts';

/** Where a target leads: an image's source or a link's address, as HTML holds it. */
export type Target =
  /** A page or file of another site: `https:` or `http:`. */
  | { kind: 'remote'; url: string }
  /** `mailto:` or `tel:`. */
  | { kind: 'contact'; url: string }
  /** A picture written into its own address. */
  | { kind: 'inline'; url: string }
  /** Something of the site: `written` as it may stand in HTML, `path` for people, without percent signs. */
  | { kind: 'local'; path: string; written: string }
  | { kind: 'fragment'; id: string }
  /** Only the site's generator knows. */
  | { kind: 'template'; source: string }
  /** An address of a kind that is never followed: `file:`, `javascript:`, `\\server\share`. */
  | { kind: 'foreign'; source: string };

const safePicture = /^data:image\/(?:png|gif|jpeg|webp|avif|bmp|svg\+xml|x-icon)[;,]/i;

/**
 * Says where a target leads, once blanks that browsers ignore and templates that only stand for the site's own root are
 * taken away. What is judged is what is given back: nothing of a judged address is decoded after it.
 */
export function readTarget(target: string): Target {
  const written = withoutIgnored(withoutRootTemplates(target));
  const readable = percentDecoded(written);
  if (/\{\{|\{%/.test(readable)) return { kind: 'template', source: readable };
  if (written.startsWith('#')) return { kind: 'fragment', id: written.slice(1) };
  if (written.startsWith('//') && !/^\/\/[\\/]/.test(written))
    return { kind: 'remote', url: `https:${written}` };
  if (/^[\\/]{2}/.test(written)) return { kind: 'foreign', source: written };
  if (/^https?:/i.test(written)) return { kind: 'remote', url: written };
  if (/^(?:mailto|tel):/i.test(written)) return { kind: 'contact', url: written };
  if (safePicture.test(written)) return { kind: 'inline', url: written };
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) return { kind: 'foreign', source: written };
  return { kind: 'local', path: readable, written };
}

/** Browsers drop control characters and blanks around an address, and tabs and line ends within it. */
function withoutIgnored(target: string): string {
  let begin = 0;
  let end = target.length;
  while (begin < end && target.charCodeAt(begin) <= 0x20) begin += 1;
  while (end > begin && target.charCodeAt(end - 1) <= 0x20) end -= 1;
  return target.slice(begin, end).replace(/[\t\n\r]/g, '');
}

/**
 * Jekyll's usual ways to say "from the root of this site": `{{ site.baseurl }}/a.png`, `{{ site.url }}/a.png`,
 * `{{ '/a.png' | relative_url }}`, `{{ '/a.png' | prepend: site.baseurl }}`, `{% link a.png %}`.
 */
function withoutRootTemplates(target: string): string {
  if (!/^\s*(?:\{|%7B)/i.test(target)) return target;
  return percentDecoded(target)
    .replace(/^\s*(?:\{\{-?\s*site\.(?:base_?url|url)\s*-?\}\})+/, '')
    .replace(
      /^\s*\{\{-?\s*(["'])([^"'{}]*)\1\s*(?:\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:base_?url|url))\s*)+-?\}\}/,
      '$2',
    )
    .replace(/^\s*\{%-?\s*link\s+([^\s%{}]+)\s*-?%\}/, '/$1');
}
