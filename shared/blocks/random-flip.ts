import { augmentationFixed, inferAugmented } from './augmentation.ts';
import { defineBlock } from './define-block.ts';
import { choice } from './params.ts';
import { flippedInPyTorch } from './pytorch-augmentation.ts';

const modes = ['horizontal', 'vertical', 'horizontal_and_vertical'] as const;

/** The dimensions of a batch of pictures that a mode turns over. */
const axesOf: Readonly<Record<(typeof modes)[number], readonly number[]>> = {
  horizontal: [2],
  vertical: [1],
  horizontal_and_vertical: [1, 2],
};

/** In training, each picture as it is or in the mirror, half of them each. */
export const randomFlip = defineBlock({
  type: 'RandomFlip',
  title: 'RandomFlip',
  category: 'augmentation',
  icon: 'random-flip',
  docs: 'Mirrors every other picture while training, drawn anew each time. In use it does nothing.',
  guide: {
    when: 'Behind an Input of photographs, where left and right do not matter. Not for digits or letters, which mean something else in the mirror.',
    shape: 'The shape stays as it is.',
    keywords: ['image', 'augmentation', 'mirror', 'overfitting', 'torchvision', 'RandomHorizontalFlip'],
    example: { inputs: [[32, 32, 3]], params: { mode: 'horizontal' }, output: [32, 32, 3] },
  },
  params: {
    mode: choice('Mode', modes, 'horizontal_and_vertical', {
      help: 'horizontal swaps left and right, vertical top and bottom; with both, a picture is turned over in both at once.',
    }),
  },
  kerasFixed: augmentationFixed,
  summary: ({ mode }) => mode.split('_and_'),
  infer: (_params, [input]) => inferAugmented('RandomFlip', input!),
  forward(context, { mode }, [input]) {
    const { tensor } = input!;
    if (!context.training) return { tensor, mask: null };
    const { tf } = context;
    const batch = tensor.shape[0]!;
    const isTurned = tf.reshape(tf.lessEqual(context.uniform([batch]), 0.5), [batch, 1, 1, 1]);
    return { tensor: tf.where(isTurned, tf.reverse(tensor, [...axesOf[mode]]), tensor), mask: null };
  },
  // Its channels are before height and width.
  toPyTorch: ({ mode }) => flippedInPyTorch(axesOf[mode].map((axis) => axis + 1)),
});
