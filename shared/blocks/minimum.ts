import { defineBlock } from './define-block.ts';
import { inferMerged, ofInputs, pick, pickedInPyTorch } from './merging.ts';

/** The smallest of its inputs, number by number. */
export const minimum = defineBlock({
  type: 'Minimum',
  title: 'Minimum',
  category: 'merging',
  icon: 'minimum',
  inputs: 'many',
  docs: 'Keeps the smallest of the numbers that come in by several wires, place by place.',
  guide: {
    when: 'Where all of several parts of a network must have found something.',
    shape: 'All inputs have one shape, which stays; a size of 1 is repeated to fit.',
    keywords: ['merge', 'and'],
    example: { inputs: [[64], [64]], output: [64] },
  },
  params: {},
  summary: (_params, inputs) => [ofInputs('smallest', inputs)],
  infer: (_params, inputs) => inferMerged('Minimum', inputs),
  forward: ({ tf }, _params, inputs) => pick(tf, inputs, tf.minimum),
  toPyTorch: () => pickedInPyTorch('torch.minimum'),
});
