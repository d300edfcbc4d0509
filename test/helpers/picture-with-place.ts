import sharp from 'sharp';

/** A picture of 40 by 20 pixels, left red and right blue, as a phone writes it: by whom, and where. */
export function pictureWithPlace({
  format,
  orientation,
}: {
  format: 'jpeg' | 'png' | 'webp' | 'avif';
  orientation?: number;
}): Promise<Buffer> {
  const half = { width: 20, height: 20, channels: 3 as const };
  return sharp({ create: { width: 40, height: 20, channels: 3, background: 'blue' } })
    .composite([{ input: { create: { ...half, background: 'red' } }, left: 0, top: 0 }])
    .withMetadata({
      ...(orientation !== undefined && { orientation }),
      exif: {
        IFD0: { Make: 'Camera of Ada' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '51/1 30/1 0/1',
          GPSLongitudeRef: 'W',
          GPSLongitude: '0/1 7/1 0/1',
        },
      },
    })
    .toFormat(format)
    .toBuffer();
}
