import { rangeOf } from '../../blocks/augmentation.ts';
import type { ParamValues } from '../../blocks/params.ts';
import { randomTranslation as block } from '../../blocks/random-translation.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { drawFrom } from './draw.ts';
import type { ImageValues } from './image-values.ts';
import { moveImage } from './move-image.ts';

/** Each image moved up or down and to a side; Keras's RandomTranslation. */
export const randomTranslation = defineAugmentation({
  step: 'random-translation',
  title: 'Shift',
  docs: 'Moves every image up or down and to a side.',
  params: block.params,
  kinds: ['image'],
  image: translate,
});

/** An image moved by parts of its size that are drawn: above 0 is down, and to the right. */
function translate(params: ParamValues<typeof block.params>, image: ImageValues, random: Random): Float32Array {
  const down = drawFrom(random, rangeOf(params.heightFactor)) * image.height;
  const right = drawFrom(random, rangeOf(params.widthFactor)) * image.width;
  return moveImage(image, { x: 1, y: 0, plus: -right }, { x: 0, y: 1, plus: -down }, params);
}
