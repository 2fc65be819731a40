import { float, type ParamValues } from '../../blocks/params.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import type { ImageValues } from './image-values.ts';

const params = {
  size: float('Size', 0.5, {
    min: 0.01,
    max: 1,
    help: 'The side of the square, as a part of the shorter side of the image.',
  }),
  fillValue: float('Fill value', 0, { min: 0, max: 1, help: 'What the square is filled with: 0 is black, 1 white.' }),
} as const;

/**
 * A square of each image filled with one value. Its middle may be anywhere in the image, so that a part of the square lies beyond the border
 * as a rule: its authors found that this matters. The size is theirs for CIFAR-10: 16 of 32.
 * Source: DeVries, Taylor: "Improved regularization of convolutional neural networks with cutout" (2017), arXiv:1708.04552.
 */
export const cutout = defineAugmentation({
  step: 'cutout',
  title: 'Cutout',
  docs: 'Covers a square of every image, so that no single part decides.',
  params,
  kinds: ['image'],
  image: cutOut,
});

/** An image with a square whose place is drawn. */
function cutOut({ size, fillValue }: ParamValues<typeof params>, image: ImageValues, random: Random): Float32Array {
  const { data, height, width, channels } = image;
  const side = Math.max(1, Math.round(size * Math.min(height, width)));
  const top = random.integer(height) - Math.floor(side / 2);
  const left = random.integer(width) - Math.floor(side / 2);
  const covered = data.slice();
  for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) {
    const from = (y * width + Math.max(0, left)) * channels;
    covered.fill(fillValue, from, (y * width + Math.min(width, left + side)) * channels);
  }
  return covered;
}
