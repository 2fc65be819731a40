import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** Share of rows whose largest score is at the class number of the target. */
export const sparseCategoricalAccuracy = defineMetric({
  type: 'SparseCategoricalAccuracy',
  title: 'Sparse categorical accuracy',
  docs: 'The share of rows where the class with the highest score is the right one.',
  logName: 'accuracy',
  higherIsBetter: true,
  targets: 'classes',
  params: {},
  update: (tf, _params, target, prediction, mask) =>
    meanSums(tf, tf.cast(tf.equal(target, tf.argMax(prediction, -1)), 'float32'), mask),
  result: (_params, sums) => ratio(sums),
});
