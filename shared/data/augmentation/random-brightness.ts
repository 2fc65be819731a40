import { rangeOf } from '../../blocks/augmentation.ts';
import type { ParamValues } from '../../blocks/params.ts';
import { randomBrightness as block } from '../../blocks/random-brightness.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { drawFrom } from './draw.ts';
import { cutOff, type ImageValues } from './image-values.ts';

const params = { factor: block.params.factor } as const;

/** Each image darker or brighter as a whole; Keras's RandomBrightness with a value range of 0 to 1. */
export const randomBrightness = defineAugmentation({
  step: 'random-brightness',
  title: 'Brightness',
  docs: 'Makes every image darker or brighter.',
  params,
  kinds: ['image'],
  image: changeBrightness,
});

/** One number that is drawn, added to all values. */
function changeBrightness({ factor }: ParamValues<typeof params>, { data }: ImageValues, random: Random): Float32Array {
  const added = drawFrom(random, rangeOf(factor));
  const brightened = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) brightened[at] = cutOff(data[at]! + added);
  return brightened;
}
