import { transformPictures } from './affine-transform.ts';
import { augmentationFixed, inferAugmented } from './augmentation.ts';
import { defineBlock } from './define-block.ts';
import { choice } from './params.ts';
import { flippedInPyTorch } from './pytorch-augmentation.ts';

const modes = ['horizontal', 'vertical', 'horizontal_and_vertical'] as const;

/** The dimensions of a batch of pictures that a mode turns over, channels first. */
const dimensionsOf: Readonly<Record<(typeof modes)[number], readonly number[]>> = {
  horizontal: [3],
  vertical: [2],
  horizontal_and_vertical: [2, 3],
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
    const [batch, height, width] = tensor.shape as [number, number, number];
    const isTurned = tf.cast(tf.lessEqual(context.uniform([batch]), 0.5), 'float32');
    const turned = tf.reshape(isTurned, [batch, 1, 1]);
    const stays = { along: 1, plus: tf.zerosLike(turned) } as const;
    /** From the last point back where it is turned over. */
    const turns = (size: number) => ({ along: tf.sub(1, tf.mul(turned, 2)), plus: tf.mul(turned, size - 1) });
    const across = mode === 'vertical' ? stays : turns(width);
    const down = mode === 'horizontal' ? stays : turns(height);
    const column = { x: across.along, y: 0, plus: across.plus } as const;
    const row = { x: 0, y: down.along, plus: down.plus } as const;
    // Whole points come from whole points, so that nothing is between them and nothing beyond the border.
    const filling = { fillMode: 'nearest', interpolation: 'nearest', fillValue: 0 } as const;
    return { tensor: transformPictures(tf, tensor, { column, row }, filling), mask: null };
  },
  toPyTorch: ({ mode }) => flippedInPyTorch(dimensionsOf[mode]),
});
