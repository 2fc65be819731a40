import { defineBlock } from './define-block.ts';
import { globalPoolingParams, inferGlobalPooling, placesOf, poolingFixed } from './pooling.ts';
import { globalPoolingInPyTorch } from './pytorch-pooling.ts';

/** The largest number of each channel over height and width. */
export const globalMaxPooling2d = defineBlock({
  type: 'GlobalMaxPooling2D',
  title: 'GlobalMaxPooling2D',
  category: 'pooling',
  icon: 'global-max-pooling-2d',
  docs: 'Keeps the strongest answer of each channel in the whole picture.',
  guide: {
    when: 'Where it counts whether a pattern is in the picture and not where, or how often.',
    shape: 'Height and width go, channels stay: (height, width, channels) to (channels).',
    keywords: ['image', 'head'],
    example: { inputs: [[7, 7, 64]], output: [64] },
  },
  params: globalPoolingParams,
  kerasFixed: poolingFixed,
  summary: () => ['largest of each channel'],
  infer: (params, [input]) => inferGlobalPooling('GlobalMaxPooling2D', params, input!, 'height×width×channels'),
  forward: ({ tf }, { keepdims }, [input]) => ({
    tensor: tf.max(input!.tensor, placesOf(input!.tensor), keepdims),
    mask: null,
  }),
  toPyTorch: (params, [input]) => globalPoolingInPyTorch('amax', params, input!),
});
