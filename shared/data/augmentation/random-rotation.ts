import { rangeOf } from '../../blocks/augmentation.ts';
import type { ParamValues } from '../../blocks/params.ts';
import { randomRotation as block } from '../../blocks/random-rotation.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { drawFrom } from './draw.ts';
import type { ImageValues } from './image-values.ts';
import { moveImage } from './move-image.ts';

/** Each image turned about its center by an angle of its own; Keras's RandomRotation. */
export const randomRotation = defineAugmentation({
  step: 'random-rotation',
  title: 'Rotation',
  docs: 'Turns every image by an angle of its own.',
  params: block.params,
  kinds: ['image'],
  image: rotate,
});

/** An image turned by an angle that is drawn; counterclockwise above 0, as in Keras. */
function rotate(params: ParamValues<typeof block.params>, image: ImageValues, random: Random): Float32Array {
  const [cosine, sine] = cosineAndSine(drawFrom(random, rangeOf(params.factor)));
  const [centerX, centerY] = [(image.width - 1) / 2, (image.height - 1) / 2];
  return moveImage(
    image,
    { x: cosine, y: -sine, plus: centerX - cosine * centerX + sine * centerY },
    { x: sine, y: cosine, plus: centerY - sine * centerX - cosine * centerY },
    params,
  );
}

/** Cosine and sine of whole turns, exact at quarters of one: those of `Math` miss 0 by 6e-17, and a point would come from between two. */
function cosineAndSine(turns: number): readonly [number, number] {
  const quarters = Math.round(turns * 4);
  const rest = (turns - quarters / 4) * 2 * Math.PI;
  const [cosine, sine] = [Math.cos(rest), Math.sin(rest)];
  switch (((quarters % 4) + 4) % 4) {
    case 0:
      return [cosine, sine];
    case 1:
      return [-sine, cosine];
    case 2:
      return [-cosine, -sine];
    default:
      return [sine, -cosine];
  }
}
