import type { ImageForm } from '../../../../shared/data/image-form.ts';
import type { OpaqueImage } from '../decoding/raw-image.ts';
import { type Region, resample, type Size } from './resample.ts';

/**
 * The largest part in the middle that has the wanted proportions, in whole pixels as Keras counts them. The library's own cropping cuts
 * after it has made the image smaller, where half a pixel may be a dozen of the file's.
 */
export function middleOf(seen: Size, wanted: Size): Region {
  const width = Math.min(seen.width, Math.max(1, Math.floor((seen.height * wanted.width) / wanted.height)));
  const height = Math.min(seen.height, Math.max(1, Math.floor((seen.width * wanted.height) / wanted.width)));
  return { width, height, left: (seen.width - width) >> 1, top: (seen.height - height) >> 1 };
}

/** Where an image stands that is padded, as the library places it. */
function insideOf(seen: Size, wanted: Size): Region {
  const shrink = Math.max(seen.width / wanted.width, seen.height / wanted.height);
  const width = Math.min(wanted.width, Math.max(1, Math.round(seen.width / shrink)));
  const height = Math.min(wanted.height, Math.max(1, Math.round(seen.height / shrink)));
  return { width, height, left: (wanted.width - width) >> 1, top: (wanted.height - height) >> 1 };
}

/**
 * An image in the wanted height and width, in colours of its own: in `target` if there is one of that many bytes and nothing is padded, and in
 * its own memory where its size is the wanted one.
 */
export function fitHere(
  image: OpaqueImage,
  form: ImageForm,
  target?: Uint8Array,
): Pick<OpaqueImage, 'channels' | 'pixels'> {
  const { width, height, channels } = image;
  const whole = { left: 0, top: 0, width, height };
  const { resizing } = form;
  if (resizing !== 'pad') {
    const part = resizing === 'crop' ? middleOf(image, form) : whole;
    const isRight = target?.length === form.width * form.height * channels;
    return { channels, pixels: resample(image, part, form, form, isRight ? target : undefined) };
  }
  const inside = insideOf(image, form);
  const pixels = resample(image, whole, inside, form);
  if (inside.width === form.width && inside.height === form.height) return { channels, pixels };
  const padded = new Uint8Array(form.width * form.height * channels);
  for (let row = 0; row < inside.height; row++) {
    const line = pixels.subarray(row * inside.width * channels, (row + 1) * inside.width * channels);
    padded.set(line, ((inside.top + row) * form.width + inside.left) * channels);
  }
  return { channels, pixels: padded };
}
