import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import type { Gradient, WayBack } from './define-gradient.ts';

/** The gradient of a sum over some dimensions: that of each sum for every number in it. */
function spread({ tf, dy, saved, attributes }: WayBack): { readonly spread: Tensor; readonly count: number } {
  const { shape } = saved[0]!;
  const axes = tf.util.parseAxisParam(attributes.axis as number[], shape);
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return {
    spread: tf.mul(tf.reshape(dy, kept), tf.ones(shape)),
    count: sizeOf(axes.map((axis) => shape[axis]!)),
  };
}

/** Gradients of sums, means, largest numbers and softmax. */
export const reductionGradients: readonly Gradient[] = [
  { kernel: 'Sum', keepsInputs: ['x'], compute: (way) => ({ x: () => spread(way).spread }) },
  {
    kernel: 'Mean',
    keepsInputs: ['x'],
    compute: (way) => ({
      x: () => {
        const { spread: sum, count } = spread(way);
        return way.tf.div(sum, count);
      },
    }),
  },
  {
    kernel: 'Max',
    keepsInputs: ['x'],
    keepsOutputs: [true],
    compute: ({ tf, dy, saved, attributes }) => ({
      x: () => {
        const [x, y] = saved as [Tensor, Tensor];
        const axes = tf.util.parseAxisParam(attributes.reductionIndices as number[], x.shape);
        const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
        // Where several are the largest, each gets its part, as in Keras.
        const largest = tf.cast(tf.equal(x, tf.reshape(y, kept)), 'float32');
        return tf.mul(tf.div(tf.reshape(dy, kept), tf.sum(largest, axes, true)), largest);
      },
    }),
  },
  {
    kernel: 'Softmax',
    keepsOutputs: [true],
    compute: ({ tf, dy, saved, attributes }) => ({
      logits: () => {
        const y = saved[0]!;
        const weighted = tf.mul(dy, y);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, attributes.dim as number, true), y));
      },
    }),
  },
];
