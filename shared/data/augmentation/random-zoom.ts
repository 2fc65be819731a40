import { rangeOf } from '../../blocks/augmentation.ts';
import type { ParamValues } from '../../blocks/params.ts';
import { randomZoom as block } from '../../blocks/random-zoom.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { drawFrom } from './draw.ts';
import type { ImageValues } from './image-values.ts';
import { moveImage } from './move-image.ts';

/** Each image larger or smaller about its center; Keras's RandomZoom. */
export const randomZoom = defineAugmentation({
  step: 'random-zoom',
  title: 'Zoom',
  docs: 'Shows every image nearer or farther.',
  params: block.params,
  kinds: ['image'],
  image: zoom,
});

/** An image scaled by factors that are drawn: above 0 shows more of it, and so everything smaller, as in Keras. */
function zoom(params: ParamValues<typeof block.params>, image: ImageValues, random: Random): Float32Array {
  const height = 1 + drawFrom(random, rangeOf(params.heightFactor));
  const width = params.widthFactor === null ? height : 1 + drawFrom(random, rangeOf(params.widthFactor));
  return moveImage(
    image,
    { x: width, y: 0, plus: ((1 - width) * (image.width - 1)) / 2 },
    { x: 0, y: height, plus: ((1 - height) * (image.height - 1)) / 2 },
    params,
  );
}
