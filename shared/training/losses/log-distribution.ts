import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { clipProbabilities, clippedInPyTorch } from './elementwise.ts';

/**
 * Logarithms of the class probabilities in the last dimension. As Keras does, probabilities are first scaled to sum to 1, then kept
 * off 0 and 1; from logits nothing is clipped.
 */
export function logDistribution(tf: Tfjs, prediction: Tensor, fromLogits: boolean): Tensor {
  if (fromLogits) return tf.logSoftmax(prediction);
  return tf.log(clipProbabilities(tf, tf.div(prediction, tf.sum(prediction, -1, true))));
}

/** The same as Python of PyTorch. */
export function logDistributionInPyTorch(prediction: string, fromLogits: boolean): string {
  if (fromLogits) return `F.log_softmax(${prediction}, dim=-1)`;
  return `${clippedInPyTorch(`(${prediction} / ${prediction}.sum(-1, keepdim=True))`)}.log()`;
}
