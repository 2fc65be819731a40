import { showShape } from '../messages/problem.ts';
import { defineBlock } from './define-block.ts';
import { choice, shape } from './params.ts';

/** Where data enters: fixes shape and number type of one sample. */
export const input = defineBlock({
  type: 'Input',
  title: 'Input',
  category: 'input-output',
  icon: 'input',
  docs: 'Where your data comes in.',
  guide: {
    when: 'Every model begins with one, and has one for each thing it is fed with. Take int32 for word numbers, float32 for measurements and pictures.',
    shape: 'Gives its own shape: that of one sample, without the batch.',
    keywords: ['feature', 'placeholder'],
    example: { inputs: [], params: { shape: [28, 28, 1] }, output: [28, 28, 1] },
  },
  inputs: 'none',
  params: {
    shape: shape('Shape', [10], { help: 'Sizes of one sample, such as 28, 28, 1 for a small grey picture.' }),
    dtype: choice('Number type', ['float32', 'int32'], 'float32', { help: 'int32 for words and other whole numbers.' }),
  },
  summary: ({ shape: sizes, dtype }) => [showShape(sizes), dtype],
  infer: ({ shape: sizes, dtype }) => ({ shape: sizes, dtype, masked: false }),
  forward: (_context, _params, [fed]) => fed!,
  toKeras: ({ shape: sizes, dtype }) => ({ className: 'InputLayer', config: { shape: sizes, dtype, sparse: false } }),
});
