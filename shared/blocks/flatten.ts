import { defineBlock, sizeOf } from './define-block.ts';

/** All numbers of a sample in one row. */
export const flatten = defineBlock({
  type: 'Flatten',
  title: 'Flatten',
  category: 'reshaping',
  icon: 'flatten',
  docs: 'Lays all numbers of a sample in one row, so that a Dense block can look at them together.',
  params: {},
  kerasFixed: { data_format: 'channels_last' },
  summary: (_params, [input]) => (input ? [`${sizeOf(input.shape)} numbers`] : []),
  infer: (_params, [input]) => ({ shape: [sizeOf(input!.shape)], dtype: input!.dtype, masked: false }),
  forward({ tf }, _params, [input]) {
    const { shape } = input!.tensor;
    return { tensor: tf.reshape(input!.tensor, [shape[0]!, sizeOf(shape.slice(1))]), mask: null };
  },
  toPyTorch: (_params, [input]) => ({
    forward: ({ x }) => (input!.shape.length === 0 ? `${x}.unsqueeze(1)` : `${x}.flatten(1)`),
  }),
});
