import type { Tensor } from '@tensorflow/tfjs-core';
import { problem, shapeWords } from '../messages/problem.ts';
import { defineBlock, type Tfjs, type Value } from './define-block.ts';
import { axisPlace, requireSeveral } from './merging.ts';
import { int } from './params.ts';
import { axisIn } from './pytorch-form.ts';
import { requireRow } from './requirements.ts';

/** Its inputs one after the other along a dimension; all others are of one size. */
export const concatenate = defineBlock({
  type: 'Concatenate',
  title: 'Concatenate',
  category: 'merging',
  icon: 'concatenate',
  inputs: 'many',
  docs: 'Puts what comes in by several wires side by side, so that the blocks behind it see all of it.',
  guide: {
    when: 'To bring several inputs or parts of a network together, as in networks with more than one kind of data or in a U-Net.',
    shape: 'The dimension of the axis is the sum of those of the inputs; all others must be equal, and stay.',
    keywords: ['merge', 'join', 'U-Net', 'DenseNet', 'multimodal', 'skip connection'],
    example: { inputs: [[64], [16]], output: [80] },
  },
  params: {
    axis: int('Axis', -1, {
      min: -8,
      max: 8,
      help: 'The dimension that grows: -1 is the last one, 1 the first one of a row of data.',
    }),
  },
  summary: ({ axis }, inputs) => [...(inputs.length < 2 ? [] : [`${inputs.length} inputs`]), `axis ${axis}`],
  infer({ axis }, inputs) {
    const refused =
      requireSeveral('Concatenate', inputs) ??
      inputs.map((input) => requireRow('Concatenate', input)).find((found) => found !== null);
    if (refused) return refused;
    const { shape } = inputs[0]!;
    const at = axisPlace(axis, shape.length);
    if (at === null) {
      const dimensions = shape.length;
      return problem('axis-unknown', { type: 'Concatenate', dimensions, received: axis }, 'axis');
    }
    const isAlike = (size: number, place: number) => place === at || size === shape[place];
    const other = inputs.find((input) => input.shape.length !== shape.length || !input.shape.every(isAlike));
    if (other) {
      const values = { type: 'Concatenate', axis, expected: shapeWords(shape), received: shapeWords(other.shape) };
      return problem('inputs-differ-beside', values);
    }
    const joined = inputs.reduce((sum, input) => sum + input.shape[at]!, 0);
    return { shape: shape.with(at, joined), dtype: 'float32', masked: inputs.some(({ masked }) => masked) };
  },
  forward: ({ tf }, { axis }, inputs) => ({
    tensor: tf.concat(
      inputs.map(({ tensor }) => tensor),
      axis,
    ),
    mask: joinedMask(tf, inputs, axis),
  }),
  toPyTorch: ({ axis }, inputs) => {
    const rank = inputs[0]!.shape.length;
    const place = axisPlace(axis, rank)! + 1;
    return {
      layout: 'any',
      forward: ({ xs, layout }) =>
        `torch.cat([${xs.join(', ')}], dim=${layout === 'last' && place === rank ? -1 : axisIn(layout, place, rank)})`,
      mask({ xs, mask }) {
        const masks = xs.map((_x, index) => mask(index));
        if (place === rank) {
          // An input without a mask counts in full, and so does all beside it.
          const { shape } = inputs[0]!;
          const all = `torch.ones(${[`${xs[0]}.size(0)`, ...shape.slice(0, -1)].join(', ')}, dtype=torch.bool, device=${xs[0]}.device)`;
          return masks.includes(null) ? all : [...new Set(masks)].join(' | ');
        }
        const whole = masks.map((one, index) => one ?? `torch.ones_like(${xs[index]}[..., 0], dtype=torch.bool)`);
        return `torch.cat([${whole.join(', ')}], dim=${place})`;
      },
    };
  },
});

/**
 * The masks of all inputs, joined as the inputs are; an input without one counts in full. Along the last dimension, which masks lack, a
 * step counts where it counts in any input. Null if there are none.
 */
function joinedMask(tf: Tfjs, inputs: readonly Value[], axis: number): Tensor | null {
  if (inputs.every(({ mask }) => mask === null)) return null;
  const masks = inputs.map(({ tensor, mask }) => mask ?? tf.ones(tensor.shape.slice(0, -1), 'bool'));
  const { rank } = inputs[0]!.tensor;
  const place = axis < 0 ? rank + axis : axis;
  if (place < rank - 1) return tf.concat(masks, place);
  return masks.reduce((either, mask) => tf.logicalOr(either, mask));
}
