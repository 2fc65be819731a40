import { defineBlock } from './define-block.ts';
import { choice, shape } from './params.ts';

/** Where data enters: fixes shape and number type of one sample. */
export const input = defineBlock({
  type: 'Input',
  title: 'Input',
  category: 'input-output',
  icon: 'input',
  docs: 'Where your data comes in. Its shape is the shape of one sample, without the batch.',
  inputs: 'none',
  params: {
    shape: shape('Shape', [10]),
    dtype: choice('Number type', ['float32', 'int32'], 'float32'),
  },
  summary: ({ shape: sizes, dtype }) => [sizes.join('×') || 'one number', dtype],
  infer: ({ shape: sizes, dtype }) => ({ shape: sizes, dtype, masked: false }),
  forward: (_context, _params, [fed]) => fed!,
});
