import type { Sharp } from 'sharp';
import { UPLOAD_LIMITS } from '../limits.ts';
import { Turns } from './turns.ts';

export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export const PICTURE_TYPE = 'image/webp';
export const PICTURE_EXTENSION = 'webp';

const turns = new Turns(UPLOAD_LIMITS.decodesAtOnce);

/**
 * The picture that a file shows, drawn anew: what was hidden beside the pixels (a place, a camera, a script, an archive) stays behind. The
 * first frame only, upright, within a box. Undefined when it is no picture, or one that would cost more pixels than allowed: that is
 * read from its header, before anything is decoded.
 */
export async function drawAnew(read: () => Promise<Buffer>, maxSide: number): Promise<Picture | undefined> {
  return turns.take(async () => {
    const { default: sharp } = await import('sharp'); // its native part is loaded when the first picture comes
    sharp.concurrency(1);
    const image = sharp(await read(), {
      limitInputPixels: UPLOAD_LIMITS.pixels,
      failOn: 'error',
      sequentialRead: true,
      pages: 1,
      autoOrient: true,
    });
    return draw(image, maxSide).catch(() => undefined);
  });
}

async function draw(image: Sharp, maxSide: number): Promise<Picture> {
  const { width, height, pages = 1 } = await image.metadata();
  if (width * height * pages > UPLOAD_LIMITS.pixels) throw new RangeError('too many pixels');
  const { data, info } = await image
    .timeout({ seconds: UPLOAD_LIMITS.decodeSeconds })
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: 82 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}
