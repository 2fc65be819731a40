import { defineBlock } from './define-block.ts';
import { globalPoolingParams, inferGlobalPooling, placesOf, poolingFixed } from './pooling.ts';
import { globalPoolingInPyTorch } from './pytorch-pooling.ts';

/** The mean of each channel over height and width. */
export const globalAveragePooling2d = defineBlock({
  type: 'GlobalAveragePooling2D',
  title: 'GlobalAveragePooling2D',
  category: 'pooling',
  icon: 'global-average-pooling-2d',
  docs: 'Takes the mean of each channel over the whole picture, so that a Dense block can follow. It needs no weights, where a Flatten would make the Dense block a large one.',
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
