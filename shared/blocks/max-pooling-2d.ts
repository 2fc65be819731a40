import type { Tensor4D } from '@tensorflow/tfjs-core';
import { isProblem } from '../messages/problem.ts';
import { defineBlock } from './define-block.ts';
import { choice, optionalPair, pair } from './params.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { type Pair, paddings, windowPositions } from './window.ts';

/** The largest number of each window, channel by channel, channels last. */
export const maxPooling2d = defineBlock({
  type: 'MaxPooling2D',
  title: 'MaxPooling2D',
  category: 'pooling',
  icon: 'max-pooling-2d',
  docs: 'Keeps only the strongest answer of each small window. The picture gets smaller, and where exactly a pattern lies matters less.',
  params: {
    poolSize: pair('Pool size', [2, 2], { min: 1, help: 'Height and width of the window.' }),
    strides: optionalPair('Strides', {
      min: 1,
      whenNull: 'as pool size',
      help: 'How far the window moves at each step.',
    }),
    padding: choice('Padding', paddings, 'valid', {
      help: 'valid keeps inside the picture; same goes over its border.',
    }),
  },
  kerasFixed: { data_format: 'channels_last' },
  summary({ poolSize, strides, padding }) {
    const [down, right] = strides ?? poolSize;
    return [poolSize.join('×'), `stride ${down === right ? down : `${down}×${right}`}`, padding];
  },
  infer({ poolSize, strides, padding }, [input]) {
    const wrong =
      requireRank('MaxPooling2D', input!, 'height×width×channels') ?? requireNumbers('MaxPooling2D', input!);
    if (wrong) return wrong;
    const [height, width, channels] = input!.shape as readonly [number, number, number];
    const window = { size: poolSize, strides: strides ?? poolSize, dilation: [1, 1] as Pair, padding };
    const positions = windowPositions('MaxPooling2D', [height, width], window);
    return isProblem(positions) ? positions : { shape: [...positions, channels], dtype: 'float32', masked: false };
  },
  forward({ tf }, { poolSize, strides, padding }, [input]) {
    const tensor = tf.maxPool(
      input!.tensor as Tensor4D,
      poolSize as [number, number],
      (strides ?? poolSize) as [number, number],
      padding,
    );
    return { tensor, mask: null };
  },
});
