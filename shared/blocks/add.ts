import { defineBlock } from './define-block.ts';
import { combine, combinedInPyTorch, eitherMask, inferMerged, ofInputs } from './merging.ts';

/** The sum of its inputs, number by number. */
export const add = defineBlock({
  type: 'Add',
  title: 'Add',
  category: 'merging',
  icon: 'add',
  inputs: 'many',
  docs: 'Adds what comes in by several wires, number by number.',
  guide: {
    when: 'Where a shortcut around other blocks ends: with it gradients do not vanish on their way through deep networks.',
    shape: 'All inputs have one shape, which stays; a size of 1 is repeated to fit.',
    keywords: ['residual', 'skip connection', 'ResNet', 'vanishing gradient', 'sum'],
    example: {
      inputs: [
        [13, 13, 64],
        [13, 13, 64],
      ],
      output: [13, 13, 64],
    },
  },
  params: {},
  summary: (_params, inputs) => [ofInputs('sum', inputs)],
  infer: (_params, inputs) => inferMerged('Add', inputs),
  forward: ({ tf }, _params, inputs) => ({ tensor: combine(inputs, tf.add), mask: eitherMask(tf, inputs) }),
  toPyTorch: () => combinedInPyTorch((xs) => xs.join(' + ')),
});
