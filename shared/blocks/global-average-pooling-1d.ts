import type { Tensor } from '@tensorflow/tfjs-core';
import { defineBlock, type Tfjs } from './define-block.ts';
import { globalPoolingParams, inferGlobalPooling, poolingFixed } from './pooling.ts';
import { globalPoolingInPyTorch } from './pytorch-pooling.ts';

/** The mean of each channel over the steps that count. */
export const globalAveragePooling1d = defineBlock({
  type: 'GlobalAveragePooling1D',
  title: 'GlobalAveragePooling1D',
  category: 'pooling',
  icon: 'global-average-pooling-1d',
  docs: 'Takes the mean of each channel over the whole sequence, leaving out hidden padding.',
  guide: {
    when: 'After an Embedding, to make one row of a text whatever the order of its words: a quick first model for texts.',
    shape: 'Steps go, features stay: (steps, features) to (features).',
    keywords: ['text', 'bag of words', 'mean'],
    example: { inputs: [[200, 32]], output: [32] },
  },
  params: globalPoolingParams,
  kerasFixed: poolingFixed,
  summary: () => ['mean of each channel'],
  infer: (params, [input]) => inferGlobalPooling('GlobalAveragePooling1D', params, input!, 'time×features'),
  forward({ tf }, { keepdims }, [input]) {
    const { tensor, mask } = input!;
    return { tensor: mask ? maskedMean(tf, tensor, mask, keepdims) : tf.mean(tensor, 1, keepdims), mask: null };
  },
  toPyTorch(params, [input]) {
    if (!input!.masked) return globalPoolingInPyTorch('mean', params, input!);
    const keeping = params.keepdims ? ', keepdim=True' : '';
    return {
      forward({ x, mask, local }) {
        const counts = local('counts');
        const value = `(${x} * ${counts}).sum(1${keeping}) / ${counts}.sum(1${keeping})`;
        return { before: [`${counts} = ${mask(0)}.unsqueeze(-1)`], value };
      },
    };
  },
});

/** As in Keras, a sequence without any step that counts has no mean: it gives NaN. */
function maskedMean(tf: Tfjs, tensor: Tensor, mask: Tensor, keepdims: boolean): Tensor {
  const counts = tf.expandDims(tf.cast(mask, 'float32'), 2);
  return tf.div(tf.sum(tf.mul(tensor, counts), 1, keepdims), tf.sum(counts, 1, keepdims));
}
