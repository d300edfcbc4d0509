import type { Metadata, Sharp } from 'sharp';
import { AppError } from '../../common/errors.ts';
import { type PictureKind, stripMetadata } from './strip-metadata.ts';

/** What an author wants done with pictures on their way into the blog. */
export interface PictureWishes {
  /** Pixels; larger pictures are made smaller. Undefined: as they are. */
  longestSide: number | undefined;
  /** Whether photographs and drawings become WebP. */
  webp: boolean;
  /** Of what has to be encoded again: 1 to 100. */
  quality: number;
}

/** A picture as it goes into the blog. */
export interface PreparedPicture {
  bytes: Uint8Array;
  /** With its dot. */
  extension: string;
}

/**
 * Makes a picture fit for a public page: turned as the camera was held, without the place and all else that it says
 * of its maker, smaller where that is wanted. Where nothing of that needs doing the bytes stay what they are; moving
 * pictures and drawings keep theirs always.
 *
 * @param bytes of the file as the author has it
 * @throws AppError `not-a-picture`
 */
export async function preparePicture(bytes: Uint8Array, wishes: PictureWishes): Promise<PreparedPicture> {
  if (bytes.length === 0) throw new AppError('not-a-picture');
  const kind = kindOfPicture(bytes);
  if (kind === 'svg' || kind === 'gif') return { bytes, extension: extensions[kind] };
  const sharp = await loadSharp();
  const open = (): Sharp => sharp(bytes, { failOn: 'error' });
  const metadata = await understood(open().metadata());
  const moves = (metadata.pages ?? 1) > 1 || isMovingPng(bytes);
  if (kind === undefined && !convertible.has(metadata.format ?? '')) throw new AppError('not-a-picture');
  const target = wishes.webp && !moves ? 'webp' : (kind ?? (metadata.hasAlpha ? 'png' : 'jpeg'));
  const isTurned = (metadata.orientation ?? 1) > 1;
  const isLarge = isLargerThan(metadata, wishes.longestSide);

  if (kind !== undefined && (moves || (!isTurned && !isLarge))) {
    const bare = kind === 'avif' && !hasMetadata(metadata) ? bytes : stripMetadata(bytes, kind);
    const kept = bare ?? (moves ? bytes : undefined);
    if (kept && (target === kind || moves)) return { bytes: kept, extension: extensions[kind] };
    if (kept) return smaller(kept, kind, await encode(open(), { target, metadata, wishes, kind }));
  }
  return {
    bytes: await encode(open(), { target, metadata, wishes, kind }),
    extension: extensions[target],
  };
}

/** What kind of picture the bytes are; undefined for none that web pages show. */
export function kindOfPicture(bytes: Uint8Array): PictureKind | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  const latin = head.toString('latin1');
  if (latin.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (latin.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(latin)) return 'gif';
  if (/^RIFF[\s\S]{4}WEBP/.test(latin)) return 'webp';
  if (/^[\s\S]{4}ftypavi[fs]/.test(latin)) return 'avif';
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>\s*)*<(?:svg:)?svg[\s>]/i.test(
    text,
  )
    ? 'svg'
    : undefined;
}

const extensions: Record<PictureKind, string> = {
  jpeg: '.jpg',
  png: '.png',
  gif: '.gif',
  webp: '.webp',
  avif: '.avif',
  svg: '.svg',
};

/** What cameras and scanners write and no web page shows, as sharp calls it. */
const convertible: ReadonlySet<string> = new Set(['tiff', 'heif', 'jp2', 'jxl']);

/** Only who adds a picture waits for the library. */
async function loadSharp() {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    throw new AppError('not-available', {
      message: 'Pictures cannot be prepared on this system, so this one was not added.',
      next: ['Put the picture into the blog’s folder yourself, without its place.'],
      cause: error,
    });
  }
}

interface Encoding {
  target: PictureKind;
  kind: PictureKind | undefined;
  metadata: Metadata;
  wishes: PictureWishes;
}

async function encode(picture: Sharp, { target, kind, metadata, wishes }: Encoding): Promise<Uint8Array> {
  const { longestSide: side, quality } = wishes;
  const turned = picture.autoOrient().keepIccProfile();
  const sized = isLargerThan(metadata, side)
    ? turned.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    : turned;
  return understood(inFormat(sized, { target, kind, quality }).toBuffer());
}

function inFormat(
  picture: Sharp,
  { target, kind, quality }: { target: PictureKind; kind: PictureKind | undefined; quality: number },
): Sharp {
  if (target === 'png') return picture.png({ compressionLevel: 9 });
  // What had no loss stays without one: text in a picture of a screen would blur.
  if (target === 'webp') return picture.webp(kind === 'png' ? { lossless: true } : { quality });
  if (target === 'avif') return picture.avif({ quality: Math.max(1, quality - 20) });
  return picture.jpeg({ quality, mozjpeg: true });
}

function smaller(kept: Uint8Array, kind: PictureKind, encoded: Uint8Array): PreparedPicture {
  return encoded.length < kept.length
    ? { bytes: encoded, extension: extensions.webp }
    : { bytes: kept, extension: extensions[kind] };
}

function isLargerThan({ width = 0, height = 0 }: Metadata, side: number | undefined): boolean {
  return side !== undefined && Math.max(width, height) > side;
}

function hasMetadata({ exif, xmp, iptc, comments }: Metadata): boolean {
  return (exif ?? xmp ?? iptc ?? comments) !== undefined;
}

function isMovingPng(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536));
  return head.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n' && head.includes('acTL');
}

async function understood<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    throw new AppError('not-a-picture', {
      cause: error,
      ...(error instanceof Error && { detail: error.message }),
    });
  }
}
