import { gaussianNoise as block } from '../../blocks/gaussian-noise.ts';
import type { ParamValues } from '../../blocks/params.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { cutOff, type ImageValues } from './image-values.ts';

/** Each number plus one of the normal distribution around 0: the values of images, and the scaled numbers of tables. */
export const gaussianNoise = defineAugmentation({
  step: 'gaussian-noise',
  title: 'Noise',
  docs: 'Moves every value of an image, and every scaled number of a table, a little.',
  params: block.params,
  kinds: ['image', 'numbers'],
  image: noisyImage,
});
type Params = ParamValues<typeof block.params>;

/** An image with noise, cut off where it gets beyond 0 or 1, as with all that changes the values of images. */
function noisyImage({ stddev }: Params, { data }: ImageValues, random: Random): Float32Array {
  const noise = random.normal(data.length, 0, stddev);
  // They are drawn for this image alone.
  for (let at = 0; at < data.length; at++) noise[at] = cutOff(data[at]! + noise[at]!);
  return noise;
}

/** Adds noise to the numbers of one row at some places; in place, as rows are many and short. */
export function addNoise({ stddev }: Params, row: Float32Array, places: readonly number[], random: Random): void {
  const noise = random.normal(places.length, 0, stddev);
  places.forEach((place, at) => {
    row[place]! += noise[at]!;
  });
}
