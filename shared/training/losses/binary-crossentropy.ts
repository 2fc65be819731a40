import { float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { defineLoss, fromLogits, lossInPyTorch } from './define-loss.ts';
import { clipProbabilities, clippedInPyTorch } from './elementwise.ts';

/** `-t * log(p) - (1 - t) * log(1 - p)`, mean over the last dimension. */
export const binaryCrossentropy = defineLoss({
  type: 'BinaryCrossentropy',
  title: 'Binary cross-entropy',
  docs: 'For yes or no: how surprised the network is by the right answer.',
  targets: 'binary',
  expects: 'probability',
  params: {
    fromLogits,
    labelSmoothing: float('Label smoothing', 0, {
      min: 0,
      max: 1,
      group: 'advanced',
      help: 'Moves answers from 0 and 1 towards one half, so that the network stays less sure.',
    }),
  },
  compute(tf, params, target, prediction) {
    const { labelSmoothing: smoothing } = params;
    const t = smoothing === 0 ? target : tf.add(tf.mul(target, 1 - smoothing), 0.5 * smoothing);
    if (params.fromLogits) {
      // -log(sigmoid(x)) is softplus(-x): no logarithm of a rounded 0.
      const surprise = tf.add(
        tf.mul(t, tf.softplus(tf.neg(prediction))),
        tf.mul(tf.sub(1, t), tf.softplus(prediction)),
      );
      return tf.mean(surprise, -1);
    }
    const p = clipProbabilities(tf, prediction);
    return tf.neg(tf.mean(tf.add(tf.mul(t, tf.log(p)), tf.mul(tf.sub(1, t), tf.log(tf.sub(1, p)))), -1));
  },
  toPyTorch({ fromLogits: isLogits, labelSmoothing: smoothing }, judged) {
    const { prediction, target } = judged;
    const smooth = `${target} * ${pythonNumber(1 - smoothing, true)} + ${pythonNumber(smoothing / 2, true)}`;
    return lossInPyTorch(isLogits ? 'binary_cross_entropy_with_logits' : 'binary_cross_entropy', {
      ...judged,
      prediction: isLogits ? prediction : clippedInPyTorch(prediction),
      target: smoothing === 0 ? target : smooth,
    });
  },
});
