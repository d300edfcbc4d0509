import { kindOfPicture, preparePicture } from './prepare-picture.ts';
import { stripMetadata } from './strip-metadata.ts';

/** Another one whenever pictures would become public in another form. */
export const publicPictureKey = 'bare1';

/** Names of pictures that can say where they were taken. */
export const placeablePicture = /\.(?:jpe?g|png|apng|webp|avif)$/i;

/**
 * A picture of the blog as readers get it: without the place, the time and the camera. Photographs keep their pixels and
 * the way up that they are shown; the same bytes give the same bytes.
 *
 * @returns the very bytes where there is nothing to take, or where they are no picture that is understood
 */
export async function publicPicture(bytes: Uint8Array): Promise<Uint8Array> {
  const kind = kindOfPicture(bytes);
  if (kind === undefined || kind === 'gif' || kind === 'svg') return bytes;
  const bare = stripMetadata(bytes, kind);
  if (bare && bare === bytes) return bytes;
  if (bare && kind === 'jpeg') return withOrientation(bare, orientationOfJpeg(bytes));
  try {
    return (await preparePicture(bytes, { longestSide: undefined, webp: false, quality: 90 })).bytes;
  } catch {
    return bare ?? bytes;
  }
}

/** How a camera was held, 1 to 8. Source: Exif 2.32, tag 0x0112 of the first directory; JPEG segments as in ITU-T T.81. */
function orientationOfJpeg(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    if (bytes[at + 1] === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    const isExif = bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === exifName;
    if (isExif) return orientationOfTiff(bytes.subarray(at + 10, end));
    at = end;
  }
  return upright;
}

const upright = 1;
/** `Exif` */
const exifName = 0x45786966;

function orientationOfTiff(bytes: Uint8Array): number {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isLittle = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, isLittle);
    const count = view.getUint16(directory, isLittle);
    for (let entry = 0; entry < count; entry += 1) {
      const at = directory + 2 + entry * 12;
      if (view.getUint16(at, isLittle) !== 0x0112) continue;
      const orientation = view.getUint16(at + 8, isLittle);
      return orientation >= 1 && orientation <= 8 ? orientation : upright;
    }
  } catch {
    // A directory that leads out of its block says nothing.
  }
  return upright;
}

/** Puts a segment that says how the picture is turned, and nothing else, at the head of a JPEG file. */
function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  if (orientation === upright) return jpeg;
  const segment = Buffer.from(orientationSegment, 'hex');
  segment.writeUInt16BE(orientation, segment.length - 8);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/** Marker, length, name, a big-endian head, one directory of one entry: a short, whose value is filled in. */
const orientationSegment =
  'ffe10022 457869660000 4d4d002a00000008 0001 0112 0003 00000001 00000000 00000000'.replaceAll(' ', '');
