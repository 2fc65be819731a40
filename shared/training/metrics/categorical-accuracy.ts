import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** Share of rows whose largest score is at the largest target. */
export const categoricalAccuracy = defineMetric({
  type: 'CategoricalAccuracy',
  title: 'Categorical accuracy',
  docs: 'The share of rows where the class with the highest score is the right one; for targets in one-hot form.',
  logName: 'accuracy',
  higherIsBetter: true,
  targets: 'one-hot',
  params: {},
  update: (tf, _params, target, prediction, mask) =>
    meanSums(tf, tf.cast(tf.equal(tf.argMax(target, -1), tf.argMax(prediction, -1)), 'float32'), mask),
  result: (_params, sums) => ratio(sums),
});
