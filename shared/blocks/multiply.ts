import { defineBlock } from './define-block.ts';
import { combine, combinedInPyTorch, eitherMask, inferMerged, ofInputs, where } from './merging.ts';

/**
 * The product of its inputs, number by number. As in Keras, a step that its mask leaves out counts as 1, and one that all masks leave out
 * comes out as 0.
 */
export const multiply = defineBlock({
  type: 'Multiply',
  title: 'Multiply',
  category: 'merging',
  icon: 'multiply',
  inputs: 'many',
  docs: 'Multiplies what comes in by several wires, number by number.',
  guide: {
    when: 'For gates: numbers between 0 and 1 decide how much of the others passes.',
    shape: 'All inputs have one shape, which stays; a size of 1 is repeated to fit.',
    keywords: ['gate', 'product', 'squeeze and excitation', 'scale'],
    example: {
      inputs: [
        [13, 13, 64],
        [1, 1, 64],
      ],
      output: [13, 13, 64],
    },
  },
  params: {},
  summary: (_params, inputs) => [ofInputs('product', inputs)],
  infer: (_params, inputs) => inferMerged('Multiply', inputs),
  forward({ tf }, _params, inputs) {
    const factors = inputs.map(({ tensor, mask }) => ({
      tensor: where(tf, mask, tensor, tf.ones(tensor.shape)),
      mask,
    }));
    const product = combine(factors, tf.mul);
    const mask = eitherMask(tf, inputs);
    return { tensor: where(tf, mask, product, tf.zeros(product.shape)), mask };
  },
  toPyTorch: () => combinedInPyTorch((xs) => xs.join(' * ')),
});
