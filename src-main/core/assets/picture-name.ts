import { slugify } from '../../common/posts/slug.ts';
import { slugInPath } from '../../common/site/file-dates.ts';

/**
 * What a picture's file is called, without number and extension: words of the file that it comes from; of its post
 * where that has none, as pictures from the clipboard. A name only: no path, no device, fit for every system.
 *
 * @param given the name as the author's system has it; may be anything
 */
export function pictureStem(given: string, post: string): { stem: string; numbered: boolean } {
  const name = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const words = name.replace(/\.[^.]{0,8}$/u, '');
  const isTelling = /[\p{L}\p{N}]/u.test(words) && !nameless.test(words.trim());
  return isTelling
    ? { stem: slugify(words), numbered: false }
    : { stem: slugify(slugInPath(post)), numbered: true };
}

/** What programs call a picture that has no name. */
const nameless =
  /^(?:image|img|picture|photo|bild|unnamed|untitled|unknown|blob|clipboard|pasted[ -_]?(?:image|graphic)?|download(?:ed)?|file|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+|[0-9a-f]{24,})(?:[ _-]*\(?\d{0,2}\)?)$/i;

/** The names to try, in their order. */
export function* pictureNames(
  { stem, numbered }: { stem: string; numbered: boolean },
  extension: string,
): Generator<string> {
  if (!numbered) yield stem + extension;
  for (let number = numbered ? 1 : 2; ; number += 1) yield `${stem}-${number}${extension}`;
}
