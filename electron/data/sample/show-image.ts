import type { ImageValues } from '../../../shared/data/augmentation/image-values.ts';
import type { ShownImage } from '../../../shared/data/dataset.ts';
import type { ImageForm } from '../../../shared/data/image-form.ts';
import { resample } from '../images/resampling/resample.ts';

/** The longer side of an image that is shown beside others. */
const shownSide = 128;

/** The size at which an image is shown: its own, or one of the same proportions that is no larger than can be seen. */
export function shownSize(
  { height, width }: Pick<ImageForm, 'height' | 'width'>,
  longest = shownSide,
): Pick<ImageForm, 'height' | 'width'> {
  const times = Math.min(1, longest / Math.max(height, width));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * times));
  return { height: side(height), width: side(width) };
}

/** Values from 0 to 1 as an image to show. */
export function showImage({ data, height, width, channels }: ImageValues): ShownImage {
  const pixels = Uint8Array.from(data, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const own = channels === 1 ? 1 : 3;
  const size = shownSize({ height, width });
  const shown = resample({ width, height, channels: own, pixels }, { left: 0, top: 0, width, height }, size, {
    interpolation: 'bilinear',
    antialias: true,
  });
  return { ...size, channels: own, pixels: Buffer.from(shown).toString('base64') };
}
