import { defineBlock } from './define-block.ts';
import { combine, combinedInPyTorch, eitherMask, inferMerged, ofInputs } from './merging.ts';

/** The mean of its inputs, number by number. */
export const average = defineBlock({
  type: 'Average',
  title: 'Average',
  category: 'merging',
  icon: 'average',
  inputs: 'many',
  docs: 'Takes the mean of what comes in by several wires, number by number.',
  guide: {
    when: 'Where several parts of a network answer the same question, as an ensemble does.',
    shape: 'All inputs have one shape, which stays; a size of 1 is repeated to fit.',
    keywords: ['ensemble', 'mean', 'merge'],
    example: { inputs: [[10], [10]], output: [10] },
  },
  params: {},
  summary: (_params, inputs) => [ofInputs('mean', inputs)],
  infer: (_params, inputs) => inferMerged('Average', inputs),
  forward: ({ tf }, _params, inputs) => ({
    tensor: tf.div(combine(inputs, tf.add), inputs.length),
    mask: eitherMask(tf, inputs),
  }),
  toPyTorch: () => combinedInPyTorch((xs) => `(${xs.join(' + ')}) / ${xs.length}`),
});
