import type { Tensor } from '@tensorflow/tfjs-core';
import type { ForwardContext } from './define-block.ts';

/** Inverted dropout: 0 with probability `rate`, else 1 / (1 - rate), fresh at every call. */
export function keepFactors({ tf, uniform }: ForwardContext, rate: number, shape: readonly number[]): Tensor {
  if (rate >= 1) return tf.zeros(shape as number[]);
  return tf.mul(tf.cast(tf.greaterEqual(uniform(shape), rate), 'float32'), 1 / (1 - rate));
}
