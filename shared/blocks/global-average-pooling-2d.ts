import { defineBlock } from './define-block.ts';
import { globalPoolingParams, inferGlobalPooling, placesOf, poolingFixed } from './pooling.ts';
import { globalPoolingInPyTorch } from './pytorch-pooling.ts';

/** The mean of each channel over height and width. */
export const globalAveragePooling2d = defineBlock({
  type: 'GlobalAveragePooling2D',
  title: 'GlobalAveragePooling2D',
  category: 'pooling',
  icon: 'global-average-pooling-2d',
  docs: 'Takes the mean of each channel over the whole picture.',
  guide: {
    when: 'Behind the last Conv2D, so that a Dense can follow: it needs no weights, where a Flatten would make the Dense a large one.',
    shape: 'Height and width go, channels stay: (height, width, channels) to (channels).',
    keywords: ['image', 'GAP', 'head'],
    example: { inputs: [[7, 7, 64]], output: [64] },
  },
  params: globalPoolingParams,
  kerasFixed: poolingFixed,
  summary: () => ['mean of each channel'],
  infer: (params, [input]) => inferGlobalPooling('GlobalAveragePooling2D', params, input!, 'height×width×channels'),
  forward: ({ tf }, { keepdims }, [input]) => ({
    tensor: tf.mean(input!.tensor, placesOf(input!.tensor), keepdims),
    mask: null,
  }),
  toPyTorch: (params, [input]) => globalPoolingInPyTorch('mean', params, input!),
});
