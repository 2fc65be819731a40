import type { ParamValues } from '../../blocks/params.ts';
import { randomContrast as block, contrastBounds } from '../../blocks/random-contrast.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { drawFrom } from './draw.ts';
import { cutOff, type ImageValues } from './image-values.ts';

const params = { factor: block.params.factor } as const;

/** Each image with the differences to the mean of each channel smaller or larger; Keras's RandomContrast with a value range of 0 to 1. */
export const randomContrast = defineAugmentation({
  step: 'random-contrast',
  title: 'Contrast',
  docs: 'Makes light and dark of every image differ less or more.',
  params,
  kinds: ['image'],
  image: changeContrast,
});

/** (value - mean) * times + mean, the mean of each channel by itself. */
function changeContrast(
  { factor }: ParamValues<typeof params>,
  { data, height, width, channels }: ImageValues,
  random: Random,
): Float32Array {
  const [weaker, stronger] = contrastBounds(factor);
  const times = drawFrom(random, [1 - weaker, 1 + stronger]);
  const contrasted = new Float32Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let at = channel; at < data.length; at += channels) sum += data[at]!;
    const mean = sum / (height * width);
    for (let at = channel; at < data.length; at += channels) contrasted[at] = cutOff((data[at]! - mean) * times + mean);
  }
  return contrasted;
}
