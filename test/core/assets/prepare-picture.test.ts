import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { type PictureWishes, preparePicture } from '../../../src-main/core/assets/prepare-picture.ts';

const asItIs: PictureWishes = { longestSide: undefined, webp: false, quality: 85 };

/** Left half red, right half blue, so that a turn can be seen. */
function twoHalves(width = 40, height = 20): Sharp {
  const half = { width: width / 2, height, channels: 3 as const };
  return sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    { input: { create: { ...half, background: 'red' } }, left: 0, top: 0 },
  ]);
}

/** What a phone writes: who, when, where. */
const taken = {
  exif: {
    IFD0: { Make: 'Camera of Ada', Copyright: 'Ada' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '51/1 30/1 0/1',
      GPSLongitudeRef: 'W',
      GPSLongitude: '0/1 7/1 0/1',
    },
  },
};

function photograph(orientation?: number): Promise<Buffer> {
  const picture = twoHalves().jpeg({ quality: 95 }).withExif(taken.exif);
  return picture
    .withMetadata({ ...(orientation !== undefined && { orientation }), exif: taken.exif })
    .toBuffer();
}

async function colourAt(bytes: Uint8Array, x: number, y: number): Promise<'red' | 'blue'> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return (data[at] ?? 0) > (data[at + 2] ?? 0) ? 'red' : 'blue';
}

describe('what a picture says of its maker', () => {
  it('is in what the tests start from', async () => {
    const { exif } = await sharp(await photograph()).metadata();
    expect(exif?.toString('latin1')).toContain('Camera of Ada');
  });

  it('is gone, and no pixel is another', async () => {
    const given = await photograph(1);
    const { bytes, extension } = await preparePicture(given, asItIs);
    const { exif, xmp, iptc, width } = await sharp(bytes).metadata();
    expect({ exif, xmp, iptc, width, extension }).toEqual({ width: 40, extension: '.jpg' });
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/Ada|GPS/);
    const pixels = (picture: Uint8Array) => sharp(picture).raw().toBuffer();
    expect((await pixels(bytes)).equals(await pixels(given))).toBe(true);
  });

  it.each(['png', 'webp', 'avif'] as const)('is gone from %s', async (format) => {
    const given = await twoHalves().toFormat(format).withExif(taken.exif).toBuffer();
    expect((await sharp(given).metadata()).exif).toBeDefined();
    const { bytes, extension } = await preparePicture(given, asItIs);
    const { exif, xmp } = await sharp(bytes).metadata();
    expect({ exif, xmp, extension }).toEqual({ extension: `.${format}` });
    expect(await colourAt(bytes, 2, 2)).toBe('red');
  });

  it('is gone from texts of a PNG and from what lies behind a picture', async () => {
    const given = await twoHalves().png().toBuffer();
    const words = Buffer.from('Author\0Ada');
    const chunk = Buffer.concat([
      Buffer.from([0, 0, 0, words.length]),
      Buffer.from('tEXt'),
      words,
      Buffer.alloc(4),
    ]);
    const end = given.length - 12;
    const signed = Buffer.concat([
      given.subarray(0, end),
      chunk,
      given.subarray(end),
      Buffer.from('a film of Ada'),
    ]);
    const { bytes } = await preparePicture(signed, asItIs);
    expect(Buffer.from(bytes).equals(given)).toBe(true);
    const jpeg = await twoHalves().jpeg().toBuffer();
    const withFilm = await preparePicture(Buffer.concat([jpeg, Buffer.from('a film of Ada')]), asItIs);
    expect(Buffer.from(withFilm.bytes).equals(jpeg)).toBe(true);
  });

  it('leaves the colour profile', async () => {
    const given = await twoHalves().jpeg().withIccProfile('p3').withExif(taken.exif).toBuffer();
    const before = await sharp(given).metadata();
    for (const wishes of [asItIs, { ...asItIs, longestSide: 10 }]) {
      const after = await sharp((await preparePicture(given, wishes)).bytes).metadata();
      expect(after.exif).toBeUndefined();
      expect(after.icc?.equals(before.icc ?? Buffer.alloc(0))).toBe(true);
    }
  });
});

