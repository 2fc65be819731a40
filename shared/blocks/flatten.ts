import { defineBlock, sizeOf } from './define-block.ts';

/** All numbers of a sample in one row. */
export const flatten = defineBlock({
  type: 'Flatten',
  title: 'Flatten',
  category: 'reshaping',
  icon: 'flatten',
  docs: 'Lays all numbers of a sample in one row.',
  guide: {
    when: 'Between the last Conv2D or pooling and the first Dense, which looks at one row. Where that makes the Dense too large, take GlobalAveragePooling2D.',
    shape: 'All dimensions become one: (height, width, channels) to (height × width × channels).',
    keywords: ['image', 'vector', 'unroll'],
    example: { inputs: [[5, 5, 64]], output: [1600] },
  },
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
