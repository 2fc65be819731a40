import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from './define-block.ts';

/** Computes an activation; the result has the shape of `x`. */
export type Activate = (tf: Tfjs, x: Tensor) => Tensor;

/**
 * An activation that works on each number alone, by its value and its slope (which may use the value). Writing both keeps
 * gradients exact where tfjs has none (comparisons), and stable where the chain rule would give infinity times zero.
 */
export function elementwise(
  value: (tf: Tfjs, x: Tensor) => Tensor,
  slope: (tf: Tfjs, x: Tensor, y: Tensor) => Tensor,
): Activate {
  return (tf, x) =>
    tf.customGrad((input, save) => {
      const x = input as Tensor;
      const y = value(tf, x);
      (save as (tensors: Tensor[]) => void)([x, y]);
      return { value: y, gradFunc: (dy: Tensor, [x, y]: Tensor[]) => tf.mul(dy, slope(tf, x!, y!)) };
    })(x);
}

/** Below zero `slope` times the number: a leaky ReLU. Any slope of 0 or more will do, also one above 1. */
export const leakyBy = (negativeSlope: number): Activate =>
  elementwise(
    (tf, x) => tf.add(tf.relu(x), tf.mul(tf.minimum(x, 0), negativeSlope)),
    (tf, x) => tf.add(tf.mul(tf.step(x), 1 - negativeSlope), negativeSlope),
  );

/** Below zero a curve that ends at -alpha. */
export const eluBy = (alpha: number): Activate =>
  elementwise(
    (tf, x) => tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), alpha)),
    (tf, x) => {
      const below = tf.mul(tf.exp(tf.minimum(x, 0)), alpha);
      return alpha === 1 ? below : tf.where(tf.greater(x, 0), tf.onesLike(x), below);
    },
  );

const selu = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };
const shrinkThreshold = 0.5;

/** 1 where x lies strictly between the limits, else 0. */
export const inside = (tf: Tfjs, x: Tensor, low: number, high: number) =>
  tf.cast(tf.logicalAnd(tf.greater(x, low), tf.less(x, high)), 'float32');

/** 1 where |x| is above the limit, else 0. */
const beyond = (tf: Tfjs, x: Tensor, limit: number) => tf.cast(tf.greater(tf.abs(x), limit), 'float32');

const stableSoftplus = (tf: Tfjs, x: Tensor) => tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));

const hardSigmoidValue = (tf: Tfjs, x: Tensor) => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6);

/** The part of a standard normal distribution below x. */
const normalBelow = (tf: Tfjs, x: Tensor) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const elu = eluBy(1);

/**
 * Every activation on offer by its Keras name, in menu order, with the formula of `keras.activations` at its default settings.
 * At a kink the slope is that of the flatter side, as TensorFlow has it. What is left of Keras's own: `glu`, which halves a dimension
 * without Keras's layers knowing; `sparsemax`, whose shares do not add up to 1 in Keras 3.15; `threshold`, which no layer can name, for
 * it has no default settings. Settings that are not the default, such as `approximate` of `gelu`, have no place in a saved layer.
 */
