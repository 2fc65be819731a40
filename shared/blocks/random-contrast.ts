import { augmentationFixed, drawForPictures, inferAugmented, valueRange } from './augmentation.ts';
import { defineBlock } from './define-block.ts';
import type { Factor, Range } from './params.ts';
import { contrastedInPyTorch } from './pytorch-augmentation.ts';
import { factor } from './range-params.ts';

/** How much weaker and how much stronger contrast may get: one number stands for both. */
export function contrastBounds(given: Factor): Range {
  return typeof given === 'number' ? [given, given] : given;
}

/** In training, each picture with the differences to the mean of each channel made smaller or larger. */
export const randomContrast = defineBlock({
  type: 'RandomContrast',
  title: 'RandomContrast',
  category: 'augmentation',
  icon: 'random-contrast',
  docs: 'Makes light and dark of every picture differ less or more while training, drawn anew each time. In use it does nothing.',
  guide: {
    when: 'Behind an Input of photographs that were taken by different cameras or in different light.',
    shape: 'The shape stays as it is.',
    keywords: ['image', 'augmentation', 'light', 'colour', 'overfitting', 'torchvision', 'ColorJitter'],
    example: { inputs: [[32, 32, 3]], params: { factor: [0.1, 0.3] }, output: [32, 32, 3] },
  },
  params: {
    factor: factor('Factor', 0.2, {
      min: 0,
      max: 1,
      help: '0.2 is contrast from 80 to 120 %; with two numbers, the first is how much weaker, the second how much stronger.',
    }),
    valueRange,
  },
  kerasFixed: augmentationFixed,
  summary({ factor: given, valueRange: [low, high] }) {
    const [weaker, stronger] = contrastBounds(given);
    const percent = (value: number) => Number((100 * value).toPrecision(4));
    return [`${percent(1 - weaker)} … ${percent(1 + stronger)} %`, `${low} … ${high}`];
  },
  infer: (_params, [input]) => inferAugmented('RandomContrast', input!),
  forward(context, { factor: given, valueRange: [low, high] }, [input]) {
    const { tensor } = input!;
    if (!context.training) return { tensor, mask: null };
    const { tf } = context;
    const [weaker, stronger] = contrastBounds(given);
    const times = drawForPictures(context, tensor, [1 - weaker, 1 + stronger], 4);
    const mean = tf.mean(tensor, [1, 2], true);
    const contrasted = tf.add(tf.mul(tf.sub(tensor, mean), times), mean);
    return { tensor: tf.clipByValue(contrasted, low, high), mask: null };
  },
  // One number is always written as two: Keras says that it stands for both, but up to 3.15 at least takes the first as 0 then.
  toKeras: ({ factor: given, valueRange: limits }) => ({
    className: 'RandomContrast',
    config: { factor: contrastBounds(given), value_range: limits, ...augmentationFixed },
  }),
  toPyTorch({ factor: given, valueRange: limits }) {
    const [weaker, stronger] = contrastBounds(given);
    return contrastedInPyTorch([1 - weaker, 1 + stronger], limits);
  },
});
