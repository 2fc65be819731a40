import type { ParamValues } from '../../blocks/params.ts';
import { randomFlip as block } from '../../blocks/random-flip.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import type { ImageValues } from './image-values.ts';

const params = {
  // Keras's own default turns photographs upside down, which few data sets bear.
  mode: { ...block.params.mode, default: 'horizontal' as (typeof block.params.mode)['default'] },
} as const;

/** Each image as it is or in the mirror, half of them each; Keras's RandomFlip. Two steps flip in both directions apart. */
export const randomFlip = defineAugmentation({
  step: 'random-flip',
  title: 'Flip',
  docs: 'Mirrors half of the images, drawn anew each epoch. Not for digits or letters, which mean something else in the mirror.',
  params,
  kinds: ['image'],
  image: flip,
});

/** An image, or its mirror image. */
function flip({ mode }: ParamValues<typeof params>, image: ImageValues, random: Random): Float32Array {
  const { data, height, width, channels } = image;
  if (random.uniform(1)[0]! > 0.5) return data;
  const flipped = new Float32Array(data.length);
  let at = 0;
  for (let y = 0; y < height; y++) {
    const fromY = mode === 'horizontal' ? y : height - 1 - y;
    for (let x = 0; x < width; x++) {
      const from = (fromY * width + (mode === 'vertical' ? x : width - 1 - x)) * channels;
      for (let channel = 0; channel < channels; channel++) flipped[at++] = data[from + channel]!;
    }
  }
  return flipped;
}
