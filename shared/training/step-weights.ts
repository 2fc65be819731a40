import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../blocks/define-block.ts';

/**
 * A mask (bool, of the leading dimensions of `values`) as float32 weights that multiply `values`: size 1 in the other dimensions.
 * Throws an Error naming both shapes if the mask does not fit.
 */
export function stepWeights(tf: Tfjs, mask: Tensor, values: Tensor): Tensor {
  if (mask.rank > values.rank || mask.shape.some((size, axis) => size !== values.shape[axis])) {
    throw new Error(
      `A mask has the leading dimensions of what it masks. Expected: the beginning of [${values.shape.join(', ')}]. Received: [${mask.shape.join(', ')}].`,
    );
  }
  const weights = tf.cast(mask, 'float32');
  if (mask.rank === values.rank) return weights;
  return tf.reshape(weights, [...mask.shape, ...new Array<number>(values.rank - mask.rank).fill(1)]);
}
