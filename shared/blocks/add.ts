import { defineBlock } from './define-block.ts';
import { combine, combinedInPyTorch, eitherMask, inferMerged, ofInputs } from './merging.ts';

/** The sum of its inputs, number by number. */
export const add = defineBlock({
  type: 'Add',
  title: 'Add',
  category: 'merging',
  icon: 'add',
  inputs: 'many',
  docs: 'Adds what comes in by several wires, number by number: a shortcut around other blocks ends in one.',
  params: {},
  summary: (_params, inputs) => [ofInputs('sum', inputs)],
  infer: (_params, inputs) => inferMerged('Add', inputs),
  forward: ({ tf }, _params, inputs) => ({ tensor: combine(inputs, tf.add), mask: eitherMask(tf, inputs) }),
  toPyTorch: () => combinedInPyTorch((xs) => xs.join(' + ')),
});
