import { problem, showShape } from '../messages/problem.ts';
import { defineBlock, type Shape } from './define-block.ts';
import { requireNumbers } from './requirements.ts';

/**
 * The sum of its inputs, number by number, as Keras's `Add`. Shapes are of one rank; a dimension of 1 is repeated. A step counts where it
 * counts in any input, if all inputs have a mask.
 */
export const add = defineBlock({
  type: 'Add',
  title: 'Add',
  category: 'merging',
  icon: 'add',
  inputs: 'many',
  docs: 'Adds what comes in by several wires, number by number: a shortcut around other blocks ends in one.',
  params: {},
  summary: (_params, inputs) => [inputs.length < 2 ? 'sum of inputs' : `sum of ${inputs.length} inputs`],
  infer(_params, inputs) {
    if (inputs.length < 2) return problem('inputs-too-few', { type: 'Add', received: inputs.length });
    for (const input of inputs) {
      const refused = requireNumbers('Add', input);
      if (refused) return refused;
    }
    const [first, ...others] = inputs;
    let { shape } = first!;
    for (const other of others) {
      const joined = broadcast(shape, other.shape);
      if (!joined)
        return problem('inputs-differ', {
          type: 'Add',
          expected: showShape(shape),
          received: showShape(other.shape),
        });
      shape = joined;
    }
    return { shape, dtype: 'float32', masked: inputs.every(({ masked }) => masked) };
  },
  forward({ tf }, _params, inputs) {
    const masks = inputs.map(({ mask }) => mask);
    return {
      tensor: inputs.map(({ tensor }) => tensor).reduce((sum, tensor) => tf.add(sum, tensor)),
      mask: masks.includes(null) ? null : masks.reduce((either, mask) => tf.logicalOr(either!, mask!)),
    };
  },
});

/** The shape of a sum, or null if the shapes have none: sizes are equal, or one of them is 1. */
function broadcast(one: Shape, other: Shape): Shape | null {
  if (one.length !== other.length) return null;
  const fits = one.every((size, index) => size === other[index] || size === 1 || other[index] === 1);
  return fits ? one.map((size, index) => Math.max(size, other[index]!)) : null;
}