export const activations = {
  linear: (_tf, x) => x,
  relu: (tf, x) => tf.relu(x),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softmax: (tf, x) => tf.softmax(x),
  leaky_relu: leakyBy(0.2),
  relu6: elementwise(
    (tf, x) => tf.clipByValue(x, 0, 6),
    (tf, x) => inside(tf, x, 0, 6),
  ),
  elu,
  selu: elementwise(
    (tf, x) => tf.add(tf.mul(tf.relu(x), selu.scale), tf.mul(tf.expm1(tf.minimum(x, 0)), selu.scale * selu.alpha)),
    (tf, x) =>
      tf.where(
        tf.greater(x, 0),
        tf.fill(x.shape, selu.scale),
        tf.mul(tf.exp(tf.minimum(x, 0)), selu.scale * selu.alpha),
      ),
  ),
  gelu: elementwise(
    (tf, x) => tf.mul(x, normalBelow(tf, x)),
    (tf, x) =>
      tf.add(normalBelow(tf, x), tf.mul(x, tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI)))),
  ),
  silu: elementwise(
    (tf, x) => tf.mul(x, tf.sigmoid(x)),
    (tf, x) => tf.mul(tf.sigmoid(x), tf.add(tf.mul(x, tf.sigmoid(tf.neg(x))), 1)),
  ),
  mish: elementwise(
    (tf, x) => tf.mul(x, tf.tanh(stableSoftplus(tf, x))),
    (tf, x) => {
      const t = tf.tanh(stableSoftplus(tf, x));
      return tf.add(t, tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(t))));
    },
  ),
  softplus: elementwise(stableSoftplus, (tf, x) => tf.sigmoid(x)),
  softsign: elementwise(
    (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
    (tf, x) => tf.reciprocal(tf.square(tf.add(tf.abs(x), 1))),
  ),
  hard_sigmoid: elementwise(hardSigmoidValue, (tf, x) => tf.div(inside(tf, x, -3, 3), 6)),
  hard_silu: elementwise(
    (tf, x) => tf.mul(x, hardSigmoidValue(tf, x)),
    (tf, x) => tf.add(hardSigmoidValue(tf, x), tf.mul(x, tf.div(inside(tf, x, -3, 3), 6))),
  ),
  hard_tanh: elementwise(
    (tf, x) => tf.clipByValue(x, -1, 1),
    (tf, x) => inside(tf, x, -1, 1),
  ),
  log_sigmoid: elementwise(
    (tf, x) => tf.neg(stableSoftplus(tf, tf.neg(x))),
    (tf, x) => tf.sigmoid(tf.neg(x)),
  ),
  log_softmax: (tf, x) => tf.logSoftmax(x),
  exponential: (tf, x) => tf.exp(x),
  celu: elu,
  squareplus: elementwise(
    (tf, x) => {
      const root = tf.sqrt(tf.add(tf.square(x), 4));
      // (x + root) / 2 cancels for large negative x; 2 / (root - x) is the same number and does not.
      const far = tf.div(2, tf.add(root, tf.abs(x)));
      return tf.where(tf.greaterEqual(x, 0), tf.mul(tf.add(x, root), 0.5), far);
    },
    (tf, x, y) => tf.div(y, tf.sqrt(tf.add(tf.square(x), 4))),
  ),
  sparse_plus: elementwise(
    (tf, x) => tf.add(tf.relu(tf.sub(x, 1)), tf.div(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 4)),
    (tf, x) => tf.div(tf.add(tf.clipByValue(x, -1, 1), 1), 2),
  ),
  sparse_sigmoid: elementwise(
    (tf, x) => tf.mul(tf.clipByValue(tf.add(x, 1), 0, 2), 0.5),
    (tf, x) => tf.mul(inside(tf, x, -1, 1), 0.5),
  ),
  tanh_shrink: elementwise(
    (tf, x) => tf.sub(x, tf.tanh(x)),
    (tf, x) => tf.square(tf.tanh(x)),
  ),
  soft_shrink: elementwise(
    (tf, x) => tf.sub(x, tf.clipByValue(x, -shrinkThreshold, shrinkThreshold)),
    (tf, x) => beyond(tf, x, shrinkThreshold),
  ),
  hard_shrink: elementwise(
    (tf, x) => tf.mul(x, beyond(tf, x, shrinkThreshold)),
    (tf, x) => beyond(tf, x, shrinkThreshold),
  ),
} as const satisfies Record<string, Activate>;

export type ActivationName = keyof typeof activations;
/** The names of all activations, in menu order. */
export const activationNames = Object.keys(activations) as ActivationName[];

/** The activations that look at all numbers of the last dimension together, and so need one. */
export const activationsOverClasses: readonly ActivationName[] = ['softmax', 'log_softmax'];
