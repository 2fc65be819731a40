import { int } from '../../blocks/params.ts';
import { oneHotRows } from '../one-hot.ts';
import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** Share of rows in which fewer than k classes score higher than the right one. */
export const sparseTopKCategoricalAccuracy = defineMetric({
  type: 'SparseTopKCategoricalAccuracy',
  title: 'Sparse top-k categorical accuracy',
  docs: 'The share of rows where the right class is among the k with the highest scores.',
  logName: 'sparse_top_k_categorical_accuracy',
  higherIsBetter: true,
  targets: 'classes',
  params: { k: int('k', 5, { min: 1 }) },
  update(tf, { k }, target, prediction, mask) {
    const classes = prediction.shape.at(-1)!;
    const right = oneHotRows(tf, target, classes);
    const score = tf.sum(tf.mul(prediction, right), -1, true);
    // Counting those not above, so that a score that is not a number is never among the best.
    const notAbove = tf.sum(tf.cast(tf.lessEqual(prediction, score), 'float32'), -1);
    return meanSums(tf, tf.cast(tf.greater(notAbove, classes - k), 'float32'), mask);
  },
  result: (_params, sums) => ratio(sums),
});
