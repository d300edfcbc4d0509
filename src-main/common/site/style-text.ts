/** What a style sheet’s text names, and what may stay of it. Text only: nothing is loaded here. */

/** How a file of the blog is called in a style sheet that goes to a window, before its path. */
export const fileScheme = 'galley-file:';

const quoted = `"((?:[^"\\\\\\n]|\\\\[\\s\\S])*)"|'((?:[^'\\\\\\n]|\\\\[\\s\\S])*)'`;
const address = new RegExp(`\\burl\\(\\s*(?:${quoted}|((?:[^"')\\\\\\s]|\\\\.)*))\\s*\\)`, 'gi');
const importRule = new RegExp(
  `@import\\s+(?:url\\(\\s*(?:${quoted}|([^"'()\\s]*))\\s*\\)|${quoted})([^;{}]*)(?:;|$)`,
  'gi',
);

/** Text without its comments. */
export function withoutComments(css: string): string {
  return css.replace(
    /("(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|\/\*[\s\S]*?(?:\*\/|$)/g,
    (_all, text: string | undefined) => text ?? ' ',
  );
}

/** Puts in for each `@import` what the answer says; nothing drops it. */
export async function replaceImports(
  css: string,
  replacement: (target: string) => Promise<string | undefined>,
): Promise<string> {
  let result = '';
  let end = 0;
  for (const found of css.matchAll(importRule)) {
    const target = found.slice(1, 6).find((part) => part !== undefined) ?? '';
    const condition = (found[6] ?? '').trim();
    const text = await replacement(resolveEscapes(target));
    result += css.slice(end, found.index);
    if (text !== undefined) result += conditioned(text, condition);
    end = found.index + found[0].length;
  }
  return result + css.slice(end);
}

/** An import may be bound to a layer, to what is supported, and to media; the last is what sites use. */
function conditioned(css: string, condition: string): string {
  const media = condition.replace(/^layer(?:\([^)]*\))?\s*/i, '').replace(/^supports\([^)]*\)\s*/i, '');
  return media ? `@media ${media} {\n${css}\n}\n` : `${css}\n`;
}

/** Gives each `url()` another address; undefined leaves it empty. */
export function replaceAddresses(css: string, replacement: (target: string) => string | undefined): string {
  return css.replace(address, (_all, ...parts: (string | undefined)[]) => {
    const target = resolveEscapes(parts.slice(0, 3).find((part) => part !== undefined) ?? '').trim();
    const wanted = replacement(target);
    return `url("${(wanted ?? '').replace(/["\\\n\r\f]/g, encodeURIComponent)}")`;
  });
}

/** Every address that `url()` names in it. */
export function addressesIn(css: string): string[] {
  const found: string[] = [];
  replaceAddresses(css, (target) => {
    found.push(target);
    return undefined;
  });
  return found;
}

/** A picture or font that is written out in the style sheet itself, or a part of the page. */
export function isInline(target: string): boolean {
  return /^data:(?:image\/|font\/|application\/(?:x-)?font)/i.test(target) || target.startsWith('#');
}

/**
 * Whether a declaration may make a browser ask for something: any address but those that `isOurs` knows, in whichever
 * way it is spelled.
 */
export function leadsOut(css: string, isOurs: (target: string) => boolean): boolean {
  const rest = css.replace(address, (all: string, ...parts: (string | undefined)[]) => {
    const target = resolveEscapes(parts.slice(0, 3).find((part) => part !== undefined) ?? '');
    return target === '' || isInline(target) || isOurs(target) ? '' : all;
  });
  // An address is read without the blanks and breaks in it, with backslashes as slashes.
  const plain = Array.from(resolveEscapes(rest))
    .filter((letter) => letter > ' ')
    .join('');
  return /url\(|src\(|(?:https?|wss?|javascript):|[\\/]{2}|expression\(/i.test(plain);
}

/** Text with its escapes resolved. */
function resolveEscapes(text: string): string {
  return text.replace(/\\(?:([0-9a-f]{1,6})\s?|\r?\n|([\s\S]))/gi, (_all, code?: string, letter?: string) => {
    if (code === undefined) return letter ?? '';
    const point = Number.parseInt(code, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
  });
}
