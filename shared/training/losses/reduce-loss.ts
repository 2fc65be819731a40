import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { stepWeights } from '../step-weights.ts';

/**
 * One number from the losses of samples or steps: their mean, a scalar. With a mask (bool, of their leading dimensions) the mean of
 * those that count, 0 where none does. Keras: reduction "sum_over_batch_size".
 */
export function reduceLoss(tf: Tfjs, losses: Tensor, mask: Tensor | null): Tensor {
  if (!mask) return tf.mean(losses);
  const weights = stepWeights(tf, mask, losses);
  const stepsAlike = losses.size / mask.size;
  // Counts are whole numbers: at least 1 means that nothing is divided by 0, neither here nor in the gradient.
  const count = tf.mul(tf.maximum(tf.sum(weights), 1), stepsAlike);
  return tf.div(tf.sum(tf.mul(losses, weights)), count);
}
