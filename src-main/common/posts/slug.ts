/** Longest slug, in UTF-16 code units. */
const longestSlug = 100;
/** File systems count bytes: 255 for a name, of which a date and an extension take some. */
const mostBytes = 200;

/** Latin letters that have no plain letter inside for Unicode to take apart. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ł', 'l'],
  ['ŋ', 'n'],
  ['ŧ', 't'],
]);

/** Names of devices, which Windows takes for the device with any extension. */
const reservedOnWindows = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout)$/;

/**
 * The part of a file name or address that stands for a title: lower-case words with hyphens between them. Latin
 * letters lose their accents; other scripts are kept. The result is a valid file name on every system: never
 * empty, at most 100 code units and 200 bytes, in NFC, without dots, blanks or a name that Windows reserves.
 */
export function slugify(title: string): string {
  const words = inPlainLetters(title.normalize('NFKC').toLowerCase())
    .replace(/['’‘ʼ`´]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => word.replace(/^\p{M}+/u, '').replace(/[\u{FE00}-\u{FE0F}\u{20E3}]/gu, ''))
    .filter((word) => word !== '');
  const slug = shortened(words).normalize('NFC');
  if (slug === '') return 'post';
  return reservedOnWindows.test(slug) ? `${slug}-post` : slug;
}

/** Latin letters without accents, and those that have no plain letter inside written with such: `ß` as `ss`. */
export function inPlainLetters(text: string): string {
  const bare = text.normalize('NFD').replace(/(\p{Script=Latin})\p{M}+/gu, '$1');
  return Array.from(bare, (letter) => plainLetters.get(letter) ?? letter)
    .join('')
    .normalize('NFC');
}

/** As many whole words as fit; of a first word that is too long, as many characters. */
function shortened(words: readonly string[]): string {
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (fits(longer)) slug = longer;
    else return slug === '' ? firstCharacters(word) : slug;
  }
  return slug;
}

function firstCharacters(word: string): string {
  let start = '';
  for (const character of word) {
    if (!fits(start + character)) break;
    start += character;
  }
  return start;
}

function fits(slug: string): boolean {
  return slug.length <= longestSlug && new TextEncoder().encode(slug).length <= mostBytes;
}
