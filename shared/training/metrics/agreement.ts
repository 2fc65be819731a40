import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { stepWeights } from '../step-weights.ts';

/** Where the answer is yes (above the threshold), where the target is, and where both are: 1 or 0, and 0 where masked. */
export function agreement(
  tf: Tfjs,
  threshold: number,
  target: Tensor,
  prediction: Tensor,
  mask: Tensor | null,
): { readonly said: Tensor; readonly actual: Tensor; readonly both: Tensor } {
  const counted = (where: Tensor) => {
    const ones = tf.cast(where, 'float32');
    return mask ? tf.mul(ones, stepWeights(tf, mask, ones)) : ones;
  };
  const said = counted(tf.greater(prediction, threshold));
  const actual = counted(tf.notEqual(target, 0));
  return { said, actual, both: tf.mul(said, actual) };
}
