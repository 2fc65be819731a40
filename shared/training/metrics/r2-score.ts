import { stepWeights } from '../step-weights.ts';
import { defineMetric } from './define-metric.ts';

/**
 * `1 - sum((target - prediction)^2) / sum((target - mean(target))^2)` for each output, then their mean: Keras's "uniform_average".
 * An output whose targets are all the same counts 0. Keras leaves a mask aside here; we do not.
 */
export const r2Score = defineMetric({
  type: 'R2Score',
  title: 'R² score',
  docs: 'The share of the ups and downs in the target that the answer explains: 1 is perfect, 0 no better than always saying the mean.',
  logName: 'r2_score',
  higherIsBetter: true,
  targets: 'numbers',
  params: {},
  update(tf, _params, target, prediction, mask) {
    const ones = tf.onesLike(target);
    const weights = mask ? tf.mul(ones, stepWeights(tf, mask, target)) : ones;
    const counted = tf.mul(target, weights);
    const residual = tf.mul(tf.squaredDifference(target, prediction), weights);
    const rows = [-1, prediction.shape.at(-1)!];
    return [counted, tf.mul(target, counted), residual, weights].map((each) => tf.sum(tf.reshape(each, rows), 0));
  },
  result(_params, sums) {
    const outputs = sums.length / 4;
    let total = 0;
    for (let i = 0; i < outputs; i++) {
      const [sum, squares, residual, count] = [0, 1, 2, 3].map((at) => sums[at * outputs + i]!);
      const score = 1 - residual! / (squares! - (sum! * sum!) / count!);
      total += Math.abs(score) === Number.POSITIVE_INFINITY ? 0 : score;
    }
    return total / outputs;
  },
});
