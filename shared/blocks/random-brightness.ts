import { augmentationFixed, drawForPictures, factorText, inferAugmented, rangeOf, valueRange } from './augmentation.ts';
import { defineBlock } from './define-block.ts';
import { brightenedInPyTorch } from './pytorch-augmentation.ts';
import { factor } from './range-params.ts';

/** In training, each picture darker or brighter as a whole. */
export const randomBrightness = defineBlock({
  type: 'RandomBrightness',
  title: 'RandomBrightness',
  category: 'augmentation',
  icon: 'random-brightness',
  docs: 'Makes every picture darker or brighter while training, drawn anew each time. In use it does nothing.',
  guide: {
    when: 'Behind an Input of photographs that were taken at different times of the day or in different light.',
    shape: 'The shape stays as it is.',
    keywords: ['image', 'augmentation', 'light', 'dark', 'overfitting', 'torchvision', 'ColorJitter'],
    example: { inputs: [[32, 32, 3]], params: { factor: 0.1 }, output: [32, 32, 3] },
  },
  params: {
    factor: factor('Factor', 0.2, {
      min: -1,
      max: 1,
      help: 'Parts of the value range that are added: -1 makes all black, 1 all white; 0.2 is up to a fifth either way.',
    }),
    valueRange,
  },
  kerasFixed: augmentationFixed,
  summary: ({ factor: given, valueRange: [low, high] }) => [factorText(given, 100, ' %'), `${low} … ${high}`],
  infer: (_params, [input]) => inferAugmented('RandomBrightness', input!),
  forward(context, { factor: given, valueRange: [low, high] }, [input]) {
    const { tensor } = input!;
    if (!context.training) return { tensor, mask: null };
    const { tf } = context;
    const added = tf.mul(drawForPictures(context, tensor, rangeOf(given), 4), high - low);
    return { tensor: tf.clipByValue(tf.add(tensor, added), low, high), mask: null };
  },
  toPyTorch: ({ factor: given, valueRange: limits }) => brightenedInPyTorch(rangeOf(given), limits),
});
