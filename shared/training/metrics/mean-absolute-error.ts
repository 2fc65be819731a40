import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** `mean(|target - prediction|)`. */
export const meanAbsoluteError = defineMetric({
  type: 'MeanAbsoluteError',
  title: 'Mean absolute error',
  docs: 'How far off the answer is on average, in the unit of the target.',
  logName: 'mean_absolute_error',
  higherIsBetter: false,
  targets: 'numbers',
  params: {},
  update: (tf, _params, target, prediction, mask) => meanSums(tf, tf.abs(tf.sub(target, prediction)), mask),
  result: (_params, sums) => ratio(sums),
});
