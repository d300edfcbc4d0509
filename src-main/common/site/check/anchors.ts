import { percentDecoded } from '../../percent-decoded.ts';

/** Places within a page that links can lead to, as far as its text makes them. */
export interface Anchors {
  /** Whether a fragment, without its `#`, may be one of them or one that sites make themselves. */
  mayHave(fragment: string): boolean;
}

/**
 * Finds the headings and the ids of a text. Generators make ids of headings in ways of their own, so only letters and
 * digits are compared. Undefined where templates or components may make more, and where there is no heading at all.
 */
export function anchorsOf(body: string): Anchors | undefined {
  if (!/^(#{1,6}[ \t]|[ \t]{0,3}(=+|-+)[ \t]*$|<h[1-6])/im.test(body)) return undefined;
  if (makesMore.test(body.replace(harmless, ''))) return undefined;
  const keys = new Set<string>();
  for (const [, hashed, underlined, element] of body.matchAll(heading))
    for (const key of keysOf(hashed ?? underlined ?? element ?? '')) keys.add(key);
  for (const [, id, mark] of body.matchAll(written)) keys.add(keyOf(id ?? mark ?? ''));
  if (keys.size === 0) return undefined;
  return {
    mayHave(fragment) {
      const name = percentDecoded(fragment);
      const key = keyOf(name);
      return key === '' || ofSites.test(name) || keys.has(key) || keys.has(key.replace(/\d+$/, ''));
    },
  };
}

/** Headings of both kinds of Markdown, and of HTML. */
const heading =
  /^[ \t]{0,3}#{1,6}[ \t]+(.+)$|^[ \t]{0,3}(\S.*)\n[ \t]{0,3}(?:=+|-+)[ \t]*$|<h[1-6][^<>]*>([^\n]{0,500}?)<\/h[1-6]>/gim;

/** `id="x"`, `name='x'`, kramdown's `{: #x}` and `{#x}`. */
const written = /\b(?:id|name)\s*=\s*\{?["']?([^\s"'<>{}]+)|\{:?[^{}\n]{0,200}?#([^\s{}]+)/gi;

const harmless =
  /\{\{[<%]\s*(?:ref|relref|figure)\b[^{}]*\}\}|\{%-?\s*(?:post_url|link)\b[^{}]*%\}|\{\{-?\s*site\.\w+\s*-?\}\}/g;

const makesMore = /\{%|\{\{|^import\s|<[A-Z]|^\s*<!--\s*more/m;

/** What themes have on every page, marks of notes and texts. */
const ofSites =
  /^(top|page-?top|back-?to-?top|toc|table-of-contents|content|main.*|comments?|respond|disqus.*|footer|header|nav.*|menu|search|fn.*|footnote.*|note.*|ref.*|cite.*|more.*|:~:.*|[/!].*)$/i;

/** The heading with and without its number, marks of letters and letters that are not in ASCII. */
function keysOf(text: string): string[] {
  const plain = text
    .replace(/\{:?[^{}]*\}/g, '')
    .replace(/!?\[([^\]]*)\](\([^()]*\)|\[[^\]]*\])?/g, '$1')
    .replace(/<[^<>]*>/g, '');
  const key = keyOf(plain);
  const ascii = key.replace(/[^a-z0-9]/g, '');
  return [key, key.replace(/^\d+/, ''), ascii, ascii.replace(/^\d+/, '')].filter((one) => one !== '');
}

function keyOf(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
