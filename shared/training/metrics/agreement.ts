import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { float } from '../../blocks/params.ts';
import { stepWeights } from '../step-weights.ts';

/** The param of metrics that count answers of yes. */
export const threshold = float('Threshold', 0.5, {
  min: 0,
  max: 1,
  keras: 'thresholds',
  help: 'Answers above it count as yes.',
});

/** Where the answer is yes (above the threshold), where the target is, and where both are: 1 or 0, and 0 where masked. */
export function agreement(
  tf: Tfjs,
  above: number,
  target: Tensor,
  prediction: Tensor,
  mask: Tensor | null,
): { readonly said: Tensor; readonly actual: Tensor; readonly both: Tensor } {
  const counted = (where: Tensor) => {
    const ones = tf.cast(where, 'float32');
    return mask ? tf.mul(ones, stepWeights(tf, mask, ones)) : ones;
  };
  const said = counted(tf.greater(prediction, above));
  const actual = counted(tf.notEqual(target, 0));
  return { said, actual, both: tf.mul(said, actual) };
}
