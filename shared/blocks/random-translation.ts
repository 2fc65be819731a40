import { transformPictures } from './affine-transform.ts';
import {
  augmentationFixed,
  drawForPictures,
  factorText,
  fillingParams,
  fillText,
  inferAugmented,
  rangeOf,
} from './augmentation.ts';
import { defineBlock } from './define-block.ts';
import { translatedInPyTorch } from './pytorch-augmentation.ts';
import { factor } from './range-params.ts';

/** In training, each picture moved up or down and to a side by parts of its size. */
export const randomTranslation = defineBlock({
  type: 'RandomTranslation',
  title: 'RandomTranslation',
  category: 'augmentation',
  icon: 'random-translation',
  docs: 'Moves every picture up or down and to a side while training, drawn anew each time. In use it does nothing.',
  guide: {
    when: 'Behind an Input of pictures whose objects are not always in the middle.',
    shape: 'The shape stays as it is: what is moved out is lost, what is missing is filled.',
    keywords: ['image', 'augmentation', 'shift', 'move', 'overfitting', 'torchvision', 'RandomAffine'],
    example: { inputs: [[28, 28, 1]], params: { heightFactor: 0.1, widthFactor: 0.1 }, output: [28, 28, 1] },
  },
  params: {
    heightFactor: factor('Height factor', 0.1, {
      min: -1,
      max: 1,
      help: 'Parts of the height: 0.1 moves by up to a tenth up or down, 0, 0.2 only down.',
    }),
    widthFactor: factor('Width factor', 0.1, {
      min: -1,
      max: 1,
      help: 'Parts of the width: 0.1 moves by up to a tenth to either side, 0, 0.2 only to the right.',
    }),
    ...fillingParams,
  },
  kerasFixed: augmentationFixed,
  summary: ({ heightFactor, widthFactor, ...filling }) => [
    `↕ ${factorText(heightFactor, 100, ' %')}`,
    `↔ ${factorText(widthFactor, 100, ' %')}`,
    fillText(filling),
  ],
  infer: (_params, [input]) => inferAugmented('RandomTranslation', input!),
  forward(context, { heightFactor, widthFactor, ...filling }, [input]) {
    const { tensor } = input!;
    if (!context.training) return { tensor, mask: null };
    const { tf } = context;
    const down = tf.mul(drawForPictures(context, tensor, rangeOf(heightFactor)), tensor.shape[1]!);
    const right = tf.mul(drawForPictures(context, tensor, rangeOf(widthFactor)), tensor.shape[2]!);
    const column = { x: 1, y: 0, plus: tf.neg(right) } as const;
    const row = { x: 0, y: 1, plus: tf.neg(down) } as const;
    return { tensor: transformPictures(tf, tensor, { column, row }, filling), mask: null };
  },
  toPyTorch: (params) => translatedInPyTorch(params),
});
