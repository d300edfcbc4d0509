import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileAddress } from '../../common/build/addresses.ts';
import type { ShownPicture } from '../../common/build/content.ts';
import { slugify } from '../../common/posts/slug.ts';
import { extensionOf, isIn, stemOf, within } from '../../common/site/paths.ts';
import { placesWithin } from '../../common/site/target-places.ts';
import { filmTellsPlace, placeableFilm } from '../assets/film-place.ts';
import { type FileStamp, isAsStamped, stampOf } from '../index/file-stamp.ts';
import { isServed } from '../site/assets.ts';

/** Widths that pictures are made in, in pixels. */
export const pictureWidths = [480, 960, 1440] as const;

/** A file of the blog that a page shows or links to. */
export interface MediaFile {
  /** Relative to the root of the blog. */
  path: string;
  /** SHA-256 of its bytes, in part. */
  hash: string;
  /** With the site's base. */
  url: string;
  /** Relative to the output folder. */
  file: string;
  /** Undefined for what is no picture. */
  picture: MeasuredPicture | undefined;
}

/** Size and smaller forms of a picture. */
export interface MeasuredPicture {
  width: number | undefined;
  height: number | undefined;
  forms: { width: number; url: string; file: string }[];
}

export interface MediaOptions {
  /** Absolute real path of the blog. */
  root: string;
  /** The site's folder and the folders that it serves as they are. */
  settings: { folder: string; staticFolders: readonly string[] };
  /** Folder that is copied as it is, relative to the root; undefined: only files that are used are copied. */
  copied: string | undefined;
  base: string;
  /** What earlier builds have found out, by path. */
  known: ReadonlyMap<string, KnownFile>;
}

/** What is remembered of a file as long as it stays as it is. */
export interface KnownFile {
  stamp: FileStamp;
  hash: string;
  /** Absent until it was measured. */
  size?: { width: number | undefined; height: number | undefined; hasForms: boolean };
  /** Whether it is a film that says where it was taken. */
  tellsPlace?: boolean;
}

/** Finds the files that posts refer to. Remembers what it has found, for one build. */
export interface Media {
  /** The picture, sound or film that a post means; undefined where there is none inside the blog. */
  find(post: string, target: string, kind: 'shown' | 'linked'): MediaFile | undefined;
  /** Finds out the sizes of these files. */
  measure(files: Iterable<MediaFile>): Promise<void>;
  /** What to remember of the files that were found, by path. */
  known(): ReadonlyMap<string, KnownFile>;
  /** Remembers a file that was found another way. */
  remember(path: string, file: KnownFile): void;
}

/** Another one whenever smaller forms would be others. */
export const pictureSettingsKey = 'webp 80 480 960 1440';

/** What a page may show or offer. Nothing else of the blog's folder becomes public, whatever links to it. */
const shown =
  /\.(?:png|apng|jpe?g|gif|webp|avif|bmp|ico|svg|mp4|m4v|webm|ogv|mov|mp3|m4a|ogg|oga|opus|wav|flac|vtt)$/i;
const linked =
  /\.(?:pdf|epub|zip|gz|tgz|bz2|xz|7z|csv|tsv|xlsx?|docx?|pptx?|ods|odt|odp|ipynb|txt|bib|ics|vcf|gpx|geojson|wasm|stl)$/i;
/** In bytes. */
const largestFile = 200_000_000;
/** Pictures that smaller forms are made of. */
const raster = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif']);

export function createMedia(options: MediaOptions): Media {
  const byPath = new Map<string, MediaFile | undefined>();
  const known = new Map<string, KnownFile>();
  const measured = new Set<MediaFile>();

  function at(path: string): MediaFile | undefined {
    if (byPath.has(path)) return byPath.get(path);
    const stamped = look(path, options);
    const file = stamped && describe(path, stamped.hash, options);
    if (stamped) known.set(path, stamped);
    byPath.set(path, file);
    return file;
  }

  return {
    find(post, target, kind) {
      for (const path of placesWithin(options.settings, post, target)) {
        const isOffered = shown.test(path) || (kind === 'linked' && linked.test(path));
        const found = isOffered && isServed(path) ? at(path) : undefined;
        if (found) return found;
      }
      return undefined;
    },
    async measure(files) {
      for (const file of files) {
        if (measured.has(file) || !file.picture) continue;
        measured.add(file);
        const stamped = known.get(file.path);
        const size = stamped?.size ?? (await measure(file.path, options.root));
        if (stamped) stamped.size = size;
        file.picture = withForms(file, size, options.base);
      }
    },
    known: () => known,
    remember: (path, file) => {
      if (!known.has(path)) known.set(path, file);
    },
  };
}

