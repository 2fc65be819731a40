import { defineBlock } from './define-block.ts';
import { inferMerged, ofInputs, pick, pickedInPyTorch } from './merging.ts';

/** The largest of its inputs, number by number. */
export const maximum = defineBlock({
  type: 'Maximum',
  title: 'Maximum',
  category: 'merging',
  icon: 'maximum',
  inputs: 'many',
  docs: 'Keeps the largest of the numbers that come in by several wires, place by place.',
  guide: {
    when: 'Where it is enough that one of several parts of a network has found something.',
    shape: 'All inputs have one shape, which stays; a size of 1 is repeated to fit.',
    keywords: ['maxout', 'merge', 'or'],
    example: { inputs: [[64], [64]], output: [64] },
  },
  params: {},
  summary: (_params, inputs) => [ofInputs('largest', inputs)],
  infer: (_params, inputs) => inferMerged('Maximum', inputs),
  forward: ({ tf }, _params, inputs) => pick(tf, inputs, tf.maximum),
  toPyTorch: () => pickedInPyTorch('torch.maximum'),
});