describe('a picture that the camera held otherwise', () => {
  // Where the red half is once the picture is shown as its orientation says.
  it.each([
    [1, 40, 20, 2, 10],
    [2, 40, 20, 37, 10],
    [3, 40, 20, 37, 10],
    [4, 40, 20, 2, 10],
    [5, 20, 40, 10, 2],
    [6, 20, 40, 10, 2],
    [7, 20, 40, 10, 37],
    [8, 20, 40, 10, 37],
  ])('is turned for orientation %i', async (orientation, width, height, x, y) => {
    const { bytes } = await preparePicture(await photograph(orientation), asItIs);
    const metadata = await sharp(bytes).metadata();
    expect([metadata.width, metadata.height, metadata.orientation]).toEqual([width, height, undefined]);
    expect(await colourAt(bytes, x, y)).toBe('red');
    expect(metadata.exif).toBeUndefined();
  });
});

describe('what needs nothing', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('keeps its bytes: %s', async (format) => {
    const given = await twoHalves().toFormat(format).toBuffer();
    const { bytes } = await preparePicture(given, { ...asItIs, longestSide: 100 });
    expect(Buffer.from(bytes).equals(given)).toBe(true);
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg"><metadata>Ada</metadata></svg>',
    '\uFEFF<?xml version="1.0"?>\n<!-- by Ada -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg></svg>',
  ])('keeps its bytes: a drawing, whatever is wanted', async (text) => {
    const given = Buffer.from(text);
    const prepared = await preparePicture(given, { longestSide: 1, webp: true, quality: 1 });
    expect(prepared).toEqual({ bytes: given, extension: '.svg' });
  });

  it.each(['gif', 'webp'] as const)('keeps its bytes: a moving %s', async (format) => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 60, height: 40, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const given = await sharp(frames, { join: { animated: true } })
      .toFormat(format, { delay: [100, 100] })
      .toBuffer();
    expect((await sharp(given).metadata()).pages).toBe(2);
    const prepared = await preparePicture(given, { longestSide: 10, webp: true, quality: 50 });
    expect(Buffer.from(prepared.bytes).equals(given)).toBe(true);
    expect(prepared.extension).toBe(`.${format}`);
  });
});

describe('what an author wishes', () => {
  it('makes the longer side smaller, and never larger', async () => {
    const given = await twoHalves(400, 200).jpeg().toBuffer();
    const small = await sharp(
      (await preparePicture(given, { ...asItIs, longestSide: 100 })).bytes,
    ).metadata();
    expect([small.width, small.height]).toEqual([100, 50]);
    const turned = await twoHalves(400, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const after = await sharp(
      (await preparePicture(turned, { ...asItIs, longestSide: 100 })).bytes,
    ).metadata();
    expect([after.width, after.height]).toEqual([50, 100]);
  });

  it('makes WebP of it where that is smaller', async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, at) => (at * at) % 251));
    const given = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg({ quality: 100 })
      .toBuffer();
    const prepared = await preparePicture(given, { ...asItIs, webp: true, quality: 60 });
    expect(prepared.extension).toBe('.webp');
    expect(prepared.bytes.length).toBeLessThan(given.length);
    const sharpText = await preparePicture(await twoHalves(64, 64).png().toBuffer(), {
      ...asItIs,
      webp: true,
    });
    expect(await colourAt(sharpText.bytes, 31, 5)).toBe('red');
    expect(await colourAt(sharpText.bytes, 32, 5)).toBe('blue');
  });

  it('makes of what no web page shows a picture that one does', async () => {
    const given = await twoHalves().tiff().toBuffer();
    const { bytes, extension } = await preparePicture(given, asItIs);
    expect([extension, (await sharp(bytes).metadata()).format]).toEqual(['.jpg', 'jpeg']);
  });
});

describe('what is no picture', () => {
  it.each([
    ['a text', Buffer.from('Hello')],
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html><svg></svg></html>')],
    ['a document', Buffer.from('%PDF-1.4\n')],
    ['half a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['a head of a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('is refused: %s', async (_what, bytes) => {
    await expect(preparePicture(bytes, asItIs)).rejects.toMatchObject({ code: 'not-a-picture' });
  });
});
