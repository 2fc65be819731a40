import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { Gradient } from './define-gradient.ts';

/** Undoes a broadcast: the sum over the dimensions along which a tensor of `shape` was repeated. */
export function sumToShape(tf: Tfjs, gradient: Tensor, shape: readonly number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/** A kernel of two inputs that are broadcast to each other; `by` gives both gradients in the shape of the output. */
function broadcasting(
  kernel: string,
  by: (
    tf: Tfjs,
    dy: Tensor,
    a: Tensor,
    b: Tensor,
  ) => { readonly a: (this: void) => Tensor; readonly b: (this: void) => Tensor },
): Gradient {
  return {
    kernel,
    keepsInputs: ['a', 'b'],
    compute({ tf, dy, saved }) {
      const [a, b] = saved as [Tensor, Tensor];
      const whole = by(tf, dy, a, b);
      return { a: () => sumToShape(tf, whole.a(), a.shape), b: () => sumToShape(tf, whole.b(), b.shape) };
    },
  };
}

/** Gradients of the four operations of arithmetic and what is made of them, with broadcasting. */
export const arithmeticGradients: readonly Gradient[] = [
  broadcasting('Add', (_tf, dy) => ({ a: () => dy, b: () => dy })),
  broadcasting('Sub', (tf, dy) => ({ a: () => dy, b: () => tf.neg(dy) })),
  broadcasting('Multiply', (tf, dy, a, b) => ({ a: () => tf.mul(dy, b), b: () => tf.mul(dy, a) })),
  broadcasting('RealDiv', (tf, dy, a, b) => ({
    a: () => tf.div(dy, b),
    b: () => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  })),
  broadcasting('SquaredDifference', (tf, dy, a, b) => {
    const slope = () => tf.mul(dy, tf.mul(tf.sub(a, b), 2));
    return { a: slope, b: () => tf.neg(slope()) };
  }),
];
