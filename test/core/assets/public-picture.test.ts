import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { publicPicture } from '../../../src-main/core/assets/public-picture.ts';
import { pictureWithPlace } from '../../helpers/picture-with-place.ts';

const raw = async (bytes: Uint8Array): Promise<Buffer> =>
  sharp(bytes).autoOrient().removeAlpha().raw().toBuffer();

describe('a picture as readers get it', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'says nothing of place, time or camera (%s)',
    async (format) => {
      const taken = await pictureWithPlace({ format });
      expect((await sharp(taken).metadata()).exif).toBeDefined();
      const bare = await publicPicture(taken);
      const { exif, xmp, iptc, comments, width, height, format: kept } = await sharp(bare).metadata();
      expect({ exif, xmp, iptc, comments }).toEqual({
        exif: undefined,
        xmp: undefined,
        iptc: undefined,
        comments: undefined,
      });
      expect(Buffer.from(bare).includes('Camera of Ada')).toBe(false);
      expect([width, height, kept === 'heif' ? 'avif' : kept]).toEqual([40, 20, format]);
      expect(await publicPicture(taken)).toEqual(bare);
    },
  );

  it.each([2, 3, 6, 8])(
    'stays the way up that it is shown, pixel for pixel (held as %i)',
    async (orientation) => {
      const taken = await pictureWithPlace({ format: 'jpeg', orientation });
      const bare = await publicPicture(taken);
      expect((await sharp(bare).metadata()).orientation).toBe(orientation);
      expect(Buffer.from(bare).includes('Camera of Ada')).toBe(false);
      expect(bare.length).toBeLessThan(taken.length);
      expect(await raw(bare)).toEqual(await raw(taken));
    },
  );

  it.each(['png', 'webp'] as const)('is turned where the kind cannot say it alone (%s)', async (format) => {
    const taken = await pictureWithPlace({ format, orientation: 6 });
    const bare = await publicPicture(taken);
    expect(await sharp(bare).metadata()).toMatchObject({ width: 20, height: 40, format });
    expect(Buffer.from(bare).includes('Camera of Ada')).toBe(false);
  });

  it('is the very bytes where there is nothing to take, or what it is cannot be told', async () => {
    const plain: Sharp = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
    for (const bytes of [
      await plain.clone().jpeg().toBuffer(),
      await plain.clone().png().toBuffer(),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      Buffer.from('GIF89a…'),
      Buffer.from('\xff\xd8\xff\xe1\xff\xffExif', 'latin1'),
      Buffer.alloc(0),
    ])
      expect(await publicPicture(bytes)).toBe(bytes);
  });
});
