import { defineBlock } from './define-block.ts';
import { globalPoolingParams, inferGlobalPooling, placesOf, poolingFixed } from './pooling.ts';
import { globalPoolingInPyTorch } from './pytorch-pooling.ts';

/** The largest number of each channel over time. As in Keras, it does not know masks: hidden steps count like others. */
export const globalMaxPooling1d = defineBlock({
  type: 'GlobalMaxPooling1D',
  title: 'GlobalMaxPooling1D',
  category: 'pooling',
  icon: 'global-max-pooling-1d',
  docs: 'Keeps the strongest answer of each channel in the whole sequence.',
  guide: {
    when: 'Behind Conv1D blocks, where it counts whether a pattern is in the sequence and not when.',
    shape: 'Steps go, features stay: (steps, features) to (features).',
    keywords: ['text', 'time series'],
    example: { inputs: [[96, 32]], output: [32] },
  },
  params: globalPoolingParams,
  kerasFixed: poolingFixed,
  summary: () => ['largest of each channel'],
  infer: (params, [input]) => inferGlobalPooling('GlobalMaxPooling1D', params, input!, 'time×features'),
  forward: ({ tf }, { keepdims }, [input]) => ({
    tensor: tf.max(input!.tensor, placesOf(input!.tensor), keepdims),
    mask: null,
  }),
  toPyTorch: (params, [input]) => globalPoolingInPyTorch('amax', params, input!),
});
