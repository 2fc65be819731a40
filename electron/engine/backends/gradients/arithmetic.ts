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

/** The gradient of the larger of two numbers for the first: all of it where that is the larger, half where both are equal, as in JAX. */
function ofLarger(tf: Tfjs, dy: Tensor, one: Tensor, other: Tensor): Tensor {
  const twice = tf.add(tf.cast(tf.greater(one, other), 'float32'), tf.cast(tf.greaterEqual(one, other), 'float32'));
  return tf.mul(dy, tf.mul(twice, 0.5));
}

/** Gradients of what combines two tensors number by number, with broadcasting. */
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
  broadcasting('Maximum', (tf, dy, a, b) => ({ a: () => ofLarger(tf, dy, a, b), b: () => ofLarger(tf, dy, b, a) })),
  broadcasting('Minimum', (tf, dy, a, b) => ({ a: () => ofLarger(tf, dy, b, a), b: () => ofLarger(tf, dy, a, b) })),
];
