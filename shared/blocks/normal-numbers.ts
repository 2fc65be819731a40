import type { Tensor } from '@tensorflow/tfjs-core';
import type { ForwardContext, Tfjs } from './define-block.ts';
import { withoutGradient } from './without-gradient.ts';

// From the coefficient of the highest power on. Source: Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), as in JAX.
const nearCenter = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const inTails = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

/** The float32 next to 1, from which on the tails would be endless. */
const nearestToOne = 1 - 2 ** -24;

/** Numbers of a normal distribution around 0 with a spread of 1, fresh at every call: one for each uniform number. */
export function normalNumbers(
  { tf, uniform }: Pick<ForwardContext, 'tf' | 'uniform'>,
  shape: readonly number[],
): Tensor {
  const given = uniform(shape);
  // Two dozen steps that a training step would remember for the way back, which does not lead here.
  return withoutGradient(tf, () => tf.tidy(() => tf.mul(inverseErf(tf, tf.sub(tf.mul(given, 2), 1)), Math.SQRT2)));
}

/** The number whose error function is x. A normal distribution from it needs no cosine, which a GPU takes to three digits alone. */
function inverseErf(tf: Tfjs, given: Tensor): Tensor {
  const x = tf.clipByValue(given, -nearestToOne, nearestToOne);
  const w = tf.neg(tf.log(tf.mul(tf.sub(1, x), tf.add(1, x))));
  const polynomial = (coefficients: readonly number[], at: Tensor) =>
    coefficients
      .slice(1)
      .reduce<Tensor>((sum, each) => tf.add(tf.mul(sum, at), each), tf.fill(at.shape, coefficients[0]!));
  const center = polynomial(nearCenter, tf.sub(w, 2.5));
  const tails = polynomial(inTails, tf.sub(tf.sqrt(w), 3));
  return tf.mul(x, tf.where(tf.less(w, 5), center, tails));
}
