/** Kinds of pictures that a web page shows. */
export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'svg';

/**
 * The same picture without what says where, when and by whom it was made: no pixel is touched, the colour profile
 * stays, and what other programs have put behind the picture goes. The very bytes where there is nothing to take.
 * Undefined where the file is not built as its kind is, or the kind cannot be taken apart.
 */
export function stripMetadata(bytes: Uint8Array, kind: PictureKind): Uint8Array | undefined {
  const kept = partsToKeep(bytes, kind);
  if (!kept) return undefined;
  const length = kept.reduce((sum, part) => sum + part.length, 0);
  if (length === bytes.length) return bytes;
  const stripped = new Uint8Array(length);
  let at = 0;
  for (const part of kept) {
    stripped.set(part, at);
    at += part.length;
  }
  return kind === 'webp' ? withTrueHead(stripped) : stripped;
}

function partsToKeep(bytes: Uint8Array, kind: PictureKind): Uint8Array[] | undefined {
  if (kind === 'jpeg') return jpegParts(bytes);
  if (kind === 'png') return pngParts(bytes);
  if (kind === 'webp') return webpParts(bytes);
  return undefined;
}

/** Source: ITU-T T.81, annex B. What follows the end of the picture, as phones add films there, is no part of it. */
function jpegParts(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = viewOf(bytes);
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // A marker may be preceded by any number of filling bytes.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return undefined;
    const scanEnd = marker === 0xda ? endOfScan(bytes, end) : end;
    if (isKeptInJpeg(bytes, at, marker)) parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return [...parts, bytes.subarray(at, at + 2)];
  }
  return undefined;
}

/** Where the next marker is that is not part of the scan itself. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0xd9;
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  return bytes.length;
}

/** Of the segments for programs: JFIF, the colour profile, and what Adobe says of the colours. */
function isKeptInJpeg(bytes: Uint8Array, at: number, marker: number): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const name = textAt(bytes, at + 4, 11);
  return (
    (marker === 0xe0 && name.startsWith('JFIF')) ||
    (marker === 0xe2 && name === 'ICC_PROFILE') ||
    (marker === 0xee && name.startsWith('Adobe'))
  );
}

const pngTexts: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'dSIG', 'caBX']);

/** Source: W3C PNG, part 5. */
function pngParts(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = viewOf(bytes);
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const name = textAt(bytes, at + 4, 4);
    if (end > bytes.length) return undefined;
    if (!pngTexts.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') return parts;
    at = end;
  }
  return undefined;
}

/** Source: RFC 9649. */
function webpParts(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = viewOf(bytes);
  const total = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts = [bytes.subarray(0, 12)];
  for (let at = 12; at + 8 <= total; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    const name = textAt(bytes, at, 4);
    if (at + 8 + length > bytes.length) return undefined;
    if (name !== 'EXIF' && name !== 'XMP ') parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

/** The size and the flags at the head of a WebP file, as they are after parts have gone. */
function withTrueHead(bytes: Uint8Array): Uint8Array {
  viewOf(bytes).setUint32(4, bytes.length - 8, true);
  const flags = bytes[20];
  if (textAt(bytes, 12, 4) === 'VP8X' && flags !== undefined) bytes[20] = flags & ~0b1100;
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
