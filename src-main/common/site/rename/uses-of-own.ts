import { extensionOf, nameOf, stemOf } from '../paths.ts';
import { plainly } from './post-names.ts';

/** Formats that hold no names of other files, by their extensions. */
const media =
  /^\.(png|jpe?g|gif|webp|avif|bmp|ico|tiff?|heic|mp[34]|m4[av]|webm|ogg|og[av]|wav|flac|mov|avi|mkv|woff2?|ttf|otf|eot|pdf|zip|gz|tgz|br|xz|bz2|7z|rar|exe|dll|so|dylib|wasm|db|sqlite|psd|ai)$/i;

/** Whether a file may name other files. */
export function mayNameFiles(path: string): boolean {
  return !media.test(extensionOf(path));
}

/**
 * Those of a post's own files that another file of the blog may use. It is said of too many rather than of too few: a
 * post uses what it names in one line with the post or its folder, any other file what it names at all beside them.
 *
 * @param owners the names of the post and of its folder, in lower case
 */
export function usedBy(
  other: { text: string; isPost: boolean },
  owners: readonly string[],
  own: readonly string[],
): string[] {
  const plain = plainly(other.text);
  const parts = other.isPost ? plain.split('\n') : [plain];
  const near = parts.filter((part) => owners.some((owner) => part.includes(owner)));
  return own.filter((file) => near.some((part) => part.includes(calledIn(file))));
}

/** A program is imported without its extension. */
function calledIn(file: string): string {
  const extension = extensionOf(file);
  const isMedium = media.test(extension) || /^\.svg$/i.test(extension);
  return (isMedium ? nameOf(file) : stemOf(file)).normalize('NFC').toLowerCase();
}
