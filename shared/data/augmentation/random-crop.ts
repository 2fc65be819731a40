import { choice, type ParamValues } from '../../blocks/params.ts';
import { range } from '../../blocks/range-params.ts';
import { interpolations } from '../../blocks/resample.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { drawFrom } from './draw.ts';
import type { ImageValues } from './image-values.ts';
import { moveImage } from './move-image.ts';

const limits = 'two numbers above 0, up to 1, the smaller first';
const scale = range('Scale', [0.8, 1], {
  help: 'Parts of height and width that the window has: 0.8, 1 is from four fifths of the sides to all.',
});

const params = {
  scale: { ...scale, check: scale.check.refine(([from, to]) => from > 0 && to <= 1, limits) },
  interpolation: choice('Interpolation', interpolations, 'bilinear', { group: 'advanced' }),
} as const;

/**
 * A part of each image from anywhere in it, brought back to the size of the image: the shape that a model takes is the same in training
 * and in use. Keras's RandomCrop cuts to another size, and is a block.
 */
export const randomCrop = defineAugmentation({
  step: 'random-crop',
  title: 'Crop',
  docs: 'Cuts a part out of every image, from anywhere in it, and brings it back to size.',
  params,
  kinds: ['image'],
  image: crop,
});

/** A window whose size and place are drawn, of the proportions of the image, in the size of the image. */
function crop({ scale, interpolation }: ParamValues<typeof params>, image: ImageValues, random: Random): Float32Array {
  const kept = drawFrom(random, scale);
  const height = Math.max(1, Math.round(kept * image.height));
  const width = Math.max(1, Math.round(kept * image.width));
  const top = random.integer(image.height - height + 1);
  const left = random.integer(image.width - width + 1);
  const window = cut(image, { top, left, height, width });
  if (height === image.height && width === image.width) return window.data;
  // The middle of a point stays in the middle: (x + 1/2) of one is (x + 1/2) of the other, times the proportion of their sizes.
  const [across, down] = [width / image.width, height / image.height];
  return moveImage(
    window,
    { x: across, y: 0, plus: across / 2 - 0.5 },
    { x: 0, y: down, plus: down / 2 - 0.5 },
    { fillMode: 'nearest', interpolation, fillValue: 0 },
    image,
  );
}

interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

function cut({ data, width: all, channels }: ImageValues, { top, left, height, width }: Window): ImageValues {
  const part = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * all + left) * channels;
    part.set(data.subarray(from, from + width * channels), y * width * channels);
  }
  return { data: part, height, width, channels };
}
