import { percentDecoded } from '../percent-decoded.ts';

/** Where a page of the site is: its address, and the file in the output folder that is served there. */
export interface SiteAddress {
  /** From the site's root, percent-encoded, without the site's base: `/hello/`. */
  url: string;
  /** Relative to the output folder, with `/`: `hello/index.html`. */
  file: string;
}

/** File systems count bytes: 255 for a name. */
const longestName = 200;
/** Deeper addresses are nobody's wish. */
const mostNames = 20;
const reservedOnWindows = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)/i;

/**
 * The address of a page that wants to be at this path, and its file: no text can lead out of the output folder or name
 * a file that some system does not take. A path that ends in `.html` keeps its name; all others become folders.
 *
 * @param path as a permalink gives it, encoded or not: `/2024/05/hello/`
 */
export function pageAddress(path: string): SiteAddress {
  const names = safeNames(path);
  const last = names.at(-1);
  if (last !== undefined && /\.html?$/i.test(last) && !path.endsWith('/')) {
    const isIndex = /^index\.html?$/i.test(last);
    const url = `/${encodeNames(isIndex ? names.slice(0, -1) : names)}`;
    return { url: isIndex && url !== '/' ? `${url}/` : url, file: names.join('/') };
  }
  if (last === undefined) return { url: '/', file: 'index.html' };
  return { url: `/${encodeNames(names)}/`, file: `${names.join('/')}/index.html` };
}

/** The address of a file that is copied, such as `assets/a.pdf`. */
export function fileAddress(path: string): SiteAddress {
  const names = safeNames(path.replaceAll('%', '%25'));
  return { url: `/${encodeNames(names)}`, file: names.join('/') };
}

/** What two addresses have in common that some file system or server would take for the same. */
export function sameFileKey(file: string): string {
  return file.normalize('NFC').toLowerCase();
}

function safeNames(path: string): string[] {
  return path
    .split(/[?#]/, 1)[0]
    ?.split(/[\\/]/)
    .map((name) => safeName(percentDecoded(name)))
    .filter((name) => name !== '')
    .slice(0, mostNames) as string[];
}

function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no file's name may hold
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu, '')
    .replace(/[<>:"|?*\\/]/g, '-')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const named = reservedOnWindows.test(clean) ? `${clean.replace(/^[^.]+/, '$&-')}` : clean;
  return shortened(named);
}

function shortened(name: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= longestName) return name;
  let start = '';
  let bytes = 0;
  for (const character of name) {
    bytes += encoder.encode(character).length;
    if (bytes > longestName - 10) break;
    start += character;
  }
  return `${start}-${checksum(name)}`;
}

/** FNV-1a, which tells two long names apart that begin alike. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}

function encodeNames(names: readonly string[]): string {
  return names
    .map((name) => encodeURIComponent(name).replace(/%(?:40|3A|24|26|2B|2C|3B|3D)/g, decodeURIComponent))
    .join('/');
}
