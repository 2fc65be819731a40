import { defineBlock } from './define-block.ts';
import { combine, combinedInPyTorch, eitherMask, inferMerged } from './merging.ts';

/** The first of two inputs less the second, number by number. */
export const subtract = defineBlock({
  type: 'Subtract',
  title: 'Subtract',
  category: 'merging',
  icon: 'subtract',
  inputs: ['1', '2'],
  docs: 'Subtracts the second input from the first, number by number.',
  guide: {
    when: 'Where the difference of two things matters, as when they are compared.',
    shape: 'Both inputs have one shape, which stays; a size of 1 is repeated to fit.',
    keywords: ['difference', 'siamese', 'compare'],
    example: { inputs: [[64], [64]], output: [64] },
  },
  params: {},
  summary: () => ['1 − 2'],
  infer: (_params, inputs) => inferMerged('Subtract', inputs),
  forward: ({ tf }, _params, inputs) => ({ tensor: combine(inputs, tf.sub), mask: eitherMask(tf, inputs) }),
  toPyTorch: () => combinedInPyTorch((xs) => xs.join(' - ')),
});