/** The picture as content shows it. */
export function shownPicture({ picture }: MediaFile): ShownPicture | undefined {
  return picture && { width: picture.width, height: picture.height, forms: picture.forms };
}

/** The file as it is now, with its hash; undefined for what is none or lies outside the blog. */
export function look(
  path: string,
  { root, known }: Pick<MediaOptions, 'root' | 'known'>,
): KnownFile | undefined {
  try {
    const absolute = realpathSync(join(root, path));
    if (!absolute.startsWith(root + sep)) return undefined;
    if (!isServed(absolute.slice(root.length + 1).replaceAll('\\', '/'))) return undefined;
    const before = known.get(path);
    if (before && isAsStamped(absolute, before.stamp)) return before;
    const now = Date.now();
    const status = statSync(absolute);
    if (!status.isFile() || status.size > largestFile) return undefined;
    const bytes = readFileSync(absolute);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
    const tellsPlace = placeableFilm.test(path) && filmTellsPlace(bytes);
    return { stamp: stampOf(status, absolute, now), hash, ...(tellsPlace && { tellsPlace }) };
  } catch {
    return undefined;
  }
}

function describe(path: string, hash: string, { copied, base }: MediaOptions): MediaFile {
  const isCopied = copied !== undefined && isIn(copied, path);
  const address = fileAddress(
    isCopied ? `assets/${within(copied, path)}` : `media/${hashedName(path, hash)}${extensionOf(path)}`,
  );
  const isPicture = raster.has(extensionOf(path)) || /\.(?:svg|gif|apng|bmp)$/i.test(path);
  return {
    path,
    hash,
    url: base + address.url,
    file: address.file,
    picture: isPicture ? { width: undefined, height: undefined, forms: [] } : undefined,
  };
}

function hashedName(path: string, hash: string): string {
  return `${slugify(stemOf(path))}-${hash.slice(0, 10)}`;
}

type Size = NonNullable<KnownFile['size']>;

function withForms({ path, hash }: MediaFile, size: Size, base: string): MeasuredPicture {
  const { width, height, hasForms } = size;
  const smaller = hasForms && width !== undefined ? pictureWidths.filter((form) => form < width) : [];
  const forms = smaller.map((form) => {
    const address = fileAddress(`media/${hashedName(path, hash)}-${form}.webp`);
    return { width: form, url: base + address.url, file: address.file };
  });
  return { width, height, forms };
}

async function measure(path: string, root: string): Promise<Size> {
  const extension = extensionOf(path);
  try {
    if (extension === '.svg') return sizeOfSvg(readFileSync(join(root, path), 'utf8'));
    const { default: sharp } = await import('sharp');
    const { width, height, orientation = 1, pages = 1 } = await sharp(join(root, path)).metadata();
    const isTurned = orientation >= 5;
    return {
      width: isTurned ? height : width,
      height: isTurned ? width : height,
      hasForms: pages === 1 && raster.has(extension),
    };
  } catch {
    // A picture that cannot be read, or no sharp for this system: it is shown as it is.
    return { width: undefined, height: undefined, hasForms: false };
  }
}

/** The size that an SVG says of itself. */
function sizeOfSvg(text: string): Size {
  const tag = /<svg\b[^>]*>/i.exec(text)?.[0] ?? '';
  const length = (name: string): number =>
    Number(
      new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`, 'i').exec(tag)?.[1] ?? Number.NaN,
    );
  const box = /\sviewBox\s*=\s*["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(tag);
  const width = Math.round(length('width') || Number(box?.[1]));
  const height = Math.round(length('height') || Number(box?.[2]));
  const isKnown = width > 0 && height > 0;
  return { width: isKnown ? width : undefined, height: isKnown ? height : undefined, hasForms: false };
}

/** One smaller form of a picture, as WebP. @param source absolute path */
export async function makeForm(source: string, width: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(source).rotate().resize({ width, withoutEnlargement: true });
  return picture.webp({ quality: 80, effort: 4 }).toBuffer();
}
